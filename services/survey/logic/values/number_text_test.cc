#include "services/survey/logic/values/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace lotse::survey::logic {
namespace {

TEST(NumberText, HasNoExponentAndTheFewestDigits) {
  const std::pair<double, const char*> cases[] = {
      {0, "0"},
      {-0.0, "0"},
      {1, "1"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {1.0 / 3, "0.3333333333333333"},
      {1e15, "1000000000000000"},
      {123456789012345680.0, "123456789012345680"},
      {1e21, "1000000000000000000000"},
      {1e-7, "0.0000001"},
      {9007199254740993.0, "9007199254740992"},
      {std::numeric_limits<double>::quiet_NaN(), "NaN"},
      {std::numeric_limits<double>::infinity(), "Infinity"},
      {-std::numeric_limits<double>::infinity(), "-Infinity"},
  };
  for (const auto& [number, text] : cases) EXPECT_EQ(NumberText(number), text);
  for (const double number : {std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::denorm_min(), 5e-324, 1.7e308}) {
    EXPECT_EQ(ReadNumber(NumberText(number)), number);
  }
}

TEST(ReadNumber, TakesWhatXPathTakes) {
  const std::pair<const char*, double> cases[] = {
      {"0", 0},           {"1", 1},    {"-1", -1},
      {"1.", 1},          {".5", 0.5}, {"-.5", -0.5},
      {" \t\r\n7 \n", 7}, {"007", 7},  {"0.199999", 0.199999},
      {"-0", -0.0},
  };
  for (const auto& [text, number] : cases) EXPECT_EQ(ReadNumber(text), number) << text;
  EXPECT_EQ(ReadNumber(std::string(400, '9')), std::numeric_limits<double>::infinity());
  EXPECT_EQ(ReadNumber("-" + std::string(400, '9')), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(ReadNumber("0." + std::string(400, '0') + "1"), 0);
}

TEST(ReadNumber, GivesNanForAnythingElse) {
  for (const char* text :
       {"",    " ",   ".",   "-",     "-.",  "+1",       "1e3", "1E3",  "0x10", "1,5",
        "1 2", "--1", "- 1", "1.2.3", "NaN", "Infinity", "inf", "true", "1a",   "\u00A01"}) {
    EXPECT_TRUE(std::isnan(ReadNumber(text))) << text;
  }
}

}  // namespace
}  // namespace lotse::survey::logic
