#include "runtime/sql/write_limits.h"

namespace lotse::sql {
namespace {

// Seconds: from a fast disk to one that is overburdened.
const prometheus::Histogram::BucketBoundaries kBuckets = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

}  // namespace

WriteLimits MeasuredWrites(size_t max_waiting, const std::string& store,
                           prometheus::Registry* registry) {
  WriteLimits limits(max_waiting);
  limits.waiting = &prometheus::BuildGauge()
                        .Name("lotse_store_writes_waiting")
                        .Help("Writes that wait for those before them to be on disk.")
                        .Register(*registry)
                        .Add({{"store", store}});
  limits.commit_seconds = &prometheus::BuildHistogram()
                               .Name("lotse_store_commit_seconds")
                               .Help("Time of a commit, which writes share, until it is on disk.")
                               .Register(*registry)
                               .Add({{"store", store}}, kBuckets);
  return limits;
}

}  // namespace lotse::sql
