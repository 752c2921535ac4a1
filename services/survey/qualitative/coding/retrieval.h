#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/coding.h"
#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/coding/relations.h"

namespace lotse::survey::qualitative {

inline constexpr int kMaxQueryDepth = 12;
inline constexpr int kMaxQueryParts = 100;
inline constexpr int64_t kMaxRetrievalPage = 1000;

// What is looked for: a condition that holds for a coding or not, that is for a part of a text
// together with its code and its coder. "Parts with A and B" is: code A, and co-occurs (code B).
struct Query {
  enum class Kind {
    kAll,
    kCode,          // `id`, with those below it if `with_children`
    kCoder,         // `id`
    kText,          // `id`
    kCase,          // `id`
    kAttribute,     // of the case: `id` is its name, `value` its value
    kSpeaker,       // `id` speaks in one of the turns that the coding touches
    kSpeakerGroup,  // somebody of the group `id` does
    kCoOccurs,      // another coding, for which the only part holds, lies so to it
    kAnd,           // all parts hold, 1 or more
    kOr,            // one of the parts holds, 1 or more
    kNot,           // the only part does not hold
  };

  Kind kind = Kind::kAll;
  std::string id = {};
  std::string value = {};
  bool with_children = false;
  Relation relation = Relation::kOverlap;
  int64_t distance = 0;
  std::vector<Query> parts = {};
};

// What is wrong with the form of a query, with paths such as `query.parts[1].distance`. What is
// not there is not wrong: nothing is found of it, and so it may be asked what does not have it.
rpc::FieldViolations CheckQuery(const Query& query);

// The codings that the viewer sees (IsVisibleTo).
CodingSet VisibleCodings(const Corpus& corpus, const CodingViewer& viewer, bool blind);

// The codings of `visible` for which the query holds. Others are as if they were not there, also
// as what something co-occurs with, and so nothing can be learnt of them. `query` has no
// violations.
CodingSet FindCodings(const Corpus& corpus, const Query& query, const CodingSet& visible);

enum class RetrievalOrder {
  kPosition,  // along the texts
  kCode,      // by code in the order of the codebook, then along the texts
  kCoder,     // by coder, then along the texts
  kTime,      // the oldest first, then along the texts
};

// 1 to kMaxRetrievalPage, behind the first `skip`.
struct RetrievalRange {
  int64_t skip = 0;
  int64_t size = 100;
};

// What is wrong with it, with the paths `range.skip` and `range.size`.
rpc::FieldViolations CheckRetrievalRange(RetrievalRange range);

struct RetrievalPage {
  // Of all pages.
  int64_t total = 0;
  // Numbers of codings.
  std::vector<int> codings;
};

// `range` has no violations.
RetrievalPage PageOf(const Corpus& corpus, const CodingSet& found, RetrievalOrder order,
                     RetrievalRange range);

// A part of a text with all codings of a set that mark exactly this part.
struct Segment {
  int text = 0;
  TextSpan span;
  // Of the numbers of codings those from the first to one before the second; the ones that are
  // not in the set do not count.
  int first = 0;
  int last = 0;
};

// Along the texts.
std::vector<Segment> SegmentsOf(const Corpus& corpus, const CodingSet& found);

}  // namespace lotse::survey::qualitative
