// How many stand how: a box for each status with its sign, its number and its word.
#include <algorithm>
#include <string>
#include <vector>

#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Status;

constexpr int kBoxesInARow = 3;
// Characters of a word in a box on the narrowest telephone.
constexpr size_t kWordBudget = 13;
constexpr int64_t kBoxWidth = 320;
constexpr int kBoxPadding = 10;
constexpr int kBelowBox = 10;
constexpr int kNumberHeight = 28;

struct Group {
  Status::Signal signal;
  std::string word;
  int64_t number = 0;
};

// In the order of the signals, which is that of the life of a measure; under the same one in the
// order of the table. What has no status stands last.
std::vector<Group> CountGroups(const ChartInput& in) {
  std::vector<Group> groups;
  int64_t without = 0;
  for (const v1alpha::Row& row : in.table.rows()) {
    const v1alpha::Cell& cell = CellAt(in, row, 0);
    if (!cell.has_status()) {
      ++without;
      continue;
    }
    const Status& status = cell.status();
    const auto same = std::find_if(groups.begin(), groups.end(), [&status](const Group& group) {
      return group.signal == status.signal() && group.word == status.word();
    });
    if (same == groups.end()) {
      groups.push_back({status.signal(), status.word(), 1});
    } else {
      ++same->number;
    }
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.signal < b.signal; });
  if (without > 0) {
    groups.push_back(
        {Status::SIGNAL_UNSPECIFIED, RenderWordingOf(in.language).without_status, without});
  }
  return groups;
}

}  // namespace

void DrawStatusOverview(const ChartInput& in, SvgCanvas& canvas) {
  const std::vector<Group> groups = CountGroups(in);
  size_t lines = 1;
  for (const Group& group : groups) {
    lines = std::max(lines, svg::Wrap(group.word, kWordBudget, 3).size());
  }
  const int height = kNumberHeight + static_cast<int>(lines) * svg::kLineHeight + 2 * kBoxPadding;
  int top = 1;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (i > 0 && i % kBoxesInARow == 0) top += height + kBelowBox;
    const int64_t left =
        static_cast<int64_t>(i % kBoxesInARow) * (svg::kFullWidth - kBoxWidth) / (kBoxesInARow - 1);
    const char* colour = colours::OfSignal(groups[i].signal);
    canvas.Rect({left, kBoxWidth, top, height},
                {.fill = colours::kPaper, .stroke = colour, .stroke_width = 2});
    const int y = top + kBoxPadding + 20;
    canvas.Text(left, y, SignOf(groups[i].signal), {.size = 20, .colour = colour, .shift = 10});
    canvas.Text(left, y, FormatInteger(in.language, groups[i].number),
                {.size = 20, .bold = true, .shift = 36});
    int word = top + kBoxPadding + kNumberHeight;
    for (const std::string& line : svg::Wrap(groups[i].word, kWordBudget, 3)) {
      canvas.Text(left, word + svg::kBaseline, line, {.colour = colour, .shift = 10});
      word += svg::kLineHeight;
    }
  }
  canvas.SetHeight(top + (groups.empty() ? 0 : height + 1));
}

}  // namespace lotse::reporting
