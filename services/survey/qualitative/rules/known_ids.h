#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Finding what leads to somebody in a wording that is to be shown.
namespace lotse::survey::qualitative {

// Ids that must not be told, such as those of cases: ASCII letters and digits with hyphens and
// underscores. People may spell pseudonyms otherwise: see text/person_ids.h.
class KnownIds {
 public:
  explicit KnownIds(absl::Span<const std::string> ids);

  // Whether one stands in the text, which is UTF-8, in capitals or not (Folded), as part of a
  // compound (`P07-Idee`, `P07_a`), and also with an `s` behind it (`P07s`).
  bool AnyIn(absl::string_view text) const;

 private:
  absl::flat_hash_set<std::string> ids_;  // In lower case.
  size_t longest_ = 0;
};

// Whether an id has a form that no word has: there is a digit or an underscore in it. A case may be
// called `wege`, and people say so.
bool IsNoWord(absl::string_view id);

// Whether a token that leads to somebody stands in the text: one of `ids`, a UUID, a part of a
// resource name, or a time in a recording. That is one in brackets as FindTimeMarks finds them, and
// any with hours and seconds, or with a fraction; `10:30` is a time of day.
bool TellsId(absl::string_view text, const KnownIds& ids);

}  // namespace lotse::survey::qualitative
