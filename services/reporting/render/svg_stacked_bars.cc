// Bars of parts from nobody to all: for each row the answers in their order, in shades of one
// colour. No answer stands against another one, as those of two poles do.
#include <algorithm>

#include "services/reporting/render/answer_bars.h"

namespace lotse::reporting {
namespace {

// All, in twentieths of a per cent.
constexpr int64_t kAll = 2000;
constexpr int64_t kTicks[] = {0, 25, 50, 75, 100};

// The shades of so many answers, spread over all that there are.
const colours::Segment& ShadeOf(int place, int count) {
  constexpr int kLast = colours::kSteps - 1;
  if (count < 2) return colours::kStep[kLast];
  return colours::kStep[std::clamp(place * kLast / (count - 1), 0, kLast)];
}

void DrawGrid(int top, SvgCanvas& canvas) {
  for (const int64_t percent : kTicks) {
    DrawAnswerGridLine(svg::OnScale(percent, 100, svg::kScaleWidth), false, top, canvas);
  }
}

}  // namespace

void DrawStackedBars(const ChartInput& in, SvgCanvas& canvas) {
  const int count = in.chart.columns_size();
  const auto colour_of = [count](int place) -> const colours::Segment& {
    return ShadeOf(place, count);
  };
  int top = DrawAnswerLegend(in, colour_of, canvas);
  for (const v1alpha::Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    top = DrawAnswerRow(
        in, {row, 0, kAll}, colour_of, [&](int at) { DrawGrid(at, canvas); }, top, canvas);
  }
  DrawPercentAxis(0, svg::kScaleWidth, 100, {std::begin(kTicks), std::end(kTicks)}, top,
                  in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
