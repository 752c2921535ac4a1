#include "services/reporting/render/data_table.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/render/chart_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using v1alpha::Missing;
using v1alpha::Table;

std::vector<std::string> Texts(const v1alpha::Row& row) {
  std::vector<std::string> out;
  for (const v1alpha::Cell& cell : row.cells()) out.push_back(DataText(cell, Language::kGerman));
  return out;
}

TEST(DataTableTest, AddsCountsOfSharesAndTheirUnit) {
  Table table;
  for (const char* column : {"Antwort", "Anteil"}) table.add_columns(column);
  AddRow({TextCell("ja"), ShareCell(MakeShare(1, 3, 333))}, table);
  AddRow({TextCell("nein"), ProtectedCell()}, table);
  const Table data = DataTable(table, Language::kGerman);
  EXPECT_THAT(data.columns(),
              ElementsAre("Antwort", "Anteil (%)", "Anteil: Zähler", "Anteil: Nenner"));
  EXPECT_THAT(Texts(data.rows(0)), ElementsAre("ja", "33,3\u00a0%", "1", "3"));
  EXPECT_THAT(Texts(data.rows(1)), ElementsAre("nein", "geschützt", "", ""));
}

TEST(DataTableTest, NamesUnitsThatDiffer) {
  Table table;
  for (const char* column : {"Kennzahl", "Wert"}) table.add_columns(column);
  AddRow({TextCell("a"), NumberCell(MakeNumber(125, 2, "EUR"))}, table);
  AddRow({TextCell("b"), IntegerCell(7)}, table);
  AddRow({TextCell("c"), MissingCell(Missing::REASON_NOT_MEASURABLE)}, table);
  const Table data = DataTable(table, Language::kEnglish);
  EXPECT_THAT(data.columns(), ElementsAre("Kennzahl", "Wert", "Wert: unit"));
  EXPECT_THAT(Texts(data.rows(0)), ElementsAre("a", "1,25\u00a0EUR", "EUR"));
  EXPECT_THAT(Texts(data.rows(1)), ElementsAre("b", "7", ""));
  EXPECT_THAT(Texts(data.rows(2)), ElementsAre("c", "nicht messbar", ""));
}

TEST(DataTableTest, AddsResourcesAndKeepsOthersAsTheyAre) {
  Table table;
  table.add_columns("Maßnahme");
  AddRow({TextCell("a")}, table);
  EXPECT_EQ(DataTable(table, Language::kGerman).columns_size(), 1);
  AddRow({TextCell("b")}, table);
  table.mutable_rows(1)->set_resource("p/measures/b");
  table.mutable_rows(1)->set_revision(4);
  const Table data = DataTable(table, Language::kGerman);
  EXPECT_THAT(data.columns(), ElementsAre("Maßnahme", "Ressource", "Fassung der Ressource"));
  EXPECT_THAT(Texts(data.rows(0)), ElementsAre("a", "", ""));
  EXPECT_THAT(Texts(data.rows(1)), ElementsAre("b", "p/measures/b", "4"));
}

}  // namespace
}  // namespace lotse::reporting
