#include "services/survey/qualitative/text/selection.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace lotse::survey::qualitative {
namespace {

using Kind = SelectionProblem::Kind;

void CheckBoundary(const IndexedText& text, int64_t position, absl::string_view which,
                   std::vector<SelectionProblem>* problems) {
  if (text.IsBoundary(position)) return;
  const int64_t before = text.BoundaryBefore(position);
  const int64_t behind = text.BoundaryBehind(position);
  problems->push_back(
      {Kind::kInsideCluster, position,
       absl::StrCat("the ", which, " ", position, " lies inside one character, which is at [",
                    before, ", ", behind, "); give ", before, " or ", behind)});
}

}  // namespace

std::vector<SelectionProblem> CheckSelection(const IndexedText& text, TextSpan selection) {
  std::vector<SelectionProblem> problems;
  const auto add = [&problems](Kind kind, int64_t position, std::string message) {
    problems.push_back({kind, position, std::move(message)});
  };
  const auto [begin, end] = selection;
  if (begin < 0) {
    add(Kind::kNegative, begin,
        absl::StrCat("the begin ", begin, " is below 0; the text begins at 0"));
  }
  if (end < begin) {
    add(Kind::kReversed, end,
        absl::StrCat("the end ", end, " lies before the begin ", begin,
                     "; give the smaller first"));
  } else if (end == begin) {
    add(Kind::kEmpty, end,
        absl::StrCat("begin and end are both ", end, "; select at least one character"));
  }
  if (begin > text.size() || end > text.size()) {
    add(Kind::kBeyondEnd, std::max(begin, end),
        absl::StrCat("position ", std::max(begin, end), " lies behind the end of the text; it has ",
                     text.size(), " code points"));
  }
  if (!problems.empty()) return problems;
  CheckBoundary(text, begin, "begin", &problems);
  CheckBoundary(text, end, "end", &problems);
  return problems;
}

}  // namespace lotse::survey::qualitative
