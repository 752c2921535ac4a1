#include "services/survey/domain/instrument_states.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"

namespace lotse::survey {
namespace {

using type::v1alpha::ErrorReason;
using v1alpha::Instrument;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kWrong = type::v1alpha::ERROR_REASON_WRONG_STATE;
constexpr auto kFinal = type::v1alpha::ERROR_REASON_CONTENT_FINAL;

Instrument In(Instrument::State state) {
  Instrument instrument;
  instrument.set_name("programmes/p/engagements/e/instruments/i");
  instrument.set_state(state);
  return instrument;
}

// The square of states and what can be done; one without a state is published.
TEST(InstrumentStates, WhatCanBeDone) {
  const struct {
    Instrument::State state;
    ErrorReason change;
    ErrorReason publish;
    ErrorReason follow;
    ErrorReason retire;
    ErrorReason ask;
    bool choose;
  } cases[] = {
      {Instrument::STATE_UNSPECIFIED, kFinal, kWrong, kOk, kOk, kOk, true},
      {Instrument::STATE_DRAFT, kOk, kOk, kWrong, kWrong, kWrong, false},
      {Instrument::STATE_PUBLISHED, kFinal, kWrong, kOk, kOk, kOk, true},
      {Instrument::STATE_RETIRED, kFinal, kWrong, kOk, kWrong, kWrong, false},
  };
  for (const auto& c : cases) {
    const Instrument instrument = In(c.state);
    const std::string name = Instrument::State_Name(c.state);
    EXPECT_EQ(IsDraft(instrument), c.state == Instrument::STATE_DRAFT) << name;
    EXPECT_EQ(rpc::ReasonOf(CheckMayChange(instrument)), c.change) << name;
    EXPECT_EQ(rpc::ReasonOf(CheckCanBePublished(instrument)), c.publish) << name;
    EXPECT_EQ(rpc::ReasonOf(CheckCanBeFollowed(instrument)), c.follow) << name;
    EXPECT_EQ(rpc::ReasonOf(CheckCanBeAsked(instrument)), c.ask) << name;
    EXPECT_EQ(CheckCanBeChosen(instrument).empty(), c.choose) << name;
    Instrument retired = instrument;
    const absl::Time now = absl::FromUnixSeconds(7);
    EXPECT_EQ(rpc::ReasonOf(RetireInstrument(now, &retired)), c.retire) << name;
    EXPECT_EQ(retired.has_retire_time(), c.retire == kOk) << name;
    EXPECT_EQ(retired.state() == Instrument::STATE_RETIRED,
              c.retire == kOk || c.state == Instrument::STATE_RETIRED)
        << name;
  }
}

TEST(InstrumentStates, RefusalsSayWhatIsTheCase) {
  EXPECT_TRUE(absl::StrContains(CheckCanBeAsked(In(Instrument::STATE_RETIRED)).message(),
                                "is retired; no new wave asks it"));
  const auto violations = CheckCanBeChosen(In(Instrument::STATE_DRAFT));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "wave.instrument");
  EXPECT_EQ(violations[0].description, "is a draft; publish it first");
  EXPECT_EQ(violations[0].german, "ist ein Entwurf; erst veröffentlichen");
}

TEST(InstrumentStates, PreviousIsAnotherOfTheSameEngagement) {
  const struct {
    const char* previous;
    bool right;
  } cases[] = {
      {"", true},
      {"programmes/p/engagements/e/instruments/j", true},
      {"programmes/p/engagements/e/instruments/i", false},
      {"programmes/p/engagements/f/instruments/j", false},
      {"programmes/p/engagements/e/surveys/s", false},
      {"j", false},
  };
  for (const auto& c : cases) {
    Instrument instrument = In(Instrument::STATE_DRAFT);
    instrument.set_previous(c.previous);
    const auto violations = CheckPrevious(instrument);
    ASSERT_EQ(violations.size(), c.right ? 0u : 1u) << c.previous;
    if (c.right) continue;
    EXPECT_EQ(violations[0].field, "instrument.previous");
  }
}

}  // namespace
}  // namespace lotse::survey
