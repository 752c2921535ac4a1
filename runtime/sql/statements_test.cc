#include "runtime/sql/statements.h"

#include <gtest/gtest.h>

namespace lotse::sql {
namespace {

TEST(Statements, AreFoundByName) {
  const Statements statements(
      "-- Why.\n-- name: One\nSELECT 1\n  FROM t;\n\n-- Other.\n-- name: Two\nSELECT 2;\n");
  EXPECT_EQ(statements.Get("One"), "SELECT 1\n  FROM t;\n\n");
  EXPECT_EQ(statements.Get("Two"), "SELECT 2;\n\n");
}

TEST(StatementsDeathTest, RefuseWhatIsWrong) {
  EXPECT_DEATH(Statements(""), "no statement");
  EXPECT_DEATH(Statements("-- name: A\nSELECT 1;\n-- name: A\nSELECT 2;\n"), "named twice: A");
  EXPECT_DEATH(Statements("-- name: A\nSELECT 1;\n").Get("B"), "no such statement: B");
}

}  // namespace
}  // namespace lotse::sql
