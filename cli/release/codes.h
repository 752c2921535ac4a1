#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "cli/failure.h"
#include "lotse/survey/v1alpha/table.pb.h"

// Whether tables name what the questionnaire has: said before the service is asked, which would not
// know what was meant.
namespace lotse::cli {

// The variables and the options of filters that are none, each with its field of `spec`, such as
// `variables[1]`, and what may have been meant. `variables` by their codes.
std::vector<Problem> UnknownCodes(
    const survey::v1alpha::TableSpec& spec,
    const std::map<std::string, survey::v1alpha::TableVariable>& variables,
    absl::string_view language);

// The same of many tables, with what is not among `breaks` and would have to be: the fields begin
// with `tables[3].`.
std::vector<Problem> WrongCodes(
    absl::Span<const survey::v1alpha::TableSpec> specs,
    const std::map<std::string, survey::v1alpha::TableVariable>& variables,
    const std::vector<std::string>& breaks, absl::string_view language);

}  // namespace lotse::cli
