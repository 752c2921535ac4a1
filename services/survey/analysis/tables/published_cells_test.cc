#include "services/survey/analysis/tables/published_cells.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "services/survey/analysis/tables/basic_cells.h"
#include "services/survey/analysis/tables/cell_keys.h"
#include "services/survey/analysis/tables/figures_testing.h"

namespace lotse::survey::tables {
namespace {

using google::protobuf::util::MessageDifferencer;
using suppression::CellKey;
using suppression::Published;
using v1alpha::Table;
using v1alpha::TableSpec;

const char* const kSpecs[] = {
    "variables: 'unit' statistics: STATISTIC_SHARES",
    "variables: 'grid_a' variables: 'unit' variables: 'age' statistics: STATISTIC_ASSOCIATION",
    "variables: 'ways' variables: 'unit' statistics: STATISTIC_SHARES",
    "battery: 'grid_a' battery: 'grid_b' variables: 'led' statistics: STATISTIC_LOCATION",
    "variables: 'last' filters { variable: 'unit' options: 'a' options: 'b' }",
};

Withheld WithholdAtRandom(const CountedTable& counted, std::mt19937* random) {
  Withheld withheld;
  for (const auto& part : counted.cells.parts) {
    CellCounts(part).ForEach([&](const std::vector<int>& where, int64_t) {
      CellKey key = KeyOf(part, where);
      if (!key.where.empty() && key.where != part.filter && (*random)() % 6 == 0) {
        withheld.insert(std::move(key));
      }
    });
  }
  return withheld;
}

TEST(PublishedCells, AreReadFromTheTablesThatWereGivenAway) {
  std::mt19937 random(31);
  for (int round = 0; round < 10; ++round) {
    auto wave = WaveAtRandom(EveryKind(), 200, round % 2 == 0, 1, &random);
    for (const char* text : kSpecs) {
      const auto spec = Parse<TableSpec>(text);
      const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
      const Withheld withheld = WithholdAtRandom(counted, &random);
      const Table table = MakeTable(spec, counted, withheld, 10, wave->variables, wave->cells);
      PublishedCells cells;
      Withheld read;
      ASSERT_TRUE(cells.Add(spec, counted, table, wave->variables, wave->cells, &read)) << text;
      const Table again = MakeTable(spec, counted, read, 10, wave->variables, wave->cells);
      EXPECT_TRUE(MessageDifferencer::Equals(table, again)) << text;
      const Published published = std::move(cells).Take();
      EXPECT_EQ(published.tables.size(), counted.cells.parts.size());
      EXPECT_EQ(published.unpublished.size(), counted.cells.unpublished.size());
      if (spec.variables_size() > 0 && spec.variables(0) == "ways") continue;
      EXPECT_EQ(Withheld(published.hidden.begin(), published.hidden.end()), withheld) << text;
    }
  }
}

TEST(PublishedCells, AreNotThoseOfOtherAnswers) {
  std::mt19937 random(32);
  auto wave = WaveAtRandom(EveryKind(), 120, false, 0, &random);
  std::vector<Person> fewer = wave->people;
  fewer.pop_back();
  TestWave other(wave->instrument, fewer);
  for (const char* text : kSpecs) {
    const auto spec = Parse<TableSpec>(text);
    const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
    const Table table = MakeTable(spec, counted, {}, 10, wave->variables, wave->cells);
    const auto is_of = [&](const Table& one, const CountedTable& counts) {
      return PublishedCells().Add(spec, counts, one, wave->variables, wave->cells);
    };
    EXPECT_TRUE(is_of(table, counted));
    Table changed = table;
    auto* cell = changed.mutable_layers(0)->mutable_rows(0)->mutable_cells(0);
    cell->set_count(cell->count() + 1);
    EXPECT_FALSE(is_of(changed, counted)) << "a count";
    changed = table;
    changed.mutable_layers(0)->mutable_rows()->RemoveLast();
    EXPECT_FALSE(is_of(changed, counted)) << "a row less";
    changed = table;
    changed.mutable_rows(0)->set_code("z");
    EXPECT_FALSE(is_of(changed, counted)) << "another row";
    changed = table;
    changed.set_base(table.base() + 1);
    EXPECT_FALSE(is_of(changed, counted)) << "another base";
  }
  const auto spec = Parse<TableSpec>(kSpecs[0]);
  const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
  const CountedTable others = CountTable(spec, other.variables, &other.cells, &*other.counts);
  const Table table = MakeTable(spec, counted, {}, 10, wave->variables, wave->cells);
  EXPECT_FALSE(PublishedCells().Add(spec, others, table, wave->variables, wave->cells))
      << "a person less";
}

// Of an option, those who did not tick it stand in no cell of the table.
TEST(PublishedCells, OfAnOptionFollowFromWhatIsShown) {
  std::mt19937 random(33);
  auto wave = WaveAtRandom(EveryKind(), 120, false, 0, &random);
  const auto spec = Parse<TableSpec>("variables: 'ways'");
  const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
  const std::size_t ways = wave->At("ways");
  const auto key = [](int variable, int category) { return CellKey{0, {{variable, category}}}; };
  const int car = wave->cells.OptionNumber(ways, 0);
  const int any = wave->cells.AnyNumber(ways);
  const auto hidden_with = [&](const Withheld& withheld) {
    const Table table = MakeTable(spec, counted, withheld, 10, wave->variables, wave->cells);
    PublishedCells cells;
    EXPECT_TRUE(cells.Add(spec, counted, table, wave->variables, wave->cells));
    const Published published = std::move(cells).Take();
    return Withheld(published.hidden.begin(), published.hidden.end());
  };
  EXPECT_EQ(hidden_with({}), Withheld{});
  EXPECT_EQ(hidden_with({key(car, CellVariables::kNotTicked)}), Withheld{})
      << "those who answered, less those who ticked";
  EXPECT_EQ(hidden_with({key(car, CellVariables::kTicked)}),
            (Withheld{key(car, CellVariables::kTicked), key(car, CellVariables::kNotTicked)}));
  const Withheld hidden = hidden_with({key(any, CellVariables::kNoneTicked)});
  EXPECT_TRUE(hidden.contains(key(car, CellVariables::kNotTicked)));
  EXPECT_TRUE(hidden.contains(key(car + 2, CellVariables::kNotTicked)));
  EXPECT_FALSE(hidden.contains(key(car, CellVariables::kTicked)));
}

TEST(PublishedCells, AreNotHiddenIfOneTableShowsThem) {
  std::mt19937 random(34);
  auto wave = WaveAtRandom(EveryKind(), 120, false, 0, &random);
  const auto spec = Parse<TableSpec>("variables: 'unit'");
  const CountedTable counted = CountTable(spec, wave->variables, &wave->cells, &*wave->counts);
  const CellKey key{0, {{wave->Number("unit"), 0}}};
  const CellKey other{0, {{wave->Number("unit"), 1}}};
  const Table strict = MakeTable(spec, counted, {key, other}, 10, wave->variables, wave->cells);
  Published basic;
  basic.tables = counted.cells.parts;
  basic.hidden = {other};
  PublishedCells cells;
  cells.Add(basic);
  ASSERT_TRUE(cells.Add(spec, counted, strict, wave->variables, wave->cells));
  const Published published = std::move(cells).Take();
  EXPECT_EQ(published.hidden, std::vector<CellKey>{other});
}

}  // namespace
}  // namespace lotse::survey::tables
