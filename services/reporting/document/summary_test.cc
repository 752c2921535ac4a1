#include "services/reporting/document/summary.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using v1alpha::Report;
using v1alpha::Section;
using v1alpha::Source;

Section SummaryOf(const ReportInputs& inputs) {
  Section section;
  AppendSummary(inputs, section);
  return section;
}

// What the list of statements says.
std::vector<std::string> Statements(const ReportInputs& inputs) {
  std::vector<std::string> out;
  const auto summary = SummaryOf(inputs);
  for (const v1alpha::Block& block : summary.blocks()) {
    for (const v1alpha::TextItem& item : block.list().items()) out.push_back(item.spans(0).text());
  }
  return out;
}

TEST(SummaryTest, SaysFirstWhatItsKindIsAbout) {
  EXPECT_THAT(Statements(SampleReport(Language::kGerman, Report::KIND_STOCK_TAKING)),
              ElementsAre(StartsWith("Abgeschlossene Phasen: 1 von 3."),
                          StartsWith("An „Befragung der Beschäftigten 2026“"),
                          StartsWith("Bestätigte Befunde: ")));
  const std::vector<std::string> progress =
      Statements(SampleReport(Language::kGerman, Report::KIND_PROGRESS));
  EXPECT_THAT(progress[0], StartsWith("Maßnahmen: "));
  EXPECT_THAT(progress[0], HasSubstr("überfällig"));
  EXPECT_THAT(progress[1], StartsWith("Ziele: "));
  EXPECT_THAT(progress, Contains(StartsWith("Kennzahlen des eigenen Handelns (Controlling): ")));
  const std::vector<std::string> final_report =
      Statements(SampleReport(Language::kEnglish, Report::KIND_FINAL));
  EXPECT_THAT(final_report[0], StartsWith("Goals: "));
  EXPECT_THAT(final_report[1], StartsWith("Measures: "));
}

// The two kinds of indicators do not stand together.
TEST(SummaryTest, IsSilentAboutMonitoring) {
  for (const auto kind : {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS, Report::KIND_FINAL}) {
    EXPECT_THAT(Statements(SampleReport(Language::kGerman, kind)),
                testing::Each(Not(HasSubstr("onitoring"))));
  }
}

TEST(SummaryTest, WarnsBeforeItSaysAnything) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.sources[5].set_state(Source::STATE_UNREACHABLE);
  inputs.sources[5].clear_revision();
  const Section section = SummaryOf(inputs);
  ASSERT_EQ(section.blocks_size(), 2);
  EXPECT_EQ(section.blocks(0).paragraph().kind(), v1alpha::Paragraph::KIND_WARNING);
  EXPECT_TRUE(section.blocks(1).has_list());
}

TEST(SummaryTest, SaysNothingWhereNothingIsKnown) {
  EXPECT_THAT(SummaryOf(ReportInputs()).blocks(), IsEmpty());
}

TEST(SummaryTest, SaysHowManyTookPartAlsoOfAReleaseAlone) {
  for (const auto kind : {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS, Report::KIND_FINAL}) {
    ReportInputs inputs = SampleReport(Language::kGerman, kind);
    const std::vector<std::string> with_wave = Statements(inputs);
    LeaveReleaseAlone(inputs);
    EXPECT_EQ(Statements(inputs), with_wave);
    EXPECT_THAT(Statements(inputs), Contains(HasSubstr("420 von 1.183 eingeladenen Personen")));
  }
}

}  // namespace
}  // namespace lotse::reporting
