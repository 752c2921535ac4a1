#include "tests/perf/bare_create.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "runtime/resource/store.h"
#include "runtime/sql/statements.h"
#include "sql/resource_schema.h"
#include "tests/perf/kernel_server.h"

namespace lotse::perf {
namespace {

void Check(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  std::fprintf(stderr, "bench: %s\n", sqlite3_errmsg(database));
  std::exit(1);
}

// A connection with nothing around it.
class Bare {
 public:
  explicit Bare(const std::string& path) : known_(resource::StoreStatements()) {
    Check(sqlite3_open(path.c_str(), &database_), database_);
    Exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
        "PRAGMA wal_autocheckpoint = 0");
    for (const auto& file : resource_schema) Exec(file.text);
  }
  ~Bare() {
    for (auto& [name, statement] : prepared_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }

  void Exec(const char* sql) {
    Check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), database_);
  }

  // One parameter of a statement: a text, a number, or bytes.
  struct Value {
    std::string text;
    int64_t number = 0;
    enum { kText, kNumber, kBytes } type = kText;
  };
  static Value Number(int64_t number) { return {"", number, Value::kNumber}; }
  static Value Bytes(std::string bytes) { return {std::move(bytes), 0, Value::kBytes}; }
  static Value Text(std::string text) { return {std::move(text), 0, Value::kText}; }

  void Run(const std::string& name, const std::vector<Value>& values) {
    sqlite3_stmt*& statement = prepared_[name];
    if (statement == nullptr) {
      Check(sqlite3_prepare_v2(database_, known_.Get(name).c_str(), -1, &statement, nullptr),
            database_);
    }
    for (size_t i = 0; i < values.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      const Value& value = values[i];
      const int size = static_cast<int>(value.text.size());
      if (value.type == Value::kNumber) sqlite3_bind_int64(statement, at, value.number);
      if (value.type == Value::kText) {
        sqlite3_bind_text(statement, at, value.text.data(), size, SQLITE_STATIC);
      }
      if (value.type == Value::kBytes) {
        sqlite3_bind_blob(statement, at, value.text.data(), size, SQLITE_STATIC);
      }
    }
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    Check(code, database_);
    sqlite3_reset(statement);
  }

 private:
  const sql::Statements known_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

void CreateOne(Bare& bare, int number, const std::string& content) {
  const std::string name = absl::StrFormat("programmes/p%07d", number);
  const std::string hash(32, 'h'), salt(16, 's');
  const auto text = &Bare::Text;
  bare.Run("GetResource", {text(""), Bare::Number(1), text(name)});
  for (const int field : {4, 5}) {
    bare.Run("InsertFieldValue", {text(""), Bare::Number(1), Bare::Number(field),
                                  text("2026-01-01"), text(name), Bare::Number(0)});
  }
  bare.Run("InsertResource", {text(""), Bare::Number(1), text(name), Bare::Bytes(content),
                              Bare::Number(1), Bare::Number(0)});
  bare.Run("GetHead", {text(name)});
  bare.Run("InsertChange", {text(name), Bare::Number(1), text(name), text("CREATE"), text("local"),
                            text(""), text(""), Bare::Number(1), Bare::Number(1764000000000000),
                            Bare::Bytes(hash), Bare::Bytes(hash)});
  bare.Run("InsertChangeContent",
           {text(name), Bare::Number(1), Bare::Bytes(salt), text(""), Bare::Bytes(content)});
  bare.Run("SetHead", {text(name), Bare::Number(1), Bare::Bytes(hash)});
}

}  // namespace

double BareCreatesPerSecond(const std::string& path, int creates, int batch) {
  Bare bare(path);
  const std::string content = SampleProgramme().SerializeAsString();
  const absl::Time start = absl::Now();
  for (int number = 0; number < creates;) {
    bare.Exec("BEGIN IMMEDIATE");
    for (int i = 0; i < batch && number < creates; ++i, ++number) {
      bare.Exec("SAVEPOINT job");
      CreateOne(bare, number, content);
      bare.Exec("RELEASE job");
    }
    bare.Exec("COMMIT");
  }
  return creates / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace lotse::perf
