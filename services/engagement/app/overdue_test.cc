#include "services/engagement/app/overdue.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/notification.h"
#include "runtime/types/date.h"
#include "services/engagement/app/chain_testing.h"

namespace lotse::engagement {
namespace {

using v1alpha::Measure;
using v1alpha::Phase;
using v1alpha::Programme;

google::type::Date Day(int month, int day) {
  return types::ToDate(absl::CivilDay(2021, month, day));
}

// Today is 2 July 2021.
class OverdueTest : public ChainTesting {
 protected:
  void PutMeasure(const std::string& name, const google::type::Date& due,
                  Measure::State state = Measure::STATE_IN_PROGRESS) {
    Measure measure = GoodMeasure();
    measure.set_state(state);
    *measure.mutable_due_date() = due;
    Put(name, measure);
  }
  void PutPhase(const std::string& id, const google::type::Date& end) {
    Phase phase;
    phase.set_state(Phase::STATE_ACTIVE);
    *phase.mutable_planned_end_date() = end;
    Put(absl::StrCat(kTrack, "/phases/", id), phase);
  }
  void PutDuty(const google::type::Date& due) {
    Set<Programme>("programmes/viv", [&](Programme* programme) {
      auto* funder = programme->add_funders();
      funder->set_funder_id(absl::StrFormat("geber-%d", programme->funders_size()));
      auto* duty = funder->add_duties();
      duty->set_duty_id("bericht");
      *duty->mutable_due_date() = due;
    });
  }
  // Measures, phases, reports.
  std::string Counted() {
    const auto overdue = OverdueWatch(store_.get(), nullptr).Count();
    if (!overdue.ok()) return overdue.status().ToString();
    return absl::StrFormat("%d %d %d", overdue->measures, overdue->phases, overdue->reports);
  }
};

TEST_F(OverdueTest, NothingIs) { EXPECT_EQ(Counted(), "0 0 0"); }

TEST_F(OverdueTest, WhatIsDueTodayIsNot) {
  PutMeasure(kMeasure, Day(7, 2));
  PutPhase("aufnahme", Day(7, 2));
  PutDuty(Day(7, 2));
  EXPECT_EQ(Counted(), "0 0 0");
  now_ += absl::Hours(24);
  EXPECT_EQ(Counted(), "1 1 1");
}

TEST_F(OverdueTest, WhatIsOverIsNot) {
  PutMeasure(kMeasure, Day(7, 1), Measure::STATE_DONE);
  EXPECT_EQ(Counted(), "0 0 0");
  Set<Measure>(kMeasure, [](Measure* measure) { measure->set_state(Measure::STATE_IN_PROGRESS); });
  EXPECT_EQ(Counted(), "1 0 0");
  Set<v1alpha::Engagement>(kPlace, [](v1alpha::Engagement* engagement) {
    engagement->set_state(v1alpha::Engagement::STATE_CLOSED);
  });
  EXPECT_EQ(Counted(), "0 0 0");
}

// More engagements than one page goes through, in two programmes.
TEST_F(OverdueTest, AllAreCounted) {
  Put("programmes/zwei", GoodProgramme());
  for (int i = 0; i < 25; ++i) {
    for (const char* programme : {"viv", "zwei"}) {
      const std::string engagement =
          absl::StrFormat("programmes/%s/engagements/mehr-%d", programme, i);
      Put(engagement, GoodEngagement());
      PutMeasure(engagement + "/measures/a", Day(6, 1));
    }
  }
  EXPECT_EQ(Counted(), "50 0 0");
}

TEST_F(OverdueTest, IsToldAgainAndAgain) {
  PutMeasure(kMeasure, Day(7, 1));
  std::atomic<int> told = 0;
  absl::Notification twice;
  {
    OverdueWatch watch(store_.get(), [&](const Overdue& overdue) {
      EXPECT_EQ(overdue.measures, 1);
      if (++told == 2) twice.Notify();
    });
    watch.Start(absl::Milliseconds(1));
    EXPECT_TRUE(twice.WaitForNotificationWithTimeout(absl::Seconds(20)));
  }
  const int after = told;
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(told, after);
}

}  // namespace
}  // namespace lotse::engagement
