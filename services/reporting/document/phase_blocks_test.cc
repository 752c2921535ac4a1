#include "services/reporting/document/phase_blocks.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Phase;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Section;
using v1alpha::Table;

const google::type::Date kDay = MakeDate(2026, 11, 22);

std::vector<std::string> Texts(const v1alpha::Row& row) {
  std::vector<std::string> texts;
  for (const v1alpha::Cell& cell : row.cells()) texts.push_back(cell.text());
  return texts;
}

// The table of the phases, the last block of what is appended.
Table TableOf(const ProcessInputs& inputs, Language language = Language::kGerman) {
  Section section;
  AppendPhases(inputs, kDay, language, section);
  return section.blocks(section.blocks_size() - 1).table();
}

// What the table says of the state of a single phase.
std::string StateOf(const Phase& phase, Language language) {
  ProcessInputs inputs;
  inputs.phases = {phase};
  return TableOf(inputs, language).rows(0).cells(1).text();
}

TEST(PhaseBlocksTest, ShowsPlannedAndActualDays) {
  const Table table = TableOf(SampleProcess());
  EXPECT_THAT(table.columns(), ElementsAre("Phase", "Stand", "Geplant", "Tatsächlich"));
  ASSERT_EQ(table.rows_size(), 3);
  EXPECT_THAT(Texts(table.rows(0)),
              ElementsAre("Auftakt und Rahmen", "✓\u00a0abgeschlossen",
                          "1.\u00a0März\u00a02026 bis 31.\u00a0Mai\u00a02026",
                          "1.\u00a0März\u00a02026 bis 30.\u00a0Juni\u00a02026"));
  EXPECT_THAT(Texts(table.rows(1)),
              ElementsAre("Bestandsaufnahme", "●\u00a0in\u00a0Arbeit",
                          "1.\u00a0Juni\u00a02026 bis 31.\u00a0Dezember\u00a02026",
                          "seit 1.\u00a0Juli\u00a02026"));
  EXPECT_THAT(Texts(table.rows(2)), ElementsAre("Ziele", "○\u00a0geplant", "–", "–"));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("– bedeutet")));
}

TEST(PhaseBlocksTest, PutsPhasesTrackByTrack) {
  Section section;
  AppendPhases(SampleProcessOfTwoTracks(), kDay, Language::kGerman, section);
  ASSERT_EQ(section.blocks_size(), 2);
  EXPECT_THAT(section.blocks(0).paragraph().text(), HasSubstr("Ein Strang ist"));
  const Table& table = section.blocks(1).table();
  EXPECT_THAT(table.columns(), ElementsAre("Phase", "Strang", "Stand", "Geplant", "Tatsächlich"));
  ASSERT_EQ(table.rows_size(), 6);
  EXPECT_THAT(Texts(table.rows(0)),
              ElementsAre("Auftakt und Rahmen", "Jugendamt", "✓\u00a0abgeschlossen, mit 1 Auflage",
                          "–", "1.\u00a0April\u00a02026"));
  EXPECT_THAT(Texts(table.rows(1)),
              ElementsAre("Bestandsaufnahme", "Jugendamt",
                          "◆\u00a0am\u00a0Prüfpunkt, überfällig, erneut zu prüfen",
                          "bis 21.\u00a0November\u00a02026", "seit 1.\u00a0Mai\u00a02026"));
  EXPECT_THAT(Texts(table.rows(2)),
              ElementsAre("Ziele", "Jugendamt", "⊘\u00a0ausgelassen", "–", "–"));
  EXPECT_EQ(table.rows(3).cells(1).text(), "Ganze Verwaltung");
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("mit Auflagen:"), HasSubstr("überfällig:"),
                                         HasSubstr("erneut zu prüfen:"), HasSubstr("–")));
}

TEST(PhaseBlocksTest, DoesNotDependOnTheOrderOfTheList) {
  ProcessInputs inputs = SampleProcessOfTwoTracks();
  const std::string before = TableOf(inputs).SerializeAsString();
  std::reverse(inputs.phases->begin(), inputs.phases->end());
  EXPECT_EQ(TableOf(inputs).SerializeAsString(), before);
}

// What is read one after the other may not fit: a track may be there by now.
TEST(PhaseBlocksTest, NamesATrackThatIsNotKnownByItsId) {
  ProcessInputs inputs = SampleProcessOfTwoTracks();
  inputs.tracks->erase(inputs.tracks->begin());
  const Table table = TableOf(inputs);
  EXPECT_EQ(table.rows(0).cells(1).text(), "Ganze Verwaltung");
  EXPECT_EQ(table.rows(3).cells(1).text(), "jugend");
  inputs.tracks.reset();
  EXPECT_EQ(TableOf(inputs).rows(0).cells(1).text(), "jugend");
}

TEST(PhaseBlocksTest, EachStateHasAWordAndASymbolOfItsOwn) {
  const struct {
    Phase::State state;
    const char* german;
    const char* english;
  } cases[] = {
      {Phase::STATE_PLANNED, "○\u00a0geplant", "○\u00a0planned"},
      {Phase::STATE_READY, "▷\u00a0bereit", "▷\u00a0ready"},
      {Phase::STATE_ACTIVE, "●\u00a0in\u00a0Arbeit", "●\u00a0in\u00a0progress"},
      {Phase::STATE_IN_GATE, "◆\u00a0am\u00a0Prüfpunkt", "◆\u00a0at\u00a0the\u00a0gate"},
      {Phase::STATE_COMPLETED, "✓\u00a0abgeschlossen", "✓\u00a0completed"},
      {Phase::STATE_REOPENED, "↺\u00a0wieder\u00a0geöffnet", "↺\u00a0opened\u00a0again"},
      {Phase::STATE_SKIPPED, "⊘\u00a0ausgelassen", "⊘\u00a0skipped"},
  };
  std::set<std::string> symbols;
  for (const auto& c : cases) {
    const Phase phase = MakePhase("verwaltung", "ziele", "Ziele", "Goals", c.state);
    EXPECT_EQ(StateOf(phase, Language::kGerman), c.german);
    EXPECT_EQ(StateOf(phase, Language::kEnglish), c.english);
    const std::string german = c.german;
    symbols.insert(german.substr(0, german.find("\u00a0")));
  }
  EXPECT_EQ(symbols.size(), static_cast<size_t>(Phase::State_ARRAYSIZE - 1));
}

TEST(PhaseBlocksTest, TellsHowAGateWasPassed) {
  Phase phase = MakePhase("verwaltung", "ziele", "Ziele", "Goals", Phase::STATE_COMPLETED);
  GateVerdict& verdict = *phase.add_verdicts();
  verdict.set_verdict(GateVerdict::VERDICT_PASSED);
  EXPECT_EQ(StateOf(phase, Language::kEnglish), "✓\u00a0completed");
  verdict.set_verdict(GateVerdict::VERDICT_WAIVED);
  EXPECT_EQ(StateOf(phase, Language::kEnglish), "✓\u00a0completed, gate waived");
  verdict.set_verdict(GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
  for (const char* item : {"a", "b"}) verdict.add_conditions(item);
  EXPECT_EQ(StateOf(phase, Language::kEnglish), "✓\u00a0completed, with 2 conditions");
  phase.set_state(Phase::STATE_REOPENED);
  EXPECT_EQ(StateOf(phase, Language::kEnglish), "↺\u00a0opened\u00a0again");
}

TEST(PhaseBlocksTest, OverdueAfterTheLastDayUnlessFinal) {
  const struct {
    Phase::State state;
    int planned_day;
    bool overdue;
  } cases[] = {
      {Phase::STATE_PLANNED, 21, true},    {Phase::STATE_PLANNED, 22, false},
      {Phase::STATE_READY, 21, true},      {Phase::STATE_ACTIVE, 21, true},
      {Phase::STATE_IN_GATE, 21, true},    {Phase::STATE_REOPENED, 21, true},
      {Phase::STATE_COMPLETED, 21, false}, {Phase::STATE_SKIPPED, 21, false},
  };
  for (const auto& c : cases) {
    Phase phase;
    phase.set_state(c.state);
    *phase.mutable_planned_end_date() = MakeDate(2026, 11, c.planned_day);
    EXPECT_EQ(IsOverdue({}, phase, kDay), c.overdue) << phase.DebugString();
    EXPECT_FALSE(IsOverdue({}, phase, {})) << "on no day";
    phase.clear_planned_end_date();
    EXPECT_FALSE(IsOverdue({}, phase, kDay)) << "never planned";
  }
}

TEST(PhaseBlocksTest, OfAnEngagementThatIsOverNoneIsOverdue) {
  using engagement::v1alpha::Engagement;
  ProcessInputs inputs = SampleProcessOfTwoTracks();
  const auto summary = [&] { return ProcessSummary(inputs, kDay, Language::kGerman); };
  EXPECT_THAT(summary(), HasSubstr("Überfällige Phasen: 1."));
  for (const auto state :
       {Engagement::STATE_CANCELLED, Engagement::STATE_CLOSED, Engagement::STATE_ARCHIVED}) {
    inputs.engagement->set_state(state);
    EXPECT_THAT(summary(), Not(HasSubstr("berfällig")));
    EXPECT_THAT(TableOf(inputs).DebugString(), Not(HasSubstr("berf")));
  }
}

TEST(PhaseBlocksTest, SumsUpWhereTheProcessStands) {
  ProcessInputs inputs = SampleProcess();
  EXPECT_EQ(ProcessSummary(inputs, kDay, Language::kGerman),
            "Abgeschlossene Phasen: 1 von 3. Zurzeit in Arbeit: „Bestandsaufnahme“.");
  EXPECT_EQ(ProcessSummary(inputs, kDay, Language::kEnglish),
            "Completed phases: 1 of 3. Now in progress: “Stock-taking”.");
  inputs.phases->at(1).set_state(Phase::STATE_COMPLETED);
  EXPECT_EQ(ProcessSummary(inputs, kDay, Language::kGerman),
            "Abgeschlossene Phasen: 2 von 3. Zurzeit ist keine Phase in Arbeit.");
  inputs.phases->clear();
  EXPECT_EQ(ProcessSummary(inputs, kDay, Language::kGerman), "");
  EXPECT_EQ(ProcessSummary({}, kDay, Language::kGerman), "");
}

TEST(PhaseBlocksTest, SumsUpOverTracks) {
  EXPECT_EQ(ProcessSummary(SampleProcessOfTwoTracks(), kDay, Language::kGerman),
            "Abgeschlossene Phasen: 2 von 6 in 2 Strängen. Ausgelassene Phasen: 1. Zurzeit in "
            "Arbeit: „Bestandsaufnahme“ (Ganze Verwaltung). Am Prüfpunkt: „Bestandsaufnahme“ "
            "(Jugendamt). Überfällige Phasen: 1. Erneut zu prüfende Phasen: 1.");
  EXPECT_EQ(ProcessSummary(SampleProcessOfTwoTracks(), kDay, Language::kEnglish),
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
  Section section;
  AppendPhases({}, kDay, Language::kGerman, section);
  EXPECT_THAT(section.blocks(), IsEmpty());
}

}  // namespace
}  // namespace lotse::reporting
