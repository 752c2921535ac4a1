#include "services/reporting/render/artifact.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "runtime/types/csv.h"
#include "services/reporting/render/facts.h"
#include "services/reporting/render/markup.h"
#include "services/reporting/render/random_document_testing.h"
#include "services/reporting/render/read_back_testing.h"
#include "services/reporting/render/sample_document.h"
#include "tests/support/surroundings.h"
#include "tests/support/unzip.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::Surroundings;
using testing_support::UnzippedFiles;
using v1alpha::Document;

std::string Render(v1alpha::ArtifactFormat format, const Document& document,
                   const Edition& edition = SampleEdition()) {
  absl::StatusOr<std::string> artifact = RenderArtifact(format, document, edition);
  EXPECT_TRUE(artifact.ok()) << artifact.status();
  return artifact.ok() ? *std::move(artifact) : "";
}

TEST(ArtifactTest, EveryFormatHasItsOwnTypeAndEnding) {
  std::set<std::string> endings, words;
  for (const v1alpha::ArtifactFormat format : kArtifactFormats) {
    EXPECT_FALSE(Render(format, SampleDocument()).empty());
    const FileType* const type = FileTypeOf(format);
    ASSERT_NE(type, nullptr) << format;
    EXPECT_TRUE(absl::StrContains(type->content_type, "/"));
    EXPECT_TRUE(absl::StartsWith(type->extension, "."));
    EXPECT_TRUE(endings.insert(type->extension).second) << type->extension;
    EXPECT_TRUE(words.insert(type->word).second) << type->word;
  }
  EXPECT_EQ(endings.size(), static_cast<size_t>(v1alpha::ArtifactFormat_ARRAYSIZE) - 1);
  EXPECT_EQ(FileTypeOf(v1alpha::ARTIFACT_FORMAT_UNSPECIFIED), nullptr);
}

TEST(ArtifactTest, RefusesWhatHasNoForm) {
  const absl::Status unknown =
      RenderArtifact(v1alpha::ARTIFACT_FORMAT_UNSPECIFIED, SampleDocument(), {}).status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("HTML, JSON, XLSX, CSV"));
  Document document = SampleDocument();
  document.set_title("\xff");
  EXPECT_EQ(RenderArtifact(v1alpha::ARTIFACT_FORMAT_JSON, document, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ArtifactTest, TheSameBytesInEveryLocaleAndZone) {
  testing_support::MakeGermanLocale();
  bool comma = false;
  for (const v1alpha::ArtifactFormat format : kArtifactFormats) {
    const std::string expected = Render(format, SampleDocument());
    EXPECT_EQ(Render(format, SampleDocument()), expected);
    Document copy;
    ASSERT_TRUE(copy.ParseFromString(SampleDocument().SerializeAsString()));
    EXPECT_EQ(Render(format, copy), expected);
    for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8", "C"}) {
      for (const char* zone : {"Europe/Berlin", "Pacific/Auckland", "America/New_York"}) {
        const Surroundings around(locale, zone);
        comma = comma || Surroundings::HasComma();
        EXPECT_EQ(Render(format, SampleDocument()) == expected, true)
            << locale << (around.found() ? "" : " (not installed)") << " " << zone << " " << format;
      }
    }
  }
  if (!comma) GTEST_SKIP() << "the sources of locales are not installed; zones were compared";
}

// Every format says the same of every cell of random tables.
TEST(ArtifactTest, AllFormatsHaveTheSameFigures) {
  int cells = 0;
  for (uint32_t seed = 0; seed < 1000; ++seed) {
    const Document document = RandomDocument(seed);
    const Language language = LanguageOf(document);
    Document parsed;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                    Render(v1alpha::ARTIFACT_FORMAT_JSON, document), &parsed)
                    .ok());
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(parsed, document)) << seed;
    const pugi::xml_document html = ParseXml(Render(v1alpha::ARTIFACT_FORMAT_HTML, document));
    const auto csv = UnzippedFiles(Render(v1alpha::ARTIFACT_FORMAT_CSV, document));
    const auto excel = UnzippedFiles(Render(v1alpha::ARTIFACT_FORMAT_CSV_EXCEL, document));
    const auto xlsx = UnzippedFiles(Render(v1alpha::ARTIFACT_FORMAT_XLSX, document));
    int sheet = 1;
    for (const v1alpha::Table* table : AllTables(document)) {
      const ReadTable expected = ExpectedRows(*table, language);
      const std::string file = table->table_id() + ".csv";
      ++sheet;
      EXPECT_EQ(RowsOfHtml(html, *table, language), expected) << seed;
      EXPECT_EQ(RowsOfCsv(csv.at(file), ',', *table), expected) << seed;
      EXPECT_EQ(RowsOfCsv(excel.at(file), ';', *table), expected) << seed;
      EXPECT_EQ(RowsOfSheet(xlsx.at(absl::StrCat("xl/worksheets/sheet", sheet, ".xml")),
                            xlsx.at("xl/sharedStrings.xml"), *table, language),
                expected)
          << seed;
      cells += table->rows_size() * table->columns_size();
      if (HasFailure()) FAIL() << "seed " << seed;
    }
  }
  EXPECT_GT(cells, 20000);
}

// What is protected is a word in each format, and nothing else: no figure, no share, and nothing of
// what a share would be made of.
TEST(ArtifactTest, AProtectedFigureIsNowhere) {
  const Document document = SampleDocument();
  const v1alpha::Table& table = document.sections(1).sections(0).blocks(1).table();
  ASSERT_EQ(table.table_id(), "haeufigkeit-tabelle");
  ASSERT_TRUE(table.rows(2).cells(1).has_protected_());
  const std::vector<std::string> row = {"nie", "geschützt", "geschützt"};
  const pugi::xml_document html = ParseXml(Render(v1alpha::ARTIFACT_FORMAT_HTML, document));
  EXPECT_EQ(RowsOfHtml(html, table, Language::kGerman).at(2), row);
  const auto xlsx = UnzippedFiles(Render(v1alpha::ARTIFACT_FORMAT_XLSX, document));
  const std::vector<const v1alpha::Table*> tables = AllTables(document);
  const auto sheet = 2 + std::find(tables.begin(), tables.end(), &table) - tables.begin();
  const std::string name = absl::StrCat("xl/worksheets/sheet", sheet, ".xml");
  EXPECT_EQ(
      RowsOfSheet(xlsx.at(name), xlsx.at("xl/sharedStrings.xml"), table, Language::kGerman).at(2),
      row);
  // Behind them only what shares are made of: nothing.
  const pugi::xml_document cells = ParseXml(xlsx.at(name));
  EXPECT_EQ(cells.select_nodes("//row[@r='5']/c").size(), row.size());
  for (const v1alpha::ArtifactFormat format :
       {v1alpha::ARTIFACT_FORMAT_CSV, v1alpha::ARTIFACT_FORMAT_CSV_EXCEL}) {
    const std::string s = format == v1alpha::ARTIFACT_FORMAT_CSV ? "," : ";";
    const std::string csv = UnzippedFiles(Render(format, document)).at("haeufigkeit-tabelle.csv");
    EXPECT_THAT(csv,
                HasSubstr(absl::StrCat("\r\nnie", s, "geschützt", s, "geschützt", s, s, "\r\n")));
  }
  Document parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Render(v1alpha::ARTIFACT_FORMAT_JSON, document), &parsed)
                  .ok());
  const v1alpha::Row& kept = parsed.sections(1).sections(0).blocks(1).table().rows(2);
  ASSERT_EQ(kept.cells_size(), 3);
  for (int cell : {1, 2}) {
    EXPECT_EQ(kept.cells(cell).SerializeAsString(), table.rows(2).cells(1).SerializeAsString());
  }
}

TEST(ArtifactTest, TextStaysTextInEveryFormat) {
  const std::string texts[] = {
      "<script>alert(1)</script>",
      "=1+1",
      "=cmd|' /C calc'!A0",
      "@SUM(1+1)",
      "{{x}} ${x} $0 %s",
      "_x0041_",
      "]]> <!-- --> <![CDATA[x]]>",
      "\"; } body { display: none",
      "a\u202Eb\u2066c",
      std::string("nul\0esc\x1b", 8),
      std::string(100000, 'x'),
  };
  for (const std::string& text : texts) {
    Document document = SampleDocument();
    FillStrings(text, document);
    const std::string shown = VisibleText(text);
    const pugi::xml_document html = ParseXml(Render(v1alpha::ARTIFACT_FORMAT_HTML, document));
    EXPECT_EQ(TextOf(html.select_node("/html/head/title").node()), shown);
    EXPECT_EQ(html.select_nodes("//script").size(), 0u);
    for (const bool excel : {false, true}) {
      const auto csv = UnzippedFiles(Render(
          excel ? v1alpha::ARTIFACT_FORMAT_CSV_EXCEL : v1alpha::ARTIFACT_FORMAT_CSV, document));
      types::CsvReader reader(csv.at("haeufigkeit-tabelle.csv"));
      std::vector<types::CsvField> fields;
      ASSERT_TRUE(reader.Next(&fields).ok());
      ASSERT_TRUE(reader.Next(&fields).ok());
      const bool formula = absl::string_view("=+-@\t\r\n'").find(shown[0]) != std::string::npos;
      EXPECT_EQ(fields[0].text, formula ? "'" + shown : shown);
    }
    const auto xlsx = UnzippedFiles(Render(v1alpha::ARTIFACT_FORMAT_XLSX, document));
    for (const auto& [name, content] : xlsx) {
      if (!absl::EndsWith(name, ".xml") && !absl::EndsWith(name, ".rels")) continue;
      EXPECT_EQ(ParseXml(content).select_nodes("//f").size(), 0u) << name;
    }
    const std::string cell =
        shown.size() > 32767 ? shown.substr(0, 32000) : absl::StrCat(shown.substr(0, 1));
    EXPECT_THAT(xlsx.at("xl/sharedStrings.xml"), Not(HasSubstr("<script")));
    const pugi::xml_document strings = ParseXml(xlsx.at("xl/sharedStrings.xml"));
    EXPECT_THAT(TextsOf(strings, "/sst/si"), ::testing::Contains(HasSubstr(cell)));
  }
}

// Samples to be looked at, written to LOTSE_SAMPLE_DIR, else to the folder for temporary files.
TEST(ArtifactTest, WritesSamples) {
  const char* wanted = std::getenv("LOTSE_SAMPLE_DIR");
  const std::string directory = wanted == nullptr ? testing::TempDir() : wanted;
  for (const v1alpha::ArtifactFormat format : kArtifactFormats) {
    std::ofstream file(absl::StrCat(directory, "/sample-report", FileTypeOf(format)->extension),
                       std::ios::binary);
    file << Render(format, SampleDocument());
    EXPECT_TRUE(file.good());
  }
}

}  // namespace
}  // namespace lotse::reporting
