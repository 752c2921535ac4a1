#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/process_inputs.h"

namespace lotse::reporting {

// The results of a wave: its data basis, the rule of protection, then a section
// per part of the questionnaire and in it one per question. A matrix has an
// overview of all its items, then a section per item. If the questionnaire has
// only one part and that has no title, its questions follow directly.
//
// The data basis names the phase that the wave belongs to, looked up in `process`,
// as far as that could be had. A note says so if the questions have no wording in
// `language`.
//
// `number` is the position of the wave in the report, from 1; all ids begin with
// `wave-<number>`. What is absent in `response` stays absent here: nothing that
// was protected is computed back.
v1alpha::Section WaveSection(const survey::v1alpha::TabulateWaveResponse& response,
                             const ProcessInputs& process, Language language, int number);

// Title of a wave; one made of its number if it has none.
std::string WaveTitle(const survey::v1alpha::TabulateWaveResponse& response, Language language,
                      int number);

// How many took part in a wave and how many tables are shown, in sentences.
std::string WaveSummary(const survey::v1alpha::TabulateWaveResponse& response, Language language,
                        int number);

}  // namespace lotse::reporting
