#pragma once

#include <string>

#include "services/survey/exchange/import_result.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// What an XLSForm does not say of itself.
struct XlsformOptions {
  // BCP 47 tag of texts whose column names no language, if the form has no `default_language`.
  std::string language = "de";
  // Title if the sheet `settings` has none.
  std::string title;
  // Text that stands for an empty cell, such as the `NA` that R writes; empty: none does.
  std::string missing;
};

// Reads an XLSForm: the sheets `survey`, `choices` and `settings` of `book` (xlsform.org). White
// space around every cell is no part of it. An ERROR among the findings says what must be mended,
// with sheet, row and column.
//
// How it is mapped (the tree, codes, expressions and lists as instrument.proto has them):
// * names that are no codes, or that two groups have, are changed with a NOTE; expressions, paths
//   and texts that use them follow (FormCodes, RewriteExpression);
// * a list of `choices` is an OptionList, further columns are columns of its options; `or_other`
//   adds the option `other` and a TEXT behind the question;
// * `required` and `read_only` are a word for a truth value or an expression; a `default` that is
//   not computed is a literal (IsComputed);
// * `parameters` are the scale of a `range`, the order of options, or settings of the question, as
//   are columns that nobody knows;
// * Markdown in texts stays, HTML is removed with a WARNING;
// * places on the map, bar codes and recordings in the background are left out with a WARNING;
// entities, loops and
//   `external_choices` are an ERROR, because the form would be another one without them.
ImportResult ReadXlsform(const TableBook& book, const XlsformOptions& options);

}  // namespace lotse::survey
