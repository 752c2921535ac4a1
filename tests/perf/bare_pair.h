#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "tests/perf/bare.h"

namespace lotse::perf {

// A bare program over a pair of files like that of a wave: the same tables, statements and
// journals, and nothing around them.
class BarePair {
 public:
  // In the new folder `folder`, with so many invitations.
  BarePair(const std::string& folder, int invitations);

  // How many responses a second it stores for about `duration`: in groups of `batch`, each in
  // a savepoint, each of `row_bytes`, each with an invitation that it uses up. What was stored
  // before stays.
  double PerSecond(absl::Duration duration, int batch, int row_bytes);

 private:
  std::unique_ptr<Bare> bare_;
  const int invitations_;
  int used_ = 0;
};

}  // namespace lotse::perf
