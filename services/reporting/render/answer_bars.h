#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "services/reporting/render/chart_parts.h"

// What the forms have in common that draw the answers of each row as one bar of parts.
namespace lotse::reporting {

inline constexpr int kAnswerBarHeight = 24;
inline constexpr int kAboveAnswerBar = 4;

// The bar of a row.
struct AnswerBar {
  const v1alpha::Row& row;
  // Where on the axis it begins and how long that is, in twentieths of a per cent.
  int64_t begin;
  int64_t axis;
};

// The colours of an answer by its place.
using AnswerColour = absl::FunctionRef<const colours::Segment&(int place)>;

// Draws which colour is which answer; returns where it ends.
int DrawAnswerLegend(const ChartInput& in, AnswerColour colour_of, SvgCanvas& canvas);

// Draws a line of the axis behind a bar that begins at `top`. It leaves the labels free.
void DrawAnswerGridLine(int64_t x, bool strong, int top, SvgCanvas& canvas);

// Draws a row below `top`; returns where it ends: its heading, what `draw_grid` draws behind the
// bar that begins at a top, the parts of the bar with their shares in whole per cent, how many
// answered, and which answers are protected.
int DrawAnswerRow(const ChartInput& in, const AnswerBar& bar, AnswerColour colour_of,
                  absl::FunctionRef<void(int top)> draw_grid, int top, SvgCanvas& canvas);

}  // namespace lotse::reporting
