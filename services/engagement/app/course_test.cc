#include "services/engagement/app/course.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lotse/engagement/v1alpha/administration_service.pb.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/engagement/v1alpha/org_unit_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

// The methods of the course of an engagement: success, each documented error. Over a real
// store.
namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using type::v1alpha::ErrorReason;

constexpr auto kBlocked = type::v1alpha::ERROR_REASON_GATE_BLOCKED;
constexpr auto kClosing = type::v1alpha::ERROR_REASON_CLOSING_BLOCKED;
constexpr auto kDuration = type::v1alpha::ERROR_REASON_DURATION_LIMIT;
constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
constexpr auto kOrder = type::v1alpha::ERROR_REASON_PHASE_ORDER;
constexpr auto kOverlap = type::v1alpha::ERROR_REASON_AGREEMENT_OVERLAP;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

constexpr char kEngagement[] = "programmes/viv/engagements/eins";
constexpr char kTrack[] = "programmes/viv/engagements/eins/tracks/soziales";
constexpr char kFirst[] = "programmes/viv/engagements/eins/tracks/soziales/phases/bestand";
constexpr char kSecond[] = "programmes/viv/engagements/eins/tracks/soziales/phases/ziele";

class CourseTest : public AppTesting {
 protected:
  CourseTest() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already the next day where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    v1alpha::CreateProgrammeRequest programme;
    programme.set_programme_id("viv");
    *programme.mutable_programme() = GoodProgramme();
    v1alpha::Programme p;
    ASSERT_EQ(Run(programme, &p), kOk) << status_;
    v1alpha::CreateAdministrationRequest administration;
    administration.set_administration_id("musterstadt");
    *administration.mutable_administration() = GoodAdministration();
    v1alpha::Administration a;
    ASSERT_EQ(Run(administration, &a), kOk) << status_;
    v1alpha::CreateOrgUnitRequest unit;
    unit.set_parent("administrations/musterstadt");
    unit.set_org_unit_id("soziales");
    *unit.mutable_org_unit()->mutable_title() = p.title();
    v1alpha::OrgUnit u;
    ASSERT_EQ(Run(unit, &u), kOk) << status_;
    PutTemplate();
    v1alpha::CreateEngagementRequest engagement;
    engagement.set_parent("programmes/viv");
    engagement.set_engagement_id("eins");
    *engagement.mutable_engagement() = GoodEngagement();
    engagement.mutable_engagement()->set_phase_template("programmes/viv/phaseTemplates/ideal");
    ASSERT_EQ(Run(engagement, &engagement_), kOk) << status_;
  }

  // A template that is published and a code list, whatever rules these have.
  void PutTemplate() {
    auto list = FromText<v1alpha::CodeList>(R"(
        name: "codeLists/c-01-v1" list_uri: "urn:lotse:codelist:c-01" version: "1"
        entries { code: "produktbezogen" })");
    ASSERT_TRUE(store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&list); }).ok());
    v1alpha::PhaseTemplate phase_template = GoodPhaseTemplate();
    phase_template.set_state(v1alpha::PhaseTemplate::STATE_PUBLISHED);
    ASSERT_TRUE(
        store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Create(&phase_template); }).ok());
  }
  template <class R>
  R Get(const char* name) {
    R r;
    EXPECT_TRUE(store_->Read([&](Tx& tx) { return tx.Load(name, &r); }).ok()) << name;
    return r;
  }
  ErrorReason MakeTrack(const char* id = "soziales") {
    v1alpha::CreateTrackRequest q;
    q.set_parent(kEngagement);
    q.set_track_id(id);
    *q.mutable_track()->mutable_title() = engagement_.title();
    q.mutable_track()->add_org_units("administrations/musterstadt/orgUnits/soziales");
    return Run(q, &track_);
  }
  ErrorReason Move(v1alpha::EngagementStep step, const char* reason = "") {
    v1alpha::MoveEngagementRequest q;
    q.set_name(kEngagement);
    q.set_etag(Get<v1alpha::Engagement>(kEngagement).etag());
    q.set_step(step);
    q.set_reason(reason);
    return Write(&MoveEngagement, q, &engagement_);
  }
  ErrorReason MakeAgreement(const char* id, v1alpha::Agreement agreement = GoodAgreement()) {
    v1alpha::CreateAgreementRequest q;
    q.set_parent(kEngagement);
    q.set_agreement_id(id);
    *q.mutable_agreement() = std::move(agreement);
    return Run(q, &agreement_);
  }
  template <class Q>
  ErrorReason Agree(absl::Status (*step)(Tx&, const Q&, v1alpha::Agreement*)) {
    Q q;
    q.set_name(agreement_.name());
    q.set_etag(agreement_.etag());
    return Write(step, q, &agreement_);
  }
  ErrorReason MoveTo(const char* phase, v1alpha::PhaseStep step, const char* reason = "") {
    v1alpha::MovePhaseRequest q;
    q.set_name(phase);
    q.set_etag(Get<v1alpha::Phase>(phase).etag());
    q.set_step(step);
    q.set_reason(reason);
    return Write<v1alpha::MovePhaseRequest>(&MovePhase, q, &phase_);
  }
  void BringIntoGate(const char* phase) {
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_PREPARE), kOk) << status_;
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_START), kOk) << status_;
    ASSERT_EQ(MoveTo(phase, v1alpha::PHASE_STEP_ENTER_GATE), kOk) << status_;
  }
  v1alpha::DecideGateRequest Decide(const char* phase, v1alpha::GateVerdict::Verdict verdict) {
    v1alpha::DecideGateRequest q;
    q.set_name(phase);
    q.set_etag(Get<v1alpha::Phase>(phase).etag());
    q.set_verdict(verdict);
    if (verdict == v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS) {
      auto* condition = q.add_conditions();
      condition->set_action_item_id("ausgangswert");
      *condition->mutable_title() = engagement_.title();
      *condition->mutable_due_date() = engagement_.end_date();
    }
    return q;
  }
  ErrorReason Decide(const v1alpha::DecideGateRequest& q) {
    return Write<v1alpha::DecideGateRequest>(&DecideGate, q, &phase_);
  }

  v1alpha::Engagement engagement_;
  v1alpha::Agreement agreement_;
  v1alpha::Track track_;
  v1alpha::Phase phase_;
};

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
  EXPECT_EQ(Move(v1alpha::ENGAGEMENT_STEP_UNSPECIFIED), kWrongState);
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
  *update.mutable_agreement() = agreement_;
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

TEST_F(CourseTest, ATrackCopiesThePhasesOnce) {
  ASSERT_EQ(MakeTrack(), kOk) << status_;
  ASSERT_EQ(MakeTrack(), kOk) << "the same again";
  v1alpha::ListPhasesRequest q;
  q.set_parent(kTrack);
  v1alpha::ListPhasesResponse page;
  ASSERT_EQ(Run(q, &page), kOk) << status_;
  ASSERT_EQ(page.phases_size(), 2);
  EXPECT_EQ(page.phases(0).name(), kFirst);
  EXPECT_EQ(page.phases(0).etag(), "1");
  q.set_parent("programmes/viv/engagements/eins/tracks/-");
  q.set_order_by("position desc");
  ASSERT_EQ(Run(q, &page), kOk) << status_;
  EXPECT_EQ(page.phases(0).name(), kSecond);
  v1alpha::CreateTrackRequest foreign;
  foreign.set_parent(kEngagement);
  foreign.set_track_id("fremd");
  *foreign.mutable_track()->mutable_title() = engagement_.title();
  foreign.mutable_track()->add_org_units("administrations/musterstadt/orgUnits/none");
  EXPECT_EQ(Run(foreign, &track_), kInvalid);
}

TEST_F(CourseTest, AGateIsPassedWithWhatIsMandatory) {
  ASSERT_EQ(MakeTrack(), kOk);
  EXPECT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOrder);
  BringIntoGate(kFirst);
  EXPECT_EQ(Decide(Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED)), kBlocked);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("(and 1 more)"));
  v1alpha::CheckGateRequest check;
  check.set_name(kFirst);
  v1alpha::CheckGateResponse missing;
  ASSERT_EQ(Read(&CheckGate, check, &missing), kOk);
  EXPECT_FALSE(missing.passable());
  EXPECT_EQ(missing.missing_size(), 4) << "baselines hold: there are no indicators";

  auto with = Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  with.mutable_conditions(0)->set_responsible_unit("administrations/andere/orgUnits/x");
  EXPECT_EQ(Decide(with), kInvalid);
  with.mutable_conditions(0)->clear_responsible_unit();
  ASSERT_EQ(Decide(with), kOk) << status_;
  EXPECT_EQ(phase_.state(), v1alpha::Phase::STATE_COMPLETED);
  const std::string item = "programmes/viv/engagements/eins/actionItems/ausgangswert";
  EXPECT_THAT(phase_.verdicts(0).conditions(), ElementsAre(item));
  EXPECT_EQ(Get<v1alpha::ActionItem>(item.c_str()).phase(), kFirst);
  EXPECT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOk) << status_;
  v1alpha::UpdatePhaseRequest update;
  *update.mutable_phase() = phase_;
  update.mutable_phase()->set_name(kFirst);
  *update.mutable_phase() = Get<v1alpha::Phase>(kFirst);
  update.mutable_phase()->set_position(7);
  EXPECT_EQ(Run(update, &phase_), kFinal);
}

TEST_F(CourseTest, AConditionWhoseIdIsTakenLeavesTheGateAsItWas) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  q.set_action_item_id("ausgangswert");
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  v1alpha::ActionItem item;
  ASSERT_EQ(Run(q, &item), kOk) << status_;
  BringIntoGate(kFirst);
  const auto with = Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  EXPECT_EQ(Decide(with), kExists);
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).state(), v1alpha::Phase::STATE_IN_GATE);
}

TEST_F(CourseTest, ReopeningMarksWhatLiesBehindStale) {
  ASSERT_EQ(MakeTrack(), kOk);
  BringIntoGate(kFirst);
  ASSERT_EQ(Decide(Decide(kFirst, v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS)), kOk);
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_PREPARE), kOk);
  ASSERT_EQ(MoveTo(kSecond, v1alpha::PHASE_STEP_START), kOk);
  EXPECT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_REOPEN), kInvalid);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_REOPEN, "neue Befunde"), kOk) << status_;
  const auto second = Get<v1alpha::Phase>(kSecond);
  EXPECT_TRUE(second.stale());
  EXPECT_EQ(second.state(), v1alpha::Phase::STATE_ACTIVE) << "nothing else changes";
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).verdicts_size(), 1) << "the history stays";
  v1alpha::ConfirmPhaseRequest confirm;
  confirm.set_name(kSecond);
  confirm.set_etag(second.etag());
  ASSERT_EQ(Write(&ConfirmPhase, confirm, &phase_), kOk);
  EXPECT_FALSE(phase_.stale());
  confirm.set_etag(phase_.etag());
  EXPECT_EQ(Write(&ConfirmPhase, confirm, &phase_), kWrongState);
}

TEST_F(CourseTest, PhasesAreAddedSplitAndSkippedWithATrace) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::CreatePhaseRequest add;
  add.set_parent(kTrack);
  add.set_phase_id("vorgespraech");
  *add.mutable_phase()->mutable_title() = engagement_.title();
  add.mutable_phase()->set_position(100);
  EXPECT_EQ(Run(add, &phase_), kInvalid) << "the position is taken";
  EXPECT_THAT(std::string(status_.message()), HasSubstr(kFirst));
  add.mutable_phase()->set_position(50);
  ASSERT_EQ(Run(add, &phase_), kOk) << status_;
  EXPECT_EQ(phase_.state(), v1alpha::Phase::STATE_PLANNED);
  ASSERT_EQ(MoveTo(phase_.name().c_str(), v1alpha::PHASE_STEP_SKIP, "gab es schon"), kOk);

  v1alpha::SplitPhaseRequest split;
  split.set_name(kFirst);
  split.set_etag("1");
  split.set_new_phase_id("bestand-2");
  *split.mutable_new_title() = engagement_.title();
  split.add_criterion_ids("akzeptanz");
  ASSERT_EQ(Write<v1alpha::SplitPhaseRequest>(&SplitPhase, split, &phase_), kOk) << status_;
  EXPECT_EQ(phase_.split_from(), kFirst);
  EXPECT_EQ(phase_.etag(), "1");
  EXPECT_EQ(Get<v1alpha::Phase>(kFirst).criteria_size(), 2);
  split.set_etag("2");
  EXPECT_EQ(Write<v1alpha::SplitPhaseRequest>(&SplitPhase, split, &phase_), kInvalid)
      << "the criterion went already";
  v1alpha::DeletePhaseRequest remove;
  remove.set_name(kSecond);
  EXPECT_EQ(Run(remove, &phase_), kFinal) << "those of the template are skipped";
}

TEST_F(CourseTest, NothingMovesWhileTheEngagementIsSuspended) {
  ASSERT_EQ(MakeTrack(), kOk);
  v1alpha::Engagement suspended = engagement_;
  suspended.set_state(v1alpha::Engagement::STATE_SUSPENDED);
  ASSERT_TRUE(
      store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Save("SUSPEND", "", &suspended); })
          .ok());
  EXPECT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("resume it first"));
}

TEST_F(CourseTest, TheMatrixShowsEachTrackWithItsPhases) {
  ASSERT_EQ(MakeTrack("soziales"), kOk);
  ASSERT_EQ(MakeTrack("ordnung"), kOk);
  ASSERT_EQ(MoveTo(kFirst, v1alpha::PHASE_STEP_PREPARE), kOk);
  v1alpha::ListPhaseMatrixRequest q;
  q.set_parent("programmes/viv/engagements/-");
  v1alpha::ListPhaseMatrixResponse r;
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk) << status_;
  ASSERT_EQ(r.rows_size(), 2);
  EXPECT_EQ(r.rows(0).track(), "programmes/viv/engagements/eins/tracks/ordnung");
  EXPECT_EQ(r.rows(1).engagement(), kEngagement);
  ASSERT_EQ(r.rows(1).cells_size(), 2);
  EXPECT_EQ(r.rows(1).cells(0).state(), v1alpha::Phase::STATE_READY);
  EXPECT_FALSE(r.rows(1).cells(0).overdue()) << "planned until the end of July";
  now_ += absl::Hours(24 * 60);
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk);
  EXPECT_TRUE(r.rows(1).cells(0).overdue());
  q.set_parent(kEngagement);
  ASSERT_EQ(Read(&ListPhaseMatrix, q, &r), kOk);
  EXPECT_EQ(r.rows_size(), 2);
  const std::pair<const char*, ErrorReason> wrong[] = {
      {"programmes/viv", kInvalid},
      {"programmes/-/engagements/-", kInvalid},
      {"programmes/viv/engagements/none", kNotFound},
      {"programmes/none/engagements/-", kNotFound}};
  for (const auto& [parent, reason] : wrong) {
    q.set_parent(parent);
    EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), reason) << parent;
  }
  q.set_parent("programmes/viv/engagements/-");
  q.set_page_size(51);
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kInvalid);
  q.set_page_size(1);
  q.set_page_token("x");
  EXPECT_EQ(Read(&ListPhaseMatrix, q, &r), kToken);
}

TEST_F(CourseTest, ActionItemsAreClosedAndOpened) {
  v1alpha::CreateActionItemRequest q;
  q.set_parent(kEngagement);
  q.set_action_item_id("eins");
  *q.mutable_action_item()->mutable_title() = engagement_.title();
  *q.mutable_action_item()->mutable_due_date() = engagement_.start_date();
  v1alpha::ActionItem item;
  ASSERT_EQ(Run(q, &item), kOk) << status_;
  const auto move = [&](v1alpha::ActionItemStep step, const char* reason = "") {
    v1alpha::MoveActionItemRequest m;
    m.set_name(item.name());
    m.set_etag(Get<v1alpha::ActionItem>(item.name().c_str()).etag());
    m.set_step(step);
    m.set_reason(reason);
    return Write(&MoveActionItem, m, &item);
  };
  EXPECT_EQ(move(v1alpha::ACTION_ITEM_STEP_REOPEN), kWrongState);
  item.set_name("programmes/viv/engagements/eins/actionItems/eins");
  EXPECT_EQ(move(v1alpha::ACTION_ITEM_STEP_CANCEL), kInvalid) << "no reason";
  item.set_name("programmes/viv/engagements/eins/actionItems/eins");
  ASSERT_EQ(move(v1alpha::ACTION_ITEM_STEP_FINISH), kOk) << status_;
  EXPECT_EQ(item.close_date().day(), 2);
  v1alpha::UpdateActionItemRequest update;
  *update.mutable_action_item() = item;
  update.mutable_action_item()->set_responsible_function("leitung");
  v1alpha::ActionItem changed;
  EXPECT_EQ(Run(update, &changed), kFinal);
  ASSERT_EQ(move(v1alpha::ACTION_ITEM_STEP_REOPEN), kOk);
  EXPECT_FALSE(item.has_close_date());
}

}  // namespace
}  // namespace lotse::engagement
