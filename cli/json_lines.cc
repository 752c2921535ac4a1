#include "cli/json_lines.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <cmath>
#include <cstdint>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "runtime/types/csv.h"

namespace lotse::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

struct Line {
  int number = 0;
  Struct object;
};

std::string NumberText(double number) {
  constexpr double kExact = 9007199254740992;  // 2^53
  if (std::floor(number) == number && std::abs(number) <= kExact) {
    return absl::StrCat(static_cast<int64_t>(number));
  }
  return absl::StrFormat("%.17g", number);
}

absl::StatusOr<std::string> CellOf(const Line& line, const std::string& column) {
  const auto found = line.object.fields().find(column);
  if (found == line.object.fields().end()) return std::string();
  switch (found->second.kind_case()) {
    case Value::kStringValue:
      return found->second.string_value();
    case Value::kNumberValue:
      return NumberText(found->second.number_value());
    case Value::kBoolValue:
      return std::string(found->second.bool_value() ? "true" : "false");
    case Value::kListValue:
    case Value::kStructValue:
      return DataError(absl::StrCat("line ", line.number, ": '", column,
                                    "' is a list or an object; give one value for each column"));
    default:
      return std::string();
  }
}

}  // namespace

absl::StatusOr<CsvTable> ParseJsonLines(absl::string_view content,
                                        std::vector<std::string> columns) {
  if (absl::Status utf8 = types::CheckCsvText(content); !utf8.ok()) {
    return DataError(utf8.message());
  }
  std::vector<Line> lines;
  std::set<std::string> names(columns.begin(), columns.end());
  int number = 0;
  for (const absl::string_view text : absl::StrSplit(content, '\n')) {
    ++number;
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    Line line;
    line.number = number;
    if (!google::protobuf::util::JsonStringToMessage(std::string(text), &line.object).ok()) {
      return DataError(absl::StrCat("line ", number,
                                    ": is not a JSON object; write {\"column\": \"cell\", ...}"));
    }
    for (const auto& [column, value] : line.object.fields()) names.insert(column);
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return DataError("the file is empty: it has no records");
  CsvTable table;
  table.header.assign(names.begin(), names.end());
  for (const Line& line : lines) {
    CsvRecord record;
    record.number = static_cast<int>(table.records.size()) + 1;
    record.line = line.number;
    for (const std::string& column : table.header) {
      absl::StatusOr<std::string> cell = CellOf(line, column);
      if (!cell.ok()) return cell.status();
      record.fields.push_back({*std::move(cell), line.number});
    }
    table.records.push_back(std::move(record));
  }
  return table;
}

}  // namespace lotse::cli
