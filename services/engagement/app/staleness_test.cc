#include "services/engagement/app/staleness.h"

#include "absl/strings/str_cat.h"
#include "services/engagement/app/chain_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Phase;
using Item = v1alpha::PhaseTemplateItem;

constexpr char kOther[] = "programmes/viv/engagements/eins/tracks/jugend";

class StalenessTest : public ChainTesting {
 protected:
  void SetUp() override {
    ChainTesting::SetUp();
    Put(kOther, v1alpha::Track());
    PutPhase("aufnahme", 100, Phase::STATE_COMPLETED, Item::SERVES_STOCK_TAKING);
    PutPhase("ziele", 200, Phase::STATE_COMPLETED, Item::SERVES_GOALS);
    PutPhase("massnahmen", 300, Phase::STATE_COMPLETED, Item::SERVES_MEASURES);
    PutPhase("umsetzung", 400, Phase::STATE_COMPLETED, Item::SERVES_IMPLEMENTATION);
  }
  // What is stale after a phase was opened again, all of these states: one letter each.
  std::string GoalsStale(const char* track) {
    std::string stale;
    for (int i = Goal::STATE_DRAFT; i <= Goal::STATE_WITHDRAWN; ++i) {
      stale += Stored<Goal>(GoalName(track, i)).stale() ? 'x' : '.';
    }
    return stale;
  }
  std::string MeasuresStale(const char* track) {
    std::string stale;
    for (int i = Measure::STATE_IDEA; i <= Measure::STATE_CANCELLED; ++i) {
      stale += Stored<Measure>(MeasureName(track, i)).stale() ? 'x' : '.';
    }
    return stale;
  }
  void PutOneOfEach(const char* track) {
    for (int i = Goal::STATE_DRAFT; i <= Goal::STATE_WITHDRAWN; ++i) {
      Goal goal = GoodGoal();
      goal.set_track(track);
      goal.set_state(static_cast<Goal::State>(i));
      Put(GoalName(track, i), goal);
    }
    for (int i = Measure::STATE_IDEA; i <= Measure::STATE_CANCELLED; ++i) {
      Measure measure = GoodMeasure();
      measure.set_track(track);
      measure.set_state(static_cast<Measure::State>(i));
      Put(MeasureName(track, i), measure);
    }
  }
  void Reopen(const std::string& phase) {
    const auto reopened = Stored<Phase>(absl::StrCat(kTrack, "/phases/", phase));
    Do([&](Tx& tx) { return MarkStale(tx, reopened); });
  }

 private:
  static std::string Id(const char* track, int state) {
    const std::string name = track;
    return absl::StrCat(name.empty() ? "ganz" : name.substr(name.rfind('/') + 1), "-", state);
  }
  static std::string GoalName(const char* track, int state) {
    return absl::StrCat(kPlace, "/goals/", Id(track, state));
  }
  static std::string MeasureName(const char* track, int state) {
    return absl::StrCat(kPlace, "/measures/", Id(track, state));
  }
};

TEST_F(StalenessTest, MarksWhatStandsOnThePhase) {
  PutOneOfEach(kTrack);
  PutOneOfEach(kOther);
  Reopen("umsetzung");
  EXPECT_EQ(GoalsStale(kTrack), ".......");
  EXPECT_EQ(MeasuresStale(kTrack), "..........");
  Reopen("massnahmen");
  EXPECT_EQ(GoalsStale(kTrack), ".......");
  // From APPROVED to SUSTAINED.
  EXPECT_EQ(MeasuresStale(kTrack), "..xxxxxxx.");
  Reopen("aufnahme");
  // ADOPTED.
  EXPECT_EQ(GoalsStale(kTrack), "..x....");
  EXPECT_EQ(GoalsStale(kOther), ".......");
  EXPECT_EQ(MeasuresStale(kOther), "..........");
}

TEST_F(StalenessTest, WhatBelongsToTheWholeEngagementStandsOnEachTrack) {
  PutOneOfEach("");
  Reopen("massnahmen");
  EXPECT_EQ(GoalsStale(""), ".......");
  EXPECT_EQ(MeasuresStale(""), "..xxxxxxx.");
  Reopen("aufnahme");
  EXPECT_EQ(GoalsStale(""), "..x....");
}

TEST_F(StalenessTest, WritesEachOnceAndSaysWhy) {
  PutOneOfEach(kTrack);
  const auto reopened = Stored<Phase>(absl::StrCat(kTrack, "/phases/ziele"));
  Do([&](Tx& tx) {
    const absl::Status marked = MarkStale(tx, reopened);
    EXPECT_EQ(tx.written().size(), 8u);
    EXPECT_EQ(tx.written()[0].verb, "MARK_STALE");
    EXPECT_EQ(tx.written()[0].reason, "see " + reopened.name());
    return marked;
  });
  Do([&](Tx& tx) {
    const absl::Status marked = MarkStale(tx, reopened);
    EXPECT_TRUE(tx.written().empty());
    return marked;
  });
}

}  // namespace
}  // namespace lotse::engagement
