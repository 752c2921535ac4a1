#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/reporting/sources/survey_testing.h"

// Released material of studies, as it is asked of lotse-survey.
namespace lotse::reporting {
namespace {

using survey::v1alpha::MaterialRelease;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/rat";
constexpr char kOther[] = "programmes/p/engagements/e/studies/s/materialReleases/amt";
constexpr char kWording[] = "An unmistakable wording";
constexpr char kApprover[] = "Ada-Unmistakable-Lovelace";

class ReleasedMaterialTest : public SurveyTesting {
 protected:
  ReleasedMaterialTest() {
    fake_.material.set_state(MaterialRelease::STATE_RELEASED);
    fake_.material.set_content_sha256(std::string(64, 'a'));
    auto* const quote = fake_.material.add_quotes();
    quote->set_wording(kWording);
    quote->set_approver(kApprover);
  }
};

TEST_F(ReleasedMaterialTest, IsTakenInItsOrderWithWhatItSaysAsAHash) {
  ASSERT_EQ(AskMaterials({kMaterial, kOther}), absl::OkStatus());
  ASSERT_THAT(inputs_.materials, SizeIs(2));
  EXPECT_EQ(inputs_.materials[0].name(), kMaterial);
  EXPECT_EQ(inputs_.materials[0].quotes(0).wording(), kWording);
  EXPECT_EQ(inputs_.materials[1].name(), kOther);
  EXPECT_THAT(Sources(), ElementsAre(absl::StrCat("reached ", kMaterial, " 4"),
                                     absl::StrCat("reached ", kOther, " 4")));
  EXPECT_EQ(inputs_.sources[0].content_sha256(), std::string(64, 'a'));
}

TEST_F(ReleasedMaterialTest, WhoApprovedItIsNotKept) {
  ASSERT_EQ(AskMaterials({kMaterial}), absl::OkStatus());
  EXPECT_EQ(inputs_.materials[0].quotes(0).approver(), "");
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kApprover)));
}

TEST_F(ReleasedMaterialTest, WhatItLastSaidIsTakenWhenItDoesNotAnswer) {
  ASSERT_EQ(AskMaterials({kMaterial}), absl::OkStatus());
  now_ += absl::Hours(48);
  GoDown();
  ASSERT_EQ(AskMaterials({kMaterial, kOther}), absl::OkStatus());
  ASSERT_THAT(inputs_.materials, SizeIs(1));
  EXPECT_EQ(inputs_.materials[0].quotes(0).wording(), kWording);
  EXPECT_THAT(Sources(), ElementsAre(absl::StrCat("unreachable ", kMaterial, " 4 2026-2-25"),
                                     absl::StrCat("unreachable ", kOther, " ")));
  EXPECT_EQ(inputs_.sources[0].content_sha256(), std::string(64, 'a'));
  EXPECT_EQ(inputs_.sources[1].content_sha256(), "");
}

TEST_F(ReleasedMaterialTest, ARefusalIsReturnedAndWhatWasKeptOfItIsGone) {
  for (const auto reason :
       {type::v1alpha::ERROR_REASON_WRONG_STATE, type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND,
        type::v1alpha::ERROR_REASON_RESOURCE_DELETED}) {
    fake_.failure = grpc::Status::OK;
    ASSERT_EQ(AskMaterials({kMaterial}), absl::OkStatus());
    EXPECT_THAT(folder_.Bytes(), HasSubstr(kWording));
    fake_.Refuse(reason);
    EXPECT_EQ(rpc::ReasonOf(AskMaterials({kMaterial})), reason);
    GoDown();
    ASSERT_EQ(AskMaterials({kMaterial}), absl::OkStatus());
    EXPECT_THAT(inputs_.materials, IsEmpty()) << rpc::NameOf(reason);
  }
}

// Whatever lotse-survey answers.
TEST_F(ReleasedMaterialTest, ADraftIsNeverTaken) {
  for (const auto state : {MaterialRelease::STATE_DRAFT, MaterialRelease::STATE_WITHDRAWN,
                           MaterialRelease::STATE_UNSPECIFIED}) {
    fake_.material.set_state(state);
    const absl::Status status = AskMaterials({kMaterial});
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_WRONG_STATE);
    EXPECT_THAT(std::string(status.message()), HasSubstr(kMaterial));
    EXPECT_THAT(inputs_.materials, IsEmpty());
    EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kWording)));
  }
  fake_.material.set_state(MaterialRelease::STATE_RELEASED);
  fake_.material.mutable_delete_time()->set_seconds(1);
  EXPECT_EQ(rpc::ReasonOf(AskMaterials({kMaterial})), type::v1alpha::ERROR_REASON_RESOURCE_DELETED);
}

}  // namespace
}  // namespace lotse::reporting
