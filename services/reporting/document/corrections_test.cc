#include "services/reporting/document/corrections.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Document;
using v1alpha::Section;

Section CorrectionsOf(const Document& document) {
  for (const Section& section : document.sections()) {
    if (section.section_id() == "corrections") return section;
  }
  return {};
}

// A second version in which `change` is different.
template <class Change>
Document SecondVersion(const Change& change) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  PreviousVersion previous;
  previous.number = 1;
  previous.document = *BuildDocument(inputs);
  previous.correction_reason = "Die Zahl der Beteiligten war falsch.";
  inputs.previous = previous;
  change(inputs);
  return *BuildDocument(inputs);
}

TEST(CorrectionsTest, ListsWhatChanged) {
  const Document document = SecondVersion([](ReportInputs& inputs) {
    inputs.process.administration->set_population(104256);
    inputs.waves[0].mutable_response_rate()->set_responses(421);
    inputs.waves[0].mutable_response_rate()->set_rate_per_mille(356);
  });
  EXPECT_THAT(CheckDocument(document), IsEmpty());
  const Section section = CorrectionsOf(document);
  ASSERT_GE(section.blocks_size(), 2);
  std::string said;
  for (const v1alpha::Block& block : section.blocks()) {
    said += block.DebugString();
    if (!block.has_table()) continue;
    EXPECT_EQ(block.table().caption(), "Geänderte Werte gegenüber Fassung 1");
    ASSERT_EQ(block.table().rows_size(), 2);
    const v1alpha::Row& row = block.table().rows(0);
    EXPECT_EQ(row.cells(0).text(), "Datengrundlage");
    EXPECT_EQ(row.cells(3).text(), "420");
    EXPECT_EQ(row.cells(4).text(), "421");
  }
  EXPECT_THAT(said, HasSubstr("ersetzt die ver"));
  EXPECT_THAT(said, HasSubstr("Die Zahl der Beteiligten war falsch."));
}

TEST(CorrectionsTest, SaysIfNothingChanged) {
  const Document document = SecondVersion([](ReportInputs& inputs) {
    inputs.sources[0].set_revision("99");  // where it comes from is no content
  });
  const Section section = CorrectionsOf(document);
  EXPECT_THAT(section.DebugString(), HasSubstr("Kein Wert einer Tabelle"));
  for (const v1alpha::Block& block : section.blocks()) EXPECT_FALSE(block.has_table());
}

// A correction of a correction is compared without the list that the one before had.
TEST(CorrectionsTest, DoesNotListItself) {
  const Document second = SecondVersion([](ReportInputs& inputs) {
    inputs.waves[0].mutable_response_rate()->set_responses(421);
    inputs.waves[0].mutable_response_rate()->set_rate_per_mille(356);
  });
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  inputs.previous = PreviousVersion{2, second, ""};
  const Section section = CorrectionsOf(*BuildDocument(inputs));
  for (const v1alpha::Block& block : section.blocks()) {
    for (const v1alpha::Row& row : block.table().rows()) {
      EXPECT_THAT(row.cells(0).text(), testing::Not(HasSubstr("Geänderte Werte")));
    }
  }
}

}  // namespace
}  // namespace lotse::reporting
