#include "runtime/sql/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using ::testing::HasSubstr;
using testing_support::kNoteSchema;
using type::v1alpha::ERROR_REASON_CALLER_GONE;
using type::v1alpha::ERROR_REASON_STORE_CORRUPT;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;

constexpr EmbeddedFile kBoth[] = {kNoteSchema[0],
                                  {"0002_more.sql", "ALTER TABLE note ADD n INTEGER"}};
constexpr EmbeddedFile kChanged[] = {{"0001_note.sql", "CREATE TABLE note (id TEXT)"}};
constexpr EmbeddedFile kWrong[] = {kNoteSchema[0], {"0002_wrong.sql", "ALTER TABLE nothing ADD n"}};

Patience For(absl::Duration time) { return {absl::Now() + time, nullptr}; }

class DatabaseJournals : public testing_support::StoreTest,
                         public testing::WithParamInterface<Database::Journal> {};
INSTANTIATE_TEST_SUITE_P(Journals, DatabaseJournals,
                         testing::Values(Database::Journal::kWal, Database::Journal::kTruncate));
using DatabaseTest = testing_support::StoreTest;

TEST_P(DatabaseJournals, KeepsWhatWasCommittedAndCleansUp) {
  {
    auto database = Open(GetParam());
    EXPECT_TRUE(Add(*database, "a").ok());
    EXPECT_TRUE(Has(*database, "a"));
  }
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_EQ(Count(*Open(GetParam())), 1);
}

TEST_P(DatabaseJournals, ErrorOfAStatementIsInternalAndLeavesNothing) {
  auto database = Open(GetParam());
  ASSERT_TRUE(Add(*database, "a").ok());
  const absl::Status status = database->WriteAndWait([](Connection& connection) {
    Insert(connection, "b");
    Insert(connection, "a");
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("UNIQUE constraint failed: note.id"));
  EXPECT_TRUE(database->writable());
  EXPECT_TRUE(Add(*database, "c").ok());
  EXPECT_EQ(Count(*database), 2);
}

TEST_P(DatabaseJournals, NothingIsWrittenByARead) {
  auto database = Open(GetParam());
  const auto write = [](Connection& connection) {
    Insert(connection, "a");
    return absl::OkStatus();
  };
  database->Read({}, write).IgnoreError();
  EXPECT_EQ(Count(*database), 0);
}

TEST_P(DatabaseJournals, LongReadEndsWithThePatience) {
  auto database = Open(GetParam());
  const auto endless = [](Connection& connection) {
    connection.Prepare("Endless").Next();
    return absl::OkStatus();
  };
  const absl::Time start = absl::Now();
  EXPECT_EQ(rpc::ReasonOf(database->Read(For(absl::Milliseconds(50)), endless)),
            ERROR_REASON_CALLER_GONE);
  int asked = 0;
  const Patience leaves = {absl::InfiniteFuture(), [&] { return ++asked > 5; }};
  EXPECT_EQ(rpc::ReasonOf(database->Read(leaves, endless)), ERROR_REASON_CALLER_GONE);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  // It did no harm, and the same statement runs without a limit of time again.
  EXPECT_TRUE(Add(*database, "a").ok());
  EXPECT_EQ(Count(*database), 1);
  EXPECT_TRUE(database->writable());
}

TEST_P(DatabaseJournals, ReadThatFindsNoConnectionWaitsWithPatience) {
  auto made = Database::Open(
      {path_, GetParam(), kNoteSchema, &testing_support::NoteStatements(), /*readers=*/1});
  ASSERT_TRUE(made.ok());
  Database& database = **made;
  std::latch reads(1), go(1);
  std::thread reader([&] {
    EXPECT_TRUE(database
                    .Read({},
                          [&](Connection&) {
                            reads.count_down();
                            go.wait();
                            return absl::OkStatus();
                          })
                    .ok());
  });
  reads.wait();
  const auto nothing = [](Connection&) { return absl::OkStatus(); };
  EXPECT_EQ(rpc::ReasonOf(database.Read(For(absl::Milliseconds(20)), nothing)),
            ERROR_REASON_CALLER_GONE);
  int asked = 0;
  const Patience leaves = {absl::InfiniteFuture(), [&] { return ++asked > 3; }};
  EXPECT_EQ(rpc::ReasonOf(database.Read(leaves, nothing)), ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(asked, 4);
  std::thread waits([&] { EXPECT_TRUE(database.Read(For(absl::Seconds(60)), nothing).ok()); });
  go.count_down();
  waits.join();
  reader.join();
}

TEST_P(DatabaseJournals, ExceptionOfAReadIsInternal) {
  auto database = Open(GetParam());
  const auto throws = [](Connection&) -> absl::Status { throw std::runtime_error("oh"); };
  EXPECT_EQ(database->Read({}, throws), absl::InternalError("oh"));
  EXPECT_TRUE(Add(*database, "a").ok());
}

TEST_F(DatabaseTest, ReadSeesOneState) {
  auto database = Open();
  EXPECT_TRUE(database
                  ->Read({},
                         [&](Connection& connection) {
                           EXPECT_FALSE(Has(connection, "a"));
                           EXPECT_TRUE(Add(*database, "a").ok());
                           EXPECT_FALSE(Has(connection, "a"));
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_TRUE(Has(*database, "a"));
}

TEST_F(DatabaseTest, BindsByNameAndCounts) {
  auto database = Open();
  EXPECT_TRUE(database
                  ->Read({},
                         [](Connection& connection) {
                           const int64_t before = connection.statements_used();
                           {
                             Query query = connection.Prepare("Swapped");
                             query.Bind(1, "one").Bind(2, std::string("t\0o", 3)).Next();
                             EXPECT_EQ(query.Text(0), std::string("t\0oone", 6));
                           }
                           Query query = connection.Prepare("Swapped");
                           query.Bind(1, "x").Next();  // $2 is not what it was.
                           EXPECT_EQ(query.View(0), "");
                           EXPECT_EQ(connection.statements_used(), before + 2);
                           return absl::OkStatus();
                         })
                  .ok());
}

TEST_F(DatabaseTest, OlderSchemaIsBroughtUpToDateAndNewerRefused) {
  ASSERT_TRUE(Add(*Open(), "a").ok());
  auto newer = TryOpen(Journal::kWal, kBoth);
  ASSERT_TRUE(newer.ok()) << newer.status();
  EXPECT_EQ(Count(**newer), 1);
  newer->reset();
  const absl::Status status = TryOpen().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), path_ +
                                  ": was written by a newer version of Lotse (schema file "
                                  "0002_more.sql); start that version");
}

TEST_F(DatabaseTest, ChangedOrWrongMigrationIsRefused) {
  Open();
  const absl::Status status = TryOpen(Journal::kWal, kChanged).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), path_ + ": schema file 0001_note.sql was changed after it ran");
  EXPECT_EQ(TryOpen(Journal::kWal, kWrong).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(TryOpen().ok());
}

TEST_F(DatabaseTest, StoreOfTheFirstVersionOpens) {
  {
    // As release 0.1.0 wrote it.
    SQLite::Database old(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec("PRAGMA journal_mode = WAL");
    old.exec(
        "CREATE TABLE IF NOT EXISTS schema_migration ("
        "  file TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT");
    old.exec(kNoteSchema[0].text);
    old.exec(absl::StrCat("INSERT INTO schema_migration VALUES ('0001_note.sql', '",
                          types::Sha256Hex(kNoteSchema[0].text), "')"));
    old.exec("INSERT INTO note VALUES ('a', 't')");
  }
  auto database = TryOpen(Journal::kWal, kBoth);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(Count(**database), 1);
}

TEST_F(DatabaseTest, FileThatIsNoDatabaseIsRefusedUntouched) {
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_EQ(TryOpen().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(std::filesystem::file_size(path_), 5000u);
  path_ = folder_ + "/not/there.db";
  EXPECT_EQ(TryOpen().status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(DatabaseTest, DamagedPageStopsWritesForGood) {
  {
    auto database = Open();
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(Add(*database, absl::StrCat("id", i), std::string(500, 't')).ok());
    }
  }
  auto database = Open();
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    const auto pages = std::filesystem::file_size(path_) / 4096;
    for (uint64_t page = 3; page < pages; ++page) {
      file.seekp(static_cast<std::streamoff>(page * 4096));
      file << std::string(4096, '\xff');
    }
  }
  const absl::Status status = database->Read({}, [](Connection& connection) {
    connection.Prepare("Count").Next();
    return absl::OkStatus();
  });
  EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_CORRUPT) << status;
  EXPECT_FALSE(database->writable());
  bool ran = false;
  const absl::Status write = database->WriteAndWait([&](Connection&) {
    ran = true;
    return absl::OkStatus();
  });
  EXPECT_EQ(rpc::ReasonOf(write), ERROR_REASON_STORE_CORRUPT);
  EXPECT_FALSE(ran);
  EXPECT_FALSE(database->writable());
}

TEST_F(DatabaseTest, TruncateJournalIsEmptyAfterACommit) {
  auto database = Open(Journal::kTruncate);
  ASSERT_TRUE(Add(*database, "a").ok());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-journal"), 0u);
  EXPECT_TRUE(database->EmptyLog().ok());
}

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(DatabaseTest, EmptyLogLeavesNothingOfWhatWasOverwritten) {
  auto database = Open();
  ASSERT_TRUE(Add(*database, "a", "a secret word").ok());
  ASSERT_TRUE(database
                  ->WriteAndWait([](Connection& connection) {
                    connection.Prepare("Change").Bind(1, "a").Bind(2, "gone").Run();
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Content(path_ + "-wal"), HasSubstr("a secret word"));
  EXPECT_TRUE(database
                  ->Read({},
                         [&](Connection& connection) {
                           Has(connection, "a");
                           EXPECT_EQ(rpc::ReasonOf(database->EmptyLog()),
                                     ERROR_REASON_STORE_UNAVAILABLE);
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_TRUE(database->writable());
  EXPECT_TRUE(database->EmptyLog().ok());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u);
  EXPECT_THAT(Content(path_), testing::Not(HasSubstr("a secret word")));
}

TEST_P(DatabaseJournals, RewriteKeepsEverything) {
  auto database = Open(GetParam());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Add(*database, absl::StrCat("id", i)).ok());
  EXPECT_TRUE(database->Rewrite().ok());
  EXPECT_EQ(Count(*database), 20);
  EXPECT_TRUE(Add(*database, "more").ok());
}

TEST_P(DatabaseJournals, ManyReadersAndWritersTakeTurns) {
  auto database = Open(GetParam());
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        const std::string id = absl::StrCat(t, ".", i);
        EXPECT_TRUE(Add(*database, id).ok());
        EXPECT_TRUE(Has(*database, id));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Count(*database), 240);
}

}  // namespace
}  // namespace lotse::sql
