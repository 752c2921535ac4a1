#include "runtime/types/fraction.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

constexpr Wide kHuge = Wide{1} << 100;

TEST(Fraction, IsReduced) {
  struct Case {
    Wide numerator;
    Wide denominator;
    const char* text;
  };
  const Case cases[] = {
      {3, 4, "3/4"},
      {6, 8, "3/4"},
      {-2, 6, "-1/3"},
      {2, -6, "-1/3"},
      {-2, -6, "1/3"},
      {0, -7, "0"},
      {9, 3, "3"},
      {-9, 3, "-3"},
      {7, 1, "7"},
      {kHuge, kHuge * 2, "1/2"},
      {kHuge, 1, "1267650600228229401496703205376"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ((Fraction{c.numerator, c.denominator}.ToString()), c.text);
  }
}

TEST(RoundedQuotient, RoundsHalvesAwayFromZero) {
  struct Case {
    Wide numerator;
    Wide denominator;
    int rounded;
  };
  const Case cases[] = {
      {1, 2, 1},    {-1, 2, -1},     {1, -2, -1}, {-1, -2, 1}, {3, 2, 2},
      {-3, 2, -2},  {1, 3, 0},       {2, 3, 1},   {-2, 3, -1}, {5, 10, 1},
      {49, 100, 0}, {-149, 100, -1}, {0, 5, 0},   {7, 1, 7},   {kHuge, kHuge * 2, 1},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(static_cast<int>(RoundedQuotient(c.numerator, c.denominator)), c.rounded)
        << Fraction{c.numerator, c.denominator}.ToString();
  }
}

TEST(ToDecimal, HoldsTwelveDigits) {
  EXPECT_EQ(ToDecimal(-1500000)->ToString(), "-1.5");
  const Wide largest = Wide{999999999999999999};
  EXPECT_EQ(ToDecimal(largest)->ToString(), "999999999999.999999");
  EXPECT_EQ(ToDecimal(-largest)->ToString(), "-999999999999.999999");
  EXPECT_FALSE(ToDecimal(largest + 1).has_value());
  EXPECT_FALSE(ToDecimal(-largest - 1).has_value());
}

TEST(WideSum, NoticesWhatIsTooLarge) {
  WideSum sum;
  EXPECT_EQ(static_cast<int>(*sum.Get()), 0);
  sum.Add(5);
  sum.Add(-3, 4);
  EXPECT_EQ(static_cast<int>(*sum.Get()), -7);
  WideSum product;
  product.Add(kHuge, kHuge);
  EXPECT_FALSE(product.Get().has_value());
  WideSum quarter;
  quarter.Add(Wide{1} << 125);
  EXPECT_TRUE(quarter.Get().has_value());
  quarter.Add(1);
  EXPECT_FALSE(quarter.Get().has_value());
  quarter.Add(Wide{1} << 126);
  quarter.Add(Wide{1} << 126);  // Past the end of the type.
  EXPECT_FALSE(quarter.Get().has_value());
}

}  // namespace
}  // namespace lotse::types
