#include "services/survey/qualitative/coding/corpus.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

TEST(Corpus, IsTheSameOfCodingsThatHaveTheirNumbers) {
  for (const CorpusInput& input : {SmallCorpus(), RandomCorpus(1, 6, 10, 200, 12)}) {
    const Corpus corpus(input);
    std::vector<Corpus::Entry> numbered = corpus.codings();
    for (Corpus::Entry& entry : numbered) entry.turns = {};
    CorpusInput without = input;
    without.codings.clear();
    const Corpus same(without, corpus.coders(), numbered);
    EXPECT_EQ(same.coders(), corpus.coders());
    EXPECT_EQ(same.codebook(), corpus.codebook());
    EXPECT_EQ(same.code_parents(), corpus.code_parents());
    EXPECT_EQ(same.turns().size(), corpus.turns().size());
    ASSERT_EQ(same.texts().size(), corpus.texts().size());
    for (size_t i = 0; i < same.texts().size(); ++i) {
      EXPECT_EQ(same.texts()[i].case_number, corpus.texts()[i].case_number) << i;
      EXPECT_EQ(same.texts()[i].codings, corpus.texts()[i].codings) << i;
    }
    ASSERT_EQ(same.codings().size(), corpus.codings().size());
    for (size_t i = 0; i < same.codings().size(); ++i) {
      EXPECT_EQ(same.codings()[i].turns, corpus.codings()[i].turns) << i;
      EXPECT_EQ(same.codings()[i].input, corpus.codings()[i].input) << i;
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
