#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/process_inputs.h"
#include "services/reporting/follow/mirror.h"

namespace lotse::reporting {

// Reads what a report shows of the process of an engagement (its name), as it lies in the mirror.
// What is deleted softly is in no list; engagement, programme and administration are read even
// so. Each resource and each list is a source: with `reached`, which says that lotse-engagement
// told everything just before, as reached; else as unreachable, with the day on which it last
// did. If it never did, or the mirror was made anew just now, the engagement is named as
// unreachable without a revision, and nothing is read. `log_heads` gets where the logs of
// engagement, programme and administration stood.
// RESOURCE_NOT_FOUND: it was reached, and one of the three is not there; or as Mirror::Read.
absl::Status ReadProcess(MirrorView& view, const std::string& engagement, bool reached,
                         ProcessInputs* process, std::vector<v1alpha::Source>* sources,
                         std::vector<v1alpha::LogHead>* log_heads);

}  // namespace lotse::reporting
