#include "services/engagement/app/course_testing.h"

// Steps of engagements and agreements: success, each documented error.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(CourseTest, AnEngagementGoesFromDraftToArchive) {
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_ACTIVATE), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("possible now: QUALIFY, CANCEL"));
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY), kOk) << status_;
  EXPECT_TRUE(engagement_.eligibility().eligible());
  EXPECT_EQ(engagement_.eligibility().date().day(), 2) << "the day in Berlin";
  ASSERT_EQ(MakeAgreement("eins"), kOk) << status_;
  ASSERT_EQ(Agree(&ProposeAgreement), kOk) << status_;
  EXPECT_EQ(agreement_.number(), 1);
  ASSERT_EQ(Agree(&EnforceAgreement), kOk) << status_;
  EXPECT_EQ(Get<v1alpha::Engagement>(kEngagement).state(), v1alpha::Engagement::STATE_AGREED);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_ACTIVATE), kOk);
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_SUSPEND), kInvalid) << "no reason";
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_SUSPEND, "Haushaltssperre"), kOk);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_RESUME), kOk);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_BEGIN_CLOSING), kOk);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_CLOSE), kClosing);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#final_report is missing"));
  v1alpha::UpdateEngagementRequest update;
  *update.mutable_engagement() = engagement_;
  update.mutable_engagement()->clear_etag();
  for (const char* other : {"programmes/viv/engagements/zwei/reports/abschluss", "bericht.pdf",
                            "programmes/viv/engagements/eins/goals/abschluss"}) {
    update.mutable_engagement()->mutable_final_report()->set_name(other);
    update.mutable_engagement()->mutable_final_report()->set_revision(1);
    EXPECT_EQ(Run(update, &engagement_), kInvalid) << other;
  }
  update.mutable_engagement()->mutable_final_report()->set_name(
      "programmes/viv/engagements/eins/reports/abschluss");
  update.mutable_engagement()->mutable_final_report()->set_revision(1);
  update.mutable_engagement()->set_sustaining(v1alpha::Engagement::SUSTAINING_NONE);
  ASSERT_EQ(Run(update, &engagement_), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_CLOSE), kOk) << status_;
  EXPECT_EQ(engagement_.close_date().day(), 2);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_ARCHIVE), kOk);
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_CANCEL, "x"), kWrongState);
  update.mutable_engagement()->mutable_title()->mutable_variants(0)->set_text("anders");
  EXPECT_EQ(Run(update, &engagement_), kFinal);
  EXPECT_EQ(MakeTrack(), kWrongState) << "nothing is added to what is over";
}

TEST_F(CourseTest, RecordsReports) {
  v1alpha::RecordReportRequest q;
  q.set_name(kEngagement);
  q.mutable_report()->set_name("programmes/viv/engagements/eins/reports/abschluss/versions/v0001");
  q.mutable_report()->set_revision(5);
  q.mutable_report()->set_sha256(std::string(64, 'a'));
  q.set_final(true);
  q.set_reason("Beschluss 12/2022");
  const auto record = [&](const std::string& etag) {
    q.set_etag(etag);
    return Write(&RecordReport, q, &engagement_);
  };
  EXPECT_EQ(record(""), kInvalid) << "no etag";
  EXPECT_EQ(record("99"), kEtag);
  ASSERT_EQ(record(engagement_.etag()), kOk) << status_;
  ASSERT_EQ(engagement_.reports_size(), 1);
  EXPECT_EQ(engagement_.reports(0).record_date().day(), 2) << "the day in Berlin";
  EXPECT_EQ(engagement_.reports(0).report().DebugString(), q.report().DebugString());
  EXPECT_EQ(engagement_.final_report().DebugString(), q.report().DebugString());
  q.mutable_report()->set_name("programmes/viv/engagements/zwei/reports/r/versions/v0001");
  EXPECT_EQ(record(engagement_.etag()), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report.name"));
  // It is the service's alone.
  v1alpha::UpdateEngagementRequest update;
  *update.mutable_engagement() = engagement_;
  update.mutable_engagement()->clear_reports();
  ASSERT_EQ(Run(update, &engagement_), kOk) << status_;
  EXPECT_EQ(engagement_.reports_size(), 1);
  q.set_name("programmes/viv/engagements/none");
  EXPECT_EQ(record("1"), kNotFound);
}

TEST_F(CourseTest, ARecordedFinalReportIsOneToCloseWith) {
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY), kOk);
  ASSERT_EQ(MakeAgreement("eins"), kOk);
  ASSERT_EQ(Agree(&ProposeAgreement), kOk);
  ASSERT_EQ(Agree(&EnforceAgreement), kOk);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_ACTIVATE), kOk);
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_BEGIN_CLOSING), kOk);
  v1alpha::RecordReportRequest q;
  q.set_name(kEngagement);
  q.mutable_report()->set_name("programmes/viv/engagements/eins/reports/abschluss/versions/v0001");
  q.mutable_report()->set_revision(5);
  q.mutable_report()->set_sha256(std::string(64, 'a'));
  q.set_final(true);
  const auto record = [&] {
    q.set_etag(engagement_.etag());
    return Write(&RecordReport, q, &engagement_);
  };
  ASSERT_EQ(record(), kOk) << status_;
  v1alpha::UpdateEngagementRequest update;
  *update.mutable_engagement() = engagement_;
  update.mutable_engagement()->set_sustaining(v1alpha::Engagement::SUSTAINING_NONE);
  ASSERT_EQ(Run(update, &engagement_), kOk) << status_;
  q.set_withdrawn(true);
  ASSERT_EQ(record(), kOk) << status_;
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_CLOSE), kClosing);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#final_report was withdrawn"));
  engagement_ = Get<v1alpha::Engagement>(kEngagement);
  q.set_withdrawn(false);
  q.mutable_report()->set_name("programmes/viv/engagements/eins/reports/abschluss/versions/v0002");
  ASSERT_EQ(record(), kOk) << status_;
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_CLOSE), kOk) << status_;
  // A correction comes after it.
  q.mutable_report()->set_name("programmes/viv/engagements/eins/reports/abschluss/versions/v0003");
  ASSERT_EQ(record(), kOk) << status_;
  EXPECT_EQ(engagement_.final_report().name(), q.report().name());
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_ARCHIVE), kOk);
  EXPECT_EQ(record(), kWrongState);
}

TEST_F(CourseTest, WhoDoesNotFitNeedsAReason) {
  v1alpha::UpdateProgrammeRequest q;
  *q.mutable_programme() = Get<v1alpha::Programme>("programmes/viv");
  q.mutable_programme()->set_population_min(50000);
  v1alpha::Programme programme;
  ASSERT_EQ(Run(q, &programme), kOk) << status_;
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("POPULATION_TOO_SMALL"));
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY, "Modellstandort"), kOk);
  EXPECT_FALSE(engagement_.eligibility().eligible());
}

TEST_F(CourseTest, StepsOfAnEngagementHaveErrors) {
  v1alpha::MoveEngagementRequest q;
  q.set_name(kEngagement);
  q.set_step(v1alpha::ENGAGEMENT_STEP_QUALIFY);
  EXPECT_EQ(Write(&MoveEngagement, q, &engagement_), kInvalid) << "no etag";
  q.set_etag("99");
  EXPECT_EQ(Write(&MoveEngagement, q, &engagement_), kEtag);
  q.set_name("programmes/viv/engagements/none");
  EXPECT_EQ(Write(&MoveEngagement, q, &engagement_), kNotFound);
  for (const int step : {0, 99}) {
    EXPECT_EQ(Move(static_cast<v1alpha::EngagementStep>(step)), kInvalid);
    EXPECT_THAT(std::string(status_.message()), HasSubstr("give QUALIFY, ACTIVATE, "));
  }
}

TEST_F(CourseTest, OnlyOneAgreementIsInForce) {
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY), kOk);
  ASSERT_EQ(MakeAgreement("eins"), kOk);
  ASSERT_EQ(Agree(&ProposeAgreement), kOk);
  ASSERT_EQ(Agree(&EnforceAgreement), kOk);
  v1alpha::UpdateAgreementRequest update;
  *update.mutable_agreement() = agreement_;
  update.mutable_agreement()->mutable_focus_items(0)->set_priority(5);
  EXPECT_EQ(Run(update, &agreement_), kFinal);

  v1alpha::Agreement second = GoodAgreement();
  ASSERT_EQ(MakeAgreement("zwei", second), kOk);
  EXPECT_EQ(Agree(&ProposeAgreement), kInvalid) << "amends nothing";
  second.set_amends("programmes/viv/engagements/eins/agreements/eins");
  *second.mutable_amendment_reason() = engagement_.title();
  *second.mutable_engagement_end_date() = Get<v1alpha::Programme>("programmes/viv").end_date();
  ASSERT_EQ(MakeAgreement("drei", second), kOk) << status_;
  ASSERT_EQ(Agree(&ProposeAgreement), kOk) << status_;
  EXPECT_EQ(agreement_.number(), 2);
  EXPECT_EQ(Agree(&EnforceAgreement), kOverlap) << "on the same day";
  ASSERT_EQ(Agree(&WithdrawAgreement), kOk);
  EXPECT_TRUE(agreement_.consents().empty()) << "they were to another wording";
  *update.mutable_agreement() = agreement_;
  *update.mutable_agreement()->mutable_consents() = second.consents();
  update.mutable_agreement()->mutable_effective_date()->set_month(11);
  ASSERT_EQ(Run(update, &agreement_), kOk) << status_;
  ASSERT_EQ(Agree(&ProposeAgreement), kOk);
  EXPECT_EQ(agreement_.number(), 2) << "it keeps its number";
  ASSERT_EQ(Agree(&EnforceAgreement), kOk) << status_;
  const auto first = Get<v1alpha::Agreement>("programmes/viv/engagements/eins/agreements/eins");
  EXPECT_EQ(first.state(), v1alpha::Agreement::STATE_SUPERSEDED);
  EXPECT_EQ(first.end_date().month(), 10);
  EXPECT_EQ(Get<v1alpha::Engagement>(kEngagement).end_date().year(), 2023);

  v1alpha::DiffAgreementsRequest diff;
  diff.set_name(agreement_.name());
  v1alpha::DiffAgreementsResponse differences;
  ASSERT_EQ(Read(&DiffAgreements, diff, &differences), kOk) << status_;
  EXPECT_EQ(differences.other(), first.name());
  std::vector<std::string> paths;
  for (const auto& d : differences.differences()) paths.push_back(d.path());
  EXPECT_THAT(paths, ElementsAre("effective_date.month", "engagement_end_date", "amends",
                                 "amendment_reason"));
  diff.set_other("programmes/viv/engagements/zwei/agreements/eins");
  EXPECT_EQ(Read(&DiffAgreements, diff, &differences), kInvalid);
  // The longer engagement still fits into its programme when that is changed.
  v1alpha::UpdateProgrammeRequest programme;
  *programme.mutable_programme() = Get<v1alpha::Programme>("programmes/viv");
  programme.mutable_programme()->set_short_name("anders");
  v1alpha::Programme changed;
  EXPECT_EQ(Run(programme, &changed), kOk) << status_;
}

TEST_F(CourseTest, TheLimitOfAProgrammeStaysAboveItsFirstAgreements) {
  ASSERT_EQ(Move(v1alpha::ENGAGEMENT_STEP_QUALIFY), kOk);
  ASSERT_EQ(MakeAgreement("eins"), kOk);
  ASSERT_EQ(Agree(&ProposeAgreement), kOk);
  ASSERT_EQ(Agree(&EnforceAgreement), kOk);
  v1alpha::UpdateProgrammeRequest q;
  *q.mutable_programme() = Get<v1alpha::Programme>("programmes/viv");
  q.mutable_programme()->set_engagement_months_limit(3);
  v1alpha::Programme changed;
  EXPECT_EQ(Run(q, &changed), kInvalid) << "no amendment says why it is longer";
  EXPECT_THAT(std::string(status_.message()), HasSubstr("engagement_months_limit"));
}

TEST_F(CourseTest, AnAgreementHasErrors) {
  EXPECT_EQ(MakeAgreement("Eins"), kInvalid);
  v1alpha::Agreement foreign = GoodAgreement();
  foreign.mutable_focus_items(0)->add_org_units("administrations/andere/orgUnits/x");
  EXPECT_EQ(MakeAgreement("eins", foreign), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("is no unit of administrations/musterst"));
  v1alpha::Agreement late = GoodAgreement();
  *late.mutable_engagement_end_date() = Get<v1alpha::Programme>("programmes/viv").end_date();
  ASSERT_EQ(MakeAgreement("eins", late), kOk);
  EXPECT_EQ(Agree(&EnforceAgreement), kWrongState) << "not proposed";
  ASSERT_EQ(Agree(&ProposeAgreement), kOk);
  EXPECT_EQ(Agree(&EnforceAgreement), kDuration);
  v1alpha::DeleteAgreementRequest remove;
  remove.set_name(agreement_.name());
  v1alpha::Agreement removed;
  EXPECT_EQ(Run(remove, &removed), kFinal);
  ASSERT_EQ(Agree(&RejectAgreement), kOk);
  EXPECT_EQ(Agree(&ProposeAgreement), kWrongState);
  ASSERT_EQ(MakeAgreement("zwei"), kOk);
  remove.set_name(agreement_.name());
  EXPECT_EQ(Run(remove, &removed), kOk);
}

}  // namespace
}  // namespace lotse::engagement
