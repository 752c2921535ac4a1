#pragma once

#include "absl/strings/string_view.h"
#include "runtime/types/text.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey {

// Adds what types::CheckText finds wrong with `text`, within the list's limit.
inline void CheckText(const type::v1alpha::Text& text, absl::string_view path,
                      types::Presence presence, ViolationList* violations) {
  if (violations->full()) return;
  rpc::FieldViolations found;
  types::CheckText(path, text, &found, presence);
  for (const rpc::FieldViolation& violation : found) {
    violations->Add(violation.field, violation.description);
  }
}

}  // namespace lotse::survey
