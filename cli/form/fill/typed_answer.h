#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/answer.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::cli {

// An option as it is shown.
struct ShownOption {
  std::string code;
  std::string label;
};

// Reads what a person typed as the answer to a question; `answer` gets its value. Options are
// given by their numbers from 1, their codes or what is read at them. Returns what is wrong and
// what would be right, in `language` (`de` or `en`); empty if it is an answer. Ranges and
// constraints are not looked at.
std::string ReadTyped(const survey::v1alpha::Question& question,
                      const std::vector<ShownOption>& options, absl::string_view typed,
                      absl::string_view language, survey::v1alpha::Answer* answer);

// The answer as a person reads it: of options what is read at them.
std::string TypedText(const survey::v1alpha::Answer& answer,
                      const std::vector<ShownOption>& options);

}  // namespace lotse::cli
