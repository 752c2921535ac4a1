#include "services/reporting/render/html.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Document;
using v1alpha::Section;

// Parses a rendering as XML, which is stricter than HTML.
pugi::xml_document Parse(const std::string& html) {
  pugi::xml_document xml;
  const pugi::xml_parse_result result =
      xml.load_string(html.c_str(), pugi::parse_full | pugi::parse_ws_pcdata);
  EXPECT_TRUE(result) << result.description() << " at " << html.substr(result.offset, 80);
  return xml;
}

// All text below a node, in order.
std::string TextOf(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xpath_node& text : node.select_nodes(".//text()")) {
    out += text.node().value();
  }
  return out;
}

std::vector<std::string> TextsOf(const pugi::xml_document& xml, const char* path) {
  std::vector<std::string> out;
  for (const pugi::xpath_node& found : xml.select_nodes(path)) out.push_back(TextOf(found.node()));
  return out;
}

Document Sample(Language language = Language::kGerman) {
  return BuildDocument(SampleInputs(language));
}

TEST(HtmlTest, IsTheSameEveryTimeAndAlsoAfterAWayThroughBytes) {
  const Document document = Sample();
  Document copy;
  ASSERT_TRUE(copy.ParseFromString(document.SerializeAsString()));
  const std::string html = RenderHtml(document, "abc");
  EXPECT_EQ(RenderHtml(document, "abc"), html);
  EXPECT_EQ(RenderHtml(copy, "abc"), html);
}

TEST(HtmlTest, IsWellFormedInBothLanguages) {
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    const std::string html = RenderHtml(Sample(language), "abc");
    EXPECT_TRUE(absl::StartsWith(html, "<!DOCTYPE html>\n<html lang=\""));
    const pugi::xml_document xml = Parse(html);
    const absl::string_view tag = LanguageTag(language);
    EXPECT_EQ(xml.child("html").attribute("lang").value(), std::string(tag.data(), tag.size()));
  }
}

TEST(HtmlTest, LoadsNothingAndRunsNothing) {
  const std::string html = RenderHtml(Sample(), "abc");
  for (const char* bad : {"<script", "<link", "<img", "<iframe", "<object",
                          "http:", "https:", "javascript:", "src=", "style=", "onload"}) {
    EXPECT_THAT(html, Not(HasSubstr(bad)));
  }
  const pugi::xml_document xml = Parse(html);
  EXPECT_THAT(xml.select_node("//meta[@http-equiv='Content-Security-Policy']")
                  .node()
                  .attribute("content")
                  .value(),
              HasSubstr("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
}

TEST(HtmlTest, HasATitleALinkPastTheContentsAndLandmarks) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  EXPECT_EQ(TextOf(xml.select_node("/html/head/title").node()),
            "Bericht: Interkulturelle Öffnung der Stadt Musterstadt");
  EXPECT_THAT(TextsOf(xml, "//h1"),
              ElementsAre("Bericht: Interkulturelle Öffnung der Stadt Musterstadt"));
  EXPECT_THAT(TextsOf(xml, "//p[@class='as-of']"),
              ElementsAre("Stand: 22.\u00a0November\u00a02026"));
  const pugi::xml_node first = xml.select_node("/html/body/*").node();
  EXPECT_STREQ(first.attribute("href").value(), "#_main");
  for (const char* landmark : {"/html/body/header", "/html/body/nav[@aria-labelledby]",
                               "/html/body/main[@id='_main']", "/html/body/footer"}) {
    EXPECT_EQ(xml.select_nodes(landmark).size(), 1u) << landmark;
  }
}

TEST(HtmlTest, HeadingsFollowTheTreeWithoutAGap) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  int previous = 1;
  int deepest = 1;
  for (const pugi::xpath_node& found :
       xml.select_nodes("//main//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")) {
    const int level = found.node().name()[1] - '0';
    EXPECT_LE(level, previous + 1) << TextOf(found.node());
    previous = level;
    deepest = std::max(deepest, level);
  }
  EXPECT_EQ(deepest, 5);
  EXPECT_THAT(TextsOf(xml, "//main/section/h2"),
              ElementsAre("1 Das Wichtigste in Kürze", "2 Prozess",
                          "3 Befragung der Beschäftigten 2026", "4 Anhang"));
  EXPECT_EQ(TextOf(xml.select_node("//section[@id='wave-1-item-3']/h5").node()),
            "3.1.2.2 Ich fühle mich im Umgang mit Vielfalt sicher.");
}

TEST(HtmlTest, EveryReferenceHasOneTarget) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  std::set<std::string> ids;
  for (const pugi::xpath_node& found : xml.select_nodes("//*[@id]")) {
    EXPECT_TRUE(ids.insert(found.node().attribute("id").value()).second)
        << found.node().attribute("id").value();
  }
  size_t links = 0;
  for (const pugi::xpath_node& found : xml.select_nodes("//a/@href")) {
    ++links;
    const std::string href = found.attribute().value();
    ASSERT_EQ(href[0], '#');
    EXPECT_EQ(ids.count(href.substr(1)), 1u) << href;
  }
  EXPECT_EQ(links, 9u);  // the skip link, 4 sections and 4 below them
  for (const char* path : {"//@aria-labelledby", "//@aria-describedby"}) {
    for (const pugi::xpath_node& found : xml.select_nodes(path)) {
      EXPECT_EQ(ids.count(found.attribute().value()), 1u) << found.attribute().value();
    }
  }
}

TEST(HtmlTest, TablesHaveCaptionsAndHeadings) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  const pugi::xpath_node_set tables = xml.select_nodes("//table");
  ASSERT_GT(tables.size(), 6u);
  int number = 0;
  for (const pugi::xpath_node& found : tables) {
    const pugi::xml_node table = found.node();
    EXPECT_TRUE(
        absl::StartsWith(TextOf(table.child("caption")), absl::StrCat("Tabelle ", ++number, ": ")));
    const size_t columns = table.select_nodes("thead/tr/th").size();
    EXPECT_EQ(table.select_nodes("thead/tr/th[@scope='col']").size(), columns);
    for (const pugi::xpath_node& row : table.select_nodes("tbody/tr")) {
      EXPECT_EQ(row.node().select_nodes("th[@scope='row'][position()=1]").size(), 1u);
      EXPECT_EQ(row.node().select_nodes("th|td").size(), columns);
    }
  }
  EXPECT_EQ(xml.select_nodes("//td[not(normalize-space(.))]").size(), 0u);
}

TEST(HtmlTest, ShowsFiguresAndProtectedCells) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  EXPECT_THAT(TextsOf(xml, "//table[@id='wave-1-table-1']/tbody/tr[1]/*"),
              ElementsAre("täglich", "187", "46,5\u00a0%"));
  EXPECT_THAT(TextsOf(xml, "//table[@id='wave-1-table-1']/tbody/tr[5]/*"),
              ElementsAre("nie", "⊘ geschützt", "⊘ geschützt"));
  EXPECT_EQ(xml.select_nodes("//table[@id='wave-1-table-1']//td[@class='number']").size(), 10u);
  EXPECT_THAT(
      TextsOf(xml, "//table[@id='wave-1-table-1']/following-sibling::div[1]/p"),
      ElementsAre("n: 402 Personen haben diese Frage beantwortet.", "Ohne Antwort: 18 Personen.",
                  "Zum Schutz zusammengefasst: 2 Antworten mit zusammen 31 Personen.",
                  "⊘ geschützt: Dieser Wert wird zum Schutz der Befragten nicht gezeigt."));
  // A wide table shows the sign; the word is there for those who listen.
  EXPECT_THAT(TextsOf(xml, "//table[@id='wave-1-overview-2']/tbody/tr[3]/td[1]/span"),
              ElementsAre("⊘", "geschützt"));
  // Figures beside words stay where words are.
  EXPECT_EQ(xml.select_nodes("//table[@id='wave-1-data']//td[@class='number']").size(), 0u);
}

TEST(HtmlTest, ChartsStandAboveTheirTables) {
  const pugi::xml_document xml = Parse(RenderHtml(Sample(), "abc"));
  const pugi::xpath_node_set figures = xml.select_nodes("//figure");
  ASSERT_EQ(figures.size(), 4u);
  for (const pugi::xpath_node& found : figures) {
    EXPECT_EQ(found.node().select_nodes("svg[@role='img'][title][desc]").size(), 1u);
    EXPECT_STREQ(found.node().next_sibling().next_sibling().name(), "table");
  }
  EXPECT_EQ(TextOf(figures[0].node().child("figcaption")),
            "Abbildung 1: Anteile der Antworten (n = 402)");
}

TEST(HtmlTest, ShowsWarningsWithAWord) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  for (v1alpha::Source& source : inputs.sources) {
    if (source.service() == "survey") source.set_state(v1alpha::Source::STATE_UNREACHABLE);
  }
  inputs.waves.clear();
  const pugi::xml_document xml = Parse(RenderHtml(BuildDocument(inputs), "abc"));
  EXPECT_THAT(
      TextsOf(xml, "//div[@class='warning']"),
      ElementsAre("Achtung: Der Dienst für Befragungen war nicht erreichbar; die Ergebnisse "
                  "fehlen in diesem Bericht."));
}

TEST(HtmlTest, PrintsTheHashOrNothing) {
  EXPECT_THAT(TextsOf(Parse(RenderHtml(Sample(), "0123abcd")), "//footer//code"),
              ElementsAre("0123abcd"));
  EXPECT_EQ(Parse(RenderHtml(Sample(), "")).select_nodes("//footer").size(), 0u);
}

// Puts `text` into every string of a message but its ids and its language.
void FillStrings(const std::string& text, google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    const bool is_text = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING &&
                         !absl::EndsWith(field->name(), "_id") && field->name() != "language";
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        if (is_message) FillStrings(text, *reflection.MutableRepeatedMessage(&message, field, i));
        if (is_text) reflection.SetRepeatedString(&message, field, i, text);
      }
    } else {
      if (is_message) FillStrings(text, *reflection.MutableMessage(&message, field));
      if (is_text) reflection.SetString(&message, field, text);
    }
  }
}

// How many elements a rendering has, by name; labels of charts take as many
// lines as they need.
std::map<std::string, int> CountElements(const pugi::xml_document& xml) {
  std::map<std::string, int> counts;
  for (const pugi::xpath_node& found : xml.select_nodes("//*[not(self::text)]")) {
    ++counts[found.node().name()];
  }
  return counts;
}

TEST(HtmlTest, TextNeverBecomesMarkup) {
  const std::map<std::string, int> expected = CountElements(Parse(RenderHtml(Sample(), "abc")));
  const struct {
    std::string text;
    std::string shown;
  } cases[] = {
      {"<script>alert(1)</script>", "<script>alert(1)</script>"},
      {"</title></style></svg><img src=x onerror=alert(1)>",
       "</title></style></svg><img src=x onerror=alert(1)>"},
      {"]]> <!-- --> <![CDATA[x]]> <?php ?> &amp; &lt;", ""},
      {"{{x}} {{{x}}} {% x %} ${x} $0 $1 %s", "{{x}} {{{x}}} {% x %} ${x} $0 $1 %s"},
      {"\"'` onmouseover=\"x\" '", "\"'` onmouseover=\"x\" '"},
      {"a\u202Eb\u2066c", "a[U+202E]b[U+2066]c"},
      {std::string("nul\0esc\x1b", 8), "nul[U+0000]esc[U+001B]"},
      {"bytes \xff\xfe", "bytes \uFFFD\uFFFD"},
      {std::string(100000, 'x'), ""},
  };
  for (const auto& c : cases) {
    Document document = Sample();
    FillStrings(c.text, document);
    const std::string html = RenderHtml(document, c.text);
    const pugi::xml_document xml = Parse(html);
    EXPECT_EQ(CountElements(xml), expected) << c.text.substr(0, 60);
    const std::string shown = c.shown.empty() ? c.text : c.shown;
    EXPECT_EQ(TextOf(xml.select_node("/html/head/title").node()), shown);
    for (const char* path :
         {"//h1", "//main//section//h2", "//main//section//h5", "//main//p[@class='note']",
          "//caption", "//figcaption", "//thead/tr/th", "//tbody/tr/th", "//svg/title",
          "//svg/desc", "//code", "//nav//a", "//div[@class='notes']/p"}) {
      const std::vector<std::string> texts = TextsOf(xml, path);
      ASSERT_FALSE(texts.empty()) << path;
      EXPECT_THAT(texts[0], HasSubstr(shown)) << path;
    }
  }
}

TEST(HtmlTest, ShowsWhatCanBeShownOfAFaultyDocument) {
  Document document;
  document.set_language("xx");
  Section* at = document.add_sections();
  for (int level = 0; level < 8; ++level) at = &AddSection("", "tief", *at);
  at->add_blocks();
  v1alpha::Table& table = AddTable("t", "", {}, *at);
  table.add_rows()->add_cells();
  const pugi::xml_document xml = Parse(RenderHtml(document, ""));
  EXPECT_EQ(xml.select_nodes("//h6").size(), 5u);
  EXPECT_THAT(TextsOf(xml, "//tbody/tr/th"), ElementsAre("–"));
}

// The samples in both languages, written to LOTSE_SAMPLE_DIR to be looked at, else
// to the folder for temporary files.
TEST(HtmlTest, SamplesAreWellFormed) {
  const char* wanted = std::getenv("LOTSE_SAMPLE_DIR");
  const std::string directory = wanted == nullptr ? testing::TempDir() : wanted;
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    ReportInputs inputs = SampleInputs(language);
    inputs.sources.push_back(inputs.sources[3]);
    inputs.sources[4].set_resource(inputs.sources[4].resource() + "-2");
    inputs.sources[4].set_state(v1alpha::Source::STATE_UNREACHABLE);
    inputs.sources[4].clear_revision();
    const Document document = BuildDocument(inputs);
    const absl::StatusOr<std::string> json = types::CanonicalJson(document);
    ASSERT_TRUE(json.ok()) << json.status();
    const absl::string_view tag = LanguageTag(language);
    std::ofstream file(absl::StrCat(directory, "/report-", tag, ".html"), std::ios::binary);
    const std::string html = RenderHtml(document, types::Sha256Hex(*json));
    EXPECT_FALSE(Parse(html).empty());
    file << html;
    EXPECT_TRUE(file.good());
  }
}

}  // namespace
}  // namespace lotse::reporting
