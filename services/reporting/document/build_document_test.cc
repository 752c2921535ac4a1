#include "services/reporting/document/build_document.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/types/canonical_json.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Source;

std::vector<std::string> Ids(const Document& document) {
  std::vector<std::string> ids;
  for (const Section& section : document.sections()) ids.push_back(section.section_id());
  return ids;
}

// All figures of a section and those below it, in order.
void AppendFigures(const Section& section, std::vector<int64_t>& out) {
  for (const v1alpha::Block& block : section.blocks()) {
    for (const v1alpha::Row& row : block.table().rows()) {
      for (const v1alpha::Cell& cell : row.cells()) {
        if (cell.has_integer()) out.push_back(cell.integer());
        if (cell.has_share()) out.push_back(cell.share().per_mille());
      }
    }
  }
  for (const Section& inner : section.sections()) AppendFigures(inner, out);
}

std::vector<int64_t> Figures(const Document& document) {
  std::vector<int64_t> out;
  for (const Section& section : document.sections()) AppendFigures(section, out);
  return out;
}

TEST(BuildDocumentTest, PutsTheSummaryFirstAndTheAnnexLast) {
  const Document document = *BuildDocument(SampleInputs(Language::kGerman));
  EXPECT_EQ(document.language(), "de");
  EXPECT_EQ(document.title(), "Bericht: Interkulturelle Öffnung der Stadt Musterstadt");
  EXPECT_EQ(document.subtitle(), "Stadt Musterstadt · Programm VOPI");
  EXPECT_EQ(document.as_of_date().day(), 22);
  EXPECT_THAT(Ids(document), ElementsAre("summary", "process", "wave-1", "annex"));
  const Section& summary = document.sections(0);
  ASSERT_EQ(summary.blocks_size(), 2);
  EXPECT_THAT(summary.blocks(0).paragraph().text(), HasSubstr("1 von 3"));
  EXPECT_THAT(summary.blocks(1).paragraph().text(), HasSubstr("35,5"));
  EXPECT_EQ(document.sections(3).sections(0).section_id(), "method");
  EXPECT_EQ(document.sections(3).sections(1).section_id(), "origin");
  EXPECT_EQ(document.sources_size(), 6);
}

TEST(BuildDocumentTest, GivesTheSameBytesEveryTime) {
  const absl::StatusOr<std::string> first =
      types::CanonicalJson(*BuildDocument(SampleInputs(Language::kGerman)));
  ASSERT_TRUE(first.ok()) << first.status();
  for (int i = 0; i < 3; ++i) {
    const absl::StatusOr<std::string> again =
        types::CanonicalJson(*BuildDocument(SampleInputs(Language::kGerman)));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, *first);
  }
}

TEST(BuildDocumentTest, HasTheSameFiguresInBothLanguages) {
  const std::vector<int64_t> german = Figures(*BuildDocument(SampleInputs(Language::kGerman)));
  const std::vector<int64_t> english = Figures(*BuildDocument(SampleInputs(Language::kEnglish)));
  EXPECT_GT(german.size(), 30u);
  EXPECT_EQ(german, english);
}

TEST(BuildDocumentTest, WarnsFirstAboutWhatIsMissing) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves.clear();
  inputs.sources[5].set_state(Source::STATE_UNREACHABLE);
  inputs.sources[5].clear_revision();
  const Document document = *BuildDocument(inputs);
  const v1alpha::Paragraph& first = document.sections(0).blocks(0).paragraph();
  EXPECT_EQ(first.kind(), v1alpha::Paragraph::KIND_WARNING);
  EXPECT_THAT(first.text(), HasSubstr("Der Dienst für Befragungen war nicht erreichbar"));
  EXPECT_THAT(Ids(document), ElementsAre("summary", "process", "annex"));
  EXPECT_TRUE(CheckDocument(document).empty());
}

TEST(BuildDocumentTest, CanBeFrozenWithNothingAtAll) {
  ReportInputs inputs;
  inputs.as_of_date = MakeDate(2026, 11, 22);
  inputs.engagement_name = "programmes/vopi/engagements/musterstadt";
  const Document document = *BuildDocument(inputs);
  EXPECT_EQ(document.title(), "Bericht zur Begleitung „musterstadt“");
  EXPECT_EQ(document.subtitle(), "");
  EXPECT_THAT(document.sections(0).blocks(0).paragraph().text(), HasSubstr("keine Angaben"));
  EXPECT_TRUE(CheckDocument(document).empty());
}

std::vector<std::string> MethodOf(Language language) {
  const Document document = *BuildDocument(SampleInputs(language));
  std::vector<std::string> out;
  for (const v1alpha::Block& block : document.sections(3).sections(0).blocks()) {
    out.push_back(block.paragraph().text());
  }
  return out;
}

TEST(BuildDocumentTest, SaysWhoCountsAsWithoutAnAnswer) {
  EXPECT_THAT(MethodOf(Language::kGerman),
              Contains("„Ohne Antwort“ zählt auch Personen, denen eine Frage nicht gestellt "
                       "wurde."));
  EXPECT_THAT(MethodOf(Language::kEnglish),
              Contains("“No answer” also counts people who were not asked the question."));
}

TEST(BuildDocumentTest, LooksUpThePhaseOfAWaveInItsEngagement) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  const auto phase = [&inputs] {
    const Document document = *BuildDocument(inputs);
    for (const Section& section : document.sections()) {
      if (section.section_id() == "wave-1")
        return section.blocks(0).table().rows(4).cells(1).text();
    }
    return std::string("no wave");
  };
  EXPECT_EQ(phase(), "Bestandsaufnahme");
  inputs.process.phases.reset();
  EXPECT_EQ(phase(), "bestand");
}

// What is overdue depends on the day of the report, and on nothing else.
TEST(BuildDocumentTest, TellsWhatIsOverdueOnItsDay) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.process = SampleProcessOfTwoTracks();
  const auto summary = [&inputs] {
    return BuildDocument(inputs)->sections(0).blocks(0).paragraph().text();
  };
  EXPECT_THAT(summary(), HasSubstr("Überfällige Phasen: 1."));
  inputs.as_of_date = MakeDate(2026, 11, 21);
  EXPECT_THAT(summary(), Not(HasSubstr("berfällig")));
  EXPECT_TRUE(CheckDocument(*BuildDocument(inputs)).empty());
}

TEST(BuildDocumentTest, KeepsSeveralWavesApart) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves.push_back(SampleWave());
  const Document document = *BuildDocument(inputs);
  EXPECT_THAT(Ids(document), ElementsAre("summary", "process", "wave-1", "wave-2", "annex"));
  EXPECT_TRUE(CheckDocument(document).empty());
}

}  // namespace
}  // namespace lotse::reporting
