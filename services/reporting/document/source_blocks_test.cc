#include "services/reporting/document/source_blocks.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Source;

Source Make(const char* service, Source::State state) {
  Source source;
  source.set_service(service);
  source.set_resource("r");
  source.set_state(state);
  if (state == Source::STATE_REACHED) source.set_revision("1");
  return source;
}

TEST(SourceBlocksTest, NamesEachMissingServiceOnce) {
  EXPECT_THAT(MissingSources({Make("survey", Source::STATE_REACHED)}, Language::kGerman),
              IsEmpty());
  EXPECT_THAT(MissingSources({Make("survey", Source::STATE_UNREACHABLE),
                              Make("engagement", Source::STATE_UNREACHABLE),
                              Make("survey", Source::STATE_UNREACHABLE)},
                             Language::kGerman),
              ElementsAre("Der Dienst für Befragungen war nicht erreichbar; die Ergebnisse fehlen "
                          "in diesem Bericht.",
                          "Der Dienst für Begleitungen war nicht erreichbar; die Angaben zum "
                          "Prozess fehlen in diesem Bericht."));
}

TEST(SourceBlocksTest, TellsAPartFromTheWhole) {
  EXPECT_THAT(MissingSources({Make("survey", Source::STATE_REACHED),
                              Make("survey", Source::STATE_UNREACHABLE)},
                             Language::kGerman),
              ElementsAre(HasSubstr("ein Teil der Ergebnisse fehlt")));
  EXPECT_THAT(MissingSources({Make("engagement", Source::STATE_UNREACHABLE),
                              Make("engagement", Source::STATE_REACHED)},
                             Language::kEnglish),
              ElementsAre(HasSubstr("some of the information on the process is missing")));
  EXPECT_THAT(MissingSources({Make("archive", Source::STATE_UNREACHABLE)}, Language::kEnglish),
              ElementsAre(HasSubstr("The service “archive” could not be reached")));
}

TEST(SourceBlocksTest, ALogThatWasNotReadMakesNoFigureMiss) {
  Source log = Make("survey", Source::STATE_UNREACHABLE);
  log.set_resource(absl::StrCat("programmes/p/engagements/e", kSurveyLog));
  const Source figures = Make("survey", Source::STATE_REACHED);
  EXPECT_THAT(MissingSources({figures, log}, Language::kGerman), IsEmpty());
  log.set_revision("a");
  *log.mutable_last_reached_date() = MakeDate(2026, 11, 20);
  EXPECT_THAT(MissingSources({log, figures}, Language::kGerman), IsEmpty());
  EXPECT_THAT(MissingSources({log}, Language::kGerman), ElementsAre(HasSubstr("20.")));
}

TEST(SourceBlocksTest, TellsOfWhichDayItIs) {
  Source old = Make("engagement", Source::STATE_UNREACHABLE);
  old.set_revision("3");
  *old.mutable_last_reached_date() = MakeDate(2026, 11, 20);
  Source older = old;
  *older.mutable_last_reached_date() = MakeDate(2026, 11, 19);
  EXPECT_THAT(MissingSources({old, older}, Language::kGerman),
              ElementsAre("Der Dienst für Begleitungen war nicht erreichbar; gezeigt wird, was er "
                          "zuletzt am 19.\u00a0November\u00a02026 gemeldet hat."));
  // One part is missing altogether.
  EXPECT_THAT(
      MissingSources({old, Make("engagement", Source::STATE_UNREACHABLE)}, Language::kGerman),
      ElementsAre(HasSubstr("ein Teil der Angaben zum Prozess fehlt")));
}

TEST(SourceBlocksTest, ListsSourcesLogsQuestionnairesAndRules) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_FINAL);
  inputs.sources[0].set_state(Source::STATE_UNREACHABLE);
  inputs.sources[0].clear_revision();
  inputs.sources[1].set_state(Source::STATE_UNREACHABLE);
  *inputs.sources[1].mutable_last_reached_date() = MakeDate(2026, 11, 20);
  v1alpha::Section section;
  section.set_section_id("provenance");
  AppendProvenance(inputs, section);
  ASSERT_EQ(section.blocks_size(), 6);
  const v1alpha::Table& sources = section.blocks(1).table();
  ASSERT_EQ(sources.rows_size(), static_cast<int>(inputs.sources.size()));
  EXPECT_EQ(sources.rows(0).cells(0).text(), "programmes/vopi");
  EXPECT_EQ(sources.rows(0).cells(2).text(), "✗\u00a0nicht erreichbar");
  EXPECT_EQ(sources.rows(0).cells(3).text(), "–");
  EXPECT_EQ(sources.rows(1).cells(2).text(),
            "✗\u00a0nicht erreichbar, Stand vom 20.\u00a0November\u00a02026 (vor 2 Tagen)");
  EXPECT_EQ(sources.rows(4).cells(3).text(), std::string(64, 'c'));
  EXPECT_EQ(sources.rows(5).cells(1).text(), "Befragungen");
  EXPECT_EQ(sources.rows(5).cells(3).text(), "w-2");
  EXPECT_EQ(section.blocks(2).table().rows(0).cells(2).text(), "1.412");
  EXPECT_EQ(section.blocks(3).table().rows(0).cells(2).text(), std::string(64, 'a'));
  EXPECT_EQ(section.blocks(4).table().rows(0).cells(2).text(), std::string(64, 'd'));
  EXPECT_EQ(section.blocks(5).table().rows_size(), 5);

  v1alpha::Section none;
  AppendProvenance(ReportInputs(), none);
  EXPECT_THAT(none.blocks(0).paragraph().text(), HasSubstr("keine Quellen"));
}

TEST(SourceBlocksTest, HasRulesInTheOrderOfTheirIds) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_FINAL);
  std::vector<std::string> ids;
  for (const v1alpha::RuleVersion& rule : RulesOf(inputs)) ids.push_back(rule.rule_id());
  EXPECT_THAT(ids,
              ElementsAre("achievement", "rounding", "status", "suppression", "usual-template"));
  inputs.report_template.set_name("programmes/vopi/reportTemplates/t");
  inputs.waves.clear();
  inputs.releases.clear();
  inputs.materials.clear();
  EXPECT_EQ(RulesOf(inputs).size(), 3u);
}

TEST(SourceBlocksTest, NamesTheQuestionnaireBehindAReleaseAlone) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_FINAL);
  v1alpha::Section with_wave;
  AppendProvenance(inputs, with_wave);
  LeaveReleaseAlone(inputs);
  v1alpha::Section alone;
  AppendProvenance(inputs, alone);
  EXPECT_EQ(alone.SerializeAsString(), with_wave.SerializeAsString());
}

}  // namespace
}  // namespace lotse::reporting
