#include "services/reporting/document/table_sources.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lotse::reporting {

void NameSources(const ReportInputs& inputs, std::initializer_list<absl::string_view> resources,
                 v1alpha::Table& table) {
  for (int i = 0; i < static_cast<int>(inputs.sources.size()); ++i) {
    const std::string& source = inputs.sources[static_cast<size_t>(i)].resource();
    const bool wanted =
        std::any_of(resources.begin(), resources.end(), [&source](absl::string_view resource) {
          return source == resource || absl::EndsWith(source, absl::StrCat("/", resource));
        });
    if (!wanted) continue;
    if (std::find(table.sources().begin(), table.sources().end(), i) == table.sources().end()) {
      table.add_sources(i);
    }
  }
  std::sort(table.mutable_sources()->begin(), table.mutable_sources()->end());
}

void NameSourcesBelow(const ReportInputs& inputs,
                      std::initializer_list<absl::string_view> resources,
                      v1alpha::Section& section) {
  for (v1alpha::Block& block : *section.mutable_blocks()) {
    if (!block.has_table() || !block.table().sources().empty()) continue;
    NameSources(inputs, resources, *block.mutable_table());
  }
  for (v1alpha::Section& inner : *section.mutable_sections()) {
    NameSourcesBelow(inputs, resources, inner);
  }
}

}  // namespace lotse::reporting
