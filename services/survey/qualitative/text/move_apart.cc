#include "services/survey/qualitative/text/move_apart.h"

#include <algorithm>

namespace lotse::survey::qualitative {

std::vector<std::optional<TextSpan>> MoveApart(const TextEdit& edit,
                                               const std::vector<TextSpan>& spans) {
  std::vector<std::optional<TextSpan>> moved;
  int64_t behind = 0;  // The last one that is left.
  for (const TextSpan& span : spans) {
    const MovedSpan there = edit.Move(span);
    const TextSpan apart = {std::max(there.span.begin, behind), there.span.end};
    if (there.fate == MovedSpan::Fate::kLost || apart.begin >= apart.end) {
      moved.push_back(std::nullopt);
      continue;
    }
    behind = apart.end;
    moved.push_back(apart);
  }
  return moved;
}

}  // namespace lotse::survey::qualitative
