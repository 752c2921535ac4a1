// lotse report submit, return, release, record and withdraw, against services in this process.
#include <gmock/gmock.h>

#include "cli/report/fake_reports.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::Report;
using reporting::v1alpha::ReportVersion;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using ReportStepsTest = ReportCommandTest;

TEST_F(ReportStepsTest, EachLeadsOnWithWhatItIsTold) {
  const struct {
    std::vector<std::string> words;
    ReportVersion::State from;
    const char* reason;
    const char* told;
  } kSteps[] = {{{"submit"}, ReportVersion::STATE_DRAFT, "", "liegt zur Freigabe vor"},
                {{"return", "--reason=Lücke"}, ReportVersion::STATE_IN_REVIEW, "Lücke", "Entwurf"},
                {{"return", "--language=en"}, ReportVersion::STATE_IN_REVIEW, "", "draft"}};
  for (const auto& step : kSteps) {
    Keep(kFirstVersion, step.from);
    versions_.steps.clear();
    std::vector<std::string> words = step.words;
    words.insert(words.begin() + 1, kFirstVersion);
    const CliResult result = Run(words);
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_THAT(versions_.steps, ElementsAre(ElementsAre(kFirstVersion, "3", step.reason)));
    EXPECT_EQ(result.out, std::string(step.told) + "  " + kFirstVersion + "\n");
    // The reply may have been lost: the same again is no fault, and changes nothing.
    const CliResult again = Run(words);
    EXPECT_EQ(again.exit, 0) << again.err;
    EXPECT_EQ(again.out, result.out);
    EXPECT_THAT(versions_.steps, SizeIs(1));
  }
}

TEST_F(ReportStepsTest, JsonIsTheVersion) {
  Keep(kFirstVersion, ReportVersion::STATE_DRAFT);
  EXPECT_THAT(Run({"submit", kFirstVersion, "--json"}).out,
              AllOf(HasSubstr(R"({"name":")"), HasSubstr(R"("state":"STATE_IN_REVIEW")")));
}

TEST_F(ReportStepsTest, ReleaseHasItRecorded) {
  Keep(kFirstVersion, ReportVersion::STATE_IN_REVIEW);
  const CliResult result = Run({"release", kFirstVersion, "--reason=Beschluss 12/2026"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(versions_.steps, ElementsAre(ElementsAre(kFirstVersion, "3", "Beschluss 12/2026")));
  ASSERT_THAT(engagement_.records, SizeIs(1));
  const auto& record = engagement_.records[0];
  EXPECT_EQ(record.name(), kTestEngagement);
  EXPECT_EQ(record.etag(), "7");
  EXPECT_EQ(record.report().name(), kFirstVersion);
  EXPECT_EQ(record.report().revision(), 4) << "that of the released version";
  EXPECT_EQ(record.report().sha256(), versions_.made.content_sha256());
  EXPECT_FALSE(record.final());
  EXPECT_EQ(record.reason(), "Beschluss 12/2026");
  EXPECT_THAT(record.request_id(), SizeIs(36));
  EXPECT_EQ(result.out, std::string("freigegeben  ") + kFirstVersion + "\nverzeichnet  " +
                            kTestEngagement + "\n");
}

TEST_F(ReportStepsTest, WithdrawHasItRecorded) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED)
      .mutable_settings()
      ->set_kind(Report::KIND_FINAL);
  ASSERT_EQ(Run({"record", kFirstVersion}).exit, 0);
  const CliResult result = Run({"withdraw", kFirstVersion, "--reason=Falsch"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(versions_.steps, ElementsAre(ElementsAre(kFirstVersion, "3", "de:Falsch")));
  ASSERT_THAT(engagement_.records, SizeIs(2));
  EXPECT_FALSE(engagement_.records[0].withdrawn());
  EXPECT_TRUE(engagement_.records[1].withdrawn());
  EXPECT_EQ(engagement_.records[1].report().revision(), 4) << "that of the withdrawn version";
  EXPECT_EQ(result.out, std::string("zurückgezogen  ") + kFirstVersion + "\nverzeichnet  " +
                            kTestEngagement + ", als zurückgezogen\n");
  const CliResult again =
      Run({"withdraw", kFirstVersion, "--reason=Wrong", "--language=en", "--ascii"});
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_THAT(versions_.steps, SizeIs(1));
  EXPECT_THAT(engagement_.records, SizeIs(2));
  EXPECT_THAT(again.out, HasSubstr("recorded before  programmes/p/engagements/e, as withdrawn\n"));
}

TEST_F(ReportStepsTest, AWithdrawalHoldsWhereTheEngagementIsDown) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  const std::string there = engagement_address_;
  engagement_address_ = "127.0.0.1:1";
  const CliResult result = Run({"withdraw", kFirstVersion, "--reason=Falsch"});
  EXPECT_EQ(result.exit, 3);
  EXPECT_THAT(result.err, HasSubstr("is withdrawn, and that holds"));
  engagement_address_ = there;
  EXPECT_EQ(Run({"record", kFirstVersion}).exit, 0);
  ASSERT_THAT(engagement_.records, SizeIs(1));
  EXPECT_TRUE(engagement_.records[0].withdrawn());
}

TEST_F(ReportStepsTest, AFinalReportIsRecordedAsTheFinalOne) {
  Keep(kFirstVersion, ReportVersion::STATE_IN_REVIEW)
      .mutable_settings()
      ->set_kind(Report::KIND_FINAL);
  const CliResult result = Run({"release", kFirstVersion});
  EXPECT_EQ(result.exit, 0) << result.err;
  ASSERT_THAT(engagement_.records, SizeIs(1));
  EXPECT_TRUE(engagement_.records[0].final());
  EXPECT_THAT(result.out, HasSubstr("/e, als Abschlussbericht der Begleitung\n"));
}

TEST_F(ReportStepsTest, ReleasedTwiceIsRecordedOnce) {
  Keep(kFirstVersion, ReportVersion::STATE_IN_REVIEW);
  ASSERT_EQ(Run({"release", kFirstVersion}).exit, 0);
  const CliResult again = Run({"release", kFirstVersion});
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_THAT(versions_.steps, SizeIs(1));
  EXPECT_THAT(engagement_.records, SizeIs(1));
  EXPECT_THAT(again.out, HasSubstr("schon verzeichnet  programmes/p/engagements/e\n"));
  EXPECT_THAT(Run({"record", kFirstVersion, "--json"}).out,
              AllOf(HasSubstr(R"("engagement":"programmes/p/engagements/e")"),
                    HasSubstr(R"("final":false,"wasThere":true})")));
}

TEST_F(ReportStepsTest, IsRecordedThoughTheEngagementWasChangedMeanwhile) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  engagement_.changed_meanwhile = 2;
  EXPECT_EQ(Run({"record", kFirstVersion}).exit, 0);
  ASSERT_THAT(engagement_.records, SizeIs(1));
  EXPECT_EQ(engagement_.records[0].etag(), "9");
}

TEST_F(ReportStepsTest, ReleaseHoldsWhereTheEngagementIsDown) {
  Keep(kFirstVersion, ReportVersion::STATE_IN_REVIEW);
  const std::string there = engagement_address_;
  engagement_address_ = "127.0.0.1:1";
  const CliResult result = Run({"release", kFirstVersion});
  EXPECT_EQ(result.exit, 3);
  EXPECT_THAT(result.out, HasSubstr("freigegeben  "));
  EXPECT_THAT(result.err, AllOf(HasSubstr("is released, and that holds"),
                                HasSubstr("lotse report record " + std::string(kFirstVersion))));
  EXPECT_EQ(versions_.versions.at(kFirstVersion).state(), ReportVersion::STATE_RELEASED);
  engagement_address_ = there;
  EXPECT_EQ(Run({"record", kFirstVersion}).exit, 0);
  EXPECT_THAT(engagement_.records, SizeIs(1));
}

TEST_F(ReportStepsTest, OnlyWhatCountsIsRecorded) {
  for (const auto state : {ReportVersion::STATE_DRAFT, ReportVersion::STATE_SUPERSEDED}) {
    Keep(kFirstVersion, state);
    const CliResult result = Run({"record", kFirstVersion});
    EXPECT_EQ(result.exit, 1);
    EXPECT_THAT(result.err, HasSubstr("what counts is put on record"));
  }
  EXPECT_THAT(engagement_.records, IsEmpty());
}

TEST_F(ReportStepsTest, RefusalsOfTheServiceAreShown) {
  const CliResult result = Run({"release", kFirstVersion});
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, HasSubstr("reason: RESOURCE_NOT_FOUND"));
  EXPECT_THAT(result.err, Not(HasSubstr("is released")));
  EXPECT_THAT(engagement_.records, IsEmpty());
}

TEST_F(ReportStepsTest, WrongCommandLinesChangeNothing) {
  Keep(kFirstVersion, ReportVersion::STATE_RELEASED);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"submit", kTestReport},
                                             {"return", kTestReport},
                                             {"release", kTestReport},
                                             {"record", kTestReport},
                                             {"withdraw", kTestReport, "--reason=x"},
                                             {"withdraw", kFirstVersion},
                                             {"submit", kFirstVersion, "--reason=x"},
                                             {"release", kFirstVersion, "--language=fr"}}) {
    const CliResult result = Run(words);
    EXPECT_EQ(result.exit, 2) << ::testing::PrintToString(words);
  }
  EXPECT_THAT(versions_.steps, IsEmpty());
}

}  // namespace
}  // namespace lotse::cli
