#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/svg_canvas.h"

namespace lotse::reporting {

// What a chart draws: the columns of a table that stands in the same section.
struct ChartInput {
  const v1alpha::Chart& chart;
  const v1alpha::Table& table;
  // Day whose state the document shows.
  const google::type::Date& as_of;
  Language language;
};

// Writes a chart as an `svg` element inside HTML, as its form says.
//
// Its alternative text is its name and its long description its description, for those who do not
// see it. Figures are those of the table and stand in the drawing as text of at least 12 px that
// keeps its size on a telephone. A protected figure is a hatched box of fixed size and a word,
// never a length. Nothing is told by colour alone. Labels longer than four lines end in an
// ellipsis; the table has them in full. Of a chart that CheckDocument would refuse, what can be
// drawn is drawn.
void WriteSvgChart(const ChartInput& in, MarkupWriter& out);

// One function for each form draws it; each has a file of its own.
void DrawBars(const ChartInput& in, SvgCanvas& canvas);
void DrawDivergingBars(const ChartInput& in, SvgCanvas& canvas);
void DrawGroupedBars(const ChartInput& in, SvgCanvas& canvas);
void DrawLine(const ChartInput& in, SvgCanvas& canvas);
void DrawTimeline(const ChartInput& in, SvgCanvas& canvas);
void DrawParityDots(const ChartInput& in, SvgCanvas& canvas);
void DrawStatusOverview(const ChartInput& in, SvgCanvas& canvas);
void DrawStackedBars(const ChartInput& in, SvgCanvas& canvas);

}  // namespace lotse::reporting
