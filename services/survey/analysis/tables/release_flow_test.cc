// Tables of several releases of one wave, from the answers to what is given away: counted,
// protected beside the one-way tables and all that was given away before, written, and read back.
#include <gtest/gtest.h>

#include "services/survey/analysis/suppression/release_protection.h"
#include "services/survey/analysis/tables/basic_cells.h"
#include "services/survey/analysis/tables/figures_testing.h"
#include "services/survey/analysis/tables/groupings.h"
#include "services/survey/analysis/tables/protect_tables.h"
#include "services/survey/analysis/tables/published_cells.h"
#include "services/survey/analysis/tables/table_plan.h"
#include "services/survey/analysis/tabulate.h"

namespace lotse::survey::tables {
namespace {

using suppression::ProtectionTask;
using suppression::Published;
using v1alpha::Table;
using v1alpha::TableCell;
using v1alpha::TableSpec;

v1alpha::TabulateWaveResponse Tabulate(const TestWave& wave) {
  Tabulator tabulator(wave.instrument, wave.scope);
  for (const Person& person : wave.people) tabulator.Add(person.answers, person.broke_off_section);
  v1alpha::TabulateWaveResponse basic;
  std::move(tabulator).Finish(0, &basic);
  return basic;
}

// The tables that were given away of a wave, and what is given away next.
class Wave {
 public:
  explicit Wave(std::unique_ptr<TestWave> wave) : wave_(std::move(wave)) {}

  // What was published, read from the tables and counted again.
  Published Before() {
    PublishedCells published;
    published.Add(BasicCells(Tabulate(*wave_), wave_->variables, wave_->cells, &*wave_->counts));
    for (const Table& table : given_) {
      EXPECT_TRUE(
          published.Add(table.spec(), Count(table.spec()), table, wave_->variables, wave_->cells));
    }
    return std::move(published).Take();
  }

  // Adds tables; returns how many were published.
  int Give(const std::vector<std::string>& specs, int64_t minimum_cell) {
    ProtectionTask task;
    task.before = Before();
    std::vector<CountedTable> counted;
    for (const std::string& spec : specs) {
      counted.push_back(Count(Parse<TableSpec>(spec)));
    }
    task.groupings = GroupingsOf(wave_->variables, &wave_->cells);
    task.rules = Rules(minimum_cell);
    task.base_threshold = std::max<int64_t>(10, minimum_cell);
    const auto result = ProtectTables(task, &counted);
    EXPECT_TRUE(result.ok()) << result.status();
    if (!result.ok()) return 0;
    int published = 0;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      if (result->refusals[i] != suppression::Refusal::kNone) continue;
      ++published;
      given_.push_back(MakeTable(Parse<TableSpec>(specs[i]), counted[i], result->withheld,
                                 task.base_threshold, wave_->variables, wave_->cells));
      ExpectNoSmallCount(given_.back(), minimum_cell);
    }
    return published;
  }

  // Nothing that is hidden can be worked out of all tables together.
  bool Holds() {
    const Published all = Before();
    const auto holds = suppression::HoldsTogether(all, GroupingsOf(wave_->variables, &wave_->cells),
                                                  {.threshold = suppression::kLeastCell});
    EXPECT_TRUE(holds.ok()) << holds.status();
    return holds.ok() && *holds;
  }

  int64_t people() const { return wave_->counts->people(); }
  int shown() const { return shown_; }

 private:
  suppression::LinkedRules Rules(int64_t threshold) const {
    suppression::LinkedRules rules;
    rules.threshold = threshold;
    rules.sensitive_variables = wave_->cells.SensitiveOf({});
    return rules;
  }

  CountedTable Count(const TableSpec& spec) {
    return CountTable(spec, wave_->variables, &wave_->cells, &*wave_->counts);
  }

  void ExpectNoSmallCount(const Table& table, int64_t minimum_cell) {
    Table copy = table;
    VisitCells(TablePlan(table.spec(), wave_->variables, wave_->cells), &copy,
               [&](const Place&, const TableCell* cell) {
                 if (!cell->has_count()) return;
                 ++shown_;
                 EXPECT_TRUE(cell->count() == 0 || cell->count() >= minimum_cell)
                     << cell->count() << "\n"
                     << table.spec().ShortDebugString();
               });
  }

  const std::unique_ptr<TestWave> wave_;
  std::vector<Table> given_;
  int shown_ = 0;
};

TEST(ReleaseFlow, GivesAwayWhatNobodyCanOpen) {
  std::mt19937 random(41);
  int published = 0;
  int shown = 0;
  for (int round = 0; round < 12; ++round) {
    Wave wave(WaveAtRandom(EveryKind(), 60 + static_cast<int>(random() % 400), round % 3 == 1,
                           round % 4, &random));
    published +=
        wave.Give({"variables: 'unit' statistics: STATISTIC_SHARES",
                   "variables: 'led' variables: 'unit'", "variables: 'ways'",
                   "battery: 'grid_a' battery: 'grid_b' statistics: STATISTIC_RELIABILITY"},
                  5);
    EXPECT_TRUE(wave.Holds()) << "round " << round;
    published +=
        wave.Give({"variables: 'age' variables: 'unit'",
                   "variables: 'age' filters { variable: 'unit' options: ['a', 'b'] }",
                   "variables: 'ways' variables: 'led'", "variables: 'told' variables: 'unit'"},
                  10);
    EXPECT_TRUE(wave.Holds()) << "round " << round;
    shown += wave.shown();
    if (HasFailure()) FAIL() << "round " << round << " of " << wave.people();
  }
  EXPECT_GT(published, 40);
  EXPECT_GT(shown, 400);
}

}  // namespace
}  // namespace lotse::survey::tables
