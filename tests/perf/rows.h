#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::perf {

// Prints what a benchmark found, one figure a line, as aligned columns
// (`figure value unit limit ratio`) or, with --json, as one object a line.
class Rows {
 public:
  struct Row {
    std::string figure;
    double value = 0;
    std::string unit;
    // The budget; printed, never asserted.
    std::optional<double> limit;
    // `value` as a part of what the bare equivalent reached in the same run.
    std::optional<double> ratio;
  };

  // Reads --json from the command line. Ends the program on any other argument.
  Rows(int argc, char** argv);

  void Print(const Row& row) const;
  // Says how it was measured: a line of text, or an object with `note`.
  void Note(absl::string_view text) const;

 private:
  bool json_ = false;
};

}  // namespace lotse::perf
