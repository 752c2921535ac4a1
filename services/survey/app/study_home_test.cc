// A study that was coded in another program comes home.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "services/survey/app/study_exchange_testing.h"

namespace lotse::survey {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class StudyHomeTest : public StudyExchangeTest {
 protected:
  void MakeFile() {
    MakeMaterial();
    ASSERT_EQ(Export(), kOk) << status_;
    project_ = Project();
    ASSERT_EQ(project_.texts.size(), 1u);
  }
  // Codes `geht` in the file.
  static void Code(refi::Project* project, const std::string& code_guid) {
    refi::TextSelection selection;
    selection.guid = Uuid(900);
    selection.name = "geht";
    selection.span = {4, 8};
    refi::Coding coding;
    coding.guid = Uuid(901);
    coding.creating_user = project->users[0].guid;
    coding.code = code_guid;
    selection.codings.push_back(coding);
    project->texts[0].selections.push_back(selection);
  }
  static refi::Code* CodeNamed(std::vector<refi::Code>* codes, const std::string& name) {
    for (refi::Code& code : *codes) {
      if (code.name == name) return &code;
      if (refi::Code* const below = CodeNamed(&code.codes, name)) return below;
    }
    return nullptr;
  }
  ErrorReason ComeHome(const refi::Project& project) {
    const auto file = refi::WriteProject(project);
    EXPECT_TRUE(file.ok()) << file.status();
    return ImportFile(Head(kStudy), file.ok() ? *file : "");
  }
  size_t Codings() {
    EXPECT_EQ(List(), kOk) << status_;
    return static_cast<size_t>(codings_.codings_size());
  }

  refi::Project project_;
};

TEST_F(StudyHomeTest, OnlyWhatIsNewIsAdded) {
  MakeFile();
  refi::Project changed = project_;
  Code(&changed, CodeNamed(&changed.codes, "Haltung")->guid);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(ComeHome(changed), kOk) << status_;
    EXPECT_THAT(Told(imported_.findings()), IsEmpty());
    EXPECT_THAT(imported_.study_cases(), IsEmpty());
    EXPECT_THAT(imported_.codebooks(), IsEmpty());
    EXPECT_EQ(Codings(), 4u);
  }
  bool is_there = false;
  for (const v1alpha::Coding& each : codings_.codings()) {
    if (each.name() != absl::StrCat(kStudy, "/codings/", Uuid(901))) continue;
    is_there = true;
    EXPECT_EQ(each.code(), absl::StrCat(kBook, "/codes/haltung"));
    EXPECT_EQ(each.text(), TextName());
  }
  EXPECT_TRUE(is_there);
  ASSERT_EQ(Export(), kOk) << status_;
  const refi::Project now = Project();
  EXPECT_EQ(now.cases, project_.cases);
  EXPECT_EQ(now.codes, project_.codes);
  EXPECT_EQ(now.sets, project_.sets);
  EXPECT_EQ(now.notes, project_.notes);
}

TEST_F(StudyHomeTest, WhatOtherProgramsLoseDoesNotMatter) {
  MakeFile();
  refi::Project changed = project_;
  changed.sets.clear();
  changed.variables.clear();
  for (refi::Case& each : changed.cases) each.values.clear();
  for (refi::Text& each : changed.texts) {
    each.values.clear();
    each.name = "gruppe-1.txt";
  }
  Code(&changed, CodeNamed(&changed.codes, "Wege")->guid);
  auto head = Head(kStudy);
  head.set_text_kind(v1alpha::StudyText::KIND_TRANSCRIPT);
  const auto file = refi::WriteProject(changed);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(ImportFile(head, *file), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("ERROR"))));
  EXPECT_EQ(Codings(), 4u);
  EXPECT_EQ(CasesOf(kStudy), 1);
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_EQ(Project().cases, project_.cases);
  EXPECT_EQ(Project().sets, project_.sets);
}

TEST_F(StudyHomeTest, WhatDiffersIsFound) {
  MakeFile();
  const struct {
    const char* why;
    std::function<void(refi::Project*)> change;
    const char* severity;
    const char* told;
  } cases[] = {
      {"another text", [](auto* p) { p->texts[0].text[0] = 'X'; }, "ERROR", "The text was changed"},
      {"a code that is not there",
       [](auto* p) {
         refi::Code fresh;
         fresh.guid = Uuid(902);
         fresh.name = "Neu";
         CodeNamed(&p->codes, "Zugang")->codes.push_back(fresh);
         StudyHomeTest::Code(p, fresh.guid);
       },
       "ERROR", "has no such code"},
      {"one that nothing has",
       [](auto* p) {
         refi::Code fresh;
         fresh.guid = Uuid(902);
         fresh.name = "Neu";
         CodeNamed(&p->codes, "Zugang")->codes.push_back(fresh);
       },
       "WARNING", "it was left out with its notes"},
      {"a code that groups others",
       [](auto* p) { StudyHomeTest::Code(p, CodeNamed(&p->codes, "Zugang")->guid); }, "ERROR",
       "takes no new codings"},
      {"another name", [](auto* p) { CodeNamed(&p->codes, "Wege")->name = "Pfade"; }, "WARNING",
       "The code is otherwise"},
      {"another memo",
       [](auto* p) {
         for (refi::Text& note : p->notes) {
           if (note.text == "Fällt auf 6") note.text = "Anders";
         }
       },
       "WARNING", "The memo is otherwise"},
  };
  for (const auto& c : cases) {
    refi::Project changed = project_;
    c.change(&changed);
    ASSERT_EQ(ComeHome(changed), kOk) << c.why << status_;
    EXPECT_THAT(Told(imported_.findings()),
                ElementsAre(AllOf(HasSubstr(c.severity), HasSubstr(c.told))))
        << c.why;
    EXPECT_EQ(Codings(), 3u) << c.why;
  }
  ASSERT_EQ(Export(), kOk) << status_;
  EXPECT_EQ(Project(), project_) << "all stays as it is in the study";
}

}  // namespace
}  // namespace lotse::survey
