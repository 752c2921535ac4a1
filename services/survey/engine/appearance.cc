#include "services/survey/engine/appearance.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lotse::survey {

bool HasAppearance(absl::string_view appearance, absl::string_view word) {
  for (absl::string_view one : absl::StrSplit(appearance, ' ', absl::SkipEmpty())) {
    one = one.substr(0, one.find('('));
    if (absl::EqualsIgnoreCase(one, word)) return true;
  }
  return false;
}

std::string AppearanceOfTable(absl::string_view appearance) {
  if (HasAppearance(appearance, kTableAppearance)) return std::string(appearance);
  return absl::StrCat(kTableAppearance, appearance.empty() ? "" : " ", appearance);
}

}  // namespace lotse::survey
