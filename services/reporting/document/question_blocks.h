#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {

// Appends what is known of one question, or of one item of a matrix, to a
// section: a bar chart and the table of the same figures with its notes, or a
// paragraph that says why there are none. `heading` says what it is about where
// the heading of the section does not; else it is empty. `wave_id` and the code
// make the ids `<wave_id>--chart-<code>` and `<wave_id>--table-<code>`; see PartOfCode.
void AppendQuestion(const survey::v1alpha::FrequencyTable& table, const std::string& heading,
                    const survey::v1alpha::DisclosureRule& rule, Language language,
                    absl::string_view wave_id, v1alpha::Section& section);

// Why a table has no figures, in a sentence.
std::string WhyNotShown(const survey::v1alpha::FrequencyTable& table,
                        const survey::v1alpha::DisclosureRule& rule, Language language);

// Whether a table has figures to show.
bool HasFigures(const survey::v1alpha::FrequencyTable& table);

// The item of a matrix in words.
std::string ItemTitle(const survey::v1alpha::FrequencyTable& table, Language language);

// The question in words.
std::string QuestionTitle(const survey::v1alpha::FrequencyTable& table, Language language);

}  // namespace lotse::reporting
