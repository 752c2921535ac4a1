#pragma once

#include <cstdint>

#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"

namespace lotse::survey::qualitative {

// How two codings of the same text lie to one another.
enum class Relation {
  kSameSpan,
  // They have a code point in common.
  kOverlap,
  // The first lies within the second, or is the same part.
  kWithin,
  // There is a turn that both touch.
  kSameTurn,
  // At most so many code points lie between them; 0: they touch or overlap.
  kNear,
};

// Of `first`, those codings that have another one in `second` to which they lie so. `distance` is
// for kNear; from 0 to kMaxTextLength. n log n of the codings, wherever they lie.
CodingSet RelatedCodings(const Corpus& corpus, const CodingSet& first, const CodingSet& second,
                         Relation relation, int64_t distance = 0);

}  // namespace lotse::survey::qualitative
