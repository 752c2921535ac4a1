#pragma once

#include <string>

#include "lotse/survey/v1alpha/instrument_change.pb.h"

namespace lotse::cli {

// A comparison for a terminal: a line for each change with its verdict, and what it was and is
// below; then how many there are and how many nobody has settled. With `all` those that are safe
// too.
std::string ComparisonText(const survey::v1alpha::InstrumentComparison& comparison, bool all);

// The mappings that are suggested, as the JSON file that `lotse questionnaire publish --mapping`
// takes, one for each code; a person reads and mends it before.
std::string SuggestedMappings(const survey::v1alpha::InstrumentComparison& comparison);

}  // namespace lotse::cli
