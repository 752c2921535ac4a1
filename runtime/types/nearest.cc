#include "runtime/types/nearest.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lotse::types {
namespace {

// Longer ones are no misspelt names, and would take long to compare.
constexpr size_t kMaxName = 100;
constexpr size_t kMaxListed = 20;

// Levenshtein's distance.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string RightName(absl::string_view name, const std::vector<std::string>& names) {
  if (names.empty()) return "there is none to give";
  const std::string* nearest = nullptr;
  // As many changes make another word. Of one or two letters each is.
  size_t smallest = name.size() < 3 ? 1 : name.size() / 3 + 2;
  for (const std::string& candidate : names) {
    if (name.size() > kMaxName || candidate.size() > kMaxName) continue;
    const size_t distance = Distance(name, candidate);
    if (distance >= smallest) continue;
    nearest = &candidate;
    smallest = distance;
  }
  if (nearest != nullptr) return absl::StrCat("did you mean ", *nearest, "?");
  const size_t listed = std::min(names.size(), kMaxListed);
  const std::string list =
      absl::StrJoin(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(listed), ", ");
  if (listed == names.size()) return absl::StrCat("give ", listed == 1 ? "" : "one of ", list);
  return absl::StrCat("give one of ", list, " and ", names.size() - listed, " more");
}

}  // namespace lotse::types
