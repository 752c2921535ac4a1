#include "services/survey/exchange/forms/option_table.h"

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/types/json_object.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/tables/cell_number.h"
#include "services/survey/exchange/tables/csv_tables.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

absl::Status Doubled(absl::string_view column, absl::string_view place) {
  return absl::InvalidArgumentError(absl::StrCat(place, ": the column `", Shortened(column),
                                                 "` is there twice; give each its own name"));
}

absl::StatusOr<OptionTable> ReadCsv(absl::string_view name, absl::string_view content) {
  const absl::StatusOr<TableBook> book = ReadCsvTables({{std::string(name), std::string(content)}});
  if (!book.ok()) return book.status();
  OptionTable table;
  table.findings = book->findings;
  std::map<int, std::string> columns;
  for (const TableSheet& sheet : book->sheets) {
    for (const TableRow& row : sheet.rows) {
      if (columns.empty()) {
        std::set<absl::string_view> names;
        for (const TableCell& cell : row.cells) {
          const absl::string_view name = absl::StripAsciiWhitespace(cell.text);
          columns[cell.column] = std::string(name);
          if (!names.insert(name).second) {
            return Doubled(
                name, absl::StrCat("row ", row.number, ", column ", ColumnLetters(cell.column)));
          }
        }
        continue;
      }
      OptionRow& option = table.rows.emplace_back();
      option.line = row.number;
      for (const TableCell& cell : row.cells) {
        const auto column = columns.find(cell.column);
        if (column == columns.end()) {
          return absl::InvalidArgumentError(
              absl::StrCat("row ", row.number, ", column ", ColumnLetters(cell.column),
                           ": the column has no name; give one in the first row"));
        }
        option.columns.emplace_back(column->second, absl::StripAsciiWhitespace(cell.text));
      }
    }
  }
  return table;
}

absl::StatusOr<OptionTable> ReadXml(absl::string_view content) {
  const absl::StatusOr<std::unique_ptr<XmlSource>> source = XmlSource::Parse(content);
  if (!source.ok()) return source.status();
  OptionTable table;
  for (const pugi::xml_node& item : (*source)->root().children()) {
    if (item.type() != pugi::node_element) continue;
    OptionRow& option = table.rows.emplace_back();
    option.line = (*source)->LineOf(item);
    std::set<absl::string_view> names;
    for (const pugi::xml_node& column : item.children()) {
      if (column.type() != pugi::node_element) continue;
      if (!names.insert(column.name()).second) {
        return Doubled(column.name(), absl::StrCat("line ", (*source)->LineOf(column)));
      }
      // Character references can name what is no character.
      const std::string text = WithoutBadBytes(TextBelow(column));
      option.columns.emplace_back(column.name(), absl::StripAsciiWhitespace(text));
    }
  }
  return table;
}

// A property of a feature as a text; nothing for lists and objects.
std::string TextOf(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return WithoutBadBytes(value.string_value());
    case Value::kNumberValue:
      return NumberText(absl::StrFormat("%.17g", value.number_value())).value_or("");
    case Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    default:
      return "";
  }
}

OptionRow RowOf(const Struct& feature, int number) {
  OptionRow row;
  row.line = number;
  std::map<std::string, std::string> columns;
  if (const Value* properties = types::FindMember(feature, "properties")) {
    for (const auto& [name, value] : properties->struct_value().fields()) {
      columns[WithoutBadBytes(name)] = TextOf(value);
    }
  }
  if (const Value* id = types::FindMember(feature, "id")) columns["id"] = TextOf(*id);
  row.columns.assign(columns.begin(), columns.end());
  return row;
}

absl::StatusOr<OptionTable> ReadGeojson(absl::string_view content) {
  constexpr char kRight[] = "give a FeatureCollection of GeoJSON (RFC 7946)";
  if (content.size() > kMaxGeojsonBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(content.size(), " bytes; give at most ", kMaxGeojsonBytes, " of GeoJSON"));
  }
  std::optional<Struct> collection;
  if (types::IsUtf8(content)) collection = types::ParseJsonObject(content);
  if (!collection) {
    return absl::InvalidArgumentError(absl::StrCat("it is no JSON in UTF-8, or more than ",
                                                   types::kMaxJsonDepth,
                                                   " lists and objects in one another; ", kRight));
  }
  const Value* features = types::FindMember(*collection, "features");
  if (features == nullptr || !features->has_list_value()) {
    return absl::InvalidArgumentError(absl::StrCat("it has no list `features`; ", kRight));
  }
  OptionTable table;
  table.value = "id";
  table.label = "title";
  for (const Value& feature : features->list_value().values()) {
    const int number = static_cast<int>(table.rows.size()) + 1;
    if (!feature.has_struct_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("feature ", number, " is no object; ", kRight));
    }
    table.rows.push_back(RowOf(feature.struct_value(), number));
    const Value* place = types::FindMember(feature.struct_value(), "geometry");
    table.has_places = table.has_places || (place != nullptr && place->has_struct_value());
  }
  return table;
}

}  // namespace

absl::string_view OptionRow::Value(absl::string_view column) const {
  for (const auto& [name, text] : columns) {
    if (name == column) return text;
  }
  return "";
}

absl::StatusOr<OptionTable> ReadOptionTable(absl::string_view name, absl::string_view content) {
  if (absl::EndsWithIgnoreCase(name, ".csv")) return ReadCsv(name, content);
  if (absl::EndsWithIgnoreCase(name, ".xml")) return ReadXml(content);
  if (absl::EndsWithIgnoreCase(name, ".geojson")) return ReadGeojson(content);
  return absl::InvalidArgumentError("give a file with the ending .csv, .xml or .geojson");
}

}  // namespace lotse::survey
