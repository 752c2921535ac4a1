#include "tests/perf/bare.h"

#include <cstdio>
#include <cstdlib>

namespace lotse::perf {
namespace {

void Check(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  std::fprintf(stderr, "bench: %s\n", sqlite3_errmsg(database));
  std::exit(1);
}

}  // namespace

Bare::Bare(const std::string& path, absl::Span<const sql::EmbeddedFile> statements)
    : known_(statements) {
  Check(sqlite3_open(path.c_str(), &database_), database_);
}

Bare::~Bare() {
  for (auto& [name, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

void Bare::Exec(const char* sql) {
  Check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), database_);
}

void Bare::Run(const std::string& name, const std::vector<Value>& values) {
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

}  // namespace lotse::perf
