#include "runtime/sql/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::sql {
namespace {

constexpr EmbeddedFile kOne = {
    "one.sql",
    "-- Why.\n-- name: One\nSELECT 1\n  FROM t;\n\n-- Other.\n-- name: Two\nSELECT 2;\n"};
constexpr EmbeddedFile kMore = {"more.sql", "-- name: More\nSELECT 3;\n"};
constexpr EmbeddedFile kTwice = {"twice.sql", "-- name: Two\nSELECT 2;\n"};
constexpr EmbeddedFile kEmpty = {"empty.sql", "-- Nothing.\n"};

TEST(Statements, OfSeveralFilesAreFoundByName) {
  const Statements statements({kOne, kMore});
  EXPECT_EQ(statements.Get("One"), "SELECT 1\n  FROM t;\n\n");
  EXPECT_EQ(statements.Get("Two"), "SELECT 2;\n\n");
  EXPECT_EQ(statements.Get("More"), "SELECT 3;\n\n");
  EXPECT_THAT(statements.Names(), testing::ElementsAre("More", "One", "Two"));
}

TEST(StatementsDeathTest, RefuseWhatIsWrong) {
  EXPECT_DEATH(Statements({kOne, kEmpty}), "no statement: empty.sql");
  EXPECT_DEATH(Statements({kOne, kTwice}), "named twice: Two");
  EXPECT_DEATH(Statements({kOne}).Get("B"), "no such statement: B");
}

}  // namespace
}  // namespace lotse::sql
