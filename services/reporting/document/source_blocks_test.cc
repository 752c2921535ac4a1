#include "services/reporting/document/source_blocks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

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

TEST(SourceBlocksTest, ListsSourcesAndQuestionnaires) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.sources[0].set_state(Source::STATE_UNREACHABLE);
  inputs.sources[0].clear_revision();
  const v1alpha::Section section = OriginSection(inputs.sources, inputs.waves, inputs.language);
  ASSERT_EQ(section.blocks_size(), 3);
  const v1alpha::Table& sources = section.blocks(1).table();
  ASSERT_EQ(sources.rows_size(), 6);
  EXPECT_EQ(sources.rows(0).cells(0).text(), "programmes/vopi");
  EXPECT_EQ(sources.rows(0).cells(2).text(), "✗\u00a0nicht erreichbar");
  EXPECT_EQ(sources.rows(0).cells(3).text(), "–");
  EXPECT_EQ(sources.rows(4).cells(3).text(), std::string(64, 'c'));
  EXPECT_EQ(sources.rows(5).cells(1).text(), "Befragungen");
  EXPECT_EQ(sources.rows(5).cells(3).text(), "w-2");
  const v1alpha::Table& instruments = section.blocks(2).table();
  EXPECT_EQ(instruments.rows(0).cells(2).text(), std::string(64, 'a'));

  const v1alpha::Section none = OriginSection({}, {}, Language::kGerman);
  ASSERT_EQ(none.blocks_size(), 1);
  EXPECT_THAT(none.blocks(0).paragraph().text(), HasSubstr("keine Quellen"));
}

}  // namespace
}  // namespace lotse::reporting
