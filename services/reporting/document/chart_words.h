#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// What the respondent read for a row; its code if that is empty.
std::string LabelOf(const survey::v1alpha::FrequencyRow& row, Language language);

// True if the figures of a row may be shown: it has a count and a share, and
// its table a base to take the share of.
bool IsShown(const survey::v1alpha::FrequencyTable& table,
             const survey::v1alpha::FrequencyRow& row);

// A chart in one sentence: what it is about, its base and the most frequent
// answer. While rows are protected, an answer is only called the most frequent
// of all if none of the protected ones can have been more frequent.
std::string AltText(const survey::v1alpha::FrequencyTable& table, absl::string_view subject,
                    Language language);

// All figures of a chart in words, a sentence per bar.
std::string LongDescription(const survey::v1alpha::FrequencyTable& table, Language language);

// The cells of `columns` of a table in words, a sentence per row. What has no value is left out.
std::string RowsInWords(const v1alpha::Table& table, const std::vector<int>& columns,
                        Language language);

// The rows of a table with the largest share in a column, as it is shown; several if they are
// equal. None if a row has no share there, which may be larger, and if every share is 0.
std::vector<const v1alpha::Row*> LargestShares(const v1alpha::Table& table, int column);

// The headings of rows as a list: `„A“ und „B“`.
std::string HeadingsOf(const std::vector<const v1alpha::Row*>& rows, Language language);

}  // namespace lotse::reporting
