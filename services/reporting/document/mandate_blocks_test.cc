#include "services/reporting/document/engagement_blocks.h"

#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using v1alpha::Section;
using v1alpha::Table;

const google::type::Date kDay = MakeDate(2026, 11, 22);

TEST(EngagementBlocksTest, ShowsFactsAndPhases) {
  const std::optional<Section> section = ProcessSection(SampleProcess(), kDay, Language::kGerman);
  ASSERT_TRUE(section.has_value());
  ASSERT_EQ(section->blocks_size(), 3);
  const Table& facts = section->blocks(1).table();
  ASSERT_EQ(facts.rows_size(), 5);
  EXPECT_EQ(facts.rows(1).cells(1).text(), "Kreisfreie Stadt");
  EXPECT_EQ(facts.rows(2).cells(1).integer(), 104256);
  EXPECT_EQ(facts.rows(4).cells(1).text(), "1.\u00a0März\u00a02026 bis 31.\u00a0Mai\u00a02027");

  EXPECT_EQ(section->blocks(2).table().table_id(), "process-phases");
}

TEST(EngagementBlocksTest, NamesTheTracksIfThereAreSeveral) {
  const std::optional<Section> section =
      ProcessSection(SampleProcessOfTwoTracks(), kDay, Language::kGerman);
  const Table& facts = section->blocks(1).table();
  ASSERT_EQ(facts.rows_size(), 6);
  EXPECT_EQ(facts.rows(5).cells(0).text(), "Stränge");
  EXPECT_EQ(facts.rows(5).cells(1).text(), "Jugendamt und Ganze Verwaltung");
}

TEST(EngagementBlocksTest, ShowsWhatThereIs) {
  EXPECT_FALSE(ProcessSection({}, kDay, Language::kGerman).has_value());

  ProcessInputs programme_only;
  programme_only.programme = SampleProcess().programme;
  const std::optional<Section> section = ProcessSection(programme_only, kDay, Language::kEnglish);
  ASSERT_TRUE(section.has_value());
  ASSERT_EQ(section->blocks_size(), 2);
  EXPECT_EQ(section->blocks(1).table().rows_size(), 1);
}

TEST(EngagementBlocksTest, NamesTheLevel) {
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
  ProcessInputs inputs = SampleProcess();
  for (const auto& c : cases) {
    inputs.administration->set_level(c.level);
    const Section german = *ProcessSection(inputs, kDay, Language::kGerman);
    const Section english = *ProcessSection(inputs, kDay, Language::kEnglish);
    EXPECT_EQ(german.blocks(1).table().rows(1).cells(1).text(), c.german);
    EXPECT_EQ(english.blocks(1).table().rows(1).cells(1).text(), c.english);
  }
}

TEST(EngagementBlocksTest, CallsAProgrammeByItsShortName) {
  engagement::v1alpha::Programme programme = *SampleProcess().programme;
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "VOPI");
  programme.clear_short_name();
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "Vielfalt ordnen, planen, initiieren");
}

}  // namespace
}  // namespace lotse::reporting
