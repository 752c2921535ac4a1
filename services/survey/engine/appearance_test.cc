#include "services/survey/engine/appearance.h"

#include <gtest/gtest.h>

namespace lotse::survey {
namespace {

TEST(Appearance, ATableSaysThatItIsOne) {
  const struct {
    const char* appearance;
    const char* of_table;
  } cases[] = {
      {"", "table-list"},
      {"likert", "table-list likert"},
      {"table-list", "table-list"},
      {"w1 Table-List", "w1 Table-List"},
      {"table-listed", "table-list table-listed"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(AppearanceOfTable(c.appearance), c.of_table) << c.appearance;
  }
}

}  // namespace
}  // namespace lotse::survey
