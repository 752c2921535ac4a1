#pragma once

#include <string>

#include "cli/form/fill/form_session.h"

namespace lotse::cli {

// A response as one line of JSON for `lotse submit` without a mapping (code_columns.h): a column
// for each question, null where there is no answer, and what was answered in each instance of
// repeats. Not what is computed, what is not asked, and files.
std::string ResponseLine(const FormSession& session);

}  // namespace lotse::cli
