#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace lotse::survey::qualitative {

// Of `parts` those that have a code point in common with `begin` to `end`, from the first to one
// before the second; the same number twice if there are none. Only those in `among` are looked at,
// which lie along one text, none over another. `begin_of` and `end_of` are of one part.
template <typename Part, typename BeginOf, typename EndOf>
std::pair<int, int> Touched(const std::vector<Part>& parts, std::pair<int, int> among,
                            int64_t begin, int64_t end, const BeginOf& begin_of,
                            const EndOf& end_of) {
  const auto first = parts.begin() + among.first;
  const auto last = parts.begin() + among.second;
  const auto from = std::partition_point(
      first, last, [&](const Part& part) { return int64_t{end_of(part)} <= begin; });
  const auto to = std::partition_point(
      from, last, [&](const Part& part) { return int64_t{begin_of(part)} < end; });
  return {static_cast<int>(from - parts.begin()), static_cast<int>(to - parts.begin())};
}

}  // namespace lotse::survey::qualitative
