#include "runtime/types/shorten.h"

#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"

namespace lotse::types {

std::string Shorten(absl::string_view text, size_t max) {
  if (text.size() <= max) return std::string(text);
  size_t end = max;
  while (end > 0 && IsContinuation(text[end])) --end;
  return absl::StrCat(text.substr(0, end), "...");
}

}  // namespace lotse::types
