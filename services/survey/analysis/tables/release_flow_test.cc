// Tables of several releases of one wave, from the answers to what is given away: counted,
// protected beside the one-way tables and all that was given away before, written, and read back.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "services/survey/analysis/suppression/release_attacker_testing.h"
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

using suppression::CellKey;
using suppression::LinkedTables;
using suppression::ProtectionTask;
using suppression::Published;
using suppression::ReleaseAttacker;
using suppression::Where;
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

  // The same, as somebody knows it who has the collection report, too.
  Published Known() {
    Published all = Before();
    const auto told = wave_->ToldNotReached();
    const auto is_told = [&](const CellKey& key) {
      return key.where.size() == 1 && told.contains(key.where[0]);
    };
    all.hidden.erase(std::remove_if(all.hidden.begin(), all.hidden.end(), is_told),
                     all.hidden.end());
    return all;
  }

  // How far apart the ends of the narrowest interval are that somebody finds who knows that and the
  // questionnaire, of all counts of 1 to 4.
  int64_t Narrowest() {
    const Published all = Known();
    const absl::flat_hash_set<CellKey> hidden(all.hidden.begin(), all.hidden.end());
    absl::flat_hash_set<CellKey> cells;
    for (const auto& table : all.tables) {
      for (CellKey& key : LinkedTables::KeysOf(table)) cells.insert(std::move(key));
    }
    const auto shown = [&](const Where& where) -> std::optional<int64_t> {
      const CellKey key{0, where};
      if (!cells.contains(key) || hidden.contains(key)) return std::nullopt;
      return wave_->CountOf(where);
    };
    ReleaseAttacker attacker(all.tables, GroupingsOf(wave_->variables, &wave_->cells), shown,
                             people());
    int64_t narrowest = std::numeric_limits<int64_t>::max();
    for (const Where& key : attacker.Keys()) {
      const int64_t count = wave_->CountOf(key);
      if (count == 0 || count >= suppression::kLeastCell) continue;
      const auto [low, high] = attacker.Solve(key);
      EXPECT_LE(low, count);
      EXPECT_GE(high, count);
      narrowest = std::min(narrowest, high - low);
    }
    return narrowest;
  }

  // Nothing that is hidden can be worked out of all tables and the collection report together.
  bool Holds() {
    const Published all = Known();
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

// On the second page there is nothing but what those are asked who said "yes" on the first, and
// what has no table.
constexpr char kFollowUpsOnly[] = R"pb(
  sections {
    questions {
      code: "used"
      kind: KIND_SINGLE_CHOICE
      options { code: "yes" }
      options { code: "no" }
      options { code: "unsure" }
    }
  }
  sections {
    questions {
      code: "helped"
      kind: KIND_SINGLE_CHOICE
      options { code: "yes" }
      options { code: "no" }
      relevant_if { code: "used" test: TEST_ANY_CHOSEN options: "yes" }
    }
    questions { code: "remark" kind: KIND_TEXT }
  })pb";

// So many people who said the same; nullptr: nothing.
void Add(int count, const char* used, const char* helped, int broke_off_section,
         std::vector<Person>* people) {
  Person person;
  person.broke_off_section = broke_off_section;
  for (const auto& [code, choice] : {std::pair("used", used), std::pair("helped", helped)}) {
    if (choice == nullptr) continue;
    auto* answer = person.answers.Add();
    answer->set_code(code);
    answer->set_choice(choice);
  }
  people->insert(people->end(), static_cast<std::size_t>(count), person);
}

// The example of docs/disclosure-control.md. 22, 12 and 4 did not get so far; the 4 can be hidden
// behind the 14 others who said "unsure" and were not asked. But the collection report tells that
// 38 broke off: 38 - 22 - 12 is 4.
TEST(ReleaseFlow, WhoReadsWhereOthersBrokeOffOpensNothing) {
  std::vector<Person> people;
  Add(30, "yes", "yes", 0, &people);
  Add(20, "yes", "no", 0, &people);
  Add(8, "yes", nullptr, 0, &people);
  Add(22, "yes", nullptr, 2, &people);
  Add(31, "no", nullptr, 0, &people);
  Add(12, "no", nullptr, 2, &people);
  Add(14, "unsure", nullptr, 0, &people);
  Add(4, "unsure", nullptr, 2, &people);
  Wave wave(TestWave::OfClosed(Parse<v1alpha::Instrument>(kFollowUpsOnly), people, 2));
  ASSERT_EQ(wave.Give({"variables: 'helped' variables: 'used'"}, 5), 1);
  EXPECT_TRUE(wave.Holds());
  EXPECT_GE(wave.Narrowest(), 5);
}

// All but the first page are follow-ups.
TEST(ReleaseFlow, GivesAwayOfLaterPagesWhatNobodyCanOpen) {
  std::mt19937 random(42);
  int published = 0;
  for (int round = 0; round < 12; ++round) {
    Wave wave(WaveAtRandom(EveryKind(), 60 + static_cast<int>(random() % 200), true, 1 + round % 3,
                           &random));
    published +=
        wave.Give({"variables: 'both' variables: 'unit'", "variables: 'car_age' variables: 'unit'",
                   "variables: 'last' variables: 'led'"},
                  5);
    EXPECT_TRUE(wave.Holds()) << "round " << round;
    EXPECT_GE(wave.Narrowest(), 5) << "round " << round;
  }
  EXPECT_GT(published, 20);
}

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
