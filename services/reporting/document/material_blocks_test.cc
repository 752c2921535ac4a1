#include "services/reporting/document/material_blocks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_material.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::MaterialRelease;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Section;

Section SectionOf(const MaterialRelease& material, Language language = Language::kGerman) {
  ReportInputs inputs;
  inputs.language = language;
  AddSampleMaterial(inputs);
  inputs.materials = {material};
  Section section;
  section.set_section_id("material-");
  AppendMaterial(inputs, section);
  return section.sections(0);
}

// What the blocks say, in their order: of a table its rows.
std::vector<std::string> Say(const Section& section, Language language = Language::kGerman) {
  std::vector<std::string> out;
  for (const v1alpha::Block& block : section.blocks()) {
    if (block.has_paragraph()) out.push_back(block.paragraph().text());
    for (const v1alpha::Row& row : block.table().rows()) {
      std::string line;
      for (const v1alpha::Cell& cell : row.cells()) {
        absl::StrAppend(&line, line.empty() ? "" : " | ", CellText(cell, language));
      }
      out.push_back(line);
    }
    if (block.has_quote()) {
      out.push_back(absl::StrCat(block.quote().language(), ": ", block.quote().text(), " — ",
                                 block.quote().role_label()));
    }
  }
  return out;
}

TEST(MaterialBlocksTest, ShowsThemesAndQuotesByTheme) {
  const Section section = SectionOf(SampleMaterial());
  EXPECT_EQ(section.section_id(), "material--gruppen--steuerung");
  EXPECT_EQ(section.title(), "Sechs Gesprächsgruppen im Amt");
  EXPECT_THAT(
      Say(section),
      ElementsAre(
          "Freigegeben für die Steuerungsgruppe.",
          "Gezählt ist unter 42 Personen. In wie vielen Gesprächen und Dokumenten ein Thema "
          "vorkam, ist zum Schutz der Befragten nicht angegeben.",
          "Zugang zum Amt | 31 | geschützt", "Umgangston | geschützt | geschützt",
          HasSubstr("kleine Anzahlen nicht gezeigt"), "Zum Thema „Umgangston“ wurde gesagt:",
          "de: Man traut sich kaum zu fragen. — Beschäftigte im Bürgerservice",
          "Außerdem wurde gesagt:",
          "und: Bitte *nicht* <b>so</b> & nicht [hier](https://amt.example). — eine "
          "befragte Person",
          "en: Nobody told us where to go. — eine befragte Person"));
  EXPECT_EQ(section.blocks(0).paragraph().kind(), v1alpha::Paragraph::KIND_NOTE);
  EXPECT_THAT(section.blocks(2).table().sources(), ElementsAre(0));
}

TEST(MaterialBlocksTest, TheNeutralWordIsInTheLanguageOfTheReport) {
  const std::vector<std::string> said =
      Say(SectionOf(SampleMaterial(), Language::kEnglish), Language::kEnglish);
  EXPECT_THAT(said, testing::Contains("en: Nobody told us where to go. — a person asked"));
  EXPECT_THAT(said, testing::Contains(HasSubstr("— Staff of the front desk")));
}

TEST(MaterialBlocksTest, NamesTheRelease) {
  const Section section = SectionOf(SampleMaterial());
  int quotes = 0;
  for (const v1alpha::Block& block : section.blocks()) {
    if (!block.has_quote()) continue;
    ++quotes;
    EXPECT_EQ(block.quote().release().name(), SampleMaterial().name());
    EXPECT_EQ(block.quote().release().revision(), 5);
    EXPECT_EQ(block.quote().release().sha256(), std::string(64, 'd'));
  }
  EXPECT_EQ(quotes, 3);
}

TEST(MaterialBlocksTest, OfQuotesAloneNothingIsCounted) {
  MaterialRelease material = SampleMaterial();
  material.clear_themes();
  material.mutable_quotes()->DeleteSubrange(1, 2);
  EXPECT_THAT(Say(SectionOf(material)), ElementsAre(HasSubstr("Steuerungsgruppe"),
                                                    "Gesagt wurde:", HasSubstr("kaum zu fragen")));
}

TEST(MaterialBlocksTest, TellsForWhomItWasReleased) {
  const struct {
    MaterialRelease::Scope scope;
    Language language;
    const char* text;
  } cases[] = {
      {MaterialRelease::SCOPE_STEERING_GROUP, Language::kGerman,
       "Freigegeben für die Steuerungsgruppe."},
      {MaterialRelease::SCOPE_ADMINISTRATION, Language::kGerman, "Freigegeben für die Verwaltung."},
      {MaterialRelease::SCOPE_PUBLIC, Language::kGerman, "Freigegeben für alle."},
      {MaterialRelease::SCOPE_STEERING_GROUP, Language::kEnglish,
       "Released for the steering group."},
      {MaterialRelease::SCOPE_ADMINISTRATION, Language::kEnglish,
       "Released for the administration."},
      {MaterialRelease::SCOPE_PUBLIC, Language::kEnglish, "Released for everybody."},
  };
  for (const auto& c : cases) {
    MaterialRelease material = SampleMaterial();
    material.set_scope(c.scope);
    EXPECT_EQ(Say(SectionOf(material, c.language), c.language)[0], c.text);
  }
}

// It is released still, without the words that were erased.
TEST(MaterialBlocksTest, AQuoteThatWasErasedIsLeftOut) {
  MaterialRelease material = SampleMaterial();
  material.clear_themes();
  for (auto& quote : *material.mutable_quotes()) quote.clear_wording();
  EXPECT_THAT(Say(SectionOf(material)), ElementsAre(HasSubstr("Steuerungsgruppe")));
  material = SampleMaterial();
  material.mutable_quotes(0)->clear_wording();
  const std::vector<std::string> said = Say(SectionOf(material));
  EXPECT_THAT(said, Not(testing::Contains(HasSubstr("Zum Thema"))));
  EXPECT_THAT(said, testing::Contains("Gesagt wurde:"));
}

TEST(MaterialBlocksTest, OfThemesAloneNothingIsSaid) {
  MaterialRelease material = SampleMaterial();
  material.clear_quotes();
  material.clear_participants();
  material.set_cases(12);
  const std::vector<std::string> said = Say(SectionOf(material));
  EXPECT_EQ(said.size(), 5u);
  EXPECT_EQ(said[1],
            "Unter wie vielen Personen gezählt ist, ist zu ihrem Schutz nicht angegeben. Es gab 12 "
            "Gespräche und Dokumente.");
}

// What turns the direction of writing, or looks like markup, stays a text for renderers to show.
TEST(MaterialBlocksTest, WordingsAreLiteral) {
  MaterialRelease material = SampleMaterial();
  const std::string wording = "a\u202Eb <script>x</script> **c** e\u0301 👩‍🔧";
  material.mutable_quotes(0)->set_wording(wording);
  bool is_there = false;
  const Section section = SectionOf(material);
  for (const v1alpha::Block& block : section.blocks()) {
    is_there = is_there || block.quote().text() == wording;
  }
  EXPECT_TRUE(is_there);
}

TEST(MaterialBlocksTest, StandsInADocumentWithItsOrigin) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_STOCK_TAKING);
  const auto document = BuildDocument(inputs);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(CheckDocument(*document), IsEmpty());
  const std::string all = document->DebugString();
  EXPECT_THAT(all, HasSubstr("released-material--gruppen--steuerung"));
  EXPECT_THAT(all, HasSubstr("provenance--materials"));
  EXPECT_THAT(all, HasSubstr(std::string(64, 'd')));
  inputs.materials.clear();
  const auto without = BuildDocument(inputs);
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_THAT(without->DebugString(), Not(HasSubstr("released-material")));
}

}  // namespace
}  // namespace lotse::reporting
