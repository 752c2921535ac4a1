#include "services/reporting/sources/survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/reporting/follow/feed_testing.h"
#include "services/reporting/sources/survey_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using type::v1alpha::ErrorReason;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kOtherWave[] = "programmes/p/engagements/e/surveys/s/waves/v";
constexpr char kRelease[] = "programmes/p/engagements/e/surveys/s/waves/w/releases/r";
constexpr char kTables[] = "programmes/p/engagements/e/surveys/s/waves/w/releases/r/tables";
constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";

class SurveyTest : public SurveyTesting {
 protected:
  absl::Status AskAll() { return Ask({kWave, kOtherWave}, {kRelease}); }
  static std::string ThreeTables() {
    return types::Sha256Hex(
        absl::StrCat(kTables, "/t0001@1\n", kTables, "/t0002@1\n", kTables, "/t0003@1\n"));
  }
};

TEST_F(SurveyTest, TakesWavesAndReleasesInTheirOrder) {
  ASSERT_EQ(AskAll(), absl::OkStatus());
  ASSERT_THAT(inputs_.waves, SizeIs(2));
  EXPECT_EQ(inputs_.waves[0].wave().name(), kWave);
  EXPECT_EQ(inputs_.waves[1].wave().name(), kOtherWave);
  ASSERT_THAT(inputs_.releases, SizeIs(1));
  EXPECT_EQ(inputs_.releases[0].release.name(), kRelease);
  ASSERT_THAT(inputs_.releases[0].tables, SizeIs(3));
  EXPECT_EQ(inputs_.releases[0].tables[2].name(), absl::StrCat(kTables, "/t0003"));
  EXPECT_THAT(Sources(), ElementsAre(absl::StrCat("reached ", kWave, " 4"),
                                     absl::StrCat("reached ", kOtherWave, " 4"),
                                     absl::StrCat("reached ", kRelease, " 4"),
                                     absl::StrCat("reached ", kTables, " ", ThreeTables())));
  EXPECT_THAT(unreachable_, IsEmpty());
}

TEST_F(SurveyTest, TakesWhatItLastSaidWhenItDoesNotAnswer) {
  ASSERT_EQ(AskAll(), absl::OkStatus());
  now_ += absl::Hours(48);
  fake_.etag = "5";
  ASSERT_EQ(Ask({kWave}, {}), absl::OkStatus());
  GoDown();
  fake_.asked = 0;
  ASSERT_EQ(AskAll(), absl::OkStatus());
  EXPECT_EQ(fake_.asked, 1);  // Who did not answer is not asked again for this report.
  ASSERT_THAT(inputs_.waves, SizeIs(2));
  EXPECT_EQ(inputs_.waves[0].wave().etag(), "5");
  EXPECT_EQ(inputs_.waves[1].wave().etag(), "4");
  ASSERT_THAT(inputs_.releases, SizeIs(1));
  EXPECT_THAT(inputs_.releases[0].tables, SizeIs(3));
  EXPECT_THAT(Sources(),
              ElementsAre(absl::StrCat("unreachable ", kWave, " 5 2026-2-27"),
                          absl::StrCat("unreachable ", kOtherWave, " 4 2026-2-25"),
                          absl::StrCat("unreachable ", kRelease, " 4 2026-2-25"),
                          absl::StrCat("unreachable ", kTables, " ", ThreeTables(), " 2026-2-25")));
  EXPECT_THAT(unreachable_, ElementsAre("gone"));
}

TEST_F(SurveyTest, WhatItNeverSaidIsMissingAndNamed) {
  GoDown();
  ASSERT_EQ(AskAll(), absl::OkStatus());
  EXPECT_THAT(inputs_.waves, IsEmpty());
  EXPECT_THAT(inputs_.releases, IsEmpty());
  EXPECT_THAT(Sources(), ElementsAre(absl::StrCat("unreachable ", kWave, " "),
                                     absl::StrCat("unreachable ", kOtherWave, " "),
                                     absl::StrCat("unreachable ", kRelease, " "),
                                     absl::StrCat("unreachable ", kTables, " ")));
}

TEST_F(SurveyTest, PartOfTheTablesIsNoRelease) {
  fake_.failing_page = 2;
  GoDown();
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(inputs_.releases, IsEmpty());
  EXPECT_THAT(Sources(), ElementsAre(absl::StrCat("unreachable ", kRelease, " "),
                                     absl::StrCat("unreachable ", kTables, " ")));
  // Nor is it kept.
  fake_.failing_page = -1;
  ASSERT_EQ(Ask({}, {kRelease}), absl::OkStatus());
  EXPECT_THAT(inputs_.releases, IsEmpty());
}

TEST_F(SurveyTest, ARefusalIsReturnedAndWhatWasKeptOfItForgotten) {
  const struct {
    ErrorReason reason;
    bool forgets;
  } cases[] = {
      {type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND, true},
      {type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED, true},
      {type::v1alpha::ERROR_REASON_WRONG_STATE, true},
      {type::v1alpha::ERROR_REASON_PERMISSION_MISSING, false},  // Of who asks.
  };
  for (const auto& c : cases) {
    fake_.failure = grpc::Status::OK;
    ASSERT_EQ(AskAll(), absl::OkStatus());
    fake_.Refuse(c.reason);
    EXPECT_EQ(rpc::ReasonOf(Ask({kWave}, {})), c.reason);
    EXPECT_EQ(rpc::ReasonOf(Ask({}, {kRelease})), c.reason);
    GoDown();
    ASSERT_EQ(AskAll(), absl::OkStatus());
    EXPECT_THAT(inputs_.waves, SizeIs(c.forgets ? 1 : 2)) << rpc::NameOf(c.reason);
    EXPECT_THAT(inputs_.releases, SizeIs(c.forgets ? 0 : 1)) << rpc::NameOf(c.reason);
  }
}

// A wave that cannot be read is no silence of all of lotse-survey.
TEST_F(SurveyTest, WhatIsBrokenThereIsReturnedAndNothingForgotten) {
  for (const ErrorReason reason :
       {type::v1alpha::ERROR_REASON_STORE_CORRUPT, type::v1alpha::ERROR_REASON_INTERNAL}) {
    fake_.failure = grpc::Status::OK;
    ASSERT_EQ(AskAll(), absl::OkStatus());
    fake_.Refuse(reason);
    EXPECT_EQ(rpc::ReasonOf(Ask({kWave}, {})), reason);
    EXPECT_EQ(rpc::ReasonOf(Ask({}, {kRelease})), reason);
    EXPECT_THAT(unreachable_, IsEmpty());
    GoDown();
    ASSERT_EQ(AskAll(), absl::OkStatus());
    EXPECT_THAT(inputs_.waves, SizeIs(2)) << rpc::NameOf(reason);
    EXPECT_THAT(inputs_.releases, SizeIs(1)) << rpc::NameOf(reason);
    unreachable_.clear();
  }
  fake_.failure = {grpc::StatusCode::UNIMPLEMENTED, "another version"};
  EXPECT_TRUE(absl::IsUnimplemented(Ask({kWave}, {})));
}

TEST_F(SurveyTest, ARefusalInTheMiddleOfTheTablesIsReturned) {
  fake_.failing_page = 1;
  fake_.Refuse(type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(rpc::ReasonOf(Ask({}, {kRelease})), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(SurveyTest, ReleasesThatAreNotFrozenAreRefused) {
  fake_.state = survey::v1alpha::Release::STATE_OPEN;
  const absl::Status status = Ask({}, {kRelease});
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_WRONG_STATE);
  EXPECT_THAT(std::string(status.message()), HasSubstr(kRelease));
  EXPECT_THAT(std::string(status.message()), HasSubstr("FreezeRelease"));
}

TEST_F(SurveyTest, AfterTheDeadlineNothingIsMadeOfWhatWasSlow) {
  fake_.takes = absl::Milliseconds(300);
  const absl::Status status = Ask({kWave}, {}, absl::Now() + absl::Milliseconds(50));
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_CALLER_GONE);
}

TEST_F(SurveyTest, WhyAWaveWasProlongedIsNotKept) {
  fake_.prolongation_reason = kPerson;
  ASSERT_EQ(Ask({kWave}, {}), absl::OkStatus());
  EXPECT_EQ(inputs_.waves[0].wave().prolongations_size(), 1);
  EXPECT_EQ(inputs_.waves[0].wave().prolongations(0).reason(), "");
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kPerson)));
  EXPECT_THAT(folder_.Bytes(), HasSubstr(kWave));
}

TEST_F(SurveyTest, ADamagedKeptAnswerIsAnError) {
  ASSERT_TRUE(mirror_->Keep({{absl::StrCat("TabulateWave ", kWave), "\xFF\xFF", "1", now_}}).ok());
  GoDown();
  EXPECT_EQ(rpc::ReasonOf(Ask({kWave}, {})), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
}

}  // namespace
}  // namespace lotse::reporting
