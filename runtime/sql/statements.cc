#include "runtime/sql/statements.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::sql {
namespace {

[[noreturn]] void Die(absl::string_view what, absl::string_view name) {
  std::fprintf(stderr, "statements: %s: %s\n", std::string(what).c_str(),
               std::string(name).c_str());
  std::abort();
}

}  // namespace

Statements::Statements(absl::Span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    std::string* current = nullptr;
    for (absl::string_view line : absl::StrSplit(file.text, '\n')) {
      absl::string_view rest = line;
      if (absl::ConsumePrefix(&rest, "-- name:")) {
        const std::string name(absl::StripAsciiWhitespace(rest));
        const auto [it, inserted] = sql_.try_emplace(name);
        if (!inserted) Die("named twice", name);
        current = &it->second;
      } else if (current != nullptr && !absl::StartsWith(line, "--")) {
        absl::StrAppend(current, line, "\n");
      }
    }
    if (current == nullptr) Die("no statement", file.name);
  }
}

const std::string& Statements::Get(absl::string_view name) const {
  const auto it = sql_.find(name);
  if (it == sql_.end()) Die("no such statement", name);
  return it->second;
}

std::vector<std::string> Statements::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, sql] : sql_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace lotse::sql
