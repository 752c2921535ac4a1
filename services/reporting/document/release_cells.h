#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "services/reporting/document/format.h"

// The cells of released tables as cells of a report.
namespace lotse::reporting {

// What a category is called.
std::string CategoryLabel(const survey::v1alpha::TableCategory& category, Language language);

// Whether those in it gave an answer.
bool IsAnswer(const survey::v1alpha::TableCategory& category);

// How many people are in a cell; nothing if that is protected.
std::optional<int64_t> CountOf(const survey::v1alpha::TableCell& cell);
v1alpha::Cell CountCell(const survey::v1alpha::TableCell& cell);

// A figure with its unit; protected, or without a value, as it was released.
v1alpha::Cell FigureCell(const survey::v1alpha::Figure& figure, absl::string_view unit);

// An interval in words; as the lower end if that has no value.
v1alpha::Cell IntervalCell(const survey::v1alpha::FigureInterval& interval, Language language);

// A share that was released in per cent with one digit, as so many of so many. A `percent` that
// says otherwise is found before the document is frozen. Where the counts that it is made of cannot
// be told it is a number.
v1alpha::Cell ReleasedShareCell(const survey::v1alpha::Figure& percent,
                                std::optional<int64_t> count, std::optional<int64_t> base);

// The cell of a row and a column of a layer; `column` behind the last one is that of all columns
// together.
const survey::v1alpha::TableCell& CellAt(const survey::v1alpha::TableLayer& layer, int row,
                                         int column);

// Those in a column whose row is an answer, of a multiple choice those who answered it: the number
// that its shares are taken of. Nothing if it cannot be told.
std::optional<int64_t> AnsweredInColumn(const survey::v1alpha::Table& table,
                                        const survey::v1alpha::TableLayer& layer, int column);

// Those in a row of a battery who gave an answer, in the same way.
std::optional<int64_t> AnsweredInRow(const survey::v1alpha::Table& table,
                                     const survey::v1alpha::TableLayer& layer, int row);

}  // namespace lotse::reporting
