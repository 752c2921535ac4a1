// Connections that read keep their transaction between reads: what a read sees all the
// same, and that nothing of the write-ahead log is held.
#include <gtest/gtest.h>

#include <filesystem>
#include <latch>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/sql/database.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using KeptReads = testing_support::StoreTest;

// Counts the notes on all connections at once, so that each is in a transaction
// afterwards; -1 if they do not agree.
int64_t ReadOnAll(Database& database) {
  constexpr int kConnections = 4;  // The default of Options::readers.
  std::latch all(kConnections);
  std::atomic<int64_t> sum = 0, first = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kConnections; ++i) {
    threads.emplace_back([&] {
      const auto read = [&](Connection& connection) {
        {
          Query query = connection.Prepare("Count");
          query.Next();
          first = query.Number(0);
          sum += query.Number(0);
        }
        all.arrive_and_wait();
        return absl::OkStatus();
      };
      EXPECT_TRUE(database.Read({}, read).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  return sum == first * kConnections ? first.load() : -1;
}

TEST_F(KeptReads, ReadersThatAreIdleHoldNothingOfTheLog) {
  auto database = Open();
  ASSERT_TRUE(Add(*database, "a").ok());
  ReadOnAll(*database);
  ASSERT_TRUE(Add(*database, "b").ok());
  EXPECT_TRUE(database->EmptyLog().ok());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u);
  EXPECT_EQ(Count(*database), 2);
}

// What one read has seen, the next one sees too, on whichever connection.
TEST_F(KeptReads, ReadsNeverGoBack) {
  auto database = Open();
  std::atomic<int64_t> seen = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const int64_t before = seen;
        const int64_t now = Count(*database);
        ASSERT_GE(now, before);
        for (int64_t most = seen; now > most && !seen.compare_exchange_weak(most, now);) {
        }
      }
    });
  }
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(Add(*database, absl::StrCat(i)).ok());
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

TEST_F(KeptReads, EveryConnectionSeesWhatWasAcknowledged) {
  auto database = Open();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ReadOnAll(*database), i);
    ASSERT_TRUE(Add(*database, absl::StrCat(i)).ok());
  }
  EXPECT_EQ(ReadOnAll(*database), 3);
}

// To begin a transaction for each read costs more than most reads.
TEST_F(KeptReads, TransactionIsKeptUntilTheNextCommit) {
  auto database = Open();
  EXPECT_EQ(ReadOnAll(*database), 0);
  {
    SQLite::Database other(path_, SQLite::OPEN_READWRITE, 5000);
    other.exec("INSERT INTO note VALUES ('other', 't')");
  }
  EXPECT_EQ(ReadOnAll(*database), 0);
  ASSERT_TRUE(Add(*database, "own").ok());
  EXPECT_EQ(ReadOnAll(*database), 2);
}

TEST_F(KeptReads, ReadThatFailedKeepsNothing) {
  auto made = Database::Open({path_, Journal::kWal, testing_support::kNoteSchema,
                              &testing_support::NoteStatements(), /*readers=*/1});
  ASSERT_TRUE(made.ok());
  Database& database = **made;
  EXPECT_EQ(Count(database), 0);
  const auto endless = [](Connection& connection) {
    connection.Prepare("Endless").Next();
    return absl::OkStatus();
  };
  EXPECT_FALSE(database.Read({absl::Now() + absl::Milliseconds(20), nullptr}, endless).ok());
  ASSERT_TRUE(Add(database, "a").ok());
  EXPECT_EQ(Count(database), 1);
  EXPECT_FALSE(database
                   .Read({},
                         [](Connection& connection) {
                           Insert(connection, "b");
                           return absl::OkStatus();
                         })
                   .ok());
  ASSERT_TRUE(Add(database, "c").ok());
  EXPECT_EQ(Count(database), 2);
}

// A read that goes on over a commit gives its connection back in an old state.
TEST_F(KeptReads, ReadOverACommitHoldsNothingOfTheLogAfterwards) {
  auto database = Open();
  EXPECT_TRUE(database
                  ->Read({},
                         [&](Connection& connection) {
                           Has(connection, "a");
                           return Add(*database, "a");
                         })
                  .ok());
  SQLite::Database other(path_, SQLite::OPEN_READWRITE, /*busy timeout, ms=*/0);
  EXPECT_EQ(other.execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt(), 0);
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u);
}

TEST_F(KeptReads, LogIsEmptiedWhileShortReadsGoOn) {
  auto database = Open();
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) Has(*database, "a");
    });
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(Add(*database, absl::StrCat(i)).ok());
    EXPECT_TRUE(database->EmptyLog().ok());
    EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u);
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace lotse::sql
