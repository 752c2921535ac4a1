#include "services/survey/app/redacted_elsewhere.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/material_release_service.pb.h"
#include "runtime/auth/access.h"
#include "services/survey/app/codebooks.h"
#include "services/survey/app/study_memos.h"
#include "services/survey/app/study_text_testing.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kMemoId[] = "00000001-0000-4000-8000-000000000000";

class RedactedElsewhereTest : public StudyTextTest {
 protected:
  // The text with Weber in its title, in a memo of eins and in a code.
  void MakeAllOfIt() {
    MakeCase();
    auto q = TextRequest();
    q.mutable_text()->set_title("Gruppe mit Weber");
    ASSERT_EQ(Create(q), kOk) << status_;
    cause_.actor = "sub-1";
    v1alpha::CreateStudyMemoRequest memo;
    memo.set_parent(kStudy);
    memo.set_memo_id(kMemoId);
    memo.mutable_memo()->set_subject(kCase);
    memo.mutable_memo()->set_coder("eins");
    memo.mutable_memo()->set_content("Webers Bruder fragen.");
    v1alpha::StudyMemo stored;
    ASSERT_EQ(Change(&CreateStudyMemo, memo, &stored), kOk) << status_;
    v1alpha::CreateCodebookRequest book;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s" codebook_id: "buch"
           codebook { title: "Codebuch"
             codes { name: "hilfe" label: "Hilfe" codable: true
                     definition: "Wer wie Weber hilft" examples: "Na ja." } })",
        &book);
    v1alpha::Codebook made;
    ASSERT_EQ(Change(&CreateCodebook, book, &made), kOk) << status_;
  }
  ErrorReason RedactWeber(bool elsewhere) {
    auto q = Replacing<v1alpha::RedactStudyTextRequest>(1, 19, 24, "[Name 1]");
    Replace(36, 41, "[Name 1]", &q);
    q.set_elsewhere(elsewhere);
    return Redact(q);
  }
  std::vector<std::string> Left() const {
    std::vector<std::string> left;
    for (const auto& each : result_.left_elsewhere()) {
      left.push_back(absl::StrCat(each.resource().substr(each.resource().rfind('/') + 1), " ",
                                  each.field(), " ", each.range().begin(), "-", each.range().end(),
                                  each.whole() ? "" : " begun"));
    }
    return left;
  }
  std::string Memo() {
    v1alpha::ListStudyMemosRequest q;
    q.set_parent(kStudy);
    v1alpha::ListStudyMemosResponse r;
    EXPECT_EQ(Change(&ListStudyMemos, q, &r), kOk) << status_;
    return r.memos_size() == 1 ? r.memos(0).content() : "";
  }
};

TEST_F(RedactedElsewhereTest, PlacesBesideTheTextAreTold) {
  MakeAllOfIt();
  ASSERT_EQ(RedactWeber(/*elsewhere=*/false), kOk) << status_;
  EXPECT_THAT(Left(), UnorderedElementsAre(absl::StrCat(kTextId, " title 11-16"),
                                           absl::StrCat(kMemoId, " content 0-6 begun"),
                                           "hilfe definition 8-13"));
  std::vector<std::string> findings;
  for (const auto& each : result_.findings()) findings.push_back(each.message());
  EXPECT_THAT(findings, Contains(HasSubstr("at 3 places")));
  EXPECT_THAT(findings, Not(Contains(HasSubstr("Weber")))) << "nothing is repeated";
  EXPECT_EQ(Memo(), "Webers Bruder fragen.");
}

TEST_F(RedactedElsewhereTest, TitlesAndMemosAreRedactedWithIt) {
  MakeAllOfIt();
  ASSERT_EQ(RedactWeber(/*elsewhere=*/true), kOk) << status_;
  EXPECT_THAT(Left(), ElementsAre("hilfe definition 8-13")) << "codebooks are told of only";
  EXPECT_EQ(Memo(), "[Name 1] Bruder fragen.");
  ASSERT_EQ(Get(), kOk) << status_;
  EXPECT_EQ(text_told_.title(), "Gruppe mit [Name 1]");
  EXPECT_THAT(FilesWith("Gruppe mit Weber"), IsEmpty());
  EXPECT_THAT(FilesWith("Webers"), IsEmpty());
}

// Drafts and what was released, deleted ones too, and cases: people change them.
TEST_F(RedactedElsewhereTest, ReleasesAndCasesAreTold) {
  MakeAllOfIt();
  v1alpha::StudyCase titled = case_;
  titled.mutable_title()->mutable_variants(0)->set_text("Gruppe um Weber");
  ASSERT_EQ(UpdateCase(titled), kOk) << status_;
  v1alpha::CreateMaterialReleaseRequest q;
  google::protobuf::TextFormat::ParseFromString(
      R"(parent: "programmes/p/engagements/e/studies/s" material_release_id: "rat"
         material_release {
           title { variants { language: "de" text: "Rat" }
                   variants { language: "en" text: "For Weber" } }
           scope: SCOPE_STEERING_GROUP
           quotes { wording: "Es ist schwer." scope: SCOPE_STEERING_GROUP }
           quotes { wording: "Frau Weber vom Amt hilft." scope: SCOPE_STEERING_GROUP } })",
      &q);
  v1alpha::MaterialRelease release;
  ASSERT_EQ(Run(q, &release), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteMaterialReleaseRequest>(release.name().c_str(), release.etag(),
                                                          &release),
            kOk)
      << status_;
  ASSERT_EQ(RedactWeber(/*elsewhere=*/true), kOk) << status_;
  EXPECT_THAT(Left(),
              UnorderedElementsAre("hilfe definition 8-13", "g title.variants[0].text 10-15",
                                   "rat title.variants[1].text 4-9", "rat quotes[1].wording 5-10"));
  std::vector<std::string> findings;
  for (const auto& each : result_.findings()) findings.push_back(each.message());
  EXPECT_THAT(findings, Contains(HasSubstr("stand at 3 places in titles and documents of cases")));
}

// Who may not know of releases is told how many places there are.
TEST_F(RedactedElsewhereTest, OfReleasesTheNumberIsToldToEverybody) {
  MakeCase();
  v1alpha::CreateMaterialReleaseRequest q;
  google::protobuf::TextFormat::ParseFromString(
      R"(parent: "programmes/p/engagements/e/studies/s" material_release_id: "rat"
         material_release { title { variants { language: "de" text: "Weber" } }
                            scope: SCOPE_STEERING_GROUP })",
      &q);
  v1alpha::MaterialRelease release;
  ASSERT_EQ(Run(q, &release), kOk) << status_;
  ASSERT_EQ(Create(TextRequest()), kOk) << status_;
  cause_.view = auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>{
                               {"programmes/p", type::v1alpha::ROLE_DEPARTMENT_CONTRIBUTOR}}),
                           type::v1alpha::PERMISSION_MATERIAL_WRITE, now_);
  ASSERT_EQ(RedactWeber(/*elsewhere=*/false), kOk) << status_;
  EXPECT_THAT(Left(), IsEmpty());
  std::vector<std::string> findings;
  for (const auto& each : result_.findings()) findings.push_back(each.message());
  EXPECT_THAT(findings, Contains(HasSubstr("stand at 1 places in titles and documents of cases")));
}

// What a codebook was before is told by number, and redacted with the rest.
TEST_F(RedactedElsewhereTest, EarlierRevisionsOfACodebookAreRedactedToo) {
  for (const bool elsewhere : {false, true}) {
    SCOPED_TRACE(elsewhere);
    if (elsewhere) {
      TearDown();
      SetUp();
      study_ = {};
      cause_.actor = "tester";
    }
    MakeAllOfIt();
    v1alpha::ReviseCodeRequest revise;
    google::protobuf::TextFormat::ParseFromString(
        R"(parent: "programmes/p/engagements/e/studies/s" codebook_id: "buch" code_id: "hilfe"
           revision: 1 reason: "Weber stand darin"
           code { label: "Hilfe" codable: true definition: "Wer hilft" examples: "Na ja." })",
        &revise);
    v1alpha::CodebookStepResult revised;
    ASSERT_EQ(Change(&ReviseCode, revise, &revised), kOk) << status_;
    ASSERT_EQ(RedactWeber(elsewhere), kOk) << status_;
    std::vector<std::string> findings;
    for (const auto& each : result_.findings()) findings.push_back(each.message());
    v1alpha::GetCodebookRequest get;
    get.set_parent(kStudy);
    get.set_codebook_id("buch");
    get.set_revision(1);
    v1alpha::Codebook former;
    ASSERT_EQ(Change(&GetCodebook, get, &former), kOk) << status_;
    v1alpha::ListCodebookChangesRequest list;
    list.set_parent(kStudy);
    list.set_codebook_id("buch");
    v1alpha::ListCodebookChangesResponse steps;
    ASSERT_EQ(Change(&ListCodebookChanges, list, &steps), kOk) << status_;
    ASSERT_EQ(steps.changes_size(), 1);
    if (elsewhere) {
      EXPECT_THAT(Left(), IsEmpty());
      EXPECT_THAT(findings, Not(Contains(HasSubstr("were before"))));
      EXPECT_EQ(former.codes(0).definition(), "Wer wie [Name 1] hilft");
      EXPECT_EQ(steps.changes(0).reason(), "[Name 1] stand darin");
      EXPECT_EQ(steps.changes(0).before().definition(), "Wer wie [Name 1] hilft");
      EXPECT_THAT(FilesWith("wie Weber hilft"), IsEmpty());
    } else {
      EXPECT_THAT(findings, Contains(HasSubstr("places in what codebooks were before")));
      EXPECT_EQ(former.codes(0).definition(), "Wer wie Weber hilft");
    }
  }
}

// A memo that a blind coder does not see is redacted, and not told.
TEST_F(RedactedElsewhereTest, WhatIsNotSeenIsNotNamed) {
  MakeAllOfIt();
  v1alpha::Study study = study_;
  study.set_blind(true);
  cause_.actor = "tester";
  ASSERT_EQ(UpdateStudy(study), kOk) << status_;
  v1alpha::Study other = study_;
  other.mutable_coders(0)->set_subject("sub-8");  // The memo is another one's from now on.
  ASSERT_EQ(UpdateStudy(other), kOk) << status_;
  other.add_coders()->set_coder_id("zwei");
  other.mutable_coders(1)->set_subject("sub-1");
  other.set_etag(study_.etag());
  ASSERT_EQ(UpdateStudy(other), kOk) << status_;
  cause_.actor = "sub-1";
  ASSERT_EQ(RedactWeber(/*elsewhere=*/false), kOk) << status_;
  EXPECT_THAT(Left(), Not(Contains(HasSubstr(kMemoId))));
  std::vector<std::string> findings;
  for (const auto& each : result_.findings()) findings.push_back(each.message());
  EXPECT_THAT(findings, Contains(HasSubstr("1 more places")));
}

TEST_F(RedactedElsewhereTest, ATitleThatWouldBeTooLongIsRefused) {
  MakeCase();
  auto q = TextRequest();
  q.mutable_text()->set_title(absl::StrCat(std::string(290, 'x'), " Weber"));
  ASSERT_EQ(Create(q), kOk) << status_;
  auto redaction = Replacing<v1alpha::RedactStudyTextRequest>(1, 19, 24, "[Name der Kollegin 1]");
  redaction.set_elsewhere(true);
  EXPECT_EQ(Redact(redaction), kInvalid);
  ASSERT_EQ(Get(), kOk);
  EXPECT_EQ(text_told_.revision(), 1) << "nothing of it was done";
}

}  // namespace
}  // namespace lotse::survey
