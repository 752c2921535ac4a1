#include "services/survey/qualitative/measures/frequencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/survey/qualitative/coding/coding_testing.h"
#include "services/survey/qualitative/coding/retrieval.h"

namespace lotse::survey::qualitative {
namespace {

using testing::ElementsAre;

CodingSet All(const Corpus& corpus) { return CodingSet(corpus.codings().size(), true); }

TEST(Frequencies, CountEachThingOnce) {
  const Corpus corpus(SmallCorpus());
  const std::vector<CodeFrequency> alone = FrequenciesOf(corpus, All(corpus), false);
  const std::vector<CodeFrequency> with = FrequenciesOf(corpus, All(corpus), true);
  EXPECT_EQ(alone[0].codings, 0);
  EXPECT_EQ(alone[1].codings, 2);
  EXPECT_EQ(alone[1].segments, 1) << "two coders marked the same part";
  EXPECT_EQ(with[1].codings, 3);
  EXPECT_EQ(with[1].segments, 2);
  EXPECT_EQ(with[0].codings, 5);
  EXPECT_EQ(with[0].segments, 4);
  EXPECT_EQ(with[0].texts, 2);
  EXPECT_EQ(with[0].cases, 2);
  EXPECT_THAT(with[0].group_segments, ElementsAre(3, 2));  // Leitung, Stab
  EXPECT_THAT(with[0].group_speakers, ElementsAre(1, 2));
  EXPECT_EQ(with[4].texts, 2);
  EXPECT_THAT(with[4].group_segments, ElementsAre(0, 1)) << "a document has no speaker";
}

// Against sets of what was counted.
TEST(Frequencies, AreThoseOfASlowCount) {
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    CorpusInput input = RandomCorpus(seed, 4, 8, 200, 12);
    input.texts[3].case_id = input.texts[0].case_id;  // A case with two texts, another in between.
    const Corpus corpus(input);
    const CodeTree tree(corpus.codebook());
    CodingSet found = All(corpus);
    for (size_t i = 0; i < corpus.codings().size(); i += 5) found.Remove(i);
    const std::vector<CodeFrequency> frequencies = FrequenciesOf(corpus, found, true);
    for (size_t code = 0; code < frequencies.size(); ++code) {
      std::set<std::tuple<int, int, int>> segments;
      std::set<int> texts;
      std::set<int> cases;
      std::vector<std::set<std::tuple<int, int, int>>> group_segments(corpus.groups().size());
      std::vector<std::set<int>> group_speakers(corpus.groups().size());
      int64_t codings = 0;
      found.Each([&](size_t i) {
        const Corpus::Entry& coding = corpus.codings()[i];
        if (!tree.IsWithin(corpus.codebook().codes[static_cast<size_t>(coding.code)].id,
                           corpus.codebook().codes[code].id)) {
          return;
        }
        ++codings;
        segments.insert({coding.text, coding.begin, coding.end});
        texts.insert(coding.text);
        cases.insert(corpus.texts()[static_cast<size_t>(coding.text)].case_number);
        for (const Corpus::Turn& turn : corpus.turns()) {
          const int at = static_cast<int>(&turn - corpus.turns().data());
          const Corpus::Text& text = corpus.texts()[static_cast<size_t>(coding.text)];
          if (at < text.turns.first || at >= text.turns.second) continue;
          if (turn.end <= coding.begin || turn.begin >= coding.end) continue;
          const auto group = static_cast<size_t>(corpus.GroupOf(turn.speaker));
          group_segments[group].insert({coding.text, coding.begin, coding.end});
          group_speakers[group].insert(turn.speaker);
        }
      });
      EXPECT_EQ(frequencies[code].codings, codings);
      EXPECT_EQ(frequencies[code].segments, static_cast<int64_t>(segments.size()));
      EXPECT_EQ(frequencies[code].texts, static_cast<int64_t>(texts.size()));
      EXPECT_EQ(frequencies[code].cases, static_cast<int64_t>(cases.size()));
      for (size_t group = 0; group < corpus.groups().size(); ++group) {
        EXPECT_EQ(frequencies[code].group_segments[group],
                  static_cast<int64_t>(group_segments[group].size()));
        EXPECT_EQ(frequencies[code].group_speakers[group],
                  static_cast<int64_t>(group_speakers[group].size()));
      }
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
