#include "services/reporting/document/check_document.h"

#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_testing.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Source;

TEST(CheckDocumentTest, FindsNothingInAFaultlessDocument) {
  EXPECT_THAT(CheckDocument(Faultless()), IsEmpty());
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    for (const auto kind : {v1alpha::Report::KIND_STOCK_TAKING, v1alpha::Report::KIND_PROGRESS,
                            v1alpha::Report::KIND_FINAL}) {
      const absl::StatusOr<Document> document = BuildDocument(SampleReport(language, kind));
      ASSERT_TRUE(document.ok()) << document.status();
      for (const DocumentProblem& p : CheckDocument(*document)) {
        ADD_FAILURE() << p.path << " " << p.what;
      }
    }
  }
}

class CheckDocumentFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(CheckDocumentFaultTest, IsFound) { ExpectFound(GetParam()); }

const Fault kDocumentFaults[] = {
    {"language", "neither", [](Document& d) { d.clear_language(); }},
    {"language", "neither", [](Document& d) { d.set_language("fr"); }},
    {"title", "empty", [](Document& d) { d.set_title(" \n"); }},
    {"title", "UTF-8", [](Document& d) { d.set_title("\xff"); }},
    {"subtitle", "UTF-8", [](Document& d) { d.set_subtitle("\xc3"); }},
    {"as_of_date", "day", [](Document& d) { d.clear_as_of_date(); }},
    {"as_of_date", "day", [](Document& d) { d.mutable_as_of_date()->set_day(31); }},
    {"sections", "empty", [](Document& d) { d.clear_sections(); }},
    {"sources[0].service", "empty", [](Document& d) { d.mutable_sources(0)->clear_service(); }},
    {"sources[0].resource", "empty", [](Document& d) { d.mutable_sources(0)->clear_resource(); }},
    {"sources[0].state", "not set", [](Document& d) { d.mutable_sources(0)->clear_state(); }},
    {"sources[0].revision", "empty", [](Document& d) { d.mutable_sources(0)->clear_revision(); }},
    {"sources[0].last_reached_date", "day that exists",
     [](Document& d) { d.mutable_sources(0)->set_state(Source::STATE_UNREACHABLE); }},
    {"sources[0].last_reached_date", "must be absent",
     [](Document& d) {
       *d.mutable_sources(0)->mutable_last_reached_date() = MakeDate(2026, 11, 20);
     }},
    {"sources[0].revision", "once answered",
     [](Document& d) {
       d.mutable_sources(0)->set_state(Source::STATE_UNREACHABLE);
       d.mutable_sources(0)->clear_revision();
       *d.mutable_sources(0)->mutable_last_reached_date() = MakeDate(2026, 11, 20);
     }},
    {"start_date", "day that exists", [](Document& d) { d.mutable_start_date()->set_year(2026); }},
    {"end_date", "before start_date",
     [](Document& d) {
       *d.mutable_start_date() = MakeDate(2026, 11, 2);
       *d.mutable_end_date() = MakeDate(2026, 11, 1);
     }},
    {"imprint.contact", "UTF-8", [](Document& d) { d.mutable_imprint()->set_contact("\xff"); }},
    {"imprint.funder_statements[0]", "empty",
     [](Document& d) { d.mutable_imprint()->add_funder_statements(""); }},
    {"imprint.funder_statements", "more than 20",
     [](Document& d) {
       for (int i = 0; i < 21; ++i) d.mutable_imprint()->add_funder_statements("EU");
     }},
    {"log_heads[0].sequence", "1 or more",
     [](Document& d) {
       d.add_log_heads()->set_service("survey");
       d.mutable_log_heads(0)->set_owner("o");
       d.mutable_log_heads(0)->set_sha256(std::string(64, 'a'));
     }},
    {"log_heads[0].sha256", "hexadecimal",
     [](Document& d) {
       d.add_log_heads()->set_service("survey");
       d.mutable_log_heads(0)->set_owner("o");
       d.mutable_log_heads(0)->set_sequence(1);
       d.mutable_log_heads(0)->set_sha256(std::string(64, 'A'));
     }},
    {"rules[0].version", "1 or more", [](Document& d) { d.add_rules()->set_rule_id("rounding"); }},
    {"rules[1].rule_id", "order",
     [](Document& d) {
       for (const char* id : {"rounding", "rounding"}) {
         v1alpha::RuleVersion& rule = *d.add_rules();
         rule.set_rule_id(id);
         rule.set_version(1);
       }
     }},
    {"template.revision", "1 or more",
     [](Document& d) { d.mutable_template_()->set_name("programmes/p/reportTemplates/t"); }},
};
INSTANTIATE_TEST_SUITE_P(Document, CheckDocumentFaultTest, testing::ValuesIn(kDocumentFaults));

const std::string kPng("\x89PNG\r\n\x1a\n rest", 13);

// Adds a logo of which nothing is wrong.
v1alpha::Appearance& WithLogo(Document& d) {
  v1alpha::Appearance& appearance = *d.mutable_appearance();
  appearance.set_logo(kPng);
  appearance.set_logo_media_type("image/png");
  appearance.set_logo_alt_text("Wappen");
  return appearance;
}

const Fault kAppearanceFaults[] = {
    {"appearance.accent_colour", "hexadecimal",
     [](Document& d) { d.mutable_appearance()->set_accent_colour("blau"); }},
    {"appearance.accent_colour", "4.5 to 1",
     [](Document& d) { d.mutable_appearance()->set_accent_colour("#ffcc00"); }},
    {"appearance.logo", "200000 bytes",
     [](Document& d) { WithLogo(d).set_logo(kPng + std::string(200'000, 'x')); }},
    {"appearance.logo", "not of the type image/jpeg",
     [](Document& d) { WithLogo(d).set_logo_media_type("image/jpeg"); }},
    {"appearance.logo_media_type", "neither",
     [](Document& d) { WithLogo(d).set_logo_media_type("image/svg+xml"); }},
    {"appearance.logo_alt_text", "empty", [](Document& d) { WithLogo(d).clear_logo_alt_text(); }},
    {"appearance.logo_alt_text", "without a logo",
     [](Document& d) {
       WithLogo(d).clear_logo();
       d.mutable_appearance()->clear_logo_media_type();
     }},
    {"appearance.logo_media_type", "without a logo",
     [](Document& d) {
       WithLogo(d).clear_logo();
       d.mutable_appearance()->clear_logo_alt_text();
     }},
};
INSTANTIATE_TEST_SUITE_P(Appearance, CheckDocumentFaultTest, testing::ValuesIn(kAppearanceFaults));

TEST(CheckDocumentTest, AcceptsALogoAndAColour) {
  Document document = Faultless();
  WithLogo(document).set_accent_colour("#1f4e79");
  EXPECT_THAT(CheckDocument(document), IsEmpty());
}

const Fault kSectionFaults[] = {
    {"sections[0].title", "empty", [](Document& d) { First(d).clear_title(); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).clear_section_id(); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).set_section_id("A"); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).set_section_id("ä"); }},
    {"sections[1].section_id", "twice",
     [](Document& d) {
       Section& second = *d.add_sections();
       second.set_section_id("one");
       second.set_title("Zwei");
     }},
    {"sections[0].blocks[1].chart.chart_id", "twice",
     [](Document& d) { TheChart(d).set_chart_id("one"); }},
    {"sections[0].sections[0].sections[0].sections[0].sections[0]", "deeper",
     [](Document& d) {
       Section* at = &First(d);
       for (const char* id : {"l2", "l3", "l4", "l5"}) at = &AddSection(id, "Titel", *at);
     }},
    {"sections[0].blocks[0].paragraph.text", "empty",
     [](Document& d) { First(d).mutable_blocks(0)->mutable_paragraph()->clear_text(); }},
    {"sections[0].blocks[0]", "no content",
     [](Document& d) { First(d).mutable_blocks(0)->clear_content(); }},
};
INSTANTIATE_TEST_SUITE_P(Section, CheckDocumentFaultTest, testing::ValuesIn(kSectionFaults));

TEST(CheckDocumentTest, NamesAllProblemsInOrder) {
  Document document = Faultless();
  document.clear_title();
  First(document).clear_title();
  document.mutable_sources(0)->clear_service();
  const std::vector<DocumentProblem> problems = CheckDocument(document);
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].path, "title");
  EXPECT_EQ(problems[1].path, "sections[0].title");
  EXPECT_EQ(problems[2].path, "sources[0].service");
  EXPECT_EQ(problems[0].what, "must not be empty");
}

}  // namespace
}  // namespace lotse::reporting
