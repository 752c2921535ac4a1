#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/sql/migrations.h"

namespace lotse::sql {

// The statements of some .sql files by name. A statement begins with a line
// `-- name: Name` and ends before the next one; comment lines above its name
// belong to it for readers only.
class Statements {
 public:
  // Aborts if a file names no statement, or if one is named twice, be it in
  // different files: they are part of the program.
  explicit Statements(absl::Span<const EmbeddedFile> files);

  // The SQL of a statement. Aborts if there is none of this name.
  const std::string& Get(absl::string_view name) const;

  // All names, sorted.
  std::vector<std::string> Names() const;

 private:
  absl::flat_hash_map<std::string, std::string> sql_;
};

}  // namespace lotse::sql
