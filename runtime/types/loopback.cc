#include "runtime/types/loopback.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace lotse::types {
namespace {

// One of the four numbers of an address, without zeros before it.
bool IsByte(absl::string_view text) {
  int number = 0;
  return !text.empty() && text.size() <= 3 && absl::c_all_of(text, &absl::ascii_isdigit) &&
         (text.size() == 1 || text[0] != '0') && absl::SimpleAtoi(text, &number) && number <= 255;
}

}  // namespace

bool IsLoopbackHost(absl::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  // A name can begin with 127. as well.
  const std::vector<absl::string_view> parts = absl::StrSplit(host, '.');
  return parts.size() == 4 && parts[0] == "127" && absl::c_all_of(parts, &IsByte);
}

}  // namespace lotse::types
