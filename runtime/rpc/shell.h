#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "runtime/auth/access.h"
#include "runtime/ops/caller_limits.h"
#include "runtime/ops/guard.h"
#include "runtime/ops/methods.h"
#include "runtime/ops/open_streams.h"
#include "runtime/rpc/waiting_room.h"

namespace lotse::rpc {

using auth::Caller;
using ops::Guard;
class Shell;

// One call, from Shell::Begin to Finish, or from Shell::BeginStream to End. That
// is called once, from any thread, and frees context, request and reply. A call
// that is dropped before it ends is an INTERNAL fault.
class Call {
 public:
  // A call of Shell::Begin has a reactor, one of Shell::BeginStream has none. Its request, of
  // so many bytes, stays in memory until it ends.
  Call(Shell* shell, const ops::Method& method, grpc::CallbackServerContext* context,
       grpc::ServerUnaryReactor* reactor, size_t request_bytes);
  ~Call();

  // What a unary method returns to gRPC.
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }
  // Whether it is settled who calls, or that nobody is asked; see Shell::WhenKnown.
  bool known() const { return known_; }
  // Only once Authorize was OK.
  const Caller& caller() const { return *caller_; }
  // Until when the caller waits; years away for a stream without a deadline.
  absl::Time deadline() const { return deadline_; }
  // True if the caller gave up. Cheap. Not to be asked after the end.
  bool gone() const { return context_->IsCancelled(); }
  // CALLER_GONE if nobody waits any more: work that has not begun is left.
  absl::Status StillWanted() const;

  // OK if the caller is known and may do this to `name`, the resource or the parent
  // that the request names, as it was sent; see auth::Access::Decide for `reach` and
  // the errors. SHUTTING_DOWN after Shell::Stop. Every call asks before it looks at
  // anything, and a stream again and again: what was allowed may be no more.
  // RATE_LIMITED if the caller has or does too much, OVERLOADED if its request is large and
  // those that are answered now take too much memory together.
  absl::Status Authorize(absl::string_view name,
                         auth::Access::Reach reach = auth::Access::Reach::kAt);
  // As the last Authorize, which was OK, by what the caller may do now: also after
  // Shell::Stop, for what was taken goes on.
  absl::Status AuthorizeAgain() { return Decide(std::string(name_), reach_); }
  // The role in which the caller was allowed to; empty without one.
  absl::string_view role() const { return auth::NameOf(role_); }
  // What the caller sees through this call.
  auth::View view() const;

  // Cuts the caller off: what gRPC is still to do for the call fails. Not after the end.
  void Cancel() { context_->TryCancel(); }

  // Tells that the change log has an entry of this `audited_read`. An answer or a message
  // without is an INTERNAL fault.
  void Noted() { noted_ = true; }

  // Ends a unary call: metrics, log line, answer. What an INTERNAL error says goes
  // to the log; the caller gets the id of the incident.
  void Finish(absl::Status status) { reactor_->Finish(End(std::move(status))); }
  // The same for a stream; its reactor is to be given what is returned.
  grpc::Status End(absl::Status status);

  // An item of a stream that is like a call of its own. CountItem counts one against the
  // calls that its caller may begin in a second, RATE_LIMITED; ItemError is what is told of
  // one that ended so, as Finish tells it.
  absl::Status CountItem();
  google::rpc::Status ItemError(const absl::Status& status) const;

  // Count a message of a stream. A side that has one message only needs no count.
  void Sent() {
    method_.metrics.sent->Increment();
    answered_ = true;
  }
  void Received() const { method_.metrics.received->Increment(); }

 private:
  friend class Shell;
  // Asks who calls; `last` is whether it is not asked again.
  void Identify(bool last);
  void RefuseBeyondMemory();  // A large one, which would take memory while it waits for a key.
  // Takes it in under the limits of whoever calls.
  void Count(std::string as);
  // What may be told: of a fault of ours the id of the incident, and the rest goes to the log.
  absl::Status Tellable(absl::Status status) const;
  absl::Status Decide(absl::string_view name, auth::Access::Reach reach);

  Shell* const shell_;
  const ops::Method& method_;
  grpc::CallbackServerContext* const context_;
  grpc::ServerUnaryReactor* const reactor_;
  const size_t request_bytes_;
  const absl::Time arrival_;
  const absl::Time deadline_;
  absl::StatusOr<Caller> caller_;
  absl::Status admitted_;
  std::string counted_;  // The name under which the limits have it; empty: they do not.
  auth::Role role_ = type::v1alpha::ROLE_UNSPECIFIED;
  bool known_ = false;
  bool asked_ = false;  // Whether Authorize was called.
  std::string name_;    // What it was asked for last.
  auth::Access::Reach reach_ = auth::Access::Reach::kAt;
  bool noted_ = false;
  bool answered_ = false;  // Whether anything was sent.
  bool ended_ = false;
};

// What surrounds every call: deadline, permission, queue, metrics, the log line and
// the answer to gRPC. One per daemon; outlives its calls. Thread-safe.
class Shell {
 public:
  // A request of at most so many bytes is taken however many others are in memory: callers who
  // read must not wait for those who send files.
  static constexpr size_t kSmallRequest = 64 << 10;

  struct Options {
    // Names the service in errors, for example `survey.lotse`.
    std::string domain;
    // Who calls, and what they may do now: an error if that cannot be told. Never
    // waits; KEYS_UNAVAILABLE if it may be able to tell in a moment.
    std::function<absl::StatusOr<Caller>(const grpc::CallbackServerContext&)> identify =
        [](const grpc::CallbackServerContext&) { return auth::LocalCaller(); };
    // Whether `identify` can tell at once: no signature has to be verified, which those
    // who are not known could ask for as often as they like.
    std::function<bool(const grpc::CallbackServerContext&)> recognizes =
        [](const grpc::CallbackServerContext&) { return true; };
    // Where a call comes from, as gRPC words a peer: who is not known is counted by it.
    std::function<std::string(const grpc::CallbackServerContext&)> origin =
        [](const grpc::CallbackServerContext& context) { return context.peer(); };
    // What one caller may take; without, as much as there is.
    std::optional<ops::CallerLimits::Options> per_caller = {};
    // How long a unary call may take, whatever its deadline.
    absl::Duration max_duration = absl::Seconds(60);
    // Threads of the queue, and how many calls may wait for one; as many writes may wait.
    int threads = 2;
    size_t max_waiting = 1024;
    size_t max_streams = 64;  // Streams that may be open.
    // Bytes of the requests that are in memory at once, beyond which no large one is taken.
    size_t max_request_memory = 256 << 20;
  };

  Shell(Options options, ops::Methods methods, prometheus::Registry* registry, ops::Log* log);

  // Begins a unary call. Never null.
  std::shared_ptr<Call> Begin(grpc::CallbackServerContext* context,
                              const google::protobuf::Message& request) {
    return std::make_shared<Call>(this, methods_.Of(request.GetDescriptor()), context,
                                  context->DefaultReactor(), request.ByteSizeLong());
  }

  // Begins a call whose reactor is made elsewhere. It bounds by itself how long and how much it is.
  std::shared_ptr<Call> BeginStream(grpc::CallbackServerContext* context,
                                    const google::protobuf::Descriptor* request) {
    return std::make_shared<Call>(this, methods_.Of(request), context, nullptr, 0);
  }

  // Goes on with `then` once it is settled who calls: at once, as a rule, and for a token
  // whose key is looked for on a thread of the queue, within a second.
  template <class Then>
  void WhenKnown(const std::shared_ptr<Call>& call, Then then) {
    call->known() ? then() : Wait(call, std::move(then));
  }

  // Takes a stream in until its end: OK, OVERLOADED, or SHUTTING_DOWN. Stop() calls
  // `stop` with the error to end with; it holds what it uses (a shared or weak
  // pointer), because the stream may just have ended.
  absl::Status Open(const Call& stream, std::function<void(absl::Status)> stop);

  // Runs `work` on a thread of the queue and finishes the call with its status; with
  // OVERLOADED, SHUTTING_DOWN or CALLER_GONE if it is not run.
  void Queue(std::shared_ptr<Call> call, std::function<absl::Status()> work);

  // Runs a job that throws nothing in the queue; OVERLOADED or SHUTTING_DOWN if not.
  absl::Status Post(std::function<void()> job);
  const Options& options() const { return options_; }

  // Takes no more calls and tells streams to end. Calls that were taken go on.
  void Stop() {
    stopped_ = true;
    room_.Stop();
    pool_.Stop();
    streams_.Stop();
  }
  // Waits until gRPC is done with every call, but not beyond `until`. A connection that is
  // closed under a caller who still sends takes with it what the caller has not read yet, the
  // last results of a stream too; so connections are to be closed after this only.
  void AwaitCalls(absl::Time until) const;

 private:
  friend class Call;
  void Wait(const std::shared_ptr<Call>& call, std::function<void()> then);

  const Options options_;
  const ops::Methods methods_;
  ops::Log* const log_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int64_t> calls_ = 0;         // That exist: a stream's until gRPC is done with it.
  std::atomic<size_t> request_bytes_ = 0;  // Of their requests together.
  ops::OpenStreams streams_;
  const std::unique_ptr<ops::CallerLimits> per_caller_;  // Null without.
  ops::WorkPool pool_;
  WaitingRoom room_;
};

}  // namespace lotse::rpc
