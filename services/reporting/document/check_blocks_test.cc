#include "services/reporting/document/check_blocks.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/check_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::IsEmpty;
using v1alpha::Document;
using v1alpha::IndicatorCard;
using v1alpha::Paragraph;
using v1alpha::Section;
using v1alpha::Span;

class CheckBlocksFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(CheckBlocksFaultTest, IsFound) { ExpectFound(GetParam()); }

Paragraph& TheParagraph(Document& d) { return *First(d).mutable_blocks(0)->mutable_paragraph(); }

// A span in the place of the text.
Span& TheSpan(Document& d) {
  TheParagraph(d).clear_text();
  Span& span = *TheParagraph(d).add_spans();
  span.set_text("Wort");
  return span;
}

v1alpha::Quote& AddQuote(Document& d) {
  v1alpha::Quote& quote = *First(d).add_blocks()->mutable_quote();
  quote.set_text("Das geht so nicht.");
  quote.set_language("de");
  quote.set_role_label("Beschäftigte im Bürgerservice");
  quote.mutable_release()->set_name("programmes/p/quotes/q");
  quote.mutable_release()->set_revision(2);
  return quote;
}

// An indicator in a section of its kind, with the table of its values.
IndicatorCard& AddCard(Document& d, Section::Scope scope, int level) {
  First(d).set_scope(scope);
  IndicatorCard& card = *First(d).add_blocks()->mutable_indicator();
  card.set_title("Kurse");
  card.set_unit("Kurse");
  card.set_table_id("table");
  card.set_resource("programmes/p/engagements/e/indicators/i");
  card.set_revision(4);
  card.set_definition_version(1);
  card.set_effect_level(level);
  return card;
}
IndicatorCard& AddCard(Document& d) { return AddCard(d, Section::SCOPE_CONTROLLING, 2); }

TEST(CheckBlocksTest, AcceptsTextListsQuotesAndIndicators) {
  Document document = Faultless();
  TheSpan(document).set_language("de-AT");
  TheParagraph(document).mutable_spans(0)->set_link("mailto:amt@musterstadt.de");
  First(document).add_blocks()->mutable_list()->add_items()->add_spans()->set_text("Punkt");
  AddQuote(document);
  *AddCard(document).mutable_baseline_date() = MakeDate(2026, 1, 1);
  First(document).mutable_blocks(5)->mutable_indicator()->mutable_baseline();
  EXPECT_THAT(CheckDocument(document), IsEmpty());
  for (const int level : {6, 7}) {
    Document monitoring = Faultless();
    AddCard(monitoring, Section::SCOPE_MONITORING, level);
    EXPECT_THAT(CheckDocument(monitoring), IsEmpty());
  }
}

const Fault kTextFaults[] = {
    {"sections[0].blocks[0].paragraph.text", "beside spans",
     [](Document& d) { TheParagraph(d).add_spans()->set_text("mehr"); }},
    {"sections[0].blocks[0].paragraph.spans[0].text", "empty",
     [](Document& d) {
       TheSpan(d);
       *TheParagraph(d).add_spans() = TheParagraph(d).spans(0);
       TheParagraph(d).mutable_spans(0)->clear_text();
     }},
    {"sections[0].blocks[0].paragraph.spans", "without text",
     [](Document& d) { TheSpan(d).set_text(" "); }},
    {"sections[0].blocks[0].paragraph.spans[0].text", "UTF-8",
     [](Document& d) { TheSpan(d).set_text("\xff"); }},
    {"sections[0].blocks[0].paragraph.spans[0].language", "BCP 47",
     [](Document& d) { TheSpan(d).set_language("deutsch!"); }},
    {"sections[0].blocks[0].paragraph.spans[0].link", "https://",
     [](Document& d) { TheSpan(d).set_link("http://musterstadt.de"); }},
    {"sections[0].blocks[0].paragraph.spans[0].link", "https://",
     [](Document& d) { TheSpan(d).set_link("javascript:alert(1)"); }},
    {"sections[0].blocks[0].paragraph.spans[0].link", "https://",
     [](Document& d) { TheSpan(d).set_link("https://a b"); }},
    {"sections[0].blocks[0].paragraph.spans[0].link", "https://",
     [](Document& d) { TheSpan(d).set_link("https://"); }},
    {"sections[0].blocks[3].list.items", "empty",
     [](Document& d) { First(d).add_blocks()->mutable_list(); }},
    {"sections[0].blocks[3].list.items[0].spans", "without text",
     [](Document& d) { First(d).add_blocks()->mutable_list()->add_items(); }},
    {"sections[0].blocks[3].quote.text", "empty", [](Document& d) { AddQuote(d).clear_text(); }},
    {"sections[0].blocks[3].quote.language", "BCP 47",
     [](Document& d) { AddQuote(d).clear_language(); }},
    {"sections[0].blocks[3].quote.role_label", "empty",
     [](Document& d) { AddQuote(d).clear_role_label(); }},
    {"sections[0].blocks[3].quote.release.name", "empty",
     [](Document& d) { AddQuote(d).mutable_release()->clear_name(); }},
    {"sections[0].blocks[3].quote.release.revision", "1 or more",
     [](Document& d) { AddQuote(d).mutable_release()->clear_revision(); }},
};
INSTANTIATE_TEST_SUITE_P(Text, CheckBlocksFaultTest, testing::ValuesIn(kTextFaults));

const Fault kIndicatorFaults[] = {
    {"sections[0].blocks[3].indicator.title", "empty",
     [](Document& d) { AddCard(d).clear_title(); }},
    {"sections[0].blocks[3].indicator.table_id", "no table of the same section",
     [](Document& d) { AddCard(d).set_table_id("other"); }},
    {"sections[0].blocks[3].indicator.revision", "1 or more",
     [](Document& d) { AddCard(d).clear_revision(); }},
    {"sections[0].blocks[3].indicator.resource", "empty",
     [](Document& d) { AddCard(d).clear_resource(); }},
    {"sections[0].blocks[3].indicator.definition_version", "1 or more",
     [](Document& d) { AddCard(d).clear_definition_version(); }},
    {"sections[0].blocks[3].indicator.effect_level", "0 to 7",
     [](Document& d) { AddCard(d).set_effect_level(-1); }},
    {"sections[0].blocks[3].indicator.baseline_date", "without its number",
     [](Document& d) { *AddCard(d).mutable_baseline_date() = MakeDate(2026, 1, 1); }},
    {"sections[0].blocks[3].indicator.target_date", "without its number",
     [](Document& d) { *AddCard(d).mutable_target_date() = MakeDate(2026, 1, 1); }},
    {"sections[0].blocks[3].indicator.target.digits", "not 0 to 6",
     [](Document& d) { AddCard(d).mutable_target()->set_digits(9); }},
    {"sections[0].blocks[3].indicator.baseline_waiver", "beside a baseline",
     [](Document& d) {
       IndicatorCard& card = AddCard(d);
       card.mutable_baseline();
       card.set_baseline_waiver("neu");
     }},
    {"sections[0].blocks[3].indicator", "section of controlling",
     [](Document& d) { AddCard(d, Section::SCOPE_UNSPECIFIED, 2); }},
    {"sections[0].blocks[3].indicator", "section of controlling",
     [](Document& d) { AddCard(d, Section::SCOPE_MONITORING, 5); }},
    {"sections[0].blocks[3].indicator", "section of monitoring",
     [](Document& d) { AddCard(d, Section::SCOPE_CONTROLLING, 6); }},
    {"sections[0].sections[0].scope", "mixes",
     [](Document& d) {
       First(d).set_scope(Section::SCOPE_CONTROLLING);
       AddSection("inner", "Innen", First(d)).set_scope(Section::SCOPE_MONITORING);
     }},
    {"sections[0].sections[0].sections[0].scope", "mixes",
     [](Document& d) {
       First(d).set_scope(Section::SCOPE_CONTROLLING);
       Section& inner = AddSection("inner", "Innen", First(d));
       AddSection("innermost", "Innen", inner).set_scope(Section::SCOPE_MONITORING);
     }},
};
INSTANTIATE_TEST_SUITE_P(Indicator, CheckBlocksFaultTest, testing::ValuesIn(kIndicatorFaults));

// A chapter may hold both, side by side, in sections of their own.
TEST(CheckBlocksTest, LetsBothKindsStandSideBySide) {
  Document document = Faultless();
  AddSection("own", "Eigenes", First(document)).set_scope(Section::SCOPE_CONTROLLING);
  AddSection("town", "Stadt", First(document)).set_scope(Section::SCOPE_MONITORING);
  EXPECT_THAT(CheckDocument(document), IsEmpty());
}

}  // namespace
}  // namespace lotse::reporting
