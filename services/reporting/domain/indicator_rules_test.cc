#include "services/reporting/domain/indicator_rules.h"

#include "gtest/gtest.h"

namespace lotse::reporting {
namespace {

TEST(IndicatorRulesTest, StepsSixAndSevenAreMonitoring) {
  for (int level = 0; level <= 7; ++level) EXPECT_EQ(IsMonitoring(level), level >= 6) << level;
}

}  // namespace
}  // namespace lotse::reporting
