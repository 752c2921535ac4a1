#include "services/reporting/render/chart_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

constexpr int kLegendColumns = 2;
// Characters beside a square in half of the width.
constexpr size_t kLegendBudget = 17;
constexpr int kSquare = 14;
constexpr int kBesideSquare = 22;
constexpr int kProtectedBox = 18;

}  // namespace

const v1alpha::Cell& CellAt(const ChartInput& in, const v1alpha::Row& row, int place) {
  if (place < 0 || place >= in.chart.columns_size()) return v1alpha::Cell::default_instance();
  const int column = in.chart.columns(place);
  if (column < 0 || column >= row.cells_size()) return v1alpha::Cell::default_instance();
  return row.cells(column);
}

std::string ColumnHeading(const ChartInput& in, int place) {
  if (place < 0 || place >= in.chart.columns_size()) return "";
  const int column = in.chart.columns(place);
  return column < 0 || column >= in.table.columns_size() ? "" : in.table.columns(column);
}

std::string RowHeading(const v1alpha::Row& row) {
  return row.cells().empty() ? "" : row.cells(0).text();
}

svg::Paint SeriesPaint(int place, SvgCanvas& canvas) {
  switch (place) {
    case 0:
      return {.fill = colours::kBar, .stroke = colours::kBarOutline};
    case 1:
      return {.fill = colours::kSecondBar, .stroke = colours::kBarOutline};
    default:
      return {.fill = canvas.Dots(), .stroke = colours::kBarOutline};
  }
}

int DrawLegend(const std::vector<LegendItem>& items, int top, SvgCanvas& canvas) {
  for (size_t i = 0; i < items.size(); i += kLegendColumns) {
    int end = top;
    for (size_t j = i; j < std::min(items.size(), i + kLegendColumns); ++j) {
      const int64_t left = static_cast<int64_t>(j - i) * svg::kFullWidth / kLegendColumns;
      canvas.Square(left, 1, top + 2, kSquare, items[j].paint);
      int y = top;
      for (const std::string& line : svg::Wrap(items[j].text, kLegendBudget, 3)) {
        canvas.Text(left, y + svg::kBaseline, line, {.shift = kBesideSquare});
        y += svg::kLineHeight;
      }
      end = std::max(end, y);
    }
    top = end + 2;
  }
  return items.empty() ? top : top + 8;
}

int DrawLabel(absl::string_view label, int top, SvgCanvas& canvas) {
  for (const std::string& line : svg::Wrap(label)) {
    canvas.Text(0, top + svg::kBaseline, line);
    top += svg::kLineHeight;
  }
  return top;
}

int DrawDetail(absl::string_view text, int top, SvgCanvas& canvas) {
  // Smaller letters: more of them fit.
  for (const std::string& line : svg::Wrap(text, svg::kLineBudget + 6, 2)) {
    canvas.Text(0, top + svg::kBaseline, line,
                {.size = svg::kSmallTextSize, .colour = colours::kMutedText});
    top += svg::kLineHeight;
  }
  return top;
}

void DrawProtected(int64_t left, int top, absl::string_view of, Language language,
                   SvgCanvas& canvas) {
  canvas.Square(left, 1, top, kProtectedBox, {.fill = canvas.Hatch(), .stroke = colours::kHatch});
  const char* word = WordingOf(language).protected_word;
  canvas.Text(left, top + svg::kBaseline, of.empty() ? word : absl::StrCat(word, ": ", of),
              {.shift = 28});
}

void DrawPercentAxis(int64_t left, int64_t width, int64_t end, const std::vector<int64_t>& percents,
                     int top, Language language, SvgCanvas& canvas) {
  canvas.BeginGroup();
  canvas.Rect({left, width, top, 1}, {.fill = colours::kLine});
  for (const int64_t percent : percents) {
    canvas.Text(left + svg::OnScale(percent, end, width), top + 17,
                FormatPercent(language, percent),
                {.anchor = percent == 0 ? "start" : "middle",
                 .size = svg::kSmallTextSize,
                 .colour = colours::kMutedText});
  }
  canvas.EndGroup();
}

int64_t RoundEnd(int64_t per_mille) {
  for (const int64_t percent : {20, 40, 60, 80}) {
    if (per_mille <= percent * 10) return percent;
  }
  return 100;
}

}  // namespace lotse::reporting
