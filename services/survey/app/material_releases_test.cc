#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "services/survey/app/material_release_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::MaterialRelease;
using v1alpha::QuoteFinding;

TEST_F(MaterialReleaseTest, FromADraftToWhatReadersAreTold) {
  MakeStudyText();
  EXPECT_EQ(release_.state(), MaterialRelease::STATE_DRAFT);
  EXPECT_EQ(GetReleased(), kNotFound) << "a draft is not told";
  EXPECT_EQ(ReleaseIt(), kBlocked) << "nobody said where it is from, nor approved it";
  ASSERT_EQ(SetSource(), kOk) << status_;
  EXPECT_EQ(Approve(), kBlocked) << "who chose it does not approve it";
  cause_.actor = "sub-2";
  EXPECT_EQ(ReleaseIt(), kBlocked) << "nobody approved it";
  ASSERT_EQ(Approve(), kOk) << status_;
  EXPECT_EQ(release_.quotes(0).approver(), "sub-2");
  ASSERT_EQ(ReleaseIt(), kOk) << status_;
  EXPECT_EQ(release_.state(), MaterialRelease::STATE_RELEASED);
  EXPECT_EQ(release_.content_sha256().size(), 64U);
  EXPECT_EQ(release_.themes(0).label(), "Wege");
  EXPECT_FALSE(release_.themes(0).has_speakers()) << "two people are too few";
  const std::string sha256 = release_.content_sha256();
  ASSERT_EQ(ReleaseIt(), kOk) << "again";
  EXPECT_EQ(release_.content_sha256(), sha256);
  ASSERT_EQ(GetReleased(), kOk) << status_;
  EXPECT_EQ(told_.quotes(0).wording(), "Der Zugang ist schwer.");
  EXPECT_EQ(told_.quotes(0).approver(), "");
  EXPECT_EQ(Approve(), kWrongState);
}

// The store of resources has the release, its replies that are sent again, and the change log: the
// text that a quote is from stands in none of them, whatever step was taken. It stands in the file
// of the study, where it is gone once the release is withdrawn.
TEST_F(MaterialReleaseTest, WhereQuotesAreFromIsInNoLog) {
  constexpr char kSource[] = "c0ffee00-1234-4000-8000-unverwechselbar";
  MakeStudyText();
  StoreText(kSource, "g");
  const std::string text = absl::StrCat(kCase, "/texts/", kSource);
  ASSERT_EQ(SetSource(9, 0, text.c_str()), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  ASSERT_EQ(ReleaseIt(), kOk) << status_;
  ASSERT_EQ(GetReleased(), kOk) << status_;
  EXPECT_THAT(Findings(), ::testing::IsEmpty());
  ASSERT_EQ(Withdraw(), kOk) << status_;
  const auto paths = qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy);
  int kernel = 0, material = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string path = entry.path().string();
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    const bool is_material = absl::StartsWith(path, paths.material);
    // Control: what is looked for is found where it has to be, the text itself.
    if (is_material) material += absl::StrContains(bytes, kSource) ? 1 : 0;
    if (is_material) continue;
    EXPECT_FALSE(absl::StrContains(bytes, kSource)) << path;
    kernel += absl::StrContains(bytes, "materialReleases/rat") ? 1 : 0;
  }
  EXPECT_GT(kernel, 0) << "the release itself is in the store";
  EXPECT_GT(material, 0) << "the text itself is in the file of the study";
}

TEST_F(MaterialReleaseTest, WhatDoesNotFitIsRefused) {
  MakeStudyText();
  EXPECT_EQ(SetSource(0), kInvalid) << "an empty part";
  EXPECT_EQ(SetSource(9, 1), kInvalid) << "no such quote";
  EXPECT_EQ(SetSource(9, 0, kCase), kInvalid) << "no text";
  EXPECT_EQ(Approve(5), kInvalid);
  auto q = Request();
  q.set_material_release_id("zwei");
  q.mutable_material_release()->mutable_quotes(0)->set_wording("P01 sagt ja.");
  MaterialRelease other;
  EXPECT_EQ(Run(q, &other), kInvalid) << "a pseudonym";
  EXPECT_THAT(std::string(status_.message()), Not(HasSubstr("P01 sagt")));
  for (const char* wording : {"Das sagt p-1.", "Das sagt M 01."}) {
    q.mutable_material_release()->mutable_quotes(0)->set_wording(wording);
    EXPECT_EQ(Run(q, &other), kInvalid) << wording;
    EXPECT_THAT(std::string(status_.message()), HasSubstr("at position ")) << wording;
  }
  q = Request();
  q.set_material_release_id("zwei");
  q.mutable_material_release()->mutable_themes(0)->set_code(absl::StrCat(kBook, "/codes/x"));
  EXPECT_EQ(Run(q, &other), kInvalid) << "no such code";
}

TEST_F(MaterialReleaseTest, AnotherWordingIsToBeChosenAndApprovedAgain) {
  MakeStudyText();
  ASSERT_EQ(SetSource(), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  v1alpha::UpdateMaterialReleaseRequest q;
  *q.mutable_material_release() = release_;
  q.mutable_material_release()->mutable_quotes(0)->set_wording("Der Zugang ist sehr schwer.");
  ASSERT_EQ(Run(q, &release_), kOk) << status_;
  EXPECT_EQ(release_.quotes(0).approver(), "");
  EXPECT_EQ(ReleaseIt(), kBlocked);
  EXPECT_THAT(Findings(), ::testing::ElementsAre(QuoteFinding::KIND_SOURCE_MISSING));
}

TEST_F(MaterialReleaseTest, WhoTakesTheirConsentBackIsFound) {
  MakeReleased();
  EXPECT_THAT(Findings(), ::testing::IsEmpty());
  v1alpha::StudyCase group = case_;
  group.mutable_participants(0)->set_consent(v1alpha::Participant::CONSENT_WITHDRAWN);
  ASSERT_EQ(UpdateCase(group), kOk) << status_;
  EXPECT_THAT(Findings(), ::testing::ElementsAre(QuoteFinding::KIND_CONSENT_GONE));
  EXPECT_EQ(Withdraw(""), kInvalid);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  EXPECT_EQ(GetReleased(), kWrongState);
  EXPECT_THAT(Findings(), ::testing::IsEmpty());
  ASSERT_EQ(Withdraw(), kOk) << "again";
}

TEST_F(MaterialReleaseTest, AQuoteOfADeletedTextIsFound) {
  MakeReleased();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  ASSERT_TRUE((*files)
                  ->Overwrite([](sql::Connection& connection) {
                    EXPECT_TRUE(qualitative::RemoveText(connection, "t"));
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Findings(), ::testing::ElementsAre(QuoteFinding::KIND_SOURCE_GONE));
}

// A case may be called as something that people say.
TEST_F(MaterialReleaseTest, TheIdOfACaseThatIsAWordIsToBeLookedAt) {
  MakeText();
  auto q = CaseRequest("zugang");
  v1alpha::StudyCase other;
  ASSERT_EQ(Run(q, &other), kOk) << status_;
  MakeDraft();
  EXPECT_THAT(Findings(), ::testing::ElementsAre(QuoteFinding::KIND_SOURCE_MISSING,
                                                 QuoteFinding::KIND_ID_AS_WORD));
}

// The study has a coder `eins`.
TEST_F(MaterialReleaseTest, TheIdOfACoderThatIsAWordIsToBeLookedAt) {
  MakeText();
  MakeBook();
  auto q = Request();
  q.mutable_material_release()->mutable_quotes(0)->set_wording("Eins ist sicher.");
  ASSERT_EQ(Run(q, &release_), kOk) << status_;
  EXPECT_THAT(Findings(), ::testing::ElementsAre(QuoteFinding::KIND_SOURCE_MISSING,
                                                 QuoteFinding::KIND_ID_AS_WORD));
}

TEST_F(MaterialReleaseTest, OnlyDraftsAreChangedAndDeleted) {
  MakeReleased();
  v1alpha::UpdateMaterialReleaseRequest q;
  *q.mutable_material_release() = release_;
  q.mutable_material_release()->set_scope(MaterialRelease::SCOPE_PUBLIC);
  MaterialRelease changed;
  EXPECT_EQ(Run(q, &changed), kWrongState);
  EXPECT_EQ((ByName<v1alpha::DeleteMaterialReleaseRequest>(kMaterial, release_.etag(), &changed)),
            kWrongState);
}

TEST_F(MaterialReleaseTest, WhoCodesBlindDoesNotRelease) {
  MakeStudyText();
  SetBlind();
  ASSERT_EQ(SetSource(), kOk) << status_;
  cause_.actor = "sub-2";
  ASSERT_EQ(Approve(), kOk) << status_;
  EXPECT_EQ(ReleaseIt(), kBlocked);
  cause_.actor = "sub-3";
  EXPECT_EQ(ReleaseIt(/*validate_only=*/true), kOk) << status_;
}

}  // namespace
}  // namespace lotse::survey
