#include "services/engagement/domain/recorded_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using type::v1alpha::ResourceRevision;
using v1alpha::Engagement;

constexpr char kEngagement[] = "programmes/p/engagements/e";
const google::type::Date kToday = types::ToDate(absl::CivilDay(2022, 3, 1));

ResourceRevision Version(const std::string& name) {
  ResourceRevision version;
  version.set_name(absl::StrCat(kEngagement, "/reports/", name));
  version.set_revision(7);
  version.set_sha256(std::string(64, 'a'));
  return version;
}

Engagement Named() {
  Engagement engagement;
  engagement.set_name(kEngagement);
  return engagement;
}

v1alpha::RecordReportRequest RequestOf(const ResourceRevision& version, bool withdrawn = false) {
  v1alpha::RecordReportRequest request;
  *request.mutable_report() = version;
  request.set_withdrawn(withdrawn);
  return request;
}

// Records a version as it was released.
void RecordReleased(const ResourceRevision& version, bool final, Engagement* engagement,
                    bool withdrawn = false) {
  v1alpha::RecordReportRequest request = RequestOf(version, withdrawn);
  request.set_final(final);
  Record(request, kToday, engagement);
}

// One line for each report that is recorded.
std::vector<std::string> Recorded(const Engagement& engagement) {
  std::vector<std::string> lines;
  for (const auto& entry : engagement.reports()) {
    const std::string name = entry.report().name().substr(std::string(kEngagement).size() + 9);
    lines.push_back(absl::StrCat(name, entry.final() ? " final" : ""));
  }
  return lines;
}

TEST(CheckRecordable, FindsEachFault) {
  struct Case {
    std::function<void(ResourceRevision*)> fault;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {[](ResourceRevision*) {}, ""},
      {[](ResourceRevision* r) { *r = Version("fortschritt/versions/v10000"); }, ""},
      {[](ResourceRevision* r) { r->clear_name(); }, "report.name"},
      {[](ResourceRevision* r) { *r = Version("fortschritt"); }, "report.name"},
      {[](ResourceRevision* r) { r->set_name("programmes/p/engagements/x/reports/r/versions/v1"); },
       "report.name"},
      {[](ResourceRevision* r) { *r = Version("fortschritt/versions/v0001"); }, "report.name"},
      {[](ResourceRevision* r) { r->set_revision(0); }, "report.revision"},
      {[](ResourceRevision* r) { r->clear_sha256(); }, "report.sha256"},
      {[](ResourceRevision* r) { r->set_sha256(std::string(64, 'A')); }, "report.sha256"},
      {[](ResourceRevision* r) { r->set_sha256(std::string(63, 'a')); }, "report.sha256"},
  };
  Engagement engagement = Named();
  RecordReleased(Version("fortschritt/versions/v0002"), false, &engagement);
  for (const Case& c : cases) {
    ResourceRevision version = Version("fortschritt/versions/v0002");
    c.fault(&version);
    const auto violations = CheckRecordable(engagement, RequestOf(version));
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << version.DebugString();
    if (!c.field.empty()) {
      EXPECT_EQ(violations[0].field, c.field);
    }
  }
}

TEST(CheckRecordable, TakesAHundredReportsWithAllOfTheirVersions) {
  Engagement engagement = Named();
  for (int i = 0; i < 100; ++i) {
    const ResourceRevision version = Version(absl::StrCat("r", i, "/versions/v0001"));
    ASSERT_TRUE(CheckRecordable(engagement, RequestOf(version)).empty()) << i;
    RecordReleased(version, false, &engagement);
  }
  const auto violations = CheckRecordable(engagement, RequestOf(Version("r100/versions/v0001")));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_THAT(violations[0].description, HasSubstr("101st"));
  EXPECT_TRUE(CheckRecordable(engagement, RequestOf(Version("r99/versions/v0002"))).empty());
}

TEST(CheckRecordable, AWithdrawalIsNotTakenBack) {
  Engagement engagement = Named();
  const ResourceRevision version = Version("a/versions/v0001");
  RecordReleased(version, true, &engagement);
  EXPECT_TRUE(CheckRecordable(engagement, RequestOf(version, /*withdrawn=*/true)).empty());
  RecordReleased(version, true, &engagement, /*withdrawn=*/true);
  const auto violations = CheckRecordable(engagement, RequestOf(version));
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "withdrawn");
  EXPECT_TRUE(CheckRecordable(engagement, RequestOf(version, /*withdrawn=*/true)).empty());
  EXPECT_TRUE(CheckRecordable(engagement, RequestOf(Version("a/versions/v0002"))).empty());
}

TEST(CheckStillRecords, UntilItIsPutAway) {
  for (int state = 1; state < Engagement::State_ARRAYSIZE; ++state) {
    Engagement engagement = Named();
    engagement.set_state(static_cast<Engagement::State>(state));
    const bool refused =
        state == Engagement::STATE_ARCHIVED || state == Engagement::STATE_CANCELLED;
    EXPECT_EQ(
        rpc::ReasonOf(CheckStillRecords(engagement)),
        refused ? type::v1alpha::ERROR_REASON_WRONG_STATE : type::v1alpha::ERROR_REASON_UNSPECIFIED)
        << state;
  }
}

TEST(Record, KeepsTheLastVersionOfEachReport) {
  Engagement engagement = Named();
  RecordReleased(Version("b/versions/v0001"), false, &engagement);
  RecordReleased(Version("a/versions/v0001"), false, &engagement);
  EXPECT_THAT(Recorded(engagement), ElementsAre("a/versions/v0001", "b/versions/v0001"));
  EXPECT_FALSE(engagement.has_final_report());
  EXPECT_EQ(engagement.reports(0).record_date().year(), 2022);
  RecordReleased(Version("b/versions/v0003"), true, &engagement);
  EXPECT_THAT(Recorded(engagement), ElementsAre("a/versions/v0001", "b/versions/v0003 final"));
  EXPECT_EQ(engagement.final_report().DebugString(), Version("b/versions/v0003").DebugString());
}

TEST(Record, OneReportIsFinalWithItsFurtherVersions) {
  Engagement engagement = Named();
  RecordReleased(Version("b/versions/v0001"), true, &engagement);
  RecordReleased(Version("b/versions/v0002"), false, &engagement);
  EXPECT_THAT(Recorded(engagement), ElementsAre("b/versions/v0002 final"));
  EXPECT_EQ(engagement.final_report().name(), Version("b/versions/v0002").name());
  RecordReleased(Version("a/versions/v0001"), true, &engagement);
  EXPECT_THAT(Recorded(engagement), ElementsAre("a/versions/v0001 final", "b/versions/v0002"));
  EXPECT_EQ(engagement.final_report().name(), Version("a/versions/v0001").name());
}

TEST(Record, WhatIsWithdrawnTakesNoOtherReportsPlace) {
  Engagement engagement = Named();
  RecordReleased(Version("b/versions/v0001"), true, &engagement);
  RecordReleased(Version("a/versions/v0001"), true, &engagement);
  RecordReleased(Version("b/versions/v0001"), true, &engagement, /*withdrawn=*/true);
  EXPECT_THAT(Recorded(engagement), ElementsAre("a/versions/v0001 final", "b/versions/v0001"));
  EXPECT_EQ(engagement.final_report().name(), Version("a/versions/v0001").name());
  EXPECT_FALSE(FinalReportIsWithdrawn(engagement));
}

TEST(FinalReportIsWithdrawn, UntilAFurtherVersionTakesItsPlace) {
  Engagement engagement = Named();
  EXPECT_FALSE(FinalReportIsWithdrawn(engagement));
  RecordReleased(Version("b/versions/v0001"), true, &engagement);
  RecordReleased(Version("a/versions/v0001"), false, &engagement, /*withdrawn=*/true);
  EXPECT_FALSE(FinalReportIsWithdrawn(engagement)) << "another one was";
  RecordReleased(Version("b/versions/v0001"), false, &engagement, /*withdrawn=*/true);
  EXPECT_TRUE(engagement.reports(1).withdrawn());
  EXPECT_TRUE(engagement.reports(1).final()) << "it is the final one all the same";
  EXPECT_TRUE(FinalReportIsWithdrawn(engagement));
  engagement.mutable_final_report()->set_name(absl::StrCat(kEngagement, "/reports/b"));
  EXPECT_TRUE(FinalReportIsWithdrawn(engagement)) << "named by the report";
  engagement.mutable_final_report()->set_name(absl::StrCat(kEngagement, "/reports/c"));
  EXPECT_FALSE(FinalReportIsWithdrawn(engagement));
  RecordReleased(Version("b/versions/v0002"), false, &engagement);
  EXPECT_FALSE(engagement.reports(1).withdrawn());
  EXPECT_FALSE(FinalReportIsWithdrawn(engagement));
  EXPECT_EQ(engagement.final_report().name(), Version("b/versions/v0002").name());
}

TEST(CheckFinalReport, IsAReportOfTheEngagementOrAVersionOfOne) {
  struct Case {
    const char* name;
    int64_t revision;
    const char* field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {"programmes/p/engagements/e/reports/a", 1, ""},
      {"programmes/p/engagements/e/reports/a/versions/v0001", 1, ""},
      {"programmes/p/engagements/e/reports/a", 0, "engagement.final_report.revision"},
      {"programmes/p/engagements/e/goals/a", 1, "engagement.final_report.name"},
      {"programmes/p/engagements/x/reports/a", 1, "engagement.final_report.name"},
      {"", 1, "engagement.final_report.name"},
  };
  for (const Case& c : cases) {
    Engagement engagement = Named();
    engagement.mutable_final_report()->set_name(c.name);
    engagement.mutable_final_report()->set_revision(c.revision);
    rpc::FieldViolations violations;
    CheckFinalReport(engagement, &violations);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field) << c.name;
  }
  rpc::FieldViolations none;
  CheckFinalReport(Named(), &none);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace lotse::engagement
