#include "services/engagement/domain/phase_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/state_machine_testing.h"
#include "services/engagement/domain/test_data.h"
#include "services/engagement/domain/track_rules.h"
#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1alpha::Phase;

constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kOrder = type::v1alpha::ERROR_REASON_PHASE_ORDER;
constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;

google::type::Date Day(int day) {
  google::type::Date date;
  date.set_year(2021);
  date.set_month(7);
  date.set_day(day);
  return date;
}

std::vector<Phase> Track() { return CopyPhases(GoodPhaseTemplate(), "e/tracks/t", Day(1)); }

rpc::ErrorReason Move(v1alpha::PhaseStep step, const std::vector<Phase>& track, Phase* phase,
                      absl::string_view reason = "") {
  return rpc::ReasonOf(MovePhase(step, reason, Day(2), track, phase));
}

TEST(PhaseMachine, HasTheseStepsAndNoOthers) {
  EXPECT_EQ(
      LegalOf(PhaseMachine()),
      (std::set<std::string>{
          "PLANNED PREPARE -> READY", "READY START -> ACTIVE", "REOPENED START -> ACTIVE",
          "ACTIVE ENTER_GATE -> IN_GATE", "IN_GATE LEAVE_GATE -> ACTIVE", "PLANNED SKIP -> SKIPPED",
          "READY SKIP -> SKIPPED", "COMPLETED REOPEN -> REOPENED", "SKIPPED REOPEN -> REOPENED",
          "IN_GATE PASS -> COMPLETED", "IN_GATE FAIL -> ACTIVE", "IN_GATE WAIVE -> COMPLETED"}));
}

TEST(CheckPhase, FindsEachFault) {
  const Phase good = Track()[0];
  EXPECT_TRUE(CheckPhase(good).empty());
  const std::pair<std::function<void(Phase*)>, const char*> cases[] = {
      {[](Phase* p) { p->clear_title(); }, "phase.title"},
      {[](Phase* p) { p->set_position(0); }, "phase.position"},
      {[](Phase* p) { p->mutable_planned_end_date()->set_year(2020); }, "phase.planned_end_date"},
      {[](Phase* p) { p->mutable_criteria(1)->set_criterion_id("befunde"); },
       "phase.criteria[1].criterion_id"},
      {[](Phase* p) { p->mutable_criteria(1)->clear_title(); }, "phase.criteria[1].title"},
      {[](Phase* p) { p->mutable_deliverables(1)->set_deliverable_id("bericht"); },
       "phase.deliverables[1].deliverable_id"},
      {[](Phase* p) { p->mutable_deliverables(1)->set_deliverable_id("befunde"); },
       "phase.deliverables[1].deliverable_id"},
      {[](Phase* p) {
         for (int i = 0; i < 31; ++i) p->add_tools();
       },
       "phase.tools"},
  };
  for (const auto& [fault, field] : cases) {
    Phase phase = good;
    fault(&phase);
    const auto violations = CheckPhase(phase);
    ExpectBothLanguages(violations);
    ASSERT_EQ(violations.size(), 1u) << field;
    EXPECT_EQ(violations[0].field, field);
  }
}

TEST(CheckPhaseChange, WhatCameFromTheTemplateStays) {
  Phase before = Track()[0];
  before.add_criteria()->set_criterion_id("eigenes");
  before.add_deliverables()->set_deliverable_id("eigene-liste");
  constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
  const std::pair<std::function<void(Phase*)>, rpc::ErrorReason> cases[] = {
      {[](Phase* p) { p->mutable_criteria(0)->set_result(v1alpha::GateCriterion::RESULT_MET); },
       kOk},
      {[](Phase* p) { p->add_criteria()->set_criterion_id("noch-eines"); }, kOk},
      {[](Phase* p) { p->mutable_criteria(3)->set_mandatory(true); }, kOk},
      {[](Phase* p) { p->mutable_criteria()->RemoveLast(); }, kOk},
      {[](Phase* p) { p->mutable_deliverables()->RemoveLast(); }, kOk},
      {[](Phase* p) { p->mutable_criteria(0)->set_mandatory(false); }, kInvalid},
      {[](Phase* p) { p->mutable_criteria(1)->clear_check(); }, kInvalid},
      {[](Phase* p) { p->mutable_criteria()->DeleteSubrange(2, 1); }, kInvalid},
      {[](Phase* p) { p->mutable_deliverables(0)->set_mandatory(false); }, kInvalid},
      {[](Phase* p) { p->clear_deliverables(); }, kInvalid},
  };
  for (const auto& [change, reason] : cases) {
    Phase after = before;
    change(&after);
    EXPECT_EQ(rpc::ReasonOf(CheckPhaseChange(before, after, GoodPhaseTemplate().phases(0))), reason)
        << after.DebugString();
    // What was added by hand is one's own.
    EXPECT_TRUE(CheckPhaseChange(before, after, {}).ok());
  }
}

TEST(CheckPhaseChange, WhatIsOverIsFinal) {
  for (const auto state : {Phase::STATE_COMPLETED, Phase::STATE_SKIPPED}) {
    Phase before = Track()[0];
    before.set_state(state);
    Phase after = before;
    EXPECT_TRUE(CheckPhaseChange(before, after, {}).ok());
    after.add_external_ids()->set_system("akte");
    EXPECT_TRUE(CheckPhaseChange(before, after, {}).ok());
    after.set_position(5);
    EXPECT_EQ(rpc::ReasonOf(CheckPhaseChange(before, after, {})), kFinal);
  }
}

TEST(CheckOrderKept, PhasesOfTheTemplateStayInOrder) {
  auto track = Track();
  const std::pair<int, rpc::ErrorReason> cases[] = {{150, type::v1alpha::ERROR_REASON_UNSPECIFIED},
                                                    {199, type::v1alpha::ERROR_REASON_UNSPECIFIED},
                                                    {201, kInvalid}};
  for (const auto& [position, reason] : cases) {
    Phase after = track[0];
    after.set_position(position);
    EXPECT_EQ(rpc::ReasonOf(CheckOrderKept(track[0], after, track)), reason) << position;
  }
  Phase own = track[0];
  own.clear_phase_id();
  Phase after = own;
  after.set_position(201);
  EXPECT_TRUE(CheckOrderKept(own, after, track).ok()) << "what was added goes anywhere";
}

TEST(MovePhase, IsPreparedWhenAllBeforeAreFinalOrWithAReason) {
  std::vector<Phase> track = Track();
  Phase second = track[1];
  const absl::Status refused = MovePhase(v1alpha::PHASE_STEP_PREPARE, "", Day(2), track, &second);
  EXPECT_EQ(rpc::ReasonOf(refused), kOrder);
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("e/tracks/t/phases/bestand comes before and is PLANNED"));
  second = track[1];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_PREPARE, track, &second, " "), kOrder) << "blanks";
  second = track[1];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_PREPARE, track, &second, "Workshop liegt früher"), 0);
  EXPECT_EQ(second.state(), Phase::STATE_READY);
  for (const auto state : {Phase::STATE_COMPLETED, Phase::STATE_SKIPPED}) {
    track[0].set_state(state);
    second = track[1];
    EXPECT_EQ(Move(v1alpha::PHASE_STEP_PREPARE, track, &second), 0);
  }
}

TEST(MovePhase, KeepsTheFirstDayOfWork) {
  const auto track = Track();
  Phase phase = track[0];
  ASSERT_EQ(Move(v1alpha::PHASE_STEP_PREPARE, track, &phase), 0);
  ASSERT_EQ(Move(v1alpha::PHASE_STEP_START, track, &phase), 0);
  EXPECT_EQ(phase.start_date().day(), 2);
  *phase.mutable_start_date() = Day(1);
  phase.set_state(Phase::STATE_REOPENED);
  ASSERT_EQ(Move(v1alpha::PHASE_STEP_START, track, &phase), 0);
  EXPECT_EQ(phase.start_date().day(), 1);
}

TEST(MovePhase, SkippingAndReopeningNeedAReason) {
  const auto track = Track();
  Phase phase = track[0];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_SKIP, track, &phase), kInvalid);
  phase = track[0];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_SKIP, track, &phase, " \n"), kInvalid) << "blanks";
  phase = track[0];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_SKIP, track, &phase, "liegt vor"), 0);
  Phase fixed = track[1];
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_SKIP, track, &fixed, "liegt vor"), kWrongState);
  *phase.mutable_complete_date() = Day(1);
  Phase again = phase;
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_REOPEN, track, &again), kInvalid);
  EXPECT_EQ(Move(v1alpha::PHASE_STEP_REOPEN, track, &phase, "neue Befunde"), 0);
  EXPECT_EQ(phase.state(), Phase::STATE_REOPENED);
  EXPECT_FALSE(phase.has_complete_date());
}

TEST(CellOf, SaysWhetherItIsOverdue) {
  Phase phase = Track()[0];  // Planned until 30 November.
  const std::pair<absl::CivilDay, bool> days[] = {{absl::CivilDay(2021, 11, 30), false},
                                                  {absl::CivilDay(2021, 12, 1), true}};
  for (const auto& [day, overdue] : days) {
    for (const auto state : {Phase::STATE_PLANNED, Phase::STATE_REOPENED, Phase::STATE_IN_GATE}) {
      phase.set_state(state);
      EXPECT_EQ(CellOf({}, phase, types::ToDate(day)).overdue(), overdue);
    }
    for (const auto state : {Phase::STATE_COMPLETED, Phase::STATE_SKIPPED}) {
      phase.set_state(state);
      EXPECT_FALSE(IsOverdue({}, phase, types::ToDate(day)));
    }
  }
  phase.clear_planned_end_date();
  phase.set_state(Phase::STATE_ACTIVE);
  EXPECT_FALSE(IsOverdue({}, phase, types::ToDate(absl::CivilDay(2099, 1, 1))));
  phase.add_verdicts()->set_verdict(v1alpha::GateVerdict::VERDICT_FAILED);
  phase.set_stale(true);
  const auto cell = CellOf({}, phase, Day(1));
  EXPECT_EQ(cell.phase(), phase.name());
  EXPECT_EQ(cell.last_verdict(), v1alpha::GateVerdict::VERDICT_FAILED);
  EXPECT_TRUE(cell.stale());
}

TEST(CellOf, OfAnEngagementThatIsOverNothingIsOverdue) {
  using v1alpha::Engagement;
  const Phase phase = Track()[0];  // Planned until 30 November 2021.
  const auto day = types::ToDate(absl::CivilDay(2021, 12, 1));
  Engagement engagement;
  for (const auto state : {Engagement::STATE_ACTIVE, Engagement::STATE_SUSPENDED}) {
    engagement.set_state(state);
    EXPECT_TRUE(CellOf(engagement, phase, day).overdue()) << state;
  }
  for (const auto state :
       {Engagement::STATE_CANCELLED, Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED}) {
    engagement.set_state(state);
    EXPECT_FALSE(CellOf(engagement, phase, day).overdue()) << state;
  }
}

TEST(MarkStaleBehind, MarksWhatWasWorkedOnAndNothingElse) {
  std::vector<Phase> track(5, Track()[0]);
  const Phase::State states[] = {Phase::STATE_ACTIVE, Phase::STATE_REOPENED, Phase::STATE_COMPLETED,
                                 Phase::STATE_SKIPPED, Phase::STATE_PLANNED};
  for (int i = 0; i < 5; ++i) {
    track[i].set_position(i + 1);
    track[i].set_state(states[i]);
  }
  const auto stale = MarkStaleBehind(track[1], track);
  ASSERT_EQ(stale.size(), 1u);
  EXPECT_EQ(stale[0].position(), 3);
  EXPECT_TRUE(stale[0].stale());
  track[2].set_stale(true);
  EXPECT_TRUE(MarkStaleBehind(track[1], track).empty()) << "it is marked already";
}

TEST(SplitPhase, MovesWhatIsAskedBehindIt) {
  const auto track = Track();
  v1alpha::SplitPhaseRequest request;
  request.set_new_phase_id("bestand-2");
  request.mutable_new_title()->add_variants()->set_language("de");
  request.mutable_new_title()->mutable_variants(0)->set_text("Vertiefung");
  request.add_criterion_ids("akzeptanz");
  request.add_deliverable_ids("bericht");
  Phase first = track[0], second;
  ASSERT_TRUE(SplitPhase(request, track, &first, &second).ok());
  EXPECT_EQ(second.name(), "e/tracks/t/phases/bestand-2");
  EXPECT_EQ(second.position(), 150);
  EXPECT_EQ(second.split_from(), first.name());
  EXPECT_EQ(second.phase_id(), "bestand") << "so what is mandatory in it stays so";
  EXPECT_EQ(second.state(), Phase::STATE_PLANNED);
  ASSERT_EQ(second.criteria_size(), 1);
  EXPECT_EQ(second.criteria(0).criterion_id(), "akzeptanz");
  EXPECT_EQ(first.criteria_size(), 2);
  ASSERT_EQ(second.deliverables_size(), 1);
  EXPECT_EQ(first.deliverables_size(), 1);
}

TEST(SplitPhase, Refuses) {
  auto track = Track();
  v1alpha::SplitPhaseRequest request;
  request.set_new_phase_id("Zwei!");
  request.add_criterion_ids("none");
  Phase first = track[0], second;
  track[1].set_position(101);
  const absl::Status status = SplitPhase(request, track, &first, &second);
  EXPECT_EQ(rpc::ReasonOf(status), kInvalid);
  EXPECT_THAT(std::string(status.message()), HasSubstr("(and 3 more)")) << "id, title, name, list";
  first = track[0];
  first.set_state(Phase::STATE_COMPLETED);
  EXPECT_EQ(rpc::ReasonOf(SplitPhase(request, track, &first, &second)), kWrongState);
}

}  // namespace
}  // namespace lotse::engagement
