#include "runtime/supervision/process_metrics.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <map>
#include <vector>

namespace lotse::supervision {
namespace {

class ProcessMetricsTest : public ::testing::Test {
 protected:
  // The values of all series by name; none has more than one.
  std::map<std::string, double> Values() const {
    std::map<std::string, double> values;
    for (const prometheus::MetricFamily& family : metrics_.Collect()) {
      EXPECT_EQ(family.metric.size(), 1U) << family.name;
      EXPECT_FALSE(family.help.empty()) << family.name;
      const bool counts = family.type == prometheus::MetricType::Counter;
      EXPECT_EQ(counts, family.name.substr(family.name.size() - 6) == "_total") << family.name;
      values[family.name] = counts ? family.metric[0].counter.value : family.metric[0].gauge.value;
    }
    return values;
  }

  bool ready_ = true;
  int64_t dropped_ = 0;
  const ProcessMetrics metrics_{{"1.2.3", absl::FromUnixMillis(1'800'000'000'500),
                                 [this] { return ready_; }, [this] { return dropped_; }}};
};

TEST_F(ProcessMetricsTest, TellWhatTheyAreGiven) {
  EXPECT_EQ(Values()["lotse_ready"], 1);
  EXPECT_EQ(Values()["lotse_log_lines_dropped_total"], 0);
  ready_ = false;
  dropped_ = 17;
  EXPECT_EQ(Values()["lotse_ready"], 0);
  EXPECT_EQ(Values()["lotse_log_lines_dropped_total"], 17);
  EXPECT_EQ(Values()["process_start_time_seconds"], 1'800'000'000.5);
  for (const auto& family : metrics_.Collect()) {
    if (family.name != "lotse_build_info") continue;
    EXPECT_EQ(family.metric[0].label[0].name, "version");
    EXPECT_EQ(family.metric[0].label[0].value, "1.2.3");
  }
  EXPECT_EQ(Values()["lotse_build_info"], 1);
}

TEST_F(ProcessMetricsTest, CountDescriptors) {
  const double before = Values()["process_open_fds"];
  EXPECT_GE(before, 3);
  std::vector<int> open(5);
  for (int& descriptor : open) descriptor = dup(0);
  EXPECT_EQ(Values()["process_open_fds"], before + 5);
  rlimit limit = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(Values()["process_max_fds"], static_cast<double>(limit.rlim_cur));
  // None is left, also not for counting.
  const rlimit low = {static_cast<rlim_t>(open.back()) + 1, limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(Values()["process_open_fds"], static_cast<double>(low.rlim_cur));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  for (int descriptor : open) close(descriptor);
}

TEST_F(ProcessMetricsTest, MeasureMemoryAndTime) {
  const auto before = Values();
  std::vector<char> memory(64 << 20, 1);
  volatile double sum = 0;
  while (Values()["process_cpu_seconds_total"] < before.at("process_cpu_seconds_total") + 0.05) {
    for (char c : memory) sum = sum + c;
  }
  const double grown =
      Values()["process_resident_memory_bytes"] - before.at("process_resident_memory_bytes");
  EXPECT_GE(grown, 60 << 20);
  EXPECT_LE(grown, 200 << 20);
}

}  // namespace
}  // namespace lotse::supervision
