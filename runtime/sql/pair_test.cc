// A database of two files that are committed together.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/sql/database.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using ::testing::HasSubstr;
using testing_support::kNoteSchema;
using testing_support::SetRoom;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;

constexpr EmbeddedFile kMarkSchema[] = {
    {"0001_mark.sql", "CREATE TABLE mark (id TEXT PRIMARY KEY) STRICT"}};

const Statements& PairStatements() {
  static constexpr EmbeddedFile kFiles[] = {
      {"pair.sql",
       "-- name: AddNote\nINSERT INTO note (id, text) VALUES ($1, $2);\n"
       "-- name: AddMark\nINSERT INTO mark (id) VALUES ($1);\n"
       "-- name: Notes\nSELECT count(*) FROM note;\n"
       "-- name: Marks\nSELECT count(*) FROM mark;\n"
       "-- name: Apart\nSELECT count(*) FROM (SELECT id FROM note EXCEPT SELECT id FROM mark);\n"}};
  static const auto* statements = new Statements(kFiles);
  return *statements;
}

class Pair : public testing_support::StoreTest {
 protected:
  void TearDown() override {
    SetRoom(-1);
    StoreTest::TearDown();
  }
  Database::Options Options(const char* vfs = "") const {
    Database::Options options;
    options.path = path_;
    options.journal = Database::Journal::kTruncate;
    options.migrations = kNoteSchema;
    options.statements = &PairStatements();
    options.vfs = vfs;
    options.attached = {{"marks", folder_ + "/marks.db", kMarkSchema}};
    return options;
  }
  std::unique_ptr<Database> OpenPair(const char* vfs = "") const {
    auto database = Database::Open(Options(vfs));
    EXPECT_TRUE(database.ok()) << database.status();
    return std::move(*database);
  }
  static absl::Status AddBoth(Database& database, absl::string_view id, size_t size = 10) {
    return database.WriteAndWait([&](Connection& connection) {
      connection.Prepare("AddMark").Bind(1, id).Run();
      connection.Prepare("AddNote").Bind(1, id).Bind(2, std::string(size, 't')).Run();
      return absl::OkStatus();
    });
  }
  static int64_t Ask(Database& database, absl::string_view statement) {
    int64_t answer = -1;
    EXPECT_TRUE(database
                    .Read({},
                          [&](Connection& connection) {
                            Query query = connection.Prepare(statement);
                            query.Next();
                            answer = query.Number(0);
                            return absl::OkStatus();
                          })
                    .ok());
    return answer;
  }
};

TEST_F(Pair, EachFileHasItsOwnTable) {
  {
    ASSERT_TRUE(AddBoth(*OpenPair(), "a").ok());
  }
  SQLite::Database notes(path_), marks(folder_ + "/marks.db");
  EXPECT_TRUE(notes.tableExists("note"));
  EXPECT_FALSE(notes.tableExists("mark"));
  EXPECT_TRUE(marks.tableExists("mark"));
  EXPECT_FALSE(marks.tableExists("note"));
  EXPECT_EQ(Ask(*OpenPair(), "Notes"), 1);
  EXPECT_EQ(Ask(*OpenPair(), "Marks"), 1);
}

TEST_F(Pair, JournalsAreEmptyAfterACommit) {
  auto database = OpenPair();
  ASSERT_TRUE(AddBoth(*database, "a").ok());
  int journals = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() == ".db") continue;
    ++journals;
    EXPECT_EQ(entry.file_size(), 0u) << entry.path();
  }
  EXPECT_EQ(journals, 2);
}

TEST_F(Pair, WhatIsRefusedIsInNeither) {
  auto database = OpenPair();
  ASSERT_TRUE(AddBoth(*database, "a").ok());
  const absl::Status refused = database->WriteAndWait([](Connection& connection) {
    connection.Prepare("AddMark").Bind(1, "b").Run();
    return absl::AbortedError("no");
  });
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Ask(*database, "Marks"), 1);
}

TEST_F(Pair, FullDiskLeavesBothAtTheSame) {
  int refused_runs = 0;
  for (int64_t room = 0; room < 120'000; room += 3'181) {
    SCOPED_TRACE(absl::StrCat("room for ", room, " bytes"));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    int64_t kept = 0;
    {
      auto database = OpenPair(testing_support::FaultVfs());
      SetRoom(room);
      bool refused = false;
      for (int i = 0; i < 20; ++i) {
        const absl::Status status = AddBoth(*database, absl::StrCat(i), i * 500);
        if (status.ok()) {
          ++kept;
        } else {
          EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_UNAVAILABLE) << status;
          refused = true;
        }
      }
      refused_runs += refused;
      SetRoom(-1);
    }
    auto database = OpenPair();
    EXPECT_EQ(Ask(*database, "Notes"), kept);
    EXPECT_EQ(Ask(*database, "Marks"), kept);
    EXPECT_EQ(Ask(*database, "Apart"), 0);
  }
  EXPECT_GT(refused_runs, 10);
}

TEST_F(Pair, BothAreWrittenAnew) {
  auto database = OpenPair();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(AddBoth(*database, absl::StrCat(i), 2'000).ok());
  const auto written = [&](const char* file) {
    return std::filesystem::last_write_time(folder_ + file);
  };
  const auto notes = written("/x.db"), marks = written("/marks.db");
  ASSERT_TRUE(database->Rewrite().ok());
  EXPECT_GT(written("/x.db"), notes);
  EXPECT_GT(written("/marks.db"), marks);
  EXPECT_EQ(Ask(*database, "Apart"), 0);
  EXPECT_EQ(Ask(*database, "Notes"), 50);
}

TEST_F(Pair, TheFirstCanBeWrittenAnewAlone) {
  auto database = OpenPair();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(AddBoth(*database, absl::StrCat(i), 2'000).ok());
  const auto notes = std::filesystem::last_write_time(path_);
  const auto marks = std::filesystem::last_write_time(folder_ + "/marks.db");
  ASSERT_TRUE(database->Rewrite(/*attached=*/false).ok());
  EXPECT_GT(std::filesystem::last_write_time(path_), notes);
  EXPECT_EQ(std::filesystem::last_write_time(folder_ + "/marks.db"), marks);
}

TEST_F(Pair, NeedsAJournalThatIsEmptied) {
  Database::Options options = Options();
  options.journal = Database::Journal::kWal;
  const auto database = Database::Open(options);
  EXPECT_EQ(database.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(database.status().message()), HasSubstr("write-ahead log"));
}

TEST_F(Pair, NamesTheFileThatCannotBeOpened) {
  std::filesystem::create_directory(folder_ + "/marks.db");
  const absl::Status folder = Database::Open(Options()).status();
  EXPECT_EQ(folder.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(folder.message()), HasSubstr("/marks.db"));

  std::filesystem::remove(folder_ + "/marks.db");
  {
    OpenPair();
  }
  Database::Options changed = Options();
  static constexpr EmbeddedFile kChanged[] = {{"0001_mark.sql", "CREATE TABLE mark (x TEXT)"}};
  changed.attached[0].migrations = kChanged;
  const absl::Status newer = Database::Open(changed).status();
  EXPECT_EQ(newer.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(newer.message()), HasSubstr("marks.db: schema file 0001_mark.sql"));
}

// Called for each connection that is opened: its commits take long, whatever the disk.
int SlowCommits(sqlite3* connection, char**, const sqlite3_api_routines*) {
  const auto wait = [](void*) {
    absl::SleepFor(absl::Milliseconds(10));
    return 0;
  };
  sqlite3_commit_hook(connection, wait, nullptr);
  return SQLITE_OK;
}

// Of those who write again as soon as they are answered, the first one back does not get a
// commit to itself: that would make two for each round.
TEST_F(Pair, WhoWritesAgainAndAgainSharesCommits) {
  constexpr int kWriters = 16, kRounds = 20;
  const auto extension = reinterpret_cast<void (*)()>(&SlowCommits);
  ASSERT_EQ(sqlite3_auto_extension(extension), SQLITE_OK);
  const auto database = OpenPair();
  sqlite3_cancel_auto_extension(extension);
  std::atomic<int> commits = 0;
  database->SetCommitListener([&] { ++commits; });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int round = 0; round < kRounds; ++round) {
        const std::string id = absl::StrCat(writer, "-", round);
        // They come back one by one.
        absl::SleepFor(absl::Milliseconds(writer / 2));
        EXPECT_TRUE(database
                        ->WriteAndWait([&](Connection& connection) {
                          connection.Prepare("AddMark").Bind(1, id).Run();
                          return absl::OkStatus();
                        })
                        .ok());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(Ask(*database, "Marks"), kWriters * kRounds);
  EXPECT_LT(commits, kRounds * 3 / 2);
}

}  // namespace
}  // namespace lotse::sql
