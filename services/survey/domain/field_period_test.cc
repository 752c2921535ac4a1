#include "services/survey/domain/field_period.h"

#include <gtest/gtest.h>

#include "services/survey/domain/wave_testing.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

struct Case {
  Wave::State state;
  bool released;
  absl::CivilDay today;
  bool takes_answers;
  DueStep due;
  DueStep if_files_closed;
};

// All states, with and without a release, around both ends of the field period.
TEST(FieldPeriod, IsDecidedByTheCalendar) {
  const Case cases[] = {
      {Wave::STATE_PLANNED, false, kBefore, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_PLANNED, false, kFirst, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_PLANNED, false, kAfter, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_RELEASED, true, kBefore, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_RELEASED, true, kFirst, true, DueStep::kOpen, DueStep::kClose},
      {Wave::STATE_RELEASED, true, kLast, true, DueStep::kOpen, DueStep::kClose},
      {Wave::STATE_RELEASED, true, kAfter, false, DueStep::kClose, DueStep::kClose},
      // A clock that was set back closes nothing that is open.
      {Wave::STATE_OPEN, true, kBefore, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_OPEN, true, kFirst, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_OPEN, true, kLast, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_OPEN, true, kAfter, false, DueStep::kClose, DueStep::kClose},
      // Opened before there were releases: people close it.
      {Wave::STATE_OPEN, false, kBefore, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_OPEN, false, kLast, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_OPEN, false, kAfter, true, DueStep::kNone, DueStep::kClose},
      {Wave::STATE_CLOSED, true, kFirst, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_CLOSED, true, kAfter, false, DueStep::kNone, DueStep::kNone},
      {Wave::STATE_CLOSED, false, kAfter, false, DueStep::kNone, DueStep::kNone},
  };
  for (const Case& c : cases) {
    Wave wave = WaveIn(c.state);
    if (!c.released) wave.clear_release();
    SCOPED_TRACE(testing::Message() << Wave::State_Name(c.state) << " " << c.released << " "
                                    << absl::FormatCivilTime(c.today));
    EXPECT_EQ(TakesAnswersOn(wave, DateOf(c.today)), c.takes_answers);
    EXPECT_EQ(DueStepOf(wave, DateOf(c.today), /*files_closed=*/false), c.due);
    EXPECT_EQ(DueStepOf(wave, DateOf(c.today), /*files_closed=*/true), c.if_files_closed);
  }
}

TEST(FieldPeriod, HasTwoEnds) {
  const Wave wave = GoodWave();
  EXPECT_FALSE(HasBegun(wave, DateOf(kBefore)));
  EXPECT_TRUE(HasBegun(wave, DateOf(kFirst)));
  EXPECT_FALSE(IsOver(wave, DateOf(kLast)));
  EXPECT_TRUE(IsOver(wave, DateOf(kAfter)));
}

}  // namespace
}  // namespace lotse::survey
