#include "services/survey/qualitative/measures/coding_units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(CodingUnits, AreWhatTheRuleSays) {
  const Corpus corpus(SmallCorpus());
  EXPECT_THAT(UnitsOf(corpus, {UnitKind::kTurn}), ElementsAre(Unit{0, {0, 40}}, Unit{0, {41, 100}},
                                                              Unit{1, {0, 30}}, Unit{1, {30, 80}}));
  EXPECT_THAT(UnitsOf(corpus, {UnitKind::kText}),
              ElementsAre(Unit{0, {0, 100}}, Unit{1, {0, 80}}, Unit{2, {0, 50}}));
  EXPECT_THAT(UnitsOf(corpus, {UnitKind::kWindow, 60}),
              ElementsAre(Unit{0, {0, 60}}, Unit{0, {60, 100}}, Unit{1, {0, 60}}, Unit{1, {60, 80}},
                          Unit{2, {0, 50}}));
  EXPECT_THAT(UnitsOf(corpus, {UnitKind::kSentence}, {"Ja. Nein.", "Überall?", ""}),
              ElementsAre(Unit{0, {0, 3}}, Unit{0, {4, 9}}, Unit{1, {0, 8}}));
  const UnitRule english = {.kind = UnitKind::kSentence, .language = "en"};
  const std::vector<std::string> wordings = {"Er kam am Mo. Danach ging er.", "Am Mo. Danach."};
  const std::vector<Unit> own = UnitsOf(corpus, english, wordings, {"de", ""});
  EXPECT_THAT(UnitsOf(corpus, {UnitKind::kSentence}, wordings).front(), own.front())
      << "the first text is German, whatever the rule says";
  EXPECT_THAT(UnitsOf(corpus, english, wordings).back(), own.back());
  EXPECT_THAT(UnitsOf(Corpus(CorpusInput{}), {UnitKind::kText}), IsEmpty());
}

TEST(CodingUnits, AreTouchedByCodings) {
  const Corpus corpus(SmallCorpus());
  const std::vector<Unit> units = UnitsOf(corpus, {UnitKind::kTurn});
  const std::vector<int> first = FirstUnits(corpus, units);
  EXPECT_THAT(first, ElementsAre(0, 2, 4, 4));
  const auto touched = [&](int text, int begin, int end) {
    return UnitsTouched(units, first, {.text = text, .begin = begin, .end = end});
  };
  EXPECT_THAT(touched(0, 0, 1), Pair(0, 1));
  EXPECT_THAT(touched(0, 39, 42), Pair(0, 2));
  EXPECT_THAT(touched(0, 40, 41), Pair(1, 1)) << "between turns";
  EXPECT_THAT(touched(1, 29, 30), Pair(2, 3));
  EXPECT_THAT(touched(1, 30, 31), Pair(3, 4));
  EXPECT_THAT(touched(2, 0, 50), Pair(4, 4));
}

TEST(CodingUnits, NeedAWindowThatIsOne) {
  EXPECT_THAT(CheckUnitRule({UnitKind::kTurn, 0}), IsEmpty());
  EXPECT_THAT(CheckUnitRule({UnitKind::kWindow, 10}), IsEmpty());
  for (const int64_t window : {int64_t{9}, int64_t{-1}, kMaxWindow + 1}) {
    EXPECT_THAT(Told(CheckUnitRule({UnitKind::kWindow, window})),
                ElementsAre(HasSubstr("unit.window: give 10 to 100000")));
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
