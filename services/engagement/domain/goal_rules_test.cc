#include "services/engagement/domain/goal_rules.h"

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
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using v1alpha::Goal;

constexpr auto kTree = type::v1alpha::ERROR_REASON_GOAL_TREE;
constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;

Goal SharedGoal() {
  return FromText<Goal>(R"(
    name: "programmes/viv/goals/zugang"
    title { variants { language: "de" text: "Zugang für alle" } }
    level: LEVEL_GUIDING)");
}

google::type::Date Today() { return types::ToDate(absl::CivilDay(2021, 7, 2)); }

TEST(CheckGoal, FindsEachFault) {
  EXPECT_TRUE(CheckGoal(GoodGoal()).empty());
  struct Case {
    std::function<void(Goal*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Goal* g) { g->clear_title(); }, "goal.title"},
      {[](Goal* g) { g->mutable_description()->add_variants(); }, "goal.description"},
      {[](Goal* g) { g->set_level(static_cast<Goal::Level>(4)); }, "goal.level"},
      {[](Goal* g) { g->add_needs("programmes/viv/engagements/zwei/needs/x"); }, "goal.needs[1]"},
      {[](Goal* g) { g->set_track("programmes/viv/engagements/zwei/tracks/x"); }, "goal.track"},
      {[](Goal* g) { g->set_accountable_unit("kita"); }, "goal.accountable_unit"},
      {[](Goal* g) { g->set_shared_goal("programmes/other/goals/x"); }, "goal.shared_goal"},
      {[](Goal* g) { g->set_shared_goal("programmes/viv/engagements/eins/goals/x"); },
       "goal.shared_goal"},
      {[](Goal* g) { g->mutable_due_date()->set_month(13); }, "goal.due_date"},
      {[](Goal* g) { g->add_indicators("programmes/viv/indicators/x"); }, "goal.indicators[0]"},
      {[](Goal* g) { g->mutable_success_statement()->add_variants(); }, "goal.success_statement"},
      {[](Goal* g) { g->mutable_feasibility()->add_variants(); }, "goal.feasibility"},
      {[](Goal* g) { g->add_target_groups(); }, "goal.target_groups[0]"},
      {[](Goal* g) { g->mutable_content_level(); }, "goal.content_level"},
      {[](Goal* g) { g->mutable_content_field(); }, "goal.content_field"},
      {[](Goal* g) { g->mutable_no_measure_reason()->add_variants(); }, "goal.no_measure_reason"},
      {[](Goal* g) { g->add_external_ids()->set_system("akte"); }, "goal.external_ids[0]"},
  };
  for (const Case& c : cases) {
    Goal goal = GoodGoal();
    c.fault(&goal);
    const auto violations = CheckGoal(goal);
    ExpectBothLanguages(violations);
    ASSERT_FALSE(violations.empty()) << c.field;
    EXPECT_THAT(violations[0].field, StartsWith(c.field));
  }
}

TEST(CheckGoal, OfAProgrammeHasNothingOfAnEngagement) {
  EXPECT_TRUE(IsShared(SharedGoal()));
  EXPECT_FALSE(IsShared(GoodGoal()));
  EXPECT_TRUE(CheckGoal(SharedGoal()).empty());
  Goal goal = SharedGoal();
  goal.add_indicators("programmes/viv/indicators/x");
  EXPECT_TRUE(CheckGoal(goal).empty());
  goal.add_needs("programmes/viv/engagements/eins/needs/x");
  goal.set_track("programmes/viv/engagements/eins/tracks/x");
  goal.set_accountable_unit("administrations/musterstadt/orgUnits/kita");
  goal.set_shared_goal("programmes/viv/goals/x");
  EXPECT_EQ(CheckGoal(goal).size(), 4u);
}

TEST(GoalMachine, HasTheseTransitionsOnly) {
  EXPECT_THAT(LegalOf(GoalMachine()),
              UnorderedElementsAre(
                  "DRAFT PROPOSE -> PROPOSED", "PROPOSED RETURN -> DRAFT",
                  "PROPOSED ADOPT -> ADOPTED", "ADOPTED REVISE -> DRAFT",
                  "ADOPTED ACHIEVE -> ACHIEVED", "ADOPTED PARTLY_ACHIEVE -> PARTLY_ACHIEVED",
                  "ADOPTED NOT_ACHIEVE -> NOT_ACHIEVED", "DRAFT WITHDRAW -> WITHDRAWN",
                  "PROPOSED WITHDRAW -> WITHDRAWN", "ADOPTED WITHDRAW -> WITHDRAWN"));
}

TEST(CheckParentName, TakesTheSamePlaceOnly) {
  struct Case {
    const char* parent;
    bool right;
  };
  const Case cases[] = {{"", true},
                        {"programmes/viv/engagements/eins/goals/x", true},
                        {"programmes/viv/engagements/zwei/goals/x", false},
                        {"programmes/viv/goals/x", false},
                        {"programmes/viv/engagements/eins/needs/x", false}};
  for (const Case& c : cases) {
    Goal goal = GoodGoal();
    goal.set_parent_goal(c.parent);
    EXPECT_EQ(rpc::ReasonOf(CheckParentName(goal)), c.right ? 0 : kTree) << c.parent;
    goal.set_level(Goal::LEVEL_GUIDING);
    EXPECT_EQ(CheckParentName(goal).ok(), *c.parent == '\0') << c.parent;
  }
}

TEST(CheckBelow, GoesFromLevelToLevel) {
  for (int level = 1; level <= 3; ++level) {
    for (int above = 1; above <= 3; ++above) {
      Goal goal = Named(GoodGoal(), "a");
      goal.set_level(static_cast<Goal::Level>(level));
      Goal parent = Named(GoodGoal(), "b");
      parent.set_level(static_cast<Goal::Level>(above));
      const absl::Status status = CheckBelow(goal, parent);
      EXPECT_EQ(rpc::ReasonOf(status), above == level - 1 ? 0 : kTree)
          << level << " below " << above;
    }
  }
}

TEST(CheckHasParent, AsksAllButGuidingGoals) {
  for (const Goal::Level level :
       {Goal::LEVEL_GUIDING, Goal::LEVEL_INTERMEDIATE, Goal::LEVEL_ACTION}) {
    Goal goal = GoodGoal();
    goal.set_level(level);
    EXPECT_TRUE(CheckHasParent(goal).ok());
    goal.clear_parent_goal();
    EXPECT_EQ(CheckHasParent(goal).ok(), level == Goal::LEVEL_GUIDING);
  }
}

TEST(CheckAdoptedBy, TakesWhatWasDecided) {
  // PROPOSED, ADOPTED, ADOPTED_MODIFIED, DEFERRED, REJECTED, IMPLEMENTED, REVOKED.
  std::string right;
  for (int i = 1; i <= 7; ++i) {
    v1alpha::Decision decision;
    decision.set_state(static_cast<v1alpha::Decision::State>(i));
    decision.add_subjects("g");
    right += CheckAdoptedBy(decision, {"g"}).empty() ? 'x' : '.';
  }
  EXPECT_EQ(right, ".xx..x.");
}

TEST(CheckAdoptedBy, TakesWhatIsAboutTheGoalOrOneAboveIt) {
  v1alpha::Decision decision;
  decision.set_state(v1alpha::Decision::STATE_ADOPTED);
  EXPECT_FALSE(CheckAdoptedBy(decision, {"g", "above"}).empty());
  decision.add_subjects("other");
  EXPECT_FALSE(CheckAdoptedBy(decision, {"g", "above"}).empty());
  decision.add_subjects("above");
  EXPECT_TRUE(CheckAdoptedBy(decision, {"g", "above"}).empty());
}

TEST(CheckGoalDecision, SaysWhatTheStepNeeds) {
  struct Case {
    v1alpha::GoalStep step;
    std::function<void(v1alpha::DecideGoalRequest*)> fill;
    std::string field;  // Empty: nothing is wrong.
  };
  const auto nothing = [](v1alpha::DecideGoalRequest*) {};
  const auto reason = [](v1alpha::DecideGoalRequest* q) { q->set_reason("darum"); };
  const auto decision = [](v1alpha::DecideGoalRequest* q) {
    q->set_decision("programmes/viv/engagements/eins/decisions/d");
  };
  const auto override_reason = [](v1alpha::DecideGoalRequest* q) {
    q->set_override_reason("eilt");
  };
  const Case cases[] = {
      {v1alpha::GOAL_STEP_UNSPECIFIED, nothing, "step"},
      {v1alpha::GOAL_STEP_PROPOSE, nothing, "step"},
      {v1alpha::GOAL_STEP_ADOPT, nothing, ""},
      {v1alpha::GOAL_STEP_ADOPT, decision, ""},
      {v1alpha::GOAL_STEP_ADOPT, override_reason, ""},
      {v1alpha::GOAL_STEP_ADOPT,
       [](auto* q) { q->set_decision("programmes/viv/engagements/zwei/decisions/d"); }, "decision"},
      {v1alpha::GOAL_STEP_ADOPT, [](auto* q) { q->set_override_reason(std::string(1001, 'x')); },
       "override_reason"},
      {v1alpha::GOAL_STEP_ACHIEVE, decision, "decision"},
      {v1alpha::GOAL_STEP_ACHIEVE, override_reason, "override_reason"},
      {v1alpha::GOAL_STEP_NOT_ACHIEVE, nothing, ""},
      {v1alpha::GOAL_STEP_REVISE, nothing, "reason"},
      {v1alpha::GOAL_STEP_REVISE, reason, ""},
      {v1alpha::GOAL_STEP_WITHDRAW, nothing, "reason"},
      {v1alpha::GOAL_STEP_WITHDRAW, reason, ""},
  };
  for (const Case& c : cases) {
    v1alpha::DecideGoalRequest q;
    q.set_step(c.step);
    c.fill(&q);
    const auto violations = CheckGoalDecision(GoodGoal(), q);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.empty() ? "" : violations[0].field, c.field) << c.step;
  }
}

TEST(DecideGoal, KeepsWhatWasAdoptedWhenItIsRevised) {
  Goal goal = GoodGoal();
  goal.set_state(Goal::STATE_PROPOSED);
  goal.set_version(1);
  goal.set_stale(true);
  v1alpha::DecideGoalRequest q;
  q.set_step(v1alpha::GOAL_STEP_ADOPT);
  q.set_decision("programmes/viv/engagements/eins/decisions/d");
  ASSERT_TRUE(DecideGoal(q, Today(), &goal).ok());
  EXPECT_TRUE(IsAdopted(goal));
  EXPECT_EQ(goal.adopt_date().day(), 2);
  EXPECT_EQ(goal.decision(), q.decision());
  EXPECT_FALSE(goal.stale());
  EXPECT_EQ(rpc::ReasonOf(DecideGoal(q, Today(), &goal)), type::v1alpha::ERROR_REASON_WRONG_STATE);

  q.Clear();
  q.set_step(v1alpha::GOAL_STEP_REVISE);
  q.set_reason("zu viel vorgenommen");
  goal.set_stale(true);
  ASSERT_TRUE(DecideGoal(q, Today(), &goal).ok());
  EXPECT_EQ(goal.state(), Goal::STATE_DRAFT);
  EXPECT_EQ(goal.version(), 2);
  ASSERT_EQ(goal.earlier_versions_size(), 1);
  EXPECT_EQ(goal.earlier_versions(0).version(), 1);
  EXPECT_EQ(goal.earlier_versions(0).reason(), "zu viel vorgenommen");
  EXPECT_EQ(goal.earlier_versions(0).due_date().month(), 12);
  EXPECT_EQ(goal.earlier_versions(0).adopt_date().day(), 2);
  EXPECT_EQ(goal.earlier_versions(0).title().variants_size(), 1);
  EXPECT_FALSE(goal.has_adopt_date());
  EXPECT_EQ(goal.decision(), "");
  // It stays so until it is adopted again.
  EXPECT_TRUE(goal.stale());
}

TEST(DecideGoal, IsRevisedTwentyTimes) {
  Goal goal = GoodGoal();
  v1alpha::DecideGoalRequest q;
  q.set_step(v1alpha::GOAL_STEP_REVISE);
  for (int i = 0; i < 20; ++i) {
    goal.set_state(Goal::STATE_ADOPTED);
    ASSERT_TRUE(DecideGoal(q, Today(), &goal).ok()) << i;
  }
  goal.set_state(Goal::STATE_ADOPTED);
  EXPECT_EQ(rpc::ReasonOf(DecideGoal(q, Today(), &goal)), kFinal);
}

TEST(CheckGoalChange, KeepsWhatWasDecided) {
  struct Case {
    Goal::State state;
    bool open;
    std::string way;
  };
  const Case cases[] = {{Goal::STATE_DRAFT, true, ""},
                        {Goal::STATE_PROPOSED, true, ""},
                        {Goal::STATE_ADOPTED, false, "REVISE"},
                        {Goal::STATE_ACHIEVED, false, "another goal"},
                        {Goal::STATE_PARTLY_ACHIEVED, false, "another goal"},
                        {Goal::STATE_NOT_ACHIEVED, false, "another goal"},
                        {Goal::STATE_WITHDRAWN, false, "another goal"}};
  for (const Case& c : cases) {
    Goal before = GoodGoal();
    before.set_state(c.state);
    Goal after = before;
    after.add_external_ids()->set_system("akte");
    after.mutable_no_measure_reason()->add_variants();
    EXPECT_TRUE(CheckGoalChange(before, after).ok());
    after.clear_due_date();
    const absl::Status status = CheckGoalChange(before, after);
    EXPECT_EQ(status.ok(), c.open) << c.state;
    if (!c.open) {
      EXPECT_EQ(rpc::ReasonOf(status), kFinal);
      EXPECT_THAT(std::string(status.message()), HasSubstr(c.way));
    }
  }
}

}  // namespace
}  // namespace lotse::engagement
