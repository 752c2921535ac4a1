#include "services/survey/qualitative/coding/retrieval.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = Query::Kind;
using Entry = Corpus::Entry;

bool IsSetOfParts(Kind kind) { return kind == Kind::kAnd || kind == Kind::kOr; }
bool HasOnePart(Kind kind) { return kind == Kind::kNot || kind == Kind::kCoOccurs; }

void Check(const std::string& path, const Query& query, int depth, int* parts,
           rpc::FieldViolations* violations) {
  const std::string at = absl::StrCat(path, ".parts");
  if (depth > kMaxQueryDepth || ++*parts > kMaxQueryParts) {
    violations->push_back(
        {path, absl::StrCat("too large; nest at most ", kMaxQueryDepth, " deep, and give at most ",
                            kMaxQueryParts, " conditions in all")});
    return;
  }
  if (IsSetOfParts(query.kind) && query.parts.empty()) {
    violations->push_back({at, "is empty; give at least one condition"});
  } else if (HasOnePart(query.kind) && query.parts.size() != 1) {
    violations->push_back({at, "give exactly one condition"});
  } else if (!IsSetOfParts(query.kind) && !HasOnePart(query.kind)) {
    if (!query.parts.empty())
      violations->push_back({at, "belong to AND, OR, NOT and co-occurrence"});
    if (query.kind != Kind::kAll && query.id.empty()) {
      violations->push_back({absl::StrCat(path, ".id"), "say of what"});
    }
  }
  if (query.distance < 0 || query.distance > kMaxTextLength) {
    violations->push_back({absl::StrCat(path, ".distance"),
                           absl::StrCat("give 0 to ", kMaxTextLength, " code points")});
  }
  for (size_t i = 0; i < query.parts.size() && violations->empty(); ++i) {
    Check(absl::StrCat(at, "[", i, "]"), query.parts[i], depth + 1, parts, violations);
  }
}

template <typename Holds>
CodingSet Where(const Corpus& corpus, const CodingSet& visible, const Holds& holds) {
  CodingSet found(visible.size());
  for (size_t i = 0; i < visible.size(); ++i) {
    if (visible.Has(i) && holds(corpus.codings()[i])) found.Add(i);
  }
  return found;
}

CodingSet OfCode(const Corpus& corpus, const Query& query, const CodingSet& visible) {
  const CodeTree tree(corpus.codebook());
  std::vector<bool> wanted(corpus.codebook().codes.size());
  if (query.with_children) {
    for (const int code : tree.Family(query.id)) wanted[static_cast<size_t>(code)] = true;
  } else if (tree.IndexOf(query.id) >= 0) {
    wanted[static_cast<size_t>(tree.IndexOf(query.id))] = true;
  }
  return Where(corpus, visible,
               [&](const Entry& coding) { return wanted[static_cast<size_t>(coding.code)]; });
}

// Of texts whose case has something.
template <typename Has>
CodingSet OfCases(const Corpus& corpus, const CodingSet& visible, const Has& has) {
  std::vector<bool> wanted;
  for (const CorpusCase& one : corpus.cases()) wanted.push_back(has(one));
  return Where(corpus, visible, [&](const Entry& coding) {
    return wanted[static_cast<size_t>(
        corpus.texts()[static_cast<size_t>(coding.text)].case_number)];
  });
}

template <typename Speaks>
CodingSet OfSpeakers(const Corpus& corpus, const CodingSet& visible, const Speaks& speaks) {
  return Where(corpus, visible, [&](const Entry& coding) {
    const absl::Span<const Corpus::Turn> turns = corpus.TurnsOf(coding);
    return std::any_of(turns.begin(), turns.end(), [&](const Corpus::Turn& turn) {
      return turn.speaker >= 0 && speaks(turn.speaker);
    });
  });
}

CodingSet OfParts(const Corpus& corpus, const Query& query, const CodingSet& visible) {
  CodingSet found = FindCodings(corpus, query.parts[0], visible);
  if (query.kind == Kind::kCoOccurs) {
    return RelatedCodings(corpus, visible, found, query.relation, query.distance);
  }
  if (query.kind == Kind::kNot) {
    CodingSet others = visible;
    others.TakeAway(found);
    return others;
  }
  for (size_t i = 1; i < query.parts.size(); ++i) {
    const CodingSet next = FindCodings(corpus, query.parts[i], visible);
    query.kind == Kind::kAnd ? found.KeepAlso(next) : found.Join(next);
  }
  return found;
}

bool IsBefore(RetrievalOrder order, const Entry& a, const Entry& b) {
  switch (order) {
    case RetrievalOrder::kCode:
      return a.code < b.code;
    case RetrievalOrder::kCoder:
      return a.coder < b.coder;
    case RetrievalOrder::kTime:
      return a.time_ms < b.time_ms;
    case RetrievalOrder::kPosition:
      break;
  }
  return false;
}

}  // namespace

rpc::FieldViolations CheckQuery(const Query& query) {
  rpc::FieldViolations violations;
  int parts = 0;
  Check("query", query, 1, &parts, &violations);
  return violations;
}

CodingSet VisibleCodings(const Corpus& corpus, const CodingViewer& viewer, bool blind) {
  std::vector<bool> seen;
  for (const std::string& coder : corpus.coders()) {
    seen.push_back(IsVisibleTo(viewer, coder, blind));
  }
  return Where(corpus, CodingSet(corpus.codings().size(), true),
               [&](const Entry& coding) { return seen[static_cast<size_t>(coding.coder)]; });
}

CodingSet FindCodings(const Corpus& corpus, const Query& query, const CodingSet& visible) {
  switch (query.kind) {
    case Kind::kAll:
      return visible;
    case Kind::kCode:
      return OfCode(corpus, query, visible);
    case Kind::kCoder: {
      const int coder = PlaceOf(corpus.coders(), query.id);
      return Where(corpus, visible, [&](const Entry& coding) { return coding.coder == coder; });
    }
    case Kind::kText:
      return Where(corpus, visible, [&](const Entry& coding) {
        return corpus.texts()[static_cast<size_t>(coding.text)].id == query.id;
      });
    case Kind::kCase:
      return OfCases(corpus, visible, [&](const CorpusCase& one) { return one.id == query.id; });
    case Kind::kAttribute:
      return OfCases(corpus, visible, [&](const CorpusCase& one) {
        return std::find(one.attributes.begin(), one.attributes.end(),
                         std::pair(query.id, query.value)) != one.attributes.end();
      });
    case Kind::kSpeaker: {
      const int wanted = PlaceOf(corpus.speakers(), query.id);
      return OfSpeakers(corpus, visible, [&](int speaker) { return speaker == wanted; });
    }
    case Kind::kSpeakerGroup: {
      const int wanted = PlaceOf(corpus.groups(), query.id);
      return OfSpeakers(corpus, visible, [&](int speaker) {
        return wanted >= 0 && corpus.GroupOf(speaker) == wanted;
      });
    }
    case Kind::kCoOccurs:
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
      break;
  }
  return OfParts(corpus, query, visible);
}

rpc::FieldViolations CheckRetrievalRange(RetrievalRange range) {
  rpc::FieldViolations violations;
  if (range.skip < 0) violations.push_back({"range.skip", "give 0 or more"});
  if (range.size < 1 || range.size > kMaxRetrievalPage) {
    violations.push_back({"range.size", absl::StrCat("give 1 to ", kMaxRetrievalPage)});
  }
  return violations;
}

RetrievalPage PageOf(const Corpus& corpus, const CodingSet& found, RetrievalOrder order,
                     RetrievalRange range) {
  RetrievalPage page;
  found.Each([&](size_t i) { page.codings.push_back(static_cast<int>(i)); });
  page.total = static_cast<int64_t>(page.codings.size());
  if (order != RetrievalOrder::kPosition) {
    std::stable_sort(page.codings.begin(), page.codings.end(), [&](int a, int b) {
      return IsBefore(order, corpus.codings()[static_cast<size_t>(a)],
                      corpus.codings()[static_cast<size_t>(b)]);
    });
  }
  const auto begin = page.codings.begin() + std::min(range.skip, page.total);
  const int64_t left = page.codings.end() - begin;
  const auto end = begin + std::min({range.size, kMaxRetrievalPage, left});
  page.codings = std::vector<int>(begin, end);
  return page;
}

std::vector<Segment> SegmentsOf(const Corpus& corpus, const CodingSet& found) {
  std::vector<Segment> segments;
  found.Each([&](size_t i) {
    const Entry& coding = corpus.codings()[i];
    const TextSpan span{coding.begin, coding.end};
    if (segments.empty() || segments.back().text != coding.text || segments.back().span != span) {
      segments.push_back({coding.text, span, static_cast<int>(i), 0});
    }
    segments.back().last = static_cast<int>(i) + 1;
  });
  return segments;
}

}  // namespace lotse::survey::qualitative
