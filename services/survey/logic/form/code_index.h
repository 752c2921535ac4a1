#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::logic {

// Finds things that lie in a row by the codes that they have themselves. It holds nothing but their
// places: a map would hold each code once more.
class CodeIndex {
 public:
  // The code of the thing at a place.
  using CodeAt = absl::FunctionRef<absl::string_view(std::size_t place)>;

  CodeIndex() = default;
  // Of the things from `begin` to before `end`.
  CodeIndex(std::size_t begin, std::size_t end, CodeAt code_at);

  // The first thing with this code; nullopt if there is none. `code_at` as it was given before.
  std::optional<std::size_t> Find(absl::string_view code, CodeAt code_at) const;

  // The first place, in the order of the things, whose code another before it has; nullopt if all
  // have their own.
  std::optional<std::size_t> Twice(CodeAt code_at) const;

 private:
  // Ordered by code, and those with one code as they lie.
  std::vector<std::uint32_t> places_;
};

}  // namespace lotse::survey::logic
