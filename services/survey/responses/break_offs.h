#pragma once

#include <cstdint>
#include <map>

namespace lotse::survey {

// How many broke off in which section, by its number from 1; a section in which nobody did is
// not there.
using BySection = std::map<int, int64_t>;

// What is counted of a closed wave of those who did not come to the end. For the service itself:
// what of it may be told is decided in analysis/told_break_offs.h.
struct BreakOffCounts {
  BySection handed_in = {};
  // Of drafts that were never handed in.
  BySection drafts = {};
};

}  // namespace lotse::survey
