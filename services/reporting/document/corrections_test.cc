#include "services/reporting/document/corrections.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/plan/sample_plan.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using v1alpha::Document;
using v1alpha::Section;

Section CorrectionsOf(const Document& document) {
  for (const Section& section : document.sections()) {
    if (section.section_id() == "corrections") return section;
  }
  return {};
}

// The version after one of the same inputs.
ReportInputs After(ReportInputs inputs) {
  PreviousVersion previous;
  previous.number = 1;
  previous.document = *BuildDocument(inputs);
  previous.correction_reason = "Die Zahl der Beteiligten war falsch.";
  inputs.previous = previous;
  return inputs;
}

// A second version in which `change` is different.
template <class Change>
Document SecondVersion(const Change& change) {
  ReportInputs inputs = After(SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS));
  change(inputs);
  return *BuildDocument(inputs);
}

// The lines of the list of changed cells: `table | row | column | before | after`.
std::vector<std::string> LinesOf(const Section& section) {
  std::vector<std::string> lines;
  for (const v1alpha::Block& block : section.blocks()) {
    for (const v1alpha::Row& row : block.table().rows()) {
      std::vector<std::string> cells;
      for (const v1alpha::Cell& cell : row.cells()) cells.push_back(cell.text());
      lines.push_back(absl::StrJoin(cells, " | "));
    }
  }
  return lines;
}

std::string NotesOf(const Section& section) {
  std::string notes;
  for (const v1alpha::Block& block : section.blocks()) {
    notes += absl::StrJoin(block.table().notes(), "\n");
  }
  return notes;
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

TEST(CorrectionsTest, ListsTitlePeriodAndImprint) {
  const auto change = [](ReportInputs& inputs) {
    *inputs.report.mutable_title() = MakeText("Halbzeit", "Halfway");
    *inputs.report.mutable_start_date() = MakeDate(2026, 2, 1);
    inputs.process.administration.reset();
    inputs.process.programme.reset();
  };
  for (const bool withdrawn : {false, true}) {
    const Document document = SecondVersion([&](ReportInputs& inputs) {
      change(inputs);
      inputs.previous->withdrawn = withdrawn;
    });
    EXPECT_THAT(CheckDocument(document), IsEmpty());
    std::vector<std::string> lines;
    const Section section = CorrectionsOf(document);
    for (const v1alpha::Block& block : section.blocks()) {
      if (!absl::EndsWith(block.table().table_id(), "-texts")) continue;
      EXPECT_EQ(block.table().caption(), "Geänderte Angaben zum Bericht gegenüber Fassung 1");
      EXPECT_EQ(block.table().notes_size(), 1) << "the subtitle is gone";
      for (const v1alpha::Row& row : block.table().rows()) {
        lines.push_back(absl::StrCat(row.cells(0).text(), ": ", row.cells(1).text(), " > ",
                                     row.cells(2).text()));
      }
    }
    EXPECT_THAT(
        lines, Contains(withdrawn ? "Titel: nicht wiederholt > Halbzeit"
                                  : "Titel: Fortschrittsbericht: Interkulturelle Öffnung der Stadt "
                                    "Musterstadt > Halbzeit"));
    EXPECT_THAT(lines, Contains(StartsWith("Untertitel: nicht wiederholt > ")));
    EXPECT_THAT(lines, Contains(HasSubstr("> 1.\u00a0Februar\u00a02026")));
  }
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
      EXPECT_THAT(row.cells(0).text(), Not(HasSubstr("Geänderte Werte")));
    }
  }
}

// A wave keeps its tables if another one is put before it, and a question if one before it is
// erased.
TEST(CorrectionsTest, ComparesEachQuestionWithItself) {
  const Document second = SecondVersion([](ReportInputs& inputs) {
    survey::v1alpha::TabulateWaveResponse other;
    other.mutable_wave()->set_name("programmes/vopi/engagements/e/surveys/buerger/waves/1");
    *other.add_tables() = MakeTable("kontakt", {60, 40}, 100, 0);
    inputs.waves.insert(inputs.waves.begin(), other);
    inputs.sources.push_back(inputs.sources[5]);
    inputs.sources.back().set_resource(other.wave().name());
    inputs.waves[1].mutable_tables()->DeleteSubrange(0, 1);
  });
  EXPECT_THAT(CheckDocument(second), IsEmpty());
  const std::vector<std::string> lines = LinesOf(CorrectionsOf(second));
  EXPECT_THAT(lines, Contains("Frage kontakt? – Antwortverteilung (n = 100) | Label 1 | Anzahl | "
                              "nicht enthalten | 60"));
  EXPECT_THAT(lines, Contains(AllOf(StartsWith("Wie oft haben Sie im Arbeitsalltag"),
                                    HasSubstr("| täglich | Anzahl | nicht wiederholt | nicht "
                                              "enthalten"))));
  EXPECT_THAT(lines, Each(Not(HasSubstr("187"))));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, AnyOf(StartsWith("Datengrundlage"), StartsWith("Frage kontakt?"),
                            StartsWith("Wie oft haben Sie")));
  }
}

// Two waves have the same question: then the title of the wave tells which.
TEST(CorrectionsTest, NamesTheWaveWhereOneQuestionIsInTwo) {
  ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
  inputs.waves.push_back(SampleWave());
  inputs.waves[1].mutable_wave()->set_name("programmes/vopi/engagements/e/surveys/b/waves/1");
  *inputs.waves[1].mutable_wave()->mutable_title() = MakeText("Zweite Welle", "Second wave");
  ReportInputs second = After(inputs);
  for (auto& table : *second.waves[1].mutable_tables()) {
    if (table.code() == "angebote") table.mutable_rows(0)->mutable_label()->clear_variants();
  }
  const std::vector<std::string> lines = LinesOf(CorrectionsOf(*BuildDocument(second)));
  EXPECT_THAT(lines, Contains(HasSubstr("Zweite Welle – Angebote – Welche Angebote kennen Sie? – "
                                        "Antwortverteilung")));
}

TEST(CorrectionsTest, DoesNotRepeatWhatIsProtectedNow) {
  const Document second = SecondVersion([](ReportInputs& inputs) {
    for (auto& table : *inputs.waves[0].mutable_tables()) {
      if (table.code() != "angebote") continue;
      table.mutable_rows(1)->clear_count();
      table.mutable_rows(1)->clear_share_per_mille();
    }
  });
  const Section section = CorrectionsOf(second);
  EXPECT_THAT(LinesOf(section),
              ElementsAre(HasSubstr("| Fortbildungen | Anzahl | nicht wiederholt | geschützt"),
                          HasSubstr("| Fortbildungen | Anteil | nicht wiederholt | geschützt")));
  EXPECT_THAT(NotesOf(section), HasSubstr("Was jetzt geschützt ist"));
  EXPECT_THAT(section.DebugString(), Not(HasSubstr("142")));
}

TEST(CorrectionsTest, DoesNotRepeatWhatWasWithdrawn) {
  const Document second = SecondVersion([](ReportInputs& inputs) {
    inputs.previous->withdrawn = true;
    inputs.waves[0].mutable_response_rate()->set_responses(421);
    inputs.waves[0].mutable_response_rate()->set_rate_per_mille(356);
  });
  const Section section = CorrectionsOf(second);
  EXPECT_THAT(LinesOf(section), ElementsAre(HasSubstr("| nicht wiederholt | 421"),
                                            HasSubstr("| nicht wiederholt | 35,6")));
  EXPECT_THAT(NotesOf(section), HasSubstr("Fassung 1 wurde zurückgezogen"));
}

// The title of a finding that was taken back is what was said.
TEST(CorrectionsTest, ARowThatIsGoneIsNotToldByItsHeading) {
  for (const bool withdrawn : {false, true}) {
    ReportInputs inputs = After(SamplePlan(Language::kGerman, v1alpha::Report::KIND_STOCK_TAKING));
    inputs.previous->withdrawn = withdrawn;
    auto& findings = *inputs.process.findings;
    ASSERT_EQ(findings[1].title().variants(0).text(), "Ehrenamtliche Lotsen gibt es schon");
    findings.erase(findings.begin() + 1);
    const Section section = CorrectionsOf(*BuildDocument(inputs));
    EXPECT_THAT(LinesOf(section),
                Contains(HasSubstr(
                    "| nicht wiederholt | ganze Zeile | nicht wiederholt | nicht enthalten")));
    EXPECT_THAT(section.DebugString(), Not(HasSubstr("Ehrenamtliche")));
  }
}

TEST(CorrectionsTest, TitlesThatAreGoneAreNotToldOfWhatWasWithdrawn) {
  for (const bool withdrawn : {false, true}) {
    ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
    ReportInputs first = inputs;
    auto& tables = *first.waves[0].mutable_tables();
    *tables.Add() = tables[0];
    tables.rbegin()->set_code("zusatz");
    *tables.rbegin()->mutable_question() = MakeText("Wie geht es Frau Muster?", "How is she?");
    inputs.previous = After(first).previous;
    inputs.previous->withdrawn = withdrawn;
    const std::string said = CorrectionsOf(*BuildDocument(inputs)).DebugString();
    EXPECT_EQ(absl::StrContains(said, "Frau Muster"), !withdrawn);
  }
}

// A section that stands below the origin of figures is compared as others are, and whatever
// template the version before had.
TEST(CorrectionsTest, LeavesOutOwnBlocksAndNothingBelowThem) {
  using v1alpha::TemplateSection;
  const auto own = [](const std::string& id, TemplateSection::Content below) {
    ReportInputs inputs = SampleReport(Language::kGerman, v1alpha::Report::KIND_PROGRESS);
    inputs.report.clear_texts();
    inputs.report_template.set_name("programmes/vopi/reportTemplates/" + id);
    inputs.report_template.set_etag("1");
    TemplateSection& section = *inputs.report_template.add_sections();
    section.set_section_id(id);
    *section.mutable_title() = MakeText("Herkunft", "Origin");
    section.set_content(TemplateSection::CONTENT_PROVENANCE);
    TemplateSection& inner = *section.add_sections();
    inner.set_section_id("darunter");
    *inner.mutable_title() = MakeText("Darunter", "Below");
    inner.set_content(below);
    return inputs;
  };
  ReportInputs second = own("woher", TemplateSection::CONTENT_DATA_BASIS);
  second.previous = After(own("herkunft", TemplateSection::CONTENT_DATA_BASIS)).previous;
  second.waves[0].mutable_response_rate()->set_responses(421);
  second.waves[0].mutable_response_rate()->set_rate_per_mille(356);
  const Document document = *BuildDocument(second);
  EXPECT_THAT(CheckDocument(document), IsEmpty());
  const Section& added = document.sections(document.sections_size() - 1);
  EXPECT_EQ(added.title(), "Berichtigungen") << "the template has no such section";
  EXPECT_THAT(added.DebugString(), HasSubstr("Die Zahl der Beteiligten war falsch."));
  EXPECT_THAT(LinesOf(added), ElementsAre(HasSubstr("| 420 | 421"), HasSubstr("| 35,6")));
}

}  // namespace
}  // namespace lotse::reporting
