// Likert bars: for each row the answers from disagreement to agreement as one bar on both sides of
// a line; the answer in the middle is split by it. The axis is symmetric and has absolute values.
#include <algorithm>
#include <array>
#include <optional>

#include "services/reporting/render/answer_bars.h"

namespace lotse::reporting {
namespace {

using v1alpha::Row;

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

// The axis has labels at its ends, its middle and halfway.
std::array<int64_t, 5> Ticks(int64_t end) { return {-end, -end / 2, 0, end / 2, end}; }

int64_t PlaceOf(int64_t percent, int64_t end) {
  return svg::OnScale(percent + end, end * 2, svg::kScaleWidth);
}

// The lines of the axis behind a bar.
void DrawGrid(int64_t end, int top, SvgCanvas& canvas) {
  for (const int64_t percent : Ticks(end)) {
    DrawAnswerGridLine(PlaceOf(percent, end), percent == 0, top, canvas);
  }
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
  const auto colour_of = [&scale](int place) -> const colours::Segment& {
    return scale.ColourOf(place);
  };
  int top = DrawAnswerLegend(in, colour_of, canvas);
  for (const Row& row : in.table.rows()) {
    canvas.AllowBreak(top);
    const AnswerBar bar = {row, end * 20 - Reach(in, scale, row, true), end * 40};
    top =
        DrawAnswerRow(in, bar, colour_of, [&](int at) { DrawGrid(end, at, canvas); }, top, canvas);
  }
  DrawAxis(end, top, in.language, canvas);
  canvas.SetHeight(top + kAxisHeight);
}

}  // namespace lotse::reporting
