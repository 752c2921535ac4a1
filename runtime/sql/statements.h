#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace lotse::sql {

// The statements of a .sql file by name. A statement begins with a line
// `-- name: Name` and ends before the next one; comment lines above its name
// belong to it for readers only.
class Statements {
 public:
  // Aborts if `text` names no statement or one twice: it is part of the program.
  explicit Statements(absl::string_view text);

  // The SQL of a statement. Aborts if there is none of this name.
  const std::string& Get(absl::string_view name) const;

 private:
  absl::flat_hash_map<std::string, std::string> sql_;
};

}  // namespace lotse::sql
