#pragma once

#include "services/reporting/document/report_inputs.h"

// Made-up released material for tests.
namespace lotse::reporting {

// A release of a study of six focus groups, which are too few to be counted: two themes, of one of
// which nothing may be counted, and three quotes: of a theme with a role, of none with neither role
// nor language and with signs that would be markup, and in another language than German.
survey::v1alpha::MaterialRelease SampleMaterial();

// Adds it, with its source.
void AddSampleMaterial(ReportInputs& inputs);

}  // namespace lotse::reporting
