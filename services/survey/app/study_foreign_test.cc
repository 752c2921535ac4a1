// What another program has beyond a study is kept with it, seen as codings are, and goes with what
// it is about.
#include "services/survey/app/study_foreign.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/app/study_foreign_testing.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"

namespace lotse::survey {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

TEST_F(StudyForeignTest, ItComesBackWithTheStudy) {
  MakeMaterial();
  cause_.actor = "sub-1";
  const refi::Project project = Foreign();
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()),
              ElementsAre(HasSubstr("WARNING 5 sets, links, variables and cases")));
  EXPECT_EQ(imported_.foreign(), 5);
  cause_.actor = "tester";
  ASSERT_EQ(Export(), kOk) << status_;
  const refi::Project out = Project();
  EXPECT_EQ(out, project);
  const std::string bytes = file_.bytes;
  cause_.actor = "sub-1";
  ASSERT_EQ(ImportFile(Head(kStudy), bytes), kOk) << "sent again" << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty()) << "nothing of it is new";
  EXPECT_EQ(imported_.foreign(), 5);
  MakeEmptyStudy();
  cause_.actor = "tester";
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project(), out);
}

TEST_F(StudyForeignTest, WhatIsOnlyTriedOrLeftOutIsNotStored) {
  MakeMaterial();
  const refi::Project project = Foreign();
  auto head = Head(kStudy);
  head.set_validate_only(true);
  ASSERT_EQ(ImportFile(head, Written(project)), kOk) << status_;
  EXPECT_EQ(imported_.foreign(), 5);
  head = Head(kStudy);
  head.set_leave_out_foreign(true);
  ASSERT_EQ(ImportFile(head, Written(project)), kOk) << status_;
  EXPECT_EQ(imported_.foreign(), 0);
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("as the call asks for")));
  EXPECT_THAT(Sets(), IsEmpty());
  EXPECT_FALSE(IsInFiles("Silberzunge"));
}

TEST_F(StudyForeignTest, WhatIsNewIsAddedAndNothingIsChanged) {
  MakeMaterial();
  refi::Project project = Foreign();
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  for (refi::Set& set : project.sets) {
    if (set.guid != Uuid(910)) continue;
    set.name = "Anderer Name";
    set.codes.push_back(CodeNamed(&project.codes, "Haltung")->guid);
  }
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(HasSubstr("It is otherwise in the study")));
  EXPECT_THAT(Sets(), ElementsAre("Silberzunges Texte"));
  for (const refi::Set& set : Project().sets) {
    if (set.guid != Uuid(910)) continue;
    EXPECT_EQ(set.codes.size(), 2u);
  }
}

TEST_F(StudyForeignTest, WhoCodesBlindSeesTheirOwn) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  const std::string bytes = file_.bytes;
  MakeEmptyStudy();
  MakeBlind(kEmptyStudy);
  cause_.actor = "sub-9";
  HaveRole(type::v1alpha::ROLE_ANALYST);
  ASSERT_EQ(ImportFile(Head(), bytes), kOk) << status_;
  // One guid, and two sets.
  for (const char* const coder : {"1", "2"}) {
    cause_.actor = absl::StrCat("sub-", coder);
    ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
    refi::Project project = Project();
    project.sets.push_back(SetOf(910, absl::StrCat("Menge ", coder), {Uuid(100)}));
    ASSERT_EQ(ComeHome(project, kEmptyStudy), kOk) << status_;
    EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("otherwise"))));
    EXPECT_THAT(Sets(kEmptyStudy), ElementsAre(absl::StrCat("Menge ", coder)));
  }
  cause_.actor = "sub-9";
  EXPECT_THAT(Sets(kEmptyStudy), UnorderedElementsAre("Menge 1", "Menge 2"));
  ASSERT_EQ(ImportFile(Head(), file_.bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), IsEmpty()) << "both are there";
  // In the name of another coder nothing comes in.
  cause_.actor = "sub-1";
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  auto head = Head();
  head.set_coder("zwei");
  ASSERT_EQ(ImportFile(head, file_.bytes), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(AllOf(HasSubstr("ERROR"), HasSubstr("blind"))));
}

TEST_F(StudyForeignTest, WhatLiesInARestrictedCaseIsLeftOutAndRefused) {
  MakeMaterial();
  MakeRestricted();
  StoreText(Uuid(101), "tief");
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project project = Project();
  // The other text has no id of its own.
  std::erase_if(project.texts, [](const refi::Text& text) {
    return text.guid != Uuid(100) && text.guid != Uuid(101);
  });
  for (refi::Case& each : project.cases) {
    std::erase_if(each.source_refs,
                  [](const std::string& guid) { return guid != Uuid(100) && guid != Uuid(101); });
  }
  project.sets.push_back(SetOf(910, "Beide", {Uuid(100), Uuid(101)}));
  project.sets.push_back(SetOf(911, "Tief", {Uuid(101)}));
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Sets(), UnorderedElementsAre("Beide", "Tief"));
  const auto all = cause_.view;
  HaveRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_THAT(Sets(), ElementsAre("Beide"));
  EXPECT_THAT(Told(file_.findings), Contains(HasSubstr("lack what is about")));
  for (const refi::Set& set : Project().sets) {
    if (set.guid != Uuid(910)) continue;
    EXPECT_THAT(set.sources, ElementsAre(Uuid(100)));
  }
  // A link to that case, in a file without its texts.
  std::erase_if(project.texts, [](const refi::Text& text) { return text.guid == Uuid(101); });
  for (refi::Case& each : project.cases) {
    std::erase_if(each.source_refs, [](const std::string& guid) { return guid == Uuid(101); });
  }
  project.sets.clear();
  project.links.push_back(
      LinkOf(920, projects::GuidOf("tief", absl::StrCat(kStudy, "/cases/tief")), Uuid(100)));
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()),
              Contains(AllOf(HasSubstr("ERROR"), HasSubstr("RESTRICTED"))));
  cause_.view = all;
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Not(Contains(HasSubstr("ERROR"))));
}

TEST_F(StudyForeignTest, ItGoesWithTheText) {
  MakeMaterial();
  ASSERT_EQ(ComeHome(Foreign()), kOk) << status_;
  ASSERT_TRUE(IsInFiles("Silberzunge")) << "else the test shows nothing";
  v1alpha::DeleteStudyTextRequest q;
  q.set_parent(kCase);
  q.set_text_id(Uuid(100));
  q.set_reason("Widerruf");
  v1alpha::DeleteStudyTextResponse r;
  ASSERT_EQ(Call(&DeleteStudyText, q, &r), kOk) << status_;
  EXPECT_THAT(Sets(), IsEmpty());
  EXPECT_THAT(Links(), IsEmpty());
  EXPECT_THAT(Values(), ElementsAre("Koch")) << "the participant is there still";
  EXPECT_FALSE(IsInFiles("Silberzunge"));
  EXPECT_FALSE(IsInFiles("Köchin"));
}

class StudyLinkTest : public StudyForeignTest {
 protected:
  // A coding at which a link with a name begins.
  void MakeLinkedCoding() {
    MakeMaterial();
    refi::Project project = Foreign();
    project.links.push_back(LinkOf(915, Uuid(1), Uuid(100)));
    project.links.back().name = "Wegen Frau Distel";
    ASSERT_EQ(ComeHome(project), kOk) << status_;
    ASSERT_TRUE(IsInFiles("Frau Distel")) << "else the tests show nothing";
  }
  type::v1alpha::ErrorReason DeleteLinkedCoding() {
    cause_.actor = "sub-1";
    v1alpha::DeleteCodingRequest q;
    q.set_parent(kStudy);
    q.set_coding_id(Uuid(1));
    v1alpha::DeleteCodingResponse r;
    return Call(&DeleteCoding, q, &r);
  }
};

TEST_F(StudyLinkTest, GoesWithItsCoding) {
  MakeLinkedCoding();
  EXPECT_THAT(Links(), ElementsAre(Uuid(911), Uuid(914)));
  ASSERT_EQ(DeleteLinkedCoding(), kOk) << status_;
  EXPECT_FALSE(IsInFiles("Frau Distel"));
  EXPECT_THAT(Links(), ElementsAre(Uuid(914)));
}

// Somebody reads for so long that what was deleted stays in the log: who asks again gets it out.
TEST_F(StudyLinkTest, IsOverwrittenWhenItsCodingIsDeletedAgain) {
  MakeLinkedCoding();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
    EXPECT_GT(qualitative::CountTexts(connection), 0);
    std::thread eraser(
        [&] { EXPECT_EQ(DeleteLinkedCoding(), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE); });
    eraser.join();
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_TRUE(IsInFiles("Frau Distel")) << "else the test shows nothing";
  EXPECT_EQ(DeleteLinkedCoding(), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_FALSE(IsInFiles("Frau Distel"));
}

TEST_F(StudyForeignTest, ASetFollowsCodesThatAreMerged) {
  MakeMaterial();
  ASSERT_EQ(ComeHome(Foreign()), kOk) << status_;
  v1alpha::MergeCodesRequest q;
  q.set_parent(kStudy);
  q.set_codebook_id("buch");
  q.set_revision(1);
  q.set_code_id("haltung");
  q.add_merged_code_ids("wege");
  v1alpha::CodebookStepResult r;
  ASSERT_EQ(Call(&MergeCodes, q, &r), kOk) << status_;
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project project = Project();
  for (const refi::Set& set : project.sets) {
    if (set.guid != Uuid(910)) continue;
    EXPECT_THAT(set.codes, ElementsAre(CodeNamed(&project.codes, "Haltung")->guid));
  }
}

TEST_F(StudyForeignTest, WhatNoRedactionCouldLookThroughIsRefused) {
  MakeMaterial();
  refi::Project project = Foreign();
  project.sets.back().name = "Weber\xC2\x92s";  // A control character that XML carries.
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()),
              Contains(AllOf(HasSubstr("ERROR"), HasSubstr("control character"))));
  EXPECT_THAT(Sets(), IsEmpty());
}

TEST_F(StudyForeignTest, ARedactionTellsOfNames) {
  const v1alpha::StudyTextResult result = RedactThanks(/*elsewhere=*/false);
  std::vector<std::string> fields;
  for (const auto& each : result.left_elsewhere()) {
    if (each.resource() == kStudy) fields.push_back(each.field());
  }
  EXPECT_THAT(fields, ElementsAre(absl::StrCat("foreign[", Uuid(930), "].name")));
  EXPECT_THAT(Sets(), Contains("Wer danke sagt"));
}

TEST_F(StudyForeignTest, WithElsewhereItReplacesThem) {
  EXPECT_THAT(RedactThanks(/*elsewhere=*/true).left_elsewhere(), IsEmpty());
  EXPECT_THAT(Sets(), UnorderedElementsAre("Silberzunges Texte", "Wer [Wort 1] sagt"));
  EXPECT_FALSE(IsInFiles("Wer danke sagt"));
}

TEST_F(StudyForeignTest, MoreThanAStudyKeepsIsRefused) {
  MakeMaterial();
  refi::Project project = Foreign();
  // What can be packed too well is refused before.
  std::string& name = project.sets.back().name;
  uint32_t state = 1;
  while (name.size() < qualitative::kMaxForeignBytes) {
    state = state * 1664525 + 1013904223;
    name += static_cast<char>('a' + (state >> 24) % 26);
  }
  ASSERT_EQ(ComeHome(project), kOk) << status_;
  EXPECT_THAT(Told(imported_.findings()), Contains(AllOf(HasSubstr("ERROR"), HasSubstr("1 MiB"))));
  EXPECT_THAT(Sets(), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
