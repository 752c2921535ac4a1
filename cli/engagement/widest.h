#pragma once

#include <algorithm>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/text.h"

namespace lotse::cli {

// Columns of the widest line of a text. For tests.
inline int Widest(absl::string_view text) {
  int widest = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    widest = std::max(widest, DisplayWidth(line));
  }
  return widest;
}

}  // namespace lotse::cli
