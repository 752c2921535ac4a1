#include "runtime/rpc/shell.h"

#include <exception>
#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

namespace lotse::rpc {
namespace {

// Random, because it is told to strangers and must not count our faults.
std::string NewIncidentId() {
  absl::BitGen random;
  return absl::StrFormat("%016x", absl::Uniform<uint64_t>(random));
}

}  // namespace

struct Shell::Call {
  grpc::CallbackServerContext* context;
  grpc::ServerUnaryReactor* reactor;
  const google::protobuf::Descriptor* request;
  const ops::MethodMetrics* metrics;
  absl::Time arrival;
  std::function<absl::Status()> work;
};

Shell::Shell(Options options, prometheus::Registry* registry, ops::Log* log)
    : options_(std::move(options)),
      metrics_(registry, options_.services),
      log_(log),
      pool_(options_.threads, options_.max_waiting) {}

grpc::ServerUnaryReactor* Shell::Run(grpc::CallbackServerContext* context,
                                     const google::protobuf::Message& request,
                                     std::function<absl::Status()> work) {
  auto* reactor = context->DefaultReactor();
  const auto* descriptor = request.GetDescriptor();
  auto call = std::make_shared<const Call>(
      Call{context, reactor, descriptor, &metrics_.Of(descriptor), absl::Now(), std::move(work)});
  call->metrics->started->Increment();
  switch (pool_.Run([this, call] { Finish(*call, Work(*call)); })) {
    case ops::WorkPool::Offer::kTaken:
      break;
    case ops::WorkPool::Offer::kFull:
      Finish(*call, RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                               "too many calls wait already; try again in a second", 1));
      break;
    case ops::WorkPool::Offer::kStopped:
      Finish(*call, Error(type::v1alpha::ERROR_REASON_SHUTTING_DOWN,
                          "the service is stopping; try another replica or try again"));
      break;
  }
  return reactor;
}

absl::Status Shell::Work(const Call& call) const {
  const absl::Time deadline =
      std::min(absl::FromChrono(call.context->deadline()), call.arrival + options_.max_wait);
  if (call.context->IsCancelled() || absl::Now() > deadline) {
    return Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                 "the deadline passed before the work began; nothing was done");
  }
  try {
    return call.work();
  } catch (const std::exception& fault) {
    // Libraries throw; their adapters catch. What arrives here is a fault of
    // ours, and goes to the log without the content of the call.
    return absl::InternalError(fault.what());
  }
}

void Shell::Finish(const Call& call, absl::Status status) {
  std::string incident;
  if (status.code() == absl::StatusCode::kInternal) {
    incident = NewIncidentId();
    log_->Error("incident", {{"incident", incident}, {"what", std::string(status.message())}});
    status = Error(type::v1alpha::ERROR_REASON_INTERNAL,
                   absl::StrCat("internal fault; incident ", incident), {{"incident", incident}});
  }
  const absl::Duration duration = absl::Now() - call.arrival;
  call.metrics->handled[static_cast<int>(status.code())]->Increment();
  call.metrics->handling_seconds->Observe(absl::ToDoubleSeconds(duration));
  if (status.ok() && options_.unlogged.contains(call.request)) {
    call.reactor->Finish(grpc::Status::OK);
    return;
  }
  // No message and no name of a resource: both may hold what a caller typed.
  log_->Info("call", {{"request", std::string(call.request->full_name())},
                      {"code", absl::StatusCodeToString(status.code())},
                      {"reason", std::string(status.ok() ? "" : NameOf(ReasonOf(status)))},
                      {"duration_us", absl::ToInt64Microseconds(duration)}});
  call.reactor->Finish(ToGrpcStatus(status, options_.domain));
}

}  // namespace lotse::rpc
