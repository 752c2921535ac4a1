#pragma once

#include <sqlite3.h>

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "runtime/sql/migrations.h"
#include "runtime/sql/statements.h"

namespace lotse::perf {

// A connection to SQLite with nothing around it: what a store could do at best. Ends the
// program on an error.
class Bare {
 public:
  // One parameter of a statement: a text, a number, or bytes.
  struct Value {
    std::string text;
    int64_t number = 0;
    enum { kText, kNumber, kBytes } type = kText;
  };
  static Value Number(int64_t number) { return {"", number, Value::kNumber}; }
  static Value Bytes(std::string bytes) { return {std::move(bytes), 0, Value::kBytes}; }
  static Value Text(std::string text) { return {std::move(text), 0, Value::kText}; }

  // The statements that Run knows.
  Bare(const std::string& path, absl::Span<const sql::EmbeddedFile> statements);
  ~Bare();

  void Exec(const char* sql);
  // Runs a statement to its end.
  void Run(const std::string& name, const std::vector<Value>& values);

 private:
  const sql::Statements known_;
  sqlite3* database_ = nullptr;
  std::map<std::string, sqlite3_stmt*> prepared_;
};

}  // namespace lotse::perf
