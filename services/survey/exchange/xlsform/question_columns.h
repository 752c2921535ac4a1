#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_outline.h"

namespace lotse::survey {

// Fills a question, group or repeat from its row. What does not fit its kind, such as a
// constraint of a note, is left out with a WARNING; `required` of what nobody is shown with a NOTE.
// A note that is required is kept as one, as ODK has it: it has no answer, so that nobody who is
// shown it can go on.
void ReadQuestion(const OutlineRow& outline, FormContext* context, v1alpha::Instrument* instrument,
                  v1alpha::Question* question);

// The same for a group at the top, which is a section.
void ReadSection(const OutlineRow& outline, FormContext* context,
                 v1alpha::InstrumentSection* section);

// Finds what is the same for all rows: columns that are missing, not known or not supported.
void CheckSurveyColumns(const FormSheet& survey, FormContext* context);

}  // namespace lotse::survey
