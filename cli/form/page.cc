#include "cli/form/page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/text.h"
#include "services/survey/exchange/plain_text.h"

namespace lotse::cli {
namespace {

constexpr int kWidest = 80;
constexpr int kNarrowest = 40;
// What is left for words however deep they stand.
constexpr int kLeastRoom = 16;

}  // namespace

int Page::WidthFor(int columns) { return std::clamp(columns, kNarrowest, kWidest); }

void Page::Gap() {
  if (!has_gap_) text_ += '\n';
  has_gap_ = true;
}

void Page::Add(int indent, absl::string_view lead, absl::string_view text) {
  indent = std::clamp(width_ - kLeastRoom - DisplayWidth(lead), 0, indent);
  const int hanging = std::min(indent + DisplayWidth(lead), width_ - kLeastRoom);
  bool first = true;
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    const std::string plain = Printable(survey::ToPlainText(paragraph).text);
    if (plain.empty() && !(first && !lead.empty())) continue;
    for (const std::string& line : WrapText(plain, width_ - hanging)) {
      std::string whole = std::string(hanging, ' ');
      if (first) whole = PadRight(absl::StrCat(std::string(indent, ' '), lead), hanging);
      Line(absl::StrCat(whole, line));
      first = false;
    }
  }
}

void Page::Line(absl::string_view line) {
  const size_t end = line.find_last_not_of(' ');
  absl::StrAppend(&text_, line.substr(0, end == absl::string_view::npos ? 0 : end + 1), "\n");
  has_gap_ = false;
}

std::string Page::Take() { return std::exchange(text_, ""); }

}  // namespace lotse::cli
