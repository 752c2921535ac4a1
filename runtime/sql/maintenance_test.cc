#include "runtime/sql/maintenance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/support/sql_store.h"

namespace lotse::sql {
namespace {

using ::testing::HasSubstr;

class Maintenance : public testing_support::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    copy_ = folder_ + "/copy.db";
  }
  // A database with enough rows for some dozen pages.
  void Fill() const {
    auto database = Open();
    ASSERT_TRUE(database
                    ->WriteAndWait([](Connection& connection) {
                      for (int i = 0; i < 200; ++i) {
                        Insert(connection, absl::StrCat("id", i), std::string(500, 't'));
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }
  static void Overwrite(const std::string& path, int64_t offset, const std::string& bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offset);
    file << bytes;
  }
  int64_t FilesInFolder() const {
    return std::distance(std::filesystem::directory_iterator(folder_), {});
  }
  std::string copy_;
};

class MaintenanceJournals : public Maintenance,
                            public testing::WithParamInterface<Database::Journal> {};
INSTANTIATE_TEST_SUITE_P(Journals, MaintenanceJournals,
                         testing::Values(Database::Journal::kWal, Database::Journal::kTruncate));

TEST_P(MaintenanceJournals, BackupWhileWritesRunHasWhatWasAcknowledged) {
  auto database = Open(GetParam());
  std::atomic<bool> stop = false;
  std::atomic<int> acknowledged = 0;
  std::thread writes([&] {
    // Two rows a write: a copy has both or none.
    for (int i = 0; !stop; ++i) {
      const absl::Status status = database->WriteAndWait([&](Connection& connection) {
        Insert(connection, absl::StrCat("a", i), std::string(2'000, 't'));
        Insert(connection, absl::StrCat("b", i));
        return absl::OkStatus();
      });
      if (status.ok()) ++acknowledged;
    }
  });
  for (int round = 0; round < 5; ++round) {
    while (acknowledged < (round + 1) * 20) std::this_thread::yield();
    const std::string copy = absl::StrCat(copy_, round);
    const int before = acknowledged;
    const absl::Status status = Backup(path_, copy);
    const int after = acknowledged;
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_TRUE(CheckIntegrity(copy).ok());
    const int64_t rows = CountOnDisk(copy);
    EXPECT_EQ(rows % 2, 0);
    EXPECT_GE(rows / 2, before);
    EXPECT_LE(rows / 2, after + 1);  // One may be on disk and not acknowledged yet.
    struct stat info;
    ASSERT_EQ(stat(copy.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
  }
  stop = true;
  writes.join();
  EXPECT_TRUE(database->writable());
}

TEST_F(Maintenance, BackupOfADatabaseThatWasNotClosed) {
  auto database = Open();
  ASSERT_TRUE(Add(*database, "a").ok());
  // As a crash leaves it: with its write-ahead log.
  std::filesystem::create_directory(folder_ + "/crashed");
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy(path_ + suffix, folder_ + "/crashed/x.db" + suffix);
  }
  ASSERT_TRUE(Backup(folder_ + "/crashed/x.db", copy_).ok());
  EXPECT_EQ(CountOnDisk(copy_), 1);
}

TEST_F(Maintenance, BackupOverwritesNothingAndLeavesNothingBehind) {
  Fill();
  EXPECT_EQ(Backup(folder_ + "/none.db", copy_).code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/none.db"));
  EXPECT_FALSE(Backup(path_, folder_ + "/no/folder/copy.db").ok());
  for (const char* there : {"", "-wal", "-journal"}) {
    std::ofstream(copy_ + there) << "mine";
    EXPECT_EQ(Backup(path_, copy_).code(), absl::StatusCode::kAlreadyExists) << there;
    EXPECT_EQ(std::filesystem::file_size(copy_ + there), 4u);
    std::filesystem::remove(copy_ + there);
  }
  Overwrite(path_, 0, "no database any more");
  EXPECT_EQ(Backup(path_, copy_).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(FilesInFolder(), 1);
}

TEST_F(Maintenance, WholeDatabaseHasNoProblems) {
  Fill();
  const absl::Status status = CheckIntegrity(path_);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(CheckIntegrity(copy_).code(), absl::StatusCode::kNotFound);
}

TEST_F(Maintenance, DamageIsNamed) {
  struct Damage {
    const char* what;
    std::function<void(const std::string&)> damage;
    const char* message;
  };
  const Damage kDamages[] = {
      {"cut off", [](const auto& path) { std::filesystem::resize_file(path, 5 * 4096); },
       "malformed"},
      {"cut off inside a page",
       [](const auto& path) {
         std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1'000);
       },
       "missing from index"},
      {"empty", [](const auto& path) { std::filesystem::resize_file(path, 0); }, "is empty"},
      {"no database", [](const auto& path) { Overwrite(path, 0, std::string(100, 'x')); },
       "not a database"},
      {"a page of noise",
       [](const auto& path) { Overwrite(path, 6 * 4096, std::string(4096, 'x')); },
       "Page 7: btreeInitPage"},
      {"a table that lies elsewhere",
       [](const auto& path) {
         SQLite::Database raw(path, SQLite::OPEN_READWRITE);
         raw.exec(
             "PRAGMA writable_schema = ON;"
             "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema "
             "WHERE name = 'schema_migration') WHERE name = 'note'");
       },
       "Page 4 is never used"},
  };
  for (const Damage& damage : kDamages) {
    SCOPED_TRACE(damage.what);
    std::filesystem::remove(path_);
    Fill();
    damage.damage(path_);
    const absl::Status status = CheckIntegrity(path_);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(damage.message));
    EXPECT_THAT(std::string(status.message()), HasSubstr(path_));
    EXPECT_EQ(Restore(path_, copy_).code(), absl::StatusCode::kDataLoss);
    EXPECT_FALSE(std::filesystem::exists(copy_));
  }
}

TEST_F(Maintenance, NamesTenProblemsAtMost) {
  Fill();
  for (int page = 4; page < 25; ++page) Overwrite(path_, page * 4096, std::string(4096, '\xff'));
  const std::string message(CheckIntegrity(path_).message());
  const auto named = std::count(message.begin(), message.end(), ';') + 1;
  EXPECT_GT(named, 2) << message;
  EXPECT_LE(named, 10) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos);
}

TEST_F(Maintenance, RestoredDatabaseOpens) {
  Fill();
  ASSERT_TRUE(Backup(path_, copy_).ok());
  EXPECT_EQ(Restore(copy_, path_).code(), absl::StatusCode::kAlreadyExists);
  std::filesystem::remove(path_);
  const absl::Status status = Restore(copy_, path_);
  ASSERT_TRUE(status.ok()) << status;
  auto database = Open();
  EXPECT_EQ(Count(*database), 200);
  EXPECT_TRUE(Add(*database, "more").ok());
}

}  // namespace
}  // namespace lotse::sql
