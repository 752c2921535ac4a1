#include "cli/territory_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/moment.h"

namespace lotse::cli {
namespace {

using lotse::engagement::v1alpha::TerritoryRow;

constexpr absl::string_view kPopulationOf = "population_";

// What a column is called here, by how lists call it; empty if it is not read.
std::string MeaningOf(const std::string& column) {
  static const auto* const meanings = new std::map<std::string, std::string>{
      {"ars", "key"},           {"ars12", "key"},
      {"key", "key"},           {"ags", "ags"},
      {"ags8", "ags"},          {"name", "title"},
      {"title", "title"},       {"population", "population"},
      {"quality", "quality"},   {"valid_from", "valid_from"},
      {"valid_to", "valid_to"}, {"successors", "successors"},
  };
  const std::string name = absl::AsciiStrToLower(column);
  if (absl::StartsWith(name, kPopulationOf)) return "population";
  const auto found = meanings->find(name);
  return found == meanings->end() ? "" : found->second;
}

// A whole number that is not negative.
bool ReadCount(absl::string_view text, int* count) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit) &&
         absl::SimpleAtoi(text, count);
}

// Reads a cell into a row; what is wrong with it, or nothing.
std::string ReadCell(const std::string& meaning, const std::string& text, TerritoryRow* row) {
  if (meaning == "key") row->set_key(text);
  if (meaning == "ags") row->set_ags(text);
  if (meaning == "title") row->set_title(text);
  if (meaning == "quality") row->set_quality(text);
  if (meaning == "population" && !text.empty()) {
    int count = 0;
    if (!ReadCount(text, &count)) return "not a whole number; leave it empty if unknown";
    row->set_population(count);
  }
  if (meaning == "successors") {
    for (absl::string_view key : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
      row->add_successor_keys(std::string(key));
    }
  }
  if ((meaning == "valid_from" || meaning == "valid_to") && !text.empty()) {
    const absl::optional<google::type::Date> day = ReadDay(text);
    if (!day.has_value()) return "not a day; write 2024-12-31, or nothing";
    *(meaning == "valid_from" ? row->mutable_valid_from_date() : row->mutable_valid_to_date()) =
        *day;
  }
  return "";
}

absl::Status ReadHeader(const CsvTable& table, std::vector<std::string>* meanings,
                        TerritoryRows* read) {
  std::set<std::string> seen;
  for (const std::string& column : table.header) {
    meanings->push_back(MeaningOf(column));
    const std::string& meaning = meanings->back();
    if (meaning.empty()) {
      read->unread.push_back(column);
    } else if (!seen.insert(meaning).second) {
      return DataError(
          absl::StrCat("column ", column, ": another column says the ", meaning, " already"));
    }
    if (meaning != "population") continue;
    const std::string name = absl::AsciiStrToLower(column);
    if (!absl::StartsWith(name, kPopulationOf)) continue;
    const std::string day = absl::StrReplaceAll(name.substr(kPopulationOf.size()), {{"_", "-"}});
    read->as_of = ReadDay(day);
    if (!read->as_of.has_value()) {
      return DataError(absl::StrCat("column ", column, ": ", day, " is not a day"));
    }
  }
  if (seen.count("key") == 0) {
    return DataError("no column with the keys; it is called ars, ars12 or key");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TerritoryRows> ReadTerritoryRows(const CsvTable& table) {
  TerritoryRows read;
  std::vector<std::string> meanings;
  if (absl::Status s = ReadHeader(table, &meanings, &read); !s.ok()) return s;
  std::map<std::string, int> lines;  // By key.
  for (const CsvRecord& record : table.records) {
    if (record.fields.size() != meanings.size()) {
      read.problems.push_back(
          {record.line, "",
           absl::StrCat(record.fields.size(), " fields; the header has ", meanings.size())});
      continue;
    }
    TerritoryRow row;
    row.set_line(record.line);
    std::vector<RowProblem> problems;
    for (size_t i = 0; i < meanings.size(); ++i) {
      const std::string text(absl::StripAsciiWhitespace(record.fields[i].text));
      std::string what = ReadCell(meanings[i], text, &row);
      if (what.empty()) continue;
      problems.push_back({record.line, table.header[i], std::move(what)});
    }
    const auto [first, is_new] = lines.try_emplace(row.key(), record.line);
    if (!is_new && !row.key().empty()) {
      problems.push_back(
          {record.line, "key", absl::StrCat("is that of line ", first->second, " too")});
    }
    if (problems.empty()) read.rows.push_back(std::move(row));
    read.problems.insert(read.problems.end(), problems.begin(), problems.end());
  }
  return read;
}

}  // namespace lotse::cli
