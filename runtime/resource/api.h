#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/shell.h"

namespace lotse::resource {

// Binds the methods of a service to use cases: plain functions over a session,
// a request and a reply. A function pointer captures nothing, so nothing of it
// can dangle while a call waits. A session is the transaction, or a value that
// a service makes of it together with what else its use cases need.
template <class Session = Tx&>
class Api {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  using MakeSession = std::function<Session(Tx&)>;
  template <class Request, class Reply>
  using UseCase = absl::Status (*)(Session, const Request&, Reply*);

  // Both outlive the calls.
  Api(rpc::Shell* shell, Store* store, MakeSession make_session)
      : shell_(shell), store_(store), make_session_(std::move(make_session)) {}

  // Runs a use case that only reads.
  template <class Request, class Reply>
  Reactor* Read(Context* context, const Request* request, Reply* reply,
                UseCase<Request, Reply> use_case) const {
    return shell_->Run(context, *request, [this, request, reply, use_case] {
      return store_->Read([&](Tx& tx) { return use_case(make_session_(tx), *request, reply); });
    });
  }

  // Runs a use case that writes; it is acknowledged after the commit.
  template <class Request, class Reply>
  Reactor* Write(Context* context, const Request* request, Reply* reply,
                 UseCase<Request, Reply> use_case) const {
    return shell_->Run(context, *request, [this, request, reply, use_case] {
      return store_->Write([&](Tx& tx) { return use_case(make_session_(tx), *request, reply); });
    });
  }

 private:
  rpc::Shell* const shell_;
  Store* const store_;
  const MakeSession make_session_;
};

// The binding for use cases that need nothing but the transaction.
inline Api<> MakeApi(rpc::Shell* shell, Store* store) {
  return Api<>(shell, store, [](Tx& tx) -> Tx& { return tx; });
}

}  // namespace lotse::resource
