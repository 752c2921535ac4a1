// Likert bars: for each row the answers from disagreement to agreement as one bar on both sides of
// a line; the answer in the middle is split by it. The axis is symmetric and has absolute values.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/chart_parts.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Row;

constexpr int kBarHeight = 24;
constexpr int kAboveBar = 4;
constexpr int kBelowBar = 12;
// Shares from here on are printed into their part of the bar.
constexpr int64_t kLeastPrinted = 60;

// Which answers stand to the left and to the right of the line.
class Scale {
 public:
  explicit Scale(const ChartInput& in) : count_(in.chart.columns_size()) {
    if (in.chart.has_neutral() && in.chart.neutral() >= 0 && in.chart.neutral() < count_) {
      neutral_ = in.chart.neutral();
    }
  }

  int count() const { return count_; }
  bool IsNeutral(int place) const { return neutral_ == place; }
  bool IsLeft(int place) const { return place < neutral_.value_or(count_ / 2); }

  // The colours get lighter towards the middle.
  const colours::Segment& ColourOf(int place) const {
    if (IsNeutral(place)) return colours::kNeutral;
    const int from_the_end = IsLeft(place) ? place : count_ - 1 - place;
    const int shade = std::min(from_the_end, colours::kShades - 1);
    return IsLeft(place) ? colours::kDisagree[shade] : colours::kAgree[shade];
  }

 private:
  const int count_;
  std::optional<int> neutral_;
};

// How far a row reaches to the left or the right, in twentieths of a per cent: halves of the
// neutral answer are whole there.
int64_t Reach(const ChartInput& in, const Scale& scale, const Row& row, bool left) {
  int64_t reach = 0;
  for (int i = 0; i < scale.count(); ++i) {
    const int64_t per_mille = CellAt(in, row, i).share().per_mille();
    if (scale.IsNeutral(i)) {
      reach += per_mille;
    } else if (scale.IsLeft(i) == left) {
      reach += per_mille * 2;
    }
  }
  return reach;
}

// A share in whole per cent, rounded half up once: from its counts, not from the tenths.
std::string WholePercent(const v1alpha::Share& share, Language language) {
  const __int128 whole = static_cast<__int128>(share.denominator()) * 2;
  if (whole <= 0) return "";
  return FormatInteger(
      language,
      static_cast<int64_t>((static_cast<__int128>(share.numerator()) * 200 + share.denominator()) /
                           whole));
}

// The axis has labels at its ends, its middle and halfway.
std::array<int64_t, 5> Ticks(int64_t end) { return {-end, -end / 2, 0, end / 2, end}; }

int64_t PlaceOf(int64_t percent, int64_t end) {
  return svg::OnScale(percent + end, end * 2, svg::kScaleWidth);
}

// The lines of the axis behind a bar. They leave the labels free.
void DrawGrid(int64_t end, int top, SvgCanvas& canvas) {
  for (const int64_t percent : Ticks(end)) {
    const int64_t x = PlaceOf(percent, end);
    canvas.Line(x, top - kAboveBar, x, top + kBarHeight + kAboveBar,
                {.stroke = percent == 0 ? colours::kText : colours::kGrid,
                 .stroke_width = percent == 0 ? 2 : 1});
  }
}

// A boundary is paper between two dark lines, so that light colours do not run together.
void DrawBoundary(int64_t x, int top, SvgCanvas& canvas) {
  canvas.Line(x, top, x, top + kBarHeight, {.stroke = colours::kSegmentOutline, .stroke_width = 4});
  canvas.Line(x, top, x, top + kBarHeight, {.stroke = colours::kPaper, .stroke_width = 2});
}

void DrawSegments(const ChartInput& in, const Scale& scale, const Row& row, int64_t end, int top,
                  SvgCanvas& canvas) {
  // In twentieths of a per cent from the left end of the axis.
  const int64_t whole = end * 40;
  int64_t at = end * 20 - Reach(in, scale, row, true);
  std::vector<int64_t> boundaries;
  for (int i = 0; i < scale.count(); ++i) {
    const v1alpha::Share& share = CellAt(in, row, i).share();
    if (share.per_mille() <= 0) continue;
    const int64_t left = svg::OnScale(at, whole, svg::kScaleWidth);
    at += static_cast<int64_t>(share.per_mille()) * 2;
    const int64_t right = svg::OnScale(at, whole, svg::kScaleWidth);
    const colours::Segment& colour = scale.ColourOf(i);
    canvas.Rect({left, right - left, top, kBarHeight},
                {.fill = colour.fill, .stroke = colours::kSegmentOutline});
    if (share.per_mille() >= kLeastPrinted) {
      canvas.Text((left + right) / 2, top + 17, WholePercent(share, in.language),
                  {.anchor = "middle", .size = 13, .colour = colour.text});
    }
    boundaries.push_back(right);
  }
  if (!boundaries.empty()) boundaries.pop_back();
  for (const int64_t x : boundaries) DrawBoundary(x, top, canvas);
}

// What is protected in a row, as text: a bar that stood in its place would tell its length.
std::vector<std::string> ProtectedAnswers(const ChartInput& in, const Scale& scale,
                                          const Row& row) {
  std::vector<std::string> answers;
  for (int i = 0; i < scale.count(); ++i) {
    if (CellAt(in, row, i).has_protected_()) answers.push_back(ColumnHeading(in, i));
  }
  return answers;
}

int DrawRow(const ChartInput& in, const Scale& scale, const Row& row, int64_t end, int top,
            SvgCanvas& canvas) {
  top = DrawLabel(RowHeading(row), top, canvas) + kAboveBar;
  DrawGrid(end, top, canvas);
  DrawSegments(in, scale, row, end, top, canvas);
  if (in.chart.has_base_column() && in.chart.base_column() >= 0 &&
      in.chart.base_column() < row.cells_size()) {
    const Cell& base = row.cells(in.chart.base_column());
    canvas.Text(svg::kFullWidth, top + 17,
                absl::StrCat("n\u00a0=\u00a0", CellText(base, in.language)),
                {.anchor = "end", .size = svg::kSmallTextSize, .colour = colours::kMutedText});
  }
  top += kBarHeight + kAboveBar;
  const std::vector<std::string> hidden = ProtectedAnswers(in, scale, row);
  if (!hidden.empty()) {
    DrawProtected(0, top,
                  static_cast<int>(hidden.size()) == scale.count()
                      ? ""
                      : svg::Wrap(absl::StrJoin(hidden, ", "), 26, 1).front(),
                  in.language, canvas);
    top += svg::kLineHeight;
  }
  return top + kBelowBar;
}

void DrawAxis(int64_t end, int top, Language language, SvgCanvas& canvas) {
  canvas.BeginGroup();
  canvas.Rect({0, svg::kScaleWidth, top, 1}, {.fill = colours::kLine});
  for (const int64_t percent : Ticks(end)) {
    canvas.Text(PlaceOf(percent, end), top + 17,
                FormatPercent(language, percent < 0 ? -percent : percent),
                {.anchor = percent == -end  ? "start"
                           : percent == end ? "end"
                                            : "middle",
                 .size = svg::kSmallTextSize,
                 .colour = colours::kMutedText});
  }
  canvas.EndGroup();
}

}  // namespace

void DrawDivergingBars(const ChartInput& in, SvgCanvas& canvas) {
  const Scale scale(in);
  int64_t reach = 0;
  for (const Row& row : in.table.rows()) {
    reach = std::max({reach, Reach(in, scale, row, true), Reach(in, scale, row, false)});
  }
  const int64_t end = RoundEnd((reach + 1) / 2);
  std::vector<LegendItem> legend;
  for (int i = 0; i < scale.count(); ++i) {
    legend.push_back({{.fill = scale.ColourOf(i).fill, .stroke = colours::kSegmentOutline},
                      ColumnHeading(in, i)});
  }
  int top = DrawLegend(legend, 0, canvas);
  for (const Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    top = DrawRow(in, scale, row, end, top, canvas);
  }
  DrawAxis(end, top, in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
