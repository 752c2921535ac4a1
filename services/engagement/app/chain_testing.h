#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "services/app_testing.h"
#include "services/engagement/app/goals.h"
#include "services/engagement/app/measures.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/chain_test_data.h"

namespace lotse::engagement {

inline constexpr auto kTree = type::v1alpha::ERROR_REASON_GOAL_TREE;
inline constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;
inline constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;
inline constexpr auto kGate = type::v1alpha::ERROR_REASON_GATE_NOT_PASSED;

inline constexpr char kTrack[] = "programmes/viv/engagements/eins/tracks/soziales";
inline constexpr char kGoal[] = "programmes/viv/engagements/eins/goals/formulare";
inline constexpr char kMeasure[] = "programmes/viv/engagements/eins/measures/uebersetzen";

// The base of tests from findings to measures: one engagement with a track and two units,
// a finding, a need, a guiding, an intermediate and an action goal.
class ChainTesting : public AppTesting {
 protected:
  ChainTesting() : AppTesting(ServiceNames()) {
    // 23:30 UTC in summer: already 2 July where the administrations are.
    now_ = absl::FromCivil(absl::CivilMinute(2021, 7, 1, 23, 30), absl::UTCTimeZone());
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    Put("programmes/viv", GoodProgramme());
    Put("administrations/musterstadt", GoodAdministration());
    for (const char* id : {"kita", "personal"}) {
      Put(absl::StrCat("administrations/musterstadt/orgUnits/", id), v1alpha::OrgUnit());
    }
    Put(kPlace, GoodEngagement());
    Put(kTrack, v1alpha::Track());
    Put(GoodFinding().name(), GoodFinding());
    Put(GoodNeed().name(), GoodNeed());
    PutGoal("richtung", v1alpha::Goal::LEVEL_GUIDING, "");
    PutGoal("zugang", v1alpha::Goal::LEVEL_INTERMEDIATE, "richtung");
    v1alpha::Goal goal = GoodGoal();
    goal.set_state(v1alpha::Goal::STATE_DRAFT);
    goal.set_version(1);
    Put(kGoal, goal);
  }

  // Stores a resource as it is, past the rules of its kind.
  template <class R>
  void Put(const std::string& name, R resource) {
    resource.set_name(name);
    Do([&](Tx& tx) { return tx.Create(&resource); });
  }
  // Changes a stored resource, past the rules of its kind.
  template <class R>
  void Set(const std::string& name, const std::function<void(R*)>& change) {
    Do([&](Tx& tx) {
      R resource;
      if (absl::Status s = tx.Load(name, &resource); !s.ok()) return s;
      change(&resource);
      return tx.Save("TEST", "", &resource);
    });
  }
  template <class R>
  R Stored(const std::string& name) {
    R resource;
    Do([&](Tx& tx) { return tx.Load(name, &resource); });
    return resource;
  }
  // Work in a write that must succeed.
  void Do(const Work& work) {
    v1alpha::CreateGoalRequest q;
    v1alpha::Goal none;
    ASSERT_EQ(WriteWith(q, &none, work), kOk) << status_;
  }
  void PutGoal(const std::string& id, v1alpha::Goal::Level level, const std::string& parent) {
    v1alpha::Goal goal;
    *goal.mutable_title() = GoodGoal().title();
    goal.set_level(level);
    goal.set_state(v1alpha::Goal::STATE_DRAFT);
    goal.set_version(1);
    if (!parent.empty()) goal.set_parent_goal(absl::StrCat(kPlace, "/goals/", parent));
    Put(absl::StrCat(kPlace, "/goals/", id), goal);
  }
  void PutPhase(const std::string& id, int position, v1alpha::Phase::State state,
                v1alpha::PhaseTemplateItem::Serves serves) {
    v1alpha::Phase phase;
    phase.set_position(position);
    phase.set_state(state);
    phase.set_serves(serves);
    Put(absl::StrCat(kTrack, "/phases/", id), phase);
  }

  rpc::ErrorReason Move(v1alpha::GoalStep step, const std::string& name = kGoal) {
    v1alpha::MoveGoalRequest q;
    q.set_name(name);
    q.set_etag(Stored<v1alpha::Goal>(name).etag());
    q.set_step(step);
    return Write(&engagement::MoveGoal, q, &goal_);
  }
  rpc::ErrorReason Decide(v1alpha::GoalStep step, v1alpha::DecideGoalRequest q = {}) {
    q.set_name(kGoal);
    q.set_etag(Stored<v1alpha::Goal>(kGoal).etag());
    q.set_step(step);
    return Write(&engagement::DecideGoal, q, &goal_);
  }

  v1alpha::Goal goal_;
};

}  // namespace lotse::engagement
