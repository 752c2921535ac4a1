#include "services/reporting/document/mandate_blocks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Agreement;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Section;
using v1alpha::Table;

Section MandateOf(const ReportInputs& inputs) {
  Section section;
  section.set_section_id("mandate");
  AppendMandate(inputs, section);
  return section;
}

// A table of the section by the end of its id; an empty one if there is none.
Table TableOf(const Section& section, const std::string& id) {
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.table().table_id() == "mandate-" + id) return block.table();
  }
  return {};
}

TEST(MandateBlocksTest, ShowsFacts) {
  const Table facts = TableOf(MandateOf(SampleInputs(Language::kGerman)), "facts");
  ASSERT_EQ(facts.rows_size(), 5);
  EXPECT_EQ(facts.rows(1).cells(1).text(), "Kreisfreie Stadt");
  EXPECT_EQ(facts.rows(2).cells(1).integer(), 104256);
  EXPECT_EQ(facts.rows(4).cells(1).text(), "1.\u00a0März\u00a02026 bis 31.\u00a0Mai\u00a02027");
  EXPECT_THAT(facts.sources(), testing::ElementsAre(0, 1, 2));
}

TEST(MandateBlocksTest, NamesTheTracksIfThereAreSeveral) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.process = SampleProcessOfTwoTracks();
  const Table facts = TableOf(MandateOf(inputs), "facts");
  ASSERT_EQ(facts.rows_size(), 6);
  EXPECT_EQ(facts.rows(5).cells(0).text(), "Stränge");
  EXPECT_EQ(facts.rows(5).cells(1).text(), "Jugendamt und Ganze Verwaltung");
}

TEST(MandateBlocksTest, ShowsWhatThereIs) {
  EXPECT_THAT(MandateOf(ReportInputs()).blocks(), IsEmpty());
  ReportInputs programme_only;
  programme_only.process.programme = SampleProcess().programme;
  EXPECT_EQ(TableOf(MandateOf(programme_only), "facts").rows_size(), 1);
}

TEST(MandateBlocksTest, NamesTheLevel) {
  const struct {
    Administration::Level level;
    const char* german;
    const char* english;
  } cases[] = {
      {Administration::LEVEL_MUNICIPALITY, "Gemeinde oder Stadt", "Municipality"},
      {Administration::LEVEL_ASSOCIATION, "Verbands- oder Samtgemeinde",
       "Association of municipalities"},
      {Administration::LEVEL_DISTRICT, "Landkreis", "District"},
      {Administration::LEVEL_DISTRICT_TOWN, "Kreisfreie Stadt", "District-free town"},
  };
  for (const auto& c : cases) {
    for (const Language language : {Language::kGerman, Language::kEnglish}) {
      ReportInputs inputs = SampleInputs(language);
      inputs.process.administration->set_level(c.level);
      EXPECT_EQ(TableOf(MandateOf(inputs), "facts").rows(1).cells(1).text(),
                language == Language::kGerman ? c.german : c.english);
    }
  }
}

TEST(MandateBlocksTest, ShowsTheAgreementInForce) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_STOCK_TAKING);
  const Section section = MandateOf(inputs);
  EXPECT_EQ(section.blocks(1).paragraph().text(),
            "Es gilt die Vereinbarung in der Fassung 2, seit 15.\u00a0März\u00a02026.");
  const Table focus = TableOf(section, "focus");
  ASSERT_EQ(focus.rows_size(), 2);
  EXPECT_EQ(focus.rows(0).cells(1).text(), "alle");
  EXPECT_EQ(focus.rows(0).cells(2).integer(), 1);
  EXPECT_EQ(CellText(focus.rows(0).cells(3), Language::kGerman), "62,5\u00a0%");
  EXPECT_EQ(focus.rows(1).cells(0).text(), "sprache") << "its id, without a title";
  EXPECT_EQ(focus.rows(1).cells(1).text(), "Hauptamt");
  EXPECT_TRUE(focus.rows(1).cells(2).has_missing());
  EXPECT_TRUE(focus.rows(1).cells(3).has_missing());
  const Table frame = TableOf(section, "frame");
  ASSERT_EQ(frame.rows_size(), 2);
  EXPECT_THAT(frame.rows(0).cells(1).text(), HasSubstr("Stadt Musterstadt (10."));
  EXPECT_GT(TableOf(section, "bodies").rows_size(), 0);

  Agreement draft = inputs.process.agreements->at(0);
  draft.set_number(3);
  draft.set_state(Agreement::STATE_PROPOSED);
  inputs.process.agreements->push_back(draft);
  EXPECT_THAT(MandateOf(inputs).blocks(1).paragraph().text(), HasSubstr("Fassung 2"));
  inputs.process.agreements->erase(inputs.process.agreements->begin());
  EXPECT_EQ(TableOf(MandateOf(inputs), "focus").rows_size(), 0);
}

TEST(MandateBlocksTest, CallsAProgrammeByItsShortName) {
  engagement::v1alpha::Programme programme = *SampleProcess().programme;
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "VOPI");
  programme.clear_short_name();
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "Vielfalt ordnen, planen, initiieren");
}

}  // namespace
}  // namespace lotse::reporting
