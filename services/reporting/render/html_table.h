#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/markup.h"

namespace lotse::reporting {

// Writes a table with its caption, headings of columns and rows, and notes.
// `number` is its number in the report, from 1.
//
// Columns of figures are aligned to the right. A table of more than three
// columns can be scrolled by itself, also with the keyboard, so that the page
// fits a narrow screen. A protected figure is a sign and a word; in a table of
// more than four columns the word is left to the legend below it and to those
// who listen.
void WriteHtmlTable(const v1alpha::Table& table, int number, Language language, MarkupWriter& out);

}  // namespace lotse::reporting
