#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/survey/qualitative/coding/coding_set.h"
#include "services/survey/qualitative/coding/corpus.h"
#include "services/survey/qualitative/measures/coding_units.h"

namespace lotse::survey::qualitative {

// How far a code reaches.
struct CodeExtent {
  // Units with which one of its codings has a code point in common.
  int64_t units = 0;
  // Code points in one of its codings or several.
  int64_t code_points = 0;

  friend bool operator==(const CodeExtent&, const CodeExtent&) = default;
};

// By `codes`, over the codings of `found`; `with_children`: what is coded with a code below one of
// them counts for it as well. `codes` have no violations (CheckAskedCodes); `units` are along the
// texts, none over another.
std::vector<CodeExtent> ExtentsOf(const Corpus& corpus, const CodingSet& found,
                                  const std::vector<std::string>& codes, bool with_children,
                                  const std::vector<Unit>& units);

}  // namespace lotse::survey::qualitative
