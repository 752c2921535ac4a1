#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/process_inputs.h"

// The tracks and phases of an engagement in words.
namespace lotse::reporting {

// Whether a phase is overdue on `day`: the last day planned for it is past, it is neither
// complete nor skipped, and the engagement is not over. Never stored, always computed
// (domain, invariant 17).
bool IsOverdue(const ProcessInputs& inputs, const engagement::v1alpha::Phase& phase,
               const google::type::Date& day);

// Appends the table of the phases, id `process-phases`: track by track, each in its
// order, with what is overdue on `as_of`. It has a column for the track if phases of
// more than one are in it. Nothing if there are no phases.
void AppendPhases(const ProcessInputs& inputs, const google::type::Date& as_of, Language language,
                  v1alpha::Section& section);

// Where the process stands on `as_of`, counted over all tracks, in sentences; empty if
// there are no phases.
std::string ProcessSummary(const ProcessInputs& inputs, const google::type::Date& as_of,
                           Language language);

// Titles of all tracks as a list in words; empty if there is but one, or none is known.
std::string TrackNames(const ProcessInputs& inputs, Language language);

// A phase in words. `phase_id` is its id in the phase template, or else the last part of
// its name. Its title, that of the first track if there are several; the id with a
// remark if the engagement has no such phase; the id alone if phases are absent.
std::string PhaseName(const ProcessInputs& inputs, absl::string_view phase_id, Language language);

}  // namespace lotse::reporting
