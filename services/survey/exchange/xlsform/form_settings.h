#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/tables/table_book.h"
#include "services/survey/exchange/xlsform/form_context.h"

namespace lotse::survey {

// Reads the sheet `settings` (null: there is none): the title, id, version and style of the form,
// and its default language. `instance_name` is an expression that names questions: its value and
// place are kept in `*response_title` until their codes are known. Settings of the sending and
// keeping of responses by other programs are left out with a WARNING. A form without a title is an
// ERROR.
struct ResponseTitle {
  std::string expression;
  Place place;
};
void ReadSettings(const TableSheet* sheet, FormContext* context, v1alpha::Instrument* instrument,
                  ResponseTitle* response_title);

}  // namespace lotse::survey
