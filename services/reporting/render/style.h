#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// The style sheet of a report: for the screen, for narrow screens and for paper.
// It contains none of `<`, `>` and `&`, so it reads the same in HTML and in XML,
// and asks for no font, image or other file. `accent_colour`, as Appearance has
// it, is that of headings and links; anything else than `#` and six hexadecimal
// digits is as if it were empty.
std::string ReportStyle(absl::string_view accent_colour = "");

// What stands at the edges of printed pages: the title of the report, shortened
// if it is long, and the number of the page. The first page has no title there.
std::string PageStyle(absl::string_view title, Language language);

}  // namespace lotse::reporting
