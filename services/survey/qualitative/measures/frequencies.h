#pragma once

#include <cstdint>
#include <vector>

#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"

namespace lotse::survey::qualitative {

// How often a code occurs. A part of a text that several coders, or codes below this one, marked
// alike is one segment.
struct CodeFrequency {
  int64_t codings = 0;
  int64_t segments = 0;
  int64_t texts = 0;
  int64_t cases = 0;
  // By group of speakers, in the order of Corpus::groups(): segments that touch a turn of
  // somebody of that group, and how many of the group that are. A segment over several turns
  // counts for each group in it, so these may add up to more than `segments`.
  std::vector<int64_t> group_segments;
  std::vector<int64_t> group_speakers;
};

// By code, in the order of the codebook, over the codings of `found`. `with_children`: what is
// coded with a code counts for those above it as well.
//
// They are for those who code. What leaves the service goes through theme_matrix.h.
std::vector<CodeFrequency> FrequenciesOf(const Corpus& corpus, const CodingSet& found,
                                         bool with_children);

}  // namespace lotse::survey::qualitative
