#include "services/survey/exchange/codings/csv_columns.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/csv.h"
#include "runtime/types/csv_text.h"

namespace lotse::survey::codings {
namespace {

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Of each field of the heading the column that it is; -1 for none.
absl::StatusOr<std::vector<int>> ReadHeading(const std::vector<types::CsvField>& heading,
                                             absl::Span<const Column> columns,
                                             FindingList* findings) {
  std::vector<int> places;
  std::vector<bool> found(columns.size());
  for (const types::CsvField& field : heading) {
    const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(field.text));
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& one) {
      return std::find(one.names.begin(), one.names.end(), name) != one.names.end();
    });
    if (column == columns.end()) {
      places.push_back(-1);
      if (!name.empty()) {
        findings->Note(1, "", absl::StrCat("The column `", Shortened(name), "` was left out."));
      }
      continue;
    }
    const std::size_t place = static_cast<std::size_t>(column - columns.begin());
    if (found[place]) {
      return Wrong(absl::StrCat("line 1: two columns for `", column->names[0], "`; give one"));
    }
    found[place] = true;
    places.push_back(static_cast<int>(place));
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].required && !found[i]) {
      return Wrong(absl::StrCat("line 1: the column `", columns[i].names[0],
                                "` is missing; the first line has the names of the columns"));
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadColumns(absl::string_view csv,
                                                absl::Span<const Column> columns,
                                                FindingList* findings,
                                                std::vector<std::string>* headings) {
  if (csv.size() > kMaxCsvBytes) {
    return Wrong(absl::StrCat("the file has ", csv.size(), " bytes; give at most ", kMaxCsvBytes));
  }
  if (absl::StartsWith(csv, "\xFF\xFE") || absl::StartsWith(csv, "\xFE\xFF")) {
    return Wrong("the text is UTF-16; save it as `CSV UTF-8`");
  }
  if (absl::Status s = types::CheckCsvText(csv); !s.ok()) return Wrong(s.message());
  types::CsvReader reader(csv);
  std::vector<types::CsvField> record;
  if (reader.AtEnd()) return Wrong("the file is empty; give a table with a heading");
  if (absl::Status s = reader.Next(&record); !s.ok()) return Wrong(s.message());
  const auto places = ReadHeading(record, columns, findings);
  if (!places.ok()) return places.status();
  if (headings != nullptr) {
    headings->assign(columns.size(), "");
    for (std::size_t i = 0; i < record.size(); ++i) {
      if ((*places)[i] < 0) continue;
      (*headings)[static_cast<std::size_t>((*places)[i])] = record[i].text;
    }
  }
  std::vector<CsvRow> rows;
  while (!reader.AtEnd()) {
    if (absl::Status s = reader.Next(&record); !s.ok()) return Wrong(s.message());
    CsvRow row = {record.front().line, std::vector<std::string>(columns.size())};
    bool has_content = false;
    for (std::size_t i = 0; i < record.size(); ++i) {
      has_content = has_content || !absl::StripAsciiWhitespace(record[i].text).empty();
      if (i < places->size() && (*places)[i] >= 0) {
        row.cells[static_cast<std::size_t>((*places)[i])] = std::move(record[i].text);
      }
    }
    if (!has_content) continue;
    if (rows.size() == kMaxCsvRows) {
      return Wrong(absl::StrCat("line ", row.line, ": more than ", kMaxCsvRows, " rows"));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<std::set<std::string>> TextsNamedIn(absl::string_view csv) {
  FindingList told_when_it_is_read;
  const Column text = {{"text", "document", "dokument"}, true};
  const auto rows = ReadColumns(csv, absl::MakeConstSpan(&text, 1), &told_when_it_is_read);
  if (!rows.ok()) return std::nullopt;
  std::set<std::string> names;
  for (const CsvRow& row : *rows) {
    names.insert(row.cells[0]);
    names.insert(types::WithoutNul(types::WithoutGuard(row.cells[0])));
  }
  return names;
}

}  // namespace lotse::survey::codings
