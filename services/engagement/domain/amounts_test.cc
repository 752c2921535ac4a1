#include "services/engagement/domain/amounts.h"

#include <gtest/gtest.h>

#include "services/engagement/domain/violation_testing.h"

namespace lotse::engagement {
namespace {

size_t Faults(void (*check)(absl::string_view, const google::type::Decimal&, rpc::FieldViolations*),
              const char* text) {
  google::type::Decimal value;
  value.set_value(text);
  rpc::FieldViolations violations;
  check("days", value, &violations);
  ExpectBothLanguages(violations);
  return violations.size();
}

TEST(Amounts, HaveRanges) {
  const struct {
    const char* text;
    size_t days, share;
  } cases[] = {{"0", 0, 0},    {"0.25", 0, 0},   {"100", 0, 0},  {"100.01", 0, 1},
               {"1000", 0, 1}, {"1000.5", 1, 1}, {"-0.5", 1, 1}, {"viel", 1, 1}};
  for (const auto& c : cases) {
    EXPECT_EQ(Faults(&CheckDays, c.text), c.days) << c.text;
    EXPECT_EQ(Faults(&CheckShare, c.text), c.share) << c.text;
  }
}

TEST(Amounts, MonthsAreReal) {
  const struct {
    int year, month;
    size_t faults;
  } cases[] = {{2026, 1, 0}, {2026, 12, 0}, {2026, 0, 1}, {2026, 13, 1}, {26, 3, 1}, {0, 0, 2}};
  for (const auto& c : cases) {
    rpc::FieldViolations violations;
    CheckMonth("efforts[0]", c.year, c.month, &violations);
    ExpectBothLanguages(violations);
    EXPECT_EQ(violations.size(), c.faults) << c.year << "-" << c.month;
  }
}

}  // namespace
}  // namespace lotse::engagement
