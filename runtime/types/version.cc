#include "runtime/types/version.h"

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace lotse::types {

bool IsLaterVersion(absl::string_view a, absl::string_view b) {
  std::vector<uint32_t> numbers[2];
  for (int i = 0; i < 2; ++i) {
    for (absl::string_view part : absl::StrSplit(i == 0 ? a : b, '.')) {
      if (!absl::SimpleAtoi(part, &numbers[i].emplace_back())) return a != b;
    }
  }
  return numbers[0] > numbers[1];
}

}  // namespace lotse::types
