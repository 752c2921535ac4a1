#pragma once

#include <string>
#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"

namespace lotse::reporting {

// Why a document cannot be frozen.
struct DocumentProblem {
  // Where, for example `sections[1].blocks[0].table.rows[2].cells[1]`.
  std::string path;
  // What is wrong, in English.
  std::string what;
};

// Everything that keeps a document from being frozen, in the order of the document; empty if
// nothing does. A frozen document is accessible and adds up:
// - it has a known language, a title and a day that exists; its logo says what it shows, and its
//   colour can be read on white;
// - ids are unique in the whole document and of lower-case letters, digits and hyphens; headings
//   are not empty and at most four levels deep;
// - text stands in `text` or in spans, never in both; languages are tags of BCP 47; links lead to
//   `https:` or `mailto:`; what somebody said has a language, a role and its release;
// - tables have a caption, named columns and rows, and in each row as many cells as columns; every
//   cell has a value or says why it has none; a status has a signal and a word; a table with
//   figures names its sources (check_table.h);
// - a chart has words and draws columns of a table of the same section, in the number and of the
//   kind that its form needs (check_chart.h);
// - a share has a positive denominator, a numerator that is not negative, and the per mille that
//   follow from both, rounded half up;
// - controlling and monitoring stand apart: a sub-section of a section of one kind is not of the
//   other; an indicator stands in a section of its kind; measures, goals and statuses do not stand
//   beside monitoring (D-184);
// - a source that answered has a revision; one that did not has none, or says when it last did;
// - all text is UTF-8.
std::vector<DocumentProblem> CheckDocument(const v1alpha::Document& document);

}  // namespace lotse::reporting
