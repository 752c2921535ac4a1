#include "tests/perf/beside.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lotse::perf {
namespace {

double Milliseconds(absl::FunctionRef<void()> work) {
  const absl::Time start = absl::Now();
  work();
  return absl::ToDoubleMilliseconds(absl::Now() - start);
}

double Middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void MeasureBeside(const Rows& rows, const Beside& beside) {
  std::vector<double> bare_times, work_times;
  for (int run = 0; run < beside.runs; ++run) {
    bare_times.push_back(Milliseconds(beside.bare));
    work_times.push_back(Milliseconds(beside.work));
  }
  const double bare = Middle(std::move(bare_times));
  const double work = Middle(std::move(work_times));
  rows.Print({absl::StrCat(beside.figure, ", bare"), bare, "ms", {}, {}});
  rows.Print({beside.figure, work, "ms", beside.limit_ms, work / bare});
}

}  // namespace lotse::perf
