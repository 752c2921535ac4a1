#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/reporting/render/chart.h"

// What the forms of charts have in common.
namespace lotse::reporting {

// The cell of a row in the column that stands at `place` of the chart's columns; an empty one
// if there is none.
const v1alpha::Cell& CellAt(const ChartInput& in, const v1alpha::Row& row, int place);
// The heading of that column.
std::string ColumnHeading(const ChartInput& in, int place);
// The heading of a row.
std::string RowHeading(const v1alpha::Row& row);

// How series look, by their place. They differ in lightness and pattern, not in hue alone.
svg::Paint SeriesPaint(int place, SvgCanvas& canvas);

// An entry of a legend: a square in `paint`, or a sign, and a text.
struct LegendItem {
  svg::Paint paint;
  std::string text;
};
// Draws a legend of two columns below `top`; returns where it ends. Nothing without items.
int DrawLegend(const std::vector<LegendItem>& items, int top, SvgCanvas& canvas);

// Draws the heading of a row over the whole width below `top`; returns where it ends.
int DrawLabel(absl::string_view label, int top, SvgCanvas& canvas);
// The same for a line about it, smaller.
int DrawDetail(absl::string_view text, int top, SvgCanvas& canvas);

// Draws that a figure is protected, at `left` in a line or bar that begins at `top`: a hatched
// box of fixed size, and the word with `of` behind it if that is not empty.
void DrawProtected(int64_t left, int top, absl::string_view of, Language language,
                   SvgCanvas& canvas);

// Height of an axis of per cents with its labels.
inline constexpr int kAxisHeight = 26;
// Draws an axis from `0` at `left` to `end` per cent, with labels at the given per cents.
void DrawPercentAxis(int64_t left, int64_t width, int64_t end, const std::vector<int64_t>& percents,
                     int top, Language language, SvgCanvas& canvas);

// The least of 20, 40, 60, 80 and 100 per cent that is not below `per_mille`; at most 100.
int64_t RoundEnd(int64_t per_mille);

}  // namespace lotse::reporting
