#include "services/survey/logic/form/list_table.h"

#include <algorithm>

namespace lotse::survey::logic {

ListTable::ListTable(const List& list)
    : code_(list.code), columns_(list.columns), open_(list.open), rows_(list.rows.size()) {
  name_column_ = Column("name").value_or(-1);
  label_column_ = Column("label").value_or(-1);
  for (const std::vector<std::string>& row : list.rows) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      cells_.Add(column < row.size() ? row[column] : std::string());
    }
  }
  cells_.Shrink();
}

std::optional<int> ListTable::Column(absl::string_view name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<int>(found - columns_.begin());
}

}  // namespace lotse::survey::logic
