#include "services/survey/exchange/tables/csv_tables.h"

#include <algorithm>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/csv.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/tables/delimited_rows.h"
#include "services/survey/exchange/tables/table_builder.h"

namespace lotse::survey {
namespace {

using AddRow = absl::FunctionRef<absl::Status(int row, const std::vector<std::string>& fields)>;

absl::Status CheckEncoding(absl::string_view content) {
  if (absl::StartsWith(content, "\xFF\xFE") || absl::StartsWith(content, "\xFE\xFF")) {
    return UnreadableTable("the text is UTF-16; save it as `CSV UTF-8`");
  }
  return types::CheckCsvText(content);
}

absl::Status ForEachRecord(absl::string_view content, AddRow add) {
  if (absl::Status s = CheckEncoding(content); !s.ok()) return s;
  types::CsvReader reader(content);
  std::vector<types::CsvField> record;
  std::vector<std::string> fields;
  for (int row = 1; !reader.AtEnd(); ++row) {
    if (absl::Status s = reader.Next(&record); !s.ok()) return UnreadableTable(s.message());
    fields.clear();
    for (types::CsvField& field : record) fields.push_back(std::move(field.text));
    if (absl::Status s = add(row, fields); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// How many columns the widest row has, at least one.
std::size_t ColumnsOf(const TableSheet& sheet) {
  int columns = 1;
  for (const TableRow& row : sheet.rows) columns = std::max(columns, row.cells.back().column);
  return static_cast<std::size_t>(columns);
}

std::vector<std::string> FieldsOf(const TableRow& row, std::size_t columns) {
  std::vector<std::string> fields(columns);
  for (const TableCell& cell : row.cells) {
    fields[static_cast<std::size_t>(cell.column - 1)] = cell.text;
  }
  return fields;
}

}  // namespace

absl::StatusOr<TableBook> ReadCsvTables(absl::Span<const CsvTable> tables) {
  TableBuilder builder;
  for (const CsvTable& table : tables) {
    if (absl::Status s = builder.BeginSheet(table.sheet); !s.ok()) return s;
    const auto add = [&builder](int row, const std::vector<std::string>& fields) {
      for (std::size_t i = 0; i < fields.size(); ++i) {
        absl::Status s = builder.AddCell(row, static_cast<int>(i + 1), fields[i]);
        if (!s.ok()) return s;
      }
      return absl::OkStatus();
    };
    if (absl::Status s = ForEachRecord(table.content, add); !s.ok()) {
      if (absl::StartsWith(s.message(), "sheet ")) return s;
      return UnreadableTable(absl::StrCat("sheet `", Shortened(table.sheet), "`, ", s.message()));
    }
  }
  return std::move(builder).Finish();
}

absl::StatusOr<TableBook> ReadSectionedCsv(absl::string_view content) {
  TableBuilder builder;
  SectionedRows rows(&builder);
  const auto add = [&rows](int row, const std::vector<std::string>& fields) {
    return rows.Add(row, fields);
  };
  if (absl::Status s = ForEachRecord(content, add); !s.ok()) return s;
  return std::move(builder).Finish();
}

std::vector<CsvTable> WriteCsvTables(const TableBook& book) {
  std::vector<CsvTable> tables;
  for (const TableSheet& sheet : book.sheets) {
    const std::size_t columns = ColumnsOf(sheet);
    CsvTable& table = tables.emplace_back();
    table.sheet = sheet.name;
    int number = 1;
    for (const TableRow& row : sheet.rows) {
      for (; number < row.number; ++number) table.content += "\r\n";
      types::AppendCsvRecord(FieldsOf(row, columns), &table.content);
      ++number;
    }
  }
  return tables;
}

std::string WriteSectionedCsv(const TableBook& book) {
  std::size_t columns = 1;
  for (const TableSheet& sheet : book.sheets) columns = std::max(columns, ColumnsOf(sheet));
  std::string content;
  for (const TableSheet& sheet : book.sheets) {
    std::vector<std::string> head(columns + 1);
    head[0] = sheet.name;
    types::AppendCsvRecord(head, &content);
    for (const TableRow& row : sheet.rows) {
      std::vector<std::string> fields = FieldsOf(row, columns);
      fields.insert(fields.begin(), "");
      types::AppendCsvRecord(fields, &content);
    }
  }
  return content;
}

}  // namespace lotse::survey
