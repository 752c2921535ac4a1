#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "services/reporting/document/format.h"

// Questions with the same answers, side by side (German: Fragenbatterie).
namespace lotse::reporting {

// The answers of a scale among the options of a question, by their places.
struct Scale {
  // The first place and the one behind the last; further options, such as "don't know", follow.
  int first = 0;
  int end = 0;

  // The place of the answer in the middle; none of an even number.
  std::optional<int> Middle() const {
    if ((end - first) % 2 == 0) return std::nullopt;
    return (first + end) / 2;
  }
};

// The scale that options with these codes begin with: two to seven whole numbers, each one more
// than the one before. What has other codes is no scale, as nothing says in which order it is. What
// shall not be part of a scale, such as "don't know", needs a code that does not go on counting.
std::optional<Scale> ScaleOf(const std::vector<std::string>& codes);

// The same of the rows of a table; none for a multiple choice.
std::optional<Scale> ScaleOf(const survey::v1alpha::FrequencyTable& table);

// Whether two questions have the same options with the same words.
bool SameOptions(const survey::v1alpha::FrequencyTable& a, const survey::v1alpha::FrequencyTable& b,
                 Language language);

// The first item that has figures, if a table of all items helps to read across them; else null:
// fewer than two items with figures, options that differ between the items, a multiple choice, or
// more than 11 options (the longest scale in use, 0 to 10; more do not fit on a page).
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
// whose column `base_column` is the number of those who answered.
void AppendDivergingBars(const v1alpha::Table& table, const Scale& scale, int base_column,
                         absl::string_view subject, Language language, absl::string_view chart_id,
                         v1alpha::Section& section);

}  // namespace lotse::reporting
