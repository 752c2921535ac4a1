#include "runtime/rpc/shell.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::rpc {
namespace {

// How often a stop looks whether the calls are over.
constexpr absl::Duration kLook = absl::Milliseconds(2);

absl::Status ShuttingDown() {
  return Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN,
               "the service is stopping; try another replica or try again");
}

absl::Status Answer(ops::Offer offer, absl::string_view overload) {
  if (offer == ops::Offer::kTaken) return absl::OkStatus();
  if (offer == ops::Offer::kStopped) return ShuttingDown();
  return RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, overload, 1);
}

absl::Status Within(ops::CallerLimits::Verdict verdict) {
  using Verdict = ops::CallerLimits::Verdict;
  if (verdict == Verdict::kTaken) return absl::OkStatus();
  return RetryLater(type::v1alpha::ERROR_REASON_RATE_LIMITED,
                    verdict == Verdict::kTooFast          ? "too many calls in a second"
                    : verdict == Verdict::kTooManyStreams ? "too many streams of yours are open"
                                                          : "too many calls of yours go on",
                    /*seconds=*/1);
}

}  // namespace

Call::Call(Shell* shell, const ops::Method& method, grpc::CallbackServerContext* context,
           grpc::ServerUnaryReactor* reactor, size_t request_bytes)
    : shell_(shell),
      method_(method),
      context_(context),
      reactor_(reactor),
      request_bytes_(request_bytes),
      arrival_(absl::Now()),
      deadline_(std::min(
          absl::FromChrono(context->deadline()),
          reactor == nullptr ? absl::InfiniteFuture() : arrival_ + shell->options_.max_duration)) {
  ++shell_->calls_;
  shell_->request_bytes_ += request_bytes_;
  method_.metrics.started->Increment();
  Identify(/*last=*/false);
  RefuseBeyondMemory();
  if (method_.is_stream() && !method_.descriptor->client_streaming()) Received();
}

Call::~Call() {
  if (!ended_) {
    const grpc::Status status = End(absl::InternalError("a call was dropped without an answer"));
    if (reactor_ != nullptr) reactor_->Finish(status);
  }
  shell_->request_bytes_ -= request_bytes_;
  --shell_->calls_;
}

void Call::Identify(bool last) {
  const Shell::Options& options = shell_->options_;
  const bool counts = shell_->per_caller_ != nullptr;
  // Who is not known is counted by where the call comes from.
  const auto count_address = [&] {
    if (counted_.empty()) Count(ops::BucketOf(options.origin(*context_)));
  };
  if (counts && !options.recognizes(*context_)) count_address();
  if (admitted_.ok()) caller_ = options.identify(*context_);
  if (counts && admitted_.ok()) {
    caller_.ok() ? Count(absl::StrCat("caller ", caller_->subject)) : count_address();
  }
  // Who is not let in waits for nothing.
  known_ = last || !admitted_.ok() ||
           ReasonOf(caller_.status()) != type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE;
}

void Call::Count(std::string as) {
  ops::CallerLimits& limits = *shell_->per_caller_;
  if (!counted_.empty()) limits.End(counted_, method_.is_stream());
  counted_.clear();
  admitted_ = Within(limits.Begin(as, method_.is_stream(), absl::Now()));
  if (admitted_.ok()) counted_ = std::move(as);
}

absl::Status Call::StillWanted() const {
  if (!gone() && absl::Now() <= deadline_) return absl::OkStatus();
  return Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
               "nobody waited any more when the work was to begin; nothing was done");
}

// [authorize]
void Call::RefuseBeyondMemory() {
  const bool fits = shell_->request_bytes_ <= shell_->options_.max_request_memory;
  if (!admitted_.ok() || request_bytes_ <= Shell::kSmallRequest || fits) return;
  admitted_ = RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                         "too many large requests wait already; nothing was done", /*seconds=*/1);
  known_ = true;  // Nor does it wait for a key.
}

absl::Status Call::Authorize(absl::string_view name, auth::Access::Reach reach) {
  return shell_->stopped_ ? ShuttingDown() : Decide(name, reach);
}

absl::Status Call::Decide(absl::string_view name, auth::Access::Reach reach) {
  if (std::exchange(asked_, true)) caller_ = shell_->options_.identify(*context_);
  if (!admitted_.ok()) return admitted_;
  if (!caller_.ok()) return caller_.status();
  const auto role = caller_->access->Decide(method_.permission, name, reach, absl::Now());
  if (!role.ok()) return role.status();
  role_ = *role;
  name_ = std::string(name);
  reach_ = reach;
  return absl::OkStatus();
}
// [/authorize]

auth::View Call::view() const { return {caller_->access, method_.permission, absl::Now()}; }

// [end]
grpc::Status Call::End(absl::Status status) {
  ended_ = true;
  if (!counted_.empty()) shell_->per_caller_->End(counted_, method_.is_stream());
  if (method_.is_stream()) shell_->streams_.Remove(this);
  if (method_.audited_read && !noted_ && (answered_ || status.ok())) {
    status = absl::InternalError("an audited_read was answered without an entry in the log");
  }
  status = Tellable(std::move(status));
  if (status.ok() && method_.is_stream() && !method_.descriptor->server_streaming()) Sent();
  method_.End(status.code(), status.ok() ? "" : NameOf(ReasonOf(status)), absl::Now() - arrival_,
              shell_->log_);
  return ToGrpcStatus(status, shell_->options_.domain);
}
// [/end]

absl::Status Call::Tellable(absl::Status status) const {
  if (status.code() != absl::StatusCode::kInternal) return status;
  return InternalFault(ops::LogIncident(status.message(), shell_->log_));
}

absl::Status Call::CountItem() {
  const bool taken = counted_.empty() || shell_->per_caller_->TakeItem(counted_, absl::Now());
  return Within(taken ? ops::CallerLimits::Verdict::kTaken : ops::CallerLimits::Verdict::kTooFast);
}

google::rpc::Status Call::ItemError(const absl::Status& status) const {
  return ToRpcStatus(Tellable(status), shell_->options_.domain);
}

Shell::Shell(Options options, ops::Methods methods, prometheus::Registry* registry, ops::Log* log)
    : options_(std::move(options)),
      methods_(std::move(methods)),
      log_(log),
      streams_(options_.max_streams),
      per_caller_(options_.per_caller.has_value()
                      ? std::make_unique<ops::CallerLimits>(*options_.per_caller)
                      : nullptr),
      pool_(options_.threads, options_.max_waiting, registry) {}

void Shell::Wait(const std::shared_ptr<Call>& call, std::function<void()> then) {
  const bool waits = room_.Enter([this, call, then](bool last) {
    call->Identify(last || call->gone());
    if (!call->known()) return false;
    // What follows may take long, and all who wait share one thread.
    if (absl::Status s = Post(then); !s.ok()) {
      call->admitted_ = std::move(s);
      then();
    }
    return true;
  });
  if (!waits) then();
}

void Shell::AwaitCalls(absl::Time until) const {
  while (calls_ > 0 && absl::Now() < until) absl::SleepFor(kLook);
}

absl::Status Shell::Open(const Call& stream, std::function<void(absl::Status)> stop) {
  return Answer(streams_.Add(&stream, [stop] { stop(ShuttingDown()); }),
                "too many streams are open already; try again in a second");
}

void Shell::Queue(std::shared_ptr<Call> call, std::function<absl::Status()> work) {
  const absl::Status posted = Post([call, work = std::move(work)] {
    absl::Status status = call->StillWanted();
    call->Finish(status.ok() ? Guard(work) : status);
  });
  if (!posted.ok()) call->Finish(posted);
}

absl::Status Shell::Post(std::function<void()> job) {
  return Answer(pool_.Run(std::move(job)), "too many calls wait already; try again in a second");
}

}  // namespace lotse::rpc
