#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Writes a questionnaire as an XLSForm: the sheets `survey`, `choices` and `settings`. What
// ReadXlsform made of a form is read back as the same. `relevant_if` and the limits of integers
// become expressions, options of a question a list under its code, a MATRIX a group with the
// appearance `table-list`. What a form cannot say (classes, special categories, sizes of texts and
// files, plain language, a title in several languages) is left out with a WARNING that names the
// code.
TableBook WriteXlsform(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
