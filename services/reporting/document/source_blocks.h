#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// A sentence for each service that did not answer, in the order in which they
// first occur. It says whether all or only some of its parts are missing.
std::vector<std::string> MissingSources(absl::Span<const v1alpha::Source> sources,
                                        Language language);

// The section on the origin of the data, id `origin`: a table of the sources and
// one of the questionnaires with their hashes.
v1alpha::Section OriginSection(absl::Span<const v1alpha::Source> sources,
                               absl::Span<const survey::v1alpha::TabulateWaveResponse> waves,
                               Language language);

}  // namespace lotse::reporting
