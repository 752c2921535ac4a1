#include "runtime/types/colour.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::types {
namespace {

TEST(Colour, HasSixDigitsOrThree) {
  const struct {
    std::string text;
    bool is_colour;
    bool is_short;
  } cases[] = {
      {"#12abEF", true, false},     {"#fff", false, true},      {"", false, false},
      {"#", false, false},          {"12abef", false, false},   {"#12abeg", false, false},
      {"#12abe", false, false},     {"#12abef0", false, false}, {"##2abef", false, false},
      {"red", false, false},        {"#ggg", false, false},     {" #fff", false, false},
      {"#12abe\xE4", false, false}, {"#ff\xE4", false, false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(IsColour(one.text), one.is_colour) << one.text;
    EXPECT_EQ(IsShortColour(one.text), one.is_short) << one.text;
  }
}

}  // namespace
}  // namespace lotse::types
