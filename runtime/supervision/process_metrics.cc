#include "runtime/supervision/process_metrics.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace lotse::supervision {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily Family(const char* name, const char* help, MetricType type, double value,
                    std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  return {name, help, type, {std::move(metric)}};
}

double MostDescriptors() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

// Who has no descriptor left cannot look either: then all are open.
double OpenDescriptors() {
  std::error_code error;
  double open = -1;  // Without the one for looking.
  for (auto entry = std::filesystem::directory_iterator("/proc/self/fd", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    ++open;
  }
  return error ? MostDescriptors() : open;
}

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  return SecondsOf(used.ru_utime) + SecondsOf(used.ru_stime);
}

// Of statm, in pages: the size of all, then what of it is in memory (proc(5)).
double ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

ProcessMetrics::ProcessMetrics(Options options) : options_(std::move(options)) {}

std::vector<MetricFamily> ProcessMetrics::Collect() const {
  return {
      Family("lotse_ready", "1 if calls are welcome, as /readyz says.", MetricType::Gauge,
             options_.ready() ? 1 : 0),
      Family("lotse_build_info", "1; what runs is said by the label.", MetricType::Gauge, 1,
             {{"version", options_.version}}),
      Family("lotse_log_lines_dropped_total", "Lines of the log that did not fit.",
             MetricType::Counter, static_cast<double>(options_.log_lines_dropped())),
      Family("process_open_fds", "Descriptors that are open.", MetricType::Gauge,
             OpenDescriptors()),
      Family("process_max_fds", "Descriptors that may be open.", MetricType::Gauge,
             MostDescriptors()),
      Family("process_resident_memory_bytes", "Resident memory in bytes.", MetricType::Gauge,
             ResidentBytes()),
      Family("process_cpu_seconds_total", "Time of the processors, of user and system.",
             MetricType::Counter, CpuSeconds()),
      Family("process_start_time_seconds", "When the process was started, in Unix time.",
             MetricType::Gauge, absl::ToDoubleSeconds(options_.start - absl::UnixEpoch())),
  };
}

}  // namespace lotse::supervision
