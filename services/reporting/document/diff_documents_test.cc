#include "services/reporting/document/diff_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace lotse::reporting {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Document;
using v1alpha::Table;

constexpr int kMany = 1000;

Document Sample() {
  Document document;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(language: "de" title: "Bericht"
         sections {
           section_id: "lage" title: "Lage"
           blocks { paragraph { text: "Gut." } }
           blocks { table {
             table_id: "massnahmen" caption: "Maßnahmen" columns: "Maßnahme" columns: "Stand"
             columns: "Kosten"
             rows { cells { text: "A" } cells { text: "geplant" } cells { integer: 1000 } }
             rows { cells { text: "B" } cells { text: "begonnen" } cells { protected {} } }
             rows {
               cells { text: "C" } cells { missing { reason: REASON_NOT_COLLECTED } }
               cells { integer: 5 } resource: "measures/c" } } }
           sections {
             section_id: "tief" title: "Tief"
             blocks { chart { chart_id: "bild" title: "Bild" } } }
         }
         sections {
           section_id: "zahlen" title: "Zahlen"
           blocks { table {
             table_id: "andere" caption: "Andere" columns: "Wert" columns: "Zahl"
             rows { cells { text: "x" } cells { integer: 1 } }
             rows { cells { text: "x" } cells { integer: 2 } } } }
         })",
      &document));
  return document;
}

Table* Measures(Document* document) {
  return document->mutable_sections(0)->mutable_blocks(1)->mutable_table();
}
Table* Others(Document* document) {
  return document->mutable_sections(1)->mutable_blocks(0)->mutable_table();
}

std::vector<std::string> Lines(const DocumentDiff& diff) {
  std::vector<std::string> lines;
  for (const CellDifference& found : diff.cells) {
    const v1alpha::ChangedCell& cell = found.cell;
    lines.push_back(absl::StrCat(cell.table_id(), "/", cell.row(), "/", cell.column(), ": ",
                                 cell.before(), " > ", cell.after()));
  }
  return lines;
}

TEST(DiffDocuments, NamesCells) {
  struct Case {
    const char* what;
    std::function<void(Document*)> change;
    std::vector<std::string> cells;
    std::vector<std::string> sections;
  };
  const Case cases[] = {
      {"nothing", [](Document*) {}, {}, {}},
      {"a text",
       [](Document* d) { Measures(d)->mutable_rows(0)->mutable_cells(1)->set_text("fertig"); },
       {"massnahmen/A/Stand: geplant > fertig"},
       {}},
      {"a number",
       [](Document* d) { Measures(d)->mutable_rows(0)->mutable_cells(2)->set_integer(1200); },
       {"massnahmen/A/Kosten: 1.000 > 1.200"},
       {}},
      {"another revision of the same row",
       [](Document* d) { Measures(d)->mutable_rows(0)->set_revision(7); },
       {},
       {}},
      {"a row more",
       [](Document* d) {
         auto* row = Measures(d)->add_rows();
         for (const char* text : {"E", "neu", "5"}) row->add_cells()->set_text(text);
       },
       {"massnahmen/E/Stand:  > neu", "massnahmen/E/Kosten:  > 5"},
       {}},
      {"a row less, and one changed before it",
       [](Document* d) {
         Measures(d)->mutable_rows()->DeleteSubrange(0, 1);
         Others(d)->mutable_rows(0)->mutable_cells(1)->set_integer(9);
       },
       {"andere/x/Zahl: 1 > 9", "massnahmen/A/Stand: geplant > ", "massnahmen/A/Kosten: 1.000 > "},
       {}},
      {"rows in another order",
       [](Document* d) { Measures(d)->mutable_rows()->SwapElements(0, 1); },
       {},
       {}},
      {"columns in another order",
       [](Document* d) {
         Measures(d)->mutable_columns()->SwapElements(1, 2);
         for (auto& row : *Measures(d)->mutable_rows()) row.mutable_cells()->SwapElements(1, 2);
       },
       {},
       {}},
      {"a column of another heading",
       [](Document* d) { Others(d)->set_columns(1, "Anzahl"); },
       {"andere/x/Anzahl:  > 1", "andere/x/Anzahl:  > 2", "andere/x/Zahl: 1 > ",
        "andere/x/Zahl: 2 > "},
       {}},
      {"the second of two rows of the same heading",
       [](Document* d) { Others(d)->mutable_rows(1)->mutable_cells(1)->set_integer(3); },
       {"andere/x/Zahl: 2 > 3"},
       {}},
      {"why there is no value",
       [](Document* d) {
         Measures(d)->mutable_rows(2)->mutable_cells(1)->mutable_missing()->set_reason(
             v1alpha::Missing::REASON_NOT_MEASURABLE);
       },
       {"massnahmen/C/Stand: noch nicht erhoben > nicht messbar"},
       {}},
      {"the heading of the first column",
       [](Document* d) { Others(d)->set_columns(0, "Größe"); },
       {},
       {"zahlen"}},
      {"a row that shows the same resource under another heading",
       [](Document* d) { Measures(d)->mutable_rows(2)->mutable_cells(0)->set_text("D"); },
       {"massnahmen/D/Maßnahme: C > D"},
       {}},
      {"a row that shows another resource under the same heading",
       [](Document* d) { Measures(d)->mutable_rows(2)->set_resource("measures/d"); },
       {"massnahmen/C/Stand:  > noch nicht erhoben", "massnahmen/C/Kosten:  > 5",
        "massnahmen/C/Stand: noch nicht erhoben > ", "massnahmen/C/Kosten: 5 > "},
       {}},
      {"another table",
       [](Document* d) { Others(d)->set_table_id("neue"); },
       {"neue/x/Zahl:  > 1", "neue/x/Zahl:  > 2", "andere/x/Zahl: 1 > ", "andere/x/Zahl: 2 > "},
       {"zahlen"}},
  };
  for (const Case& c : cases) {
    Document after = Sample();
    c.change(&after);
    const DocumentDiff diff = DiffDocuments(Sample(), after, kMany);
    EXPECT_EQ(Lines(diff), c.cells) << c.what;
    EXPECT_EQ(diff.cell_count, static_cast<int>(c.cells.size())) << c.what;
    EXPECT_EQ(diff.changed_sections, c.sections) << c.what;
  }
}

// A protected figure has no value that a difference could tell.
TEST(DiffDocuments, TellsNothingOfWhatIsProtected) {
  Document after = Sample();
  Measures(&after)->mutable_rows(0)->mutable_cells(2)->mutable_protected_();
  const DocumentDiff diff = DiffDocuments(Sample(), after, kMany);
  ASSERT_EQ(diff.cells.size(), 1u);
  EXPECT_EQ(diff.cells[0].cell.after(),
            DiffDocuments(after, Sample(), kMany).cells[0].cell.before());
  EXPECT_EQ(diff.cells[0].cell.after().find_first_of("0123456789"), std::string::npos);
}

TEST(DiffDocuments, KnowsWhereThereIsNoValueNow) {
  Document after = Sample();
  Measures(&after)->mutable_rows(0)->mutable_cells(2)->mutable_protected_();
  Measures(&after)->mutable_rows(1)->mutable_cells(1)->set_text("fertig");
  Measures(&after)->mutable_rows(2)->mutable_cells(2)->mutable_missing();
  Others(&after)->mutable_rows()->RemoveLast();
  std::vector<std::string> without;
  std::vector<std::string> with;
  for (const CellDifference& found : DiffDocuments(Sample(), after, kMany).cells) {
    (found.without_value ? without : with)
        .push_back(absl::StrCat(found.cell.row(), found.cell.column()));
  }
  EXPECT_THAT(without, ElementsAre("AKosten", "CKosten", "xZahl"));
  EXPECT_THAT(with, ElementsAre("BStand"));
}

TEST(DiffDocuments, KnowsWhichRowsAreGoneWithTheirHeadings) {
  Document after = Sample();
  Measures(&after)->mutable_rows()->RemoveLast();
  Others(&after)->mutable_rows()->RemoveLast();
  Document labelled = Sample();
  Others(&labelled)->set_headings_are_content(true);
  const auto gone = [&after](const Document& before) {
    std::vector<std::string> tables;
    for (const CellDifference& found : DiffDocuments(before, after, kMany).cells) {
      if (found.of_gone_row) tables.push_back(found.cell.table_id());
    }
    return tables;
  };
  EXPECT_THAT(gone(Sample()), AllOf(Not(IsEmpty()), Each("massnahmen")));
  EXPECT_THAT(gone(labelled), Contains("andere"));
}

// What a version says of itself is always different; what stands below it counts.
TEST(DiffDocuments, LeavesOutWhatTellsOfAVersionItself) {
  Document before = Sample();
  before.mutable_sections(0)->set_about_version(true);
  Document after = Sample();  // The mark of one of both is enough.
  after.mutable_sections(0)->set_title("Herkunft");
  Measures(&after)->mutable_rows(0)->mutable_cells(1)->set_text("fertig");
  after.mutable_sections(0)->mutable_sections(0)->set_title("Tiefer");
  const DocumentDiff diff = DiffDocuments(before, after, kMany);
  EXPECT_EQ(diff.cell_count, 0);
  EXPECT_THAT(diff.changed_sections, ElementsAre("tief"));
}

TEST(DiffDocuments, NamesSections) {
  struct Case {
    const char* what;
    std::function<void(Document*)> change;
    std::vector<std::string> sections;
  };
  const Case cases[] = {
      {"a paragraph",
       [](Document* d) {
         d->mutable_sections(0)->mutable_blocks(0)->mutable_paragraph()->set_text("Schlecht.");
       },
       {"lage"}},
      {"a heading", [](Document* d) { d->mutable_sections(1)->set_title("Werte"); }, {"zahlen"}},
      {"a caption", [](Document* d) { Others(d)->set_caption("Weitere"); }, {"zahlen"}},
      {"a note", [](Document* d) { Others(d)->add_notes("Vorläufig."); }, {"zahlen"}},
      {"the place of a source", [](Document* d) { Others(d)->add_sources(1); }, {}},
      {"a chart below",
       [](Document* d) {
         d->mutable_sections(0)->mutable_sections(0)->mutable_blocks(0)->mutable_chart()->set_title(
             "Anders");
       },
       {"tief"}},
      {"one more and one less",
       [](Document* d) {
         d->mutable_sections(0)->clear_sections();
         d->add_sections()->set_section_id("neu");
       },
       {"neu", "tief"}},
      {"a revision of what a card shows",
       [](Document* d) {
         d->mutable_sections(0)->add_blocks()->mutable_indicator()->set_revision(2);
       },
       {"lage"}},
  };
  for (const Case& c : cases) {
    Document after = Sample();
    c.change(&after);
    const DocumentDiff diff = DiffDocuments(Sample(), after, kMany);
    EXPECT_EQ(diff.changed_sections, c.sections) << c.what;
    EXPECT_THAT(diff.cells, IsEmpty()) << c.what;
  }
}

TEST(DiffDocuments, NamesWhatStandsOutsideTheSections) {
  using v1alpha::ChangedText;
  const struct {
    ChangedText::Part part;
    const char* change;  // In text format, merged into the sample.
    std::string before;
    std::string after;
  } cases[] = {
      {ChangedText::PART_TITLE, "title: 'Halbzeit'", "Bericht", "Halbzeit"},
      {ChangedText::PART_SUBTITLE, "subtitle: 'Stadt'", "", "Stadt"},
      {ChangedText::PART_START_DATE, "start_date { year: 2026 month: 1 day: 2 }", "",
       "2.\u00a0Januar\u00a02026"},
      {ChangedText::PART_END_DATE, "end_date { year: 2026 month: 6 day: 30 }", "",
       "30.\u00a0Juni\u00a02026"},
      {ChangedText::PART_PUBLISHER, "imprint { publisher: 'Amt' }", "Stadt Muster", "Amt"},
      {ChangedText::PART_CONTACT, "imprint { contact: 'Amt\\n1' }", "", "Amt\n1"},
      {ChangedText::PART_BARRIER_CONTACT, "imprint { barrier_contact: 'a@b' }", "", "a@b"},
      {ChangedText::PART_FUNDER_STATEMENTS, "imprint { funder_statements: 'Land' }", "Bund",
       "Bund\nLand"},
  };
  Document before = Sample();
  before.mutable_imprint()->set_publisher("Stadt Muster");
  before.mutable_imprint()->add_funder_statements("Bund");
  EXPECT_THAT(DiffDocuments(before, before, kMany).changed_texts, IsEmpty());
  for (const auto& c : cases) {
    Document after = before;
    ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(c.change, &after)) << c.change;
    const DocumentDiff diff = DiffDocuments(before, after, kMany);
    ASSERT_EQ(diff.changed_texts.size(), 1u) << c.change;
    EXPECT_EQ(diff.changed_texts[0].part(), c.part);
    EXPECT_EQ(diff.changed_texts[0].before(), c.before);
    EXPECT_EQ(diff.changed_texts[0].after(), c.after);
    EXPECT_EQ(diff.cell_count, 0);
    EXPECT_THAT(diff.changed_sections, IsEmpty());
  }
  EXPECT_EQ(std::size(cases), static_cast<size_t>(ChangedText::Part_MAX));
}

// Every version has another day, and where it is from is no text of it.
TEST(DiffDocuments, LeavesOutDayAndLooksAndSources) {
  Document after = Sample();
  after.mutable_as_of_date()->set_year(2027);
  after.mutable_appearance()->set_accent_colour("#000000");
  after.add_sources()->set_revision("7");
  EXPECT_THAT(DiffDocuments(Sample(), after, kMany).changed_texts, IsEmpty());
}

TEST(DiffDocuments, ANewRevisionAloneIsNothingThatPeopleRead) {
  Document before = Sample();
  auto* section = before.mutable_sections(0);
  section->add_blocks()->mutable_indicator()->set_revision(1);
  section->add_blocks()->mutable_quote()->mutable_release()->set_revision(1);
  Document after = before;
  after.mutable_sections(0)->mutable_blocks(2)->mutable_indicator()->set_revision(2);
  after.mutable_sections(0)->mutable_blocks(3)->mutable_quote()->mutable_release()->set_revision(2);
  EXPECT_THAT(DiffDocuments(before, after, kMany).changed_sections, IsEmpty());
}

TEST(DiffDocuments, ListsSoManyAndCountsAll) {
  Document after = Sample();
  Measures(&after)->clear_rows();
  const DocumentDiff diff = DiffDocuments(Sample(), after, 3);
  EXPECT_THAT(Lines(diff),
              ElementsAre("massnahmen/A/Stand: geplant > ", "massnahmen/A/Kosten: 1.000 > ",
                          "massnahmen/B/Stand: begonnen > "));
  EXPECT_EQ(diff.cell_count, 6);
}

// Comparing each row with each would take hours.
TEST(DiffDocuments, TakesTimeInProportionToTheDocuments) {
  constexpr int kRows = 50'000;
  Document before = Sample();
  Table* table = Measures(&before);
  table->clear_rows();
  for (int i = 0; i < kRows; ++i) {
    auto* row = table->add_rows();
    row->add_cells()->set_text("gleich");
    row->add_cells()->set_integer(i);
    row->add_cells()->set_text("x");
  }
  Document after = before;
  Measures(&after)->mutable_rows(kRows - 1)->mutable_cells(1)->set_integer(0);
  const DocumentDiff diff = DiffDocuments(before, after, 1);
  EXPECT_THAT(Lines(diff), ElementsAre("massnahmen/gleich/Stand: 49.999 > 0"));
}

}  // namespace
}  // namespace lotse::reporting
