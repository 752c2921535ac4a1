#pragma once

#include <cstdint>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/analysis/told_break_offs.h"
#include "services/survey/responses/break_offs.h"

namespace lotse::survey {

// How many broke off in each section of the questionnaire, in its order.
std::vector<int64_t> OfSections(const BySection& counts, const v1alpha::Instrument& instrument);

// What of it may be told of a closed wave with so many responses; their tables are made by it.
ToldBreakOffs ToldOfClosed(const BreakOffCounts& counts, const v1alpha::Instrument& instrument,
                           int64_t responses);

}  // namespace lotse::survey
