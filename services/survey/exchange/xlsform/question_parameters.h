#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_types.h"

namespace lotse::survey {

// Reads the column `parameters`: `start`, `end` and `step` of a `range` (1, 10 and 1 where they
// are not given, as ODK has it), which is DECIMAL if one of them has a point; `randomize` and
// `seed` of a choice; all others become settings of the question. What is no parameter, or does
// not fit the type, is an ERROR.
void ReadQuestionParameters(const FormRow& row, const FormType& type, FormContext* context,
                            v1alpha::Question* question);

// Whether a number of a scale has a point, so that it is read as one of DECIMAL.
bool HasPoint(const v1alpha::Scale& scale);

// The parameters of a question as such a column.
std::string WriteQuestionParameters(const v1alpha::Question& question);

// Whether a setting of a question can be written as a parameter; else it is a column.
bool IsParameter(absl::string_view name, absl::string_view value);

}  // namespace lotse::survey
