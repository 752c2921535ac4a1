// A study that was coded in another program comes home.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "services/survey/app/study_exchange_testing.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/material/text_rows.h"

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
  ErrorReason ComeHome(const refi::Project& project) {
    const auto file = refi::WriteProject(project);
    EXPECT_TRUE(file.ok()) << file.status();
    return ImportFile(Head(kStudy), file.ok() ? *file : "");
  }
  void Withdraw(const std::string& pseudonym) {
    v1alpha::StudyCase changed = case_;
    for (v1alpha::Participant& each : *changed.mutable_participants()) {
      if (each.pseudonym() != pseudonym) continue;
      each.set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
    }
    ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  }
  // What is stored of the text, whoever may read it.
  std::string Words() {
    std::string words;
    const auto files = studies_->Find(kStudy);
    EXPECT_TRUE(files.ok()) << files.status();
    const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
      const auto text = qualitative::FindText(connection, Uuid(100));
      words = text.has_value() ? text->content : "";
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return words;
  }
  // The project as it was with other words of P01, who is said to be somebody else if `speaker` is
  // not empty.
  refi::Project Guess(const std::string& words, const std::string& speaker) const {
    refi::Project guess = project_;
    guess.texts[0].text = absl::StrCat("Wie geht es?\n", words);
    for (refi::TextSelection& each : guess.texts[0].selections) {
      if (each.name == "P01" && !speaker.empty()) each.name = speaker;
    }
    return guess;
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
  CodeInFile(&changed, CodeNamed(&changed.codes, "Haltung")->guid);
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
  CodeInFile(&changed, CodeNamed(&changed.codes, "Wege")->guid);
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
         StudyHomeTest::CodeInFile(p, fresh.guid);
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
       [](auto* p) { StudyHomeTest::CodeInFile(p, CodeNamed(&p->codes, "Zugang")->guid); }, "ERROR",
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

TEST_F(StudyHomeTest, AlsoOnceConsentWasTakenBack) {
  MakeFile();
  const std::string words = Words();
  ASSERT_THAT(words, HasSubstr("danke"));
  // How many codings are listed then; in the end all of the case have taken it back.
  const struct {
    const char* who;
    size_t codings;
  } cases[] = {{"P01", 2}, {"P02", 0}};
  for (const auto& c : cases) {
    Withdraw(c.who);
    ASSERT_EQ(Export(), kOk) << status_;
    refi::Project changed = Project();
    ASSERT_EQ(changed.texts.size(), 1u);
    ASSERT_THAT(changed.texts[0].text, HasSubstr("█"));
    ASSERT_FALSE(changed.users.empty());
    CodeInFile(&changed, CodeNamed(&changed.codes, "Haltung")->guid);
    ASSERT_EQ(ComeHome(changed), kOk) << c.who << status_;
    EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("ERROR")))) << c.who;
    EXPECT_EQ(imported_.texts(), 1) << c.who;
    EXPECT_EQ(Codings(), c.codings) << c.who;
    EXPECT_EQ(Words(), words) << "what is there stays as it is";
  }
}

TEST_F(StudyHomeTest, NothingNewComesOntoWordsThatWereTakenBack) {
  MakeFile();
  Withdraw("P01");
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project changed = Project();
  ASSERT_EQ(changed.texts.size(), 1u);
  CodeInFile(&changed, CodeNamed(&changed.codes, "Haltung")->guid);
  ASSERT_EQ(changed.texts[0].selections.back().guid, Uuid(900));
  changed.texts[0].selections.back().name = "Gut";
  changed.texts[0].selections.back().span = {13, 16};
  EXPECT_EQ(ComeHome(changed), kOk) << status_ << ": the same is coded there already";
  changed.texts[0].selections.back().name = "danke";
  changed.texts[0].selections.back().span = {18, 23};
  EXPECT_EQ(ComeHome(changed), kReleaseBlocked) << status_;
  changed.texts[0].selections.back().span = {9, 15};
  EXPECT_EQ(ComeHome(changed), kReleaseBlocked) << status_;
  EXPECT_EQ(Codings(), 1u) << "as before";
}

TEST_F(StudyHomeTest, WordsOfWhoWithdrewAreComparedWithNothing) {
  MakeFile();
  Withdraw("P01");
  for (const char* const words : {"Gut, danke.", "Gar nichts!"}) {
    for (const char* const speaker : {"", "M1"}) {
      ASSERT_EQ(ComeHome(Guess(words, speaker)), kOk) << words << speaker << status_;
      EXPECT_THAT(Told(imported_.findings()),
                  ElementsAre(AllOf(HasSubstr("ERROR"), HasSubstr("took their consent back"))))
          << words << speaker;
    }
  }
}

// Such a case is made again by the same file, which says that nobody took their consent back.
TEST_F(StudyHomeTest, NorAreTheyWhereTheCaseCameFromAFile) {
  MakeFile();
  MakeEmptyStudy();
  ASSERT_EQ(ImportFile(Head(), file_.bytes), kOk) << status_;
  ASSERT_EQ(imported_.study_cases_size(), 1);
  v1alpha::StudyCase made;
  const std::string name = imported_.study_cases(0);
  ASSERT_EQ(ByName<v1alpha::GetStudyCaseRequest>(name.c_str(), &made), kOk) << status_;
  case_ = made;
  Withdraw("P01");
  for (const char* const words : {"Gut, danke.", "Gar nichts!"}) {
    const auto file = refi::WriteProject(Guess(words, ""));
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_EQ(ImportFile(Head(), *file), kOk) << words << status_;
    EXPECT_THAT(Told(imported_.findings()),
                ElementsAre(AllOf(HasSubstr("ERROR"), HasSubstr("took their consent back"))))
        << words;
  }
}

TEST_F(StudyHomeTest, AMemoOnARestrictedCaseNeedsTheRight) {
  MakeFile();
  auto q = CaseRequest("tief");
  q.mutable_study_case()->set_kind(v1alpha::StudyCase::KIND_IN_DEPTH_INTERVIEW);
  q.mutable_study_case()->clear_guide();
  q.mutable_study_case()->mutable_participants()->RemoveLast();
  v1alpha::StudyCase deep;
  ASSERT_EQ(Run(q, &deep), kOk) << status_;
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project changed = Project();
  // One more memo, on that case.
  const auto memo = std::find_if(changed.notes.begin(), changed.notes.end(),
                                 [](const auto& each) { return each.name == "Memo"; });
  ASSERT_NE(memo, changed.notes.end());
  refi::Text note = *memo;
  note.guid = Uuid(903);
  note.text = "Über das Gespräch";
  changed.notes.push_back(note);
  refi::Link link;
  link.guid = Uuid(904);
  link.name = std::string(projects::kMemoLink);
  link.origin = projects::GuidOf("tief", deep.name());
  link.target = note.guid;
  changed.links.push_back(link);
  const auto all = cause_.view;
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  ASSERT_EQ(ComeHome(changed), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()),
              Contains(AllOf(HasSubstr("ERROR"), HasSubstr("RESTRICTED"))));
  cause_.view = all;
  ASSERT_EQ(ComeHome(changed), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("ERROR"))));
  EXPECT_EQ(imported_.memos(), 7);
}

TEST_F(StudyHomeTest, ADayOfAConsentAfterTheCaseIsLeftOut) {
  MakeMaterial();
  for (const auto consent :
       {v1alpha::Participant::CONSENT_WITHDRAWN, v1alpha::Participant::CONSENT_ANALYSIS}) {
    v1alpha::StudyCase changed = case_;
    auto* const one = changed.mutable_participants(0);
    one->set_consent(consent);
    one->mutable_consent_date()->set_year(2021);
    one->mutable_consent_date()->set_month(1);
    one->mutable_consent_date()->set_day(consent == v1alpha::Participant::CONSENT_WITHDRAWN ? 11
                                                                                            : 12);
    ASSERT_EQ(UpdateCase(changed), kOk) << status_;
  }
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  MakeEmptyStudy();
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
    EXPECT_THAT(Told(imported_.findings()),
                ElementsAre(AllOf(HasSubstr("WARNING"), HasSubstr("it is after the case"))));
    ASSERT_EQ(imported_.study_cases_size(), 1);
  }
  v1alpha::StudyCase made;
  const std::string name = imported_.study_cases(0);
  ASSERT_EQ(ByName<v1alpha::GetStudyCaseRequest>(name.c_str(), &made), kOk) << status_;
  EXPECT_EQ(made.participants_size(), 2);
  for (const v1alpha::Participant& each : made.participants()) {
    EXPECT_EQ(each.consent(), v1alpha::Participant::CONSENT_ANALYSIS);
    EXPECT_FALSE(each.has_consent_date());
  }
}

}  // namespace
}  // namespace lotse::survey
