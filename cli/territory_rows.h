#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "cli/csv.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"

namespace lotse::cli {

// Something that is wrong in a line of a list, or that the service says of it.
struct RowProblem {
  int line = 0;
  std::string column;
  std::string what;
};

// What a table tells of territories.
struct TerritoryRows {
  std::vector<engagement::v1alpha::TerritoryRow> rows;
  // Of the lines that are not among the rows.
  std::vector<RowProblem> problems;
  // The day in the name of the column of inhabitants, such as `population_2022_05_15`.
  absl::optional<google::type::Date> as_of;
  // Columns that are not read.
  std::vector<std::string> unread;
};

// Reads the rows of a table by the names of its columns, in either case: `ars`, `ars12` or
// `key`; `ags` or `ags8`; `name` or `title`; `population` or `population_YYYY_MM_DD`;
// `quality`; `valid_from` and `valid_to` as YYYY-MM-DD; `successors`, keys with spaces
// between them. Only the first is needed. An empty cell is unknown. DataError: no column of
// keys, or two columns of the same meaning.
absl::StatusOr<TerritoryRows> ReadTerritoryRows(const CsvTable& table);

}  // namespace lotse::cli
