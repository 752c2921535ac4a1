#include "services/engagement/domain/capacity_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/chain_test_data.h"

namespace lotse::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::Measure;
using v1alpha::Track;

Measure WithEffort(Measure::State state, const char* efforts) {
  auto measure = FromText<Measure>(efforts);
  measure.set_state(state);
  return measure;
}

std::vector<std::string> Lines(const std::vector<CapacityUse>& rows) {
  std::vector<std::string> lines;
  for (const CapacityUse& row : rows) {
    lines.push_back(absl::StrCat(
        row.org_unit, " ", row.year, "-", row.month, " ", row.planned.ToString(), " of ",
        row.capacity ? row.capacity->ToString() : "?", row.overloaded() ? " !" : ""));
  }
  return lines;
}

constexpr char kTrack[] = R"(
  capacities {
    org_unit: "kita" days_per_month { value: "5" }
    months { year: 2021 month: 8 days { value: "0" } }
  })";

TEST(UseOfCapacity, ComparesExactly) {
  const auto track = FromText<Track>(kTrack);
  const auto half = R"(efforts { org_unit: "kita" year: 2021 month: 9 days { value: "2.5" } })";
  const auto bit = R"(efforts { org_unit: "kita" year: 2021 month: 9 days { value: "0.1" } })";
  const Measure planned = WithEffort(Measure::STATE_PLANNED, half);
  EXPECT_THAT(UseOfCapacity({}, {track}), IsEmpty());
  EXPECT_THAT(Lines(UseOfCapacity({planned, planned}, {track})), ElementsAre("kita 2021-9 5 of 5"));
  EXPECT_THAT(
      Lines(UseOfCapacity({planned, planned, WithEffort(Measure::STATE_DONE, bit)}, {track})),
      ElementsAre("kita 2021-9 5.1 of 5 !"));
  EXPECT_THAT(Lines(UseOfCapacity({planned, planned, WithEffort(Measure::STATE_IDEA, bit),
                                   WithEffort(Measure::STATE_CANCELLED, bit)},
                                  {track})),
              ElementsAre("kita 2021-9 5 of 5"));
}

TEST(UseOfCapacity, GoesByUnitAndMonth) {
  const Measure measure = WithEffort(Measure::STATE_APPROVED, R"(
    efforts { org_unit: "kita" year: 2021 month: 12 days { value: "4" } }
    efforts { org_unit: "kita" year: 2021 month: 8 days { value: "1" } }
    efforts { org_unit: "amt" year: 2022 month: 1 days { value: "99" } })");
  EXPECT_THAT(Lines(UseOfCapacity({measure}, {FromText<Track>(kTrack)})),
              ElementsAre("amt 2022-1 99 of ?", "kita 2021-8 1 of 0 !", "kita 2021-12 4 of 5"));
  // What a unit gives to several tracks is added up.
  EXPECT_THAT(Lines(UseOfCapacity({measure}, {FromText<Track>(kTrack), FromText<Track>(kTrack)})),
              ElementsAre("amt 2022-1 99 of ?", "kita 2021-8 1 of 0 !", "kita 2021-12 4 of 10"));
}

}  // namespace
}  // namespace lotse::engagement
