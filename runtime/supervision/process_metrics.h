#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace lotse::supervision {

// What a process tells of itself on /metrics, looked up when it is asked for: `lotse_ready`,
// `lotse_build_info`, `lotse_log_lines_dropped_total`, and its resources under the names that the
// clients of Prometheus have for them (`process_…`).
class ProcessMetrics : public prometheus::Collectable {
 public:
  struct Options {
    // Of the program, such as 1.2.0.
    std::string version;
    // When it was started.
    absl::Time start;
    // Whether calls are welcome; what /readyz says.
    std::function<bool()> ready;
    // Lines of the log that did not fit, since the start.
    std::function<int64_t()> log_lines_dropped;
  };

  explicit ProcessMetrics(Options options);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const Options options_;
};

}  // namespace lotse::supervision
