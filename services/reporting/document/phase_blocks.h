#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

// The tracks and phases of an engagement.
namespace lotse::reporting {

// Appends the table of the phases: track by track, each in its order, as they stand on the day of
// the report; and a drawing of it on a calendar if one of them was planned. It has a column for the
// track if phases of more than one are in it. Nothing if there are no phases.
void AppendPhases(const ReportInputs& inputs, v1alpha::Section& section);

// Where the process stands on the day of the report, counted over all tracks, in sentences; empty
// if there are no phases.
std::string ProcessSummary(const ReportInputs& inputs);

// Titles of all tracks as a list in words; empty if there is but one, or none is known.
std::string TrackNames(const ProcessInputs& inputs, Language language);

// A phase in words. `phase_id` is its id in the phase template, or else the last part of
// its name. Its title, that of the first track if there are several; the id with a
// remark if the engagement has no such phase; the id alone if phases are absent.
std::string PhaseName(const ProcessInputs& inputs, absl::string_view phase_id, Language language);

}  // namespace lotse::reporting
