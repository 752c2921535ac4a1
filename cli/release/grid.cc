#include "cli/release/grid.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/table_view.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

constexpr int kIndent = 2;
constexpr int kGap = 2;
constexpr int kNarrowestLabel = 13;
constexpr int kNarrowestBar = 5;

std::string Blanks(int number) { return std::string(std::max(number, 0), ' '); }

}  // namespace

void Grid::DropEmptyColumns() {
  for (size_t column = headings_.size(); column-- > 0;) {
    const bool is_used = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return column < entry.line.figures.size() && !entry.line.figures[column].empty();
    });
    if (is_used) continue;
    headings_.erase(headings_.begin() + column);
    for (Entry& entry : entries_) {
      auto& figures = entry.line.figures;
      if (column < figures.size()) figures.erase(figures.begin() + column);
    }
  }
}

void Grid::MeasureColumns() {
  widths_.assign(headings_.size(), 0);
  for (size_t i = 0; i < headings_.size(); ++i) widths_[i] = DisplayWidth(headings_[i]);
  int widest = 0;
  for (const Entry& entry : entries_) {
    has_headings_ |= entry.kind == Entry::kHeading;
    if (entry.kind != Entry::kLine) continue;
    widest = std::max(widest, DisplayWidth(entry.line.label));
    for (size_t i = 0; i < entry.line.figures.size(); ++i) {
      widths_[i] = std::max(widths_[i], DisplayWidth(entry.line.figures[i]));
    }
  }
  // At least the first column stands beside the label, however wide.
  int room = options_.width - kIndent * (has_headings_ ? 2 : 1);
  kept_ = widths_.size();
  const auto needed = [&] {
    int sum = 0;
    for (size_t i = 0; i < kept_; ++i) sum += kGap + widths_[i];
    return sum;
  };
  const int least = std::min(widest, kNarrowestLabel) + kGap + kNarrowestBar;
  while (kept_ > 1 && needed() + least > room) --kept_;
  room -= needed() + kGap + kNarrowestBar;
  label_width_ = std::clamp(widest, 4, std::max(room, 4));
  // A bar that is longer tells more than a label on one line.
  const int longest = std::max(kNarrowestLabel, (room + kNarrowestBar) * 2 / 3);
  label_width_ = std::min(label_width_, longest);
}

std::string Grid::HeadingLine() const {
  std::string line = Blanks(kIndent * (has_headings_ ? 2 : 1) + label_width_);
  for (size_t i = 0; i < kept_; ++i) {
    absl::StrAppend(&line, Blanks(kGap + widths_[i] - DisplayWidth(headings_[i])), headings_[i]);
  }
  return absl::StrCat(line, "\n");
}

std::string Grid::TextOf(const Line& line) const {
  const std::string indent = Blanks(kIndent * (has_headings_ ? 2 : 1));
  const std::vector<std::string> label = WrapText(line.label, label_width_);
  std::string text;
  for (size_t i = 0; i + 1 < label.size(); ++i) absl::StrAppend(&text, indent, label[i], "\n");
  std::string last = absl::StrCat(indent, PadRight(label.back(), label_width_));
  for (size_t i = 0; i < kept_ && i < line.figures.size(); ++i) {
    absl::StrAppend(&last, Blanks(kGap + widths_[i] - DisplayWidth(line.figures[i])),
                    line.figures[i]);
  }
  if (line.per_mille >= 0) {
    const int room = options_.width - DisplayWidth(last) - kGap;
    absl::StrAppend(&last, Blanks(kGap), Bar(line.per_mille, room, options_.ascii));
  }
  absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(last), "\n", Below(line));
  return text;
}

std::string Grid::Below(const Line& line) const {
  std::vector<std::string> parts;
  for (size_t i = kept_; i < line.figures.size(); ++i) {
    if (!line.figures[i].empty()) {
      parts.push_back(absl::StrCat(headings_[i], " ", line.figures[i]));
    }
  }
  if (parts.empty()) return "";
  return Lines(Blanks(kIndent * (has_headings_ ? 3 : 2)), absl::StrJoin(parts, "; "), options_);
}

std::string Grid::Take() && {
  DropEmptyColumns();
  MeasureColumns();
  std::string text = HeadingLine();
  for (const Entry& entry : entries_) {
    switch (entry.kind) {
      case Entry::kHeading:
        absl::StrAppend(&text, Lines(Blanks(kIndent), entry.line.label, options_));
        break;
      case Entry::kRule:
        absl::StrAppend(&text, Blanks(kIndent));
        for (int i = 0; i < label_width_; ++i) absl::StrAppend(&text, Sign("-", "─", options_));
        absl::StrAppend(&text, "\n");
        break;
      case Entry::kLine:
        absl::StrAppend(&text, TextOf(entry.line));
        break;
    }
  }
  return text;
}

}  // namespace lotse::cli
