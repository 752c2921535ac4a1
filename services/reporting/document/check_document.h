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

// Everything that keeps a document from being frozen, in the order of the
// document; empty if nothing does. A frozen document is accessible and adds up:
// - it has a known language, a title and a day that exists;
// - ids are unique in the whole document and of lower-case letters, digits and
//   hyphens; headings are not empty and at most four levels deep;
// - paragraphs have text; tables a caption, named columns, at least one row,
//   and in each row as many cells as columns; every cell has a value, and the
//   first one text;
// - a chart has a title, an alternative text, a long description and columns of
//   the table it names, which stands in the same section;
// - a share has a positive denominator, a numerator that is not negative and
//   the per mille that follow from both, rounded half up;
// - a source that answered has a revision, one that did not has none;
// - all text is UTF-8.
std::vector<DocumentProblem> CheckDocument(const v1alpha::Document& document);

}  // namespace lotse::reporting
