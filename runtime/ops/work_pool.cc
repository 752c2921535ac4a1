#include "runtime/ops/work_pool.h"

#include <utility>

namespace lotse::ops {
namespace {

prometheus::Gauge& Gauge(const char* name, const char* help, prometheus::Registry* registry) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry).Add({});
}

}  // namespace

WorkPool::WorkPool(int threads, size_t max_waiting, prometheus::Registry* registry)
    : max_waiting_(max_waiting),
      gauge_(Gauge("lotse_queue_waiting", "Calls that wait for a reader thread.", registry)),
      busy_(Gauge("lotse_threads_busy", "Reader threads that work for a call.", registry)) {
  Gauge("lotse_threads", "Reader threads that there are.", registry).Set(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkPool::~WorkPool() {
  Stop();
  for (std::thread& thread : threads_) thread.join();
}

WorkPool::Offer WorkPool::Run(std::function<void()> job) {
  absl::MutexLock lock(&mutex_);
  if (stopped_) return Offer::kStopped;
  if (waiting_.size() >= max_waiting_) return Offer::kFull;
  waiting_.push_back(std::move(job));
  gauge_.Set(static_cast<double>(waiting_.size()));
  return Offer::kTaken;
}

void WorkPool::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

void WorkPool::Work() {
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopped_ || !waiting_.empty();
  };
  while (true) {
    std::function<void()> job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
      gauge_.Set(static_cast<double>(waiting_.size()));
    }
    busy_.Increment();
    job();
    job = nullptr;  // What it holds is freed before the thread counts as idle.
    busy_.Decrement();
  }
}

}  // namespace lotse::ops
