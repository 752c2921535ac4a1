#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/analysis/tabulate.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// The protected tables of a closed wave, made of its usable responses.
absl::Status Tabulate(ResponseStore& responses, const v1alpha::Wave& wave,
                      const v1alpha::Instrument& instrument, const sql::Patience& patience,
                      v1alpha::TabulateWaveResponse* tables);

// How many broke off in each section of the questionnaire, in its order.
std::vector<int64_t> OfSections(const BySection& counts, const v1alpha::Instrument& instrument);

// What of it may be told of a closed wave with so many responses; their tables are made by it.
ToldBreakOffs ToldOfClosed(const BreakOffCounts& counts, const v1alpha::Instrument& instrument,
                           int64_t responses);

}  // namespace lotse::survey
