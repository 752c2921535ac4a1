#include <functional>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/body.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/need_service.pb.h"
#include "services/engagement/app/chain_testing.h"
#include "services/engagement/app/findings.h"

// Findings, needs and goals. Each method: success, each documented error.
namespace lotse::engagement {
namespace {

using ::testing::HasSubstr;
using v1alpha::DecideGoalRequest;
using v1alpha::Decision;
using v1alpha::Finding;
using v1alpha::Goal;
using v1alpha::Phase;
using Item = v1alpha::PhaseTemplateItem;

constexpr auto kIncomplete = type::v1alpha::ERROR_REASON_GOAL_INCOMPLETE;
constexpr char kDecision[] = "programmes/viv/engagements/eins/decisions/beschluss";

class GoalsTest : public ChainTesting {
 protected:
  rpc::ErrorReason Make(const char* id, const Goal& goal, const char* parent = kPlace) {
    v1alpha::CreateGoalRequest q;
    q.set_parent(parent);
    q.set_goal_id(id);
    *q.mutable_goal() = goal;
    return Run(q, &goal_);
  }
  rpc::ErrorReason Update(const Goal& goal) {
    v1alpha::UpdateGoalRequest q;
    *q.mutable_goal() = goal;
    q.mutable_update_mask()->add_paths("*");
    return Run(q, &goal_);
  }
  void PutDecision(Decision::State state) {
    v1alpha::Body body;
    Put("programmes/viv/engagements/eins/bodies/steuerung", body);
    Decision decision;
    decision.set_body("programmes/viv/engagements/eins/bodies/steuerung");
    decision.set_state(state);
    decision.add_subjects(kGoal);
    Put(kDecision, decision);
  }
  void Adopt() {
    ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk) << status_;
    ASSERT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT), kOk) << status_;
  }
};

TEST_F(GoalsTest, IsCreatedAsADraft) {
  Goal goal = GoodGoal();
  goal.set_state(Goal::STATE_ADOPTED);
  goal.set_version(7);
  ASSERT_EQ(Make("neu", goal), kOk) << status_;
  EXPECT_EQ(goal_.state(), Goal::STATE_DRAFT);
  EXPECT_EQ(goal_.version(), 1);
  EXPECT_EQ(Make("neu", goal), kOk);
  goal.clear_needs();
  EXPECT_EQ(Make("neu", goal), kExists);
  goal.clear_title();
  EXPECT_EQ(Make("anders", goal), kInvalid);
  goal = GoodGoal();
  goal.add_needs("programmes/viv/engagements/eins/needs/keiner");
  EXPECT_EQ(Make("anders", goal), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("goal.needs"));
}

TEST_F(GoalsTest, KeepsTheTree) {
  struct Case {
    Goal::Level level;
    const char* parent;
    rpc::ErrorReason reason;
  };
  const Case cases[] = {
      {Goal::LEVEL_GUIDING, "", kOk},
      {Goal::LEVEL_GUIDING, "programmes/viv/engagements/eins/goals/richtung", kTree},
      {Goal::LEVEL_INTERMEDIATE, "", kOk},
      {Goal::LEVEL_INTERMEDIATE, "programmes/viv/engagements/eins/goals/richtung", kOk},
      {Goal::LEVEL_INTERMEDIATE, "programmes/viv/engagements/eins/goals/zugang", kTree},
      {Goal::LEVEL_ACTION, "programmes/viv/engagements/eins/goals/richtung", kTree},
      {Goal::LEVEL_ACTION, "programmes/viv/engagements/eins/goals/zugang", kOk},
      {Goal::LEVEL_ACTION, "programmes/viv/engagements/eins/goals/formulare", kTree},
      {Goal::LEVEL_ACTION, "programmes/viv/engagements/eins/goals/keines", kInvalid},
      {Goal::LEVEL_ACTION, "programmes/viv/goals/zugang", kTree},
      {Goal::LEVEL_ACTION, "programmes/viv/engagements/zwei/goals/zugang", kTree},
  };
  for (const Case& c : cases) {
    Goal goal;
    *goal.mutable_title() = GoodGoal().title();
    goal.set_level(c.level);
    goal.set_parent_goal(c.parent);
    const std::string id = absl::StrCat("g", &c - cases);
    EXPECT_EQ(Make(id.c_str(), goal), c.reason) << c.level << " " << c.parent << status_;
  }
  Goal goal = Stored<Goal>(kGoal);
  goal.set_parent_goal("programmes/viv/engagements/eins/goals/richtung");
  EXPECT_EQ(Update(goal), kTree);
  goal = Stored<Goal>(kGoal);
  goal.set_level(Goal::LEVEL_GUIDING);
  EXPECT_EQ(Update(goal), kInvalid);
  EXPECT_EQ(
      ByName<v1alpha::DeleteGoalRequest>("programmes/viv/engagements/eins/goals/zugang", &goal_),
      kInUse);
}

TEST_F(GoalsTest, IsProposedAndTakenBack) {
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk) << status_;
  EXPECT_EQ(goal_.state(), Goal::STATE_PROPOSED);
  Goal orphan = goal_;
  orphan.clear_parent_goal();
  EXPECT_EQ(Update(orphan), kTree) << "what lies before a body keeps its parent";
  EXPECT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kWrongState);
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_RETURN), kOk);
  EXPECT_EQ(goal_.state(), Goal::STATE_DRAFT);
  EXPECT_EQ(Move(v1alpha::GOAL_STEP_ADOPT), kInvalid);

  PutGoal("ohne", Goal::LEVEL_INTERMEDIATE, "");
  EXPECT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE, "programmes/viv/engagements/eins/goals/ohne"), kTree);

  v1alpha::MoveGoalRequest q;
  q.set_step(v1alpha::GOAL_STEP_PROPOSE);
  q.set_name("x");
  EXPECT_EQ(Write(&engagement::MoveGoal, q, &goal_), kInvalid);
  q.set_name(kGoal);
  EXPECT_EQ(Write(&engagement::MoveGoal, q, &goal_), kInvalid);
  q.set_etag("99");
  EXPECT_EQ(Write(&engagement::MoveGoal, q, &goal_), kEtag);
  q.set_name("programmes/viv/engagements/eins/goals/keines");
  EXPECT_EQ(Write(&engagement::MoveGoal, q, &goal_), kNotFound);
  ASSERT_EQ(ByName<v1alpha::DeleteGoalRequest>(kGoal, &goal_), kOk);
  EXPECT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kDeleted);
}

// A circle is refused wherever goals come in; should one be there, nothing runs in it.
TEST_F(GoalsTest, ACircleHoldsNobodyUp) {
  PutDecision(Decision::STATE_ADOPTED);
  Set<Goal>(kGoal, [](Goal* g) { g->set_parent_goal(kGoal); });
  Set<Decision>(kDecision, [](Decision* d) { d->clear_subjects(); });
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk);
  DecideGoalRequest q;
  q.set_decision(kDecision);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kInvalid);
}

TEST_F(GoalsTest, IsAdoptedByADecision) {
  PutDecision(Decision::STATE_PROPOSED);
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk);
  DecideGoalRequest q;
  q.set_decision(kDecision);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("decision"));
  Set<Decision>(kDecision, [](Decision* d) { d->set_state(Decision::STATE_ADOPTED); });
  q.set_decision("programmes/viv/engagements/eins/decisions/keiner");
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kInvalid);
  q.set_decision("programmes/viv/engagements/zwei/decisions/beschluss");
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kInvalid);
  q.set_decision(kDecision);
  q.set_validate_only(true);
  ASSERT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kOk) << status_;
  EXPECT_EQ(Stored<Goal>(kGoal).state(), Goal::STATE_PROPOSED);
  // It is about this goal, or one above it.
  const auto about = [&](const char* subject) {
    Set<Decision>(kDecision, [&](Decision* d) {
      d->clear_subjects();
      if (*subject != '\0') d->add_subjects(subject);
    });
    return Decide(v1alpha::GOAL_STEP_ADOPT, q);
  };
  EXPECT_EQ(about(""), kInvalid);
  EXPECT_EQ(about("programmes/viv/engagements/eins/goals/anders"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("nor one above it"));
  EXPECT_EQ(about("programmes/viv/engagements/eins/goals/zugang"), kOk) << status_;
  EXPECT_EQ(about("programmes/viv/engagements/eins/goals/richtung"), kOk) << status_;
  q.set_validate_only(false);
  ASSERT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kOk) << status_;
  EXPECT_EQ(goal_.state(), Goal::STATE_ADOPTED);
  EXPECT_EQ(goal_.decision(), kDecision);
  EXPECT_EQ(goal_.adopt_date().day(), 2);
}

TEST_F(GoalsTest, IsAdoptedWhenItIsComplete) {
  Set<Goal>(kGoal, [](Goal* g) {
    g->clear_due_date();
    g->clear_feasibility();
    g->clear_success_statement();
  });
  v1alpha::CheckGoalRequest check;
  v1alpha::CheckGoalResponse missing;
  check.set_name(kGoal);
  ASSERT_EQ(Read(&engagement::TellMissing, check, &missing), kOk);
  EXPECT_FALSE(missing.complete());
  ASSERT_EQ(missing.missing_size(), 3);
  EXPECT_EQ(missing.missing(0).field(), "due_date");

  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT), kWrongState);
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT), kIncomplete);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("#due_date has no date"));
  EXPECT_THAT(std::string(status_.message()), HasSubstr("and 2 more"));

  // An indicator counts as long as it is there.
  Put(GoodIndicator().name(), GoodIndicator());
  Set<Goal>(kGoal, [](Goal* g) {
    *g->mutable_due_date() = GoodGoal().due_date();
    *g->mutable_feasibility() = GoodGoal().feasibility();
    g->add_indicators(GoodIndicator().name());
  });
  ASSERT_EQ(Read(&engagement::TellMissing, check, &missing), kOk);
  EXPECT_TRUE(missing.complete());
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT), kOk) << status_;
  check.set_name("programmes/viv/engagements/eins/goals/keines");
  EXPECT_EQ(Read(&engagement::TellMissing, check, &missing), kNotFound);
  check.set_name("");
  EXPECT_EQ(Read(&engagement::TellMissing, check, &missing), kInvalid);
}

TEST_F(GoalsTest, WaitsForTheGateOfItsTrack) {
  PutPhase("aufnahme", 100, Phase::STATE_ACTIVE, Item::SERVES_STOCK_TAKING);
  Set<Goal>(kGoal, [](Goal* g) { g->set_track(kTrack); });
  ASSERT_EQ(Move(v1alpha::GOAL_STEP_PROPOSE), kOk);
  DecideGoalRequest q;
  q.set_validate_only(true);
  // No phase of the track serves goals: nothing says that one has to be passed.
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kOk) << status_;
  PutPhase("ziele", 200, Phase::STATE_PLANNED, Item::SERVES_GOALS);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT), kGate);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("phases/aufnahme is ACTIVE"));
  q.set_override_reason("Der Rat tagt nur im Juli.");
  q.set_reason("Ratssitzung");
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_ADOPT, q), kOk) << status_;

  // Why the gate was passed over stands in the log.
  q.set_validate_only(false);
  q.set_name(kGoal);
  q.set_etag(Stored<Goal>(kGoal).etag());
  q.set_step(v1alpha::GOAL_STEP_ADOPT);
  Do([&](Tx& tx) {
    Goal goal;
    const absl::Status done = engagement::DecideGoal(tx, q, &goal);
    EXPECT_EQ(tx.written().back().verb, "ADOPT");
    EXPECT_EQ(tx.written().back().reason, "Ratssitzung\nDer Rat tagt nur im Juli.");
    return done;
  });
}

TEST_F(GoalsTest, IsAdoptedOnceTheGateIsPassed) {
  PutPhase("aufnahme", 100, Phase::STATE_COMPLETED, Item::SERVES_STOCK_TAKING);
  PutPhase("ziele", 200, Phase::STATE_PLANNED, Item::SERVES_GOALS);
  Set<Goal>(kGoal, [](Goal* g) { g->set_track(kTrack); });
  Adopt();
}

TEST_F(GoalsTest, IsRevisedAndNotEdited) {
  Adopt();
  Goal goal = Stored<Goal>(kGoal);
  goal.mutable_due_date()->set_year(2022);
  EXPECT_EQ(Update(goal), kFinal);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("REVISE"));
  goal = Stored<Goal>(kGoal);
  *goal.mutable_no_measure_reason() = GoodGoal().title();
  ASSERT_EQ(Update(goal), kOk) << status_;

  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_REVISE), kInvalid);
  DecideGoalRequest q;
  q.set_reason("zu knapp");
  ASSERT_EQ(Decide(v1alpha::GOAL_STEP_REVISE, q), kOk) << status_;
  EXPECT_EQ(goal_.version(), 2);
  ASSERT_EQ(goal_.earlier_versions_size(), 1);
  EXPECT_EQ(goal_.earlier_versions(0).due_date().year(), 2021);
  EXPECT_EQ(goal_.earlier_versions(0).reason(), "zu knapp");
  goal = goal_;
  goal.mutable_due_date()->set_year(2022);
  ASSERT_EQ(Update(goal), kOk) << status_;
  EXPECT_EQ(goal_.earlier_versions_size(), 1);
  Adopt();
  EXPECT_EQ(goal_.version(), 2);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_PARTLY_ACHIEVE), kOk);
  EXPECT_EQ(Decide(v1alpha::GOAL_STEP_REVISE, q), kWrongState);
  EXPECT_EQ(Update(GoodGoal()), kFinal);
}

TEST_F(GoalsTest, KeepsTheIndicatorItIsMeasuredBy) {
  Put(GoodIndicator().name(), GoodIndicator());
  Put(Named(GoodIndicator(), "zweite").name(), GoodIndicator());
  Set<Goal>(kGoal, [](Goal* g) {
    g->clear_success_statement();
    g->add_indicators(GoodIndicator().name());
  });
  const auto update = [&](const std::function<void(v1alpha::Indicator*)>& change) {
    v1alpha::UpdateIndicatorRequest q;
    v1alpha::Indicator indicator;
    *q.mutable_indicator() = Stored<v1alpha::Indicator>(GoodIndicator().name());
    change(q.mutable_indicator());
    q.mutable_update_mask()->add_paths("*");
    q.set_validate_only(true);
    return Run(q, &indicator);
  };
  const auto clear_targets = [](v1alpha::Indicator* i) { i->clear_targets(); };
  const auto clear_baseline = [](v1alpha::Indicator* i) { i->clear_baseline(); };
  const auto move_target = [](v1alpha::Indicator* i) {
    i->mutable_targets(0)->mutable_value()->set_value("5");
  };
  EXPECT_EQ(update(clear_targets), kOk) << "no goal stands on it yet" << status_;
  Adopt();
  EXPECT_EQ(update(move_target), kOk) << status_;
  EXPECT_EQ(update(clear_baseline), kIncomplete);
  EXPECT_EQ(update(clear_targets), kIncomplete);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("goals/formulare#indicators"));
  EXPECT_THAT(std::string(status_.message()), HasSubstr("lacks a target"));
  // Another that the goal is measured by is enough.
  Set<Goal>(kGoal, [](Goal* g) { g->add_indicators(Named(GoodIndicator(), "zweite").name()); });
  EXPECT_EQ(update(clear_targets), kOk) << status_;
}

TEST_F(GoalsTest, IsConfirmedWhenItIsStale) {
  v1alpha::ConfirmGoalRequest q;
  q.set_name(kGoal);
  EXPECT_EQ(Write(&engagement::ConfirmGoal, q, &goal_), kInvalid);
  q.set_etag(Stored<Goal>(kGoal).etag());
  EXPECT_EQ(Write(&engagement::ConfirmGoal, q, &goal_), kWrongState);
  Set<Goal>(kGoal, [](Goal* g) { g->set_stale(true); });
  EXPECT_EQ(Write(&engagement::ConfirmGoal, q, &goal_), kEtag);
  q.set_etag(Stored<Goal>(kGoal).etag());
  ASSERT_EQ(Write(&engagement::ConfirmGoal, q, &goal_), kOk) << status_;
  EXPECT_FALSE(goal_.stale());
  q.set_name("programmes/viv/engagements/eins/goals/keines");
  EXPECT_EQ(Write(&engagement::ConfirmGoal, q, &goal_), kNotFound);
}

TEST_F(GoalsTest, NeedsAreWhatGoalsAnswer) {
  v1alpha::CreateNeedRequest q;
  v1alpha::Need need;
  q.set_parent(kPlace);
  q.set_need_id("neu");
  *q.mutable_need() = GoodNeed();
  ASSERT_EQ(Run(q, &need), kOk) << status_;
  q.set_need_id("anders");
  q.mutable_need()->set_priority(9);
  EXPECT_EQ(Run(q, &need), kInvalid);
  EXPECT_EQ(ByName<v1alpha::DeleteNeedRequest>(GoodNeed().name().c_str(), &need), kInUse);
}

TEST_F(GoalsTest, FindingsAreLookedAtTogether) {
  const std::string name = "programmes/viv/engagements/eins/findings/neu";
  v1alpha::CreateFindingRequest create;
  Finding finding;
  create.set_parent(kPlace);
  create.set_finding_id("neu");
  *create.mutable_finding() = GoodFinding();
  create.mutable_finding()->clear_evidence();
  ASSERT_EQ(Run(create, &finding), kOk) << status_;
  EXPECT_EQ(finding.state(), Finding::STATE_DRAFT);

  v1alpha::DecideFindingRequest q;
  const auto decide = [&](v1alpha::FindingStep step) {
    q.set_name(name);
    q.set_etag(Stored<Finding>(name).etag());
    q.set_step(step);
    return Write(&engagement::DecideFinding, q, &finding);
  };
  EXPECT_EQ(decide(v1alpha::FINDING_STEP_VALIDATE), kInvalid);
  v1alpha::UpdateFindingRequest update;
  *update.mutable_finding() = GoodFinding();
  update.mutable_finding()->set_name(name);
  ASSERT_EQ(Run(update, &finding), kOk) << status_;
  ASSERT_EQ(decide(v1alpha::FINDING_STEP_VALIDATE), kOk) << status_;
  EXPECT_EQ(finding.state(), Finding::STATE_VALIDATED);
  update.mutable_finding()->set_kind(Finding::KIND_NEED);
  EXPECT_EQ(Run(update, &finding), kFinal);
  EXPECT_EQ(decide(v1alpha::FINDING_STEP_REJECT), kWrongState);
  EXPECT_EQ(decide(v1alpha::FINDING_STEP_REOPEN), kInvalid);
  q.set_reason("neue Zahlen");
  ASSERT_EQ(decide(v1alpha::FINDING_STEP_REOPEN), kOk) << status_;
  ASSERT_EQ(Run(update, &finding), kOk) << status_;
  q.set_etag("");
  EXPECT_EQ(Write(&engagement::DecideFinding, q, &finding), kInvalid);
  q.set_etag("99");
  EXPECT_EQ(Write(&engagement::DecideFinding, q, &finding), kEtag);
  q.set_name("programmes/viv/engagements/eins/findings/keiner");
  EXPECT_EQ(Write(&engagement::DecideFinding, q, &finding), kNotFound);
  ASSERT_EQ(ByName<v1alpha::DeleteFindingRequest>(name.c_str(), &finding), kOk);
  EXPECT_EQ(decide(v1alpha::FINDING_STEP_VALIDATE), kDeleted);
}

}  // namespace
}  // namespace lotse::engagement
