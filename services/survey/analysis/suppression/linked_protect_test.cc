#include "services/survey/analysis/suppression/linked_protect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/analysis/suppression/linked_audit.h"

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kSex = 1;
constexpr int kUnit = 2;
constexpr int kAnswer = 3;

LinkedTables Tables(const std::vector<TableSpec>& specs) {
  LinkedTables tables;
  for (const TableSpec& spec : specs) EXPECT_TRUE(tables.Add(spec).ok());
  EXPECT_TRUE(tables.AddDifferences().ok());
  return tables;
}

// The inner cells of a table: `x` suppressed, `.` published.
std::string Inner(const LinkedTables& tables, const Pattern& suppressed, const TableSpec& spec) {
  std::string text;
  for (size_t index = 0; index < spec.counts.size(); ++index) {
    CellKey key{spec.base, spec.filter};
    size_t rest = index;
    for (size_t i = spec.variables.size(); i-- > 0;) {
      key.where.push_back({spec.variables[i], static_cast<int>(rest % spec.categories[i])});
      rest /= spec.categories[i];
    }
    std::sort(key.where.begin(), key.where.end());
    text += suppressed[tables.Find(key)] ? 'x' : '.';
  }
  return text;
}

// The pattern passes an audit that knows nothing of how it came about.
void ExpectProtected(const LinkedTables& tables, const LinkedRules& rules,
                     const LinkedResult& result) {
  ASSERT_EQ(NameOf(result.refusal), "NONE");
  LinkedAudit audit(tables, SensitiveWidths(tables, rules));
  EXPECT_THAT(audit.Unprotected(result.suppressed), IsEmpty());
  EXPECT_THAT(FindInsiders(tables, result.suppressed, SensitiveWidths(tables, rules)), IsEmpty());
}

const LinkedRules kFive{.threshold = 5};

TEST(SensitiveWidths, OfASmallGroupNothingIsShown) {
  const LinkedTables tables = Tables({{0, {}, {kSex, kAnswer}, {3, 2}, {20, 30, 25, 35, 0, 3}}});
  const std::vector<int64_t> widths = SensitiveWidths(tables, kFive);
  EXPECT_EQ(widths[tables.Find({0, {{kSex, 2}}})], 5);
  EXPECT_EQ(widths[tables.Find({0, {{kSex, 2}, {kAnswer, 0}}})], 1);
  EXPECT_EQ(widths[tables.Find({0, {{kSex, 2}, {kAnswer, 1}}})], 5);
  EXPECT_EQ(widths[tables.Find({0, {{kSex, 1}, {kAnswer, 1}}})], 0);
  EXPECT_EQ(widths[tables.Find({0, {}})], 0);
}

TEST(SensitiveWidths, AUnanimousGroupIsSensitiveIfTheVariableIs) {
  const LinkedTables tables = Tables({{0, {}, {kUnit, kAnswer}, {2, 3}, {14, 0, 0, 9, 8, 7}}});
  EXPECT_THAT(SensitiveWidths(tables, kFive), testing::Each(0));
  LinkedRules rules = kFive;
  rules.sensitive_variables = {{kAnswer, 3}};
  const std::vector<int64_t> widths = SensitiveWidths(tables, rules);
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 0}, {kAnswer, 0}}})], 5);
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 0}, {kAnswer, 2}}})], 1);
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 1}, {kAnswer, 2}}})], 0);
  rules.sensitive_variables = {{kUnit, 2}};
  EXPECT_EQ(SensitiveWidths(tables, rules)[tables.Find({0, {{kUnit, 0}, {kAnswer, 0}}})], 0);
  const LinkedResult result = Protect(tables, {5, {{kAnswer, 3}}}, {});
  ExpectProtected(tables, {5, {{kAnswer, 3}}}, result);
}

// Yes, no, and three reasons why there is no answer.
TEST(SensitiveWidths, AGroupIsThoseWhoAnswered) {
  const TableSpec spec{
      0, {}, {kUnit, kAnswer}, {3, 5}, {14, 0, 0, 86, 0, 14, 0, 5, 0, 6, 20, 30, 0, 25, 9}};
  const LinkedTables tables = Tables({spec});
  const LinkedRules rules{5, {{kAnswer, 2}}};
  const std::vector<int64_t> widths = SensitiveWidths(tables, rules);
  for (const int unit : {0, 1}) {
    EXPECT_EQ(widths[tables.Find({0, {{kUnit, unit}, {kAnswer, 0}}})], 5) << unit;
    EXPECT_EQ(widths[tables.Find({0, {{kUnit, unit}, {kAnswer, 1}}})], 1) << unit;
    EXPECT_EQ(widths[tables.Find({0, {{kUnit, unit}, {kAnswer, 2}}})], 0) << unit;
  }
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 2}, {kAnswer, 0}}})], 0);
  const LinkedResult result = Protect(tables, rules, {});
  ExpectProtected(tables, rules, result);
  EXPECT_EQ(Inner(tables, result.suppressed, spec).substr(0, 2), "xx");
}

// All who said "yes" beside all: of the first unit nobody is left who said anything else.
TEST(SensitiveWidths, AGroupIsAlsoTheDifferenceOfTwoTables) {
  const LinkedTables tables =
      Tables({{0, {}, {kUnit}, {2}, {14, 60}}, {0, {{kAnswer, 0}}, {kUnit}, {2}, {14, 20}}});
  const std::vector<int64_t> widths = SensitiveWidths(tables, {5, {{kAnswer, 2}}});
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 0}, {kAnswer, 0}}})], 5);
  EXPECT_EQ(widths[tables.Find({0, {{kUnit, 1}, {kAnswer, 0}}})], 0);
}

TEST(Protect, HidesNothingWhereNothingIsSmall) {
  const LinkedTables tables = Tables({{0, {}, {kSex, kAnswer}, {2, 2}, {20, 30, 25, 35}}});
  const LinkedResult result = Protect(tables, kFive, {});
  EXPECT_EQ(result.refusal, Refusal::kNone);
  EXPECT_EQ(result.suppressed, Pattern(tables.Size(), false));
}

TEST(Protect, ACrosstabKeepsItsMargins) {
  const TableSpec spec{0, {}, {kUnit, kAnswer}, {3, 3}, {3, 30, 40, 50, 31, 60, 45, 55, 65}};
  const LinkedTables tables = Tables({spec});
  const LinkedResult result = Protect(tables, kFive, {});
  ExpectProtected(tables, kFive, result);
  EXPECT_EQ(Inner(tables, result.suppressed, spec), "xx.xx....");
  EXPECT_EQ(std::count(result.suppressed.begin(), result.suppressed.end(), true), 4);
}

// One person of a group is hidden in every table that has the group, with the same partner.
TEST(Protect, ASmallGroupIsHiddenInAllTables) {
  const TableSpec sex{0, {}, {kSex}, {3}, {102, 110, 1}};
  const TableSpec answers{0, {}, {kSex, kAnswer}, {3, 3}, {40, 32, 30, 35, 45, 30, 0, 1, 0}};
  const TableSpec units{0, {}, {kUnit, kSex}, {2, 3}, {50, 60, 1, 52, 50, 0}};
  const LinkedTables tables = Tables({sex, answers, units});
  const LinkedResult result = Protect(tables, kFive, {});
  ExpectProtected(tables, kFive, result);
  EXPECT_EQ(Inner(tables, result.suppressed, sex), "x.x");
  EXPECT_EQ(Inner(tables, result.suppressed, answers), "xxx...xxx");
  EXPECT_EQ(Inner(tables, result.suppressed, units), "x.xx.x");
  EXPECT_EQ(Protect(tables, kFive, {}).suppressed, result.suppressed) << "another pattern";
}

// The one person alone would learn the four.
TEST(Protect, ASingleContributorLearnsNothing) {
  const TableSpec spec{0, {}, {kUnit, kAnswer}, {3, 3}, {1, 4, 40, 50, 31, 60, 45, 55, 65}};
  const LinkedTables tables = Tables({spec});
  LinkedRules without = kFive;
  without.singletons = false;
  EXPECT_EQ(Inner(tables, Protect(tables, without, {}).suppressed, spec), "xx.xx....");
  const LinkedResult result = Protect(tables, kFive, {});
  ExpectProtected(tables, kFive, result);
  EXPECT_EQ(Inner(tables, result.suppressed, spec).substr(0, 3), "xxx");
}

TEST(Protect, TheDifferenceToAFilteredTableIsHidden) {
  const TableSpec all{0, {}, {kAnswer}, {3}, {30, 40, 50}};
  const TableSpec some{0, {{kUnit, 7}}, {kAnswer}, {3}, {28, 20, 10}};
  const LinkedTables tables = Tables({all, some});
  const LinkedResult result = Protect(tables, kFive, {});
  ExpectProtected(tables, kFive, result);
  EXPECT_NE(Inner(tables, result.suppressed, all) + Inner(tables, result.suppressed, some),
            "......");
  // Two persons are not in the unit: whatever is hidden, both bases are there.
  EXPECT_EQ(Protect(Tables({all, {0, {{kUnit, 7}}, {kAnswer}, {3}, {30, 40, 48}}}), kFive,
                    {.fixed = Pattern(20, true)})
                .refusal,
            Refusal::kBase);
}

TEST(Protect, WhatIsPublishedAlreadyStaysSo) {
  const TableSpec spec{0, {}, {kUnit, kAnswer}, {3, 3}, {3, 30, 40, 50, 31, 60, 45, 55, 65}};
  const LinkedTables tables = Tables({spec});
  LinkedState state;
  state.fixed.assign(tables.Size(), false);
  state.fixed[tables.Find({0, {{kUnit, 0}, {kAnswer, 1}}})] = true;
  const LinkedResult result = Protect(tables, kFive, state);
  ExpectProtected(tables, kFive, result);
  EXPECT_EQ(Inner(tables, result.suppressed, spec), "x.x...x.x");
  for (int cell = 0; cell < tables.Size(); ++cell) {
    state.fixed[cell] = tables.Count(cell) >= 5;
  }
  EXPECT_EQ(Protect(tables, kFive, state).refusal, Refusal::kInterval);
}

TEST(Protect, WhatIsHiddenAlreadyIsUsed) {
  const TableSpec spec{0, {}, {kUnit, kAnswer}, {3, 3}, {3, 30, 40, 50, 31, 60, 45, 55, 65}};
  const LinkedTables tables = Tables({spec});
  LinkedState state;
  state.given.assign(tables.Size(), false);
  for (const Coordinate& c : {Coordinate{0, 2}, {2, 0}, {2, 2}}) {
    state.given[tables.Find({0, {{kUnit, c.variable}, {kAnswer, c.category}}})] = true;
  }
  const LinkedResult result = Protect(tables, kFive, state);
  ExpectProtected(tables, kFive, result);
  EXPECT_EQ(Inner(tables, result.suppressed, spec), "x.x...x.x");
}

TEST(Protect, RefusesASmallBase) {
  EXPECT_EQ(Protect(Tables({{0, {}, {kAnswer}, {2}, {1, 3}}}), kFive, {}).refusal, Refusal::kBase);
}

// One and seven are hidden behind one another, but the one alone knows the seven.
TEST(Protect, RefusesWhatCannotBeHidden) {
  LinkedRules rules{.threshold = 8};
  EXPECT_EQ(Protect(Tables({{0, {}, {kAnswer}, {2}, {1, 7}}}), rules, {}).refusal,
            Refusal::kSingleton);
  rules.singletons = false;
  EXPECT_EQ(Protect(Tables({{0, {}, {kAnswer}, {2}, {1, 7}}}), rules, {}).refusal, Refusal::kNone);
  EXPECT_EQ(Protect(Tables({{0, {}, {kAnswer}, {1}, {9}}, {0, {{kAnswer, 0}}, {kUnit}, {1}, {9}}}),
                    rules, {})
                .refusal,
            Refusal::kNone);
}

TEST(LinkedAudit, TakesOnlyTablesThatLookTheSame) {
  const LinkedTables tables = Tables({{0, {}, {kUnit, kAnswer}, {2, 2}, {3, 30, 40, 50}}});
  const auto cell = [&](int unit, int answer) {
    return tables.Find({0, {{kUnit, unit}, {kAnswer, answer}}});
  };
  LinkedAudit audit(tables, SensitiveWidths(tables, kFive));
  Pattern suppressed(tables.Size(), false);
  const Move cycle{{cell(0, 0), 2}, {cell(0, 1), -2}, {cell(1, 0), -2}, {cell(1, 1), 2}};
  EXPECT_FALSE(audit.Accept(cycle, suppressed)) << "the cells are published";
  for (const int inner : tables.Crosstabs()[0].cells) suppressed[inner] = true;
  EXPECT_FALSE(audit.Accept({{cell(0, 0), 2}, {cell(0, 1), -2}}, suppressed)) << "columns differ";
  const Move negative{{cell(0, 0), -4}, {cell(0, 1), 4}, {cell(1, 0), 4}, {cell(1, 1), -4}};
  EXPECT_FALSE(audit.Accept(negative, suppressed)) << "less than nobody";
  EXPECT_EQ(audit.Missing(cell(0, 0)), 5);
  EXPECT_TRUE(audit.Accept(cycle, suppressed));
  EXPECT_EQ(audit.Missing(cell(0, 0)), 3);
  EXPECT_THAT(audit.Unprotected(suppressed), IsEmpty());
}

// The same crosstab of all persons is published: none of the others can be fewer than none, so
// what is open within the filtered crosstab is less than its own margins allow.
TEST(LinkedAudit, AFilteredCrosstabIsHeldByThatOfAll) {
  const TableSpec filtered{0, {{kSex, 1}}, {kUnit, kAnswer}, {2, 2}, {3, 25, 35, 50}};
  LinkedTables tables = Tables({filtered});
  Pattern suppressed(tables.Size(), false);
  for (const int cell : tables.Crosstabs()[0].cells) suppressed[cell] = true;
  EXPECT_THAT(LinkedAudit(tables, SensitiveWidths(tables, kFive)).Unprotected(suppressed),
              IsEmpty());
  tables = Tables({filtered, {0, {}, {kUnit, kAnswer}, {2, 2}, {20, 30, 40, 50}}});
  suppressed.assign(tables.Size(), false);
  for (const int cell : tables.Crosstabs()[0].cells) suppressed[cell] = true;
  EXPECT_THAT(LinkedAudit(tables, SensitiveWidths(tables, kFive)).Unprotected(suppressed),
              ElementsAre(tables.Find({0, {{kSex, 1}, {kUnit, 0}, {kAnswer, 0}}})));
  ExpectProtected(tables, kFive, Protect(tables, kFive, {}));
}

// Cells of three variables move in cubes: the eight corners of one are enough, seven are not.
TEST(LinkedAudit, ACubeOfThreeVariables) {
  const LinkedTables tables =
      Tables({{0, {}, {kSex, kUnit, kAnswer}, {2, 2, 2}, {3, 20, 20, 20, 20, 20, 20, 20}}});
  LinkedAudit audit(tables, SensitiveWidths(tables, kFive));
  Pattern suppressed(tables.Size(), false);
  const auto corner = [&](int i) {
    return tables.Find({0, {{kSex, i >> 2}, {kUnit, i >> 1 & 1}, {kAnswer, i & 1}}});
  };
  for (int i = 0; i < 7; ++i) suppressed[corner(i)] = true;
  EXPECT_THAT(audit.Unprotected(suppressed), ElementsAre(corner(0)));
  suppressed[corner(7)] = true;
  EXPECT_THAT(audit.Unprotected(suppressed), IsEmpty());
  ExpectProtected(tables, kFive, Protect(tables, kFive, {}));
}

}  // namespace
}  // namespace lotse::survey::suppression
