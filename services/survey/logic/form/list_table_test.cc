#include "services/survey/logic/form/list_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace lotse::survey::logic {
namespace {

using testing::ElementsAre;

TEST(ListTable, KeepsEachCell) {
  List list;
  list.code = "towns";
  list.columns = {"label", "name", "land"};
  list.rows = {{"Aa", "a", "by"}, {"", "b"}, {"Zürich", "", "zh"}};
  const ListTable table(list);
  EXPECT_EQ(table.code(), "towns");
  EXPECT_FALSE(table.open());
  EXPECT_THAT(table.columns(), ElementsAre("label", "name", "land"));
  EXPECT_EQ(table.label_column(), 0);
  EXPECT_EQ(table.name_column(), 1);
  EXPECT_EQ(table.Column("land"), 2);
  EXPECT_EQ(table.Column("x"), std::nullopt);
  ASSERT_EQ(table.rows(), 3U);
  const char* const expected[][3] = {{"Aa", "a", "by"}, {"", "b", ""}, {"Zürich", "", "zh"}};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      EXPECT_EQ(table.Cell(row, column), expected[row][column]) << row << " " << column;
    }
  }
}

TEST(ListTable, StaysAsItIsWhenItMoves) {
  List list;
  list.columns = {"name"};
  list.rows = {{"a"}};
  list.open = true;
  ListTable table(list);
  const ListTable moved = std::move(table);
  EXPECT_TRUE(moved.open());
  EXPECT_EQ(moved.label_column(), -1);
  EXPECT_EQ(moved.Cell(0, 0), "a");
}

}  // namespace
}  // namespace lotse::survey::logic
