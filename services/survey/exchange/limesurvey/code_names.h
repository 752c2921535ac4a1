#pragma once

#include <map>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {

// Gives out the codes of questions and items, each once.
class CodeNames {
 public:
  // `findings` must outlive it.
  explicit CodeNames(FindingList* findings) : findings_(findings) {}

  // `wanted` as a code (CodeOfName), with `_2`, `_3` and so on behind one that is given out
  // already. A NOTE gives both names.
  std::string Take(absl::string_view wanted, int line);

  // Where each code that was given out stands.
  const std::map<std::string, Place>& places() const { return places_; }

 private:
  FindingList* const findings_;
  absl::flat_hash_set<std::string> taken_;
  std::map<std::string, Place> places_;
  // By code, the number that was put behind it last.
  absl::flat_hash_map<std::string, int> numbers_;
};

}  // namespace lotse::survey::limesurvey
