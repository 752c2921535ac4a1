#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "cli/mapping.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

// What cells of a table can be answers to.
namespace lotse::cli {

// The kind of column for a question whose cells are values; nullopt for the others.
std::optional<ColumnPlan::Kind> KindOf(survey::v1alpha::Question::Kind kind);

// Why no cell can be an answer to a question of this kind, in `language`, de or en.
absl::string_view NoCellFor(survey::v1alpha::Question::Kind kind, absl::string_view language);

}  // namespace lotse::cli
