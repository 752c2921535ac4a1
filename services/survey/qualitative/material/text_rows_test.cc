#include "services/survey/qualitative/material/text_rows.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/survey/qualitative/material/material_testing.h"
#include "sql/study_material_schema.h"
#include "sql/study_queries.h"

namespace lotse::survey::qualitative {
namespace {

class TextRowsTest : public MaterialTest {
 protected:
  // The turns that a text has after it got those of `turns`.
  std::vector<StoredTurn> TurnsAfter(const std::vector<StoredTurn>& turns) {
    const StoredText text = *Find("t1");
    Add([&](sql::Connection& connection) {
      const TextChange change = {"t1", text.revision, text.content, text.code_points, turns, 18};
      return ChangeText(connection, change, [](TextSpan span) { return std::optional(span); })
          .status();
    });
    return Find("t1")->turns;
  }
};

TEST_F(TextRowsTest, AChangedTextHasTheTurnsThatItGets) {
  Store(TextOf("t1", "Hallo allerseits, guten Tag"));
  Store(TextOf("t2", "Hallo allerseits"));
  const StoredTurn first = {{0, 5}, "P01", 0, 900};
  const std::vector<StoredTurn> other = Find("t2")->turns;
  for (const std::vector<StoredTurn>& turns : std::vector<std::vector<StoredTurn>>{
           {first, {{6, 16}, "P02"}, {{18, 27}, "P03"}},
           {first, {{6, 16}, "P02"}, {{18, 27}, "P03"}},  // as they are
           {first, {{6, 17}, "P02"}, {{19, 27}, "P03"}},  // behind the first
           {first, {{6, 17}, "P02"}, {{19, 27}, "P01"}},  // another speaker
           {first, {{5, 17}, "P02"}, {{19, 27}, "P01"}},  // one begins before
           {{{0, 5}, "P01", 1, 900}, {{5, 17}, "P02"}},   // all, and one fewer
           {{{0, 5}, "P01", 1, 900}},
           {first, {{6, 27}, "P02"}},
           {}}) {
    EXPECT_EQ(TurnsAfter(turns), turns);
  }
  EXPECT_EQ(Find("t2")->turns, other);
}

// Where a position of a text is after `length` at `at` became `now` long: inside it, at its end.
int64_t PlaceAfter(int64_t position, int64_t at, int64_t length, int64_t now) {
  if (position <= at) return position;
  return position >= at + length ? position + now - length : at + now;
}

TEST_F(TextRowsTest, CodingsMoveWhoeverHadTheirPlace) {
  std::mt19937 random(1);
  StoredText text = TextOf("t1", std::string(60, 'x'));
  text.turns.clear();
  Store(text);
  int together = 0;
  for (int run = 0; run < 60; ++run) {
    std::map<std::string, StoredCoding> before;
    Add([&](sql::Connection& connection) {
      for (const StoredCoding& one : CodingsOfText(connection, "t1")) {
        RemoveCoding(connection, one.coding_id);
      }
      for (int i = 0; i < 40; ++i) {
        const auto begin = static_cast<int64_t>(random() % 20);
        const auto length = 1 + static_cast<int64_t>(random() % 3);
        const std::string id = absl::StrCat("c", i);
        const StoredCoding one = {id, "t1", {begin, begin + length}, "gruss", "c-eins", i};
        if (AddCoding(connection, one)->coding_id == id) before[id] = one;
      }
      return absl::OkStatus();
    });
    const auto at = static_cast<int64_t>(random() % 20),
               length = static_cast<int64_t>(random() % 5),
               now = static_cast<int64_t>(random() % 5);
    const auto move = [&](TextSpan span) -> std::optional<TextSpan> {
      const TextSpan to = {PlaceAfter(span.begin, at, length, now),
                           PlaceAfter(span.end, at, length, now)};
      return to.begin < to.end ? std::optional(to) : std::nullopt;
    };
    std::set<std::pair<int64_t, int64_t>> places;
    for (const auto& [id, one] : before) {
      if (const auto to = move(one.span)) places.insert({to->begin, to->end});
    }
    Moved told;
    std::vector<StoredCoding> after;
    Add([&](sql::Connection& connection) {
      MoveCodings(connection, "t1", move, &told);
      after = CodingsOfText(connection, "t1");
      return absl::OkStatus();
    });
    ASSERT_EQ(after.size(), places.size()) << run;
    EXPECT_EQ(told.deleted_codings, static_cast<int>(before.size() - after.size())) << run;
    together += told.deleted_codings;
    for (StoredCoding& one : after) {
      EXPECT_EQ(one.span, move(before[one.coding_id].span)) << run << one.coding_id;
      one.span = before[one.coding_id].span;
      EXPECT_EQ(one, before[one.coding_id]);
    }
  }
  EXPECT_GT(together, 50);
}

// A file that a version before wrote, in which codings lay in the order of their ids.
TEST_F(TextRowsTest, CodingsOfAFormerVersionAreThere) {
  const std::string path = folder_ + "/former.db";
  const sql::Statements statements(absl::MakeConstSpan(study_queries));
  sql::Database::Options options;
  options.path = path;
  options.migrations = absl::MakeConstSpan(study_material_schema).first(3);
  options.statements = &statements;
  ASSERT_TRUE(sql::Database::Open(options).ok());
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec(
          "INSERT INTO coding VALUES ('b', 't1', 0, 5, 'gruss', 'c-eins', 1),"
          " ('a', 't1', 0, 5, 'gruss', 'c-zwei', 2), ('c', 't2', 6, 9, 'anrede', 'c-eins', 3)");
  options.migrations = study_material_schema;
  const auto database = sql::Database::Open(options);
  ASSERT_TRUE(database.ok()) << database.status();
  const absl::Status read = (*database)->WriteAndWait([](sql::Connection& connection) {
    const std::vector<StoredCoding> expected = {{"b", "t1", {0, 5}, "gruss", "c-eins", 1},
                                                {"a", "t1", {0, 5}, "gruss", "c-zwei", 2}};
    EXPECT_EQ(CodingsOfText(connection, "t1"), expected);
    EXPECT_EQ(CodingsOfText(connection, "t2").size(), 1);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

}  // namespace
}  // namespace lotse::survey::qualitative
