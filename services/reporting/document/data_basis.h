#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/report_inputs.h"

// How many took part in the waves of a report.
namespace lotse::reporting {

// Title of a wave; one made of its `number` in the report, from 1, if it has none.
std::string WaveTitle(const survey::v1alpha::TabulateWaveResponse& response, Language language,
                      int number);

// How many took part in a wave, in a sentence.
std::string WaveSummary(const survey::v1alpha::TabulateWaveResponse& response, Language language,
                        int number);

// Appends one table of all waves, also of those of which only releases are shown: when, how many
// were invited, how many took part, with which questionnaire. What is protected or not known has no
// value. Nothing without waves.
void AppendDataBasis(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
