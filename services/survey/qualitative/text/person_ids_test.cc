#include "services/survey/qualitative/text/person_ids.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lotse::survey::qualitative {
namespace {

PersonIds Known() {
  const std::vector<std::string> ids = {"P03",     "M1",     "P30",   "Amsel",
                                        "coder-2", "anna-b", "x-1-2", ""};
  return PersonIds(ids);
}

TEST(PersonIds, AreFoundHoweverTheyAreSpelt) {
  const struct {
    const char* text;
    int64_t position;
  } cases[] = {
      {"P03", 0},
      {"p03 sagte das", 0},
      {"P-03", 0},
      {"P 03", 0},
      {"P_03", 0},
      {"P.03", 0},
      {"P. - 03", 0},
      {"P\u201003", 0},
      {"P\u00A003", 0},
      {"P\u00AD03", 0},
      {"P3", 0},
      {"P 3", 0},
      {"P0003", 0},
      {"p3", 0},
      {"Ｐ０３", 0},
      {"ｐ３", 0},
      {"P\u0660\u0663", 0},
      {"P\u030803", 0},
      {"Ja, P03.", 4},
      {"Für P-3", 4},
      {"„P3“", 1},
      {"(m1)", 1},
      {"M 01", 0},
      {"Ämter/P03/M2", 6},
      {"x-P03", 2},
      {"die P03-Idee", 4},
      {"wie bei P03_a", 8},
      {"P03s Idee", 0},
      {"P3's Idee", 0},
      {"Wie die Amsel sagt", 8},
      {"AMSEL", 0},
      {"Amsels Idee", 0},
      {"coder-2", 0},
      {"Coder 02", 0},
      {"coder2", 0},
      {"Anna-B", 0},
      {"Anna B", 0},
      {"anna_b", 0},
      {"Anna\u2011B", 0},
      {"Anna . B", 0},
      {"x 1 2", 0},
      {"X1.02", 0},
      {"Vor 3 P 30", 6},
  };
  for (const auto& c : cases) {
    const auto found = Known().FindIn(c.text);
    ASSERT_TRUE(found.has_value()) << c.text;
    EXPECT_EQ(*found, c.position) << c.text;
  }
}

TEST(PersonIds, AreWholeWords) {
  for (const char* text : {
           "",     "P",         "3",     "SP30", "SP 30",  "ÄP30",   "P300",    "P031",     "P13",
           "P03x", "P03P04",    "XM1",   "M",    "Amseln", "Kamsel", "coder",   "coder-21", "annab",
           "Anna", "P, 3 Tage", "P (3)", "P/3",  "P 0 3",  "0",      "Anna, B", "x 12",     "x 1",
       }) {
    EXPECT_FALSE(Known().FindIn(text).has_value()) << text;
  }
  EXPECT_FALSE(PersonIds({}).FindIn("P03").has_value());
}

}  // namespace
}  // namespace lotse::survey::qualitative
