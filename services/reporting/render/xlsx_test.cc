#include "services/reporting/render/xlsx.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/read_back_testing.h"
#include "services/reporting/render/sample_document.h"
#include "tests/support/unzip.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using v1alpha::Document;

std::map<std::string, std::string> Files(const Document& document) {
  const absl::StatusOr<std::string> xlsx = RenderXlsx(document, SampleEdition());
  EXPECT_TRUE(xlsx.ok()) << xlsx.status();
  return xlsx.ok() ? testing_support::UnzippedFiles(*xlsx) : std::map<std::string, std::string>();
}

TEST(XlsxTest, HasASheetForTheReportAndEachTable) {
  const Document document = SampleDocument();
  const auto files = Files(document);
  const pugi::xml_document book = ParseXml(files.at("xl/workbook.xml"));
  EXPECT_EQ(book.select_nodes("//sheet").size(), AllTables(document).size() + 1);
  EXPECT_STREQ(book.select_node("//sheet[1]").node().attribute("name").value(), "1 Bericht");
  const pugi::xml_document strings = ParseXml(files.at("xl/sharedStrings.xml"));
  const std::vector<std::string> texts = TextsOf(strings, "/sst/si");
  EXPECT_THAT(texts, Contains("Stand: 22.\u00a0November\u00a02026"));
  EXPECT_THAT(texts, Contains(SampleEdition().content_sha256));
  EXPECT_THAT(texts, Contains("programmes/p/survey"));
  EXPECT_THAT(texts, Contains("Quellen: Nr. 2"));
  EXPECT_THAT(texts, Contains(HasSubstr("geschützt: Dieser Wert")));
}

TEST(XlsxTest, NamesOfSheetsAreLegalAndUnique) {
  Document document;
  document.set_language("de");
  v1alpha::Section& section = *document.add_sections();
  int number = 0;
  for (const char* caption : {"", "a/b\\c[d]e:f*g?h", "'x'", "gleich", "GLEICH", "History",
                              "Ein sehr langer Titel einer Tabelle mit Umlauten: äöüß",
                              "\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642"
                              "\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642"
                              "\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642\U0001F642"}) {
    v1alpha::Table& table = AddTable(absl::StrCat("t", ++number), caption, {"a"}, section);
    AddRow({TextCell("x")}, table);
  }
  const auto files = Files(document);
  const pugi::xml_document book = ParseXml(files.at("xl/workbook.xml"));
  std::set<std::string> names;
  for (const pugi::xpath_node& sheet : book.select_nodes("//sheet")) {
    const std::string name = sheet.node().attribute("name").value();
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_of("[]:*?/\\'"), std::string::npos) << name;
    EXPECT_FALSE(name.empty());
  }
  EXPECT_EQ(names.size(), 9u);
}

TEST(XlsxTest, NumbersHaveTheFormatsTheyArePrintedWith) {
  const auto files = Files(SampleDocument());
  const std::string& styles = files.at("xl/styles.xml");
  for (const char* pattern : {"#,##0.0", "#,##0.00", "0.0%", "dd.mm.yyyy"}) {
    EXPECT_THAT(styles, HasSubstr(absl::StrCat("\"", pattern, "\""))) << pattern;
  }
}

TEST(XlsxTest, KeepsWhatItCannotHold) {
  Document document;
  document.set_language("de");
  v1alpha::Table& table = AddTable("t", "T", {"a", "b", "c"}, *document.add_sections());
  v1alpha::Number number;
  number.set_unscaled(1'000'000'000'000'001);
  number.set_digits(2);
  google::type::Date day;
  day.set_year(1850);
  day.set_month(5);
  day.set_day(1);
  AddRow({TextCell(std::string(40000, 'x')), NumberCell(number), DateCell(day)}, table);
  const auto files = Files(document);
  const pugi::xml_document strings = ParseXml(files.at("xl/sharedStrings.xml"));
  const std::vector<std::string> texts = TextsOf(strings, "/sst/si");
  EXPECT_THAT(texts, Contains("10.000.000.000.000,01"));
  EXPECT_THAT(texts, Contains("1.\u00a0Mai\u00a01850"));
  EXPECT_THAT(texts, Contains(HasSubstr("xxx… [gekürzt; ganz in der JSON-Datei]")));
}

// Wherever the cut falls, it is between two characters of the text.
TEST(XlsxTest, CutsNothingWithinAnEscape) {
  for (size_t before = 32767 - 60; before < 32767; ++before) {
    Document document;
    document.set_language("de");
    v1alpha::Table& table = AddTable("t", "T", {"a"}, *document.add_sections());
    AddRow({TextCell(std::string(before, 'x') + "_x0041_" + std::string(60, 'y'))}, table);
    const auto files = Files(document);
    for (const std::string& text : TextsOf(ParseXml(files.at("xl/sharedStrings.xml")), "/sst/si")) {
      const size_t end = text.find("… [");
      if (end == std::string::npos) continue;
      // Behind the filling stands nothing, or the escape as a whole.
      const std::string kept = text.substr(std::min(before, end), end - std::min(before, end));
      EXPECT_TRUE(kept.empty() || kept.substr(0, 7) == "_x005F_") << before << " " << kept;
    }
  }
}

TEST(XlsxTest, TheDayOfTheDocumentStandsForItsTime) {
  EXPECT_THAT(Files(SampleDocument()).at("docProps/core.xml"), HasSubstr("2026-11-22T00:00:00Z"));
  Document without = SampleDocument();
  without.clear_as_of_date();
  EXPECT_THAT(Files(without).at("docProps/core.xml"), HasSubstr("1980-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace lotse::reporting
