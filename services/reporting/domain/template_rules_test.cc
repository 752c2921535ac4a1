#include "services/reporting/domain/template_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

using testing::HasSubstr;
using type::v1alpha::Text;
using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::TemplateSection;

void Say(Text* text, const std::string& wording, const char* language = "de") {
  auto* variant = text->add_variants();
  variant->set_language(language);
  variant->set_text(wording);
}

TemplateSection* Add(TemplateSection* section, const std::string& id,
                     TemplateSection::Content content = TemplateSection::CONTENT_UNSPECIFIED) {
  section->set_section_id(id);
  Say(section->mutable_title(), "Abschnitt");
  section->set_content(content);
  return section;
}

std::string Png(size_t size) {
  const std::string end("\0\0\0\0IEND\xae\x42\x60\x82", 12);
  std::string out("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
  out.resize(size - end.size());
  return out + end;
}

// Nothing is wrong with it. Its sections are `goals` and, in an annex, `provenance`.
ReportTemplate Sound() {
  ReportTemplate sound;
  Say(sound.mutable_title(), "Fortschritt {");  // Not an ICU message.
  sound.set_kind(Report::KIND_PROGRESS);
  Add(sound.add_sections(), "goals", TemplateSection::CONTENT_GOALS);
  Say(sound.mutable_sections(0)->mutable_intro(),
      "{goals, plural, one {Ein Ziel} other {# Ziele}}");
  Add(Add(sound.add_sections(), "annex")->add_sections(), "provenance",
      TemplateSection::CONTENT_PROVENANCE);
  Say(sound.mutable_imprint()->mutable_publisher(), "{administration}");
  Say(sound.mutable_imprint()->add_funder_statements(), "Kofinanziert von der Europäischen Union");
  sound.set_accent_colour("#1f4e79");
  sound.set_logo(Png(100));
  Say(sound.mutable_logo_alt_text(), "Wappen {");
  return sound;
}

struct Case {
  std::function<void(ReportTemplate*)> change;
  const char* field;  // Empty: nothing is wrong.
  const char* says;
};

template <size_t size>
void ExpectFound(const Case (&cases)[size]) {
  int number = 0;
  for (const Case& c : cases) {
    SCOPED_TRACE(absl::StrCat(number++, ": ", c.field, " ", c.says));
    ReportTemplate changed = Sound();
    c.change(&changed);
    const auto violations = CheckReportTemplate(changed);
    EXPECT_EQ(violations.size(), *c.field == '\0' ? 0u : 1u);
    for (const auto& violation : violations) {
      EXPECT_EQ(violation.field, absl::StrCat("report_template", c.field));
      EXPECT_THAT(violation.description, HasSubstr(c.says));
      EXPECT_NE(violation.german, "");
    }
  }
}

TEST(CheckReportTemplate, FindsWhatIsWrongWithTheWhole) {
  const Case cases[] = {
      {[](ReportTemplate*) {}, "", ""},
      {[](ReportTemplate* t) { t->clear_title(); }, ".title", "missing"},
      {[](ReportTemplate* t) { t->mutable_title()->mutable_variants(0)->set_text(" "); },
       ".title.variants[0].text", "empty"},
      {[](ReportTemplate* t) { t->clear_kind(); }, ".kind", "give KIND_STOCK_TAKING"},
      {[](ReportTemplate* t) { t->set_kind(static_cast<Report::Kind>(9)); }, ".kind", "not a kind"},
      {[](ReportTemplate* t) { t->clear_imprint(); }, "", ""},
      {[](ReportTemplate* t) { t->add_external_ids()->set_value("1"); }, ".external_ids[0].system",
       ""},
  };
  ExpectFound(cases);
}

TEST(CheckReportTemplate, FindsWhatIsWrongWithSections) {
  const Case cases[] = {
      {[](ReportTemplate* t) { t->clear_sections(); }, ".sections", "at least one section"},
      {[](ReportTemplate* t) { t->mutable_sections()->RemoveLast(); }, ".sections",
       "without the origin of figures; give a section with CONTENT_PROVENANCE"},
      {[](ReportTemplate* t) { t->mutable_sections(0)->set_section_id("Goals"); },
       ".sections[0].section_id", "not a valid id"},
      {[](ReportTemplate* t) { t->mutable_sections(0)->clear_section_id(); },
       ".sections[0].section_id", "missing"},
      {[](ReportTemplate* t) { t->mutable_sections(0)->set_section_id(std::string(64, 'a')); },
       ".sections[0].section_id", "up to 63"},
      {[](ReportTemplate* t) { t->mutable_sections(0)->set_section_id("provenance"); },
       ".sections[1].sections[0].section_id",
       "the same as report_template.sections[0].section_id; give another"},
      {[](ReportTemplate* t) {
         t->mutable_sections(1)->set_content(TemplateSection::CONTENT_GOALS);
       },
       ".sections[1].content",
       "CONTENT_GOALS stands in report_template.sections[0].content too; give it once"},
      {[](ReportTemplate* t) {
         Add(t->add_sections(), "a");
         Add(t->add_sections(), "b");
       },
       "", ""},
      {[](ReportTemplate* t) { t->mutable_sections(0)->set_section_id("goals--table"); },
       ".sections[0].section_id", "two hyphens in a row"},
      {[](ReportTemplate* t) {
         Add(t->mutable_sections(0)->add_sections(), "town", TemplateSection::CONTENT_MONITORING);
       },
       ".sections[0].sections[0].content",
       "CONTENT_MONITORING stands below CONTENT_GOALS: what is done and the state of a town"},
      // Also with one between them.
      {[](ReportTemplate* t) {
         TemplateSection* town =
             Add(t->add_sections(), "town", TemplateSection::CONTENT_MONITORING);
         Add(Add(town->add_sections(), "a")->add_sections(), "b", TemplateSection::CONTENT_PHASES);
       },
       ".sections[2].sections[0].sections[0].content",
       "CONTENT_PHASES stands below CONTENT_MONITORING"},
      {[](ReportTemplate* t) {
         TemplateSection* town =
             Add(t->add_sections(), "town", TemplateSection::CONTENT_MONITORING);
         Add(town->add_sections(), "answers", TemplateSection::CONTENT_SURVEY);
         Add(t->add_sections(), "phases", TemplateSection::CONTENT_PHASES);
       },
       "", ""},
      {[](ReportTemplate* t) {
         t->mutable_sections(0)->set_content(static_cast<TemplateSection::Content>(99));
       },
       ".sections[0].content", "not a content"},
      {[](ReportTemplate* t) {
         t->mutable_sections(0)->set_condition(static_cast<TemplateSection::Condition>(9));
       },
       ".sections[0].condition", "give CONDITION_WITH_CONTENT or CONDITION_ALWAYS"},
  };
  ExpectFound(cases);
}

TEST(CheckReportTemplate, FindsWhatIsWrongWithTexts) {
  const Case cases[] = {
      {[](ReportTemplate* t) { t->mutable_sections(0)->clear_title(); }, ".sections[0].title",
       "missing"},
      {[](ReportTemplate* t) {
         t->mutable_sections(0)->mutable_title()->mutable_variants(0)->set_text("\n ");
       },
       ".sections[0].title.variants[0].text", "empty"},
      // Each language is looked at.
      {[](ReportTemplate* t) { Say(t->mutable_sections(0)->mutable_title(), "{measure}", "en"); },
       ".sections[0].title.variants[1].text", "names an argument `measure`"},
      {[](ReportTemplate* t) {
         Say(t->mutable_sections(0)->mutable_intro(), "{goals, number}", "en-GB");
       },
       ".sections[0].intro.variants[1].text", "type or style"},
      {[](ReportTemplate* t) {
         t->mutable_sections(1)->mutable_sections(0)->clear_title();
         Say(t->mutable_sections(1)->mutable_sections(0)->mutable_title(), "Origine", "fr");
       },
       ".sections[1].sections[0].title", "give a variant in `de`, `en` or both"},
      {[](ReportTemplate* t) {
         t->mutable_sections(0)->clear_title();
         Say(t->mutable_sections(0)->mutable_title(), "Objectifs", "fr");
         Say(t->mutable_sections(0)->mutable_title(), "Goals", "en-US");
       },
       "", ""},
      {[](ReportTemplate* t) { Say(t->mutable_imprint()->mutable_publisher(), "{", "en"); },
       ".imprint.publisher.variants[1].text", "braces"},
      {[](ReportTemplate* t) { Say(t->mutable_imprint()->mutable_contact(), "{x}"); },
       ".imprint.contact.variants[0].text", "`x`"},
      {[](ReportTemplate* t) { Say(t->mutable_imprint()->mutable_barrier_contact(), "{x}"); },
       ".imprint.barrier_contact.variants[0].text", "`x`"},
      {[](ReportTemplate* t) { t->mutable_imprint()->add_funder_statements(); },
       ".imprint.funder_statements[1]", "missing"},
      {[](ReportTemplate* t) { Say(t->mutable_imprint()->add_funder_statements(), "{x}"); },
       ".imprint.funder_statements[1].variants[0].text", "`x`"},
  };
  ExpectFound(cases);
}

TEST(CheckReportTemplate, FindsWhatIsWrongWithTheLook) {
  const Case cases[] = {
      {[](ReportTemplate* t) { t->clear_accent_colour(); }, "", ""},
      {[](ReportTemplate* t) { t->set_accent_colour("#767676"); }, "", ""},
      {[](ReportTemplate* t) { t->set_accent_colour("#777777"); }, ".accent_colour",
       "its contrast to white is 4.47:1; give a darker one with 4.50:1 or more"},
      {[](ReportTemplate* t) { t->set_accent_colour("#FFFFFF"); }, ".accent_colour", "1.00:1"},
      {[](ReportTemplate* t) { t->set_accent_colour("blue"); }, ".accent_colour",
       "give `#` and six hexadecimal digits"},
      {[](ReportTemplate* t) { t->set_accent_colour("#1f4e79;}"); }, ".accent_colour",
       "not a colour"},
      {[](ReportTemplate* t) {
         t->clear_logo();
         t->clear_logo_alt_text();
       },
       "", ""},
      {[](ReportTemplate* t) { t->set_logo("\xff\xd8\xff\xe0\xff\xd9"); }, "", ""},
      {[](ReportTemplate* t) { t->set_logo("\xff\xd8\xff\xe0"); }, ".logo",
       "no whole PNG or JPEG file"},
      // A preview that ends, and a scan that does not.
      {[](ReportTemplate* t) { t->set_logo("\xff\xd8\xff\xe0\xff\xd9\xff\xda"); }, ".logo",
       "no whole PNG or JPEG file"},
      {[](ReportTemplate* t) { t->set_logo("\xff\xd8\xff\xda\xff\xd9more"); }, "", ""},
      {[](ReportTemplate* t) { t->set_logo(Png(100) + "more"); }, "", ""},
      {[](ReportTemplate* t) { t->set_logo("<svg/>"); }, ".logo", "no whole PNG or JPEG file"},
      {[](ReportTemplate* t) { t->set_logo("GIF89a"); }, ".logo", "no whole PNG or JPEG file"},
      {[](ReportTemplate* t) { t->set_logo(Png(100).substr(0, 99)); }, ".logo",
       "no whole PNG or JPEG file"},
      {[](ReportTemplate* t) { t->set_logo(Png(200'000)); }, "", ""},
      {[](ReportTemplate* t) { t->set_logo(Png(200'001)); }, ".logo",
       "too large with 200,001 bytes; give 200,000 at most"},
      {[](ReportTemplate* t) { t->clear_logo_alt_text(); }, ".logo_alt_text", "missing"},
      {[](ReportTemplate* t) {
         t->mutable_logo_alt_text()->mutable_variants(0)->set_language("fr");
       },
       ".logo_alt_text", "give a variant in `de`, `en` or both"},
  };
  ExpectFound(cases);
}

TEST(CheckReportTemplate, KnowsItsLimits) {
  const Case cases[] = {
      {[](ReportTemplate* t) {
         for (int i = 3; i < 60; ++i) Add(t->add_sections(), absl::StrCat("s", i));
       },
       "", ""},
      {[](ReportTemplate* t) {
         for (int i = 3; i < 200; ++i) Add(t->add_sections(), absl::StrCat("s", i));
       },
       ".sections", "too many; give 60 at most, on all levels"},
      {[](ReportTemplate* t) {
         Add(Add(Add(t->mutable_sections(0)->add_sections(), "b")->add_sections(), "c")
                 ->add_sections(),
             "d");
       },
       "", ""},
      {[](ReportTemplate* t) {
         TemplateSection* section = t->mutable_sections(0);
         for (int i = 0; i < 50; ++i) section = Add(section->add_sections(), absl::StrCat("s", i));
       },
       ".sections[0].sections[0].sections[0].sections[0].sections",
       "too deep; give 4 levels at most"},
      {[](ReportTemplate* t) {
         for (int i = 1; i < 10; ++i) Say(t->mutable_imprint()->add_funder_statements(), "a");
       },
       "", ""},
      {[](ReportTemplate* t) {
         for (int i = 1; i < 11; ++i) Say(t->mutable_imprint()->add_funder_statements(), "a");
       },
       ".imprint.funder_statements", "too many; give 10 at most"},
  };
  ExpectFound(cases);
}

TEST(SectionIdsOf, NamesEachInOrder) {
  EXPECT_THAT(SectionIdsOf(Sound()), testing::ElementsAre("goals", "annex", "provenance"));
}

TEST(LogoMediaType, IsToldByTheFirstBytes) {
  EXPECT_STREQ(LogoMediaType(Png(100).substr(0, 16)), "image/png");
  EXPECT_STREQ(LogoMediaType(Png(100).substr(0, 15)), "");
  EXPECT_STREQ(LogoMediaType("\xff\xd8\xff\xe1"), "image/jpeg");
  EXPECT_STREQ(LogoMediaType("\xff\xd8"), "");
  EXPECT_STREQ(LogoMediaType(""), "");
}

}  // namespace
}  // namespace lotse::reporting
