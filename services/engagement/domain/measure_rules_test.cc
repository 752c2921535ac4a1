#include "services/engagement/domain/measure_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/chain_test_data.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using v1alpha::Goal;
using v1alpha::Measure;

google::type::Date Today() { return types::ToDate(absl::CivilDay(2021, 7, 2)); }

Measure In(Measure::State state) {
  Measure measure = GoodMeasure();
  measure.set_state(state);
  return measure;
}

TEST(CheckServedGoals, TakesActionGoalsOnly) {
  Goal guiding = Named(GoodGoal(), "zugang");
  guiding.set_level(Goal::LEVEL_GUIDING);
  Measure measure = GoodMeasure();
  EXPECT_TRUE(CheckServedGoals(measure, {GoodGoal(), guiding}).empty());
  measure.add_goals()->set_goal(Named(GoodGoal(), "fehlt").name());
  measure.add_goals()->set_goal(guiding.name());
  const auto violations = CheckServedGoals(measure, {GoodGoal(), guiding});
  ExpectBothLanguages(violations);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "measure.goals[2].goal");
}

TEST(MeasureMachine, HasTheseTransitionsOnly) {
  EXPECT_THAT(
      LegalOf(MeasureMachine()),
      UnorderedElementsAre("IDEA PLAN -> PLANNED", "PLANNED APPROVE -> APPROVED",
                           "APPROVED START -> IN_PROGRESS", "IN_PROGRESS BLOCK -> BLOCKED",
                           "IN_PROGRESS HOLD -> ON_HOLD", "BLOCKED RESUME -> IN_PROGRESS",
                           "ON_HOLD RESUME -> IN_PROGRESS", "IN_PROGRESS FINISH -> DONE",
                           "DONE VERIFY -> VERIFIED", "VERIFIED SUSTAIN -> SUSTAINED",
                           "APPROVED REVISE -> PLANNED", "IN_PROGRESS REVISE -> PLANNED",
                           "BLOCKED REVISE -> PLANNED", "ON_HOLD REVISE -> PLANNED",
                           "IDEA CANCEL -> CANCELLED", "PLANNED CANCEL -> CANCELLED",
                           "APPROVED CANCEL -> CANCELLED", "IN_PROGRESS CANCEL -> CANCELLED",
                           "BLOCKED CANCEL -> CANCELLED", "ON_HOLD CANCEL -> CANCELLED"));
}

TEST(MeasureStates, AreRunningOrOverOrNeither) {
  std::string running, over;
  for (int i = Measure::STATE_IDEA; i <= Measure::STATE_CANCELLED; ++i) {
    const Measure measure = In(static_cast<Measure::State>(i));
    running += IsRunning(measure) ? 'x' : '.';
    over += IsOver(measure) ? 'x' : '.';
  }
  // IDEA, PLANNED, APPROVED, IN_PROGRESS, BLOCKED, ON_HOLD, DONE, VERIFIED, SUSTAINED,
  // CANCELLED.
  EXPECT_EQ(running, "..xxxx....");
  EXPECT_EQ(over, "......xxxx");
}

TEST(CheckApprovable, TellsAllThatIsMissing) {
  Goal adopted = GoodGoal();
  adopted.set_state(Goal::STATE_ADOPTED);
  EXPECT_TRUE(CheckApprovable(GoodMeasure(), {adopted}).ok());
  Measure bare;
  bare.set_name("m");
  const absl::Status status = CheckApprovable(bare, {});
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_MEASURE_INCOMPLETE);
  EXPECT_THAT(std::string(status.message()), HasSubstr("m#goals serves no action goal"));

  struct Case {
    std::function<void(Measure*)> fault;
    std::vector<Goal> goals;
    const char* field;
  };
  const Case cases[] = {
      {[](Measure*) {}, {}, "#goals"},
      {[](Measure* m) { m->clear_accountable_unit(); }, {adopted}, "#accountable_unit"},
      {[](Measure* m) { m->clear_due_date(); }, {adopted}, "#due_date"},
  };
  for (const Case& c : cases) {
    Measure measure = GoodMeasure();
    c.fault(&measure);
    EXPECT_THAT(std::string(CheckApprovable(measure, c.goals).message()), HasSubstr(c.field));
  }
  for (int i = Goal::STATE_DRAFT; i <= Goal::STATE_WITHDRAWN; ++i) {
    Goal goal = GoodGoal();
    goal.set_state(static_cast<Goal::State>(i));
    EXPECT_EQ(CheckApprovable(GoodMeasure(), {goal}).ok(), i == Goal::STATE_ADOPTED) << i;
    EXPECT_TRUE(CheckApprovable(GoodMeasure(), {goal, adopted}).ok()) << i;
  }
}

TEST(CheckMeasureMove, SaysWhatTheStepNeeds) {
  struct Case {
    v1alpha::MeasureStep step;
    int progress;  // -100: absent.
    const char* reason;
    bool blocked;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {v1alpha::MEASURE_STEP_START, -100, "", false, ""},
      {v1alpha::MEASURE_STEP_APPROVE, -100, "", false, "step"},
      {v1alpha::MEASURE_STEP_UNSPECIFIED, -100, "", false, "step"},
      {v1alpha::MEASURE_STEP_BLOCK, -100, "", false, "reason"},
      {v1alpha::MEASURE_STEP_BLOCK, -100, "kein Geld", false, ""},
      {v1alpha::MEASURE_STEP_BLOCK, -100, "", true, ""},
      {v1alpha::MEASURE_STEP_HOLD, 0, "", false, ""},
      {v1alpha::MEASURE_STEP_HOLD, 100, "", false, ""},
      {v1alpha::MEASURE_STEP_HOLD, -1, "", false, "progress_percent"},
      {v1alpha::MEASURE_STEP_HOLD, 101, "", false, "progress_percent"},
      {v1alpha::MEASURE_STEP_FINISH, 100, "", false, ""},
      {v1alpha::MEASURE_STEP_FINISH, 99, "", false, "progress_percent"},
  };
  for (const Case& c : cases) {
    Measure measure = GoodMeasure();
    if (c.blocked) measure.mutable_blockers(0)->clear_to_date();
    v1alpha::MoveMeasureRequest q;
    q.set_step(c.step);
    q.set_reason(c.reason);
    if (c.progress != -100) q.set_progress_percent(c.progress);
    const auto violations = CheckMeasureMove(measure, q);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field)
        << c.step << " " << c.progress;
  }
}

TEST(CheckMeasureDecision, SaysWhatTheStepNeeds) {
  struct Case {
    v1alpha::MeasureStep step;
    const char* reason;
    std::string override_reason;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {v1alpha::MEASURE_STEP_PLAN, "", "", ""},
      {v1alpha::MEASURE_STEP_START, "", "", "step"},
      {v1alpha::MEASURE_STEP_REVISE, " ", "", "reason"},
      {v1alpha::MEASURE_STEP_REVISE, "zu knapp", "", ""},
      {v1alpha::MEASURE_STEP_CANCEL, "", "", "reason"},
      {v1alpha::MEASURE_STEP_CANCEL, "kein Geld", "", ""},
      {v1alpha::MEASURE_STEP_APPROVE, "", "eilt", ""},
      {v1alpha::MEASURE_STEP_APPROVE, "", std::string(1001, 'x'), "override_reason"},
      {v1alpha::MEASURE_STEP_VERIFY, "", "eilt", "override_reason"},
  };
  for (const Case& c : cases) {
    v1alpha::DecideMeasureRequest q;
    q.set_step(c.step);
    q.set_reason(c.reason);
    q.set_override_reason(c.override_reason);
    const auto violations = CheckMeasureDecision(q);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field) << c.step;
  }
}

TEST(MoveMeasure, KeepsProgressAndDay) {
  Measure measure = In(Measure::STATE_APPROVED);
  v1alpha::MoveMeasureRequest q;
  q.set_step(v1alpha::MEASURE_STEP_START);
  q.set_progress_percent(10);
  ASSERT_TRUE(MoveMeasure(q, Today(), &measure).ok());
  EXPECT_EQ(measure.progress_percent(), 10);
  q.Clear();
  q.set_step(v1alpha::MEASURE_STEP_HOLD);
  ASSERT_TRUE(MoveMeasure(q, Today(), &measure).ok());
  EXPECT_EQ(measure.progress_percent(), 10);
  q.set_step(v1alpha::MEASURE_STEP_FINISH);
  EXPECT_EQ(rpc::ReasonOf(MoveMeasure(q, Today(), &measure)),
            type::v1alpha::ERROR_REASON_WRONG_STATE);
  q.set_step(v1alpha::MEASURE_STEP_RESUME);
  ASSERT_TRUE(MoveMeasure(q, Today(), &measure).ok());
  EXPECT_FALSE(measure.has_finish_date());
  q.set_step(v1alpha::MEASURE_STEP_FINISH);
  ASSERT_TRUE(MoveMeasure(q, Today(), &measure).ok());
  EXPECT_EQ(measure.progress_percent(), 100);
  EXPECT_EQ(measure.finish_date().day(), 2);
}

TEST(DecideMeasure, ApprovesWhatIsNotStale) {
  Measure measure = In(Measure::STATE_PLANNED);
  measure.set_stale(true);
  v1alpha::DecideMeasureRequest q;
  q.set_step(v1alpha::MEASURE_STEP_APPROVE);
  ASSERT_TRUE(DecideMeasure(q, &measure).ok());
  EXPECT_EQ(measure.state(), Measure::STATE_APPROVED);
  EXPECT_FALSE(measure.stale());
  EXPECT_EQ(rpc::ReasonOf(DecideMeasure(q, &measure)), type::v1alpha::ERROR_REASON_WRONG_STATE);
}

TEST(CheckMeasureChange, KeepsWhatIsOver) {
  for (int i = Measure::STATE_IDEA; i <= Measure::STATE_CANCELLED; ++i) {
    const Measure before = In(static_cast<Measure::State>(i));
    Measure after = before;
    after.add_external_ids()->set_system("akte");
    after.add_indicators("programmes/viv/engagements/eins/indicators/x");
    EXPECT_TRUE(CheckMeasureChange(before, after).ok());
    after.mutable_blockers(0)->clear_to_date();
    const absl::Status status = CheckMeasureChange(before, after);
    EXPECT_EQ(status.ok(), !IsOver(before));
    if (!status.ok()) {
      EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
    }
  }
}

TEST(CheckMeasureChange, KeepsWhatWasDecided) {
  struct Case {
    std::function<void(Measure*)> change;
    const char* decided;  // The field that stays; empty: it is free.
  };
  const Case cases[] = {
      {[](Measure* m) { m->mutable_title()->mutable_variants(0)->set_text("x"); }, "title"},
      {[](Measure* m) { m->clear_goals(); }, "goals"},
      {[](Measure* m) { m->mutable_goals(0)->mutable_weight()->set_value("50"); }, "goals"},
      {[](Measure* m) { m->set_track("t"); }, "track"},
      {[](Measure* m) { m->clear_accountable_unit(); }, "accountable_unit"},
      {[](Measure* m) { m->clear_contributing_units(); }, "contributing_units"},
      {[](Measure* m) { m->clear_start_date(); }, "start_date"},
      {[](Measure* m) { m->mutable_due_date()->set_year(2022); }, "due_date"},
      {[](Measure* m) { m->mutable_efforts(0)->mutable_days()->set_value("4"); }, "efforts"},
      {[](Measure* m) { m->add_services("s"); }, "services"},
      {[](Measure* m) { m->set_offer(Measure::OFFER_REGULAR); }, "offer"},
      {[](Measure* m) { *m->mutable_description() = m->title(); }, ""},
      {[](Measure* m) { m->clear_responsibilities(); }, ""},
      {[](Measure* m) { m->clear_blockers(); }, ""},
      {[](Measure* m) { m->set_progress_percent(50); }, ""},
      {[](Measure* m) { m->add_indicators("i"); }, ""},
  };
  for (int i = Measure::STATE_IDEA; i <= Measure::STATE_ON_HOLD; ++i) {
    const Measure before = In(static_cast<Measure::State>(i));
    for (const Case& c : cases) {
      Measure after = before;
      c.change(&after);
      const absl::Status status = CheckMeasureChange(before, after);
      EXPECT_EQ(status.ok(), !IsRunning(before) || *c.decided == '\0') << i << c.decided;
      if (status.ok()) continue;
      EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_CONTENT_FINAL);
      EXPECT_THAT(std::string(*status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo")),
                  HasSubstr(c.decided));
    }
  }
}

}  // namespace
}  // namespace lotse::engagement
