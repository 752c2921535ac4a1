#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/xlsform/form_context.h"
#include "services/survey/exchange/xlsform/form_sheet.h"

namespace lotse::survey {

// Gives codes to the lists of the sheet `choices`. Their names have to be known before the
// expressions are read.
void NameLists(const FormSheet& choices, FormContext* context, v1alpha::Instrument* instrument);

// Reads the options into the lists that NameLists made. Columns that are not of XLSForm become
// columns of the options. Missing, bad and double names are an ERROR; an option without a label
// gets its code, with a WARNING.
void ReadChoices(const FormSheet& choices, FormContext* context, v1alpha::Instrument* instrument);

// The list that is kept in a file: `file` is its name, and `name` that by which expressions look
// things up in it. Returns its code; empty after an ERROR.
std::string AddFileList(absl::string_view name, absl::string_view file, const Place& place,
                        FormContext* context, v1alpha::Instrument* instrument);

}  // namespace lotse::survey
