// A bar for each row on a calendar: its outline is the planned time, its filled part the share that
// is done. A line stands at the day whose state the document shows.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/render/calendar_scale.h"
#include "services/reporting/render/chart_parts.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Row;

// Places of the columns.
constexpr int kFirstDay = 0;
constexpr int kLastDay = 1;
constexpr int kDone = 2;
constexpr int kStatus = 3;

constexpr int kBarHeight = 16;
constexpr int kAboveBar = 6;
constexpr int kBelowBar = 14;
constexpr int kHeadHeight = 24;
// A bar of a single day can still be seen.
constexpr int64_t kLeastWidth = 6;
// Left at both sides for half of the outline of a bar, which print would cut.
constexpr int64_t kEdge = 4;

class Timeline {
 public:
  Timeline(const ChartInput& in, SvgCanvas& canvas) : in_(in), canvas_(canvas) {
    for (const Row& row : in.table.rows()) {
      scale_.Include(CellAt(in, row, kFirstDay).date());
      scale_.Include(CellAt(in, row, kLastDay).date());
    }
    scale_.Include(in.as_of);
  }

  void Draw() {
    DrawHead();
    int top = kHeadHeight;
    for (const Row& row : in_.table.rows()) {
      canvas_.AllowBreak(top);
      top = DrawRow(row, top);
    }
    DrawAxis(top);
    canvas_.SetHeight(top + kAxisHeight);
  }

 private:
  int64_t PlaceOf(int64_t day) const {
    return kEdge + svg::OnScale(day - scale_.first(), scale_.last() - scale_.first(),
                                svg::kFullWidth - 2 * kEdge);
  }

  // The day of the state, in words, at its line.
  void DrawHead() {
    if (!IsFullDate(in_.as_of)) return;
    const int64_t x = PlaceOf(DayNumber(in_.as_of));
    const char* anchor = x < 250 ? "start" : x > 750 ? "end" : "middle";
    canvas_.Text(
        x, svg::kBaseline,
        absl::Substitute(WordingOf(in_.language).as_of, FormatDate(in_.language, in_.as_of)),
        {.anchor = anchor, .size = svg::kSmallTextSize, .bold = true});
  }

  // `● im Plan · 60,0 %`; signs and words that do not depend on the colour.
  std::string DetailOf(const Row& row) const {
    std::vector<std::string> parts;
    for (const int place : {kStatus, kDone}) {
      const Cell& cell = CellAt(in_, row, place);
      if (cell.value_case() != Cell::VALUE_NOT_SET) parts.push_back(CellText(cell, in_.language));
    }
    return absl::StrJoin(parts, " · ");
  }

  int DrawRow(const Row& row, int top) {
    top = DrawLabel(RowHeading(row), top, canvas_);
    const std::string detail = DetailOf(row);
    if (!detail.empty()) top = DrawDetail(detail, top, canvas_);
    top += kAboveBar;
    canvas_.Rect({0, svg::kFullWidth, top + kBarHeight / 2, 1}, {.fill = colours::kGrid});
    DrawBar(row, top);
    if (IsFullDate(in_.as_of)) {
      const int64_t x = PlaceOf(DayNumber(in_.as_of));
      canvas_.Line(x, top - 4, x, top + kBarHeight + 4,
                   {.stroke = colours::kPaper, .stroke_width = 5});
      canvas_.Line(x, top - 4, x, top + kBarHeight + 4,
                   {.stroke = colours::kText, .stroke_width = 2});
    }
    return top + kBarHeight + kBelowBar;
  }

  void DrawBar(const Row& row, int top) {
    const Cell& first = CellAt(in_, row, kFirstDay);
    const Cell& last = CellAt(in_, row, kLastDay);
    if (!IsFullDate(first.date()) && !IsFullDate(last.date())) return;
    // With one of the two days only that day is drawn.
    const google::type::Date& from = IsFullDate(first.date()) ? first.date() : last.date();
    const google::type::Date& to = IsFullDate(last.date()) ? last.date() : from;
    const int64_t left = std::min(PlaceOf(DayNumber(from)), svg::kFullWidth - kEdge - kLeastWidth);
    const int64_t width = std::max(PlaceOf(DayNumber(to)) - left, kLeastWidth);
    canvas_.Rect({left, width, top, kBarHeight}, {.fill = colours::kPaper});
    const int64_t done = svg::OnScale(CellAt(in_, row, kDone).share().per_mille(), 1000, width);
    if (done > 0) canvas_.Rect({left, done, top, kBarHeight}, {.fill = colours::kBar});
    canvas_.Rect({left, width, top, kBarHeight},
                 {.stroke = colours::kBarOutline, .stroke_width = 2});
  }

  void DrawAxis(int top) {
    canvas_.BeginGroup();
    canvas_.Rect({0, svg::kFullWidth, top, 1}, {.fill = colours::kLine});
    for (const CalendarScale::Tick& tick : scale_.Ticks()) {
      const int64_t x = PlaceOf(tick.day);
      canvas_.Line(x, top, x, top + 5, {.stroke = colours::kLine});
      canvas_.Text(x, top + 20, tick.label,
                   {.anchor = x < 80    ? "start"
                              : x > 920 ? "end"
                                        : "middle",
                    .size = svg::kSmallTextSize,
                    .colour = colours::kMutedText});
    }
    canvas_.EndGroup();
  }

  const ChartInput& in_;
  SvgCanvas& canvas_;
  CalendarScale scale_;
};

}  // namespace

void DrawTimeline(const ChartInput& in, SvgCanvas& canvas) { Timeline(in, canvas).Draw(); }

}  // namespace lotse::reporting
