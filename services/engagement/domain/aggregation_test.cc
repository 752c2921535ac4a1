#include "services/engagement/domain/aggregation.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::engagement {
namespace {

using types::Decimal;
using v1alpha::IndicatorDefinition;

constexpr auto kSum = IndicatorDefinition::AGGREGATION_SUM;
constexpr auto kMean = IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN;
constexpr auto kNone = IndicatorDefinition::AGGREGATION_NONE;

Site At(const char* value, const char* weight = nullptr) {
  Site site;
  if (value != nullptr) site.value = Decimal::Parse(value);
  if (weight != nullptr) site.weight = Decimal::Parse(weight);
  return site;
}

TEST(AggregateOf, GoesByTheDeclaredRule) {
  struct Case {
    const char* about;
    IndicatorDefinition::Aggregation rule;
    int decimals;
    std::vector<Site> sites;
    const char* value;  // Null for none.
    const char* why_not;
    std::vector<bool> counted;
  };
  const char kLarge[] = "999999999999.999999";
  const Case cases[] = {
      {"sum", kSum, 0, {At("3"), At("4")}, "7", "", {true, true}},
      {"sum with a gap", kSum, 0, {At("3"), At(nullptr), At("-1")}, "2", "", {true, false, true}},
      {"sum of nothing", kSum, 0, {At(nullptr)}, nullptr, "NO_VALUE", {false}},
      {"no sites", kSum, 0, {}, nullptr, "NO_VALUE", {}},
      {"sum is exact", kSum, 1, {At("0.1"), At("0.2")}, "0.3", "", {true, true}},
      {"sum too large", kSum, 0, {At(kLarge), At("0.000001")}, nullptr, "TOO_LARGE", {true, true}},
      {"none", kNone, 0, {At("3"), At("4")}, nullptr, "NOT_AGGREGATED", {false, false}},
      {"mean", kMean, 0, {At("10", "1"), At("40", "2")}, "30", "", {true, true}},
      {"mean of one", kMean, 2, {At("12.34", "7")}, "12.34", "", {true}},
      {"mean rounds", kMean, 1, {At("1", "1"), At("2", "2")}, "1.7", "", {true, true}},
      {"half up", kMean, 0, {At("1", "1"), At("2", "1")}, "2", "", {true, true}},
      {"half down", kMean, 0, {At("-1", "1"), At("-2", "1")}, "-2", "", {true, true}},
      {"rounded once", kMean, 0, {At("0.4999", "1")}, "0", "", {true}},
      {"without weight", kMean, 0, {At("1", "1"), At("9")}, "1", "", {true, false}},
      {"weight 0", kMean, 0, {At("1", "1"), At("9", "0")}, "1", "", {true, false}},
      {"weight below 0", kMean, 0, {At("1", "1"), At("9", "-1")}, "1", "", {true, false}},
      {"weight without value", kMean, 0, {At(nullptr, "5"), At("9", "1")}, "9", "", {false, true}},
      {"nothing weighs", kMean, 0, {At("1"), At("2")}, nullptr, "NO_VALUE", {false, false}},
      {"large", kMean, 6, {At(kLarge, kLarge), At(kLarge, kLarge)}, kLarge, "", {true, true}},
  };
  for (const Case& c : cases) {
    IndicatorDefinition definition;
    definition.set_aggregation(c.rule);
    definition.set_decimals(c.decimals);
    const Aggregate out = AggregateOf(definition, c.sites);
    EXPECT_EQ(out.value.has_value(), c.value != nullptr) << c.about;
    if (out.value.has_value() && c.value != nullptr) {
      EXPECT_EQ(out.value->ToString(), c.value) << c.about;
    }
    EXPECT_EQ(out.why_not, c.why_not) << c.about;
    EXPECT_EQ(out.counted, c.counted) << c.about;
  }
}

TEST(AggregateOf, NoticesSumsOfProductsThatAreTooLarge) {
  IndicatorDefinition definition;
  definition.set_aggregation(kMean);
  const std::vector<Site> sites(400, At("999999999999", "999999999999"));
  const Aggregate out = AggregateOf(definition, sites);
  EXPECT_FALSE(out.value.has_value());
  EXPECT_EQ(out.why_not, "TOO_LARGE");
}

}  // namespace
}  // namespace lotse::engagement
