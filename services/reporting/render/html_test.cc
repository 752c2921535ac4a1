#include "services/reporting/render/html.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/render/random_document_testing.h"
#include "services/reporting/render/read_back_testing.h"
#include "services/reporting/render/sample_document.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Document;
using v1alpha::Section;

Document Sample(Language language = Language::kGerman) { return SampleDocument(language); }

// A rendering as XML, which is stricter than HTML.
pugi::xml_document Rendered(const Document& document, const Edition& edition = SampleEdition()) {
  return ParseXml(RenderHtml(document, edition));
}

TEST(HtmlTest, IsTheSameEveryTimeAndAlsoAfterAWayThroughBytes) {
  const Document document = Sample();
  Document copy;
  ASSERT_TRUE(copy.ParseFromString(document.SerializeAsString()));
  const std::string html = RenderHtml(document, SampleEdition());
  EXPECT_EQ(RenderHtml(document, SampleEdition()), html);
  EXPECT_EQ(RenderHtml(copy, SampleEdition()), html);
}

TEST(HtmlTest, IsWellFormedInBothLanguages) {
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    const std::string html = RenderHtml(Sample(language), SampleEdition());
    EXPECT_TRUE(absl::StartsWith(html, "<!DOCTYPE html>\n<html lang=\""));
    const pugi::xml_document xml = ParseXml(html);
    const absl::string_view tag = LanguageTag(language);
    EXPECT_EQ(xml.child("html").attribute("lang").value(), std::string(tag.data(), tag.size()));
  }
}

TEST(HtmlTest, LoadsNothingAndRunsNothing) {
  const std::string html = RenderHtml(Sample(), SampleEdition());
  for (const char* bad : {"<script", "<link", "<img", "<iframe", "<object",
                          "http:", "javascript:", "src=", "style=", "onload"}) {
    EXPECT_THAT(html, Not(HasSubstr(bad)));
  }
  const pugi::xml_document xml = ParseXml(html);
  // The one address is that of a link.
  EXPECT_EQ(xml.select_nodes("//@*[contains(., 'https:')]").size(), 1u);
  EXPECT_EQ(xml.select_nodes("//a/@href[contains(., 'https:')]").size(), 1u);
  EXPECT_THAT(xml.select_node("//meta[@http-equiv='Content-Security-Policy']")
                  .node()
                  .attribute("content")
                  .value(),
              HasSubstr("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
}

TEST(HtmlTest, HasATitleALinkPastTheContentsAndLandmarks) {
  const pugi::xml_document xml = Rendered(Sample());
  EXPECT_EQ(TextOf(xml.select_node("/html/head/title").node()),
            "Fortschrittsbericht 2026 – Musterstadt");
  EXPECT_THAT(TextsOf(xml, "//h1"), ElementsAre("Fortschrittsbericht 2026 – Musterstadt"));
  EXPECT_THAT(TextsOf(xml, "//p[@class='as-of']"),
              ElementsAre("Stand: 22.\u00a0November\u00a02026",
                          "Berichtszeitraum: 1.\u00a0Januar\u00a02026 bis "
                          "22.\u00a0November\u00a02026"));
  EXPECT_THAT(TextsOf(xml, "//p[@class='publisher']"), ElementsAre("Stadt Musterstadt"));
  const pugi::xml_node first = xml.select_node("/html/body/*").node();
  EXPECT_STREQ(first.attribute("href").value(), "#_main");
  for (const char* landmark : {"/html/body/header", "/html/body/nav[@aria-labelledby]",
                               "/html/body/main[@id='_main']", "/html/body/footer"}) {
    EXPECT_EQ(xml.select_nodes(landmark).size(), 1u) << landmark;
  }
}

TEST(HtmlTest, HeadingsFollowTheTreeWithoutAGap) {
  const pugi::xml_document xml = Rendered(Sample());
  int previous = 1;
  int deepest = 1;
  for (const pugi::xpath_node& found :
       xml.select_nodes("//main//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")) {
    const int level = found.node().name()[1] - '0';
    EXPECT_LE(level, previous + 1) << TextOf(found.node());
    previous = level;
    deepest = std::max(deepest, level);
  }
  EXPECT_EQ(deepest, 3);
  EXPECT_THAT(TextsOf(xml, "//main/section/h2"),
              ElementsAre("1 Das Wichtigste in Kürze", "2 Befragung der Beschäftigten",
                          "3 Stand der Maßnahmen", "4 Kennzahlen", "5 Stimmen"));
  EXPECT_EQ(TextOf(xml.select_node("//section[@id='gruppen']/h3").node()),
            "2.3 Nach Fachbereichen");
}

TEST(HtmlTest, EveryReferenceHasOneTarget) {
  const pugi::xml_document xml = Rendered(Sample());
  std::set<std::string> ids;
  for (const pugi::xpath_node& found : xml.select_nodes("//*[@id]")) {
    EXPECT_TRUE(ids.insert(found.node().attribute("id").value()).second)
        << found.node().attribute("id").value();
  }
  size_t links = 0;
  for (const pugi::xpath_node& found : xml.select_nodes("//a/@href")) {
    const std::string href = found.attribute().value();
    if (href[0] != '#') continue;
    ++links;
    EXPECT_EQ(ids.count(href.substr(1)), 1u) << href;
  }
  EXPECT_EQ(links, 12u);  // the skip link, 5 sections and 6 below them
  for (const char* path : {"//@aria-labelledby", "//@aria-describedby"}) {
    for (const pugi::xpath_node& found : xml.select_nodes(path)) {
      EXPECT_EQ(ids.count(found.attribute().value()), 1u) << found.attribute().value();
    }
  }
}

TEST(HtmlTest, TablesHaveCaptionsAndHeadings) {
  const pugi::xml_document xml = Rendered(Sample());
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
  const pugi::xml_document xml = Rendered(Sample());
  EXPECT_THAT(TextsOf(xml, "//table[@id='haeufigkeit-tabelle']/tbody/tr[1]/*"),
              ElementsAre("täglich", "1.187", "46,5\u00a0%"));
  EXPECT_THAT(TextsOf(xml, "//table[@id='haeufigkeit-tabelle']/tbody/tr[3]/*"),
              ElementsAre("nie", "⊘ geschützt", "⊘ geschützt"));
  EXPECT_EQ(xml.select_nodes("//table[@id='haeufigkeit-tabelle']//td[@class='number']").size(), 6u);
  EXPECT_THAT(TextsOf(xml, "//table[@id='haeufigkeit-tabelle']/following-sibling::div[1]/p"),
              ElementsAre("⊘ geschützt: Dieser Wert wird zum Schutz der Befragten nicht gezeigt."));
  // A wide table shows the sign; the word is there for those who listen.
  EXPECT_THAT(TextsOf(xml, "//table[@id='zustimmung']/tbody/tr[5]/td[5]/span"),
              ElementsAre("⊘", "geschützt"));
}

TEST(HtmlTest, AStatusIsASignAWordAndAClassForItsColour) {
  const pugi::xml_document xml = Rendered(Sample());
  const char* path = "//table[@id='massnahmen-tabelle']/tbody/tr[5]/td[4]";
  EXPECT_THAT(TextsOf(xml, path), ElementsAre("■\u00a0kritisch"));
  const pugi::xml_node status = xml.select_node(path).node().child("span");
  EXPECT_STREQ(status.attribute("class").value(), "critical");
  EXPECT_STREQ(status.child("span").attribute("aria-hidden").value(), "true");
  // Days, statuses and numbers of measures stay on their line.
  EXPECT_EQ(
      xml.select_nodes("//table[@id='massnahmen-tabelle']/tbody/tr[1]/*[@class='short']").size(),
      3u);
}

TEST(HtmlTest, ADashHasItsReasonInTheLegend) {
  const pugi::xml_document xml = Rendered(Sample());
  EXPECT_THAT(TextsOf(xml, "//table[@id='massnahmen-tabelle']/tbody/tr[7]/td[3]/span"),
              ElementsAre("–", "trifft nicht zu"));
  // Two reasons are told apart by letters.
  EXPECT_THAT(TextsOf(xml, "//table[@id='phasen-tabelle']/tbody/tr[4]/td[1]/span"),
              ElementsAre("–a", "trifft nicht zu"));
  EXPECT_THAT(TextsOf(xml, "//table[@id='phasen-tabelle']/tbody/tr[3]/td[3]/span"),
              ElementsAre("–b", "noch nicht erhoben"));
  EXPECT_EQ(xml.select_nodes("//section[@id='phasen']//div[@class='notes']/p").size(), 2u);
}

TEST(HtmlTest, ChartsStandAboveTheirTables) {
  const pugi::xml_document xml = Rendered(Sample());
  const pugi::xpath_node_set figures = xml.select_nodes("//figure[@id]");
  ASSERT_EQ(figures.size(), 8u);
  for (const pugi::xpath_node& found : figures) {
    EXPECT_EQ(found.node().select_nodes("svg[@role='img'][title][desc]").size(), 1u);
    EXPECT_EQ(found.node().select_nodes("following-sibling::*[1]/descendant-or-self::table").size(),
              1u);
  }
  EXPECT_EQ(TextOf(figures[0].node().child("figcaption")),
            "Abbildung 1: Zustimmung der Beschäftigten zu fünf Aussagen");
}

TEST(HtmlTest, ShowsSpansWithTheirMarksLanguagesAndLinks) {
  const pugi::xml_document xml = Rendered(Sample());
  const pugi::xml_node p = xml.select_node("//section[@id='kurz']/p[1]").node();
  EXPECT_STREQ(p.child("strong").text().get(), "14 Maßnahmen");
  EXPECT_STREQ(p.child("em").text().get(), "vier");
  EXPECT_STREQ(p.child("span").attribute("lang").value(), "en");
  EXPECT_STREQ(p.child("a").attribute("href").value(), "https://stadt.example/leitbild");
  EXPECT_THAT(TextsOf(xml, "//section[@id='kurz']/ul/li"),
              ElementsAre("Zwei Maßnahmen sind verzögert.", "Eine ist kritisch."));
  EXPECT_STREQ(xml.select_node("//section[@id='kurz']/ol/li/a").node().attribute("href").value(),
               "mailto:fachstelle@stadt.example");
}

TEST(HtmlTest, AnyOtherAddressIsText) {
  for (const char* link : {"javascript:alert(1)", "http://x", "data:text/html,x", "//x", "HTTPS:x",
                           "https:x", " https://x", "file:///x"}) {
    Document document;
    document.set_language("de");
    v1alpha::Span& span = *document.add_sections()->add_blocks()->mutable_paragraph()->add_spans();
    span.set_text("Wort");
    span.set_link(link);
    const pugi::xml_document xml = Rendered(document);
    EXPECT_EQ(xml.select_nodes("//main//a").size(), 0u) << link;
    EXPECT_THAT(TextsOf(xml, "//main//p"), ElementsAre("Wort"));
  }
}

TEST(HtmlTest, AnAddressThatMayBeFrozenIsALinkInAnyCase) {
  for (const char* link :
       {"HTTPS://stadt.example", "https://stadt.example", "MailTo:a@b.example"}) {
    Document document;
    document.set_language("de");
    v1alpha::Span& span = *document.add_sections()->add_blocks()->mutable_paragraph()->add_spans();
    span.set_text("Wort");
    span.set_link(link);
    const pugi::xml_document xml = Rendered(document);
    EXPECT_STREQ(xml.select_node("//main//a").node().attribute("href").value(), link);
  }
}

TEST(HtmlTest, ShowsWarningsWithAWord) {
  EXPECT_THAT(TextsOf(Rendered(Sample()), "//div[@class='warning']"),
              ElementsAre("Achtung: Der Dienst für Befragungen war nicht erreichbar."));
}

TEST(HtmlTest, ShowsWhatAnIndicatorMeasures) {
  const pugi::xml_document xml = Rendered(Sample());
  EXPECT_THAT(TextsOf(xml, "//div[@class='card']/p"), ElementsAre("Beratungen mit Sprachmittlung"));
  EXPECT_THAT(TextsOf(xml, "//div[@class='card']/dl/div"),
              ::testing::IsSupersetOf(
                  {"Richtung↑ mehr ist besser",
                   "Ausgangswert820\u00a0Gespräche (Stand: 31.\u00a0Dezember\u00a02021)",
                   "Zielwert2.000\u00a0Gespräche (bis 31.\u00a0Dezember\u00a02027)",
                   "WirkungStufe 2 von 7 der Wirkungstreppe"}));
}

TEST(HtmlTest, AQuoteHasItsLanguageAndARole) {
  const pugi::xml_document xml = Rendered(Sample());
  const pugi::xml_node quote = xml.select_node("//figure[@class='quote']").node();
  EXPECT_STREQ(quote.child("blockquote").attribute("lang").value(), "en");
  EXPECT_EQ(TextOf(quote.child("figcaption")), "— Beschäftigte im Bürgerservice");
}

TEST(HtmlTest, HasALogoAndAnAccentColour) {
  Document document = Sample();
  v1alpha::Appearance& appearance = *document.mutable_appearance();
  appearance.set_accent_colour("#123456");
  appearance.set_logo("\x89PNG");
  appearance.set_logo_media_type("image/png");
  appearance.set_logo_alt_text("Wappen");
  const std::string html = RenderHtml(document, {});
  EXPECT_THAT(html, HasSubstr("--heading: #123456;"));
  const auto parsed = ParseXml(html);
  const pugi::xml_node logo = parsed.select_node("//header/img").node();
  EXPECT_STREQ(logo.attribute("src").value(), "data:image/png;base64,iVBORw==");
  EXPECT_STREQ(logo.attribute("alt").value(), "Wappen");
  appearance.set_logo_media_type("image/svg+xml");
  EXPECT_EQ(Rendered(document).select_nodes("//img").size(), 0u);
}

TEST(HtmlTest, EndsWithImprintAndEvidenceOrNothing) {
  const pugi::xml_document xml = Rendered(Sample());
  EXPECT_THAT(
      TextsOf(xml, "//footer/section[@id='_imprint']/dl/div/dt"),
      ElementsAre("Herausgegeben von", "Kontakt", "Barrieren melden", "Förderung", "Förderung"));
  EXPECT_THAT(TextsOf(xml, "//footer/section[@id='_evidence']/dl/div/dd"),
              ElementsAre("programmes/p/engagements/e/reports/fortschritt", "2",
                          "programmes/p/reportTemplates/fortschritt, Fassung 4",
                          SampleEdition().previous_sha256, SampleEdition().content_sha256));
  EXPECT_EQ(xml.select_nodes("//footer//table").size(), 2u);
  EXPECT_EQ(xml.select_nodes("//footer/p").size(), 1u);
  Document bare;
  bare.set_language("de");
  EXPECT_EQ(ParseXml(RenderHtml(bare, {})).select_nodes("//footer").size(), 0u);
}

// How many elements a rendering has, by name; labels of charts take as many lines as they need, and
// where they are long there are fewer of them and of their ticks.
std::map<std::string, int> CountElements(const pugi::xml_document& xml) {
  std::map<std::string, int> counts;
  for (const pugi::xpath_node& found : xml.select_nodes("//*[not(self::text or self::line)]")) {
    ++counts[found.node().name()];
  }
  return counts;
}

TEST(HtmlTest, TextNeverBecomesMarkup) {
  const std::map<std::string, int> expected = CountElements(Rendered(Sample()));
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
    const std::string html = RenderHtml(document, {c.text, 1, c.text, c.text});
    const pugi::xml_document xml = ParseXml(html);
    EXPECT_EQ(CountElements(xml), expected) << c.text.substr(0, 60);
    const std::string shown = c.shown.empty() ? c.text : c.shown;
    EXPECT_EQ(TextOf(xml.select_node("/html/head/title").node()), shown);
    for (const char* path :
         {"//h1", "//main//section//h2", "//main//section//h3", "//main//p[@class='note']",
          "//caption", "//figcaption", "//thead/tr/th", "//tbody/tr/th", "//svg/title",
          "//svg/desc", "//dd", "//li", "//blockquote/p", "//strong", "//nav//a",
          "//div[@class='notes']/p"}) {
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
  const pugi::xml_document xml = Rendered(document);
  EXPECT_EQ(xml.select_nodes("//h6").size(), 5u);
  EXPECT_THAT(TextsOf(xml, "//tbody/tr/th"), ElementsAre("–"));
}

}  // namespace
}  // namespace lotse::reporting
