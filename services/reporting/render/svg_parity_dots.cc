// Who is reached: for each group two dots and the line between them. A filled dot is its share of
// those who are reached, a hollow one its share of the population.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/render/chart_parts.h"

namespace lotse::reporting {
namespace {

constexpr int kReached = 0;
constexpr int kPopulation = 1;
constexpr int kRadius = 7;
constexpr int kLaneHeight = 20;
constexpr int kBelowLane = 12;
constexpr char kFilled[] = "●";
constexpr char kHollow[] = "○";

const svg::Paint kFilledDot = {
    .fill = colours::kBar, .stroke = colours::kBarOutline, .stroke_width = 2};
const svg::Paint kHollowDot = {
    .fill = colours::kPaper, .stroke = colours::kBarOutline, .stroke_width = 2};

std::string ValueText(const v1alpha::Cell& cell, const char* sign, Language language) {
  return absl::StrCat(sign, " ", CellText(cell, language));
}

int DrawLegend(const ChartInput& in, SvgCanvas& canvas) {
  int top = 0;
  for (const auto& [place, paint] :
       {std::pair(kReached, &kFilledDot), std::pair(kPopulation, &kHollowDot)}) {
    canvas.Dot(0, top + 9, kRadius, *paint, kRadius + 2);
    for (const std::string& line : svg::Wrap(ColumnHeading(in, place), 36, 3)) {
      canvas.Text(0, top + svg::kBaseline, line, {.shift = 26});
      top += svg::kLineHeight;
    }
    top += 2;
  }
  return top + 8;
}

int DrawRow(const ChartInput& in, const v1alpha::Row& row, int64_t end, int top,
            SvgCanvas& canvas) {
  const v1alpha::Cell& reached = CellAt(in, row, kReached);
  const v1alpha::Cell& population = CellAt(in, row, kPopulation);
  top = DrawLabel(RowHeading(row), top, canvas);
  top = DrawDetail(absl::StrCat(ValueText(reached, kFilled, in.language), " · ",
                                ValueText(population, kHollow, in.language)),
                   top, canvas);
  canvas.Rect({0, svg::kScaleWidth, top + kLaneHeight / 2, 1}, {.fill = colours::kGrid});
  const auto place = [end](const v1alpha::Cell& cell) {
    return svg::OnScale(cell.share().per_mille(), end * 10, svg::kScaleWidth);
  };
  const int y = top + kLaneHeight / 2;
  if (reached.has_share() && population.has_share()) {
    canvas.Line(place(reached), y, place(population), y,
                {.stroke = colours::kBarOutline, .stroke_width = 3});
  }
  if (population.has_share()) canvas.Dot(place(population), y, kRadius, kHollowDot);
  if (reached.has_share()) canvas.Dot(place(reached), y, kRadius - 2, kFilledDot);
  top += kLaneHeight;
  for (const int i : {kReached, kPopulation}) {
    if (!CellAt(in, row, i).has_protected_()) continue;
    DrawProtected(0, top, ColumnHeading(in, i), in.language, canvas);
    top += kLaneHeight;
  }
  return top + kBelowLane;
}

}  // namespace

void DrawParityDots(const ChartInput& in, SvgCanvas& canvas) {
  int64_t most = 0;
  for (const v1alpha::Row& row : in.table.rows()) {
    for (const int i : {kReached, kPopulation}) {
      most = std::max<int64_t>(most, CellAt(in, row, i).share().per_mille());
    }
  }
  const int64_t end = RoundEnd(most);
  int top = DrawLegend(in, canvas);
  for (const v1alpha::Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    top = DrawRow(in, row, end, top, canvas);
  }
  DrawPercentAxis(0, svg::kScaleWidth, end, {0, end / 2, end}, top, in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
