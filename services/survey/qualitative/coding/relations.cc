#include "services/survey/qualitative/coding/relations.h"

#include <algorithm>
#include <limits>

namespace lotse::survey::qualitative {
namespace {

using Entry = Corpus::Entry;

// Asked of another coding: begin < before and end > behind, in code points or in turns.
struct Needed {
  int64_t before = 0;
  int64_t behind = 0;
};

Needed NeededBy(const Entry& coding, Relation relation, int64_t distance) {
  switch (relation) {
    case Relation::kWithin:
      return {int64_t{coding.begin} + 1, int64_t{coding.end} - 1};
    case Relation::kSameTurn:
      return {coding.turns.second, coding.turns.first};
    case Relation::kNear:
      return {coding.end + distance + 1, coding.begin - distance - 1};
    case Relation::kSameSpan:
    case Relation::kOverlap:
      break;
  }
  return {coding.end, coding.begin};
}

// The codings of one text and set in the order of their begins, each with the furthest end up to
// there, of which coding that is, and the furthest of the others: a coding is not related to
// itself.
class Reaches {
 public:
  void Clear() { reaches_.clear(); }
  void Add(int coding, int64_t begin, int64_t end) {
    Reach next = reaches_.empty() ? Reach{} : reaches_.back();
    next.begin = begin;
    if (end > next.end) {
      next.second = next.end;
      next.end = end;
      next.coding = coding;
    } else {
      next.second = std::max(next.second, end);
    }
    reaches_.push_back(next);
  }
  bool Has(int coding, Needed needed) const {
    const auto found =
        std::lower_bound(reaches_.begin(), reaches_.end(), needed.before,
                         [](const Reach& reach, int64_t before) { return reach.begin < before; });
    if (found == reaches_.begin()) return false;
    const Reach& reach = *(found - 1);
    return (reach.coding == coding ? reach.second : reach.end) > needed.behind;
  }

 private:
  static constexpr int64_t kNone = std::numeric_limits<int64_t>::min();
  struct Reach {
    int64_t begin = 0;
    int64_t end = kNone;
    int64_t second = kNone;
    int coding = -1;
  };

  std::vector<Reach> reaches_;
};

CodingSet OnSameSpan(const Corpus& corpus, const CodingSet& first, const CodingSet& second) {
  const std::vector<Entry>& codings = corpus.codings();
  CodingSet related(codings.size());
  for (size_t from = 0; from < codings.size();) {
    size_t to = from;
    int64_t others = 0;
    while (to < codings.size() && codings[to].text == codings[from].text &&
           codings[to].begin == codings[from].begin && codings[to].end == codings[from].end) {
      others += second.Has(to++) ? 1 : 0;
    }
    for (; from < to; ++from) {
      if (first.Has(from) && others > (second.Has(from) ? 1 : 0)) related.Add(from);
    }
  }
  return related;
}

}  // namespace

CodingSet RelatedCodings(const Corpus& corpus, const CodingSet& first, const CodingSet& second,
                         Relation relation, int64_t distance) {
  if (relation == Relation::kSameSpan) return OnSameSpan(corpus, first, second);
  const bool by_turn = relation == Relation::kSameTurn;
  CodingSet related(corpus.codings().size());
  Reaches reaches;
  for (const Corpus::Text& text : corpus.texts()) {
    reaches.Clear();
    for (int i = text.codings.first; i < text.codings.second; ++i) {
      const Entry& coding = corpus.codings()[static_cast<size_t>(i)];
      if (!second.Has(static_cast<size_t>(i))) continue;
      if (!by_turn) {
        reaches.Add(i, coding.begin, coding.end);
      } else if (coding.turns.first < coding.turns.second) {
        reaches.Add(i, coding.turns.first, coding.turns.second);
      }
    }
    for (int i = text.codings.first; i < text.codings.second; ++i) {
      const Entry& coding = corpus.codings()[static_cast<size_t>(i)];
      if (!first.Has(static_cast<size_t>(i))) continue;
      if (by_turn && coding.turns.first == coding.turns.second) continue;
      if (reaches.Has(i, NeededBy(coding, relation, distance))) related.Add(static_cast<size_t>(i));
    }
  }
  return related;
}

}  // namespace lotse::survey::qualitative
