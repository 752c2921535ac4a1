#include "services/survey/domain/wave_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using type::v1alpha::ErrorReason;
using v1alpha::Wave;

constexpr char kParent[] = "programmes/p/engagements/e/surveys/s";

Wave GoodWave() {
  Wave wave;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/surveys/s/waves/w"
         title { variants { language: "de" text: "Erste Welle" } }
         instrument: "programmes/p/engagements/e/instruments/i" phase_id: "bestand"
         start_date { year: 2021 month: 4 day: 1 } end_date { year: 2021 month: 5 day: 31 }
         invited_count: 600)",
      &wave);
  return wave;
}

TEST(CheckWave, FindsEachFault) {
  EXPECT_TRUE(CheckWave(kParent, GoodWave()).empty());
  struct Case {
    std::function<void(Wave*)> fault;
    std::string field;
  };
  const Case cases[] = {
      {[](Wave* w) { w->clear_title(); }, "wave.title"},
      {[](Wave* w) { w->clear_instrument(); }, "wave.instrument"},
      {[](Wave* w) { w->set_instrument("programmes/p/engagements/x/instruments/i"); },
       "wave.instrument"},
      {[](Wave* w) { w->set_instrument("programmes/p2/engagements/e/instruments/i"); },
       "wave.instrument"},
      {[](Wave* w) { w->set_phase_id("P 2"); }, "wave.phase_id"},
      {[](Wave* w) { w->clear_start_date(); }, "wave.start_date"},
      {[](Wave* w) { w->mutable_end_date()->set_month(3); }, "wave.end_date"},
      {[](Wave* w) { w->set_invited_count(-1); }, "wave.invited_count"},
      {[](Wave* w) { w->set_invited_count(10'000'001); }, "wave.invited_count"},
  };
  for (const Case& c : cases) {
    Wave wave = GoodWave();
    c.fault(&wave);
    const auto violations = CheckWave(kParent, wave);
    ASSERT_EQ(violations.size(), 1u) << c.field;
    EXPECT_EQ(violations[0].field, c.field);
  }
}

TEST(CheckSurvey, NeedsATitle) { EXPECT_EQ(CheckSurvey({}).at(0).field, "survey.title"); }

TEST(WaveStates, GoForwardOnly) {
  struct Case {
    Wave::State before;
    absl::Status (*step)(Wave*);
    Wave::State after;
    ErrorReason reason;
  };
  constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
  constexpr auto kWrong = type::v1alpha::ERROR_REASON_WRONG_STATE;
  const Case cases[] = {
      {Wave::STATE_PLANNED, &OpenWave, Wave::STATE_OPEN, kOk},
      {Wave::STATE_OPEN, &OpenWave, Wave::STATE_OPEN, kWrong},
      {Wave::STATE_CLOSED, &OpenWave, Wave::STATE_CLOSED, kWrong},
      {Wave::STATE_PLANNED, &CloseWave, Wave::STATE_PLANNED, kWrong},
      {Wave::STATE_OPEN, &CloseWave, Wave::STATE_CLOSED, kOk},
      {Wave::STATE_CLOSED, &CloseWave, Wave::STATE_CLOSED, kWrong},
  };
  for (const Case& c : cases) {
    Wave wave = GoodWave();
    wave.set_state(c.before);
    EXPECT_EQ(rpc::ReasonOf(c.step(&wave)), c.reason);
    EXPECT_EQ(wave.state(), c.after);
  }
}

TEST(WaveStates, SayWhatTheyAllow) {
  Wave wave = GoodWave();
  for (const auto state : {Wave::STATE_PLANNED, Wave::STATE_OPEN, Wave::STATE_CLOSED}) {
    wave.set_state(state);
    EXPECT_EQ(CheckTakesAnswers(wave).ok(), state == Wave::STATE_OPEN);
    EXPECT_EQ(CheckCanBeTabulated(wave).ok(), state == Wave::STATE_CLOSED);
  }
}

TEST(ShownResponseCount, HidesTheSingleAnswer) {
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 0), 0);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 9), 0);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 19), 10);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_OPEN, 20), 20);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 213), 213);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 10), 10);
  EXPECT_EQ(ShownResponseCount(Wave::STATE_CLOSED, 9), std::nullopt);
}

}  // namespace
}  // namespace lotse::survey
