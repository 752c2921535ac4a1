#include "services/reporting/document/check_table.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/check_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1alpha::Document;
using v1alpha::Section;
using v1alpha::Status;
using v1alpha::Table;

class CheckTableFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(CheckTableFaultTest, IsFound) { ExpectFound(GetParam()); }

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
     [](Document& d) {
       Table& zahlen = AddTable("t2", "Zahlen", {"Spalte"}, First(d));
       AddRow({IntegerCell(3)}, zahlen);
       zahlen.add_sources(0);
     }},
    {"sections[0].blocks[2].table.rows[0].cells[1]", "no value",
     [](Document& d) { TheTable(d).mutable_rows(0)->mutable_cells(1)->clear_value(); }},
    {"sections[0].blocks[2].table.rows[0].cells[1].text", "empty",
     [](Document& d) { TheTable(d).mutable_rows(0)->mutable_cells(1)->set_text(""); }},
    {"sections[0].blocks[2].table.rows[0].revision", "1 or more",
     [](Document& d) { TheTable(d).mutable_rows(0)->set_resource("programmes/p"); }},
    {"sections[0].blocks[2].table.rows[0].revision", "without a resource",
     [](Document& d) { TheTable(d).mutable_rows(0)->set_revision(3); }},
    {"sections[0].blocks[2].table.sources", "rows[0] has a figure",
     [](Document& d) { TheTable(d).clear_sources(); }},
    {"sections[0].blocks[2].table.sources[0]", "there are 1 sources",
     [](Document& d) { TheTable(d).set_sources(0, 1); }},
    {"sections[0].blocks[2].table.sources[0]", "is -1",
     [](Document& d) { TheTable(d).set_sources(0, -1); }},
    {"sections[0].blocks[2].table.sources[1]", "not greater",
     [](Document& d) { TheTable(d).add_sources(0); }},
    {"sections[0].blocks[2].table.rows[0].resource", "of controlling",
     [](Document& d) {
       First(d).set_scope(Section::SCOPE_MONITORING);
       TheTable(d).mutable_rows(0)->set_resource("programmes/p/engagements/e/measures/m");
       TheTable(d).mutable_rows(0)->set_revision(1);
     }},
    {"sections[0].blocks[2].table.rows[0].cells[1]", "of controlling",
     [](Document& d) {
       First(d).set_scope(Section::SCOPE_MONITORING);
       *TheTable(d).mutable_rows(0)->mutable_cells(1) = StatusCell(Status::SIGNAL_DONE, "fertig");
     }},
};

INSTANTIATE_TEST_SUITE_P(Table, CheckTableFaultTest, testing::ValuesIn(kTableFaults));

// A document with a second table, which no chart is tied to, with this cell.
Document WithCell(const v1alpha::Cell& cell) {
  Document document = Faultless();
  Table& table = AddTable("cells", "Zellen", {"A", "B"}, *document.mutable_sections(0));
  AddRow({TextCell("x"), cell}, table);
  table.add_sources(0);
  return document;
}

// Faults in the shares of a second table, which no chart is tied to.
Document WithShare(const v1alpha::Share& share) { return WithCell(ShareCell(share)); }

TEST(CheckTableTest, FindsWrongShares) {
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

v1alpha::Number MakeNumber(int64_t unscaled, int digits, const char* unit = "") {
  v1alpha::Number number;
  number.set_unscaled(unscaled);
  number.set_digits(digits);
  number.set_unit(unit);
  return number;
}

TEST(CheckTableTest, FindsCellsThatSayTooLittleOrTooMuch) {
  const struct {
    v1alpha::Cell cell;
    const char* field;
    const char* what;
  } cases[] = {
      {NumberCell(MakeNumber(1, 7)), ".number.digits", "is 7, not 0 to 6"},
      {NumberCell(MakeNumber(1, -1)), ".number.digits", "is -1, not 0 to 6"},
      {NumberCell(MakeNumber(9'007'199'254'740'992, 0)), ".number.unscaled",
       "is 9007199254740992, not within ±9007199254740991"},
      {NumberCell(MakeNumber(-9'007'199'254'740'992, 6)), ".number.unscaled", "not within"},
      {IntegerCell(9'007'199'254'740'992), ".integer", "not within"},
      {ShareCell(MakeShare(0, 9'007'199'254'740'992, 0)), ".share.denominator", "not within"},
      {NumberCell(MakeNumber(1, 0, "\xff")), ".number.unit", "UTF-8"},
      {StatusCell(Status::SIGNAL_UNSPECIFIED, "fertig"), ".status.signal", "not set"},
      {StatusCell(static_cast<Status::Signal>(99), "fertig"), ".status.signal", "not set"},
      {StatusCell(Status::SIGNAL_DONE, " "), ".status.word", "empty"},
      {MissingCell(v1alpha::Missing::REASON_UNSPECIFIED), ".missing.reason", "not set"},
      {MissingCell(static_cast<v1alpha::Missing::Reason>(99)), ".missing.reason", "not set"},
  };
  for (const auto& c : cases) {
    const std::vector<DocumentProblem> problems = CheckDocument(WithCell(c.cell));
    ASSERT_EQ(problems.size(), 1u) << c.field << " " << c.what;
    EXPECT_EQ(problems[0].path,
              std::string("sections[0].blocks[3].table.rows[0].cells[1]") + c.field);
    EXPECT_THAT(problems[0].what, HasSubstr(c.what));
  }
  v1alpha::Cell no_day;
  no_day.mutable_date()->set_year(2026);
  EXPECT_EQ(CheckDocument(WithCell(no_day)).size(), 1u);
  for (const v1alpha::Cell& cell :
       {NumberCell(MakeNumber(-9'007'199'254'740'991, 6, "%")), IntegerCell(9'007'199'254'740'991),
        DateCell(MakeDate(2026, 2, 28)), StatusCell(Status::SIGNAL_DONE, "fertig"),
        MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED), ProtectedCell()}) {
    EXPECT_THAT(CheckDocument(WithCell(cell)), IsEmpty());
  }
}

}  // namespace
}  // namespace lotse::reporting
