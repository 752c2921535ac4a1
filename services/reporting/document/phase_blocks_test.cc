#include "services/reporting/document/phase_blocks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Phase;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using v1alpha::Section;
using v1alpha::Table;

// What is appended to a section called `phases`.
Section PhasesOf(const ReportInputs& inputs) {
  Section section;
  section.set_section_id("phases");
  AppendPhases(inputs, section);
  return section;
}

// The table of the phases, the last block of what is appended.
Table TableOf(const ReportInputs& inputs) {
  const Section section = PhasesOf(inputs);
  return section.blocks(section.blocks_size() - 1).table();
}

std::vector<std::string> Texts(const v1alpha::Row& row, Language language = Language::kGerman) {
  std::vector<std::string> texts;
  for (const v1alpha::Cell& cell : row.cells()) texts.push_back(CellText(cell, language));
  return texts;
}

ReportInputs OfTwoTracks(Language language = Language::kGerman) {
  ReportInputs inputs = SampleInputs(language);
  inputs.process = SampleProcessOfTwoTracks();
  return inputs;
}

ReportInputs OfOne(const Phase& phase, Language language) {
  ReportInputs inputs;
  inputs.language = language;
  inputs.as_of_date = MakeDate(2026, 11, 22);
  inputs.process.phases = {phase};
  return inputs;
}

TEST(PhaseBlocksTest, ShowsPlannedAndActualDays) {
  const Table table = TableOf(SampleInputs(Language::kGerman));
  EXPECT_THAT(table.columns(), ElementsAre("Phase", "Stand", "Geplanter Beginn", "Geplantes Ende",
                                           "Erledigt", "Tatsächlich", "Prüfpunkt"));
  ASSERT_EQ(table.rows_size(), 3);
  EXPECT_THAT(Texts(table.rows(0)),
              ElementsAre("Auftakt und Rahmen", "✓\u00a0abgeschlossen", "1.\u00a0März\u00a02026",
                          "31.\u00a0Mai\u00a02026", "–",
                          "1.\u00a0März\u00a02026 bis 30.\u00a0Juni\u00a02026", "–"));
  EXPECT_THAT(Texts(table.rows(1)),
              ElementsAre("Bestandsaufnahme", "●\u00a0in Arbeit", "1.\u00a0Juni\u00a02026",
                          "31.\u00a0Dezember\u00a02026", "–", "seit 1.\u00a0Juli\u00a02026", "–"));
  EXPECT_THAT(Texts(table.rows(2)),
              ElementsAre("Ziele", "○\u00a0nicht begonnen", "–", "–", "–", "–", "–"));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("– bedeutet: Der Prüfpunkt hat keine"),
                                         HasSubstr("– in den anderen Spalten")));
  EXPECT_THAT(table.sources(), ElementsAre(4)) << "the list of the phases";
}

TEST(PhaseBlocksTest, DrawsThePlanOnACalendar) {
  const Section section = PhasesOf(SampleInputs(Language::kGerman));
  ASSERT_EQ(section.blocks_size(), 2);
  const v1alpha::Chart& chart = section.blocks(0).chart();
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_TIMELINE);
  EXPECT_THAT(chart.columns(), ElementsAre(2, 3, 4, 1));
  EXPECT_EQ(chart.table_id(), section.blocks(1).table().table_id());
  EXPECT_EQ(chart.alt_text(),
            "Zeitplan der Phasen vom 1.\u00a0März\u00a02026 bis zum 31.\u00a0Dezember\u00a02026 "
            "mit einer Linie beim Stand vom 22.\u00a0November\u00a02026. Abgeschlossen: 1 von 3.");
  EXPECT_THAT(chart.long_description(),
              HasSubstr("„Bestandsaufnahme“: Geplanter Beginn 1.\u00a0Juni\u00a02026"));
  // Nothing to draw.
  ReportInputs unplanned = SampleInputs(Language::kGerman);
  for (Phase& phase : *unplanned.process.phases) phase.clear_planned_start_date();
  EXPECT_EQ(PhasesOf(unplanned).blocks_size(), 1);
}

TEST(PhaseBlocksTest, TellsHowMuchOfAGateIsThere) {
  Phase phase = MakePhase("verwaltung", "ziele", "Ziele", "Goals", Phase::STATE_ACTIVE);
  const auto done = [&phase] {
    return CellText(TableOf(OfOne(phase, Language::kEnglish)).rows(0).cells(4), Language::kEnglish);
  };
  EXPECT_EQ(done(), "–");
  engagement::v1alpha::GateCriterion& met = *phase.add_criteria();
  met.set_result(engagement::v1alpha::GateCriterion::RESULT_MET);
  phase.add_criteria();
  EXPECT_EQ(done(), "50.0%");
  phase.add_deliverables()->set_state(engagement::v1alpha::GateDeliverable::STATE_SUBMITTED);
  EXPECT_EQ(done(), "33.3%");
  // What the service checks by itself is not counted.
  phase.add_criteria()->set_check(engagement::v1alpha::PhaseCriterion::CHECK_BASELINES);
  EXPECT_EQ(done(), "33.3%");
  // A gate can be passed with conditions, or waived: what is missing stays so.
  phase.set_state(Phase::STATE_COMPLETED);
  EXPECT_EQ(done(), "33.3%");
}

TEST(PhaseBlocksTest, PutsPhasesTrackByTrack) {
  const Section section = PhasesOf(OfTwoTracks());
  ASSERT_EQ(section.blocks_size(), 3);
  EXPECT_THAT(section.blocks(0).paragraph().text(), HasSubstr("Ein Strang ist"));
  EXPECT_THAT(section.blocks(1).chart().columns(), ElementsAre(2, 3, 4, 1));
  const Table& table = section.blocks(2).table();
  ASSERT_EQ(table.rows_size(), 6);
  EXPECT_THAT(Texts(table.rows(0)),
              ElementsAre("Jugendamt: Auftakt und Rahmen", "✓\u00a0abgeschlossen", "–", "–", "–",
                          "1.\u00a0April\u00a02026", "mit 1 Auflage"));
  EXPECT_THAT(Texts(table.rows(1)), ElementsAre("Jugendamt: Bestandsaufnahme", "■\u00a0überfällig",
                                                "–", "21.\u00a0November\u00a02026", "–",
                                                "seit 1.\u00a0Mai\u00a02026", "erneut zu prüfen"));
  EXPECT_THAT(Texts(table.rows(2)),
              ElementsAre("Jugendamt: Ziele", "✕\u00a0ausgelassen", "–", "–", "–", "–", "–"));
  EXPECT_THAT(table.rows(3).cells(0).text(), StartsWith("Ganze Verwaltung: "));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("Erledigt:"), HasSubstr("mit Auflagen:"),
                                         HasSubstr("überfällig:"), HasSubstr("erneut zu prüfen:"),
                                         HasSubstr("–")));
}

TEST(PhaseBlocksTest, DoesNotDependOnTheOrderOfTheList) {
  ReportInputs inputs = OfTwoTracks();
  const std::string before = TableOf(inputs).SerializeAsString();
  std::reverse(inputs.process.phases->begin(), inputs.process.phases->end());
  EXPECT_EQ(TableOf(inputs).SerializeAsString(), before);
}

// What is read one after the other may not fit: a track may be there by now.
TEST(PhaseBlocksTest, NamesATrackThatIsNotKnownByItsId) {
  ReportInputs inputs = OfTwoTracks();
  inputs.process.tracks->erase(inputs.process.tracks->begin());
  const Table table = TableOf(inputs);
  EXPECT_THAT(table.rows(0).cells(0).text(), StartsWith("Ganze Verwaltung: "));
  EXPECT_THAT(table.rows(3).cells(0).text(), StartsWith("jugend: "));
  inputs.process.tracks.reset();
  EXPECT_THAT(TableOf(inputs).rows(0).cells(0).text(), StartsWith("jugend: "));
}

// The table of a phase in `state` with this last verdict.
std::string GateOf(Phase::State state, GateVerdict::Verdict verdict) {
  Phase phase = MakePhase("verwaltung", "ziele", "Ziele", "Goals", state);
  phase.add_verdicts()->set_verdict(verdict);
  return TableOf(OfOne(phase, Language::kEnglish)).rows(0).cells(6).text();
}

// Verdicts are kept; which one counts follows from where the phase stands.
TEST(PhaseBlocksTest, AVerdictCountsWhereThePhaseStandsByIt) {
  for (int i = Phase::STATE_PLANNED; i <= Phase::STATE_SKIPPED; ++i) {
    const auto state = static_cast<Phase::State>(i);
    const bool completed = state == Phase::STATE_COMPLETED;
    const bool worked_on = state == Phase::STATE_ACTIVE || state == Phase::STATE_IN_GATE;
    const std::string name = Phase::State_Name(state);
    EXPECT_EQ(GateOf(state, GateVerdict::VERDICT_PASSED), completed ? "passed" : "–") << name;
    EXPECT_EQ(GateOf(state, GateVerdict::VERDICT_WAIVED), completed ? "gate waived" : "–") << name;
    EXPECT_EQ(GateOf(state, GateVerdict::VERDICT_PASSED_WITH_CONDITIONS),
              completed ? "with 0 conditions" : "–")
        << name;
    EXPECT_EQ(GateOf(state, GateVerdict::VERDICT_FAILED), worked_on ? "not passed" : "–") << name;
  }
}

TEST(PhaseBlocksTest, TellsHowAGateWasPassed) {
  Phase phase = MakePhase("verwaltung", "ziele", "Ziele", "Goals", Phase::STATE_COMPLETED);
  const auto gate = [&phase] {
    return TableOf(OfOne(phase, Language::kEnglish)).rows(0).cells(6).text();
  };
  EXPECT_EQ(gate(), "–");
  GateVerdict& verdict = *phase.add_verdicts();
  verdict.set_verdict(GateVerdict::VERDICT_PASSED);
  EXPECT_EQ(gate(), "passed");
  verdict.set_verdict(GateVerdict::VERDICT_WAIVED);
  EXPECT_EQ(gate(), "gate waived");
  verdict.set_verdict(GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  for (const char* item : {"a", "b"}) verdict.add_conditions(item);
  EXPECT_EQ(gate(), "with 2 conditions");
  phase.set_state(Phase::STATE_REOPENED);
  EXPECT_EQ(gate(), "–") << "it counts no more";
  phase.set_state(Phase::STATE_ACTIVE);
  verdict.set_verdict(GateVerdict::VERDICT_FAILED);
  EXPECT_EQ(gate(), "not passed");
}

TEST(PhaseBlocksTest, OfAnEngagementThatIsOverNoneIsOverdue) {
  using engagement::v1alpha::Engagement;
  ReportInputs inputs = OfTwoTracks();
  EXPECT_THAT(ProcessSummary(inputs), HasSubstr("Überfällige Phasen: 1."));
  for (const auto state :
       {Engagement::STATE_CANCELLED, Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED}) {
    inputs.process.engagement->set_state(state);
    EXPECT_THAT(ProcessSummary(inputs), Not(HasSubstr("berfällig")));
    const Table table = TableOf(inputs);
    for (const v1alpha::Row& row : table.rows()) {
      EXPECT_THAT(Texts(row), testing::Each(Not(HasSubstr("berfällig"))));
    }
  }
}

TEST(PhaseBlocksTest, SumsUpWhereTheProcessStands) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  EXPECT_EQ(ProcessSummary(inputs),
            "Abgeschlossene Phasen: 1 von 3. Zurzeit in Arbeit: „Bestandsaufnahme“.");
  EXPECT_EQ(ProcessSummary(SampleInputs(Language::kEnglish)),
            "Completed phases: 1 of 3. Now in progress: “Stock-taking”.");
  inputs.process.phases->at(1).set_state(Phase::STATE_COMPLETED);
  EXPECT_EQ(ProcessSummary(inputs),
            "Abgeschlossene Phasen: 2 von 3. Zurzeit ist keine Phase in Arbeit.");
  inputs.process.phases->clear();
  EXPECT_EQ(ProcessSummary(inputs), "");
  inputs.process.phases.reset();
  EXPECT_EQ(ProcessSummary(inputs), "");
}

TEST(PhaseBlocksTest, SumsUpOverTracks) {
  EXPECT_EQ(ProcessSummary(OfTwoTracks()),
            "Abgeschlossene Phasen: 2 von 6 in 2 Strängen. Ausgelassene Phasen: 1. Zurzeit in "
            "Arbeit: „Bestandsaufnahme“ (Ganze Verwaltung). Am Prüfpunkt: „Bestandsaufnahme“ "
            "(Jugendamt). Überfällige Phasen: 1. Erneut zu prüfende Phasen: 1.");
  EXPECT_EQ(ProcessSummary(OfTwoTracks(Language::kEnglish)),
            "Completed phases: 2 of 6 in 2 tracks. Skipped phases: 1. Now in progress: "
            "“Stock-taking” (Whole administration). At the gate: “Stock-taking” (Youth office). "
            "Overdue phases: 1. Phases to look at again: 1.");
}

TEST(PhaseBlocksTest, NamesTracksOnlyIfThereAreSeveral) {
  EXPECT_EQ(TrackNames({}, Language::kGerman), "");
  EXPECT_EQ(TrackNames(SampleProcess(), Language::kGerman), "");
  EXPECT_EQ(TrackNames(SampleProcessOfTwoTracks(), Language::kEnglish),
            "Youth office and Whole administration");
}

TEST(PhaseBlocksTest, NamesAPhase) {
  ProcessInputs inputs = SampleProcess();
  EXPECT_EQ(PhaseName(inputs, "ziele", Language::kGerman), "Ziele");
  EXPECT_EQ(PhaseName(inputs, "ziel", Language::kGerman), "ziel (keine Phase dieser Begleitung)");
  EXPECT_EQ(PhaseName({}, "ziele", Language::kEnglish), "ziele");
  inputs.phases->at(2).clear_title();
  EXPECT_EQ(PhaseName(inputs, "ziele", Language::kGerman), "ziele");
  // One that was added has no id of the template, but a name.
  Phase added = MakePhase("verwaltung", "ziele", "Vorlauf", "Preparation", Phase::STATE_PLANNED);
  added.clear_phase_id();
  added.set_name("programmes/vopi/engagements/musterstadt/tracks/verwaltung/phases/vorlauf");
  inputs.phases->insert(inputs.phases->begin(), added);
  EXPECT_EQ(PhaseName(inputs, "vorlauf", Language::kGerman), "Vorlauf");
  // The id of the template goes first.
  inputs.phases->at(0).set_phase_id("bestand");
  inputs.phases->at(0).set_position(50);
  EXPECT_EQ(PhaseName(inputs, "bestand", Language::kGerman), "Vorlauf");
}

TEST(PhaseBlocksTest, ShowsNothingWithoutPhases) {
  EXPECT_THAT(PhasesOf(ReportInputs()).blocks(), IsEmpty());
}

}  // namespace
}  // namespace lotse::reporting
