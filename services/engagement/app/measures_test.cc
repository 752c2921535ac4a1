#include <functional>

#include "absl/strings/str_cat.h"
#include "services/engagement/app/chain_testing.h"

// Measures and milestones. Each method: success, each documented error.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Milestone;
using v1alpha::Phase;
using Item = v1alpha::PhaseTemplateItem;

constexpr auto kIncomplete = type::v1alpha::ERROR_REASON_MEASURE_INCOMPLETE;

class MeasuresTest : public ChainTesting {
 protected:
  rpc::ErrorReason Make(const Measure& measure = GoodMeasure(), const char* id = "uebersetzen") {
    v1alpha::CreateMeasureRequest q;
    q.set_parent(kPlace);
    q.set_measure_id(id);
    *q.mutable_measure() = measure;
    return Run(q, &measure_);
  }
  rpc::ErrorReason Update(const std::function<void(Measure*)>& change) {
    v1alpha::UpdateMeasureRequest q;
    *q.mutable_measure() = Stored<Measure>(kMeasure);
    change(q.mutable_measure());
    q.mutable_update_mask()->add_paths("*");
    return Run(q, &measure_);
  }
  rpc::ErrorReason Move(v1alpha::MeasureStep step, v1alpha::MoveMeasureRequest q = {}) {
    q.set_name(kMeasure);
    q.set_etag(Stored<Measure>(kMeasure).etag());
    q.set_step(step);
    return Write(&engagement::MoveMeasure, q, &measure_);
  }
  rpc::ErrorReason Decide(v1alpha::MeasureStep step, v1alpha::DecideMeasureRequest q = {}) {
    q.set_name(kMeasure);
    q.set_etag(Stored<Measure>(kMeasure).etag());
    q.set_step(step);
    return Write(&engagement::DecideMeasure, q, &measure_);
  }
  void AdoptGoal() {
    Set<Goal>(kGoal, [](Goal* g) { g->set_state(Goal::STATE_ADOPTED); });
  }
  void MakeApproved() {
    AdoptGoal();
    ASSERT_EQ(Make(), kOk) << status_;
    ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_PLAN), kOk) << status_;
    ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kOk) << status_;
  }

  Measure measure_;
};

TEST_F(MeasuresTest, ServesActionGoals) {
  Measure measure = GoodMeasure();
  measure.set_state(Measure::STATE_DONE);
  ASSERT_EQ(Make(measure), kOk) << status_;
  EXPECT_EQ(measure_.state(), Measure::STATE_IDEA);
  measure.add_goals()->set_goal("programmes/viv/engagements/eins/goals/richtung");
  EXPECT_EQ(Make(measure, "anders"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("measure.goals[1].goal"));
  measure.mutable_goals(1)->set_goal("programmes/viv/engagements/eins/goals/keines");
  EXPECT_EQ(Make(measure, "anders"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("does not exist"));
  measure.clear_goals();
  EXPECT_EQ(Make(measure, "anders"), kOk) << status_;
  EXPECT_EQ(Update([](Measure* m) {
              m->add_goals()->set_goal("programmes/viv/engagements/eins/goals/zugang");
            }),
            kInvalid);
  EXPECT_EQ(ByName<v1alpha::DeleteGoalRequest>(kGoal, &goal_), kInUse);
}

TEST_F(MeasuresTest, IsApprovedWhenItIsComplete) {
  Measure bare;
  *bare.mutable_title() = GoodMeasure().title();
  ASSERT_EQ(Make(bare), kOk) << status_;
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kWrongState);
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_PLAN), kOk);
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kIncomplete);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("and 2 more"));
  EXPECT_THAT(std::string(*status_.GetPayload("type.googleapis.com/google.rpc.LocalizedMessage")),
              HasSubstr("measures/uebersetzen#due_date hat keinen letzten Tag; einen angeben"));
  ASSERT_EQ(Update([](Measure* m) {
              *m->mutable_goals() = GoodMeasure().goals();
              m->set_accountable_unit(GoodMeasure().accountable_unit());
              *m->mutable_due_date() = GoodMeasure().due_date();
            }),
            kOk)
      << status_;
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kIncomplete) << "its goal is a draft";
  AdoptGoal();
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kOk) << status_;
  EXPECT_EQ(measure_.state(), Measure::STATE_APPROVED);
  // What was decided stays.
  EXPECT_EQ(Update([](Measure* m) { m->clear_goals(); }), kFinal);
  EXPECT_EQ(Update([](Measure* m) { m->clear_accountable_unit(); }), kFinal);
  EXPECT_EQ(Update([](Measure* m) { m->mutable_due_date()->set_year(2022); }), kFinal);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("REVISE"));
  EXPECT_EQ(Update([](Measure* m) { m->set_progress_percent(10); }), kOk) << status_;
}

TEST_F(MeasuresTest, IsRevisedAndApprovedAgain) {
  MakeApproved();
  ASSERT_EQ(Move(v1alpha::MEASURE_STEP_START), kOk) << status_;
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_REVISE), kInvalid) << "no reason";
  v1alpha::DecideMeasureRequest q;
  q.set_reason("zu knapp");
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_REVISE, q), kOk) << status_;
  EXPECT_EQ(measure_.state(), Measure::STATE_PLANNED);
  ASSERT_EQ(Update([](Measure* m) { m->mutable_due_date()->set_year(2022); }), kOk) << status_;
  EXPECT_EQ(Move(v1alpha::MEASURE_STEP_START), kWrongState) << "not approved yet";
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kOk) << status_;
  EXPECT_EQ(measure_.due_date().year(), 2022);
}

TEST_F(MeasuresTest, WaitsForTheGateOfItsTrack) {
  PutPhase("ziele", 200, Phase::STATE_REOPENED, Item::SERVES_GOALS);
  PutPhase("massnahmen", 300, Phase::STATE_PLANNED, Item::SERVES_MEASURES);
  Measure measure = GoodMeasure();
  measure.set_track(kTrack);
  AdoptGoal();
  ASSERT_EQ(Make(measure), kOk) << status_;
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_PLAN), kOk);
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kGate);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("phases/ziele is REOPENED"));
  v1alpha::DecideMeasureRequest q;
  q.set_override_reason("Die Mittel verfallen.");
  q.set_validate_only(true);
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE, q), kOk) << status_;
  Set<Phase>(absl::StrCat(kTrack, "/phases/ziele"),
             [](Phase* p) { p->set_state(Phase::STATE_COMPLETED); });
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kOk) << status_;
}

TEST_F(MeasuresTest, GoesToAnotherTrackOnlyBehindItsGate) {
  MakeApproved();
  PutPhase("ziele", 200, Phase::STATE_REOPENED, Item::SERVES_GOALS);
  PutPhase("massnahmen", 300, Phase::STATE_PLANNED, Item::SERVES_MEASURES);
  const auto move = [&] { return Update([](Measure* m) { m->set_track(kTrack); }); };
  EXPECT_EQ(move(), kFinal);
  v1alpha::DecideMeasureRequest q;
  q.set_reason("gehört zum Sozialen");
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_REVISE, q), kOk) << status_;
  ASSERT_EQ(move(), kOk) << status_;
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kGate);
  Set<Phase>(absl::StrCat(kTrack, "/phases/ziele"),
             [](Phase* p) { p->set_state(Phase::STATE_COMPLETED); });
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_APPROVE), kOk) << status_;
}

TEST_F(MeasuresTest, IsCarriedOut) {
  MakeApproved();
  EXPECT_EQ(Move(v1alpha::MEASURE_STEP_FINISH), kWrongState);
  EXPECT_EQ(Move(v1alpha::MEASURE_STEP_APPROVE), kInvalid);
  ASSERT_EQ(Move(v1alpha::MEASURE_STEP_START), kOk) << status_;
  v1alpha::MoveMeasureRequest q;
  q.set_progress_percent(40);
  EXPECT_EQ(Move(v1alpha::MEASURE_STEP_BLOCK, q), kInvalid);
  q.set_reason("kein Geld");
  ASSERT_EQ(Move(v1alpha::MEASURE_STEP_BLOCK, q), kOk) << status_;
  EXPECT_EQ(measure_.progress_percent(), 40);
  ASSERT_EQ(Move(v1alpha::MEASURE_STEP_RESUME), kOk);
  ASSERT_EQ(Move(v1alpha::MEASURE_STEP_FINISH), kOk) << status_;
  EXPECT_EQ(measure_.finish_date().day(), 2);
  EXPECT_EQ(measure_.progress_percent(), 100);
  EXPECT_EQ(Update([](Measure* m) { m->clear_offer(); }), kOk);
  EXPECT_EQ(Update([](Measure* m) { m->set_offer(Measure::OFFER_REGULAR); }), kFinal);
  v1alpha::DecideMeasureRequest cancel;
  cancel.set_reason("zu spät");
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_CANCEL, cancel), kWrongState);
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_VERIFY), kOk);
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_SUSTAIN), kOk);

  v1alpha::MoveMeasureRequest bad;
  bad.set_name("x");
  EXPECT_EQ(Write(&engagement::MoveMeasure, bad, &measure_), kInvalid);
  bad.set_name(kMeasure);
  bad.set_etag("99");
  EXPECT_EQ(Write(&engagement::MoveMeasure, bad, &measure_), kEtag);
  bad.set_name("programmes/viv/engagements/eins/measures/keine");
  EXPECT_EQ(Write(&engagement::MoveMeasure, bad, &measure_), kNotFound);
}

TEST_F(MeasuresTest, IsCancelledForAReason) {
  MakeApproved();
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_CANCEL), kInvalid);
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_START), kInvalid);
  v1alpha::DecideMeasureRequest q;
  q.set_reason("kein Geld");
  ASSERT_EQ(Decide(v1alpha::MEASURE_STEP_CANCEL, q), kOk) << status_;
  EXPECT_EQ(measure_.state(), Measure::STATE_CANCELLED);
  q.set_name(kMeasure);
  q.set_step(v1alpha::MEASURE_STEP_VERIFY);
  EXPECT_EQ(Write(&engagement::DecideMeasure, q, &measure_), kInvalid);
  q.set_etag("99");
  EXPECT_EQ(Write(&engagement::DecideMeasure, q, &measure_), kEtag);
  EXPECT_EQ(ByName<v1alpha::DeleteMeasureRequest>(kMeasure, &measure_), kFinal)
      << "what was given up stays as a trace";
}

TEST_F(MeasuresTest, OnlyAnIdeaIsDeleted) {
  ASSERT_EQ(Make(), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteMeasureRequest>(kMeasure, &measure_), kOk);
  EXPECT_EQ(Decide(v1alpha::MEASURE_STEP_PLAN), kDeleted);
  EXPECT_EQ(Move(v1alpha::MEASURE_STEP_START), kDeleted);
}

TEST_F(MeasuresTest, IsConfirmedWhenItIsStale) {
  MakeApproved();
  v1alpha::ConfirmMeasureRequest q;
  q.set_name(kMeasure);
  q.set_etag(measure_.etag());
  EXPECT_EQ(Write(&engagement::ConfirmMeasure, q, &measure_), kWrongState);
  Set<Measure>(kMeasure, [](Measure* m) { m->set_stale(true); });
  EXPECT_EQ(Write(&engagement::ConfirmMeasure, q, &measure_), kEtag);
  q.set_etag(Stored<Measure>(kMeasure).etag());
  ASSERT_EQ(Write(&engagement::ConfirmMeasure, q, &measure_), kOk) << status_;
  EXPECT_FALSE(measure_.stale());
}

TEST_F(MeasuresTest, MilestonesAreReached) {
  MakeApproved();
  v1alpha::CreateMilestoneRequest create;
  Milestone milestone;
  create.set_parent(kMeasure);
  create.set_milestone_id("auftrag");
  *create.mutable_milestone() = GoodMilestone();
  ASSERT_EQ(Run(create, &milestone), kOk) << status_;
  EXPECT_EQ(milestone.state(), Milestone::STATE_OPEN);
  create.set_milestone_id("anders");
  create.mutable_milestone()->clear_due_date();
  EXPECT_EQ(Run(create, &milestone), kInvalid);
  EXPECT_EQ(ByName<v1alpha::DeleteMeasureRequest>(kMeasure, &measure_), kFinal);

  v1alpha::MoveMilestoneRequest q;
  q.set_name(GoodMilestone().name());
  q.set_step(v1alpha::MILESTONE_STEP_REACH);
  EXPECT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kInvalid);
  q.set_etag("99");
  EXPECT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kEtag);
  q.set_etag("1");
  ASSERT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kOk) << status_;
  EXPECT_EQ(milestone.state(), Milestone::STATE_REACHED);
  EXPECT_EQ(milestone.reach_date().day(), 2);
  q.set_etag(milestone.etag());
  EXPECT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kWrongState);
  q.set_step(v1alpha::MILESTONE_STEP_UNSPECIFIED);
  EXPECT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kInvalid);
  q.set_name(absl::StrCat(kMeasure, "/milestones/keine"));
  EXPECT_EQ(Write(&engagement::MoveMilestone, q, &milestone), kNotFound);
}

}  // namespace
}  // namespace lotse::engagement
