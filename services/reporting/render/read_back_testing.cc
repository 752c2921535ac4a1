#include "services/reporting/render/read_back_testing.h"

#include <chrono>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "runtime/types/csv.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/render_words.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Table;

// `#12.50` from 1250 and 2 digits.
std::string Figure(int64_t unscaled, int digits) {
  std::string text = absl::StrCat(unscaled < 0 ? -unscaled : unscaled);
  while (static_cast<int>(text.size()) <= digits) text.insert(0, "0");
  if (digits > 0) text.insert(text.size() - static_cast<size_t>(digits), ".");
  return absl::StrCat("#", unscaled < 0 ? "-" : "", text);
}

int DigitsOf(const Cell& cell) {
  return cell.has_share() ? 1 : cell.has_number() ? cell.number().digits() : 0;
}

bool IsFigure(const Cell& cell) {
  return cell.has_integer() || cell.has_share() || cell.has_number();
}

std::string Expected(const Cell& cell, Language language) {
  const bool german = language == Language::kGerman;
  switch (cell.value_case()) {
    case Cell::kInteger:
      return Figure(cell.integer(), 0);
    case Cell::kShare:
      return Figure(cell.share().per_mille(), 1);
    case Cell::kNumber:
      return Figure(cell.number().unscaled(), cell.number().digits());
    case Cell::kDate:
      return absl::StrCat("@", cell.date().year(), "-", cell.date().month(), "-",
                          cell.date().day());
    case Cell::kProtected:
      return german ? "geschützt" : "protected";
    case Cell::kMissing:
      return MissingWordsOf(cell.missing().reason(), language).word;
    case Cell::kStatus:
      return VisibleText(cell.status().word());
    default:
      return VisibleText(cell.text());
  }
}

// Takes the sign off a status.
std::string WordOf(const std::string& text) {
  const size_t space = text.find("\u00a0");
  return space == std::string::npos ? text : text.substr(space + 2);
}

std::string WithoutUnit(std::string text, const Cell& cell) {
  std::string unit = cell.has_share() ? "%" : VisibleText(cell.number().unit());
  if (!unit.empty() && absl::EndsWith(text, unit)) text.resize(text.size() - unit.size());
  if (absl::EndsWith(text, "\u00a0")) text.resize(text.size() - 2);
  return text;
}

// `@2026-11-22` from a number of a day, as workbooks have it.
std::string DayOfSerial(int64_t serial) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(serial - 25569))};
  return absl::StrCat("@", int{day.year()}, "-", static_cast<unsigned>(day.month()), "-",
                      static_cast<unsigned>(day.day()));
}

// Undoes `_x005F_` of a workbook.
std::string Unescaped(const std::string& text) {
  return absl::StrReplaceAll(text, {{"_x005F_", "_"}});
}

}  // namespace

pugi::xml_document ParseXml(const std::string& xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result result =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_full | pugi::parse_ws_pcdata);
  EXPECT_TRUE(result) << result.description() << " at "
                      << xml.substr(static_cast<size_t>(result.offset), 80);
  return document;
}

std::string TextOf(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xpath_node& text : node.select_nodes(".//text()")) out += text.node().value();
  return out;
}

std::vector<std::string> TextsOf(const pugi::xml_node& xml, const char* path) {
  std::vector<std::string> out;
  for (const pugi::xpath_node& found : xml.select_nodes(path)) out.push_back(TextOf(found.node()));
  return out;
}

ReadTable ExpectedRows(const Table& table, Language language) {
  ReadTable rows;
  for (const v1alpha::Row& row : table.rows()) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (const Cell& cell : row.cells()) cells.push_back(Expected(cell, language));
  }
  return rows;
}

ReadTable RowsOfCsv(const std::string& csv, char separator, const Table& table) {
  const bool excel = separator == ';';
  EXPECT_EQ(absl::StartsWith(csv, "\xEF\xBB\xBF"), excel);
  types::CsvReader reader(csv);
  std::vector<types::CsvField> fields;
  EXPECT_TRUE(reader.Next(&fields).ok());
  ReadTable rows;
  while (!reader.AtEnd() && static_cast<int>(rows.size()) < table.rows_size()) {
    const absl::Status read = reader.Next(&fields);
    EXPECT_TRUE(read.ok()) << read;
    if (!read.ok()) return rows;
    const v1alpha::Row& row = table.rows(static_cast<int>(rows.size()));
    std::vector<std::string>& cells = rows.emplace_back();
    for (int i = 0; i < row.cells_size(); ++i) {
      std::string text = fields[static_cast<size_t>(i)].text;
      const Cell& cell = row.cells(i);
      if (IsFigure(cell)) {
        text = "#" + (excel ? absl::StrReplaceAll(text, {{",", "."}}) : text);
      } else if (cell.has_date()) {
        const std::string y = excel ? text.substr(6) : text.substr(0, 4);
        const std::string m = excel ? text.substr(3, 2) : text.substr(5, 2);
        const std::string d = excel ? text.substr(0, 2) : text.substr(8);
        text = absl::StrCat("@", std::atoi(y.c_str()), "-", std::atoi(m.c_str()), "-",
                            std::atoi(d.c_str()));
      } else {
        if (absl::StartsWith(text, "'")) text.erase(0, 1);
        if (cell.has_status()) text = WordOf(text);
      }
      cells.push_back(text);
    }
  }
  return rows;
}

ReadTable RowsOfSheet(const std::string& sheet, const std::string& strings, const Table& table,
                      Language language) {
  const pugi::xml_document shared = ParseXml(strings);
  std::vector<std::string> texts;
  for (const pugi::xpath_node& item : shared.select_nodes("/sst/si")) {
    texts.push_back(Unescaped(TextOf(item.node())));
  }
  const pugi::xml_document xml = ParseXml(sheet);
  EXPECT_EQ(xml.select_nodes("//f").size(), 0u) << "a formula";
  ReadTable rows;
  for (int i = 0; i < table.rows_size(); ++i) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (int j = 0; j < table.rows(i).cells_size(); ++j) {
      const Cell& cell = table.rows(i).cells(j);
      const std::string place = absl::StrCat(std::string(1, static_cast<char>('A' + j)), i + 3);
      const pugi::xml_node found =
          xml.select_node(absl::StrCat("//c[@r='", place, "']").c_str()).node();
      std::string text = found.child("v").text().get();
      if (absl::string_view(found.attribute("t").value()) == "s") {
        text = texts.at(static_cast<size_t>(std::atoi(text.c_str())));
        if (cell.has_status()) text = WordOf(text);
      } else if (cell.has_date()) {
        text = DayOfSerial(std::atoll(text.c_str()));
      } else if (IsFigure(cell)) {
        // Read as every program reads it, and printed with the digits of its format.
        double value = 0;
        EXPECT_TRUE(absl::SimpleAtod(text, &value)) << text;
        if (cell.has_share()) value *= 100;
        char buffer[64];
        std::snprintf(buffer, sizeof buffer, "#%.*f", DigitsOf(cell), value);
        text = absl::StrReplaceAll(buffer, {{",", "."}});
      }
      cells.push_back(text);
    }
  }
  return rows;
}

ReadTable RowsOfHtml(const pugi::xml_node& html, const Table& table, Language language) {
  const bool german = language == Language::kGerman;
  const pugi::xpath_node_set found =
      html.select_nodes(absl::StrCat("//table[@id='", table.table_id(), "']/tbody/tr").c_str());
  ReadTable rows;
  for (size_t i = 0; i < found.size(); ++i) {
    std::vector<std::string>& cells = rows.emplace_back();
    int column = 0;
    for (const pugi::xml_node& node : found[i].node().children()) {
      const Cell& cell = table.rows(static_cast<int>(i)).cells(column++);
      std::string text = TextOf(node);
      if (IsFigure(cell)) {
        text = "#" + absl::StrReplaceAll(
                         WithoutUnit(text, cell),
                         {{german ? "." : ",", ""}, {german ? "," : ".", "."}, {"\u2212", "-"}});
      } else if (cell.has_date()) {
        // Months have names here; the day and the year are compared.
        text = absl::StrReplaceAll(text, {{" ", "\u00a0"}}) == FormatDate(language, cell.date())
                   ? Expected(cell, language)
                   : text;
      } else if (cell.has_status()) {
        text = WordOf(text);
      } else if (cell.has_protected_() || cell.has_missing()) {
        const std::string word = Expected(cell, language);
        if (absl::EndsWith(text, word)) text = word;
      }
      cells.push_back(text);
    }
  }
  return rows;
}

}  // namespace lotse::reporting
