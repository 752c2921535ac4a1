#pragma once

#include <string>

namespace lotse::reporting {

// The style sheet of a report: for the screen, for narrow screens and for paper.
// It contains none of the characters that markup escapes, so it reads the same
// in HTML and in XML, and asks for no font, image or other file.
std::string ReportStyle();

}  // namespace lotse::reporting
