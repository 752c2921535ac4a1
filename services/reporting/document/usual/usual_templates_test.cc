#include "services/reporting/document/usual/usual_templates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "services/reporting/document/message.h"
#include "services/reporting/domain/template_rules.h"

namespace lotse::reporting {
namespace {

using testing::IsSupersetOf;
using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::TemplateSection;
using Sections = google::protobuf::RepeatedPtrField<TemplateSection>;

constexpr Report::Kind kKinds[] = {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS,
                                   Report::KIND_FINAL};

MessageArguments Sample(int64_t count) {
  MessageArguments arguments = {{"administration", "Stadt Uster"}, {"engagement", "Öffnung"},
                                {"programme", "Vielfalt"},         {"start", "1. März 2026"},
                                {"end", "30. Juni 2026"},          {"as_of", "1. Juli 2026"}};
  for (const char* name : {"measures", "measures_done", "goals", "goals_achieved", "phases",
                           "phases_done", "indicators", "waves", "decisions"}) {
    arguments[name] = count;
  }
  return arguments;
}

void ForEach(const Sections& sections, const std::function<void(const TemplateSection&)>& visit) {
  for (const TemplateSection& section : sections) {
    visit(section);
    ForEach(section.sections(), visit);
  }
}

// The section of an id; fails if there is none.
TemplateSection Find(Report::Kind kind, const std::string& id) {
  TemplateSection found;
  ForEach(UsualTemplate(kind).sections(), [&](const TemplateSection& section) {
    if (section.section_id() == id) found = section;
  });
  EXPECT_EQ(found.section_id(), id);
  return found;
}

TEST(UsualTemplates, FollowTheRulesOfTemplates) {
  for (const Report::Kind kind : kKinds) {
    const ReportTemplate& usual = UsualTemplate(kind);
    EXPECT_EQ(usual.kind(), kind);
    EXPECT_EQ(usual.name(), "");
    for (const auto& violation : CheckReportTemplate(usual)) {
      ADD_FAILURE() << Report::Kind_Name(kind) << " " << violation.field << " "
                    << violation.description;
    }
  }
  EXPECT_EQ(&UsualTemplate(Report::KIND_UNSPECIFIED), &UsualTemplate(Report::KIND_STOCK_TAKING));
  EXPECT_EQ(UsualTemplateVersion(), 1);
}

void ExpectInBothLanguages(const type::v1alpha::Text& text, const std::string& where) {
  ASSERT_EQ(text.variants_size(), 2) << where;
  EXPECT_EQ(text.variants(0).language(), "de") << where;
  EXPECT_EQ(text.variants(1).language(), "en") << where;
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    for (const int64_t count : {0, 1, 2, 1038}) {
      const auto written = FormatMessage(language, ChooseText(text, language), Sample(count));
      ASSERT_TRUE(written.ok()) << where << " " << written.status();
      EXPECT_NE(*written, "") << where;
      EXPECT_EQ(written->find_first_of("{}#'\""), std::string::npos) << where << ": " << *written;
      EXPECT_EQ(written->find("  "), std::string::npos) << where << ": " << *written;
    }
  }
}

TEST(UsualTemplates, CanBeReadInBothLanguages) {
  for (const Report::Kind kind : kKinds) {
    ForEach(UsualTemplate(kind).sections(), [&](const TemplateSection& section) {
      ExpectInBothLanguages(section.title(), section.section_id());
      if (section.has_intro()) ExpectInBothLanguages(section.intro(), section.section_id());
    });
  }
}

TEST(UsualTemplates, CountInSentences) {
  struct Case {
    const char* section;
    int64_t all;
    int64_t done;
    const char* german;
    const char* english;
  };
  const Case cases[] = {
      {"measures", 0, 0, "Zurzeit ist keine Maßnahme festgehalten.",
       "No measure is recorded at present."},
      {"measures", 1, 0, "Eine Maßnahme ist festgehalten; sie ist noch nicht abgeschlossen.",
       "One measure is recorded; it is not completed yet."},
      {"measures", 1, 1, "Eine Maßnahme ist festgehalten; sie ist abgeschlossen.",
       "One measure is recorded; it is completed."},
      {"measures", 12, 1, "12 Maßnahmen sind festgehalten; davon ist eine abgeschlossen.",
       "12 measures are recorded; one of them is completed."},
      {"goals", 1200, 1100, "1.200 Ziele sind festgehalten; davon sind 1.100 erreicht.",
       "1,200 goals are recorded; 1,100 of them have been achieved."},
      {"goals", 3, 0, "3 Ziele sind festgehalten; davon ist noch keines erreicht.",
       "3 goals are recorded; none of them has been achieved yet."},
      {"decisions", 1, 0, "Im Berichtszeitraum ist ein Beschluss festgehalten.",
       "One decision is recorded in the period of this report."},
      {"decisions", 3, 0, "Im Berichtszeitraum sind 3 Beschlüsse festgehalten.",
       "3 decisions are recorded in the period of this report."},
  };
  for (const Case& c : cases) {
    MessageArguments arguments = Sample(c.all);
    arguments["measures_done"] = arguments["goals_achieved"] = c.done;
    const type::v1alpha::Text intro = Find(Report::KIND_PROGRESS, c.section).intro();
    for (const Language language : {Language::kGerman, Language::kEnglish}) {
      const auto written = FormatMessage(language, ChooseText(intro, language), arguments);
      ASSERT_TRUE(written.ok()) << written.status();
      EXPECT_EQ(*written, language == Language::kGerman ? c.german : c.english);
    }
  }
}

TEST(UsualTemplates, BeginWithTheSummaryAndEndWithTheAnnex) {
  for (const Report::Kind kind : kKinds) {
    const Sections& sections = UsualTemplate(kind).sections();
    EXPECT_EQ(sections.begin()->content(), TemplateSection::CONTENT_SUMMARY);
    EXPECT_EQ(sections.begin()->condition(), TemplateSection::CONDITION_ALWAYS);
    EXPECT_TRUE(sections.begin()->has_title());
    const Sections& annex = sections.rbegin()->sections();
    ASSERT_EQ(annex.size(), 3);
    EXPECT_EQ(annex[0].content(), TemplateSection::CONTENT_METHODS);
    EXPECT_EQ(annex[1].content(), TemplateSection::CONTENT_DATA_PROTECTION);
    EXPECT_EQ(annex[2].content(), TemplateSection::CONTENT_PROVENANCE);
    EXPECT_EQ(annex[2].condition(), TemplateSection::CONDITION_ALWAYS);
  }
}

TEST(UsualTemplates, HaveWhatTheirKindNeeds) {
  struct Case {
    Report::Kind kind;
    std::set<TemplateSection::Content> left_out;
    std::vector<std::string> written_by_people;
  };
  using Section = TemplateSection;
  const Case cases[] = {
      {Report::KIND_STOCK_TAKING,
       {Section::CONTENT_MEASURES, Section::CONTENT_DEVIATIONS, Section::CONTENT_CONTROLLING,
        Section::CONTENT_DECISIONS, Section::CONTENT_NEXT_STEPS, Section::CONTENT_SUSTAINING},
       {"background", "recommendations"}},
      {Report::KIND_PROGRESS,
       {Section::CONTENT_MANDATE, Section::CONTENT_FINDINGS, Section::CONTENT_SUSTAINING},
       {"background", "recommendations"}},
      {Report::KIND_FINAL, {}, {"background", "lessons", "transfer", "recommendations"}},
  };
  for (const Case& c : cases) {
    std::set<TemplateSection::Content> contents;
    std::vector<std::string> without_content;
    ForEach(UsualTemplate(c.kind).sections(), [&](const TemplateSection& section) {
      contents.insert(section.content());
      if (section.content() == Section::CONTENT_UNSPECIFIED) {
        without_content.push_back(section.section_id());
      }
    });
    for (int content = 1; content < Section::Content_ARRAYSIZE; ++content) {
      const auto one = static_cast<Section::Content>(content);
      EXPECT_NE(contents.count(one), c.left_out.count(one)) << Section::Content_Name(one);
    }
    EXPECT_THAT(without_content, IsSupersetOf(c.written_by_people));
    EXPECT_EQ(without_content.size(), c.written_by_people.size() + 1);  // The annex.
  }
}

TEST(UsualTemplates, HaveTextsOfTheirOwnWhereTheyGiveThem) {
  EXPECT_EQ(ChooseText(Find(Report::KIND_STOCK_TAKING, "goals").title(), Language::kGerman),
            "Ziele im Entwurf");
  EXPECT_EQ(ChooseText(Find(Report::KIND_PROGRESS, "goals").title(), Language::kGerman), "Ziele");
  EXPECT_EQ(Find(Report::KIND_PROGRESS, "goals").condition(), TemplateSection::CONDITION_ALWAYS);
  // What measures do and the state of a town stand apart.
  EXPECT_THAT(ChooseText(Find(Report::KIND_FINAL, "monitoring").intro(), Language::kGerman),
              testing::HasSubstr("sagen die Zahlen nicht"));
}

}  // namespace
}  // namespace lotse::reporting
