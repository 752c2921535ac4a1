#include "runtime/indicators/achievement.h"

#include <string>

#include "gtest/gtest.h"

namespace lotse::indicators {
namespace {

using types::Decimal;

TEST(Achievement, IsTheWayFromBaselineToTarget) {
  const struct {
    const char* baseline;
    const char* target;
    const char* actual;
    const char* ratio;  // Null: undefined.
    std::optional<int32_t> per_mille;
  } cases[] = {
      // More is better.
      {"10", "50", "10", "0", 0},
      {"10", "50", "30", "1/2", 500},
      {"10", "50", "50", "1", 1000},
      {"10", "50", "90", "2", 2000},    // Not clamped above,
      {"10", "50", "0", "-1/4", -250},  // nor below.
      {"0", "100", "150", "3/2", 1500},
      {"0", "100", "-5", "-1/20", -50},  // The wrong way.
      {"-10", "10", "0", "1/2", 500},
      {"-50", "-10", "-20", "3/4", 750},
      // Less is better.
      {"40", "10", "40", "0", 0},
      {"40", "10", "25", "1/2", 500},
      {"40", "10", "10", "1", 1000},
      {"40", "10", "5", "7/6", 1167},
      {"40", "10", "50", "-1/3", -333},
      {"40", "20", "45", "-1/4", -250},
      {"0", "-4", "-1", "1/4", 250},
      // Halves of a tenth of a per cent are rounded away from zero.
      {"0", "2000", "1", "1/2000", 1},
      {"0", "2000", "-1", "-1/2000", -1},
      {"0", "2000", "3", "3/2000", 2},
      {"2000", "0", "1999", "1/2000", 1},
      {"0", "8", "1.004", "251/2000", 126},
      {"0", "8", "-1.004", "-251/2000", -126},
      {"0", "8", "1.003999", "1003999/8000000", 125},  // Just below the half.
      {"0", "3", "1", "1/3", 333},
      {"0", "3", "2", "2/3", 667},
      // Exact where binary fractions are not.
      {"0", "0.3", "0.1", "1/3", 333},
      {"0.1", "0.4", "0.3", "2/3", 667},
      // What is too large for a number still is a ratio.
      {"0", "0.000001", "2147483.647", "2147483647000", std::nullopt},
      {"0", "1", "2147483.647", "2147483647/1000", 2147483647},
      {"0", "1", "2147483.648", "268435456/125", std::nullopt},
      {"0", "1", "-2147483.648", "-268435456/125", -2147483647 - 1},
      {"0", "1", "-2147483.649", "-2147483649/1000", std::nullopt},
      {"0", "0.000001", "999999999999", "999999999999000000", std::nullopt},
      {"-999999999999", "999999999999", "999999999999", "1", 1000},
      // There is no way.
      {"10", "10", "10", nullptr, std::nullopt},
      {"10", "10.0", "30", nullptr, std::nullopt},
  };
  for (const auto& c : cases) {
    const auto decimal = [](const char* text) { return *Decimal::Parse(text); };
    const auto ratio = Achievement(decimal(c.baseline), decimal(c.target), decimal(c.actual));
    const std::string what = std::string(c.actual) + " of " + c.baseline + " to " + c.target;
    ASSERT_EQ(ratio.has_value(), c.ratio != nullptr) << what;
    if (c.ratio != nullptr) {
      EXPECT_EQ(ratio->ToString(), c.ratio) << what;
    }
    EXPECT_EQ(AchievementPerMille(decimal(c.baseline), decimal(c.target), decimal(c.actual)),
              c.per_mille)
        << what;
  }
}

}  // namespace
}  // namespace lotse::indicators
