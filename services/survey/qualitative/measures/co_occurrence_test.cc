#include "services/survey/qualitative/measures/co_occurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "services/survey/analysis/statistics/statistics_testing.h"
#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/retrieval.h"

namespace lotse::survey::qualitative {
namespace {

using statistics::Is;
using statistics::IsUndefined;
using statistics::Undefined;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CodingSet All(const Corpus& corpus) { return CodingSet(corpus.codings().size(), true); }

TEST(PairFigures, AreThoseOfTheFormulas) {
  // Of 20 units 4 have both, 3 the first alone, 2 the second alone, 11 none.
  const PairFigures figures = PairFiguresOf(20, 7, 6, 4);
  EXPECT_THAT(figures.jaccard, Is(4.0 / 9));
  EXPECT_THAT(figures.lift, Is(20 * 4 / 42.0));
  EXPECT_THAT(figures.phi, Is((4 * 11 - 3 * 2) / std::sqrt(7.0 * 13 * 6 * 14)));
  EXPECT_THAT(PairFiguresOf(10, 5, 5, 5).phi, Is(1));
  EXPECT_THAT(PairFiguresOf(10, 5, 5, 0).phi, Is(-1));
  EXPECT_THAT(PairFiguresOf(10, 5, 5, 0).jaccard, Is(0));
  EXPECT_THAT(PairFiguresOf(0, 0, 0, 0).phi, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(PairFiguresOf(9, 0, 0, 0).jaccard, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(PairFiguresOf(9, 0, 4, 0).lift, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(PairFiguresOf(9, 9, 4, 4).phi, IsUndefined(Undefined::kNoVariance));
}

TEST(CoOccurrences, ByTurnCaseAndSegment) {
  const Corpus corpus(SmallCorpus());
  const std::vector<std::string> codes = {"sprache", "wege", "haltung"};
  const CoOccurrences turns =
      CoOccurrencesByUnit(corpus, All(corpus), codes, true, UnitsOf(corpus, {UnitKind::kTurn}));
  EXPECT_EQ(turns.units(), 4);
  EXPECT_THAT(turns.codes(), ElementsAre(1, 2, 4));
  EXPECT_EQ(turns.at(0, 0), 2) << "amt is below sprache, in the second turn";
  EXPECT_EQ(turns.at(0, 1), 1);
  EXPECT_EQ(turns.at(1, 2), 1);
  EXPECT_EQ(turns.at(2, 0), 0);
  EXPECT_THAT(turns.FiguresAt(0, 1).jaccard, Is(1.0 / 3));
  const CoOccurrences cases = CoOccurrencesByCase(corpus, All(corpus), codes, true);
  EXPECT_EQ(cases.units(), 3);
  EXPECT_EQ(cases.at(2, 2), 2);
  EXPECT_EQ(cases.at(1, 2), 1);
  const CoOccurrences segments = CoOccurrencesBySegment(corpus, All(corpus), codes, false);
  EXPECT_EQ(segments.units(), 6);
  EXPECT_EQ(segments.at(0, 0), 2) << "its own, and the one of wege that overlaps it";
  EXPECT_EQ(segments.at(0, 1), 2);
  EXPECT_EQ(segments.at(1, 2), 0);
}

TEST(CoOccurrences, RefuseCodesThatAreNone) {
  const Corpus corpus(SmallCorpus());
  EXPECT_THAT(CheckMatrixCodes(corpus, {"zugang", "amt"}), IsEmpty());
  EXPECT_THAT(Told(CheckMatrixCodes(corpus, {})), ElementsAre(HasSubstr("codes: give 1 to 500")));
  EXPECT_THAT(Told(CheckMatrixCodes(corpus, std::vector<std::string>(501, "amt"))),
              ElementsAre(HasSubstr("codes: give 1 to 500")));
  EXPECT_THAT(Told(CheckMatrixCodes(corpus, {"amt", "x", "amt"})),
              ElementsAre(HasSubstr("codes[1]: is not in"), HasSubstr("codes[2]: comes twice")));
}

// Against a look at each segment and each coding.
TEST(CoOccurrences, BySegmentAreThoseOfASlowCount) {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    const CorpusInput input = RandomCorpus(seed, 3, 5, 120, 8);
    const Corpus corpus(input);
    std::vector<std::string> codes;
    for (const Code& code : input.codebook.codes) codes.push_back(code.id);
    CodingSet found = All(corpus);
    for (size_t i = 0; i < corpus.codings().size(); i += 4) found.Remove(i);
    const CoOccurrences ours = CoOccurrencesBySegment(corpus, found, codes, false);
    std::vector<int64_t> counts(codes.size() * codes.size());
    for (const Segment& segment : SegmentsOf(corpus, found)) {
      std::vector<bool> has(codes.size());
      found.Each([&](size_t i) {
        const Corpus::Entry& coding = corpus.codings()[i];
        if (coding.text == segment.text && coding.begin < segment.span.end &&
            segment.span.begin < coding.end) {
          has[static_cast<size_t>(coding.code)] = true;
        }
      });
      for (size_t a = 0; a < codes.size(); ++a) {
        for (size_t b = 0; b < codes.size(); ++b) counts[a * codes.size() + b] += has[a] && has[b];
      }
    }
    for (size_t a = 0; a < codes.size(); ++a) {
      for (size_t b = 0; b < codes.size(); ++b) {
        EXPECT_EQ(ours.at(a, b), counts[a * codes.size() + b]) << a << " " << b;
      }
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
