#include "services/reporting/document/check_document.h"

#include <functional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Chart;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Source;
using v1alpha::Table;

// A small document without fault: `sections[0]` has a paragraph, a chart and
// its table with one shown and one protected row.
Document Faultless() {
  Document document;
  document.set_language("de");
  document.set_title("Bericht");
  *document.mutable_as_of_date() = MakeDate(2026, 11, 22);
  Section& section = *document.add_sections();
  section.set_section_id("one");
  section.set_title("Eins");
  AddParagraph("Text", section);
  Chart& chart = AddChart("chart", "Anteile", "table", Chart::FORM_BARS, {2}, section);
  chart.set_alt_text("Kurz");
  chart.set_long_description("Lang");
  Table& table = AddTable("table", "Antworten", {"Antwort", "Anzahl", "Anteil"}, section);
  AddRow({TextCell("ja"), IntegerCell(1), ShareCell(MakeShare(1, 2, 500))}, table);
  AddRow({TextCell("nein"), ProtectedCell(), ProtectedCell()}, table);
  Source& source = *document.add_sources();
  source.set_service("survey");
  source.set_resource("waves/1");
  source.set_state(Source::STATE_REACHED);
  source.set_revision("r1");
  return document;
}

Section& First(Document& d) { return *d.mutable_sections(0); }
Chart& TheChart(Document& d) { return *First(d).mutable_blocks(1)->mutable_chart(); }
Table& TheTable(Document& d) { return *First(d).mutable_blocks(2)->mutable_table(); }

TEST(CheckDocumentTest, FindsNothingInAFaultlessDocument) {
  EXPECT_THAT(CheckDocument(Faultless()), IsEmpty());
  for (const Language language : {Language::kGerman, Language::kEnglish}) {
    for (const DocumentProblem& p : CheckDocument(*BuildDocument(SampleInputs(language)))) {
      ADD_FAILURE() << p.path << " " << p.what;
    }
  }
}

struct Fault {
  const char* path;
  const char* what;
  std::function<void(Document&)> make;
};

class CheckDocumentFaultTest : public testing::TestWithParam<Fault> {};

// Each fault is found once, at its path and by its rule, and nothing else is.
TEST_P(CheckDocumentFaultTest, IsFound) {
  Document document = Faultless();
  GetParam().make(document);
  const std::vector<DocumentProblem> problems = CheckDocument(document);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, GetParam().path);
  EXPECT_THAT(problems[0].what, HasSubstr(GetParam().what));
}

const Fault kDocumentFaults[] = {
    {"language", "empty", [](Document& d) { d.clear_language(); }},
    {"language", "neither", [](Document& d) { d.set_language("fr"); }},
    {"title", "empty", [](Document& d) { d.set_title(" \n"); }},
    {"title", "UTF-8", [](Document& d) { d.set_title("\xff"); }},
    {"subtitle", "UTF-8", [](Document& d) { d.set_subtitle("\xc3"); }},
    {"as_of_date", "day", [](Document& d) { d.clear_as_of_date(); }},
    {"as_of_date", "day", [](Document& d) { d.mutable_as_of_date()->set_day(31); }},
    {"sections", "empty", [](Document& d) { d.clear_sections(); }},
    {"sources[0].service", "empty", [](Document& d) { d.mutable_sources(0)->clear_service(); }},
    {"sources[0].resource", "empty", [](Document& d) { d.mutable_sources(0)->clear_resource(); }},
    {"sources[0].state", "not set", [](Document& d) { d.mutable_sources(0)->clear_state(); }},
    {"sources[0].revision", "empty", [](Document& d) { d.mutable_sources(0)->clear_revision(); }},
    {"sources[0].revision", "did not answer",
     [](Document& d) { d.mutable_sources(0)->set_state(Source::STATE_UNREACHABLE); }},
};
INSTANTIATE_TEST_SUITE_P(Document, CheckDocumentFaultTest, testing::ValuesIn(kDocumentFaults));

const Fault kSectionFaults[] = {
    {"sections[0].title", "empty", [](Document& d) { First(d).clear_title(); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).clear_section_id(); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).set_section_id("A"); }},
    {"sections[0].section_id", "lower-case", [](Document& d) { First(d).set_section_id("ä"); }},
    {"sections[1].section_id", "twice",
     [](Document& d) {
       Section& second = *d.add_sections();
       second.set_section_id("one");
       second.set_title("Zwei");
     }},
    {"sections[0].blocks[1].chart.chart_id", "twice",
     [](Document& d) { TheChart(d).set_chart_id("one"); }},
    {"sections[0].sections[0].sections[0].sections[0].sections[0]", "deeper",
     [](Document& d) {
       Section* at = &First(d);
       for (const char* id : {"l2", "l3", "l4", "l5"}) at = &AddSection(id, "Titel", *at);
     }},
    {"sections[0].blocks[0].paragraph.text", "empty",
     [](Document& d) { First(d).mutable_blocks(0)->mutable_paragraph()->clear_text(); }},
    {"sections[0].blocks[0]", "no content",
     [](Document& d) { First(d).mutable_blocks(0)->clear_content(); }},
};
INSTANTIATE_TEST_SUITE_P(Section, CheckDocumentFaultTest, testing::ValuesIn(kSectionFaults));

const Fault kTableFaults[] = {
    {"sections[0].blocks[2].table.caption", "empty",
     [](Document& d) { TheTable(d).clear_caption(); }},
    {"sections[0].blocks[2].table.columns[1]", "empty",
     [](Document& d) { TheTable(d).set_columns(1, ""); }},
    {"sections[0].blocks[2].table.notes[0]", "empty",
     [](Document& d) { TheTable(d).add_notes(""); }},
    {"sections[0].blocks[3].table.rows", "empty",
     [](Document& d) { AddTable("t2", "Leer", {"Spalte"}, First(d)); }},
    {"sections[0].blocks[3].table.columns", "empty",
     [](Document& d) { AddTable("t2", "Leer", {}, First(d)).add_rows(); }},
    {"sections[0].blocks[2].table.rows[1].cells", "2 cells for 3",
     [](Document& d) { TheTable(d).mutable_rows(1)->mutable_cells()->RemoveLast(); }},
    {"sections[0].blocks[3].table.rows[0].cells[0]", "heads its row",
     [](Document& d) { AddRow({IntegerCell(3)}, AddTable("t2", "Zahlen", {"Spalte"}, First(d))); }},
    {"sections[0].blocks[2].table.rows[0].cells[1]", "no value",
     [](Document& d) { TheTable(d).mutable_rows(0)->mutable_cells(1)->clear_value(); }},
    {"sections[0].blocks[2].table.rows[0].cells[1].text", "empty",
     [](Document& d) { TheTable(d).mutable_rows(0)->mutable_cells(1)->set_text(""); }},
};

INSTANTIATE_TEST_SUITE_P(Table, CheckDocumentFaultTest, testing::ValuesIn(kTableFaults));

// Faults in the shares of a second table, which no chart is tied to.
Document WithShare(const v1alpha::Share& share) {
  Document document = Faultless();
  AddRow({TextCell("x"), ShareCell(share)},
         AddTable("shares", "Anteile", {"A", "B"}, *document.mutable_sections(0)));
  return document;
}

TEST(CheckDocumentTest, FindsWrongShares) {
  const struct {
    v1alpha::Share share;
    const char* field;
    const char* what;
  } cases[] = {
      {MakeShare(1, 0, 0), "denominator", "greater than 0"},
      {MakeShare(1, -2, 0), "denominator", "greater than 0"},
      {MakeShare(-1, 2, 0), "numerator", "negative"},
      {MakeShare(1, 3, 334), "per_mille", "rounded half up"},
      {MakeShare(1, 2000, 0), "per_mille", "rounded half up"},
  };
  for (const auto& c : cases) {
    const std::vector<DocumentProblem> problems = CheckDocument(WithShare(c.share));
    ASSERT_EQ(problems.size(), 1u) << c.what;
    EXPECT_EQ(problems[0].path,
              std::string("sections[0].blocks[3].table.rows[0].cells[1].share.") + c.field);
    EXPECT_THAT(problems[0].what, HasSubstr(c.what));
  }
  EXPECT_THAT(CheckDocument(WithShare(MakeShare(1, 2000, 1))), IsEmpty());
  // A response rate may pass the whole: more may answer than were counted as
  // invited.
  EXPECT_THAT(CheckDocument(WithShare(MakeShare(3, 2, 1500))), IsEmpty());
}

const Fault kChartFaults[] = {
    {"sections[0].blocks[1].chart.title", "empty", [](Document& d) { TheChart(d).clear_title(); }},
    {"sections[0].blocks[1].chart.alt_text", "empty",
     [](Document& d) { TheChart(d).clear_alt_text(); }},
    {"sections[0].blocks[1].chart.long_description", "empty",
     [](Document& d) { TheChart(d).clear_long_description(); }},
    {"sections[0].blocks[1].chart.table_id", "no table of the same section",
     [](Document& d) { TheChart(d).clear_table_id(); }},
    {"sections[0].blocks[1].chart.table_id", "no table of the same section",
     [](Document& d) {
       // The table moves to a sub-section.
       Section& inner = AddSection("inner", "Innen", First(d));
       *inner.add_blocks() = First(d).blocks(2);
       First(d).mutable_blocks()->RemoveLast();
     }},
    {"sections[0].blocks[1].chart.columns[0]", "is 3, not 1 to 2",
     [](Document& d) { TheChart(d).set_columns(0, 3); }},
};
INSTANTIATE_TEST_SUITE_P(Chart, CheckDocumentFaultTest, testing::ValuesIn(kChartFaults));

TEST(CheckDocumentTest, NamesAllProblemsInOrder) {
  Document document = Faultless();
  document.clear_title();
  First(document).clear_title();
  document.mutable_sources(0)->clear_service();
  const std::vector<DocumentProblem> problems = CheckDocument(document);
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].path, "title");
  EXPECT_EQ(problems[1].path, "sections[0].title");
  EXPECT_EQ(problems[2].path, "sources[0].service");
  EXPECT_EQ(problems[0].what, "must not be empty");
}

}  // namespace
}  // namespace lotse::reporting
