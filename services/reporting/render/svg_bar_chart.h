#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/markup.h"

namespace lotse::reporting {

// Writes a horizontal bar chart as an `svg` element inside HTML.
//
// Its alternative text is its name and its long description its description, for
// those who do not see it. The axis always runs from 0 to 100 %, so that charts
// can be compared. Each label stands above its bar and each value beside it, as
// text of at least 12 px that keeps its size on a telephone: lengths are in per
// cent of the width, heights in pixels. A protected bar is drawn as a hatched
// box of fixed size and a word, never as a length. Labels longer than four
// lines of 40 characters end in an ellipsis; the table has them in full.
//
// The same chart gives the same bytes: lengths are computed in integers, to a
// tenth of a per cent.
void WriteSvgBarChart(const v1alpha::BarChart& chart, Language language, MarkupWriter& out);

}  // namespace lotse::reporting
