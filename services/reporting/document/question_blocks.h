#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// Appends what is known of one question, or of one item of a matrix, to a
// section: a bar chart and the table of the same figures with its notes, or a
// paragraph that says why there are none. `wave_id` and `number` (the position
// of the table in its wave, from 1) make the ids `<wave_id>-chart-<number>` and
// `<wave_id>-table-<number>`.
void AppendQuestion(const survey::v1alpha::FrequencyTable& table,
                    const survey::v1alpha::DisclosureRule& rule, Language language,
                    absl::string_view wave_id, int number, v1alpha::Section& section);

// Whether a table has figures to show.
bool HasFigures(const survey::v1alpha::FrequencyTable& table);

// Appends a table with a row per item of a matrix and a column per option, for
// reading across the items. Nothing is appended where such a table would not
// help: fewer than two items with figures, options that differ between the
// items, or more than 11 of them (the longest scale in use, 0 to 10; more
// columns do not fit on a page).
void AppendOverview(const std::vector<const survey::v1alpha::FrequencyTable*>& items,
                    Language language, absl::string_view table_id, v1alpha::Section& section);

// The item of a matrix in words.
std::string ItemTitle(const survey::v1alpha::FrequencyTable& table, Language language);

// The question in words.
std::string QuestionTitle(const survey::v1alpha::FrequencyTable& table, Language language);

}  // namespace lotse::reporting
