#include "tests/perf/load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"

namespace lotse::perf {
namespace {

using survey::v1alpha::ResponseService;
using survey::v1alpha::SubmitResponseRequest;
using survey::v1alpha::SubmitResponseResponse;

// One of the calls in flight: after each answer it starts the next, until the time
// is over.
class Caller {
 public:
  Caller(StartCall start, absl::Time end, absl::BlockingCounter* running)
      : start_call_(std::move(start)), end_(end), running_(running) {}

  void Next() {
    context_.emplace();
    start_ = absl::Now();
    start_call_(&*context_, [this](const grpc::Status& status) { Done(status); });
  }

  const std::vector<absl::Duration>& latencies() const { return latencies_; }
  int64_t failed() const { return failed_; }

 private:
  void Done(const grpc::Status& status) {
    const absl::Time now = absl::Now();
    if (status.ok()) {
      latencies_.push_back(now - start_);
    } else {
      ++failed_;
    }
    if (now < end_) {
      Next();
    } else {
      running_->DecrementCount();
    }
  }

  const StartCall start_call_;
  const absl::Time end_;
  absl::BlockingCounter* const running_;
  std::optional<grpc::ClientContext> context_;
  absl::Time start_;
  std::vector<absl::Duration> latencies_;
  int64_t failed_ = 0;
};

std::string RandomUuid() {
  thread_local absl::InsecureBitGen random;
  const auto high = absl::Uniform<uint64_t>(random);
  const auto low = absl::Uniform<uint64_t>(random);
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", high >> 32, high >> 16 & 0xffff,
                         high & 0xfff, low >> 52, low & 0xffffffffffff);
}

}  // namespace

std::string QuestionCode(int question) { return absl::StrCat("frage_", question + 1); }

SubmitResponseRequest MakeRequest(int questions) {
  thread_local absl::InsecureBitGen random;
  SubmitResponseRequest request;
  request.set_parent(kWave);
  request.set_response_id(RandomUuid());
  for (int question = 0; question < questions; ++question) {
    auto* answer = request.add_answers();
    answer->set_code(QuestionCode(question));
    answer->set_choice(absl::StrCat(absl::Uniform(absl::IntervalClosed, random, 1, 5)));
  }
  return request;
}

std::shared_ptr<grpc::Channel> Connect(const std::string& address,
                                       const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                       const std::string& name) {
  grpc::ChannelArguments arguments;
  if (!name.empty()) arguments.SetSslTargetNameOverride(name);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  auto channel = grpc::CreateCustomChannel(address, credentials, arguments);
  channel->WaitForConnected(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  return channel;
}

const std::string& TokenSource::Next() {
  const size_t next = next_++;
  if (next < tokens_.size()) return tokens_[next];
  std::fprintf(stderr, "bench: all %zu tokens are used\n", tokens_.size());
  std::exit(1);
}

LoadResult RunLoad(const Target& target, int in_flight, absl::Duration duration,
                   TokenSource* tokens) {
  std::vector<std::shared_ptr<ResponseService::Stub>> stubs;
  for (int i = 0; i < std::min(in_flight, kMaxConnections); ++i) {
    stubs.push_back(ResponseService::NewStub(Connect(target.address, target.credentials)));
  }
  return RunCalls(in_flight, duration, [&](int caller) -> StartCall {
    struct Messages {
      SubmitResponseRequest request;
      SubmitResponseResponse response;
    };
    return [stub = stubs[caller % stubs.size()], messages = std::make_shared<Messages>(), tokens](
               grpc::ClientContext* context, std::function<void(const grpc::Status&)> done) {
      messages->request = MakeRequest();
      if (tokens != nullptr) messages->request.set_invitation_token(tokens->Next());
      stub->async()->SubmitResponse(context, &messages->request, &messages->response,
                                    std::move(done));
    };
  });
}

LoadResult RunCalls(int in_flight, absl::Duration duration,
                    const std::function<StartCall(int)>& make) {
  absl::BlockingCounter running(in_flight);
  const absl::Time start = absl::Now();
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < in_flight; ++i) {
    callers.push_back(std::make_unique<Caller>(make(i), start + duration, &running));
  }
  for (auto& caller : callers) caller->Next();
  running.Wait();
  const absl::Duration took = absl::Now() - start;

  LoadResult result;
  std::vector<absl::Duration> latencies;
  for (const auto& caller : callers) {
    latencies.insert(latencies.end(), caller->latencies().begin(), caller->latencies().end());
    result.failed += caller->failed();
  }
  result.answered = static_cast<int64_t>(latencies.size());
  if (latencies.empty()) return result;
  std::sort(latencies.begin(), latencies.end());
  result.per_second = static_cast<double>(latencies.size()) / absl::ToDoubleSeconds(took);
  result.p50_ms = absl::ToDoubleMilliseconds(latencies[latencies.size() / 2]);
  result.p99_ms = absl::ToDoubleMilliseconds(latencies[latencies.size() * 99 / 100]);
  return result;
}

LoadResult Median(std::vector<LoadResult> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const LoadResult& a, const LoadResult& b) { return a.per_second < b.per_second; });
  LoadResult median = runs[runs.size() / 2];
  median.answered = median.failed = 0;
  for (const LoadResult& run : runs) {
    median.answered += run.answered;
    median.failed += run.failed;
  }
  return median;
}

}  // namespace lotse::perf
