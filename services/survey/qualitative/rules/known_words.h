#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Finding names in a wording that is to be shown.
namespace lotse::survey::qualitative {

// Names that must not be told, by those of their words that tell somebody (TellsSomebody).
class KnownNames {
 public:
  explicit KnownNames(absl::Span<const std::string> names);

  // Whether a word of a name stands in the text, also with an `s` behind it (`Müllers`).
  bool AnyIn(absl::string_view text) const;

 private:
  absl::flat_hash_set<std::string> words_;
};

}  // namespace lotse::survey::qualitative
