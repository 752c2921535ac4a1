#include "services/survey/analysis/tables/protect_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/survey/analysis/tables/figures_testing.h"
#include "services/survey/analysis/tables/groupings.h"
#include "services/survey/analysis/tables/published_cells.h"

namespace lotse::survey::tables {
namespace {

using suppression::ProtectionTask;
using v1alpha::Table;
using v1alpha::TableSpec;

constexpr char kAlpha[] =
    "battery: 'a' battery: 'b' statistics: STATISTIC_RELIABILITY"
    " scores { option: '1' score: 1 } scores { option: '0' score: 0 }";

v1alpha::Instrument ThreeItems() {
  v1alpha::Instrument instrument;
  for (const char* code : {"a", "b", "c"}) {
    v1alpha::Question* const question = instrument.mutable_sections()->empty()
                                            ? instrument.add_sections()->add_questions()
                                            : instrument.mutable_sections(0)->add_questions();
    question->set_code(code);
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    for (const char* option : {"1", "0"}) question->add_options()->set_code(option);
  }
  return instrument;
}

// 100 people of whom 30 said yes to each of two items, and so many to both.
std::vector<Person> WithBoth(int both) {
  std::vector<Person> people;
  AddPeople(both, {"a=1", "b=1", "c=1"}, &people);
  AddPeople(30 - both, {"a=1", "b=0", "c=1"}, &people);
  AddPeople(30 - both, {"a=0", "b=1", "c=0"}, &people);
  AddPeople(40 + both, {"a=0", "b=0", "c=0"}, &people);
  return people;
}

class Wave : public TestWave {
 public:
  explicit Wave(std::vector<Person> people) : TestWave(ThreeItems(), std::move(people)) {}

  // A table that is asked for beside those before, as it is given away.
  Table Give(const std::string& text, int64_t minimum_cell = 5, int64_t minimum_base = 10) {
    const auto spec = Parse<TableSpec>(text);
    std::vector<CountedTable> counted{CountTable(spec, variables, &cells, &*counts)};
    ProtectionTask task;
    task.before = Before();
    task.groupings = GroupingsOf(variables, &cells);
    task.rules.threshold = minimum_cell;
    task.base_threshold = std::max(minimum_base, minimum_cell);
    const auto result = ProtectTables(std::move(task), &counted);
    EXPECT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->refusals, std::vector{suppression::Refusal::kNone});
    given_.push_back(MakeTable(spec, counted[0], result->withheld, minimum_base, variables, cells));
    return given_.back();
  }

  suppression::Published Before() {
    PublishedCells published;
    for (const Table& table : given_) {
      EXPECT_TRUE(published.Add(table.spec(), CountTable(table.spec(), variables, &cells, &*counts),
                                table, variables, cells));
    }
    return std::move(published).Take();
  }

 private:
  std::vector<Table> given_;
};

std::string AlphasOf(const Table& table) {
  const v1alpha::Reliability& told = table.reliability();
  return Said(told.alpha_pairwise()) + " " + Said(told.alpha_listwise()) + " " +
         Said(told.alpha_standardised());
}

// Two digits of alpha are enough to tell each of these counts from the others.
TEST(ProtectTables, AlphaDoesNotTellHowManyOfFewSaidBoth) {
  std::set<std::string> alphas;
  std::set<std::string> given;
  for (const int both : {1, 2, 3, 4, 26, 27, 28, 29}) {
    TestWave open(ThreeItems(), WithBoth(both));
    alphas.insert(AlphasOf(TableOf(&open, kAlpha)));
    given.insert(Wave(WithBoth(both)).Give(kAlpha).SerializeAsString());
  }
  EXPECT_EQ(alphas.size(), 8u) << "an attacker with alpha of all";
  EXPECT_EQ(given.size(), 1u);
  EXPECT_EQ(AlphasOf(Wave(WithBoth(3)).Give(kAlpha)), "PROTECTED PROTECTED PROTECTED");
}

TEST(ProtectTables, AlphaIsToldWhereTheCrosstabCouldBe) {
  EXPECT_EQ(AlphasOf(Wave(WithBoth(10)).Give(kAlpha)), "0.09 0.09 0.09");
  EXPECT_EQ(AlphasOf(Wave(WithBoth(0)).Give(kAlpha)), "-1.5 -1.5 -1.5");
}

// If only "yes" has a score, alpha is of those who said it to both.
TEST(ProtectTables, AlphaDoesNotTellWhetherItsBaseIsTooSmall) {
  const std::string spec =
      "battery: 'a' battery: 'b' statistics: STATISTIC_RELIABILITY scores { option: '1' score: 1 }";
  for (const int64_t minimum_base : {10, 27, 28, 29}) {
    const Table table = Wave(WithBoth(28)).Give(spec, 5, minimum_base);
    EXPECT_EQ(AlphasOf(table), "PROTECTED PROTECTED PROTECTED") << minimum_base;
  }
}

TEST(ProtectTables, AlphaIsProtectedWhereACellOfTheCrosstabWasHidden) {
  Wave wave(WithBoth(10));
  wave.Give("variables: 'a' variables: 'b'", 15);
  EXPECT_EQ(AlphasOf(wave.Give(kAlpha)), "PROTECTED PROTECTED PROTECTED");
}

TEST(ProtectTables, WhoKnowsAlphaKnowsTheCrosstab) {
  Wave wave(WithBoth(10));
  wave.Give(kAlpha);
  EXPECT_EQ(wave.Before().tables.size(), 3u) << "of each item, and of both";
  wave.Give("variables: 'a' variables: 'b'", 15);
  EXPECT_THAT(wave.Before().hidden, testing::IsEmpty()) << "it is not hidden any more";
  Wave silent(WithBoth(3));
  silent.Give(kAlpha);
  EXPECT_EQ(silent.Before().tables.size(), 2u);
}

// Nine answered the third item only, nine left it out: who answered all is told by no crosstab.
TEST(ProtectTables, AlphaOfThoseWhoAnsweredAllIsToldIfTheCrosstabsTellWhoTheyAre) {
  const std::string spec = std::string(kAlpha) + " battery: 'c'";
  EXPECT_THAT(AlphasOf(Wave(WithBoth(10)).Give(spec)), testing::Not(testing::HasSubstr("PROT")));
  std::vector<Person> people = WithBoth(10);
  AddPeople(9, {"c=1"}, &people);
  AddPeople(9, {"a=0", "b=0"}, &people);
  const Table table = Wave(people).Give(spec);
  EXPECT_TRUE(table.reliability().alpha_pairwise().has_number());
  EXPECT_EQ(Said(table.reliability().alpha_listwise()), "PROTECTED");
}

}  // namespace
}  // namespace lotse::survey::tables
