#include "services/reporting/render/answer_bars.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/cell_text.h"

namespace lotse::reporting {
namespace {

constexpr int kBelowBar = 12;
// Baseline of what stands in and beside a bar, below its top.
constexpr int kBesideBar = 17;
// Shares from here on are printed into their part of the bar.
constexpr int64_t kLeastPrinted = 60;

// A share in whole per cent, rounded half up once: from its counts, not from the tenths.
std::string WholePercent(const v1alpha::Share& share, Language language) {
  const __int128 whole = static_cast<__int128>(share.denominator()) * 2;
  if (whole <= 0) return "";
  return FormatInteger(
      language,
      static_cast<int64_t>((static_cast<__int128>(share.numerator()) * 200 + share.denominator()) /
                           whole));
}

// A boundary is paper between two dark lines, so that light colours do not run together.
void DrawBoundary(int64_t x, int top, SvgCanvas& canvas) {
  canvas.Line(x, top, x, top + kAnswerBarHeight,
              {.stroke = colours::kSegmentOutline, .stroke_width = 4});
  canvas.Line(x, top, x, top + kAnswerBarHeight, {.stroke = colours::kPaper, .stroke_width = 2});
}

void DrawSegments(const ChartInput& in, const AnswerBar& bar, AnswerColour colour_of, int top,
                  SvgCanvas& canvas) {
  int64_t at = bar.begin;
  std::vector<int64_t> boundaries;
  for (int i = 0; i < in.chart.columns_size(); ++i) {
    const v1alpha::Share& share = CellAt(in, bar.row, i).share();
    if (share.per_mille() <= 0) continue;
    const int64_t left = svg::OnScale(at, bar.axis, svg::kScaleWidth);
    at += static_cast<int64_t>(share.per_mille()) * 2;
    const int64_t right = svg::OnScale(at, bar.axis, svg::kScaleWidth);
    const colours::Segment& colour = colour_of(i);
    canvas.Rect({left, right - left, top, kAnswerBarHeight},
                {.fill = colour.fill, .stroke = colours::kSegmentOutline});
    if (share.per_mille() >= kLeastPrinted) {
      canvas.Text((left + right) / 2, top + kBesideBar, WholePercent(share, in.language),
                  {.anchor = "middle", .size = 13, .colour = colour.text});
    }
    boundaries.push_back(right);
  }
  if (!boundaries.empty()) boundaries.pop_back();
  for (const int64_t x : boundaries) DrawBoundary(x, top, canvas);
}

// What is protected in a row, as text: a bar that stood in its place would tell its length.
int DrawProtectedAnswers(const ChartInput& in, const v1alpha::Row& row, int top,
                         SvgCanvas& canvas) {
  const int count = in.chart.columns_size();
  std::vector<std::string> hidden;
  for (int i = 0; i < count; ++i) {
    if (CellAt(in, row, i).has_protected_()) hidden.push_back(ColumnHeading(in, i));
  }
  if (hidden.empty()) return top;
  DrawProtected(0, top,
                static_cast<int>(hidden.size()) == count
                    ? ""
                    : svg::Wrap(absl::StrJoin(hidden, ", "), 26, 1).front(),
                in.language, canvas);
  return top + svg::kLineHeight;
}

void DrawBase(const ChartInput& in, const v1alpha::Row& row, int top, SvgCanvas& canvas) {
  if (!in.chart.has_base_column() || in.chart.base_column() < 0 ||
      in.chart.base_column() >= row.cells_size()) {
    return;
  }
  const v1alpha::Cell& base = row.cells(in.chart.base_column());
  canvas.Text(svg::kFullWidth, top + kBesideBar,
              absl::StrCat("n\u00a0=\u00a0", CellText(base, in.language)),
              {.anchor = "end", .size = svg::kSmallTextSize, .colour = colours::kMutedText});
}

}  // namespace

int DrawAnswerLegend(const ChartInput& in, AnswerColour colour_of, SvgCanvas& canvas) {
  std::vector<LegendItem> legend;
  for (int i = 0; i < in.chart.columns_size(); ++i) {
    legend.push_back(
        {{.fill = colour_of(i).fill, .stroke = colours::kSegmentOutline}, ColumnHeading(in, i)});
  }
  return DrawLegend(legend, 0, canvas);
}

void DrawAnswerGridLine(int64_t x, bool strong, int top, SvgCanvas& canvas) {
  canvas.Line(x, top - kAboveAnswerBar, x, top + kAnswerBarHeight + kAboveAnswerBar,
              {.stroke = strong ? colours::kText : colours::kGrid, .stroke_width = strong ? 2 : 1});
}

int DrawAnswerRow(const ChartInput& in, const AnswerBar& bar, AnswerColour colour_of,
                  absl::FunctionRef<void(int top)> draw_grid, int top, SvgCanvas& canvas) {
  top = DrawLabel(RowHeading(bar.row), top, canvas) + kAboveAnswerBar;
  draw_grid(top);
  DrawSegments(in, bar, colour_of, top, canvas);
  DrawBase(in, bar.row, top, canvas);
  top += kAnswerBarHeight + kAboveAnswerBar;
  return DrawProtectedAnswers(in, bar.row, top, canvas) + kBelowBar;
}

}  // namespace lotse::reporting
