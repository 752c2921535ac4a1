#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_testing.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Report;
using v1alpha::Section;

// The kinds of the blocks of a section, with the ids of tables and charts.
std::vector<std::string> BlocksOf(const Section& section) {
  std::vector<std::string> blocks;
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_paragraph()) blocks.push_back("paragraph");
    if (block.has_indicator()) blocks.push_back("card of " + block.indicator().table_id());
    if (block.has_chart()) blocks.push_back(block.chart().chart_id());
    if (block.has_table()) blocks.push_back(block.table().table_id());
  }
  return blocks;
}

TEST(IndicatorsTest, ControllingHasAnOverviewAndEachIndicator) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const Section section = Built(&AppendControlling, inputs);
  EXPECT_THAT(BlocksOf(section),
              ElementsAre("plan-overview", "card of plan-table-geschulte", "plan-chart-geschulte",
                          "plan-table-geschulte", "plan-breakdown-geschulte--amt",
                          "card of plan-table-anfragen", "plan-table-anfragen"));
  const v1alpha::Table overview = TableOf(section, "plan-overview");
  EXPECT_THAT(
      Lines(overview, inputs.language),
      ElementsAre("Kennzahl | Ausgangswert | Zielwert | Zielwert bis | Istwert | Istwert vom | "
                  "Zielerreichung",
                  "Geschulte | 0 Personen | 80 Personen | 31. Dezember 2026 | 35 Personen | "
                  "30. September 2026 | 43,8 %",
                  "Anfragen | NOT_COLLECTED | NOT_APPLICABLE | NOT_APPLICABLE | NOT_COLLECTED | "
                  "NOT_APPLICABLE | UNDEFINED"));
  EXPECT_THAT(overview.notes(),
              ElementsAre(HasSubstr("Istwert"), HasSubstr("Zielerreichung"),
                          HasSubstr("Geschulte: In der Summe fehlt wenigstens ein Zeitraum")));
}

TEST(IndicatorsTest, ACardSaysWhatIsMeasured) {
  const ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_PROGRESS);
  const v1alpha::IndicatorCard card = Built(&AppendControlling, inputs).blocks(1).indicator();
  EXPECT_EQ(card.title(), "People trained");
  EXPECT_EQ(card.definition(), "Counted at the desk.");
  EXPECT_EQ(card.unit(), "people");
  EXPECT_EQ(card.direction(), v1alpha::IndicatorCard::DIRECTION_INCREASE);
  EXPECT_EQ(NumberWithUnit(card.baseline(), inputs.language), "0\u00a0people");
  EXPECT_EQ(card.baseline_date().year(), 2026);
  EXPECT_EQ(NumberWithUnit(card.target(), inputs.language), "80\u00a0people");
  EXPECT_EQ(card.target_date().month(), 12);
  EXPECT_EQ(card.resource(), std::string(kPlanEngagement) + "/indicators/geschulte");
  EXPECT_EQ(card.revision(), 2);
  EXPECT_EQ(card.definition_version(), 1);
  EXPECT_EQ(card.effect_level(), 2);
}

TEST(IndicatorsTest, OnlyCheckedValuesAreFigures) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Table table = TableOf(Built(&AppendControlling, inputs), "plan-table-geschulte");
  EXPECT_THAT(
      Lines(table, inputs.language),
      ElementsAre(
          "Zeitraum | Wert | Vorläufiger Wert | Zielwert des Zeitraums | Herkunft | "
          "Fassung der Definition | Stand",
          "1. Quartal 2026 | 12 Personen | NOT_APPLICABLE | 80 Personen | eingetragen | 1 | "
          "geprüft",
          "2. Quartal 2026 | NOT_MEASURABLE | NOT_APPLICABLE | 80 Personen | eingetragen | "
          "1 | geprüft",
          "3. Quartal 2026 | 23 Personen | NOT_APPLICABLE | 80 Personen | eingetragen | 1 | "
          "geprüft",
          "10/2026 | NOT_COLLECTED | 5 Personen | 80 Personen | eingetragen | 1 | "
          "vorläufig"));
  EXPECT_THAT(table.notes(), ElementsAre("2. Quartal 2026: nicht messbar. Kurse fielen aus.",
                                         HasSubstr("vorläufig:")));
}

TEST(IndicatorsTest, SaysWhereEachValueComesFrom) {
  const struct {
    Measurement::Source source;
    const char* german;
    const char* english;
  } cases[] = {
      {Measurement::SOURCE_UNSPECIFIED, "eingetragen", "entered"},
      {Measurement::SOURCE_MANUAL, "eingetragen", "entered"},
      {Measurement::SOURCE_IMPORT, "aus einer Datei", "from a file"},
      {Measurement::SOURCE_SURVEY, "aus einer Befragung", "from a survey"},
  };
  for (const auto& c : cases) {
    for (const auto& [language, word] :
         {std::pair(Language::kGerman, c.german), {Language::kEnglish, c.english}}) {
      ReportInputs inputs = SamplePlan(language, Report::KIND_PROGRESS);
      inputs.process.measurements->at(0).set_source(c.source);
      const v1alpha::Table table =
          TableOf(Built(&AppendControlling, inputs), "plan-table-geschulte");
      EXPECT_EQ(table.rows(0).cells(4).text(), word);
    }
  }
}

// Invariant 12: a total that falls is a warning, not an error.
TEST(IndicatorsTest, ATotalThatFallsIsNoted) {
  const struct {
    IndicatorDefinition::Accumulation accumulation;
    const char* last;
    const char* note;  // Null: none.
  } cases[] = {
      {IndicatorDefinition::ACCUMULATION_CUMULATIVE, "11", "Geschulte: Ein Wert ist kleiner als "},
      {IndicatorDefinition::ACCUMULATION_CUMULATIVE, "12", nullptr},
      {IndicatorDefinition::ACCUMULATION_SNAPSHOT, "11", nullptr},
  };
  for (const auto& c : cases) {
    ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
    inputs.process.indicators->at(1).mutable_definition()->set_accumulation(c.accumulation);
    inputs.process.measurements->at(2).mutable_value()->set_value(c.last);
    const v1alpha::Table overview = TableOf(Built(&AppendControlling, inputs), "plan-overview");
    EXPECT_EQ(overview.rows(0).cells(4).number().unscaled(), std::stoi(c.last));
    ASSERT_EQ(overview.notes_size(), c.note == nullptr ? 2 : 3) << c.last;
    if (c.note != nullptr) {
      EXPECT_THAT(overview.notes(2), ::testing::StartsWith(c.note));
    }
  }
}

TEST(IndicatorsTest, ASumWithAGapIsNoted) {
  ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_PROGRESS);
  EXPECT_THAT(TableOf(Built(&AppendControlling, inputs), "plan-overview").notes(),
              ::testing::Contains(HasSubstr("People trained: the sum lacks at least one period")));
  inputs.process.measurements->at(1).mutable_value()->set_value("1");
  EXPECT_THAT(TableOf(Built(&AppendControlling, inputs), "plan-overview").notes(),
              Not(::testing::Contains(HasSubstr("lacks"))));
}

TEST(IndicatorsTest, TheLineDrawsTheCheckedValues) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Chart chart = Built(&AppendControlling, inputs).blocks(2).chart();
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_LINE);
  EXPECT_EQ(chart.table_id(), "plan-table-geschulte");
  EXPECT_THAT(chart.columns(), ElementsAre(1));
  EXPECT_THAT(chart.breaks(), IsEmpty());
  EXPECT_EQ(chart.baseline().unscaled(), 0);
  EXPECT_EQ(chart.target().unscaled(), 80);
  EXPECT_EQ(chart.alt_text(),
            "Verlauf der Kennzahl „Geschulte“: 1. Quartal 2026 12\u00a0Personen, 3. Quartal 2026 "
            "23\u00a0Personen.");
  EXPECT_EQ(chart.long_description(),
            "1. Quartal 2026: 12\u00a0Personen. 2. Quartal 2026: –. 3. Quartal 2026: "
            "23\u00a0Personen. 10/2026: –.");
}

TEST(IndicatorsTest, OneValueMakesNoLine) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.measurements->at(2).set_state(Measurement::STATE_DRAFT);
  EXPECT_THAT(BlocksOf(Built(&AppendControlling, inputs)),
              Not(::testing::Contains("plan-chart-geschulte")));
}

TEST(IndicatorsTest, WhatIsBeingCorrectedIsShownAsItWasFixed) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  Measurement& measurement = inputs.process.measurements->at(2);
  measurement.set_state(Measurement::STATE_DRAFT);
  measurement.add_earlier_revisions()->mutable_value()->set_value("20");
  const Section section = Built(&AppendControlling, inputs);
  const v1alpha::Table table = TableOf(section, "plan-table-geschulte");
  EXPECT_EQ(Lines(table, inputs.language)[3],
            "3. Quartal 2026 | 20 Personen | NOT_APPLICABLE | 80 Personen | nicht festgehalten | "
            "1 | wird berichtigt");
  EXPECT_THAT(table.notes(), ::testing::Contains(HasSubstr("wird berichtigt:")));
  EXPECT_THAT(Lines(TableOf(section, "plan-overview"), inputs.language)[1],
              HasSubstr("32 Personen"));
}

TEST(IndicatorsTest, BreaksDownTheLastCheckedValueThatIsBrokenDown) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const v1alpha::Table table =
      TableOf(Built(&AppendControlling, inputs), "plan-breakdown-geschulte--amt");
  EXPECT_EQ(table.caption(), "Geschulte: Amt, 1. Quartal 2026");
  EXPECT_THAT(Lines(table, inputs.language),
              ElementsAre("Amt | Wert", "soziales | 7 Personen", "jugend | NOT_COLLECTED"));
}

// Counts of few people are not told by category (invariant 15), nor what is left of all.
TEST(IndicatorsTest, CountsOfFewAreNotBrokenDown) {
  const struct {
    const char* all;
    const char* social;
    const char* youth;  // Null: not collected.
    bool shown;
  } cases[] = {
      {"13", "12", "1", false},    {"16", "12", "4", false},     {"17", "12", "5", true},
      {"12", "12", "0", true},     {"13", "12", nullptr, false}, {"12", "12", nullptr, true},
      {"17", "12", nullptr, true}, {"2", "2", "0", false},
  };
  for (const auto& c : cases) {
    ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
    IndicatorDefinition& definition = *inputs.process.indicators->at(1).mutable_definition();
    definition.set_value_type(IndicatorDefinition::VALUE_TYPE_COUNT);
    Measurement& measured = inputs.process.measurements->at(0);
    measured.mutable_value()->set_value(c.all);
    measured.mutable_breakdown(0)->mutable_value()->set_value(c.social);
    if (c.youth != nullptr) {
      auto youth = measured.breakdown(0);
      youth.set_category_id("jugend");
      youth.mutable_value()->set_value(c.youth);
      *measured.add_breakdown() = youth;
    }
    Section section = Built(&AppendControlling, inputs);
    EXPECT_EQ(TableOf(section, "plan-breakdown-geschulte--amt").rows_size(), c.shown ? 2 : 0)
        << c.all;
    EXPECT_EQ(section.DebugString().find("1 bis 4 oder") == std::string::npos, c.shown) << c.all;
    // What is no count tells of no people.
    definition.set_value_type(IndicatorDefinition::VALUE_TYPE_SCORE);
    section = Built(&AppendControlling, inputs);
    EXPECT_EQ(TableOf(section, "plan-breakdown-geschulte--amt").rows_size(), 2) << c.all;
  }
}

TEST(IndicatorsTest, AnIndicatorWithoutValuesSaysSo) {
  const ReportInputs inputs = SamplePlan(Language::kEnglish, Report::KIND_PROGRESS);
  EXPECT_THAT(
      Lines(TableOf(Built(&AppendControlling, inputs), "plan-table-anfragen"), inputs.language),
      ElementsAre("Period | Value | Target of the period | Source | Version of the definition | "
                  "State",
                  "until 22 November 2026 | NOT_COLLECTED | NOT_APPLICABLE | NOT_APPLICABLE | 1 | "
                  "no value yet"));
}

TEST(IndicatorsTest, MonitoringTellsOfManyCausesAndOfNoAchievement) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const Section section = Built(&AppendMonitoring, inputs);
  // The indicator of the programme that nothing of the plan names is not shown.
  EXPECT_THAT(BlocksOf(section),
              ElementsAre("paragraph", "plan-overview", "card of plan-table-programme--arbeit",
                          "plan-chart-programme--arbeit", "plan-table-programme--arbeit"));
  EXPECT_THAT(section.blocks(0).paragraph().text(), HasSubstr("viele Ursachen"));
  EXPECT_THAT(
      Lines(TableOf(section, "plan-overview"), inputs.language),
      ElementsAre("Kennzahl | Ausgangswert | Zielwert | Zielwert bis | Istwert | Istwert vom",
                  "Arbeitslosenquote (Kennzahl des Programms) | NOT_COLLECTED | NOT_APPLICABLE | "
                  "NOT_APPLICABLE | 9,0 % | 31. Dezember 2025"));
  EXPECT_EQ(section.blocks(2).indicator().baseline_waiver(), "Nicht erhoben");
}

TEST(IndicatorsTest, TheLineIsBrokenWhereTheDefinitionChanged) {
  const ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  const Section section = Built(&AppendMonitoring, inputs);
  EXPECT_THAT(section.blocks(3).chart().breaks(), ElementsAre(1));
  const v1alpha::Table table = TableOf(section, "plan-table-programme--arbeit");
  EXPECT_THAT(Lines(table, inputs.language),
              ElementsAre(HasSubstr("Zeitraum | Wert | Zielwert des Zeitraums"),
                          "2024 | 8,25 % | NOT_APPLICABLE | eingetragen | 1 | geprüft",
                          "2025 | 9,0 % | NOT_APPLICABLE | eingetragen | 2 | geprüft"));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("Definition der Kennzahl hat sich geändert")));
}

TEST(IndicatorsTest, ThereIsNoLineOverValuesThatMeasureSomethingElse) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.indicators->at(2).mutable_earlier_definitions(0)->set_value_type(
      IndicatorDefinition::VALUE_TYPE_RATIO);
  const Section section = Built(&AppendMonitoring, inputs);
  EXPECT_THAT(BlocksOf(section), Not(::testing::Contains("plan-chart-programme--arbeit")));
  EXPECT_THAT(TableOf(section, "plan-table-programme--arbeit").notes(),
              ::testing::Contains(HasSubstr("deshalb gibt es kein Diagramm")));
}

TEST(IndicatorsTest, ATooLargeSumIsUndefined) {
  ReportInputs inputs = SamplePlan(Language::kGerman, Report::KIND_PROGRESS);
  inputs.process.measurements->at(0).mutable_value()->set_value("999999999999");
  EXPECT_THAT(
      Lines(TableOf(Built(&AppendControlling, inputs), "plan-overview"), inputs.language)[1],
      HasSubstr("| UNDEFINED | NOT_APPLICABLE | UNDEFINED"));
}

TEST(IndicatorsTest, WritesNumbersExactly) {
  const struct {
    const char* value;
    int decimals;
    const char* shown;
  } cases[] = {
      {"0", 0, "0"},
      {"12", 2, "12,00"},
      {"12.345", 2, "12,345"},
      {"-0.5", 1, "−0,5"},
      {"1234.5", 0, "1.234,5"},
      {"-999999999999.999999", 0, "−999.999.999.999,999999"},
  };
  for (const auto& c : cases) {
    IndicatorDefinition definition;
    definition.set_decimals(c.decimals);
    const v1alpha::Number number =
        NumberOf(*types::Decimal::Parse(c.value), definition, Language::kGerman);
    EXPECT_EQ(NumberText(number, Language::kGerman), c.shown);
  }
}

TEST(IndicatorsTest, NamesPeriods) {
  const struct {
    google::type::Date first;
    google::type::Date last;
    const char* german;
    const char* english;
  } cases[] = {
      {MakeDate(2026, 1, 1), MakeDate(2026, 12, 31), "2026", "2026"},
      {MakeDate(2026, 7, 1), MakeDate(2026, 12, 31), "2. Halbjahr 2026", "H2 2026"},
      {MakeDate(2026, 10, 1), MakeDate(2026, 12, 31), "4. Quartal 2026", "Q4 2026"},
      {MakeDate(2024, 2, 1), MakeDate(2024, 2, 29), "02/2024", "02/2024"},
      {MakeDate(2026, 3, 5), MakeDate(2026, 3, 5), "5.\u00a0März\u00a02026",
       "5\u00a0March\u00a02026"},
      {MakeDate(2026, 2, 1), MakeDate(2026, 4, 30),
       "1.\u00a0Februar\u00a02026 bis 30.\u00a0April\u00a02026",
       "1\u00a0February\u00a02026 to 30\u00a0April\u00a02026"},
      {MakeDate(2024, 2, 1), MakeDate(2024, 2, 28),
       "1.\u00a0Februar\u00a02024 bis 28.\u00a0Februar\u00a02024",
       "1\u00a0February\u00a02024 to 28\u00a0February\u00a02024"},
      {MakeDate(2025, 1, 1), MakeDate(2026, 12, 31),
       "1.\u00a0Januar\u00a02025 bis 31.\u00a0Dezember\u00a02026",
       "1\u00a0January\u00a02025 to 31\u00a0December\u00a02026"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(PeriodLabel(c.first, c.last, Language::kGerman), c.german);
    EXPECT_EQ(PeriodLabel(c.first, c.last, Language::kEnglish), c.english);
  }
}

}  // namespace
}  // namespace lotse::reporting
