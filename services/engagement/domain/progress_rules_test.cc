#include "services/engagement/domain/progress_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/chain_test_data.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::ActionItem;
using v1alpha::DueItem;
using v1alpha::Gap;
using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Milestone;
using v1alpha::Need;
using v1alpha::Phase;

std::vector<std::string> Lines(const std::vector<Gap>& gaps) {
  std::vector<std::string> lines;
  for (const Gap& gap : gaps) {
    EXPECT_TRUE(gap.has_title());
    lines.push_back(absl::StrCat(gap.kind(), " ", gap.resource().substr(sizeof(kPlace))));
  }
  return lines;
}

Goal Adopted() {
  Goal goal = GoodGoal();
  goal.set_state(Goal::STATE_ADOPTED);
  return goal;
}

TEST(GapsIn, FindsWhatTheChainLacks) {
  EXPECT_THAT(GapsIn({}, {}, {}), IsEmpty());
  EXPECT_THAT(GapsIn({GoodNeed()}, {Adopted()}, {GoodMeasure()}), IsEmpty());
  EXPECT_THAT(Lines(GapsIn({GoodNeed()}, {}, {})), ElementsAre("1 needs/formulare"));
  EXPECT_THAT(Lines(GapsIn({GoodNeed()}, {Adopted()}, {})), ElementsAre("2 goals/formulare"));

  Need explained = GoodNeed();
  explained.mutable_no_goal_reason();
  EXPECT_THAT(Lines(GapsIn({explained}, {}, {})), ElementsAre("1 needs/formulare"))
      << "says nothing";
  *explained.mutable_no_goal_reason() = explained.title();
  EXPECT_THAT(GapsIn({explained}, {}, {}), IsEmpty());
  Goal withdrawn = GoodGoal();
  withdrawn.set_state(Goal::STATE_WITHDRAWN);
  EXPECT_THAT(Lines(GapsIn({GoodNeed()}, {withdrawn}, {})), ElementsAre("1 needs/formulare"));

  Goal draft = GoodGoal();
  draft.set_state(Goal::STATE_DRAFT);
  Goal guiding = Adopted();
  guiding.set_level(Goal::LEVEL_GUIDING);
  Goal reasoned = Adopted();
  reasoned.mutable_no_measure_reason();
  EXPECT_THAT(Lines(GapsIn({}, {reasoned}, {})), ElementsAre("2 goals/formulare"))
      << "says nothing";
  *reasoned.mutable_no_measure_reason() = reasoned.title();
  EXPECT_THAT(GapsIn({}, {draft, guiding, reasoned}, {}), IsEmpty());
  Measure cancelled = GoodMeasure();
  cancelled.set_state(Measure::STATE_CANCELLED);
  cancelled.clear_accountable_unit();
  EXPECT_THAT(Lines(GapsIn({}, {Adopted()}, {cancelled})), ElementsAre("2 goals/formulare"));

  Measure nobodys = GoodMeasure();
  nobodys.clear_accountable_unit();
  nobodys.set_track("programmes/viv/engagements/eins/tracks/t");
  EXPECT_THAT(Lines(GapsIn({}, {}, {nobodys})), ElementsAre("3 measures/uebersetzen"));
  EXPECT_EQ(GapsIn({}, {}, {nobodys})[0].track(), nobodys.track());
}

template <class Resource>
std::string StatesDue(Resource resource, int first, int last, const Measure* measure = nullptr) {
  std::string states;
  for (int i = first; i <= last; ++i) {
    resource.set_state(static_cast<decltype(resource.state())>(i));
    if constexpr (std::is_same_v<Resource, Milestone>) {
      states += DueItemOf(resource, *measure).has_value() ? 'x' : '.';
    } else {
      states += DueItemOf(resource).has_value() ? 'x' : '.';
    }
  }
  return states;
}

TEST(DueItemOf, LeavesOutWhatIsOver) {
  // IDEA, PLANNED, APPROVED, IN_PROGRESS, BLOCKED, ON_HOLD, DONE, VERIFIED, SUSTAINED,
  // CANCELLED.
  EXPECT_EQ(StatesDue(GoodMeasure(), 1, 10), ".xxxxx....");
  Measure undated = GoodMeasure();
  undated.clear_due_date();
  EXPECT_EQ(StatesDue(undated, 1, 10), "..........");
  // OPEN, REACHED, CANCELLED.
  Measure measure = GoodMeasure();
  measure.set_state(Measure::STATE_PLANNED);
  EXPECT_EQ(StatesDue(GoodMilestone(), 1, 3, &measure), "x..");
  measure.set_state(Measure::STATE_CANCELLED);
  EXPECT_EQ(StatesDue(GoodMilestone(), 1, 3, &measure), "...");
  // OPEN, DONE, HANDED_OVER, CANCELLED.
  const auto item = FromText<ActionItem>(R"(due_date { year: 2021 month: 7 day: 1 })");
  EXPECT_EQ(StatesDue(item, 1, 4), "x...");
  // PLANNED, READY, ACTIVE, IN_GATE, COMPLETED, REOPENED, SKIPPED.
  const auto phase = FromText<Phase>(R"(planned_end_date { year: 2021 month: 7 day: 1 })");
  EXPECT_EQ(StatesDue(phase, 1, 7), "xxxx.x.");
  EXPECT_EQ(StatesDue(Phase(), 1, 7), ".......");
  // DRAFT, PROPOSED, ADOPTED, ACHIEVED, PARTLY_ACHIEVED, NOT_ACHIEVED, WITHDRAWN.
  EXPECT_EQ(StatesDue(GoodGoal(), 1, 7), "..x....");
}

TEST(DueItemOf, NamesWhoAnswersForIt) {
  Measure measure = GoodMeasure();
  measure.set_state(Measure::STATE_PLANNED);
  Milestone milestone = GoodMilestone();
  milestone.set_state(Milestone::STATE_OPEN);
  const DueItem item = *DueItemOf(milestone, measure);
  EXPECT_EQ(item.kind(), DueItem::KIND_MILESTONE);
  EXPECT_EQ(item.resource(), milestone.name());
  EXPECT_EQ(item.org_unit(), measure.accountable_unit());
  EXPECT_EQ(item.due_date().month(), 9);
  EXPECT_TRUE(item.has_title());
}

TEST(CountDays, IsOverdueFromTheDayAfter) {
  struct Case {
    absl::CivilDay today;
    int days;
    bool overdue;
  };
  const Case cases[] = {{absl::CivilDay(2021, 12, 30), 1, false},
                        {absl::CivilDay(2021, 12, 31), 0, false},
                        {absl::CivilDay(2022, 1, 1), -1, true},
                        {absl::CivilDay(2021, 1, 1), 364, false}};
  for (const Case& c : cases) {
    DueItem item = *DueItemOf(Adopted());
    CountDays(c.today, &item);
    EXPECT_EQ(item.days(), c.days);
    EXPECT_EQ(item.overdue(), c.overdue);
  }
}

}  // namespace
}  // namespace lotse::engagement
