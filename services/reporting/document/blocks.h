#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/types/decimal.h"
#include "services/reporting/document/format.h"

// Small constructors for the parts of a document.
namespace lotse::reporting {

// A cell with text; an empty text becomes a dash, because no cell may be empty.
v1alpha::Cell TextCell(absl::string_view text);
// A cell with a whole number.
v1alpha::Cell IntegerCell(int64_t value);
// A cell with a share.
v1alpha::Cell ShareCell(const v1alpha::Share& share);
// A cell whose figure is protected.
v1alpha::Cell ProtectedCell();
// A cell with a decimal number.
v1alpha::Cell NumberCell(const v1alpha::Number& number);
// A cell with a day; one that says that it does not apply, if that day does not exist.
v1alpha::Cell DateCell(const google::type::Date& day);
// A cell with how something stands.
v1alpha::Cell StatusCell(v1alpha::Status::Signal signal, absl::string_view word);
// A cell without a value.
v1alpha::Cell MissingCell(v1alpha::Missing::Reason reason);

// A share as it was released; `per_mille` is taken over, not computed again, so
// that a disagreement is found before the document is frozen.
v1alpha::Share MakeShare(int64_t numerator, int64_t denominator, int32_t per_mille);

// A number as it is, with as many digits behind the point as it needs.
v1alpha::Number ExactNumber(types::Decimal value, absl::string_view unit);

// Appends a paragraph.
void AddParagraph(absl::string_view text, v1alpha::Section& section,
                  v1alpha::Paragraph::Kind kind = v1alpha::Paragraph::KIND_UNSPECIFIED);

// Appends an empty table to be filled.
v1alpha::Table& AddTable(absl::string_view id, absl::string_view caption,
                         std::initializer_list<absl::string_view> columns,
                         v1alpha::Section& section);

// Appends a row of cells; the first is its heading.
void AddRow(std::initializer_list<v1alpha::Cell> cells, v1alpha::Table& table);

// Appends a drawing of `columns` of the table `table_id`. Its alternative text and its long
// description are to be filled.
v1alpha::Chart& AddChart(absl::string_view id, absl::string_view title, absl::string_view table_id,
                         v1alpha::Chart::Form form, std::initializer_list<int32_t> columns,
                         v1alpha::Section& section);

// Appends a sub-section.
v1alpha::Section& AddSection(absl::string_view id, absl::string_view title,
                             v1alpha::Section& section);

// What a reader of `language` reads of a text, without white space around it;
// `fallback` if that is nothing.
std::string TextOr(const lotse::type::v1alpha::Text& text, Language language,
                   absl::string_view fallback);

// The tag of the variant that a reader of `language` reads, if that is of another language; else
// nothing.
std::string OtherLanguage(const lotse::type::v1alpha::Text& text, Language language);

}  // namespace lotse::reporting
