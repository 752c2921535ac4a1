#include "services/survey/qualitative/coding/retrieval.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/survey/qualitative/coding/coding_testing.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = Query::Kind;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

Query Of(Kind kind, std::string id, std::string value = "") {
  return {.kind = kind, .id = std::move(id), .value = std::move(value)};
}
Query With(std::string code) {
  return {.kind = Kind::kCode, .id = std::move(code), .with_children = true};
}
Query Join(Kind kind, std::vector<Query> parts) {
  return {.kind = kind, .parts = std::move(parts)};
}
Query Beside(Relation relation, Query other, int64_t distance = 0) {
  return {.kind = Kind::kCoOccurs,
          .relation = relation,
          .distance = distance,
          .parts = {std::move(other)}};
}

std::vector<std::string> Ids(const CorpusInput& input, const Corpus& corpus,
                             const std::vector<int>& codings) {
  std::vector<std::string> ids;
  for (const int coding : codings) {
    const int at = corpus.codings()[static_cast<size_t>(coding)].input;
    ids.push_back(input.codings[static_cast<size_t>(at)].id);
  }
  return ids;
}

TEST(Corpus, IsCheckedAsAWhole) {
  EXPECT_THAT(Told(CheckCorpus(SmallCorpus())), IsEmpty());
  EXPECT_THAT(Told(CheckCorpus({})), IsEmpty());
  const struct {
    std::function<void(CorpusInput*)> change;
    const char* told;
  } cases[] = {
      {[](CorpusInput* c) { c->cases.push_back({"g1"}); }, "cases[3].id: comes twice"},
      {[](CorpusInput* c) { c->codings[1].id = "k1"; }, "codings[1].id: comes twice"},
      {[](CorpusInput* c) { c->texts[0].case_id = "x"; }, "texts[0].case_id: is not among"},
      {[](CorpusInput* c) { c->texts[2].length = kMaxTextLength + 1; }, "texts[2].length: give 0"},
      {[](CorpusInput* c) { c->texts[0].turns[1].span.begin = 39; }, "texts[0].turns[1].span"},
      {[](CorpusInput* c) { c->texts[0].turns[1].span.end = 101; }, "texts[0].turns[1].span"},
      {[](CorpusInput* c) { c->texts[0].turns[0].speaker = "x"; }, "texts[0].turns[0].speaker"},
      {[](CorpusInput* c) { c->codings[0].text = "x"; }, "codings[0].text: is not among the texts"},
      {[](CorpusInput* c) { c->codings[0].span = {0, 101}; }, "codings[0].span: is empty or bey"},
      {[](CorpusInput* c) { c->codings[0].code = "x"; }, "codings[0].code: is not in the codebook"},
      {[](CorpusInput* c) { c->codebook.codes[0].name = ""; }, "codebook.codes[0].label"},
  };
  for (const auto& c : cases) {
    CorpusInput input = SmallCorpus();
    c.change(&input);
    EXPECT_THAT(Told(CheckCorpus(input)), ElementsAre(HasSubstr(c.told)));
  }
}

TEST(FindCodings, ByWhatACodingHas) {
  const CorpusInput input = SmallCorpus();
  const Corpus corpus(input);
  const struct {
    Query query;
    std::vector<std::string> found;
  } cases[] = {
      {{}, {"k1", "k3", "k2", "k4", "k5", "k6", "k7"}},
      {Of(Kind::kCode, "zugang"), {}},
      {With("zugang"), {"k1", "k3", "k2", "k4", "k6"}},
      {Of(Kind::kCode, "sprache"), {"k1", "k3"}},
      {Of(Kind::kCode, "x"), {}},
      {With("x"), {}},
      {Of(Kind::kCoder, "b"), {"k3", "k4", "k6"}},
      {Of(Kind::kCoder, "x"), {}},
      {Of(Kind::kText, "t2"), {"k5", "k6"}},
      {Of(Kind::kCase, "d1"), {"k7"}},
      {Of(Kind::kAttribute, "art", "gruppe"), {"k1", "k3", "k2", "k4", "k5", "k6"}},
      {Of(Kind::kAttribute, "ort", "Süd"), {"k5", "k6"}},
      {Of(Kind::kSpeaker, "p2"), {"k4"}},
      {Of(Kind::kSpeaker, "x"), {}},
      {Of(Kind::kSpeakerGroup, "Stab"), {"k4", "k5", "k6"}},
      {Of(Kind::kSpeakerGroup, "x"), {}},
      {Join(Kind::kAnd, {With("zugang"), Of(Kind::kCoder, "a")}), {"k1", "k2"}},
      {Join(Kind::kOr, {With("amt"), With("haltung")}), {"k4", "k5", "k7"}},
      {Join(Kind::kNot, {With("zugang")}), {"k5", "k7"}},
      {Join(Kind::kAnd, {With("sprache"), Beside(Relation::kOverlap, With("wege"))}), {"k1", "k3"}},
      {Beside(Relation::kSameSpan, {}), {"k1", "k3"}},
      {Join(Kind::kAnd, {With("amt"), Beside(Relation::kSameTurn, With("wege"))}), {"k4"}},
      {Join(Kind::kAnd, {With("haltung"), Beside(Relation::kOverlap, {})}), {}},
      {Join(Kind::kAnd, {With("haltung"), Beside(Relation::kNear, {}, 0)}), {"k5"}},
      {Beside(Relation::kNear, With("amt"), 5), {"k2"}},
      {Beside(Relation::kNear, With("amt"), 4), {}},
  };
  for (const auto& c : cases) {
    ASSERT_THAT(Told(CheckQuery(c.query)), IsEmpty());
    const CodingSet all(corpus.codings().size(), true);
    const CodingSet found = FindCodings(corpus, c.query, all);
    EXPECT_THAT(Ids(input, corpus, PageOf(corpus, found, RetrievalOrder::kPosition, {}).codings),
                ElementsAreArray(c.found));
  }
}

// What a blind coder does not see cannot be found by what lies beside it either.
TEST(FindCodings, KnowsNothingOfWhatIsNotVisible) {
  const CorpusInput input = SmallCorpus();
  const Corpus corpus(input);
  const CodingSet visible = VisibleCodings(corpus, {"a"}, true);
  EXPECT_EQ(visible.Count(), 4);
  for (const Query& query : {Of(Kind::kCoder, "b"), With("amt"), Beside(Relation::kSameSpan, {}),
                             Beside(Relation::kOverlap, Of(Kind::kCoder, "b")),
                             Join(Kind::kNot, {Join(Kind::kNot, {Of(Kind::kCoder, "b")})})}) {
    EXPECT_EQ(FindCodings(corpus, query, visible).Count(), 0);
  }
}

TEST(FindCodings, RefusesQueriesThatAreNone) {
  Query deep;
  for (int i = 0; i < kMaxQueryDepth; ++i) deep = Join(Kind::kNot, {deep});
  const struct {
    Query query;
    const char* told;
  } cases[] = {
      {Of(Kind::kCode, ""), "query.id: say of what"},
      {Join(Kind::kAnd, {}), "query.parts: is empty"},
      {Join(Kind::kNot, {}), "query.parts: give exactly one"},
      {Join(Kind::kNot, {{}, {}}), "query.parts: give exactly one"},
      {Join(Kind::kAll, {{}}), "query.parts: belong to"},
      {Join(Kind::kAnd, {{}, Beside(Relation::kNear, {}, -1)}), "query.parts[1].distance: give 0"},
      {Join(Kind::kOr, std::vector<Query>(100)), "too large; nest at most 12"},
      {deep, "too large; nest at most 12"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Told(CheckQuery(c.query)), ElementsAre(HasSubstr(c.told)));
  }
}

TEST(PageOf, SortsAndCuts) {
  const CorpusInput input = SmallCorpus();
  const Corpus corpus(input);
  const CodingSet all(corpus.codings().size(), true);
  const struct {
    RetrievalOrder order;
    RetrievalRange range;
    std::vector<std::string> ids;
  } cases[] = {
      {RetrievalOrder::kCode, {0, 4}, {"k1", "k3", "k2", "k6"}},
      {RetrievalOrder::kCoder, {3, 3}, {"k7", "k3", "k4"}},
      {RetrievalOrder::kTime, {0, 3}, {"k5", "k4", "k3"}},
      {RetrievalOrder::kPosition, {6, 10}, {"k7"}},
      {RetrievalOrder::kPosition, {100, 10}, {}},
  };
  for (const auto& c : cases) {
    const RetrievalPage page = PageOf(corpus, all, c.order, c.range);
    EXPECT_EQ(page.total, 7);
    EXPECT_THAT(Ids(input, corpus, page.codings), ElementsAreArray(c.ids));
  }
}

TEST(PageOf, IsOfARangeThatIsOne) {
  EXPECT_THAT(CheckRetrievalRange({}), IsEmpty());
  EXPECT_THAT(CheckRetrievalRange({INT64_MAX, kMaxRetrievalPage}), IsEmpty());
  EXPECT_THAT(Told(CheckRetrievalRange({-1, 0})),
              ElementsAre("range.skip: give 0 or more", "range.size: give 1 to 1000"));
  EXPECT_THAT(Told(CheckRetrievalRange({0, -1})), ElementsAre(HasSubstr("range.size")));
  EXPECT_THAT(Told(CheckRetrievalRange({0, 1001})), ElementsAre(HasSubstr("range.size")));
  const Corpus corpus(SmallCorpus());
  const CodingSet all(corpus.codings().size(), true);
  const RetrievalPage page = PageOf(corpus, all, RetrievalOrder::kPosition, {INT64_MAX, 1000});
  EXPECT_EQ(page.total, 7);
  EXPECT_THAT(page.codings, IsEmpty());
}

TEST(SegmentsOf, GathersCodingsOfTheSamePart) {
  const Corpus corpus(SmallCorpus());
  const std::vector<Segment> segments =
      SegmentsOf(corpus, CodingSet(corpus.codings().size(), true));
  ASSERT_EQ(segments.size(), 6);
  EXPECT_EQ(segments[0].span, (TextSpan{0, 20}));
  EXPECT_EQ(segments[0].last - segments[0].first, 2);
  EXPECT_EQ(segments[5].text, 2);
}

// Each relation against one that compares each coding with each other.
TEST(RelatedCodings, AreThoseOfASlowSearch) {
  for (uint32_t seed = 1; seed <= 8; ++seed) {
    const CorpusInput input = RandomCorpus(seed, 3, 6, 120, 9);
    ASSERT_THAT(Told(CheckCorpus(input)), IsEmpty());
    const Corpus corpus(input);
    CodingSet first(corpus.codings().size());
    CodingSet second(corpus.codings().size());
    for (size_t i = 0; i < corpus.codings().size(); ++i) {
      if (corpus.codings()[i].code % 2 == 0) first.Add(i);
      if (corpus.codings()[i].code % 3 == 0) second.Add(i);
    }
    for (const Relation relation : {Relation::kSameSpan, Relation::kOverlap, Relation::kWithin,
                                    Relation::kSameTurn, Relation::kNear}) {
      CodingSet expected(corpus.codings().size());
      first.Each([&](size_t i) {
        second.Each([&](size_t k) {
          const Corpus::Entry& a = corpus.codings()[i];
          const Corpus::Entry& b = corpus.codings()[k];
          if (i == k || a.text != b.text) return;
          const bool holds[] = {
              a.begin == b.begin && a.end == b.end, a.begin < b.end && b.begin < a.end,
              a.begin >= b.begin && a.end <= b.end,
              std::max(a.turns.first, b.turns.first) < std::min(a.turns.second, b.turns.second),
              std::max(a.begin, b.begin) - std::min(a.end, b.end) <= 15};
          if (holds[static_cast<int>(relation)]) expected.Add(i);
        });
      });
      EXPECT_EQ(RelatedCodings(corpus, first, second, relation, 15), expected)
          << seed << " " << static_cast<int>(relation);
    }
  }
}

}  // namespace
}  // namespace lotse::survey::qualitative
