// A line over the rows of a table, with where it started (dotted) and where it shall be (dashed).
// A missing value is a gap; where the definition changed the line is broken.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/number_scale.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Number;

// From left to right: labels of the scale, points, labels of baseline and target.
constexpr int64_t kFirstPoint = 160;
constexpr int64_t kLastPoint = 720;
constexpr int64_t kPlotEnd = svg::kFullWidth;
// From top to bottom: the unit, room for the label of the target, the plot, for that of the
// baseline.
constexpr int kUnitHeight = 22;
constexpr int kRoom = 26;
constexpr int kPlotHeight = 200;
constexpr int kPlotTop = kUnitHeight + kRoom;
constexpr int kPlotBottom = kPlotTop + kPlotHeight;
// Each point has its value up to so many of them; of more only the first and the last.
constexpr int kMostValues = 6;
// Characters for the labels of all points together, and lines of each: a period has six words.
constexpr size_t kPointLabels = 36;
constexpr size_t kPointLabelLines = 6;
// Characters of a line of a label.
constexpr size_t kLeastLabel = 5;
constexpr size_t kMostLabel = 18;
constexpr int kMostDigits = 6;

// The number that a cell of the column has; a share in per cent.
std::optional<Number> NumberOf(const Cell& cell) {
  Number number;
  switch (cell.value_case()) {
    case Cell::kNumber:
      return cell.number();
    case Cell::kInteger:
      number.set_unscaled(cell.integer());
      return number;
    case Cell::kShare:
      number.set_unscaled(cell.share().per_mille());
      number.set_digits(1);
      number.set_unit("%");
      return number;
    default:
      return std::nullopt;
  }
}

class LineChart {
 public:
  LineChart(const ChartInput& in, SvgCanvas& canvas)
      : in_(in), words_(RenderWordingOf(in.language)), canvas_(canvas) {
    for (const v1alpha::Row& row : in.table.rows()) values_.push_back(NumberOf(CellAt(in, row, 0)));
    std::vector<Number> all;
    for (const std::optional<Number>& value : values_) {
      if (value.has_value()) all.push_back(*value);
    }
    if (in.chart.has_baseline()) all.push_back(in.chart.baseline());
    if (in.chart.has_target()) all.push_back(in.chart.target());
    for (const Number& number : all) {
      digits_ = std::max(digits_, std::clamp(number.digits(), 0, kMostDigits));
      if (unit_.empty()) unit_ = number.unit();
    }
    std::vector<int64_t> sizes;
    for (const Number& number : all) sizes.push_back(SizeOf(number));
    scale_ = ScaleOf(sizes);
  }

  void Draw() {
    if (!unit_.empty()) {
      canvas_.Text(0, svg::kBaseline, svg::Wrap(unit_, svg::kLineBudget, 1).front(),
                   {.size = svg::kSmallTextSize, .colour = colours::kMutedText});
    }
    DrawScale();
    DrawReferences();
    DrawBreaks();
    DrawValues();
    int top = DrawPointLabels(kPlotBottom + kRoom);
    top = DrawNotes(top + 8);
    canvas_.SetHeight(top);
  }

 private:
  // A number in units of the last digit that any of them has.
  int64_t SizeOf(const Number& number) const {
    const __int128 size = static_cast<__int128>(number.unscaled()) *
                          PowerOfTen(digits_ - std::clamp(number.digits(), 0, kMostDigits));
    const __int128 most = PowerOfTen(18);
    return static_cast<int64_t>(std::clamp(size, -most, most));
  }

  std::string TextOf(int64_t size) const {
    // Labels of a scale in whole steps have no digits behind the point.
    Number number;
    const int64_t one = PowerOfTen(digits_);
    const bool whole = scale_.step % one == 0;
    number.set_unscaled(whole ? size / one : size);
    number.set_digits(whole ? 0 : digits_);
    return NumberText(number, in_.language);
  }

  int HeightOf(int64_t size) const {
    return kPlotBottom -
           static_cast<int>(svg::OnScale(size - scale_.low, scale_.high - scale_.low, kPlotHeight));
  }

  int64_t PlaceOf(int row) const {
    const int last = static_cast<int>(values_.size()) - 1;
    if (last <= 0) return (kFirstPoint + kLastPoint) / 2;
    return kFirstPoint + svg::OnScale(row, last, kLastPoint - kFirstPoint);
  }

  void DrawScale() {
    canvas_.BeginGroup();
    for (const int64_t tick : scale_.Ticks()) {
      const int y = HeightOf(tick);
      canvas_.Line(0, y, kPlotEnd, y, {.stroke = tick == 0 ? colours::kLine : colours::kGrid});
      canvas_.Text(0, y - 4, TextOf(tick),
                   {.size = svg::kSmallTextSize, .colour = colours::kMutedText});
    }
    canvas_.EndGroup();
  }

  // A line of reference with its name and number at the right; both stand on the side away from
  // the other line, so that they never meet.
  void DrawReference(const Number& number, const char* name, const char* dashes, bool above) {
    const int y = HeightOf(SizeOf(number));
    canvas_.Line(0, y, kPlotEnd, y,
                 {.stroke = colours::kReference, .stroke_width = 2, .dashes = dashes});
    const int first = above ? y - 20 : y + 14;
    const svg::Type type = {.anchor = "end", .size = svg::kSmallTextSize, .halo = true};
    canvas_.Text(kPlotEnd, first, name, type);
    canvas_.Text(kPlotEnd, first + 14, NumberText(number, in_.language), type);
  }

  void DrawReferences() {
    const v1alpha::Chart& chart = in_.chart;
    const bool falls = chart.has_baseline() && chart.has_target() &&
                       SizeOf(chart.target()) < SizeOf(chart.baseline());
    if (chart.has_baseline()) {
      DrawReference(chart.baseline(), words_.baseline, "2 4", falls);
    }
    if (chart.has_target()) DrawReference(chart.target(), words_.target, "9 5", !falls);
  }

  bool IsBroken(int row) const {
    return std::find(in_.chart.breaks().begin(), in_.chart.breaks().end(), row) !=
           in_.chart.breaks().end();
  }

  void DrawBreaks() {
    for (int row = 1; row < static_cast<int>(values_.size()); ++row) {
      if (!IsBroken(row)) continue;
      const int64_t x = (PlaceOf(row - 1) + PlaceOf(row)) / 2;
      canvas_.Line(x, kPlotTop, x, kPlotBottom,
                   {.stroke = colours::kText, .stroke_width = 2, .dashes = "1 5"});
    }
  }

  void DrawValues() {
    const svg::Paint line = {.stroke = colours::kBar, .stroke_width = 3};
    const int rows = static_cast<int>(values_.size());
    for (int row = 1; row < rows; ++row) {
      if (!values_[row - 1].has_value() || !values_[row].has_value() || IsBroken(row)) continue;
      canvas_.Line(PlaceOf(row - 1), HeightOf(SizeOf(*values_[row - 1])), PlaceOf(row),
                   HeightOf(SizeOf(*values_[row])), line);
    }
    for (int row = 0; row < rows; ++row) {
      const int64_t x = PlaceOf(row);
      if (values_[row].has_value()) {
        const int y = HeightOf(SizeOf(*values_[row]));
        canvas_.Dot(x, y, 4, {.fill = colours::kBar, .stroke = colours::kPaper});
        if (rows > kMostValues && row > 0 && row < rows - 1) continue;
        canvas_.Text(x, y - 9, NumberText(*values_[row], in_.language),
                     {.anchor = "middle", .size = 13, .bold = true, .halo = true});
      } else if (CellAt(in_, in_.table.rows(row), 0).has_protected_()) {
        canvas_.Square(x, -9, kPlotBottom - 18, 18,
                       {.fill = canvas_.Hatch(), .stroke = colours::kHatch});
      }
    }
  }

  // The headings of the rows below the plot, as many as there is room for in whole words, always
  // the first one.
  int DrawPointLabels(int top) {
    std::vector<std::string> headings;
    size_t longest = kLeastLabel;
    for (const v1alpha::Row& row : in_.table.rows()) {
      // A day may be broken between its words here.
      headings.push_back(absl::StrReplaceAll(RowHeading(row), {{"\u00a0", " "}}));
      for (const absl::string_view word : absl::StrSplit(headings.back(), ' ')) {
        longest = std::max(longest, svg::Width(word));
      }
    }
    longest = std::min(longest, kMostLabel);
    const size_t rows = std::max<size_t>(headings.size(), 1);
    const size_t every = (rows * longest + kPointLabels - 1) / kPointLabels;
    const size_t budget = std::clamp(kPointLabels * every / rows, longest, kMostLabel);
    int end = top + svg::kLineHeight;
    for (size_t row = 0; row < headings.size(); row += every) {
      const int64_t x = PlaceOf(static_cast<int>(row));
      canvas_.Line(x, kPlotBottom, x, kPlotBottom + 5, {.stroke = colours::kLine});
      int y = top - kRoom + 6;
      for (const std::string& line : svg::Wrap(headings[row], budget, kPointLabelLines)) {
        canvas_.Text(x, y + svg::kBaseline, line,
                     {.anchor = "middle",
                      .size = svg::kSmallTextSize,
                      .colour = colours::kMutedText,
                      .halo = true});
        y += 15;
      }
      end = std::max(end, y + 4);
    }
    return end;
  }

  // What signs mean that are not labelled where they stand.
  int DrawNotes(int top) {
    const int rows = static_cast<int>(values_.size());
    bool broken = false;
    bool hidden = false;
    for (int row = 0; row < rows; ++row) {
      broken = broken || (row > 0 && IsBroken(row));
      hidden = hidden || CellAt(in_, in_.table.rows(row), 0).has_protected_();
    }
    if (broken) top = DrawDetail(words_.new_definition, top, canvas_);
    if (hidden) {
      DrawProtected(0, top, "", in_.language, canvas_);
      top += svg::kLineHeight + 4;
    }
    return top;
  }

  const ChartInput& in_;
  const RenderWording& words_;
  SvgCanvas& canvas_;
  std::vector<std::optional<Number>> values_;
  int digits_ = 0;
  std::string unit_;
  NumberScale scale_;
};

}  // namespace

void DrawLine(const ChartInput& in, SvgCanvas& canvas) { LineChart(in, canvas).Draw(); }

}  // namespace lotse::reporting
