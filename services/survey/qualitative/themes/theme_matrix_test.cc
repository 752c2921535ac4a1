#include "services/survey/qualitative/themes/theme_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::Optional;

CodingSet All(const Corpus& corpus) { return CodingSet(corpus.codings().size(), true); }

TEST(ThemeMatrix, CountsPeopleAndCasesNotCodings) {
  const Corpus corpus(SmallCorpus());
  const ThemeMatrix speakers = SpeakersByTheme(corpus, All(corpus), {"sprache", "haltung"});
  EXPECT_THAT(speakers.groups, ElementsAre("Leitung", "Stab"));
  EXPECT_THAT(speakers.sizes, ElementsAre(1, 2));
  EXPECT_THAT(speakers.counts, ElementsAre(1, 0, 1, 1));
  const ThemeMatrix by_age =
      SpeakersByTheme(corpus, All(corpus), {"sprache", "haltung"}, {"u40", "u40", "", "ab40"});
  EXPECT_THAT(by_age.groups, ElementsAre("ab40", "u40"));
  EXPECT_THAT(by_age.sizes, ElementsAre(1, 2));
  EXPECT_THAT(by_age.counts, ElementsAre(0, 0, 2, 0)) << "p3 has no group";
  const ThemeMatrix cases = CasesByTheme(corpus, All(corpus), {"zugang", "haltung"}, "art");
  EXPECT_THAT(cases.groups, ElementsAre("dokument", "gruppe"));
  EXPECT_THAT(cases.sizes, ElementsAre(1, 2));
  EXPECT_THAT(cases.counts, ElementsAre(0, 1, 2, 1));
  EXPECT_THAT(CasesByTheme(corpus, All(corpus), {"zugang"}, "ort").groups,
              ElementsAre("Nord", "Süd"));
}

TEST(ThemeMatrix, SaysWhatTheCodebookImplies) {
  const Corpus corpus(SmallCorpus());
  using Implication = ThemeMatrix::Implication;
  EXPECT_THAT(
      SpeakersByTheme(corpus, All(corpus), {"zugang", "sprache", "wege", "amt"}).implications,
      ElementsAre(Implication{0, {1, 2}}, Implication{1, {0}}, Implication{2, {0}},
                  Implication{3, {1}}));
  EXPECT_THAT(SpeakersByTheme(corpus, All(corpus), {"amt", "zugang"}).implications,
              ElementsAre(Implication{0, {1}}))
      << "not all below the heading are shown";
}

// A study of 6 groups of 7: 20 people of the one role and 22 of the other.
ThemeMatrix Study() {
  ThemeMatrix matrix;
  matrix.groups = {"Leitung", "Stab"};
  matrix.themes = {"zugang", "sprache", "haltung"};
  matrix.sizes = {20, 22};
  matrix.counts = {15, 12, 2, 14, 8, 9};
  matrix.implications = {{1, {0}}};
  return matrix;
}

TEST(ThemeMatrix, PassesTheRulesOfTables) {
  const ThemeMatrix matrix = Study();
  const ThemeNumbers numbers{0, 7, {3, 9, 11}};
  ThemeTables tables = TablesOf(matrix, numbers);
  suppression::ProtectionTask task;
  task.tables = {tables.table};
  task.groupings = tables.groupings;
  task.rules.threshold = 5;
  const auto result = suppression::ProtectRelease(task);
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_THAT(result->refusals, ElementsAre(suppression::Refusal::kNone));
  const ShownThemes shown = ShownOf(matrix, numbers, result->withheld);
  EXPECT_THAT(shown.sizes, ElementsAre(Optional(20), Optional(22)));
  EXPECT_EQ(shown.counts[2], std::nullopt) << "2 people of a group";
  EXPECT_EQ(shown.counts[5], std::nullopt) << "or the total would tell it";
  EXPECT_THAT(shown.counts[0], Optional(15));
  EXPECT_THAT(shown.counts[3], Optional(14));
  suppression::Published all;
  all.tables = tables.table.parts;
  all.hidden.assign(result->hidden.begin(), result->hidden.end());
  EXPECT_TRUE(*suppression::HoldsTogether(all, task.groupings, task.rules));
}

TEST(ThemeMatrix, OfTooFewPeopleIsRefused) {
  ThemeMatrix matrix = Study();
  matrix.sizes = {4, 5};
  matrix.counts = {4, 2, 0, 5, 5, 1};
  const ThemeTables tables = TablesOf(matrix, {0, 0, {1, 2, 3}});
  suppression::ProtectionTask task;
  task.tables = {tables.table};
  task.groupings = tables.groupings;
  task.rules.threshold = 5;
  const auto result = suppression::ProtectRelease(task);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->refusals, ElementsAre(suppression::Refusal::kBase));
}

}  // namespace
}  // namespace lotse::survey::qualitative
