#include "runtime/types/colour.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace lotse::types {
namespace {

bool HasDigits(absl::string_view text, std::size_t digits) {
  return absl::ConsumePrefix(&text, "#") && text.size() == digits &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); });
}

}  // namespace

bool IsColour(absl::string_view text) { return HasDigits(text, 6); }

bool IsShortColour(absl::string_view text) { return HasDigits(text, 3); }

}  // namespace lotse::types
