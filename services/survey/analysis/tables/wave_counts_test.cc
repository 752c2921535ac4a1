#include "services/survey/analysis/tables/wave_counts.h"

#include <gtest/gtest.h>

#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::tables {
namespace {

using suppression::Coordinate;
using suppression::TableSpec;

// Every cell of a table, against the answers one by one.
void ExpectCounts(const TestWave& wave, const TableSpec& table, const std::string& of) {
  CellCounts(table).ForEach([&](const std::vector<int>& where, int64_t count) {
    ASSERT_EQ(count, wave.CountOf([&] {
      std::vector<Coordinate> all = table.filter;
      for (std::size_t i = 0; i < where.size(); ++i) {
        if (where[i] != kAll) all.push_back({table.variables[i], where[i]});
      }
      return all;
    }()))
        << of;
  });
}

// All numbers that can be counted.
std::vector<int> Numbers(const TestWave& wave) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < wave.variables.compiled().variables().size(); ++i) {
    const SpanVariable* const variable = wave.variables.At(i);
    if (variable == nullptr || !variable->is_multiple()) {
      numbers.push_back(CellVariables::Number(i));
      continue;
    }
    for (int n = wave.cells.OptionNumber(i, 0); n <= wave.cells.AnyNumber(i); ++n) {
      numbers.push_back(n);
    }
  }
  return numbers;
}

TEST(WaveCounts, CountWhatTheAnswersSay) {
  std::mt19937 random(3);
  for (int round = 0; round < 12; ++round) {
    const bool may_break_off = round % 3 != 0;
    auto wave = WaveAtRandom(EveryKind(), 100, may_break_off, round % 4, &random);
    EXPECT_EQ(wave->counts->people(), wave->CountOf({}));
    const std::vector<int> numbers = Numbers(*wave);
    for (const int number : numbers) {
      ExpectCounts(*wave, wave->counts->Count({number}, {}), absl::StrCat(number));
    }
    for (int table = 0; table < 10; ++table) {
      std::vector<int> of = numbers;
      std::shuffle(of.begin(), of.end(), random);
      of.resize(2 + table % 2);
      ExpectCounts(*wave, wave->counts->Count(of, {}), absl::StrCat(of[0], " ", of[1]));
    }
  }
}

TEST(WaveCounts, CountThoseOfAFilter) {
  std::mt19937 random(4);
  for (const bool may_break_off : {false, true}) {
    auto wave = WaveAtRandom(EveryKind(), 200, may_break_off, 2, &random);
    const int units = wave->cells.FilterNumber(wave->At("unit"), {0, 2});
    const int ways = wave->cells.FilterNumber(wave->At("ways"), {1, 2});
    const int car = wave->cells.OptionNumber(wave->At("ways"), 0);
    const std::vector<std::vector<Coordinate>> filters = {
        {{units, CellVariables::kIn}},
        {{ways, CellVariables::kIn}},
        {{wave->Number("unit"), 1}, {car, CellVariables::kTicked}},
        {{wave->Number("age"), 2}, {units, CellVariables::kIn}},
    };
    for (const auto& filter : filters) {
      ExpectCounts(*wave, wave->counts->Count({wave->Number("led")}, filter), "led");
      EXPECT_EQ(wave->counts->Base(filter).Count(), wave->CountOf(filter));
    }
  }
}

// A code of two bytes, alone and with others.
TEST(WaveCounts, CountManyOptions) {
  v1alpha::Instrument instrument;
  auto* section = instrument.add_sections();
  for (const char* code : {"wide", "wider"}) {
    auto* question = section->add_questions();
    question->set_code(code);
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    for (int i = 0; i < 300; ++i) question->add_options()->set_code(absl::StrCat(i));
  }
  std::mt19937 random(5);
  auto wave = WaveAtRandom(instrument, 60, false, 0, &random);
  const TableSpec both = wave->counts->Count({0, 1}, {});
  std::vector<int64_t> rows(301);
  for (std::size_t i = 0; i < both.counts.size(); ++i) rows[i / 301] += both.counts[i];
  EXPECT_EQ(rows, wave->counts->Count({0}, {}).counts);
  for (const Person& person : wave->people) {
    if (person.answers.size() < 2) continue;
    const auto row = wave->variables.Find("wide")->AnswerOf(person.answers[0].choice());
    const auto column = wave->variables.Find("wider")->AnswerOf(person.answers[1].choice());
    EXPECT_GE(both.counts[static_cast<std::size_t>(row * 301 + column)], 1);
    EXPECT_EQ(wave->counts->Base(std::vector<Coordinate>{{0, row}}).Count(),
              rows[static_cast<std::size_t>(row)]);
  }
}

TEST(WaveCounts, GiveTheAnswersOfEachPerson) {
  std::mt19937 random(6);
  auto wave = WaveAtRandom(EveryKind(), 80, true, 1, &random);
  const SpanVariable& grid = *wave->variables.Find("grid_a");
  const auto answers = wave->counts->Answers(grid, wave->counts->Base({}));
  for (std::size_t i = 0; i < wave->people.size(); ++i) {
    const Person& person = wave->people[i];
    const v1alpha::Answer* const answer = person.Of("grid_a");
    const int expected =
        answer == nullptr || !wave->IsUsable(person) ? 0 : 1 + grid.AnswerOf(answer->choice());
    EXPECT_EQ(answers[i], expected) << i;
  }
}

}  // namespace
}  // namespace lotse::survey::tables
