#include "services/reporting/document/survey_blocks.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/question_blocks.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyTable;
using survey::v1alpha::TabulateWaveResponse;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Section;
using v1alpha::Table;

// What a cell says, in a short form.
std::string Say(const v1alpha::Cell& cell) {
  switch (cell.value_case()) {
    case v1alpha::Cell::kText:
      return cell.text();
    case v1alpha::Cell::kInteger:
      return std::to_string(cell.integer());
    case v1alpha::Cell::kShare:
      return std::to_string(cell.share().per_mille()) + "/1000";
    case v1alpha::Cell::kProtected:
      return "protected";
    default:
      return "nothing";
  }
}

std::vector<std::string> Say(const v1alpha::Row& row) {
  std::vector<std::string> out;
  for (const v1alpha::Cell& cell : row.cells()) out.push_back(Say(cell));
  return out;
}

// The section of a single question with the rule 10 and 5.
Section QuestionOf(const FrequencyTable& table, Language language = Language::kGerman) {
  survey::v1alpha::DisclosureRule rule;
  rule.set_minimum_base(10);
  rule.set_minimum_cell(5);
  Section section;
  AppendQuestion(table, "", rule, language, "s--a--b", section);
  return section;
}

std::vector<std::string> NotesOf(const FrequencyTable& table,
                                 Language language = Language::kGerman) {
  const Section section = QuestionOf(table, language);
  const auto& notes = section.blocks(1).table().notes();
  return {notes.begin(), notes.end()};
}

// The section of the only wave.
Section WaveOf(const TabulateWaveResponse& wave, Language language = Language::kGerman,
               int levels = 3) {
  ReportInputs inputs = SampleInputs(language);
  inputs.waves = {wave};
  Section section;
  section.set_section_id("survey-");
  AppendSurvey(inputs, levels, section);
  return section.sections(0);
}

TEST(SurveyBlocksTest, PutsTheQuestionnaireBackTogether) {
  const Section wave = WaveOf(SampleWave());
  EXPECT_EQ(wave.section_id(), "survey--beschaeftigte--2026");
  EXPECT_EQ(wave.title(), "Befragung der Beschäftigten 2026");
  EXPECT_THAT(wave.blocks(0).paragraph().text(), HasSubstr("35,5"));
  const v1alpha::Paragraph& note = wave.blocks(1).paragraph();
  EXPECT_EQ(note.kind(), v1alpha::Paragraph::KIND_NOTE);
  EXPECT_THAT(note.text(), HasSubstr("wenn mindestens 10 Personen geantwortet haben. Anzahlen "
                                     "von 1 bis 4 werden nicht gezeigt"));
  ASSERT_EQ(wave.sections_size(), 2);
  const Section& attitude = wave.sections(0);
  EXPECT_EQ(attitude.title(), "Haltung und Alltag");
  ASSERT_EQ(attitude.sections_size(), 2);
  EXPECT_EQ(attitude.section_id(), "survey--beschaeftigte--2026--part-kontakt");
  EXPECT_EQ(attitude.sections(0).section_id(), "survey--beschaeftigte--2026--question-kontakt");
  const Section& matrix = attitude.sections(1);
  EXPECT_EQ(matrix.title(), "Wie sehr stimmen Sie den folgenden Aussagen zu?");
  EXPECT_EQ(matrix.sections_size(), 0);
  EXPECT_EQ(wave.sections(1).sections_size(), 3);
  EXPECT_THAT(matrix.blocks(1).table().sources(), ElementsAre(5)) << "the wave";
}

TEST(SurveyBlocksTest, LeavesOutThePartsWhereLevelsAreFew) {
  const Section wave = WaveOf(SampleWave(), Language::kGerman, 2);
  EXPECT_EQ(wave.sections_size(), 5);
  EXPECT_EQ(wave.sections(0).section_id(), "survey--beschaeftigte--2026--question-kontakt");
}

TEST(SurveyBlocksTest, SaysInWhichLanguageTheQuestionsAppear) {
  constexpr char kOnlyEnglish[] =
      "Die Fragen stehen nur auf Englisch zur Verfügung und erscheinen in dieser Sprache.";
  constexpr char kOnlyGerman[] =
      "The questions are available in German only and appear in that language.";
  constexpr char kOther[] =
      "The questions are not available in English and appear in another language.";
  const struct {
    std::vector<std::vector<const char*>> questions;  // tags of the wordings
    Language language;
    const char* note;  // empty: none
  } cases[] = {
      {{{"de"}, {"de-AT", "de"}}, Language::kEnglish, kOnlyGerman},
      {{{"de"}, {"de"}}, Language::kGerman, ""},
      {{{"en"}}, Language::kGerman, kOnlyEnglish},
      {{{"de", "en"}}, Language::kEnglish, ""},
      {{{"de"}, {"de", "en-GB"}}, Language::kEnglish, ""},  // one of two is there
      {{{"tr", "de"}}, Language::kEnglish, kOther},
      {{{"de"}, {"uk"}}, Language::kEnglish, kOther},
      {{{}}, Language::kEnglish, ""},
      {{}, Language::kEnglish, ""},
  };
  for (const auto& c : cases) {
    TabulateWaveResponse wave;
    for (const std::vector<const char*>& tags : c.questions) {
      FrequencyTable& table = *wave.add_tables();
      table = MakeTable("q", {60, 40}, 100, 0);  // its labels are in both languages
      table.clear_question();
      for (const char* tag : tags) table.mutable_question()->add_variants()->set_language(tag);
    }
    const Section section = WaveOf(wave, c.language);
    std::vector<std::string> notes;  // after who took part and the rule of protection
    for (int i = 2; i < section.blocks_size(); ++i) {
      EXPECT_EQ(section.blocks(i).paragraph().kind(), v1alpha::Paragraph::KIND_NOTE);
      notes.push_back(section.blocks(i).paragraph().text());
    }
    if (*c.note == '\0') {
      EXPECT_THAT(notes, IsEmpty());
    } else {
      EXPECT_THAT(notes, ElementsAre(c.note));
    }
  }
}

TEST(SurveyBlocksTest, GivesAQuestionAChartAndItsTable) {
  const Section section = QuestionOf(MakeTable("Q_7", {60, 40}, 100, 5));
  ASSERT_EQ(section.blocks_size(), 2);
  const v1alpha::Chart& chart = section.blocks(0).chart();
  const Table& table = section.blocks(1).table();
  EXPECT_EQ(chart.chart_id(), "s--a--b--chart--q--7");
  EXPECT_EQ(chart.table_id(), "s--a--b--table--q--7");
  EXPECT_EQ(table.table_id(), "s--a--b--table--q--7");
  EXPECT_EQ(chart.title(), "Anteile der Antworten (n = 100)");
  EXPECT_EQ(table.caption(), "Antwortverteilung (n = 100)");
  EXPECT_THAT(Say(table.rows(0)), ElementsAre("Label 1", "60", "600/1000"));
  EXPECT_THAT(Say(table.rows(1)), ElementsAre("Label 2", "40", "400/1000"));
  EXPECT_EQ(chart.form(), v1alpha::Chart::FORM_BARS);
  EXPECT_THAT(chart.columns(), ElementsAre(2));
}

TEST(SurveyBlocksTest, LeavesProtectedRowsWithoutAnyFigure) {
  FrequencyTable table = MakeTable("q", {60, -1, -1}, 100, 5);
  table.set_protected_count(40);
  const Section section = QuestionOf(table);
  EXPECT_THAT(Say(section.blocks(1).table().rows(2)),
              ElementsAre("Label 3", "protected", "protected"));
}

TEST(SurveyBlocksTest, ExplainsBaseMissingAndProtection) {
  FrequencyTable table = MakeTable("q", {60, -1, -1}, 163, 1);
  table.set_protected_count(103);
  EXPECT_THAT(
      NotesOf(table),
      ElementsAre("n: 163 Personen haben diese Frage beantwortet.", "Ohne Antwort: 1 Person.",
                  "Zum Schutz zusammengefasst: 2 Antworten mit zusammen 103 Personen."));
  EXPECT_THAT(NotesOf(table, Language::kEnglish),
              ElementsAre("n: 163 people answered this question.", "No answer: 1 person.",
                          "Combined for protection: 2 answers with 103 people in all."));

  FrequencyTable all = MakeTable("q", {60, -1}, 70, 0);
  all.set_base_is_all(true);
  all.clear_missing();
  all.set_protected_count(10);
  EXPECT_THAT(NotesOf(all),
              ElementsAre("n: alle 70 beteiligten Personen. Wie viele von ihnen diese Frage nicht "
                          "beantwortet haben, ist geschützt.",
                          "Zum Schutz zusammengefasst: 1 Antwort und die Personen ohne Antwort, "
                          "zusammen 10 Personen."));

  FrequencyTable multiple = MakeTable("q", {60, -1}, 70, 12);
  multiple.set_multiple_choice(true);
  EXPECT_THAT(
      NotesOf(multiple),
      ElementsAre("n: 70 Personen haben diese Frage beantwortet.", "Ohne Antwort: 12 Personen.",
                  "Mehrere Antworten waren möglich; die Anteile müssen zusammen nicht "
                  "100\u00a0% ergeben.",
                  "Zum Schutz nicht gezeigt: 1 Antwort."));
}

TEST(SurveyBlocksTest, TellsWhoStoppedBeforeAQuestion) {
  FrequencyTable table = MakeTable("q", {60, 40}, 100, 12);
  table.set_not_reached(13);
  EXPECT_THAT(NotesOf(table), Contains("Vor dieser Frage abgebrochen: 13 Personen, nicht in n."));
  EXPECT_THAT(NotesOf(table, Language::kEnglish),
              Contains("Stopped before this question: 13 people, not in n."));
}

TEST(SurveyBlocksTest, SaysWhyATableIsNotShown) {
  const std::pair<FrequencyTable::NotShown, const char*> cases[] = {
      {FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL, "weniger als 10 Personen"},
      {FrequencyTable::NOT_SHOWN_FREE_TEXT, "mit freiem Text"},
      {FrequencyTable::NOT_SHOWN_NO_CLASSES, "keine Klassen"},
      {FrequencyTable::NOT_SHOWN_FILE, "mit einer Datei"},
      {FrequencyTable::NOT_SHOWN_CONDITION, "hängt von früheren Antworten ab"},
      {static_cast<FrequencyTable::NotShown>(99), "keine Zahlen"},
  };
  for (const auto& [reason, german] : cases) {
    FrequencyTable table = MakeTable("q", {60, 40}, 100, 0);
    table.set_not_shown(reason);
    const Section section = QuestionOf(table);
    ASSERT_EQ(section.blocks_size(), 1);
    EXPECT_THAT(section.blocks(0).paragraph().text(), HasSubstr(german));
  }
}

TEST(SurveyBlocksTest, NeedsNoTitles) {
  TabulateWaveResponse bare;
  bare.mutable_wave()->set_name("programmes/p/engagements/e/surveys/s/waves/w");
  *bare.add_tables() = MakeTable("a", {60, 40}, 100, 0);
  bare.mutable_tables(0)->clear_question();
  const Section single = WaveOf(bare);
  EXPECT_EQ(single.title(), "Befragung 1");
  ASSERT_EQ(single.sections_size(), 1);
  EXPECT_EQ(single.sections(0).title(), "Frage a");
  EXPECT_EQ(single.sections(0).section_id(), "survey--s--w--question-a");

  *bare.add_tables() = MakeTable("b", {60, 40}, 100, 0);
  *bare.mutable_tables(1)->mutable_section() = MakeText("Teil B", "Part B");
  const Section parts = WaveOf(bare);
  ASSERT_EQ(parts.sections_size(), 2);
  EXPECT_EQ(parts.sections(0).title(), "Teil 1 des Fragebogens");
  EXPECT_EQ(parts.sections(1).title(), "Teil B");
}

// The figures come from the survey service and are passed on as they are; where
// they disagree the document cannot be frozen.
TEST(SurveyBlocksTest, DoesNotMendADisagreement) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves[0].mutable_tables(0)->mutable_rows(0)->set_share_per_mille(466);
  const std::vector<DocumentProblem> problems = CheckDocument(*BuildDocument(inputs));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].what, HasSubstr("is 466, not 187 of 402 rounded half up"));
}

}  // namespace
}  // namespace lotse::reporting
