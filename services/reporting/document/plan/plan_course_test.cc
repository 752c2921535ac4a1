// What is decided, done next, and what stays.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/key_figures.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_testing.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Engagement;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Report;
using v1alpha::Section;

std::vector<std::string> LinesOf(void (*append)(const ReportInputs&, Section&),
                                 const ReportInputs& inputs, const char* id = "plan-table") {
  return Lines(TableOf(Built(append, inputs), id), inputs.language);
}

TEST(PlanCourseTest, DecisionsOfThePeriodByDay) {
  EXPECT_THAT(LinesOf(&AppendDecisions, SamplePlan(Language::kGerman, Report::KIND_PROGRESS)),
              ElementsAre("Gegenstand | Tag | Gremium | Beschluss | Ergebnis",
                          "Namen | 1. Juni 2026 | Steuerungsgruppe Vielfalt | So wird es gemacht. "
                          "| vertagt",
                          "Ziele | 22. November 2026 | Steuerungsgruppe Vielfalt | So wird es "
                          "gemacht. Änderung: Bis 2027. | mit Änderung angenommen"));
}

// What was put off counts as it is listed.
TEST(PlanCourseTest, AsManyDecisionsAreCountedAsAreListed) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  EXPECT_EQ(KeyFiguresOf(inputs).decisions, 2);
  EXPECT_EQ(LinesOf(&AppendDecisions, inputs).size(), 3u);
  inputs.report.clear_start_date();
  EXPECT_EQ(KeyFiguresOf(inputs).decisions, 3);
  EXPECT_EQ(LinesOf(&AppendDecisions, inputs).size(), 4u);
}

TEST(PlanCourseTest, NextStepsNameWhereTheyComeFrom) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  v1alpha::Source phases = inputs.sources.front();
  phases.set_resource(std::string(kPlanEngagement) + "/tracks/-/phases");
  inputs.sources.push_back(phases);
  std::vector<std::string> sources;
  const v1alpha::Table table = TableOf(Built(&AppendNextSteps, inputs), "plan-table");
  for (const int i : table.sources()) {
    const std::string& resource = inputs.sources[static_cast<size_t>(i)].resource();
    sources.push_back(resource.substr(resource.rfind('/') + 1));
  }
  EXPECT_THAT(sources, ElementsAre("measures", "milestones", "decisions", "actionItems", "phases"));
}

TEST(PlanCourseTest, WithoutABeginningThePeriodHoldsAllThatWas) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_FINAL);
  inputs.report.clear_start_date();
  EXPECT_THAT(LinesOf(&AppendDecisions, inputs),
              ElementsAre("Subject | Day | Body | Decision | Outcome",
                          HasSubstr("Kick-off | 1 December 2025 |"), HasSubstr("Names"),
                          HasSubstr("Goals")));
}

TEST(PlanCourseTest, EachOutcomeHasAWord) {
  using engagement::v1alpha::Decision;
  const struct {
    Decision::State state;
    const char* german;
    const char* english;
  } cases[] = {
      {Decision::STATE_PROPOSED, "vorgelegt", "put forward"},
      {Decision::STATE_ADOPTED, "angenommen", "adopted"},
      {Decision::STATE_ADOPTED_MODIFIED, "mit Änderung angenommen", "adopted with a change"},
      {Decision::STATE_DEFERRED, "vertagt", "put off"},
      {Decision::STATE_REJECTED, "abgelehnt", "rejected"},
      {Decision::STATE_IMPLEMENTED, "angenommen und umgesetzt", "adopted and carried out"},
      {Decision::STATE_REVOKED, "aufgehoben", "revoked"},
  };
  for (const auto& c : cases) {
    for (const Language language : {Language::kGerman, Language::kEnglish}) {
      ReportInputs inputs = SamplePlan(language, Report::KIND_PROGRESS);
      inputs.process.decisions->at(0).set_state(c.state);
      EXPECT_EQ(Built(&AppendDecisions, inputs).blocks(0).table().rows(1).cells(4).text(),
                language == Language::kGerman ? c.german : c.english);
    }
  }
}

TEST(PlanCourseTest, ParticipationCountsFunctionsAndMeetings) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Table table = TableOf(Built(&AppendParticipation, inputs), "plan-table");
  EXPECT_THAT(Lines(table, inputs.language),
              ElementsAre("Gremium | Art | Mitglieder | Treffen | Teilnahmen",
                          "Steuerungsgruppe Vielfalt | Steuerungsgruppe | 1 | 3 | 20",
                          "Stadtrat | Rat oder Ausschuss | 0 | 0 | NOT_APPLICABLE"));
  EXPECT_THAT(table.notes(),
              ElementsAre(HasSubstr("Funktionen"),
                          "Gezählt sind Treffen vom 1.\u00a0Januar\u00a02026 bis zum "
                          "22.\u00a0November\u00a02026.",
                          HasSubstr("Bei 1 Treffen")));
}

TEST(PlanCourseTest, WhatIsNotKnownOfMeetingsIsNotZero) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_PROGRESS);
  for (auto& record : *inputs.process.meeting_records) record.set_attendee_count(0);
  EXPECT_THAT(LinesOf(&AppendParticipation, inputs)[1], HasSubstr("| 1 | 3 | NOT_COLLECTED"));
  inputs.process.meeting_records.reset();
  EXPECT_THAT(LinesOf(&AppendParticipation, inputs)[1],
              HasSubstr("| 1 | NOT_COLLECTED | NOT_COLLECTED"));
}

TEST(PlanCourseTest, ThePeriodEndsWhereTheReportSays) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  *inputs.report.mutable_end_date() = MakeDate(2026, 6, 1);
  EXPECT_THAT(LinesOf(&AppendParticipation, inputs)[1], HasSubstr("| 1 | 2 | 9"));
  EXPECT_THAT(LinesOf(&AppendDecisions, inputs), ElementsAre(HasSubstr("Tag"), HasSubstr("Namen")));
  // It never reaches behind the day whose state is shown.
  *inputs.report.mutable_end_date() = MakeDate(2027, 6, 1);
  EXPECT_THAT(LinesOf(&AppendParticipation, inputs)[1], HasSubstr("| 1 | 3 | 20"));
}

TEST(PlanCourseTest, NextStepsByDay) {
  EXPECT_THAT(
      LinesOf(&AppendNextSteps, SamplePlan(Language::kGerman, Report::KIND_PROGRESS)),
      ElementsAre("Schritt | Art | Gehört zu | Federführung | Termin | Stand",
                  "Liste schreiben | Aufgabe | NOT_APPLICABLE | NOT_COLLECTED | 1. November 2026 "
                  "| ■ überfällig",
                  "Halbzeit | Meilenstein | Schreibkurs | Hauptamt | 1. Dezember 2026 | ○ offen",
                  "Raum buchen | Aufgabe | Ziele | NOT_COLLECTED | 24. Dezember 2026 | ○ offen"));
}

TEST(PlanCourseTest, SustainingShowsWhatGoesOn) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_FINAL);
  const Section section = Built(&AppendSustaining, inputs);
  ASSERT_EQ(section.blocks_size(), 2);
  EXPECT_THAT(Lines(section.blocks(0).table(), inputs.language),
              ElementsAre("Nr. | Maßnahme | Federführung | Abgeschlossen am",
                          "M 6 | Runder Tisch | Hauptamt | 1. August 2026"));
  EXPECT_THAT(Lines(section.blocks(1).table(), inputs.language),
              ElementsAre("Aufgabe | Federführung | Termin | Übergeben am",
                          "Netzwerk pflegen | Hauptamt | 1. Oktober 2026 | 30. September 2026"));
}

TEST(PlanCourseTest, SustainingSaysWhatWasDeclared) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_FINAL);
  inputs.process.measures.reset();
  inputs.process.action_items.reset();
  const struct {
    Engagement::Sustaining sustaining;
    const char* text;
  } cases[] = {
      {Engagement::SUSTAINING_NONE, "It was declared that there is nothing to be sustained."},
      {Engagement::SUSTAINING_ACCEPTED,
       "For everything that is to be sustained, somebody outside the engagement has taken over "
       "the responsibility."},
  };
  for (const auto& c : cases) {
    inputs.process.engagement.emplace().set_sustaining(c.sustaining);
    const Section section = Built(&AppendSustaining, inputs);
    ASSERT_EQ(section.blocks_size(), 1);
    EXPECT_EQ(section.blocks(0).paragraph().text(), c.text);
  }
  inputs.process.engagement.emplace();
  EXPECT_THAT(Built(&AppendSustaining, inputs).blocks(), IsEmpty());
}

}  // namespace
}  // namespace lotse::reporting
