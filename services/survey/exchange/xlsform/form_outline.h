#pragma once

#include <string>
#include <vector>

#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_sheet.h"
#include "services/survey/exchange/xlsform/form_types.h"

namespace lotse::survey {

// A row of the sheet `survey` that counts.
struct OutlineRow {
  const FormRow* row = nullptr;
  FormType type;
  std::string code;  // Empty for the end of a group or repeat.
  // Of a choice with `or_other`: the code of the text behind it.
  std::string other_code;
};

// Reads which rows there are, and gives codes to their names: an expression may name a question
// that comes later. Each group and repeat that begins also ends, in the right order; where the
// form has that wrong there is an ERROR, as there is for unknown types, missing, bad and double
// names, and what is too deep or too much. Rows that are disabled or not supported are left out.
std::vector<OutlineRow> ReadOutline(const FormSheet& survey, FormContext* context);

}  // namespace lotse::survey
