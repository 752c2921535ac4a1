// A horizontal bar for each row of a table. The axis always runs from 0 to 100 %, so that charts
// can be compared. Each label stands above its bar and each value beside it.
#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/chart_parts.h"

namespace lotse::reporting {
namespace {

constexpr int kBarHeight = 18;
constexpr int kAboveBar = 4;
constexpr int kBelowBar = 14;

void DrawValue(const v1alpha::Share& share, int top, Language language, SvgCanvas& canvas) {
  canvas.Rect({0, svg::kScaleWidth, top, kBarHeight}, {.fill = colours::kBarTrack});
  const int64_t length = svg::OnScale(share.per_mille(), 1000, svg::kScaleWidth);
  if (length > 0) {
    canvas.Rect({0, length, top, kBarHeight},
                {.fill = colours::kBar, .stroke = colours::kBarOutline});
  }
  canvas.Text(length, top + svg::kBaseline, FormatPerMille(language, share.per_mille()),
              {.bold = true, .shift = 6});
}

}  // namespace

void DrawBars(const ChartInput& in, SvgCanvas& canvas) {
  int top = 0;
  for (const v1alpha::Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    top = DrawLabel(RowHeading(row), top, canvas) + kAboveBar;
    const v1alpha::Cell& cell = CellAt(in, row, 0);
    if (cell.has_share()) {
      DrawValue(cell.share(), top, in.language, canvas);
    } else if (cell.has_protected_()) {
      DrawProtected(0, top, "", in.language, canvas);
    } else {
      canvas.Text(0, top + svg::kBaseline, CellText(cell, in.language));
    }
    top += kBarHeight + kBelowBar;
  }
  DrawPercentAxis(0, svg::kScaleWidth, 100, {0, 25, 50, 75, 100}, top, in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
