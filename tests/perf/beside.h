#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "tests/perf/rows.h"

namespace lotse::perf {

// What is measured, beside the least that has to be done for it.
struct Beside {
  std::string figure;
  std::optional<double> limit_ms;
  int runs = 0;
  absl::FunctionRef<void()> bare;
  absl::FunctionRef<void()> work;
};

// Runs both in turns, so that a slow moment of the machine hits both, and prints for each the
// median of the time that a caller waits; that of the work has the limit, and as ratio how many
// times the bare one it is.
void MeasureBeside(const Rows& rows, const Beside& beside);

}  // namespace lotse::perf
