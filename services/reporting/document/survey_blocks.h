#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends a sub-section for each wave: who took part, the rule of protection, then a sub-section
// per part of the questionnaire and in it one per question. Questions that follow one another with
// the same scale are one battery, as are the items of a matrix: one table with a row for each, and
// one chart. `levels` is how many levels of headings fit below the section: with fewer than three
// the parts have none.
//
// A note says so if the questions have no wording in the language of the report. Ids go on with the
// ids of survey and wave, and then with the code of a question, an item or a matrix; that of a part
// with the code of its first (part_ids.h). What is absent in the answers of the
// service stays absent here: nothing that was protected is computed back.
void AppendSurvey(const ReportInputs& inputs, int levels, v1alpha::Section& section);

}  // namespace lotse::reporting
