#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// Whether XLSForm takes `name`: a letter or underscore, then letters, digits, `-`, `_` and `.`
// (XML 1.0, NCName without its rarest letters).
bool IsFormName(absl::string_view name);

// Which code each name got. Names count in their group, codes in the whole questionnaire.
class FormCodes {
 public:
  // A code for `name` in the group with the code `group` (empty: the top). If another group has
  // the name already, the group and an underscore stand before it; if there is still another, a
  // number behind it. Empty if the group itself has the name.
  std::string Give(absl::string_view name, absl::string_view group);

  // The codes of all that have this name; null if nothing has.
  const std::vector<std::string>* Find(absl::string_view name) const;
  // Whether a code was given.
  bool IsTaken(absl::string_view code) const { return taken_.contains(std::string(code)); }
  // All names, in no order.
  std::vector<std::string> Names() const;

 private:
  absl::flat_hash_map<std::string, std::vector<std::string>> codes_;
  absl::flat_hash_set<std::string> taken_;
  absl::flat_hash_set<std::string> in_group_;  // Group, line end, name.
};

}  // namespace lotse::survey
