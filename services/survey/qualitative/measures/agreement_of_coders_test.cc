#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/statistics/statistics_testing.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/measures/coder_agreement.h"
#include "services/survey/qualitative/measures/ratings.h"

namespace lotse::survey::qualitative {
namespace {

using statistics::Is;
using statistics::IsUndefined;
using statistics::Undefined;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const RatingTask kBoth{{"a", "b"},
                       {{"a", "t1"}, {"a", "t2"}, {"a", "t3"}, {"b", "t1"}, {"b", "t2"}}};

TEST(Ratings, SayWhetherAUnitHasTheCode) {
  const Corpus corpus(SmallCorpus());
  const struct {
    UnitRule rule;
    const char* code;
    bool with_children;
    int least_percent;
    std::vector<uint8_t> a, b;
  } cases[] = {
      {{UnitKind::kText}, "zugang", true, 0, {1, 2, 2}, {1, 1, 0}},
      {{UnitKind::kText}, "zugang", false, 0, {2, 2, 2}, {2, 2, 0}},
      {{UnitKind::kText}, "sprache", false, 20, {1, 2, 2}, {1, 2, 0}},
      {{UnitKind::kText}, "sprache", false, 21, {2, 2, 2}, {2, 2, 0}},
      {{UnitKind::kText}, "zugang", true, 30, {1, 2, 2}, {1, 2, 0}},
      {{UnitKind::kText}, "zugang", true, 31, {2, 2, 2}, {1, 2, 0}},
      {{UnitKind::kTurn}, "amt", false, 0, {2, 2, 2, 2}, {1, 1, 2, 2}},
  };
  for (const auto& c : cases) {
    RatingTask task = kBoth;
    task.least_percent = c.least_percent;
    const Ratings ratings =
        RatingsOfCode(corpus, UnitsOf(corpus, c.rule), task, c.code, c.with_children);
    EXPECT_EQ(ratings.categories, 2);
    EXPECT_THAT(ratings.columns, ElementsAre(c.a, c.b)) << c.code << c.least_percent;
  }
}

TEST(Ratings, SayWhichCategoryAUnitHas) {
  const Corpus corpus(SmallCorpus());
  const std::vector<Unit> units = UnitsOf(corpus, {UnitKind::kTurn});
  const Ratings ratings = RatingsOfCategories(corpus, units, kBoth, {"sprache", "haltung"}, false);
  EXPECT_EQ(ratings.categories, 3);
  EXPECT_EQ(ratings.ambiguous, 0);
  EXPECT_THAT(ratings.columns, ElementsAre(ElementsAre(1, 3, 2, 3), ElementsAre(1, 1, 3, 3)));
  const Ratings scale = RatingsOfCategories(corpus, units, kBoth, {"wege", "sprache"}, true);
  EXPECT_EQ(scale.categories, 2);
  EXPECT_EQ(scale.ambiguous, 1) << "a has both in the first turn";
  EXPECT_THAT(scale.columns, ElementsAre(ElementsAre(0, 0, 0, 0), ElementsAre(2, 2, 1, 0)));
}

TEST(Ratings, RefuseATaskThatIsNone) {
  EXPECT_THAT(CheckRatingTask(kBoth), IsEmpty());
  EXPECT_THAT(Told(CheckRatingTask({{"a"}, {}})), ElementsAre(HasSubstr("coders: give at least")));
  EXPECT_THAT(Told(CheckRatingTask({{"a", "a"}, {}, 101})),
              ElementsAre(HasSubstr("coders[1]: comes twice"), HasSubstr("least_percent: give 0")));
}

TEST(Ratings, AreOfCodesThatAreThere) {
  CorpusInput input = SmallCorpus();
  input.codebook.codes.clear();
  input.codings.clear();
  for (size_t i = 0; i <= kMaxCategories; ++i) {
    input.codebook.codes.push_back({.id = absl::StrCat("c", i), .name = absl::StrCat("c", i)});
  }
  for (const char* const coder : {"a", "b"}) {
    input.codings.push_back(
        CodingOf(coder, absl::StrCat("c", kMaxCategories - 1), "t1", {0, 9}, coder));
  }
  const Corpus corpus(input);
  const auto told = [&](const std::vector<std::string>& codes) {
    return Told(CheckRatedCodes(corpus, codes));
  };
  EXPECT_THAT(told({"typo"}), ElementsAre(HasSubstr("codes[0]: is not in the codebook")));
  EXPECT_THAT(told({"c0", "c1", "c0"}), ElementsAre(HasSubstr("codes[2]: comes twice")));
  EXPECT_THAT(told({}), ElementsAre("codes: give 1 to 200 codes"));
  std::vector<std::string> codes;
  for (const Code& code : input.codebook.codes) codes.push_back(code.id);
  EXPECT_THAT(told(codes), ElementsAre("codes: give 1 to 200 codes"));
  // As many as there may be fit into a byte, and so does none of them.
  codes.pop_back();
  EXPECT_THAT(told(codes), IsEmpty());
  const Ratings ratings =
      RatingsOfCategories(corpus, UnitsOf(corpus, {UnitKind::kText}), kBoth, codes, false);
  EXPECT_EQ(ratings.categories, 201);
  EXPECT_THAT(ratings.columns, ElementsAre(ElementsAre(200, 201, 201), ElementsAre(200, 201, 0)));
}

// Krippendorff 2011, example C, as what four coders say of twelve units.
TEST(CoderAgreement, IsThatOfThePaper) {
  const Ratings ratings{{{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
                         {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 0},
                         {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3},
                         {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}},
                        5,
                        3};
  const CoderAgreement result = AgreementOf(ratings, true, {1, 2, 3, 4, 5});
  EXPECT_EQ(result.units, 12);
  EXPECT_EQ(result.ambiguous, 3);
  EXPECT_NEAR(result.nominal.alpha.value(), .743, .0005);
  EXPECT_NEAR(result.ordinal.alpha.value(), .815, .0005);
  EXPECT_NEAR(result.interval.alpha.value(), .849, .0005);
  EXPECT_NEAR(result.ratio.alpha.value(), .797, .0005);
  ASSERT_EQ(result.pairs.size(), 6);
  EXPECT_EQ(result.pairs[0].kappa.n, 9);
  EXPECT_THAT(result.pairs[0].kappa.observed, Is(8.0 / 9));
  EXPECT_THAT(result.pairs[0].agreement.observed, Is(8.0 / 9));
  EXPECT_THAT(result.pairs[0].agreement.brennan_prediger, Is((8.0 / 9 - .2) / .8));
  EXPECT_TRUE(result.pairs[0].quadratic.kappa.defined());
  const CoderAgreement nominal = AgreementOf(ratings, false);
  EXPECT_EQ(nominal.nominal.alpha, result.nominal.alpha);
  EXPECT_THAT(nominal.ordinal.alpha, IsUndefined(Undefined::kOutOfRange));
  EXPECT_THAT(nominal.ratio.alpha, IsUndefined(Undefined::kOutOfRange));
  EXPECT_EQ(nominal.ordinal.n, nominal.nominal.n);
  EXPECT_EQ(nominal.interval.n, nominal.nominal.n);
  for (const statistics::Kappa& kappa : {nominal.pairs[0].linear, nominal.pairs[0].quadratic}) {
    EXPECT_EQ(kappa.n, 9);
    for (const statistics::Figure& figure :
         {kappa.observed, kappa.expected, kappa.kappa, kappa.standard_error}) {
      EXPECT_THAT(figure, IsUndefined(Undefined::kOutOfRange));
    }
    EXPECT_EQ(kappa.interval, statistics::FigureOf<statistics::Interval>(Undefined::kOutOfRange));
  }
}

// Two who code alike agree in full, whatever the unit; what only one of them finished does not
// count against them.
TEST(CoderAgreement, OfTheSameCodingsIsFull) {
  CorpusInput input = RandomCorpus(3, 4, 20, 80, 6);
  const size_t codings = input.codings.size();
  for (size_t i = 0; i < codings; ++i) {
    input.codings[i].coder = "a";
    Coding same = input.codings[i];
    same.id += "b";
    same.coder = "b";
    if (same.text != "t3") input.codings.push_back(same);
  }
  const Corpus corpus(input);
  RatingTask task{{"a", "b"}, {}};
  for (const char* const text : {"t0", "t1", "t2"}) {
    task.finished.insert({"a", text});
    task.finished.insert({"b", text});
  }
  task.finished.insert({"a", "t3"});
  for (const UnitRule& rule : {UnitRule{UnitKind::kTurn}, UnitRule{UnitKind::kWindow, 30}}) {
    for (const int percent : {0, 50, 100}) {
      task.least_percent = percent;
      const Ratings ratings = RatingsOfCode(corpus, UnitsOf(corpus, rule), task, "c0", true);
      EXPECT_THAT(AgreementOf(ratings, false).agreement.observed, Is(1));
    }
  }
  task.least_percent = 0;
  const Ratings ratings =
      RatingsOfCode(corpus, UnitsOf(corpus, {UnitKind::kTurn}), task, "c0", true);
  EXPECT_THAT(AgreementOf(ratings, false).nominal.alpha, Is(1));
}

}  // namespace
}  // namespace lotse::survey::qualitative
