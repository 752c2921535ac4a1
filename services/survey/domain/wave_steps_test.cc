#include "services/survey/domain/wave_steps.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/survey/domain/wave_testing.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kWrong = type::v1alpha::ERROR_REASON_WRONG_STATE;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;

absl::Status Release(absl::Time now, Wave* wave) { return ReleaseWave(now, {}, wave); }
absl::Status Revoke(absl::Time now, Wave* wave) { return RevokeRelease(now, "zu früh", wave); }
absl::Status Prolong(absl::Time now, Wave* wave) {
  return ProlongWave(now, DateOf(kAfter + 7), "zu wenige", wave);
}

// The whole square of states and steps, on days around both ends of the field period. Where
// a step is not possible, nothing is changed.
TEST(WaveSteps, FollowStateAndCalendar) {
  using Step = absl::Status (*)(absl::Time, Wave*);
  constexpr auto kPlanned = Wave::STATE_PLANNED, kReleased = Wave::STATE_RELEASED,
                 kOpen = Wave::STATE_OPEN, kClosed = Wave::STATE_CLOSED,
                 kPurged = Wave::STATE_PURGED;
  const struct {
    Wave::State before;
    Step step;
    // The state after it on each of the days kBefore, kFirst, kLast and kAfter; UNSPECIFIED
    // where it is refused.
    Wave::State after[4];
  } cases[] = {
      {kPlanned, &Release, {kReleased, kReleased, kReleased, kReleased}},
      {kReleased, &Release, {}},
      {kOpen, &Release, {}},
      {kClosed, &Release, {}},
      {kPurged, &Release, {}},
      {kPlanned, &Revoke, {}},
      {kReleased, &Revoke, {kPlanned}},
      {kOpen, &Revoke, {}},
      {kClosed, &Revoke, {}},
      {kPurged, &Revoke, {}},
      {kPlanned, &OpenWave, {}},
      {kReleased, &OpenWave, {Wave::STATE_UNSPECIFIED, kOpen, kOpen}},
      {kOpen, &OpenWave, {}},
      {kClosed, &OpenWave, {}},
      {kPurged, &OpenWave, {}},
      {kPlanned, &Prolong, {}},
      {kReleased, &Prolong, {kReleased, kReleased, kReleased}},
      {kOpen, &Prolong, {kOpen, kOpen, kOpen}},
      {kClosed, &Prolong, {}},
      {kPurged, &Prolong, {}},
      {kPlanned, &CloseWave, {}},
      {kReleased, &CloseWave, {Wave::STATE_UNSPECIFIED, kClosed, kClosed, kClosed}},
      {kOpen, &CloseWave, {kClosed, kClosed, kClosed, kClosed}},
      {kClosed, &CloseWave, {}},
      {kPurged, &CloseWave, {}},
  };
  const absl::CivilDay days[] = {kBefore, kFirst, kLast, kAfter};
  for (size_t i = 0; i < std::size(cases); ++i) {
    for (int day = 0; day < 4; ++day) {
      SCOPED_TRACE(testing::Message() << "case " << i << ", day " << day);
      const Wave before = WaveIn(cases[i].before);
      Wave wave = before;
      const bool refused = cases[i].after[day] == Wave::STATE_UNSPECIFIED;
      EXPECT_EQ(rpc::ReasonOf(cases[i].step(EarlyOn(days[day]), &wave)), refused ? kWrong : kOk);
      EXPECT_EQ(wave.state(), refused ? before.state() : cases[i].after[day]);
      if (refused) {
        EXPECT_EQ(wave.SerializeAsString(), before.SerializeAsString());
      }
    }
  }
}

TEST(WaveSteps, SayWhatWouldBeRight) {
  const auto says = [](const absl::Status& status, const char* what) {
    return std::string(status.message()).find(what) != std::string::npos;
  };
  Wave planned = WaveIn(Wave::STATE_PLANNED), released = WaveIn(Wave::STATE_RELEASED);
  EXPECT_TRUE(says(OpenWave(EarlyOn(kFirst), &planned), "release it first"));
  EXPECT_TRUE(says(OpenWave(EarlyOn(kBefore), &released), "begins on 2021-04-01"));
  EXPECT_TRUE(says(OpenWave(EarlyOn(kAfter), &released), "its last day was 2021-05-31"));
  EXPECT_TRUE(says(Revoke(EarlyOn(kFirst), &released), "began on 2021-04-01"));
}

TEST(WaveSteps, KeepTheirTimes) {
  Wave wave = WaveIn(Wave::STATE_PLANNED);
  v1alpha::WaveRelease release;
  release.mutable_staff_council()->set_reference("PR-2021/17");
  ASSERT_TRUE(ReleaseWave(EarlyOn(kBefore), release, &wave).ok());
  EXPECT_EQ(wave.release().staff_council().reference(), "PR-2021/17");
  EXPECT_EQ(types::FromTimestamp(wave.release().release_time()), EarlyOn(kBefore));
  ASSERT_TRUE(OpenWave(EarlyOn(kFirst), &wave).ok());
  EXPECT_EQ(types::FromTimestamp(wave.open_time()), EarlyOn(kFirst));
  ASSERT_TRUE(CloseWave(EarlyOn(kLast), &wave).ok());
  EXPECT_EQ(types::FromTimestamp(wave.close_time()), EarlyOn(kLast));
}

TEST(RevokeRelease, LeavesNothingOfIt) {
  Wave wave = WaveIn(Wave::STATE_RELEASED);
  ASSERT_TRUE(Prolong(EarlyOn(kBefore), &wave).ok());
  EXPECT_EQ(rpc::ReasonOf(RevokeRelease(EarlyOn(kBefore), " ", &wave)), kInvalid);
  ASSERT_TRUE(Revoke(EarlyOn(kBefore), &wave).ok());
  EXPECT_FALSE(wave.has_release());
  EXPECT_TRUE(wave.prolongations().empty());
}

TEST(ProlongWave, KeepsTheFormerEndAndTheReason) {
  Wave wave = WaveIn(Wave::STATE_OPEN);
  ASSERT_TRUE(ProlongWave(EarlyOn(kLast), DateOf(kAfter), "zu wenige", &wave).ok());
  EXPECT_EQ(types::ToCivil(wave.end_date()), kAfter);
  ASSERT_EQ(wave.prolongations_size(), 1);
  EXPECT_EQ(types::ToCivil(wave.prolongations(0).former_end_date()), kLast);
  EXPECT_EQ(types::ToCivil(wave.prolongations(0).end_date()), kAfter);
  EXPECT_EQ(wave.prolongations(0).reason(), "zu wenige");
  EXPECT_EQ(types::FromTimestamp(wave.prolongations(0).prolong_time()), EarlyOn(kLast));
}

TEST(ProlongWave, WantsALaterDayAndAReason) {
  google::type::Date none;
  const struct {
    google::type::Date end_date;
    const char* reason;
  } cases[] = {{DateOf(kLast), "r"}, {DateOf(kLast - 1), "r"}, {none, "r"}, {DateOf(kAfter), ""}};
  for (const auto& c : cases) {
    Wave wave = WaveIn(Wave::STATE_OPEN);
    EXPECT_EQ(rpc::ReasonOf(ProlongWave(EarlyOn(kFirst), c.end_date, c.reason, &wave)), kInvalid);
    EXPECT_TRUE(wave.prolongations().empty());
  }
}

TEST(ProlongWave, GoesOnTenTimes) {
  Wave wave = WaveIn(Wave::STATE_RELEASED);
  for (int i = 1; i <= 11; ++i) {
    const absl::Status status = ProlongWave(EarlyOn(kFirst), DateOf(kLast + i), "r", &wave);
    EXPECT_EQ(rpc::ReasonOf(status), i <= 10 ? kOk : kWrong) << i;
  }
  EXPECT_EQ(wave.prolongations_size(), 10);
  EXPECT_EQ(types::ToCivil(wave.end_date()), kLast + 10);
}

// A wave that was opened before there were releases is open until somebody closes it.
TEST(ProlongWave, TakesAFormerWaveThatIsOver) {
  Wave wave = WaveIn(Wave::STATE_OPEN);
  wave.clear_release();
  EXPECT_EQ(rpc::ReasonOf(ProlongWave(EarlyOn(kAfter + 5), DateOf(kAfter + 4), "r", &wave)),
            kInvalid)
      << "that day is over";
  EXPECT_TRUE(ProlongWave(EarlyOn(kAfter + 5), DateOf(kAfter + 5), "r", &wave).ok());
}

}  // namespace
}  // namespace lotse::survey
