#include "runtime/sql/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <latch>
#include <stdexcept>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using ::testing::HasSubstr;
using testing_support::kNoteSchema;
using testing_support::NoteStatements;
using type::v1alpha::ERROR_REASON_CALLER_GONE;
using type::v1alpha::ERROR_REASON_OVERLOADED;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;

using WriterTest = testing_support::StoreTest;
class WriterJournals : public WriterTest, public testing::WithParamInterface<Database::Journal> {};
INSTANTIATE_TEST_SUITE_P(Journals, WriterJournals,
                         testing::Values(Database::Journal::kWal, Database::Journal::kTruncate));

bool IsRetryable(const absl::Status& status) {
  return status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value();
}

TEST_P(WriterJournals, ARefusedNeighbourUndoesNothing) {
  auto database = Open(GetParam());
  Group group(database.get());
  group.Write(Adding("a"));
  group.Write([](Connection& connection) -> absl::StatusOr<Fate> {
    Insert(connection, "refused");
    return absl::AbortedError("no");
  });
  group.Write([](Connection& connection) -> absl::StatusOr<Fate> {
    Insert(connection, "discarded");
    return Fate::kDiscard;
  });
  group.Write([](Connection& connection) -> absl::StatusOr<Fate> {
    Insert(connection, "threw");
    throw std::runtime_error("oh");
  });
  group.Write(Adding("a"));
  group.Write([](Connection& connection) -> absl::StatusOr<Fate> {
    EXPECT_TRUE(Has(connection, "a"));  // A neighbour sees what is not committed yet.
    Insert(connection, "b");
    return Fate::kKeep;
  });
  const auto& statuses = group.Run();
  EXPECT_TRUE(statuses[0].ok()) << statuses[0];
  EXPECT_EQ(statuses[1], absl::AbortedError("no"));
  EXPECT_TRUE(statuses[2].ok()) << statuses[2];
  EXPECT_EQ(statuses[3], absl::InternalError("oh"));
  EXPECT_EQ(statuses[4].code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(statuses[4].message()), HasSubstr("UNIQUE"));
  EXPECT_TRUE(statuses[5].ok()) << statuses[5];
  EXPECT_EQ(Count(*database), 2);
  EXPECT_TRUE(Has(*database, "a") && Has(*database, "b"));
}

TEST_F(WriterTest, AnswersAfterTheCommitIsOnDisk) {
  auto database = Open();
  std::atomic<int> commits = 0;
  database->SetCommitListener([&] { ++commits; });
  constexpr int kJobs = 600;  // More than two groups.
  std::vector<int64_t> seen(kJobs, -1);
  std::latch finished(1);
  for (int i = 0; i < kJobs; ++i) {
    database->Write({}, Adding(absl::StrCat("id", i)), [&, i](absl::Status status) {
      EXPECT_TRUE(status.ok()) << status;
      seen[i] = i % 50 == 0 ? CountOnDisk(path_) : i + 1;
      if (i == kJobs - 1) finished.count_down();
    });
  }
  finished.wait();
  for (int i = 0; i < kJobs; ++i) EXPECT_GT(seen[i], i);
  EXPECT_GE(commits, 3);
  EXPECT_LT(commits, kJobs);
  const int before = commits;
  EXPECT_TRUE(database->WriteAndWait([](Connection&) { return absl::OkStatus(); }).ok());
  EXPECT_EQ(commits, before);  // It changed nothing.
}

TEST_F(WriterTest, RefusalWaitsForTheCommitItRestsOn) {
  auto database = Open();
  int64_t on_disk = -1;
  std::latch finished(1);
  {
    Group group(database.get());
    group.Write(Adding("a"));
    database->Write(
        {},
        [](Connection& connection) -> absl::StatusOr<Fate> {
          if (Has(connection, "a")) return absl::AlreadyExistsError("a");
          return Fate::kKeep;
        },
        [&](absl::Status status) {
          EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
          on_disk = CountOnDisk(path_);
          finished.count_down();
        });
    group.Run();
  }
  finished.wait();
  EXPECT_EQ(on_disk, 1);
}

TEST_F(WriterTest, WorkWhosePatienceIsOverIsNotBegun) {
  auto database = Open();
  Group group(database.get());
  bool ran = false;
  const auto run = [&](Connection&) -> absl::StatusOr<Fate> {
    ran = true;
    return Fate::kKeep;
  };
  group.Write(run, {absl::Now() - absl::Seconds(1), nullptr});
  group.Write(run, {absl::InfiniteFuture(), [] { return true; }});
  group.Write(Adding("a"), {absl::Now() + absl::Seconds(60), [] { return false; }});
  const auto& statuses = group.Run();
  EXPECT_EQ(rpc::ReasonOf(statuses[0]), ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(rpc::ReasonOf(statuses[1]), ERROR_REASON_CALLER_GONE);
  EXPECT_TRUE(statuses[2].ok()) << statuses[2];
  EXPECT_FALSE(ran);
}

// An interrupted INSERT makes SQLite roll back the whole transaction.
TEST_P(WriterJournals, NeighboursOfAnInterruptedWriteRunAgain) {
  auto database = Open(GetParam());
  Group group(database.get());
  int runs = 0, refusals = 0;
  group.Write([&](Connection& connection) -> absl::StatusOr<Fate> {
    ++runs;
    Insert(connection, "before");
    return Fate::kKeep;
  });
  group.Write([&](Connection& connection) -> absl::StatusOr<Fate> {
    ++refusals;
    return absl::AbortedError(Has(connection, "before") ? "seen" : "not seen");
  });
  int asked = 0;
  group.Write(
      [](Connection& connection) -> absl::StatusOr<Fate> {
        connection.Prepare("AddEndless").Run();
        return Fate::kKeep;
      },
      {absl::InfiniteFuture(), [&] { return ++asked > 3; }});
  group.Write(Adding("after"));
  const auto& statuses = group.Run();
  EXPECT_TRUE(statuses[0].ok()) << statuses[0];
  EXPECT_EQ(statuses[1], absl::AbortedError("seen"));
  EXPECT_EQ(rpc::ReasonOf(statuses[2]), ERROR_REASON_CALLER_GONE);
  EXPECT_TRUE(statuses[3].ok()) << statuses[3];
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(refusals, 2);
  EXPECT_EQ(Count(*database), 2);
  EXPECT_TRUE(database->writable());
}

TEST_F(WriterTest, InterruptedReadInsideAWriteEndsThatOneAlone) {
  auto database = Open();
  Group group(database.get());
  int runs = 0;
  group.Write([&](Connection& connection) -> absl::StatusOr<Fate> {
    ++runs;
    Insert(connection, "a");
    return Fate::kKeep;
  });
  group.Write(
      [](Connection& connection) -> absl::StatusOr<Fate> {
        Insert(connection, "b");
        connection.Prepare("Endless").Next();
        return Fate::kKeep;
      },
      {absl::Now() + absl::Milliseconds(100), nullptr});
  const auto& statuses = group.Run();
  EXPECT_TRUE(statuses[0].ok());
  EXPECT_EQ(rpc::ReasonOf(statuses[1]), ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Count(*database), 1);
}

TEST_F(WriterTest, WorkThatHidesTheEndOfItsTransactionDoesNotSucceed) {
  auto database = Open();
  Group group(database.get());
  int asked = 0;
  group.Write(Adding("a"));
  group.Write(
      [](Connection& connection) -> absl::StatusOr<Fate> {
        try {
          connection.Prepare("AddEndless").Run();
        } catch (const SQLite::Exception&) {
        }
        return Fate::kKeep;
      },
      {absl::InfiniteFuture(), [&] { return ++asked > 3; }});
  const auto& statuses = group.Run();
  EXPECT_TRUE(statuses[0].ok());
  EXPECT_EQ(statuses[1].code(), absl::StatusCode::kInternal) << statuses[1];
  EXPECT_EQ(Count(*database), 1);
}

TEST_F(WriterTest, MoreThanMayWaitIsRefused) {
  Database::Options options = {path_, Journal::kWal, kNoteSchema, &NoteStatements()};
  options.writes = 2;
  auto database = Database::Open(options);
  ASSERT_TRUE(database.ok());
  Group group(database->get());
  for (const char* id : {"a", "b", "c"}) group.Write(Adding(id));
  // That it was refused is known at once, and that waiting will help.
  const auto& statuses = group.Run();
  EXPECT_TRUE(statuses[0].ok() && statuses[1].ok());
  EXPECT_EQ(rpc::ReasonOf(statuses[2]), ERROR_REASON_OVERLOADED);
  EXPECT_TRUE(IsRetryable(statuses[2]));
  EXPECT_EQ(Count(**database), 2);
}

// What writes share is one commit; one that changed nothing is none.
TEST_P(WriterJournals, WaitingWritesAndCommitsAreCounted) {
  prometheus::Registry registry;
  Database::Options options = {path_, GetParam(), kNoteSchema, &NoteStatements()};
  options.writes = MeasuredWrites(3, "notes", &registry);
  auto database = Database::Open(options);
  ASSERT_TRUE(database.ok());
  const auto commits = [&] { return options.writes.commit_seconds->Collect().histogram; };
  {
    Group group(database->get());
    for (const char* id : {"a", "b", "c", "d"}) group.Write(Adding(id));
    EXPECT_EQ(options.writes.waiting->Value(), 3);
    EXPECT_EQ(rpc::ReasonOf(group.Run()[3]), ERROR_REASON_OVERLOADED);
  }
  EXPECT_EQ(options.writes.waiting->Value(), 0);
  EXPECT_EQ(commits().sample_count, 1u);
  EXPECT_GT(commits().sample_sum, 0);
  EXPECT_FALSE(
      (*database)->WriteAndWait([](Connection&) { return absl::AbortedError("no"); }).ok());
  EXPECT_EQ(commits().sample_count, 1u);
  for (const auto& family : registry.Collect()) {
    EXPECT_EQ(family.metric[0].label[0].name, "store") << family.name;
    EXPECT_EQ(family.metric[0].label[0].value, "notes") << family.name;
  }
}

TEST_F(WriterTest, ClosingDoesWhatWasTaken) {
  std::atomic<int> done = 0;
  {
    auto database = Open();
    for (int i = 0; i < 300; ++i) {
      database->Write({}, Adding(absl::StrCat(i)), [&](absl::Status status) {
        EXPECT_TRUE(status.ok());
        ++done;
      });
    }
  }
  EXPECT_EQ(done, 300);
  EXPECT_EQ(CountOnDisk(path_), 300);
}

TEST_P(WriterJournals, AnotherProcessIsWaitedForButNotForEver) {
  auto database = Open(GetParam());
  ASSERT_TRUE(Add(*database, "a").ok());
  SQLite::Database other(path_, SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const absl::Status status = Add(*database, "b");
  EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_TRUE(IsRetryable(status));
  EXPECT_TRUE(database->writable()) << "as during a backup: nothing is wrong with the disk";
  std::thread ends([&] {
    absl::SleepFor(absl::Milliseconds(300));
    other.exec("ROLLBACK");
  });
  EXPECT_TRUE(Add(*database, "c").ok());
  ends.join();
  EXPECT_TRUE(database->writable());
  EXPECT_EQ(Count(*database), 2);
}

// With this journal a commit waits for others that read, and fails if they go on.
TEST_F(WriterTest, FailedCommitFailsTheWholeGroup) {
  auto database = Open(Journal::kTruncate);
  SQLite::Database other(path_, SQLite::OPEN_READWRITE);
  other.exec("BEGIN");
  other.execAndGet("SELECT count(*) FROM note").getInt64();
  Group group(database.get());
  group.Write(Adding("a"));
  group.Write([](Connection&) -> absl::StatusOr<Fate> { return absl::AbortedError("no"); });
  group.Write(Adding("b"));
  for (const absl::Status& status : group.Run()) {
    EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_UNAVAILABLE) << status;
  }
  other.exec("COMMIT");
  EXPECT_EQ(Count(*database), 0);
  EXPECT_TRUE(Add(*database, "c").ok());
  EXPECT_TRUE(database->writable());
}

int64_t LogSize(const std::string& path) {
  return static_cast<int64_t>(std::filesystem::file_size(path + "-wal"));
}

// One group of `jobs` rows of 100 kB.
void WriteMuch(Database& database, int jobs) {
  std::atomic<int> left = jobs;
  std::latch finished(1);
  for (int i = 0; i < jobs; ++i) {
    database.Write(
        {},
        [](Connection& connection) -> absl::StatusOr<Database::Fate> {
          static char letter = 'a';  // SQLite does not write what is there already.
          letter = letter == 'a' ? 'b' : 'a';
          const std::string text(100'000, letter);
          connection.Prepare("Change").Bind(1, "a").Bind(2, text).Run();
          return Database::Fate::kKeep;
        },
        [&](absl::Status status) {
          EXPECT_TRUE(status.ok()) << status;
          if (--left == 0) finished.count_down();
        });
  }
  finished.wait();
}

TEST_F(WriterTest, LogStaysSmallWhileShortReadsGoOn) {
  auto database = Open();
  ASSERT_TRUE(Add(*database, "a").ok());
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!stop) Has(*database, "a");
    });
  }
  int64_t largest = 0;
  for (int i = 0; i < 2000; ++i) {  // 200 MB, never idle.
    WriteMuch(*database, 1);
    if (i % 20 == 0) largest = std::max(largest, LogSize(path_));
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_LT(largest, 80 << 20);
}

TEST_F(WriterTest, LongReadDoesNotStopWritesAndTheLogIsBegunAnewAfterIt) {
  auto database = Open();
  ASSERT_TRUE(Add(*database, "a").ok());
  std::latch reads(1), go(1);
  std::thread reader([&] {
    EXPECT_TRUE(database
                    ->Read({},
                           [&](Connection& connection) {
                             Has(connection, "a");
                             reads.count_down();
                             go.wait();
                             return absl::OkStatus();
                           })
                    .ok());
  });
  reads.wait();
  for (int i = 0; i < 1000; ++i) WriteMuch(*database, 1);
  const int64_t pinned = LogSize(path_);
  EXPECT_GT(pinned, 80 << 20);
  go.count_down();
  reader.join();
  for (int i = 0; i < 1200; ++i) WriteMuch(*database, 1);
  EXPECT_LT(LogSize(path_), pinned + (20 << 20));
}

}  // namespace
}  // namespace lotse::sql
