#include "services/reporting/document/plan/status_rules.h"

#include <map>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Milestone;
using engagement::v1alpha::Phase;
using google::type::Date;
using v1alpha::Status;

const Date kYesterday = MakeDate(2026, 11, 21);
const Date kToday = MakeDate(2026, 11, 22);
const Date kTomorrow = MakeDate(2026, 11, 23);
const StatusDay kOn = {absl::CivilDay(2026, 11, 22)};
const StatusDay kOver = {absl::CivilDay(2026, 11, 22), /*engagement_over=*/true};

// `■ überfällig, overdue`.
template <class Part>
std::string Shown(const Part& part, const StatusDay& on = kOn) {
  const Status german = StatusOf(part, on, Language::kGerman);
  const Status english = StatusOf(part, on, Language::kEnglish);
  EXPECT_EQ(german.signal(), SignalOf(part, on));
  EXPECT_EQ(english.signal(), SignalOf(part, on));
  return std::string(SignOf(german.signal())) + " " + german.word() + ", " + english.word();
}

constexpr char kNotBegun[] = "○ nicht begonnen, not begun";
constexpr char kOnTrack[] = "● im Plan, on track";
constexpr char kHeldUp[] = "▲ verzögert, held up";
constexpr char kOverdue[] = "■ überfällig, overdue";
constexpr char kCompleted[] = "✓ abgeschlossen, completed";
constexpr char kDiscontinued[] = "✕ eingestellt, discontinued";

struct MeasureCase {
  Measure::State state;
  Date due;
  Date start;
  const char* shown;
  const char* shown_when_over;  // In an engagement that is over.
};

TEST(StatusRulesTest, Measures) {
  const MeasureCase cases[] = {
      {Measure::STATE_IDEA, kYesterday, kYesterday, kNotBegun, kNotBegun},
      {Measure::STATE_PLANNED, kTomorrow, kToday, kNotBegun, kNotBegun},
      {Measure::STATE_PLANNED, {}, {}, kNotBegun, kNotBegun},
      {Measure::STATE_PLANNED, kTomorrow, kYesterday, kHeldUp, kNotBegun},
      {Measure::STATE_PLANNED, kYesterday, {}, kOverdue, kNotBegun},
      {Measure::STATE_APPROVED, kTomorrow, kTomorrow, kNotBegun, kNotBegun},
      {Measure::STATE_APPROVED, kToday, kYesterday, kHeldUp, kNotBegun},
      {Measure::STATE_APPROVED, kYesterday, kYesterday, kOverdue, kNotBegun},
      {Measure::STATE_IN_PROGRESS, kToday, kYesterday, kOnTrack, kOnTrack},
      {Measure::STATE_IN_PROGRESS, kYesterday, {}, kOverdue, kOnTrack},
      {Measure::STATE_BLOCKED, kTomorrow, {}, kHeldUp, kHeldUp},
      {Measure::STATE_BLOCKED, kYesterday, {}, kOverdue, kHeldUp},
      {Measure::STATE_ON_HOLD, kTomorrow, {}, kHeldUp, kHeldUp},
      {Measure::STATE_ON_HOLD, kYesterday, {}, kOverdue, kHeldUp},
      {Measure::STATE_DONE, kYesterday, {}, kCompleted, kCompleted},
      {Measure::STATE_VERIFIED, kYesterday, {}, kCompleted, kCompleted},
      {Measure::STATE_SUSTAINED, kYesterday, {}, kCompleted, kCompleted},
      {Measure::STATE_CANCELLED, kYesterday, {}, kDiscontinued, kDiscontinued},
      {Measure::STATE_UNSPECIFIED, kTomorrow, {}, kNotBegun, kNotBegun},
  };
  for (const MeasureCase& c : cases) {
    Measure measure;
    measure.set_state(c.state);
    if (c.due.year() != 0) *measure.mutable_due_date() = c.due;
    if (c.start.year() != 0) *measure.mutable_start_date() = c.start;
    EXPECT_EQ(Shown(measure), c.shown) << Measure::State_Name(c.state);
    EXPECT_EQ(Shown(measure, kOver), c.shown_when_over) << Measure::State_Name(c.state);
  }
}

// A chart counts the measures of a signal, and names it with its word.
TEST(StatusRulesTest, MeasuresHaveOneWordForEachSignal) {
  std::map<Status::Signal, std::set<std::string>> words;
  for (int state = Measure::State_MIN; state <= Measure::State_MAX; ++state) {
    for (const Date& due : {kYesterday, kTomorrow}) {
      Measure measure;
      measure.set_state(static_cast<Measure::State>(state));
      *measure.mutable_due_date() = due;
      const Status status = StatusOf(measure, kOn, Language::kGerman);
      words[status.signal()].insert(status.word());
    }
  }
  EXPECT_EQ(words.size(), 6u);
  for (const auto& [signal, all] : words) EXPECT_EQ(all.size(), 1u) << signal;
}

TEST(StatusRulesTest, BlockersHoldUpFromTheirFirstToTheirLastDay) {
  const struct {
    Date from;
    Date to;
    const char* shown;
  } cases[] = {
      {kYesterday, {}, kHeldUp},        {kToday, {}, kHeldUp},
      {kTomorrow, {}, kOnTrack},        {kYesterday, kToday, kHeldUp},
      {kYesterday, kTomorrow, kHeldUp}, {kYesterday, kYesterday, kOnTrack},
  };
  for (const auto& c : cases) {
    Measure measure;
    measure.set_state(Measure::STATE_IN_PROGRESS);
    auto* blocker = measure.add_blockers();
    *blocker->mutable_from_date() = c.from;
    if (c.to.year() != 0) *blocker->mutable_to_date() = c.to;
    EXPECT_EQ(Shown(measure), c.shown) << c.from.day() << " " << c.to.day();
    EXPECT_EQ(OpenBlockers(measure, kOn).size(), c.shown == std::string(kHeldUp) ? 1u : 0u);
  }
}

TEST(StatusRulesTest, Goals) {
  const struct {
    Goal::State state;
    Date due;
    bool adopted_before;
    const char* shown;
  } cases[] = {
      {Goal::STATE_DRAFT, kYesterday, false, "○ noch nicht beschlossen, not adopted yet"},
      {Goal::STATE_PROPOSED, kYesterday, false, "○ noch nicht beschlossen, not adopted yet"},
      {Goal::STATE_DRAFT, kYesterday, true, "○ in Überarbeitung, being revised"},
      {Goal::STATE_PROPOSED, kYesterday, true, "○ in Überarbeitung, being revised"},
      {Goal::STATE_ADOPTED, {}, false, "● verfolgt, pursued"},
      {Goal::STATE_ADOPTED, kToday, true, "● verfolgt, pursued"},
      {Goal::STATE_ADOPTED, kYesterday, false, kOverdue},
      {Goal::STATE_ACHIEVED, kYesterday, false, "✓ erreicht, achieved"},
      {Goal::STATE_PARTLY_ACHIEVED, kYesterday, false, "◐ teilweise erreicht, partly achieved"},
      {Goal::STATE_NOT_ACHIEVED, kYesterday, false, "✕ nicht erreicht, not achieved"},
      {Goal::STATE_WITHDRAWN, kYesterday, false, "✕ zurückgezogen, withdrawn"},
  };
  for (const auto& c : cases) {
    Goal goal;
    goal.set_state(c.state);
    if (c.due.year() != 0) *goal.mutable_due_date() = c.due;
    if (c.adopted_before) goal.add_earlier_versions();
    EXPECT_EQ(Shown(goal), c.shown) << Goal::State_Name(c.state);
    if (c.shown == std::string(kOverdue)) {
      EXPECT_EQ(Shown(goal, kOver), "● verfolgt, pursued");
    }
  }
}

TEST(StatusRulesTest, Phases) {
  const struct {
    Phase::State state;
    Date start;
    Date end;
    const char* shown;
  } cases[] = {
      {Phase::STATE_PLANNED, {}, {}, kNotBegun},
      {Phase::STATE_PLANNED, kToday, kTomorrow, kNotBegun},
      {Phase::STATE_READY, kYesterday, kTomorrow, kHeldUp},
      {Phase::STATE_READY, kYesterday, kYesterday, kOverdue},
      {Phase::STATE_ACTIVE, kYesterday, kToday, "● in Arbeit, in progress"},
      {Phase::STATE_ACTIVE, kYesterday, kYesterday, kOverdue},
      {Phase::STATE_IN_GATE, kYesterday, kToday, "● am Prüfpunkt, at the gate"},
      {Phase::STATE_IN_GATE, kYesterday, kYesterday, kOverdue},
      {Phase::STATE_REOPENED, kYesterday, kToday, "▲ wieder geöffnet, opened again"},
      {Phase::STATE_REOPENED, kYesterday, kYesterday, kOverdue},
      {Phase::STATE_COMPLETED, kYesterday, kYesterday, kCompleted},
      {Phase::STATE_SKIPPED, kYesterday, kYesterday, "✕ ausgelassen, skipped"},
  };
  for (const auto& c : cases) {
    Phase phase;
    phase.set_state(c.state);
    if (c.start.year() != 0) *phase.mutable_planned_start_date() = c.start;
    if (c.end.year() != 0) *phase.mutable_planned_end_date() = c.end;
    EXPECT_EQ(Shown(phase), c.shown) << Phase::State_Name(c.state);
    EXPECT_NE(Shown(phase, kOver), kOverdue);
    EXPECT_NE(Shown(phase, kOver), kHeldUp);
  }
}

TEST(StatusRulesTest, Milestones) {
  const struct {
    Milestone::State state;
    Date due;
    const char* shown;
  } cases[] = {
      {Milestone::STATE_OPEN, kToday, "○ offen, open"},
      {Milestone::STATE_OPEN, kYesterday, kOverdue},
      {Milestone::STATE_REACHED, kYesterday, "✓ erreicht, reached"},
      {Milestone::STATE_CANCELLED, kYesterday, "✕ entfallen, dropped"},
  };
  for (const auto& c : cases) {
    Milestone milestone;
    milestone.set_state(c.state);
    *milestone.mutable_due_date() = c.due;
    EXPECT_EQ(Shown(milestone), c.shown) << Milestone::State_Name(c.state);
    EXPECT_NE(Shown(milestone, kOver), kOverdue);
  }
}

TEST(StatusRulesTest, ActionItems) {
  const struct {
    ActionItem::State state;
    Date due;
    const char* shown;
  } cases[] = {
      {ActionItem::STATE_OPEN, kToday, "○ offen, open"},
      {ActionItem::STATE_OPEN, kYesterday, kOverdue},
      {ActionItem::STATE_DONE, kYesterday, "✓ erledigt, done"},
      {ActionItem::STATE_HANDED_OVER, kYesterday, "◐ übergeben, handed over"},
      {ActionItem::STATE_CANCELLED, kYesterday, "✕ entfallen, dropped"},
  };
  for (const auto& c : cases) {
    ActionItem item;
    item.set_state(c.state);
    *item.mutable_due_date() = c.due;
    EXPECT_EQ(Shown(item), c.shown) << ActionItem::State_Name(c.state);
    EXPECT_NE(Shown(item, kOver), kOverdue);
  }
}

TEST(StatusRulesTest, KnowsWhatIsOver) {
  for (int state = Engagement::State_MIN; state <= Engagement::State_MAX; ++state) {
    Engagement engagement;
    engagement.set_state(static_cast<Engagement::State>(state));
    EXPECT_EQ(IsOver(engagement), state >= Engagement::STATE_CLOSED) << state;
  }
}

}  // namespace
}  // namespace lotse::reporting
