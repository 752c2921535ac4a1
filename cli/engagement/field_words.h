#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::cli {

// What a field of a resource, for example `due_date`, is called for people: in German
// (`language` is `de`) by a table, in English and where that has none its name with blanks.
std::string FieldWord(absl::string_view field, absl::string_view language);

}  // namespace lotse::cli
