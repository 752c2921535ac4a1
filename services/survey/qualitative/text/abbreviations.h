#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// The abbreviations of a language behind which a sentence goes on: those that CLDR lists for
// sentence breaks, such as `Dr.` and `z. B.`, and every single letter with a full stop. They are
// compared with whole words; ICU's own filter takes `kam.` for the `am.` that is in the list.
class Abbreviations {
 public:
  // `language` is a BCP 47 tag, such as `de`. Of a language that ICU does not know, single letters
  // are the only ones.
  explicit Abbreviations(absl::string_view language);

  // Whether `sentence`, with white space behind it, ends with an abbreviation, and with no line
  // end.
  bool End(absl::string_view sentence) const;

 private:
  absl::flat_hash_set<std::string> words_;
};

}  // namespace lotse::survey::qualitative
