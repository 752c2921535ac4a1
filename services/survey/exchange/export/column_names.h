#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// Names for the columns of a file, such as every program that analyses takes: an ASCII letter,
// then ASCII letters, digits and underscores, at most kMaxBytes, unique without regard to upper
// and lower case, and no word that SPSS keeps for itself (ALL, AND, BY, EQ, GE, GT, LE, LT, NE,
// NOT, OR, TO, WITH). Source: IBM SPSS Statistics, Command Syntax Reference, "Variable Names".
class ColumnNames {
 public:
  static constexpr std::size_t kMaxBytes = 64;

  // `wanted` if it is such a name that nobody has yet. Else what comes next to it: other
  // characters as underscores, cut off, and with `_2`, `_3` and so on behind it.
  std::string Take(absl::string_view wanted);

 private:
  // In lower case.
  absl::flat_hash_set<std::string> taken_;
};

}  // namespace lotse::survey
