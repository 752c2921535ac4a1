#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace lotse::survey::qualitative {

// Pseudonyms and ids of coders, which stand in nothing that is released. They are compared as
// people may spell them: after NFKC_Casefold, without marks, without what stands between letters
// and digits (hyphens, blanks, underscores, dots), and without leading zeros of numbers. So `P-03`,
// `p 3` and `Ｐ０３` are `P03`. Between two words or two numbers any of these signs are the same,
// so `Anna B` and `anna_b` are `anna-b`, and `annab` is not. Each is a whole word, also with an `s`
// behind it (`P03s`) and as a part of a compound (`P03-Idee`); `SP03` and `P031` are others. That
// now and then something else is meant, as in `ab 40` where somebody is `AB40`, is the price: it is
// written in other words.
class PersonIds {
 public:
  explicit PersonIds(absl::Span<const std::string> ids);

  // The position in code points at which the first of them stands; nullopt: none does.
  std::optional<int64_t> FindIn(absl::string_view text) const;

 private:
  absl::flat_hash_set<std::string> ids_;  // As they are compared.
  std::size_t longest_ = 0;
};

}  // namespace lotse::survey::qualitative
