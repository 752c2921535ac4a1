#include "services/survey/exchange/tables/cell_number.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

TEST(CellNumber, AsANumeral) {
  const struct {
    const char* number;
    const char* text;  // nullptr: no number.
  } cases[] = {
      {"1", "1"},
      {"1.0", "1"},
      {"-0", "0"},
      {"0.10000000000000001", "0.1"},
      {"2.5E-3", "0.0025"},
      {"1e3", "1000"},
      {"20240515143545", "20240515143545"},
      {"", nullptr},
      {"abc", nullptr},
      {"1e999", nullptr},
      {"nan", nullptr},
  };
  for (const auto& c : cases) {
    const std::optional<std::string> text = NumberText(c.number);
    EXPECT_EQ(text.value_or("none"), c.text == nullptr ? "none" : c.text) << c.number;
  }
  EXPECT_EQ(NumberText("1e300")->size(), 301u);
}

TEST(CellNumber, FormatsOfDays) {
  const struct {
    int id;
    const char* code;
    bool is_date;
  } cases[] = {
      {0, "", false},
      {1, "", false},
      {14, "", true},
      {22, "", true},
      {45, "", true},
      {49, "", false},
      {0, "dd.mm.yyyy", true},
      {0, "0.00", false},
      {0, "[h]:mm", true},
      {0, "[Red]0", false},
      {0, "\"days\" 0", false},
      {0, "0\\d", false},
      {0, "[$-407]d. mmmm", true},
      {0, "#,##0", false},
      {0, "[hot", false},
  };
  for (const auto& c : cases) EXPECT_EQ(IsDateFormat(c.id, c.code), c.is_date) << c.id << c.code;
}

TEST(CellNumber, AsADayOrTime) {
  const struct {
    double number;
    bool since_1904;
    const char* text;
  } cases[] = {
      {46082, false, "2026-03-01"},
      {46082.5, false, "2026-03-01T12:00:00"},
      {0.354166666666667, false, "08:30:00"},
      {0, false, "00:00:00"},
      {1, false, "1900-01-01"},
      {59, false, "1900-02-28"},
      {60, false, "none"},
      {61, false, "1900-03-01"},
      {0.9999999, false, "1900-01-01"},  // Rounded up to midnight.
      {44620, true, "2026-03-01"},
      {2958465, false, "9999-12-31"},
      {2958466, false, "none"},
      {2958465, true, "none"},
      {-1, false, "none"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(DateText(c.number, c.since_1904).value_or("none"), c.text) << c.number;
  }
}

}  // namespace
}  // namespace lotse::survey
