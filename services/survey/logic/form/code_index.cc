#include "services/survey/logic/form/code_index.h"

#include <algorithm>
#include <numeric>

namespace lotse::survey::logic {

CodeIndex::CodeIndex(std::size_t begin, std::size_t end, CodeAt code_at) : places_(end - begin) {
  std::iota(places_.begin(), places_.end(), static_cast<std::uint32_t>(begin));
  std::stable_sort(places_.begin(), places_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return code_at(a) < code_at(b); });
}

std::optional<std::size_t> CodeIndex::Find(absl::string_view code, CodeAt code_at) const {
  const auto found = std::lower_bound(
      places_.begin(), places_.end(), code,
      [&](std::uint32_t place, absl::string_view wanted) { return code_at(place) < wanted; });
  if (found == places_.end() || code_at(*found) != code) return std::nullopt;
  return *found;
}

std::optional<std::size_t> CodeIndex::Twice(CodeAt code_at) const {
  std::optional<std::size_t> first;
  for (std::size_t i = 1; i < places_.size(); ++i) {
    if (code_at(places_[i - 1]) != code_at(places_[i])) continue;
    first = std::min<std::size_t>(first.value_or(places_[i]), places_[i]);
  }
  return first;
}

}  // namespace lotse::survey::logic
