// Load over a stream of SubmitResponses.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "tests/perf/load.h"

namespace lotse::perf {
namespace {

using survey::v1alpha::ResponseService;
using survey::v1alpha::SubmitResponsesRequest;
using survey::v1alpha::SubmitResponsesResponse;

// Of one message; source: response_service.proto.
constexpr int kMaxItems = 64;

// One stream: a thread sends, the caller's reads.
class Stream {
 public:
  Stream(const Target& target, int under_way, absl::Duration duration, TokenSource* tokens,
         int questions)
      : stub_(ResponseService::NewStub(Connect(target.address, target.credentials))),
        stream_(stub_->SubmitResponses(&context_)),
        most_(under_way),
        // Several messages are under way, so that one is on its way while another is stored.
        chunk_(std::clamp(under_way / 4, 1, kMaxItems)),
        end_(absl::Now() + duration),
        tokens_(tokens),
        questions_(questions) {}

  LoadResult Run() {
    const absl::Time start = absl::Now();
    std::thread sender([this] { Send(); });
    SubmitResponsesResponse message;
    LoadResult result;
    std::vector<absl::Duration> latencies;
    while (stream_->Read(&message)) {
      const absl::Time now = absl::Now();
      absl::MutexLock lock(&mutex_);
      for (const auto& item : message.results()) {
        item.has_response() ? ++result.answered : ++result.failed;
        latencies.push_back(now - sent_[item.item() - 1]);
      }
      done_ += message.results_size();
    }
    {
      absl::MutexLock lock(&mutex_);
      broken_ = true;
    }
    sender.join();
    const grpc::Status status = stream_->Finish();
    if (!status.ok()) {
      std::fprintf(stderr, "bench: the stream ended: %s\n", status.error_message().c_str());
      std::exit(1);
    }
    result.per_second =
        static_cast<double>(result.answered) / absl::ToDoubleSeconds(absl::Now() - start);
    if (latencies.empty()) return result;
    std::sort(latencies.begin(), latencies.end());
    result.p50_ms = absl::ToDoubleMilliseconds(latencies[latencies.size() / 2]);
    result.p99_ms = absl::ToDoubleMilliseconds(latencies[latencies.size() * 99 / 100]);
    return result;
  }

 private:
  bool MaySend() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return broken_ || static_cast<int64_t>(sent_.size()) - done_ + chunk_ <= most_;
  }

  void Send() {
    for (bool first = true; absl::Now() < end_; first = false) {
      SubmitResponsesRequest message;
      if (first) message.set_parent(kWave);
      for (int i = 0; i < chunk_; ++i) {
        auto* item = message.add_items();
        *item = MakeRequest(questions_);
        item->clear_parent();
        if (tokens_ != nullptr) item->set_invitation_token(tokens_->Next());
      }
      {
        absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(this, &Stream::MaySend));
        if (broken_) return;
        sent_.insert(sent_.end(), chunk_, absl::Now());
      }
      if (!stream_->Write(message)) return;
    }
    stream_->WritesDone();
  }

  grpc::ClientContext context_;
  const std::unique_ptr<ResponseService::Stub> stub_;
  const std::unique_ptr<grpc::ClientReaderWriter<SubmitResponsesRequest, SubmitResponsesResponse>>
      stream_;
  const int most_;
  const int chunk_;
  const absl::Time end_;
  TokenSource* const tokens_;
  const int questions_;
  absl::Mutex mutex_;
  std::vector<absl::Time> sent_ ABSL_GUARDED_BY(mutex_);  // By item.
  int64_t done_ ABSL_GUARDED_BY(mutex_) = 0;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

LoadResult RunStream(const Target& target, int under_way, absl::Duration duration,
                     TokenSource* tokens, int questions) {
  return Stream(target, under_way, duration, tokens, questions).Run();
}

}  // namespace lotse::perf
