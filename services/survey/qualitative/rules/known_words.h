#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Finding names in a wording that is to be shown.
namespace lotse::survey::qualitative {

// The words of a text, runs of letters, in order and as they are compared: without case and marks
// (Unicode Standard Annex #15, NFKC_Casefold, then NFD without what combines). So `MÜLLER`,
// `Müller`, composed or not, and `Muller` are one word.
std::vector<std::string> ComparedWords(absl::string_view text);

// Names that must not be told. Titles and words of one letter in them tell nobody.
class KnownNames {
 public:
  explicit KnownNames(absl::Span<const std::string> names);

  // Whether a word of a name stands in the text, also with an `s` behind it (`Müllers`).
  bool AnyIn(absl::string_view text) const;

 private:
  absl::flat_hash_set<std::string> words_;
};

}  // namespace lotse::survey::qualitative
