#include "services/reporting/document/plan/plan_content.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/plan/plan_testing.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_material.h"

namespace lotse::reporting {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Report;
using v1alpha::Section;

using Append = void (*)(const ReportInputs&, Section&);

struct Content {
  const char* name;
  Append append;
  Section::Scope scope;
};

const Content kContents[] = {
    {"findings", &AppendFindings, Section::SCOPE_UNSPECIFIED},
    {"goals", &AppendGoals, Section::SCOPE_CONTROLLING},
    {"measures", &AppendMeasures, Section::SCOPE_CONTROLLING},
    {"deviations", &AppendDeviations, Section::SCOPE_CONTROLLING},
    {"controlling", &AppendControlling, Section::SCOPE_CONTROLLING},
    {"monitoring", &AppendMonitoring, Section::SCOPE_MONITORING},
    {"decisions", &AppendDecisions, Section::SCOPE_UNSPECIFIED},
    {"participation", &AppendParticipation, Section::SCOPE_UNSPECIFIED},
    {"next steps", &AppendNextSteps, Section::SCOPE_UNSPECIFIED},
    {"sustaining", &AppendSustaining, Section::SCOPE_UNSPECIFIED},
};

TEST(PlanContentTest, CanBeFrozenInBothLanguages) {
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    for (const auto kind : {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS, Report::KIND_FINAL}) {
      const ReportInputs inputs = SamplePlan(language, kind);
      for (const Content& content : kContents) {
        const Section section = Built(content.append, inputs);
        EXPECT_THAT(section.blocks(), Not(IsEmpty())) << content.name;
        EXPECT_EQ(section.scope(), content.scope) << content.name;
        EXPECT_THAT(ProblemsOf(section, inputs), IsEmpty()) << content.name;
      }
    }
  }
}

TEST(PlanContentTest, AppendsNothingWhereThereIsNothing) {
  ReportInputs unknown;
  unknown.as_of_date = MakeDate(2026, 11, 22);
  unknown.engagement_name = kPlanEngagement;
  ReportInputs empty = unknown;
  empty.process.engagement.emplace();
  empty.process.findings.emplace();
  empty.process.needs.emplace();
  empty.process.goals.emplace();
  empty.process.measures.emplace();
  empty.process.milestones.emplace();
  empty.process.indicators.emplace();
  empty.process.measurements.emplace();
  empty.process.decisions.emplace();
  empty.process.meeting_records.emplace();
  empty.process.bodies.emplace();
  empty.process.action_items.emplace();
  for (const Content& content : kContents) {
    Section section;
    content.append(unknown, section);
    content.append(empty, section);
    EXPECT_EQ(section.ByteSizeLong(), 0u) << content.name;
  }
}

template <class List>
void Reverse(List& list) {
  if (list.has_value()) std::reverse(list->begin(), list->end());
}

TEST(PlanContentTest, DoesNotDependOnTheOrderOfTheLists) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  ReportInputs reversed = inputs;
  Reverse(reversed.process.findings);
  Reverse(reversed.process.needs);
  Reverse(reversed.process.goals);
  Reverse(reversed.process.measures);
  Reverse(reversed.process.milestones);
  Reverse(reversed.process.indicators);
  Reverse(reversed.process.measurements);
  Reverse(reversed.process.decisions);
  Reverse(reversed.process.meeting_records);
  Reverse(reversed.process.bodies);
  Reverse(reversed.process.action_items);
  for (const Content& content : kContents) {
    EXPECT_EQ(Built(content.append, inputs).SerializeAsString(),
              Built(content.append, reversed).SerializeAsString())
        << content.name;
  }
}

// What a table shows can be found again: by the resource and its revision, and by its sources.
TEST(PlanContentTest, NamesResourcesAndSources) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Table table = TableOf(Built(&AppendMeasures, inputs), "plan-table");
  EXPECT_EQ(table.rows(0).resource(), inputs.process.measures->at(0).name());
  EXPECT_EQ(table.rows(0).revision(), 1);
  EXPECT_EQ(table.rows(1).revision(), 3);
  std::vector<std::string> sources;
  for (const int source : table.sources()) {
    sources.push_back(inputs.sources[static_cast<size_t>(source)].resource());
  }
  EXPECT_THAT(sources, ElementsAre(std::string(kPlanEngagement) + "/goals",
                                   std::string(kPlanEngagement) + "/measures"));
}

TEST(PlanContentTest, FindingsShowStrengthsBeforeNeeds) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_STOCK_TAKING);
  const Section section = Built(&AppendFindings, inputs);
  ASSERT_EQ(section.blocks_size(), 4);
  EXPECT_THAT(Lines(section.blocks(0).table(), inputs.language),
              ElementsAre("Befund | Aussage | Belege | Worauf er sich stützt",
                          "Ehrenamtliche Lotsen gibt es schon | NOT_COLLECTED | 1 | "
                          "jahresbericht (Seite 4)"));
  EXPECT_THAT(Lines(section.blocks(1).table(), inputs.language),
              ElementsAre("Befund | Aussage | Belege | Worauf er sich stützt",
                          "Bescheide sind schwer verständlich | Viele fragen nach, was gemeint "
                          "ist. | 2 | w1; Rückmeldung am Empfang"));
  EXPECT_THAT(section.blocks(2).paragraph().text(), HasSubstr("1 weiterer Befund ist noch nicht"));
  EXPECT_THAT(Lines(section.blocks(3).table(), inputs.language),
              ElementsAre("Bedarf | Aussage | Vorrang | Abgeleitet aus",
                          "Verständliche Bescheide | NOT_COLLECTED | 1 | Bescheide sind schwer "
                          "verständlich",
                          "Barrierefreie Räume | NOT_COLLECTED | NOT_COLLECTED | NOT_COLLECTED"));
}

TEST(PlanContentTest, EvidenceOfAKnownWaveHasItsTitle) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_STOCK_TAKING);
  auto& wave = *inputs.waves.emplace_back().mutable_wave();
  wave.set_name(std::string(kPlanEngagement) + "/surveys/personal/waves/w1");
  *wave.mutable_title() = MakeText("Befragung des Personals", "Staff survey");
  v1alpha::Source source = inputs.sources.front();
  source.set_service("survey");
  source.set_resource(wave.name());
  inputs.sources.push_back(source);
  const Section section = Built(&AppendFindings, inputs);
  const v1alpha::Table table = TableOf(section, "plan-lacks");
  EXPECT_THAT(Lines(table, inputs.language)[1], HasSubstr("| 2 | Staff survey; Said at the desk"));
  const int place = static_cast<int>(inputs.sources.size()) - 1;
  EXPECT_THAT(table.sources(), testing::Contains(place));
  EXPECT_THAT(TableOf(section, "plan-strengths").sources(), Not(testing::Contains(place)));
}

TEST(PlanContentTest, GoalsFormATree) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Table table = TableOf(Built(&AppendGoals, inputs), "plan-table");
  EXPECT_THAT(
      Lines(table, inputs.language),
      ElementsAre(
          "Nr. | Ziel | Ebene | Federführung | Termin | Stand | Woran es gemessen wird",
          "1 | Die Verwaltung ist offen für alle | Leitziel | NOT_APPLICABLE | NOT_APPLICABLE | "
          "◐ teilweise erreicht | Arbeitslosenquote",
          "1.1 | Man versteht einander | Mittlerziel | NOT_APPLICABLE | NOT_APPLICABLE | "
          "● verfolgt | NOT_APPLICABLE",
          "1.1.1 | Alle Bescheide sind in klarer Sprache | Handlungsziel | Hauptamt | "
          "31. Dezember 2026 | ● verfolgt | bescheide",
          "1.1.2 | Die Hälfte ist geschult | Handlungsziel | NOT_COLLECTED | 1. Oktober 2026 | "
          "○ in Überarbeitung | Alle haben ein Zertifikat"));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("zuletzt beschlossen")));
}

// A draft that was withdrawn was nobody's goal; one that was rewritten is told as it was adopted.
TEST(PlanContentTest, WhatWasNeverAdoptedIsNotShownAfterItWasWithdrawn) {
  using engagement::v1alpha::Goal;
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_FINAL);
  std::vector<Goal>& goals = *inputs.process.goals;
  goals.at(2).set_state(Goal::STATE_WITHDRAWN);
  goals.at(1).set_state(Goal::STATE_WITHDRAWN);
  goals.at(0).set_state(Goal::STATE_WITHDRAWN);
  const v1alpha::Table table = TableOf(Built(&AppendGoals, inputs), "plan-table");
  const std::vector<std::string> lines = Lines(table, inputs.language);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_THAT(lines[3], AllOf(HasSubstr("1.1.1 | Alle Bescheide"), HasSubstr("zurückgezogen")));
  EXPECT_THAT(lines[4], AllOf(HasSubstr("1.1.2 | Die Hälfte ist geschult"),
                              HasSubstr("1. Oktober 2026 | ✕ zurückgezogen")));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("zuletzt beschlossen")));
  inputs.report.set_kind(Report::KIND_STOCK_TAKING);
  EXPECT_EQ(TableOf(Built(&AppendGoals, inputs), "plan-table").rows_size(), 5);
}

TEST(PlanContentTest, AMeasureDoesNotTellOfAGoalThatIsNotShown) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.measures->at(0).add_goals()->set_goal(inputs.process.goals->at(2).name());
  const auto goals_of_first = [&inputs] {
    return ShownCell(TableOf(Built(&AppendMeasures, inputs), "plan-table").rows(0).cells(2),
                     inputs.language);
  };
  EXPECT_EQ(goals_of_first(), "1.1.1");
  inputs.report.set_kind(Report::KIND_STOCK_TAKING);
  EXPECT_EQ(goals_of_first(), "1.1.1; 1.1.3");
}

TEST(PlanContentTest, AStockTakingShowsDrafts) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_STOCK_TAKING);
  const v1alpha::Table table = TableOf(Built(&AppendGoals, inputs), "plan-table");
  const std::vector<std::string> lines = Lines(table, inputs.language);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[4],
            "1.1.2 | Das Personal ist geschult | Handlungsziel | NOT_COLLECTED | NOT_COLLECTED | "
            "○ in Überarbeitung | Alle haben ein Zertifikat");
  EXPECT_EQ(lines[5],
            "1.1.3 | Nur ein Entwurf | Handlungsziel | NOT_COLLECTED | NOT_COLLECTED | "
            "○ noch nicht beschlossen | NOT_COLLECTED");
  EXPECT_THAT(table.notes(), IsEmpty());
}

TEST(PlanContentTest, AGoalWhoseUpperGoalIsNotShownStandsAtTheTop) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.goals->at(3).set_state(engagement::v1alpha::Goal::STATE_DRAFT);
  inputs.process.goals->at(3).clear_adopt_date();
  const auto lines = Lines(TableOf(Built(&AppendGoals, inputs), "plan-table"), inputs.language);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[1], HasSubstr("1 | Alle Bescheide"));
  EXPECT_THAT(lines[2], HasSubstr("2 | Die Hälfte"));
  EXPECT_THAT(lines[3], HasSubstr("3 | Die Verwaltung"));
}

// The data of other systems may hold anything: goals above one another do not hang the report.
TEST(PlanContentTest, GoalsThatStandAboveOneAnotherEnd) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  auto& goals = *inputs.process.goals;
  goals.at(4).set_parent_goal(goals.at(3).name());
  EXPECT_THAT(Built(&AppendGoals, inputs).blocks(), IsEmpty());
}

TEST(PlanContentTest, MeasuresStandInATableAndAreCounted) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const Section section = Built(&AppendMeasures, inputs);
  ASSERT_EQ(section.blocks_size(), 3);  // The last one is in efforts_test.cc.
  const v1alpha::Chart& chart = section.blocks(0).chart();
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_STATUS_OVERVIEW);
  EXPECT_THAT(chart.columns(), ElementsAre(5));
  EXPECT_EQ(chart.alt_text(), "Wie 6 Maßnahmen stehen.");
  EXPECT_EQ(chart.long_description(),
            "Maßnahmen nach ihrem Stand: 1 nicht begonnen, 1 im Plan, 1 verzögert, 1 überfällig, "
            "1 abgeschlossen, 1 eingestellt.");
  const v1alpha::Table& table = section.blocks(1).table();
  EXPECT_THAT(
      Lines(table, inputs.language),
      ElementsAre("Nr. | Maßnahme | Ziele | Federführung | Termin | Stand | Fortschritt | "
                  "Geändert am",
                  "M 1 | Schreibkurs | 1.1.1 | Hauptamt | 31. März 2027 | ● im Plan | 60 % | "
                  "1. Oktober 2026",
                  "M 3 | Musterbriefe | NOT_COLLECTED | Hauptamt | 21. November 2026 | "
                  "■ überfällig | 0 % | 1. Oktober 2026",
                  "M 4 | Lotsendienst | NOT_COLLECTED | Hauptamt | 31. März 2027 | ▲ verzögert | "
                  "0 % | 1. Oktober 2026",
                  "M 5 | Tag der offenen Tür | NOT_COLLECTED | Hauptamt | 31. März 2027 | "
                  "✕ eingestellt | 0 % | 1. Oktober 2026",
                  "M 6 | Runder Tisch | NOT_COLLECTED | Hauptamt | 31. März 2027 | "
                  "✓ abgeschlossen | 0 % | NOT_APPLICABLE",
                  "M 7 | Film | NOT_COLLECTED | NOT_COLLECTED | NOT_COLLECTED | "
                  "○ nicht begonnen | 0 % | 1. Oktober 2026"));
  EXPECT_THAT(table.notes(),
              ElementsAre("Ziele: 1.1.1\u00a0Alle Bescheide sind in klarer Sprache.",
                          HasSubstr("Fortschritt"), HasSubstr("vom 1.\u00a0Januar\u00a02026 bis"),
                          HasSubstr("Idee")));
}

// In an engagement that is over nothing is late any more.
TEST(PlanContentTest, NothingIsOverdueInAnEngagementThatIsOver) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_FINAL);
  inputs.process.engagement.emplace().set_state(engagement::v1alpha::Engagement::STATE_CLOSED);
  EXPECT_THAT(Built(&AppendMeasures, inputs).blocks(0).chart().long_description(),
              Not(HasSubstr("overdue")));
}

TEST(PlanContentTest, DeviationsSayInWhatAndWhatHoldsThemUp) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  *inputs.process.measures->at(6).mutable_start_date() = MakeDate(2026, 11, 1);
  const v1alpha::Table table = TableOf(Built(&AppendDeviations, inputs), "plan-table");
  EXPECT_THAT(
      Lines(table, inputs.language),
      ElementsAre("Nr. | Maßnahme | Stand | Worin sie abweicht | Hemmnisse",
                  "M 3 | Musterbriefe | ■ überfällig | Der Termin war am 21. November 2026 | "
                  "NOT_APPLICABLE",
                  "M 4 | Lotsendienst | ▲ verzögert | Die Arbeit ist blockiert | "
                  "Stelle unbesetzt (seit 1. September 2026)",
                  "M 5 | Tag der offenen Tür | ✕ eingestellt | Die Maßnahme wurde aufgegeben | "
                  "NOT_APPLICABLE",
                  "M 7 | Film | ▲ verzögert | Der Beginn war für den 1. November 2026 geplant | "
                  "NOT_APPLICABLE"));
}

// Their ids may lead to a person, and were not released.
TEST(PlanContentTest, NamesNoCaseAndNoCode) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_STOCK_TAKING);
  AddSampleMaterial(inputs);
  const std::string study = std::string(kPlanEngagement) + "/studies/gruppen/";
  for (auto& finding : *inputs.process.findings) {
    for (const std::string& name :
         {study + "cases/frau-unverwechselbar", study + "codebooks/buch/codes/unverwechselbar",
          study + "materialReleases/unverwechselbar", SampleMaterial().name()}) {
      finding.add_evidence()->mutable_source()->set_name(name);
    }
  }
  const std::string all = Built(&AppendFindings, inputs).DebugString();
  EXPECT_THAT(all, Not(HasSubstr("unverwechselbar")));
  EXPECT_THAT(all, HasSubstr("Gespr\\303\\244che und Dokumente")) << "DebugString escapes";
  EXPECT_THAT(all, HasSubstr("gruppen im Amt"));
}

}  // namespace
}  // namespace lotse::reporting
