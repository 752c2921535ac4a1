// Two or three bars side by side for each row, one for each series, with a legend above.
#include <algorithm>

#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/chart_parts.h"

namespace lotse::reporting {
namespace {

constexpr int kBarHeight = 18;
// Paper between the bars of a group.
constexpr int kGap = 4;
constexpr int kBelowGroup = 12;

}  // namespace

void DrawGroupedBars(const ChartInput& in, SvgCanvas& canvas) {
  const int series = in.chart.columns_size();
  std::vector<LegendItem> legend;
  for (int i = 0; i < series; ++i) {
    legend.push_back({SeriesPaint(i, canvas), ColumnHeading(in, i)});
  }
  int top = DrawLegend(legend, 0, canvas);
  for (const v1alpha::Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    top = DrawLabel(RowHeading(row), top, canvas) + kGap;
    for (int i = 0; i < series; ++i) {
      const v1alpha::Cell& cell = CellAt(in, row, i);
      const int64_t length = svg::OnScale(cell.share().per_mille(), 1000, svg::kScaleWidth);
      if (cell.has_protected_()) {
        DrawProtected(0, top, ColumnHeading(in, i), in.language, canvas);
      } else {
        if (length > 0) canvas.Rect({0, length, top, kBarHeight}, SeriesPaint(i, canvas));
        canvas.Text(length, top + svg::kBaseline, CellText(cell, in.language), {.shift = 6});
      }
      top += kBarHeight + kGap;
    }
    top += kBelowGroup;
  }
  DrawPercentAxis(0, svg::kScaleWidth, 100, {0, 25, 50, 75, 100}, top, in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
