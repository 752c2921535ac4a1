#include "services/reporting/document/engagement_blocks.h"

#include "gtest/gtest.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Phase;
using v1alpha::Section;
using v1alpha::Table;

TEST(EngagementBlocksTest, ShowsFactsAndPhases) {
  const std::optional<Section> section = ProcessSection(SampleProcess(), Language::kGerman);
  ASSERT_TRUE(section.has_value());
  ASSERT_EQ(section->blocks_size(), 3);
  const Table& facts = section->blocks(1).table();
  ASSERT_EQ(facts.rows_size(), 5);
  EXPECT_EQ(facts.rows(1).cells(1).text(), "Kreisfreie Stadt");
  EXPECT_EQ(facts.rows(2).cells(1).integer(), 104256);
  EXPECT_EQ(facts.rows(4).cells(1).text(), "1.\u00a0März\u00a02026 bis 31.\u00a0Mai\u00a02027");

  const Table& phases = section->blocks(2).table();
  const char* expected[3][4] = {
      {"Auftakt und Rahmen", "✓\u00a0abgeschlossen", "1.\u00a0März\u00a02026",
       "30.\u00a0Juni\u00a02026"},
      {"Bestandsaufnahme", "●\u00a0in\u00a0Arbeit", "1.\u00a0Juli\u00a02026", "–"},
      {"Ziele", "○\u00a0geplant", "–", "–"},
  };
  ASSERT_EQ(phases.rows_size(), 3);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      EXPECT_EQ(phases.rows(row).cells(column).text(), expected[row][column]);
    }
  }
  ASSERT_EQ(phases.notes_size(), 1);
  EXPECT_EQ(phases.notes(0), "– bedeutet: noch nicht eingetreten.");
}

TEST(EngagementBlocksTest, ShowsWhatThereIs) {
  EXPECT_FALSE(ProcessSection({}, Language::kGerman).has_value());
  EXPECT_EQ(ProcessSummary({}, Language::kGerman), "");

  ProcessInputs programme_only;
  programme_only.programme = SampleProcess().programme;
  const std::optional<Section> section = ProcessSection(programme_only, Language::kEnglish);
  ASSERT_TRUE(section.has_value());
  ASSERT_EQ(section->blocks_size(), 2);
  EXPECT_EQ(section->blocks(1).table().rows_size(), 1);
  EXPECT_EQ(ProcessSummary(programme_only, Language::kEnglish), "");
}

TEST(EngagementBlocksTest, SumsUpWhereTheProcessStands) {
  ProcessInputs inputs = SampleProcess();
  EXPECT_EQ(ProcessSummary(inputs, Language::kGerman),
            "Abgeschlossene Phasen: 1 von 3. Zurzeit in Arbeit: „Bestandsaufnahme“.");
  EXPECT_EQ(ProcessSummary(inputs, Language::kEnglish),
            "Completed phases: 1 of 3. Now in progress: “Stock-taking”.");
  inputs.engagement->mutable_phases(1)->set_state(Phase::STATE_COMPLETED);
  EXPECT_EQ(ProcessSummary(inputs, Language::kGerman),
            "Abgeschlossene Phasen: 2 von 3. Zurzeit ist keine Phase in Arbeit.");
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
    const Section german = *ProcessSection(inputs, Language::kGerman);
    const Section english = *ProcessSection(inputs, Language::kEnglish);
    EXPECT_EQ(german.blocks(1).table().rows(1).cells(1).text(), c.german);
    EXPECT_EQ(english.blocks(1).table().rows(1).cells(1).text(), c.english);
  }
}

TEST(EngagementBlocksTest, NamesAPhase) {
  ProcessInputs inputs = SampleProcess();
  EXPECT_EQ(PhaseName(inputs.engagement, "ziele", Language::kGerman), "Ziele");
  EXPECT_EQ(PhaseName(inputs.engagement, "ziel", Language::kGerman),
            "ziel (keine Phase dieser Begleitung)");
  EXPECT_EQ(PhaseName(std::nullopt, "ziele", Language::kEnglish), "ziele");
  inputs.engagement->mutable_phases(2)->clear_title();
  EXPECT_EQ(PhaseName(inputs.engagement, "ziele", Language::kGerman), "ziele");
}

TEST(EngagementBlocksTest, CallsAProgrammeByItsShortName) {
  engagement::v1alpha::Programme programme = *SampleProcess().programme;
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "VOPI");
  programme.clear_short_name();
  EXPECT_EQ(ProgrammeName(programme, Language::kGerman), "Vielfalt ordnen, planen, initiieren");
}

}  // namespace
}  // namespace lotse::reporting
