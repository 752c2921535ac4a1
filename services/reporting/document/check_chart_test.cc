#include "services/reporting/document/check_chart.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/check_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Chart;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Table;

class CheckChartFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(CheckChartFaultTest, IsFound) { ExpectFound(GetParam()); }

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
    {"sections[0].blocks[1].chart.columns[0]", "is 0, not 1 to 2",
     [](Document& d) { TheChart(d).set_columns(0, 0); }},
    {"sections[0].blocks[1].chart.columns", "are 2, not 1 to 1",
     [](Document& d) { TheChart(d).add_columns(1); }},
    {"sections[0].blocks[1].chart.columns[0]", "rows[0] is not a share",
     [](Document& d) { TheChart(d).set_columns(0, 1); }},
    {"sections[0].blocks[1].chart.columns", "more than the whole in rows[0]",
     [](Document& d) {
       *TheTable(d).mutable_rows(0)->mutable_cells(2) = ShareCell(MakeShare(3, 2, 1500));
     }},
    {"sections[0].blocks[1].chart.form", "not set", [](Document& d) { TheChart(d).clear_form(); }},
    {"sections[0].blocks[1].chart.neutral", "another form",
     [](Document& d) { TheChart(d).set_neutral(0); }},
    {"sections[0].blocks[1].chart.base_column", "another form",
     [](Document& d) { TheChart(d).set_base_column(1); }},
    {"sections[0].blocks[1].chart.target", "another form",
     [](Document& d) { TheChart(d).mutable_target(); }},
    {"sections[0].blocks[1].chart.baseline", "another form",
     [](Document& d) { TheChart(d).mutable_baseline(); }},
    {"sections[0].blocks[1].chart.breaks", "another form",
     [](Document& d) { TheChart(d).add_breaks(1); }},
};
INSTANTIATE_TEST_SUITE_P(Chart, CheckChartFaultTest, testing::ValuesIn(kChartFaults));

// The chart that Drawn adds.
Chart& TheOther(Document& d) {
  return *First(d).mutable_sections(0)->mutable_blocks(0)->mutable_chart();
}

// A document with one more table of a row of each `cells`, drawn in columns 1, 2, ….
Document Drawn(Chart::Form form, const std::vector<std::vector<v1alpha::Cell>>& rows) {
  Document document = Faultless();
  Section& section = AddSection("drawn", "Gezeichnet", First(document));
  Chart& chart = AddChart("drawn-chart", "Titel", "drawn-table", form, {}, section);
  chart.set_alt_text("Kurz");
  chart.set_long_description("Lang");
  Table& table = AddTable("drawn-table", "Tabelle", {"Zeile"}, section);
  table.add_sources(0);
  for (size_t i = 1; i <= rows[0].size(); ++i) {
    table.add_columns("Spalte");
    TheOther(document).add_columns(static_cast<int32_t>(i));
  }
  for (const auto& cells : rows) {
    v1alpha::Row& row = *table.add_rows();
    *row.add_cells() = TextCell("x");
    for (const v1alpha::Cell& cell : cells) *row.add_cells() = cell;
  }
  return document;
}

const v1alpha::Cell kHalf = ShareCell(MakeShare(1, 2, 500));
const v1alpha::Cell kNobody = ShareCell(MakeShare(0, 2, 0));
const v1alpha::Cell kDay = DateCell(MakeDate(2026, 3, 2));
const v1alpha::Cell kDayBefore = DateCell(MakeDate(2026, 3, 1));
const v1alpha::Cell kNone = MissingCell(v1alpha::Missing::REASON_UNDEFINED);
const v1alpha::Cell kDone = StatusCell(v1alpha::Status::SIGNAL_DONE, "fertig");
const v1alpha::Cell kNumber = NumberCell(v1alpha::Number());

TEST(CheckChartTest, WantsTheColumnsOfItsForm) {
  const struct {
    Chart::Form form;
    std::vector<std::vector<v1alpha::Cell>> rows;
    const char* what;  // empty: nothing is wrong
  } cases[] = {
      {Chart::FORM_DIVERGING_BARS, {{kHalf, kHalf}, {ProtectedCell(), kHalf}}, ""},
      {Chart::FORM_DIVERGING_BARS, {{kHalf}}, "are 1, not 2 to 7"},
      {Chart::FORM_DIVERGING_BARS, {{kHalf, kHalf, kHalf}}, "more than the whole in rows[0]"},
      {Chart::FORM_DIVERGING_BARS, {{kHalf, ShareCell(MakeShare(1, 4, 250))}}, "different wholes"},
      {Chart::FORM_DIVERGING_BARS, {{kHalf, kNumber}}, "is not a share"},
      {Chart::FORM_STACKED_BARS, {{kHalf, kHalf}, {ProtectedCell(), kHalf}}, ""},
      {Chart::FORM_STACKED_BARS, {std::vector<v1alpha::Cell>(11, kNobody)}, ""},
      {Chart::FORM_STACKED_BARS, {std::vector<v1alpha::Cell>(12, kNobody)}, "are 12, not 2 to 11"},
      {Chart::FORM_STACKED_BARS, {{kHalf, kHalf, kHalf}}, "more than the whole in rows[0]"},
      {Chart::FORM_STACKED_BARS, {{kHalf, ShareCell(MakeShare(1, 4, 250))}}, "different wholes"},
      {Chart::FORM_GROUPED_BARS, {{kHalf, kHalf, kHalf}}, ""},
      {Chart::FORM_GROUPED_BARS, {{kHalf, kHalf, kHalf, kHalf}}, "are 4, not 2 to 3"},
      {Chart::FORM_LINE, {{kNumber}, {kNone}, {ProtectedCell()}}, ""},
      {Chart::FORM_LINE, {{kHalf}}, "is not a number"},
      {Chart::FORM_TIMELINE, {{kDayBefore, kDay, kHalf, kDone}, {kNone, kNone, kNone, kDone}}, ""},
      {Chart::FORM_TIMELINE, {{kDay, kDay, kHalf}}, ""},
      {Chart::FORM_TIMELINE, {{kDay, kDayBefore, kHalf}}, "end before they begin in rows[0]"},
      {Chart::FORM_TIMELINE, {{kDay, ProtectedCell(), kHalf}}, "is not a day"},
      {Chart::FORM_TIMELINE, {{kDay, kDay, kHalf, kNone}}, "is not a status"},
      {Chart::FORM_PARITY_DOTS, {{kHalf, kHalf}}, ""},
      {Chart::FORM_PARITY_DOTS, {{kHalf, kHalf, kHalf}}, "are 3, not 2 to 2"},
      {Chart::FORM_STATUS_OVERVIEW, {{kDone}}, ""},
      {Chart::FORM_STATUS_OVERVIEW, {{kNone}}, "is not a status"},
  };
  for (const auto& c : cases) {
    const std::vector<DocumentProblem> problems = CheckDocument(Drawn(c.form, c.rows));
    if (*c.what == '\0') {
      EXPECT_THAT(problems, IsEmpty()) << Chart::Form_Name(c.form);
      continue;
    }
    ASSERT_EQ(problems.size(), 1u) << c.what;
    EXPECT_THAT(problems[0].path, HasSubstr("sections[0].sections[0].blocks[0].chart.columns"));
    EXPECT_THAT(problems[0].what, HasSubstr(c.what));
  }
}

TEST(CheckChartTest, WantsWhatAFormHasBesidesInRange) {
  const auto problem = [](const Document& document) {
    const std::vector<DocumentProblem> problems = CheckDocument(document);
    return problems.size() == 1 ? problems[0].path + " " + problems[0].what : "";
  };
  Document bars = Drawn(Chart::FORM_DIVERGING_BARS, {{kHalf, kHalf}});
  TheOther(bars).set_neutral(1);
  EXPECT_THAT(CheckDocument(bars), IsEmpty());
  TheOther(bars).set_neutral(2);
  EXPECT_THAT(problem(bars), HasSubstr("chart.neutral is 2, not 0 to 1"));
  TheOther(bars).set_neutral(0);
  TheOther(bars).set_base_column(2);
  EXPECT_THAT(problem(bars), HasSubstr("chart.base_column is column 2, whose cell in rows[0] is "
                                       "not a whole number"));
  TheOther(bars).clear_base_column();
  TheOther(bars).set_columns(1, 1);
  EXPECT_FALSE(CheckDocument(bars).empty());

  Document stacked = Drawn(Chart::FORM_STACKED_BARS, {{kHalf, kHalf}});
  TheOther(stacked).set_neutral(1);
  EXPECT_THAT(problem(stacked), HasSubstr("chart.neutral is of another form"));
  TheOther(stacked).clear_neutral();
  TheOther(stacked).set_base_column(2);
  EXPECT_THAT(problem(stacked), HasSubstr("is not a whole number"));
  Document grouped = Drawn(Chart::FORM_GROUPED_BARS, {{kHalf, kHalf}});
  TheOther(grouped).set_base_column(2);
  EXPECT_THAT(problem(grouped), HasSubstr("chart.base_column is of another form"));

  Document line = Drawn(Chart::FORM_LINE, {{kNumber}, {kNumber}, {kNumber}});
  TheOther(line).add_breaks(1);
  TheOther(line).add_breaks(2);
  TheOther(line).mutable_target();
  EXPECT_THAT(CheckDocument(line), IsEmpty());
  TheOther(line).set_breaks(0, 0);
  EXPECT_THAT(problem(line), HasSubstr("chart.breaks[0] is 0, not 1 to 2"));
  TheOther(line).set_breaks(0, 2);
  EXPECT_THAT(problem(line), HasSubstr("chart.breaks[1] is 2, not 3 to 2"));
  TheOther(line).clear_breaks();
  TheOther(line).mutable_target()->set_digits(7);
  EXPECT_THAT(problem(line), HasSubstr("chart.target.digits"));
}

TEST(CheckChartTest, CountsNoStatusesBesideMonitoring) {
  Document document = Drawn(Chart::FORM_STATUS_OVERVIEW, {{kDone}});
  First(document).mutable_sections(0)->set_scope(Section::SCOPE_MONITORING);
  const std::vector<DocumentProblem> problems = CheckDocument(document);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].path, "sections[0].sections[0].blocks[0].chart");
  EXPECT_EQ(problems[1].path, "sections[0].sections[0].blocks[1].table.rows[0].cells[1]");
}

}  // namespace
}  // namespace lotse::reporting
