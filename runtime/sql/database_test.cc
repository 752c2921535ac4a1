#include "runtime/sql/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "runtime/rpc/error.h"

namespace lotse::sql {
namespace {

using ::testing::HasSubstr;

constexpr EmbeddedFile kFirst[] = {{"0001_note.sql",
                                    "CREATE TABLE note (id TEXT PRIMARY KEY, text "
                                    "TEXT NOT NULL) STRICT"}};
constexpr EmbeddedFile kBoth[] = {kFirst[0], {"0002_more.sql", "ALTER TABLE note ADD n INTEGER"}};
constexpr EmbeddedFile kChanged[] = {{"0001_note.sql", "CREATE TABLE note (id TEXT)"}};

const Statements& TestStatements() {
  static const auto* statements = new Statements(
      "-- name: Add\nINSERT INTO note (id, text) VALUES ($1, $2);\n"
      "-- name: Count\nSELECT count(*) FROM note;\n"
      "-- name: Swapped\nSELECT $2 || $1;\n");
  return *statements;
}

class DatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/databaseXXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  absl::StatusOr<std::unique_ptr<Database>> Open(
      absl::Span<const EmbeddedFile> migrations = kFirst,
      Database::Journal journal = Database::Journal::kWal) {
    return Database::Open({folder_ + "/x.db", journal, migrations, &TestStatements()});
  }
  static absl::Status Add(Database& database, absl::string_view id, absl::string_view text = "t") {
    return database.Write([&] {
      database.Prepare("Add").Bind(1, id).Bind(2, text).Run();
      return absl::OkStatus();
    });
  }
  static int64_t Count(Database& database) {
    int64_t count = -1;
    EXPECT_TRUE(database
                    .Read([&] {
                      Query query = database.Prepare("Count");
                      query.Next();
                      count = query.Number(0);
                      return absl::OkStatus();
                    })
                    .ok());
    return count;
  }
  std::string folder_;
};

TEST_F(DatabaseTest, KeepsWhatWasCommitted) {
  for (const auto journal : {Database::Journal::kWal, Database::Journal::kTruncate}) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
    {
      auto database = Open(kFirst, journal);
      ASSERT_TRUE(database.ok()) << database.status();
      EXPECT_TRUE(Add(**database, "a").ok());
    }
    auto again = Open(kFirst, journal);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(Count(**again), 1);
  }
}

TEST_F(DatabaseTest, RollsBackWhatWasRefused) {
  auto database = Open();
  const absl::Status status = (*database)->Write([&] {
    (*database)->Prepare("Add").Bind(1, "a").Bind(2, "t").Run();
    return absl::AbortedError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Count(**database), 0);
}

TEST_F(DatabaseTest, FaultOfAStatementLeavesNothingAndTheConnectionUsable) {
  auto database = Open();
  ASSERT_TRUE(Add(**database, "a").ok());
  EXPECT_EQ(Add(**database, "a").code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Add(**database, "b").ok());
  EXPECT_EQ(Count(**database), 2);
}

TEST_F(DatabaseTest, BindsByNameNotByPosition) {
  auto database = Open();
  std::string out;
  ASSERT_TRUE((*database)
                  ->Read([&] {
                    Query query = (*database)->Prepare("Swapped");
                    query.Bind(1, "one").Bind(2, "two").Next();
                    out = query.Text(0);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(out, "twoone");
}

TEST_F(DatabaseTest, OlderSchemaIsBroughtUpToDateAndNewerRefused) {
  ASSERT_TRUE(Add(**Open(kFirst), "a").ok());
  auto newer = Open(kBoth);
  ASSERT_TRUE(newer.ok()) << newer.status();
  EXPECT_EQ(Count(**newer), 1);
  newer->reset();
  const absl::Status status = Open(kFirst).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("newer version of Lotse"));
}

TEST_F(DatabaseTest, ChangedMigrationIsRefused) {
  ASSERT_TRUE(Open(kFirst).ok());
  EXPECT_EQ(Open(kChanged).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(DatabaseTest, FileThatIsNoDatabaseIsRefusedUntouched) {
  std::ofstream(folder_ + "/x.db") << std::string(5000, 'x');
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/x.db"), 5000u);
}

TEST_F(DatabaseTest, FullDiskIsUnavailableAndLosesNothing) {
  auto database = Open(kFirst, Database::Journal::kTruncate);
  ASSERT_TRUE(Add(**database, "a").ok());
  std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit old;
  getrlimit(RLIMIT_FSIZE, &old);
  const struct rlimit small = {1 << 16, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const absl::Status status = Add(**database, "b", std::string(1 << 18, 'x'));
  setrlimit(RLIMIT_FSIZE, &old);
  EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE) << status;
  EXPECT_FALSE((*database)->writable());
  EXPECT_TRUE(Add(**database, "c").ok());
  EXPECT_TRUE((*database)->writable());
  EXPECT_EQ(Count(**database), 2);
}

TEST_F(DatabaseTest, TruncateJournalIsEmptyAfterACommit) {
  auto database = Open(kFirst, Database::Journal::kTruncate);
  ASSERT_TRUE(Add(**database, "a").ok());
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/x.db-journal"), 0u);
}

TEST_F(DatabaseTest, FolderHasOneOwner) {
  auto first = FolderLock::Take(folder_ + "/new/store");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(FolderLock::Take(folder_ + "/new/store").status().code(), absl::StatusCode::kAborted);
  struct stat info;
  ASSERT_EQ(stat((folder_ + "/new/store").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  std::ofstream(folder_ + "/file") << "x";
  EXPECT_EQ(FolderLock::Take(folder_ + "/file/store").status().code(),
            absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace lotse::sql
