#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// What an answer to a question may be, in words: `ganze Zahl, 0 bis 120`. Empty for what has
// options, and what nobody answers. `language` is `de` or `en`.
std::string ExpectedAnswer(const survey::v1alpha::Question& question, absl::string_view language);

}  // namespace lotse::cli
