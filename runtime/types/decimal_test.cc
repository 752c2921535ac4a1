#include "runtime/types/decimal.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

TEST(Decimal, ReadsAndWritesExactly) {
  const struct {
    const char* text;
    int64_t millionths;
    const char* written;
  } cases[] = {
      {"0", 0, "0"},
      {"-0", 0, "0"},
      {"7", 7000000, "7"},
      {"0.1", 100000, "0.1"},
      {"0.10", 100000, "0.1"},
      {"-12.5", -12500000, "-12.5"},
      {"0.000001", 1, "0.000001"},
      {"999999999999.999999", 999999999999999999, "999999999999.999999"},
      {"-999999999999.999999", -999999999999999999, "-999999999999.999999"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const auto value = Decimal::Parse(c.text);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->millionths(), c.millionths);
    EXPECT_EQ(value->ToString(), c.written);
    EXPECT_EQ(value->ToProto().value(), c.written);
  }
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"",   "-",  ".",   "1.",    ".5",  "+1",  "1,5",           "1e3",       " 1",   "1 ",
        "01", "00", "--1", "1.2.3", "N/A", "yes", "1234567890123", "0.1234567", "0x10", "Inf"}) {
    SCOPED_TRACE(text);
    EXPECT_FALSE(Decimal::Parse(text).has_value());
    google::type::Decimal value;
    value.set_value(text);
    rpc::FieldViolations violations;
    EXPECT_FALSE(CheckDecimal("measurement.value", value, &violations).has_value());
    ASSERT_EQ(violations.size(), 1);
    EXPECT_EQ(violations[0].field, "measurement.value");
    EXPECT_EQ(violations[0].description.find(text[0] == '\0' ? "?" : "N/A"), std::string::npos);
  }
}

TEST(Decimal, AddsAndComparesWithoutLoss) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum = sum + *Decimal::Parse("0.1");
  EXPECT_EQ(sum, Decimal::FromInt(1));
  EXPECT_LT(*Decimal::Parse("-1"), *Decimal::Parse("0.000001"));
  EXPECT_EQ((*Decimal::Parse("1.5") - *Decimal::Parse("2")).ToString(), "-0.5");
}

TEST(Divide, RoundsHalfAwayFromZero) {
  const struct {
    int64_t numerator, denominator;
    int digits;
    const char* quotient;
  } cases[] = {
      {1, 3, 4, "0.3333"}, {2, 3, 4, "0.6667"}, {1, 8, 2, "0.13"},     {-1, 8, 2, "-0.13"},
      {1, -8, 2, "-0.13"}, {-1, -8, 2, "0.13"}, {5, 2, 0, "3"},        {-5, 2, 0, "-3"},
      {0, 7, 6, "0"},      {7, 1, 6, "7"},      {1, 2000, 3, "0.001"}, {1, 2001, 3, "0"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Divide(c.numerator, c.denominator, c.digits).ToString(), c.quotient)
        << c.numerator << "/" << c.denominator;
  }
}

}  // namespace
}  // namespace lotse::types
