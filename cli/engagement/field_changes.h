#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/engagement/view.h"
#include "lotse/type/v1alpha/change_service.pb.h"

namespace lotse::cli {

// What became of a field, in the words of people; shown.
struct FieldChange {
  // For example `Kriterien (fahrplan), Ergebnis`: an element of a list is named by its id, else
  // by its place, from 1.
  std::string field;
  // Empty where it was not set, or is not.
  std::string before;
  std::string after;
};

// The fields of a resource that was changed: values of enumerations as words, days, moments and
// decimals as people write them, a text in the language of the view, names without `owner`
// before them. What differs within a day or a text is one change. Of a resource that this
// program does not know it is what the service says.
std::vector<FieldChange> FieldChanges(
    const type::v1alpha::DiffStatesResponse::ResourceDifference& resource, absl::string_view owner,
    const ViewOptions& options);

}  // namespace lotse::cli
