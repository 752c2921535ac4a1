#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "runtime/sql/database.h"

namespace lotse::testing_support {

inline constexpr sql::EmbeddedFile kNoteSchema[] = {
    {"0001_note.sql", "CREATE TABLE note (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT"}};

inline const sql::Statements& NoteStatements() {
  static constexpr sql::EmbeddedFile kFiles[] = {
      {"note.sql",
       "-- name: Add\nINSERT INTO note (id, text) VALUES ($1, $2);\n"
       "-- name: Has\nSELECT count(*) FROM note WHERE id = $1;\n"
       "-- name: Count\nSELECT count(*) FROM note;\n"
       "-- name: Change\nUPDATE note SET text = $2 WHERE id = $1;\n"},
      {"other.sql",
       "-- name: Swapped\nSELECT $2 || $1;\n"
       "-- name: Endless\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)\n"
       "SELECT count(*) FROM n;\n"
       "-- name: AddEndless\n"
       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)\n"
       "INSERT INTO note (id, text) SELECT 'endless' || i, 't' FROM n;\n"}};
  static const auto* statements = new sql::Statements(kFiles);
  return *statements;
}

// A folder with a database of notes.
class StoreTest : public ::testing::Test {
 protected:
  using Database = sql::Database;
  using Connection = sql::Connection;
  using Journal = sql::Database::Journal;
  using Fate = sql::Database::Fate;

  void SetUp() override {
    std::string pattern = testing::TempDir() + "/storeXXXXXX";
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/x.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  absl::StatusOr<std::unique_ptr<Database>> TryOpen(
      Journal journal = Journal::kWal,
      absl::Span<const sql::EmbeddedFile> migrations = kNoteSchema) const {
    return Database::Open({path_, journal, migrations, &NoteStatements()});
  }
  std::unique_ptr<Database> Open(Journal journal = Journal::kWal) const {
    auto database = TryOpen(journal);
    EXPECT_TRUE(database.ok()) << database.status();
    return std::move(*database);
  }

  static void Insert(Connection& connection, absl::string_view id, absl::string_view text = "t") {
    connection.Prepare("Add").Bind(1, id).Bind(2, text).Run();
  }
  static Database::WriteWork Adding(const std::string& id, const std::string& text = "t") {
    return [id, text](Connection& connection) -> absl::StatusOr<Fate> {
      Insert(connection, id, text);
      return Fate::kKeep;
    };
  }
  static absl::Status Add(Database& database, absl::string_view id, absl::string_view text = "t") {
    return database.WriteAndWait([&](Connection& connection) {
      Insert(connection, id, text);
      return absl::OkStatus();
    });
  }
  static bool Has(Connection& connection, absl::string_view id) {
    sql::Query query = connection.Prepare("Has");
    query.Bind(1, id).Next();
    return query.Number(0) > 0;
  }
  static bool Has(Database& database, absl::string_view id) {
    bool has = false;
    EXPECT_TRUE(database
                    .Read({},
                          [&](Connection& connection) {
                            has = Has(connection, id);
                            return absl::OkStatus();
                          })
                    .ok());
    return has;
  }
  static int64_t Count(Database& database) {
    int64_t count = -1;
    EXPECT_TRUE(database
                    .Read({},
                          [&](Connection& connection) {
                            sql::Query query = connection.Prepare("Count");
                            query.Next();
                            count = query.Number(0);
                            return absl::OkStatus();
                          })
                    .ok());
    return count;
  }
  // What lies on disk, as another process sees it.
  static int64_t CountOnDisk(const std::string& path) {
    SQLite::Database raw(path, SQLite::OPEN_READWRITE, 5000);
    return raw.execAndGet("SELECT count(*) FROM note").getInt64();
  }

  // Holds the thread that writes, so that what is written meanwhile is one group.
  class Group {
   public:
    explicit Group(Database* database) : database_(database) {
      statuses_.reserve(64);  // Answers may come while others are added.
      database_->Write(
          {},
          [this](Connection&) -> absl::StatusOr<Fate> {
            if (!held_.try_wait()) held_.count_down();
            go_.wait();
            return Fate::kKeep;
          },
          [this](absl::Status) {
            if (!held_.try_wait()) held_.count_down();  // The store refused it.
            ++done_;
          });
      held_.wait();
    }
    void Write(Database::WriteWork work, sql::Patience patience = {}) {
      const size_t number = statuses_.size();
      statuses_.emplace_back();
      database_->Write(std::move(patience), std::move(work), [this, number](absl::Status status) {
        statuses_[number] = std::move(status);
        ++done_;
      });
    }
    // Lets the group run and waits for its answers.
    const std::vector<absl::Status>& Run() {
      go_.count_down();
      while (done_ <= static_cast<int>(statuses_.size())) absl::SleepFor(absl::Milliseconds(1));
      return statuses_;
    }

   private:
    Database* const database_;
    std::latch held_{1}, go_{1};
    std::vector<absl::Status> statuses_;
    std::atomic<int> done_ = 0;  // With the one that holds the others.
  };

  std::string folder_, path_;
};

}  // namespace lotse::testing_support
