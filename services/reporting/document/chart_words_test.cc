#include "services/reporting/document/chart_words.h"

#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyTable;

TEST(ChartWordsTest, NamesTheMostFrequentAnswer) {
  const struct {
    std::vector<int> counts;
    const char* german;
    const char* english;
  } cases[] = {
      {{10, 30, 60},
       "Balkendiagramm zu „S“ (n = 100): am häufigsten wurde „Label 3“ genannt (60,0\u00a0%).",
       "Bar chart of “S” (n = 100): the most frequent answer was “Label 3” (60.0%)."},
      {{40, 20, 40},
       "Balkendiagramm zu „S“ (n = 100): am häufigsten wurden „Label 1“ und „Label 3“ genannt "
       "(jeweils 40,0\u00a0%).",
       "Bar chart of “S” (n = 100): the most frequent answers were “Label 1” and “Label 3” "
       "(40.0% each)."},
      {{30, 30, 30, 10},
       "Balkendiagramm zu „S“ (n = 100): am häufigsten wurden „Label 1“, „Label 2“ und „Label 3“ "
       "genannt (jeweils 30,0\u00a0%).",
       "Bar chart of “S” (n = 100): the most frequent answers were “Label 1”, “Label 2” and "
       "“Label 3” (30.0% each)."},
      {{0, 0},
       "Balkendiagramm zu „S“ (n = 100): keine der gezeigten Antworten wurde genannt.",
       "Bar chart of “S” (n = 100): none of the answers shown was given."},
      {{-1, -1},
       "Balkendiagramm zu „S“ (n = 100): alle Werte sind geschützt.",
       "Bar chart of “S” (n = 100): all values are protected."},
  };
  for (const auto& c : cases) {
    const FrequencyTable table = MakeTable("q", c.counts, 100, 0);
    EXPECT_EQ(AltText(table, "S", Language::kGerman), c.german);
    EXPECT_EQ(AltText(table, "S", Language::kEnglish), c.english);
  }
}

// 40 persons are hidden in two rows: one of them may be the most frequent, unless
// a shown row is larger than all of them together.
TEST(ChartWordsTest, ClaimsNothingThatAProtectedRowCouldContradict) {
  const struct {
    std::vector<int> counts;
    int protected_count;
    bool multiple;
    bool of_shown;
  } cases[] = {
      {{35, 25, -1, -1}, 40, false, true},  {{40, 20, -1, -1}, 40, false, true},
      {{41, 19, -1, -1}, 40, false, false}, {{41, 19, -1, -1}, -1, false, true},
      {{90, 19, -1}, -1, true, true},       {{90, 19}, -1, true, false},
  };
  for (const auto& c : cases) {
    FrequencyTable table = MakeTable("q", c.counts, 100, 0);
    if (c.protected_count >= 0) table.set_protected_count(c.protected_count);
    table.set_multiple_choice(c.multiple);
    const std::string alt = AltText(table, "S", Language::kEnglish);
    EXPECT_EQ(alt.find("among the answers shown") != std::string::npos, c.of_shown) << alt;
  }
}

TEST(ChartWordsTest, SaysAllFiguresInWords) {
  const FrequencyTable table = MakeTable("q", {1, 99, -1}, 1000, 0);
  EXPECT_EQ(LongDescription(table, Language::kGerman),
            "„Label 1“: 1 Person, 0,1\u00a0%. „Label 2“: 99 Personen, 9,9\u00a0%. "
            "„Label 3“: geschützt.");
  EXPECT_EQ(LongDescription(table, Language::kEnglish),
            "“Label 1”: 1 person, 0.1%. “Label 2”: 99 people, 9.9%. “Label 3”: protected.");
}

TEST(ChartWordsTest, ShowsARowOnlyWithCountShareAndBase) {
  FrequencyTable table = MakeTable("q", {7}, 10, 0);
  EXPECT_TRUE(IsShown(table, table.rows(0)));
  FrequencyTable without = table;
  without.clear_base();
  EXPECT_FALSE(IsShown(without, without.rows(0)));
  without = table;
  without.mutable_rows(0)->clear_count();
  EXPECT_FALSE(IsShown(without, without.rows(0)));
  without = table;
  without.mutable_rows(0)->clear_share_per_mille();
  EXPECT_FALSE(IsShown(without, without.rows(0)));
}

TEST(ChartWordsTest, FallsBackToTheCode) {
  survey::v1alpha::FrequencyRow row;
  row.set_code("A1");
  EXPECT_EQ(LabelOf(row, Language::kGerman), "A1");
}

}  // namespace
}  // namespace lotse::reporting
