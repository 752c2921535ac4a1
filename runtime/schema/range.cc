#include "runtime/schema/range.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/schema/address.h"

namespace lotse::schema {

bool Fits(absl::string_view pattern, absl::string_view name) {
  const std::vector<absl::string_view> want = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> have = absl::StrSplit(name, '/');
  if (want.size() != have.size()) return false;
  for (size_t i = 0; i < want.size(); i += 2) {
    if (want[i] != have[i]) return false;
  }
  return true;
}

Range RangeBelow(const Kind& kind, absl::string_view parent) {
  std::string pattern = kind.patterns[0];
  for (const std::string& other : kind.patterns) {
    if (Fits(ParentOf(other), parent)) pattern = other;
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '/');
  const std::string any = FullName(parent, absl::StrCat(parts[parts.size() - 2], "/x"));
  const Address address = AddressOf(any);
  Range range;
  range.scope = std::string(address.scope);
  // Up to the first id that may be any.
  const std::string local = absl::StrCat("/", address.local.substr(0, address.local.size() - 1));
  const size_t open = local.find("/-/");
  range.low = local.substr(1, open);
  range.high = range.low;
  if (range.high.empty()) {
    range.high = "\U0010FFFF";
  } else {
    range.high.back() = '0';  // The character behind the slash.
  }
  return range;
}

bool IsBelow(absl::string_view parent, absl::string_view name) {
  const std::vector<absl::string_view> have = absl::StrSplit(name, '/');
  if (parent.empty()) return have.size() == 2;
  const std::vector<absl::string_view> want = absl::StrSplit(parent, '/');
  return have.size() == want.size() + 2 &&
         std::equal(want.begin(), want.end(), have.begin(),
                    [](absl::string_view w, absl::string_view h) { return w == h || w == "-"; });
}

}  // namespace lotse::schema
