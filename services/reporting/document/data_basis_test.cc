#include "services/reporting/document/data_basis.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::TabulateWaveResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Section;
using v1alpha::Table;

Table TableOf(const ReportInputs& inputs) {
  Section section;
  section.set_section_id("data");
  AppendDataBasis(inputs, section);
  return section.blocks(0).table();
}

// The row of a wave in words.
std::vector<std::string> RowOf(const TabulateWaveResponse& wave,
                               Language language = Language::kGerman) {
  ReportInputs inputs = SampleInputs(language);
  inputs.waves = {wave};
  std::vector<std::string> out;
  const auto table = TableOf(inputs);
  for (const v1alpha::Cell& cell : table.rows(0).cells()) {
    out.push_back(CellText(cell, language));
  }
  return out;
}

TEST(DataBasisTest, ShowsAllWavesInOneTable) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves.push_back(SampleWave());
  EXPECT_EQ(TableOf(inputs).rows_size(), 2);
  EXPECT_EQ(TableOf(inputs).notes_size(), 0);
  EXPECT_THAT(TableOf(inputs).sources(), ElementsAre(5));
  EXPECT_THAT(RowOf(SampleWave()),
              ElementsAre("Befragung der Beschäftigten 2026",
                          "1.\u00a0September\u00a02026 bis 30.\u00a0September\u00a02026", "1.183",
                          "420", "35,5\u00a0%", "Bestandsaufnahme", "Fragebogen für Beschäftigte"));
  const v1alpha::Share share = TableOf(inputs).rows(0).cells(4).share();
  EXPECT_EQ(share.numerator(), 420);
  EXPECT_EQ(share.denominator(), 1183);
  Section none;
  AppendDataBasis(ReportInputs(), none);
  EXPECT_THAT(none.blocks(), IsEmpty());
}

TEST(DataBasisTest, TellsUnknownFromProtected) {
  TabulateWaveResponse unknown = SampleWave();
  unknown.mutable_response_rate()->clear_invited();
  unknown.mutable_response_rate()->clear_rate_per_mille();
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves = {unknown};
  EXPECT_EQ(TableOf(inputs).rows(0).cells(2).missing().reason(),
            v1alpha::Missing::REASON_NOT_COLLECTED);
  EXPECT_EQ(TableOf(inputs).rows(0).cells(4).missing().reason(),
            v1alpha::Missing::REASON_UNDEFINED);
  EXPECT_THAT(WaveSummary(unknown, Language::kGerman, 1),
              HasSubstr("haben sich 420 Personen beteiligt; wie viele eingeladen waren, ist nicht "
                        "bekannt."));

  TabulateWaveResponse few = SampleWave();
  few.clear_response_rate();
  inputs.waves = {few};
  for (const int column : {2, 3, 4}) {
    EXPECT_TRUE(TableOf(inputs).rows(0).cells(column).has_protected_()) << column;
  }
  EXPECT_THAT(WaveSummary(few, Language::kGerman, 1), HasSubstr("so wenige Personen"));
}

TEST(DataBasisTest, PrintsNoRateAboveTheWhole) {
  const struct {
    int invited;
    const char* german;
    const char* english;
  } cases[] = {
      {390,
       "Zu „Befragung der Beschäftigten 2026“ gibt es 420 Antwortbögen, eingeladen waren 390 "
       "Personen.",
       "“Staff survey 2026” has 420 completed questionnaires; 390 people were invited."},
      {1,
       "Zu „Befragung der Beschäftigten 2026“ gibt es 420 Antwortbögen, eingeladen war 1 Person.",
       "“Staff survey 2026” has 420 completed questionnaires; 1 person was invited."},
  };
  for (const auto& c : cases) {
    ReportInputs inputs = SampleInputs(Language::kGerman);
    TabulateWaveResponse& wave = inputs.waves[0];
    wave.mutable_response_rate()->set_invited(c.invited);
    wave.mutable_response_rate()->set_rate_per_mille(
        static_cast<int>(RoundPerMille(420, c.invited).value()));
    const Table table = TableOf(inputs);
    EXPECT_EQ(table.rows(0).cells(2).integer(), c.invited);
    EXPECT_EQ(table.rows(0).cells(3).integer(), 420);
    EXPECT_TRUE(table.rows(0).cells(4).has_missing());
    EXPECT_THAT(table.notes(), ElementsAre("Es gibt mehr Antwortbögen als Einladungen."));
    EXPECT_EQ(WaveSummary(wave, Language::kGerman, 1), c.german);
    EXPECT_EQ(WaveSummary(wave, Language::kEnglish, 1), c.english);
    inputs.language = Language::kEnglish;
    EXPECT_THAT(TableOf(inputs).notes(),
                ElementsAre("There are more completed questionnaires than invitations."));
  }
}

TEST(DataBasisTest, PrintsARateOfTheWhole) {
  TabulateWaveResponse wave = SampleWave();
  wave.mutable_response_rate()->set_invited(420);
  wave.mutable_response_rate()->set_rate_per_mille(1000);
  EXPECT_EQ(RowOf(wave)[4], "100,0\u00a0%");
  EXPECT_THAT(WaveSummary(wave, Language::kGerman, 1), HasSubstr("beträgt 100,0\u00a0%"));
}

TEST(DataBasisTest, NamesThePhaseAsFarAsItIsKnown) {
  TabulateWaveResponse wave = SampleWave();
  EXPECT_EQ(RowOf(wave, Language::kEnglish)[5], "Stock-taking");
  wave.mutable_wave()->set_phase_id("gibtsnicht");
  EXPECT_EQ(RowOf(wave)[5], "gibtsnicht (keine Phase dieser Begleitung)");
  EXPECT_EQ(RowOf(wave, Language::kEnglish)[5], "gibtsnicht (not a phase of this engagement)");
  wave.mutable_wave()->clear_phase_id();
  EXPECT_EQ(RowOf(wave)[5], "–");
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.process.phases.reset();
  EXPECT_EQ(TableOf(inputs).rows(0).cells(5).text(), "bestand");
}

TEST(DataBasisTest, SumsUpAWave) {
  EXPECT_EQ(WaveSummary(SampleWave(), Language::kGerman, 1),
            "An „Befragung der Beschäftigten 2026“ haben sich 420 von 1.183 eingeladenen Personen "
            "beteiligt; die Rücklaufquote beträgt 35,5\u00a0%.");
  EXPECT_EQ(WaveSummary(SampleWave(), Language::kEnglish, 1),
            "420 of 1,183 invited people took part in “Staff survey 2026”; the response rate is "
            "35.5%.");
}

TEST(DataBasisTest, ShowsAWaveOfWhichOnlyAReleaseIsShown) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  const std::string with_wave = TableOf(inputs).SerializeAsString();
  LeaveReleaseAlone(inputs);
  EXPECT_EQ(TableOf(inputs).SerializeAsString(), with_wave);
  // Behind those that are shown, with numbers that go on.
  inputs.waves.push_back(SampleWave());
  inputs.release_waves[0].told.mutable_wave()->clear_title();
  const Table table = TableOf(inputs);
  ASSERT_EQ(table.rows_size(), 2);
  EXPECT_EQ(table.rows(0).cells(0).text(), "Befragung der Beschäftigten 2026");
  EXPECT_EQ(table.rows(1).cells(0).text(), WaveTitle({}, Language::kGerman, 2));
  // What the release protects is protected here.
  inputs.release_waves[0].told.clear_response_rate();
  for (const int column : {2, 3, 4}) {
    EXPECT_TRUE(TableOf(inputs).rows(1).cells(column).has_protected_()) << column;
  }
}

}  // namespace
}  // namespace lotse::reporting
