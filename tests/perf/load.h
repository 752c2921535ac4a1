#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lotse/survey/v1alpha/response_service.pb.h"

namespace lotse::perf {

// Tokens of invitations, each given out once. Thread-safe.
class TokenSource {
 public:
  explicit TokenSource(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}
  // Ends the program if there are none left.
  const std::string& Next();

 private:
  const std::vector<std::string> tokens_;
  std::atomic<size_t> next_ = 0;
};

// What calling at a constant number in flight gave.
struct LoadResult {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  int64_t answered = 0;
  // Calls that were refused or lost.
  int64_t failed = 0;
};

// The name of the wave that requests are made for.
inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// Questions of the questionnaire, and answers of each request.
inline constexpr int kQuestions = 20;

// The code of a question, from 0.
std::string QuestionCode(int question);

// A response with a new random id and a random answer to each of so many questions.
survey::v1alpha::SubmitResponseRequest MakeRequest(int questions = kQuestions);

// Starts a call and says when it is answered.
using StartCall = std::function<void(grpc::ClientContext* context,
                                     std::function<void(const grpc::Status&)> done)>;

// Calls for `duration` with `in_flight` calls at any time: each answer is followed
// by the next call. `make(i)` gives what starts those of the i-th caller. It goes on
// until the last call is answered.
LoadResult RunCalls(int in_flight, absl::Duration duration,
                    const std::function<StartCall(int)>& make);

// A connection of its own to `address`, for one of a few callers. `name` is that of the other
// side in its certificate, if it is not that of the address.
std::shared_ptr<grpc::Channel> Connect(const std::string& address,
                                       const std::shared_ptr<grpc::ChannelCredentials>&
                                           credentials = grpc::InsecureChannelCredentials(),
                                       const std::string& name = "");

// As many connections as callers share: one does not fill two cores, and more bring
// nothing.
inline constexpr int kMaxConnections = 4;

// Where calls go, and who calls.
struct Target {
  std::string address;
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
};

// Calls SubmitResponse at `target`; see RunCalls. Each call takes a token off `tokens`,
// which is null where none is needed; the program ends if they run out.
LoadResult RunLoad(const Target& target, int in_flight, absl::Duration duration,
                   TokenSource* tokens = nullptr);

// Sends responses over one stream of SubmitResponses with `under_way` that have no result yet,
// each with so many answers; else as RunLoad. `per_second` is of items.
LoadResult RunStream(const Target& target, int under_way, absl::Duration duration,
                     TokenSource* tokens, int questions = kQuestions);

// The run in the middle by calls per second, of an odd number of runs; `answered`
// and `failed` are sums.
LoadResult Median(std::vector<LoadResult> runs);

}  // namespace lotse::perf
