#include "services/survey/analysis/tables/groupings.h"

#include <gtest/gtest.h>

#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::suppression {

void PrintTo(const Grouping& grouping, std::ostream* out) {
  *out << grouping.whole.variable << "/" << grouping.whole.category
       << (grouping.exact ? " =" : " <=");
  for (const Coordinate& part : grouping.parts)
    *out << " " << part.variable << "/" << part.category;
}

}  // namespace lotse::survey::suppression

namespace lotse::survey::tables {
namespace {

using suppression::Coordinate;
using suppression::Grouping;

bool HasGrouping(const std::vector<Grouping>& groupings, const Grouping& wanted) {
  return std::any_of(groupings.begin(), groupings.end(), [&](const Grouping& one) {
    return one.whole == wanted.whole && one.parts == wanted.parts && one.exact == wanted.exact;
  });
}

// What a grouping says of one person.
bool HoldsFor(const TestWave& wave, const Person& person, const Grouping& grouping) {
  const auto parts = std::count_if(grouping.parts.begin(), grouping.parts.end(),
                                   [&](const Coordinate& part) { return wave.Has(person, part); });
  const bool has_whole = wave.Has(person, grouping.whole);
  return grouping.exact ? parts == (has_whole ? 1 : 0) : !has_whole || parts > 0;
}

TEST(Groupings, HoldForEverybody) {
  std::mt19937 random(8);
  for (int round = 0; round < 12; ++round) {
    auto wave = WaveAtRandom(EveryKind(), 120, round % 3 != 0, round % 4, &random);
    wave->cells.FilterNumber(wave->At("unit"), {0, 1});
    wave->cells.FilterNumber(wave->At("told"), {0, 1});
    const std::vector<Grouping> groupings = GroupingsOf(wave->variables, &wave->cells);
    for (const Grouping& grouping : groupings) {
      EXPECT_GE(grouping.whole.category, 0);
      EXPECT_FALSE(grouping.parts.empty());
      for (std::size_t i = 0; i < grouping.parts.size(); ++i) {
        EXPECT_GE(grouping.parts[i].category, 0);
        EXPECT_FALSE(grouping.parts[i] == grouping.whole);
        EXPECT_TRUE(i == 0 || grouping.parts[i - 1] < grouping.parts[i]);
      }
      for (const Person& person : wave->people) {
        if (!wave->IsUsable(person)) continue;
        ASSERT_TRUE(HoldsFor(*wave, person, grouping))
            << testing::PrintToString(grouping) << "\n"
            << person.answers.size() << " answers, broke off in " << person.broke_off_section;
      }
    }
  }
}

// Each kind of knowledge, of the questionnaire that has all of them.
TEST(Groupings, SayWhatTheQuestionnaireSays) {
  TestWave wave(EveryKind(), {}, {.left_out = 0, .left_before = {0, 0, 2}});
  CellVariables& cells = wave.cells;
  const int units = cells.FilterNumber(wave.At("unit"), {0, 2});
  const std::vector<Grouping> all = GroupingsOf(wave.variables, &cells);
  const int unit = wave.Number("unit");
  const int led = wave.Number("led");
  const int ways = cells.OptionNumber(wave.At("ways"), 0);
  const int any = cells.AnyNumber(wave.At("ways"));
  const std::size_t grid = wave.At("grid_a");
  const auto other = [&](const char* code, int category) {
    return cells.Other(wave.At(code), category);
  };
  // A filter with two options.
  EXPECT_TRUE(HasGrouping(all, {{units, CellVariables::kIn}, {{unit, 0}, {unit, 2}}, true}));
  // A multiple choice: a tick, any tick, no answer.
  EXPECT_TRUE(HasGrouping(all, {{ways + 1, 0}, {{any, 0}}, false}));
  EXPECT_TRUE(HasGrouping(all, {{any, 0}, {{ways, 0}, {ways + 1, 0}, {ways + 2, 0}}, false}));
  EXPECT_TRUE(HasGrouping(all, {{ways + 2, 2}, {{any, 2}}, true}));
  // Asked unless one option is chosen.
  EXPECT_TRUE(HasGrouping(all, {{led, cells.Of(wave.At("led")).not_asked}, {{unit, 2}}, true}));
  // Asked who ticked one of two.
  const int two = cells.FilterNumber(wave.At("ways"), {1, 2});
  const int grid_a = wave.Number("grid_a");
  EXPECT_TRUE(HasGrouping(
      all,
      {{two, CellVariables::kIn}, {{grid_a, 0}, {grid_a, 1}, {grid_a, 2}, {grid_a, 3}}, true}));
  EXPECT_TRUE(HasGrouping(
      all, {{grid_a + 1, cells.Of(grid).not_asked}, {{grid_a, cells.Of(grid).not_asked}}, true}))
      << "both items, under the same conditions";
  // Asked who answered a text.
  EXPECT_TRUE(HasGrouping(all, {other("told", cells.Of(wave.At("told")).not_asked),
                                {{wave.Number("why"), cells.Of(wave.At("why")).no_answer}},
                                true}));
  // Asked who ticked an option.
  EXPECT_TRUE(HasGrouping(all, {{wave.Number("car_age"), cells.Of(wave.At("car_age")).not_asked},
                                {{ways, CellVariables::kNotTicked}, {ways, 2}},
                                true}));
  // Two conditions, on an earlier page that more people reached.
  const Categories& last = cells.Of(wave.At("last"));
  const int number = wave.Number("last");
  EXPECT_TRUE(
      HasGrouping(all, {{unit, 2}, {{number, last.not_asked}, {number, last.not_reached}}, false}));
  EXPECT_TRUE(HasGrouping(all, {{number, last.not_asked},
                                {{unit, 2},
                                 {led, 1},
                                 {led, cells.Of(wave.At("led")).no_answer},
                                 {led, cells.Of(wave.At("led")).not_asked}},
                                false}));
  // The same page is reached by the same.
  EXPECT_TRUE(HasGrouping(
      all,
      {other("both", cells.Of(wave.At("both")).not_reached), {{number, last.not_reached}}, true}));
  // "Missing" is two things.
  EXPECT_TRUE(HasGrouping(all, {{cells.MissingNumber(wave.At("led")), CellVariables::kMissing},
                                {{led, 2}, {led, 3}},
                                true}));
}

TEST(Groupings, PagesThatFewerReachedContainTheEarlierOnes) {
  v1alpha::Instrument instrument;
  for (const char* code : {"a", "b", "c", "d"}) {
    auto* question = instrument.add_sections()->add_questions();
    question->set_code(code);
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    question->add_options()->set_code("1");
  }
  TestWave wave(instrument, {}, {.left_out = 0, .left_before = {0, 1, 1, 3}});
  const std::vector<Grouping> all = GroupingsOf(wave.variables, &wave.cells);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(HasGrouping(all, {{2, 2}, {{1, 2}}, true})) << "nobody stopped in between";
  EXPECT_TRUE(HasGrouping(all, {{2, 2}, {{3, 2}}, false}));
}

}  // namespace
}  // namespace lotse::survey::tables
