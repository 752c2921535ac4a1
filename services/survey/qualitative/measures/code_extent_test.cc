#include "services/survey/qualitative/measures/code_extent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/measures/co_occurrence.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;

CodingSet All(const Corpus& corpus) { return CodingSet(corpus.codings().size(), true); }

TEST(CodeExtent, CountsWhatIsCodedOnce) {
  const Corpus corpus(SmallCorpus());
  const std::vector<Unit> turns = UnitsOf(corpus, {UnitKind::kTurn});
  const std::vector<std::string> codes = {"zugang", "sprache", "haltung"};
  EXPECT_THAT(ExtentsOf(corpus, All(corpus), codes, true, turns),
              ElementsAre(CodeExtent{3, 65}, CodeExtent{2, 35}, CodeExtent{1, 11}));
  EXPECT_THAT(ExtentsOf(corpus, All(corpus), codes, false, turns),
              ElementsAre(CodeExtent{0, 0}, CodeExtent{1, 20}, CodeExtent{1, 11}));
  EXPECT_THAT(ExtentsOf(corpus, CodingSet(corpus.codings().size()), codes, true, turns),
              ElementsAre(CodeExtent{}, CodeExtent{}, CodeExtent{}));
}

TEST(CodeExtent, IsThatOfEachUnitAndCodePoint) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const Corpus corpus(RandomCorpus(seed, 3, 12, 60, 8));
    const std::vector<Unit> units = UnitsOf(corpus, {UnitKind::kWindow, 25});
    const std::vector<std::string> codes = {"c0", "c3", "c7"};
    const auto extents = ExtentsOf(corpus, All(corpus), codes, true, units);
    const auto places = PlacesByCode(corpus, codes, true);
    const CoOccurrences pairs = CoOccurrencesByUnit(corpus, All(corpus), codes, true, units);
    std::vector<std::set<std::pair<int, int>>> points(codes.size());
    for (const Corpus::Entry& coding : corpus.codings()) {
      for (const size_t place : places[static_cast<size_t>(coding.code)]) {
        for (int at = coding.begin; at < coding.end; ++at) points[place].insert({coding.text, at});
      }
    }
    for (size_t i = 0; i < codes.size(); ++i) {
      EXPECT_EQ(extents[i].units, pairs.at(i, i)) << seed << codes[i];
      EXPECT_EQ(extents[i].code_points, static_cast<int64_t>(points[i].size())) << seed << codes[i];
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
