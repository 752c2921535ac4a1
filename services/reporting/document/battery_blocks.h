#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/answer_scale.h"
#include "services/reporting/document/format.h"

// Questions with the same answers, side by side (German: Fragenbatterie).
namespace lotse::reporting {

// ScaleOf the codes of the rows of a table; none for a multiple choice.
std::optional<Scale> ScaleOf(const survey::v1alpha::FrequencyTable& table);

// DrawnScaleOf the rows of the model of a battery.
std::optional<Scale> DrawnScaleOf(const survey::v1alpha::FrequencyTable& model, Language language);

// Whether two questions have the same options with the same words.
bool SameOptions(const survey::v1alpha::FrequencyTable& a, const survey::v1alpha::FrequencyTable& b,
                 Language language);

// The first item that has figures, if a table of all items helps to read across them; else null:
// fewer than two items with figures, options that differ between the items, a multiple choice, or
// more than kMostOptions.
const survey::v1alpha::FrequencyTable* BatteryModel(
    const std::vector<const survey::v1alpha::FrequencyTable*>& items, Language language);

// The table of a battery that has a model: a row per item with a share per option, the
// number of those who answered, and of those who did not. `titles` are those of the items. What
// is protected stays so.
v1alpha::Table BatteryTable(const std::vector<const survey::v1alpha::FrequencyTable*>& items,
                            const std::vector<std::string>& titles,
                            const survey::v1alpha::DisclosureRule& rule, Language language,
                            absl::string_view table_id);

// Appends the drawing of a table of items, whose first columns are the shares of the options and
// whose column `base_column` is the number of those who answered: a bar for each item. One with two
// poles lies on both sides of a line, every other one in shades of one colour.
void AppendBatteryBars(const v1alpha::Table& table, const Scale& scale, int base_column,
                       absl::string_view subject, Language language, absl::string_view chart_id,
                       v1alpha::Section& section);

}  // namespace lotse::reporting
