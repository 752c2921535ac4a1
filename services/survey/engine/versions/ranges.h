#pragma once

#include <string>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// How what a question takes as an answer relates to what it took before.
enum class RangeChange {
  kNone,
  kWider,     // All that was taken still is.
  kNarrower,  // Something that was taken is not.
  kReversed,  // The ends of its scale changed places.
};

// Compares minimum and maximum, length of texts, scale, and media types and size of files of two
// questions with one kind of answer.
RangeChange CompareRanges(const v1alpha::Question& was, const v1alpha::Question& is);

// The range in words, for example `0 to 10` or `at most 500 bytes`; empty if there is none.
std::string RangeText(const v1alpha::Question& question);

}  // namespace lotse::survey
