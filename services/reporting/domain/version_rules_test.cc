#include "services/reporting/domain/version_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::Text;
using v1alpha::Report;
using v1alpha::ReportVersion;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

ReportVersion Version(int number, ReportVersion::State state) {
  ReportVersion version;
  version.set_name(
      absl::StrCat("programmes/p/engagements/e/reports/r/versions/", VersionId(number)));
  version.set_number(number);
  version.set_state(state);
  return version;
}

Text German(const char* wording) {
  Text text;
  text.add_variants()->set_language("de");
  text.mutable_variants(0)->set_text(wording);
  return text;
}

// The whole square of states and steps.
TEST(TakeStep, IsPossibleFromItsStatesOnly) {
  std::set<std::string> legal;
  for (int step = 0; step <= static_cast<int>(VersionStep::kSupersede); ++step) {
    for (int state = 0; state < ReportVersion::State_ARRAYSIZE; ++state) {
      ReportVersion version = Version(1, static_cast<ReportVersion::State>(state));
      const std::string before = version.SerializeAsString();
      const absl::Status taken = TakeStep(static_cast<VersionStep>(step), &version);
      if (taken.ok()) {
        legal.insert(absl::StrCat(ReportVersion::State_Name(state), " ",
                                  NameOf(static_cast<VersionStep>(step)), " ",
                                  ReportVersion::State_Name(version.state())));
      } else {
        EXPECT_EQ(rpc::ReasonOf(taken), kWrongState);
        EXPECT_EQ(version.SerializeAsString(), before);
      }
    }
  }
  EXPECT_EQ(legal, (std::set<std::string>{
                       "STATE_REQUESTED BEGIN STATE_ASSEMBLING",
                       "STATE_ASSEMBLING POSTPONE STATE_REQUESTED",
                       "STATE_ASSEMBLING FREEZE STATE_DRAFT",
                       "STATE_REQUESTED FAIL STATE_FAILED",
                       "STATE_ASSEMBLING FAIL STATE_FAILED",
                       "STATE_DRAFT SUBMIT STATE_IN_REVIEW",
                       "STATE_IN_REVIEW RETURN STATE_DRAFT",
                       "STATE_IN_REVIEW RELEASE STATE_RELEASED",
                       "STATE_RELEASED WITHDRAW STATE_WITHDRAWN",
                       "STATE_DRAFT SUPERSEDE STATE_SUPERSEDED",
                       "STATE_IN_REVIEW SUPERSEDE STATE_SUPERSEDED",
                       "STATE_RELEASED SUPERSEDE STATE_SUPERSEDED",
                   }));
}

TEST(TakeStep, SaysFromWhereItIsPossible) {
  ReportVersion version = Version(2, ReportVersion::STATE_DRAFT);
  EXPECT_THAT(std::string(TakeStep(VersionStep::kFail, &version).message()),
              HasSubstr("v0002 is DRAFT; FAIL is possible from REQUESTED, ASSEMBLING"));
}

TEST(VersionId, HasAtLeastFourDigits) {
  EXPECT_EQ(VersionId(1), "v0001");
  EXPECT_EQ(VersionId(1000), "v1000");
  EXPECT_EQ(VersionId(12345), "v12345");
}

TEST(Version, TellsWhatBecameOfIt) {
  struct Case {
    ReportVersion::State state;
    bool being_made;
    bool gives_way;
  };
  const Case cases[] = {
      {ReportVersion::STATE_REQUESTED, true, false},
      {ReportVersion::STATE_ASSEMBLING, true, false},
      {ReportVersion::STATE_DRAFT, false, true},
      {ReportVersion::STATE_IN_REVIEW, false, true},
      {ReportVersion::STATE_RELEASED, false, false},
      {ReportVersion::STATE_SUPERSEDED, false, false},
      {ReportVersion::STATE_WITHDRAWN, false, false},
      {ReportVersion::STATE_FAILED, false, false},
  };
  for (const Case& c : cases) {
    const ReportVersion version = Version(1, c.state);
    EXPECT_EQ(IsBeingMade(version), c.being_made) << c.state;
    EXPECT_EQ(GivesWayToALater(version), c.gives_way) << c.state;
  }
  ReportVersion version;
  EXPECT_FALSE(IsMade(version));
  EXPECT_FALSE(WasReleased(version));
  version.set_content_sha256("ab");
  version.mutable_release_time();
  EXPECT_TRUE(IsMade(version));
  EXPECT_TRUE(WasReleased(version));
}

TEST(CheckCanBegin, OneAtATimeAndNotTooMany) {
  Report report;
  EXPECT_TRUE(CheckCanBegin(report, nullptr).ok());
  for (int state = 1; state < ReportVersion::State_ARRAYSIZE; ++state) {
    const ReportVersion latest = Version(7, static_cast<ReportVersion::State>(state));
    report.set_latest_version(7);
    const absl::Status begun = CheckCanBegin(report, &latest);
    EXPECT_EQ(rpc::ReasonOf(begun), IsBeingMade(latest) ? kWrongState : kOk) << state;
    report.set_latest_version(kMaxVersions - 1);
    EXPECT_EQ(CheckCanBegin(report, &latest).ok(), !IsBeingMade(latest));
    report.set_latest_version(kMaxVersions);
    EXPECT_EQ(rpc::ReasonOf(CheckCanBegin(report, &latest)), kWrongState);
  }
}

TEST(CheckCorrectionReason, IsNeededAfterARelease) {
  struct Case {
    Text reason;
    bool released;
    bool right;
  };
  const Case cases[] = {
      {Text(), false, true},
      {Text(), true, false},
      {German("falsch"), true, true},
      {German("falsch"), false, false},
      {German("<b>x</b>"), true, false},
  };
  for (const Case& c : cases) {
    const auto violations = CheckCorrectionReason(c.reason, c.released);
    EXPECT_EQ(violations.empty(), c.right) << c.reason.DebugString() << c.released;
    for (const auto& violation : violations) {
      EXPECT_THAT(violation.field, HasSubstr("correction_reason"));
      EXPECT_FALSE(violation.german.empty());
    }
  }
}

TEST(CheckWithdrawReason, IsNeeded) {
  EXPECT_TRUE(CheckWithdrawReason(German("Zahlen vertauscht")).empty());
  ASSERT_EQ(CheckWithdrawReason(Text()).size(), 1u);
  EXPECT_EQ(CheckWithdrawReason(Text())[0].field, "withdraw_reason");
}

TEST(CheckNoneIsBeingMade, LooksAtALaterOneOnly) {
  const ReportVersion version = Version(2, ReportVersion::STATE_IN_REVIEW);
  EXPECT_TRUE(CheckNoneIsBeingMade(version, version).ok());
  EXPECT_TRUE(CheckNoneIsBeingMade(version, Version(3, ReportVersion::STATE_FAILED)).ok());
  const absl::Status later =
      CheckNoneIsBeingMade(version, Version(3, ReportVersion::STATE_ASSEMBLING));
  EXPECT_EQ(rpc::ReasonOf(later), kWrongState);
  EXPECT_THAT(std::string(later.message()), HasSubstr("v0003 is being made"));
}

TEST(CheckCanBeDeleted, WhatWasReleasedStays) {
  Report report;
  const ReportVersion making = Version(1, ReportVersion::STATE_ASSEMBLING);
  const ReportVersion draft = Version(1, ReportVersion::STATE_DRAFT);
  EXPECT_TRUE(CheckCanBeDeleted(report, nullptr).ok());
  EXPECT_TRUE(CheckCanBeDeleted(report, &draft).ok());
  EXPECT_EQ(rpc::ReasonOf(CheckCanBeDeleted(report, &making)), kWrongState);
  report.set_last_released_number(1);
  EXPECT_TRUE(WasEverReleased(report));
  EXPECT_EQ(rpc::ReasonOf(CheckCanBeDeleted(report, &draft)), kWrongState);
}

}  // namespace
}  // namespace lotse::reporting
