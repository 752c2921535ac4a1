#include "services/engagement/domain/phase_rules.h"

#include <gtest/gtest.h>

#include "runtime/rpc/error.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::Phase;

constexpr auto kP = Phase::STATE_PLANNED;
constexpr auto kA = Phase::STATE_ACTIVE;
constexpr auto kC = Phase::STATE_COMPLETED;
constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kOrder = type::v1alpha::ERROR_REASON_PHASE_ORDER;
constexpr auto kUnknown = type::v1alpha::ERROR_REASON_INVALID_FIELDS;

struct Case {
  Phase::State before[3];
  const char* phase_id;  // of auftrag, bestand, ziele
  type::v1alpha::ErrorReason reason;
};

Engagement With(const Phase::State (&states)[3]) {
  Engagement engagement = GoodEngagement();
  CopyPhases(GoodProgramme(), &engagement);
  for (int i = 0; i < 3; ++i) engagement.mutable_phases(i)->set_state(states[i]);
  return engagement;
}

google::type::Date Today() { return FromText<google::type::Date>("year: 2021 month: 4 day: 2"); }

TEST(StartPhase, KeepsTheOrder) {
  const Case cases[] = {
      {{kP, kP, kP}, "auftrag", kOk},     {{kC, kP, kP}, "bestand", kOk},
      {{kC, kC, kP}, "ziele", kOk},       {{kP, kP, kP}, "bestand", kOrder},
      {{kA, kP, kP}, "bestand", kOrder},  {{kC, kA, kP}, "ziele", kOrder},
      {{kA, kP, kP}, "auftrag", kOrder},  {{kC, kP, kP}, "auftrag", kOrder},
      {{kP, kP, kP}, "andere", kUnknown}, {{kP, kP, kP}, "", kUnknown},
  };
  for (const Case& c : cases) {
    Engagement engagement = With(c.before);
    const Engagement untouched = engagement;
    const absl::Status status = StartPhase(c.phase_id, Today(), &engagement);
    EXPECT_EQ(rpc::ReasonOf(status), c.reason) << c.phase_id << " " << status;
    if (!status.ok()) {
      EXPECT_EQ(engagement.DebugString(), untouched.DebugString());
    }
  }
}

TEST(StartPhase, NotesTheDay) {
  Engagement engagement = With({kC, kP, kP});
  ASSERT_TRUE(StartPhase("bestand", Today(), &engagement).ok());
  EXPECT_EQ(engagement.phases(1).state(), kA);
  EXPECT_EQ(engagement.phases(1).start_date().day(), 2);
}

TEST(CompletePhase, OnlyAnActiveOne) {
  const Case cases[] = {
      {{kA, kP, kP}, "auftrag", kOk},
      {{kP, kP, kP}, "auftrag", kOrder},
      {{kC, kP, kP}, "auftrag", kOrder},
      {{kA, kP, kP}, "andere", kUnknown},
  };
  for (const Case& c : cases) {
    Engagement engagement = With(c.before);
    EXPECT_EQ(rpc::ReasonOf(CompletePhase(c.phase_id, Today(), &engagement)), c.reason);
  }
  Engagement engagement = With({kA, kP, kP});
  ASSERT_TRUE(CompletePhase("auftrag", Today(), &engagement).ok());
  EXPECT_EQ(engagement.phases(0).complete_date().month(), 4);
}

}  // namespace
}  // namespace lotse::engagement
