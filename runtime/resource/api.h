#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "runtime/resource/replay.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/shell.h"

namespace lotse::resource {

// Binds the gRPC methods of a daemon to the standard methods and to use cases of
// its own, and decides where their work runs: reading one row on gRPC's thread,
// what grows with the data on the threads of the shell, writes on the thread that
// writes, which ends the call after the commit.
class Api {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  using Message = google::protobuf::Message;
  // A use case is a plain function over transaction, request and reply. A function
  // pointer captures nothing, so nothing of it can dangle while a call waits.
  template <class Request, class Reply>
  using UseCase = absl::Status (*)(Tx&, const Request&, Reply*);

  // All outlive the calls.
  Api(rpc::Shell* shell, Store* store, const Standard* standard)
      : shell_(shell), store_(store), standard_(standard) {}

  // Runs a standard method.
  Reactor* Run(Context* context, const Message* request, Message* reply) const;

  // Runs a use case that writes.
  template <class Request, class Reply>
  Reactor* Write(Context* context, const Request* request, Reply* reply,
                 UseCase<Request, Reply> use_case) const {
    return RunWrite(context, request, reply,
                    [request, reply, use_case](Tx& tx) { return use_case(tx, *request, reply); });
  }

  // Runs a use case that only reads, and notes it in the log if its method is an
  // `audited_read`.
  template <class Request, class Reply>
  Reactor* Read(Context* context, const Request* request, Reply* reply,
                UseCase<Request, Reply> use_case) const {
    return RunRead(context, request, reply,
                   [request, reply, use_case](Tx& tx) { return use_case(tx, *request, reply); });
  }

  // As Write and Read, for a use case that needs more than the transaction; what it
  // holds lives until the call has ended.
  using Work = std::function<absl::Status(Tx&)>;
  Reactor* RunWrite(Context* context, const Message* request, Message* reply, Work work) const;
  Reactor* RunRead(Context* context, const Message* request, Message* reply, Work work) const;

  // Runs work that is no single transaction, on a thread of the shell. It is told
  // on whose behalf and until when.
  using LongWork = std::function<absl::Status(const Cause& cause, absl::Time deadline)>;
  Reactor* RunLong(Context* context, const Message* request, LongWork work) const;
  // The same, told how long the caller waits: it also stops if the caller goes away.
  using PatientWork = std::function<absl::Status(const Cause&, const sql::Patience&)>;
  Reactor* RunPatient(Context* context, const Message* request, PatientWork work) const;

  // Runs work that hands the call on to a store of its own and returns: whoever has it
  // finishes it. Begins on gRPC's thread.
  using HandOver = std::function<void(const std::shared_ptr<rpc::Call>&)>;
  Reactor* RunApart(Context* context, const Message* request, HandOver work) const;

  // Before the first message of a stream: if its method is an `audited_read`, looks with
  // `check` whether there is something to read and notes in the log that it is read. Calls
  // `then` once, with OK when that is on disk, else with the error to end with. `call`
  // was authorized; the reactor of the stream, and `request`, live until it ends.
  void LogRead(const std::shared_ptr<rpc::Call>& call, const Message& request, Work check,
               Store::Done then) const;

  rpc::Shell* shell() const { return shell_; }
  Store* store() const { return store_; }

 private:
  // Begins a call, and goes on with `then` if it may go on.
  template <class Then>
  Reactor* Begin(Context* context, const Method& method, const Message& request, Then then) const;
  const Method& MethodOf(const Message& request) const {
    return store_->schema().MethodOf(request.GetDescriptor());
  }
  Reactor* RunInline(Context* context, const Message* request, Message* reply) const;
  // After the reading, and before its answer: notes it in the log if its method is an
  // `audited_read`, and waits until that is on disk.
  absl::Status NoteRead(const std::shared_ptr<rpc::Call>& call, const Message& request) const;

  rpc::Shell* const shell_;
  Store* const store_;
  const Standard* const standard_;
};

// On whose behalf a call that was authorized writes: with the rights that it has when its
// turn comes.
Cause CauseOf(const std::shared_ptr<rpc::Call>& call, const std::string& request_id);

// How long the caller of a call waits.
sql::Patience PatienceOf(const std::shared_ptr<rpc::Call>& call);

}  // namespace lotse::resource
