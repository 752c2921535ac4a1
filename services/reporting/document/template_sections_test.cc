#include "services/reporting/document/template_sections.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/key_figures.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/domain/template_rules.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::TemplateSection;

TemplateSection MakeSection(const std::string& id, TemplateSection::Content content,
                            TemplateSection::Condition condition) {
  TemplateSection section;
  section.set_section_id(id);
  *section.mutable_title() = MakeText(id, id);
  section.set_content(content);
  section.set_condition(condition);
  return section;
}

Document SectionsOf(const TemplateSection& section, const ReportInputs& inputs) {
  v1alpha::ReportTemplate report_template;
  *report_template.add_sections() = section;
  Document document;
  const absl::Status added =
      AddSections(report_template, inputs, ArgumentsOf(inputs), nullptr, document);
  EXPECT_TRUE(added.ok()) << added;
  return document;
}

TEST(TemplateSectionsTest, LeavesOutOrSaysSo) {
  const ReportInputs empty;
  const auto sections = [&empty](TemplateSection::Condition condition) {
    return SectionsOf(MakeSection("m", TemplateSection::CONTENT_MEASURES, condition), empty);
  };
  EXPECT_EQ(sections(TemplateSection::CONDITION_UNSPECIFIED).sections_size(), 0);
  EXPECT_EQ(sections(TemplateSection::CONDITION_WITH_CONTENT).sections_size(), 0);
  const Document always = sections(TemplateSection::CONDITION_ALWAYS);
  ASSERT_EQ(always.sections_size(), 1);
  EXPECT_THAT(always.sections(0).blocks(0).paragraph().text(), HasSubstr("nichts vor"));
}

// An intro alone is no content; what people wrote is, and so is a sub-section.
TEST(TemplateSectionsTest, KnowsWhatContentIs) {
  TemplateSection section = MakeSection("a", TemplateSection::CONTENT_UNSPECIFIED,
                                        TemplateSection::CONDITION_UNSPECIFIED);
  *section.mutable_intro() = MakeText("Einleitung", "Intro");
  ReportInputs inputs = SampleInputs(Language::kGerman);
  EXPECT_EQ(SectionsOf(section, inputs).sections_size(), 0);
  v1alpha::ReportText& text = *inputs.report.add_texts();
  text.set_section_id("a");
  *text.mutable_text() = MakeText("Geschrieben", "Written");
  const Document with_text = SectionsOf(section, inputs);
  ASSERT_EQ(with_text.sections_size(), 1);
  EXPECT_EQ(with_text.sections(0).blocks_size(), 2);
  EXPECT_EQ(with_text.sections(0).blocks(1).paragraph().spans(0).text(), "Geschrieben");
  inputs.report.clear_texts();
  *section.add_sections() =
      MakeSection("b", TemplateSection::CONTENT_PHASES, TemplateSection::CONDITION_UNSPECIFIED);
  EXPECT_EQ(SectionsOf(section, inputs).sections(0).sections(0).section_id(), "b");
}

// An intro has marks; what people called things has none.
TEST(TemplateSectionsTest, ATitleInAnIntroIsNoMarkup) {
  const std::string title = "1. Amt *Nord* [hier](https://example.org) <https://example.org> _a_";
  ReportInputs inputs = SampleInputs(Language::kGerman);
  *inputs.process.engagement->mutable_title() = MakeText(title.c_str(), title.c_str());
  TemplateSection section =
      MakeSection("a", TemplateSection::CONTENT_UNSPECIFIED, TemplateSection::CONDITION_ALWAYS);
  *section.mutable_intro() = MakeText("{engagement}: **wichtig**", "{engagement}: **important**");
  *section.mutable_title() = MakeText("{engagement}", "{engagement}");
  const Section built = SectionsOf(section, inputs).sections(0);
  EXPECT_EQ(built.title(), title);
  const auto& spans = built.blocks(0).paragraph().spans();
  ASSERT_EQ(spans.size(), 2);
  EXPECT_EQ(spans[0].text(), title + ": ");
  EXPECT_EQ(spans[0].mark(), v1alpha::Span::MARK_UNSPECIFIED);
  EXPECT_EQ(spans[0].link(), "");
  EXPECT_EQ(spans[1].mark(), v1alpha::Span::MARK_STRONG);
}

TEST(TemplateSectionsTest, TellsTheLanguageOfWhatIsNotInItsOwn) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  v1alpha::ReportText& text = *inputs.report.add_texts();
  text.set_section_id("a");
  auto& variant = *text.mutable_text()->add_variants();
  variant.set_language("en");
  variant.set_text("Written\n\n- in English");
  const Section section = SectionsOf(MakeSection("a", TemplateSection::CONTENT_UNSPECIFIED,
                                                 TemplateSection::CONDITION_UNSPECIFIED),
                                     inputs)
                              .sections(0);
  EXPECT_EQ(section.blocks(0).paragraph().spans(0).language(), "en");
  EXPECT_EQ(section.blocks(1).list().items(0).spans(0).language(), "en");
  inputs.language = Language::kEnglish;
  EXPECT_EQ(SectionsOf(MakeSection("a", TemplateSection::CONTENT_UNSPECIFIED,
                                   TemplateSection::CONDITION_UNSPECIFIED),
                       inputs)
                .sections(0)
                .blocks(0)
                .paragraph()
                .spans(0)
                .language(),
            "");
}

// Headings are at most four levels deep, whatever the template and its content want.
TEST(TemplateSectionsTest, FoldsWhatIsTooDeep) {
  TemplateSection section =
      MakeSection("l4", TemplateSection::CONTENT_SURVEY, TemplateSection::CONDITION_UNSPECIFIED);
  for (const char* id : {"l3", "l2", "l1"}) {
    TemplateSection above = MakeSection(id, TemplateSection::CONTENT_UNSPECIFIED,
                                        TemplateSection::CONDITION_UNSPECIFIED);
    *above.add_sections() = section;
    section = above;
  }
  const Document document = SectionsOf(section, SampleInputs(Language::kGerman));
  const Section& deepest = document.sections(0).sections(0).sections(0).sections(0);
  EXPECT_EQ(deepest.section_id(), "l4");
  EXPECT_EQ(deepest.sections_size(), 0);
  EXPECT_EQ(deepest.blocks(0).paragraph().spans(0).text(), "Befragung der Beschäftigten 2026");
  EXPECT_EQ(deepest.blocks(0).paragraph().spans(0).mark(), v1alpha::Span::MARK_STRONG);
  EXPECT_THAT(deepest.DebugString(), HasSubstr("FORM_DIVERGING_BARS"));
}

// What the rules of templates let pass can be made, whatever content stands below which.
TEST(TemplateSectionsTest, WhatIsAcceptedCanBeMade) {
  int refused = 0;
  for (int above = 1; above < TemplateSection::Content_ARRAYSIZE; ++above) {
    for (int below = 1; below < TemplateSection::Content_ARRAYSIZE; ++below) {
      ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
      inputs.report.clear_texts();
      v1alpha::ReportTemplate& report_template = inputs.report_template;
      report_template.set_name("programmes/vopi/reportTemplates/paar");
      report_template.set_etag("1");
      report_template.set_kind(v1alpha::Report::KIND_PROGRESS);
      *report_template.mutable_title() = MakeText("Paar", "Pair");
      *report_template.add_sections() = MakeSection(
          "a", static_cast<TemplateSection::Content>(above), TemplateSection::CONDITION_ALWAYS);
      *report_template.mutable_sections(0)->add_sections() =
          MakeSection("a-table", static_cast<TemplateSection::Content>(below),
                      TemplateSection::CONDITION_ALWAYS);
      if (above != TemplateSection::CONTENT_PROVENANCE &&
          below != TemplateSection::CONTENT_PROVENANCE) {
        *report_template.add_sections() = MakeSection("b", TemplateSection::CONTENT_PROVENANCE,
                                                      TemplateSection::CONDITION_UNSPECIFIED);
      }
      if (!CheckReportTemplate(report_template).empty()) {
        ++refused;
        continue;
      }
      for (const DocumentProblem& problem : CheckDocument(*BuildDocument(inputs))) {
        ADD_FAILURE() << TemplateSection::Content_Name(above) << " above "
                      << TemplateSection::Content_Name(below) << ": " << problem.path << " "
                      << problem.what;
      }
    }
  }
  // Each twice, monitoring below 4 contents, and 7 below monitoring.
  EXPECT_EQ(refused, TemplateSection::Content_ARRAYSIZE - 1 + 4 + 7);
}

TEST(TemplateSectionsTest, KnowsTheArgumentsThatAreKnown) {
  const ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  const MessageArguments arguments = ArgumentsOf(inputs);
  EXPECT_EQ(std::get<std::string>(arguments.at("administration")), "Stadt Musterstadt");
  EXPECT_EQ(std::get<std::string>(arguments.at("programme")), "VOPI");
  EXPECT_EQ(std::get<std::string>(arguments.at("start")), "1.\u00a0März\u00a02026");
  EXPECT_EQ(std::get<int64_t>(arguments.at("phases")), 3);
  EXPECT_EQ(std::get<int64_t>(arguments.at("phases_done")), 1);
  EXPECT_EQ(std::get<int64_t>(arguments.at("waves")), 1);
  EXPECT_EQ(arguments.size(), 15u);
  ReportInputs partly = inputs;
  partly.waves.clear();
  partly.report.add_waves(inputs.waves.front().wave().name());
  EXPECT_EQ(ArgumentsOf(partly).count("waves"), 0u) << "one wave of the report is not known";
  ReportInputs unknown;
  unknown.engagement_name = "programmes/p/engagements/e";
  unknown.as_of_date = MakeDate(2026, 11, 22);
  EXPECT_EQ(std::get<std::string>(ArgumentsOf(unknown).at("engagement")), "e");
  EXPECT_EQ(ArgumentsOf(unknown).count("measures"), 0u);
}

}  // namespace
}  // namespace lotse::reporting
