#include "services/survey/analysis/tables/basic_cells.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>

#include "services/survey/analysis/non_response.h"
#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/tables_testing.h"
#include "services/survey/analysis/tabulate.h"

namespace lotse::survey::tables {
namespace {

using suppression::CellKey;
using suppression::Published;
using v1alpha::FrequencyRow;
using v1alpha::FrequencyTable;
using v1alpha::TabulateWaveResponse;

TabulateWaveResponse Tabulate(const TestWave& wave) {
  Tabulator tabulator(wave.instrument, wave.scope);
  for (const Person& person : wave.people) tabulator.Add(person.answers, person.broke_off_section);
  TabulateWaveResponse basic;
  std::move(tabulator).Finish(0, &basic);
  return basic;
}

// The counts of the cells that are said to be published, by variable and category.
using Told = std::map<std::pair<int, int>, int64_t>;

Told ToldBy(const Published& published) {
  std::set<std::pair<int, int>> hidden;
  for (const CellKey& key : published.hidden) {
    if (!key.where.empty()) hidden.insert({key.where[0].variable, key.where[0].category});
  }
  Told told;
  for (const auto& table : published.tables) {
    for (int category = 0; category < table.categories[0]; ++category) {
      const std::pair<int, int> cell{table.variables[0], category};
      if (!hidden.contains(cell)) told[cell] = table.counts[static_cast<std::size_t>(category)];
    }
  }
  return told;
}

// Takes the numbers of one table as cells, by its documentation.
class Expected {
 public:
  Expected(const TestWave& wave, const TabulateWaveResponse& basic) : wave_(wave) {
    std::map<std::string, v1alpha::ItemNonResponse> items;
    for (const auto& item : NonResponseOf(wave.instrument, basic)) items[item.code()] = item;
    for (const FrequencyTable& table : basic.tables()) {
      if (table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED) Add(table, items);
    }
    for (const auto& [where, count] : wave.ToldNotReached()) {
      const bool is_new = told_.emplace(std::pair(where.variable, where.category), count).second;
      if (is_new) ++of_hidden_;
    }
  }
  const Told& told() const { return told_; }
  // Of how many variables without figures it is told who did not reach them.
  int of_hidden() const { return of_hidden_; }

 private:
  void Add(const FrequencyTable& table, const std::map<std::string, v1alpha::ItemNonResponse>& of) {
    const std::size_t position = wave_.At(table.code());
    const SpanVariable& variable = *wave_.variables.At(position);
    const Categories& categories = wave_.cells.Of(position);
    const std::vector<int> numbers = wave_.NumbersOf(variable);
    for (const FrequencyRow& row : table.rows()) {
      const int answer = variable.AnswerOf(row.code());
      if (answer < 0) {
        EXPECT_EQ(row.count(), 0) << "a class that is impossible";
        continue;
      }
      if (!row.has_count()) continue;
      if (!variable.is_multiple()) {
        told_[{numbers[0], answer}] = row.count();
        continue;
      }
      const int number = numbers[static_cast<std::size_t>(answer)];
      told_[{number, CellVariables::kTicked}] = row.count();
      if (!table.base_is_all()) {
        told_[{number, CellVariables::kNotTicked}] = table.base() - row.count();
      }
    }
    for (const int number : numbers) {
      if (categories.not_reached >= 0) {
        told_[{number, categories.not_reached}] = table.not_reached();
      }
      if (!table.has_missing()) continue;
      if (categories.not_asked < 0) {
        told_[{number, categories.no_answer}] = table.missing();
        continue;
      }
      const auto& item = of.at(table.code());
      if (table.missing() == 0 || item.has_not_asked()) {
        told_[{number, categories.no_answer}] = item.not_answered();
        told_[{number, categories.not_asked}] = item.not_asked();
      }
    }
    if (categories.not_asked >= 0 && table.has_missing()) {
      const int number = wave_.cells.MissingNumber(position);
      told_[{number, CellVariables::kMissing}] = table.missing();
      told_[{number, CellVariables::kNotMissing}] = table.base() + table.not_reached();
    }
  }

  const TestWave& wave_;
  Told told_;
  int of_hidden_ = 0;
};

// Every number that a reply and the collection report tell is the count of a cell that is said to
// be published, and no other cell is.
TEST(BasicCells, AreTheNumbersOfTheOneWayTables) {
  std::mt19937 random(21);
  int shown = 0;
  int apart = 0;
  int hidden = 0;
  int not_reached = 0;
  for (int round = 0; round < 300; ++round) {
    const int people = 8 + static_cast<int>(random() % (round % 2 == 0 ? 40 : 400));
    auto wave = WaveAtRandom(EveryKind(), people, round % 3 != 0, round % 4, &random);
    const TabulateWaveResponse basic = Tabulate(*wave);
    const Published published = BasicCells(basic, wave->variables, wave->cells, &*wave->counts);
    const Expected tells(*wave, basic);
    const Told& expected = tells.told();
    not_reached += tells.of_hidden();
    EXPECT_EQ(ToldBy(published), expected) << "round " << round;
    shown += static_cast<int>(expected.size());
    hidden += static_cast<int>(published.hidden.size());
    const std::size_t led = wave->At("led");
    if (expected.contains({CellVariables::Number(led), wave->cells.Of(led).not_asked})) ++apart;
    const bool tells_responses = std::none_of(published.hidden.begin(), published.hidden.end(),
                                              [](const CellKey& key) { return key.where.empty(); });
    EXPECT_EQ(tells_responses, basic.response_rate().has_responses());
    if (!tells_responses) continue;
    EXPECT_EQ(wave->counts->people(), basic.response_rate().responses());
  }
  EXPECT_GT(shown, 1000);
  EXPECT_GT(hidden, 1000);
  EXPECT_GT(apart, 10) << "not asked was told apart";
  EXPECT_GT(not_reached, 100) << "who did not reach a question without figures";
}

TEST(BasicCells, SayNothingOfAnyTick) {
  std::mt19937 random(22);
  auto wave = WaveAtRandom(EveryKind(), 100, false, 0, &random);
  const Published published =
      BasicCells(Tabulate(*wave), wave->variables, wave->cells, &*wave->counts);
  const int any = wave->cells.AnyNumber(wave->At("ways"));
  for (const auto& table : published.tables) EXPECT_NE(table.variables[0], any);
  for (const CellKey& key : published.hidden) {
    for (const auto& where : key.where) EXPECT_NE(where.variable, any);
  }
}

}  // namespace
}  // namespace lotse::survey::tables
