#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/table.pb.h"
#include "services/reporting/document/report_inputs.h"

// Made-up released tables for tests.
namespace lotse::reporting {

// A count; -1 is protected.
survey::v1alpha::TableCell MakeCount(int count);

// A table of `kontakt` by `bereich` with two groups and shares, in which some gave no answer.
survey::v1alpha::Table SampleCrossTable();

// A table of `kontakt` alone, with shares and intervals, one answer of which is protected.
survey::v1alpha::Table SampleOneWayTable();

// The battery of `h1` and `h2`, answered from 1 to 3.
survey::v1alpha::Table SampleBattery();

// How two groups are reached, one of them below four fifths.
survey::v1alpha::Table SampleReachTable();

// Adds a release of the wave of SampleWave with all of them and one that was refused, and its
// sources.
void AddSampleRelease(ReportInputs& inputs);

// Takes the wave of SampleWave out and leaves its release: what a report has that names a release
// alone.
void LeaveReleaseAlone(ReportInputs& inputs);

}  // namespace lotse::reporting
