#include "services/reporting/render/chart.h"

namespace lotse::reporting {

using v1alpha::Chart;

void WriteSvgChart(const ChartInput& in, MarkupWriter& out) {
  SvgCanvas canvas(in.chart.chart_id());
  switch (in.chart.form()) {
    case Chart::FORM_DIVERGING_BARS:
      DrawDivergingBars(in, canvas);
      break;
    case Chart::FORM_GROUPED_BARS:
      DrawGroupedBars(in, canvas);
      break;
    case Chart::FORM_LINE:
      DrawLine(in, canvas);
      break;
    case Chart::FORM_TIMELINE:
      DrawTimeline(in, canvas);
      break;
    case Chart::FORM_PARITY_DOTS:
      DrawParityDots(in, canvas);
      break;
    case Chart::FORM_STATUS_OVERVIEW:
      DrawStatusOverview(in, canvas);
      break;
    case Chart::FORM_STACKED_BARS:
      DrawStackedBars(in, canvas);
      break;
    default:
      DrawBars(in, canvas);
      break;
  }
  canvas.Write(in.chart.alt_text(), in.chart.long_description(), out);
}

}  // namespace lotse::reporting
