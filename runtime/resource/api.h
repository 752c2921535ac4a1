#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/shell.h"

namespace lotse::resource {

// Binds the methods of a service to use cases: plain functions over a
// transaction, a request and a reply. A function pointer captures nothing, so
// nothing of it can dangle while a call waits.
class Api {
 public:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;
  template <class Request, class Reply>
  using UseCase = absl::Status (*)(Tx&, const Request&, Reply*);

  // Both outlive the calls.
  Api(rpc::Shell* shell, Store* store) : shell_(shell), store_(store) {}

  // Runs a use case that only reads.
  template <class Request, class Reply>
  Reactor* Read(Context* context, const Request* request, Reply* reply,
                UseCase<Request, Reply> use_case) const {
    return shell_->Run(context, *request, [store = store_, request, reply, use_case] {
      return store->Read([&](Tx& tx) { return use_case(tx, *request, reply); });
    });
  }

  // Runs a use case that writes; it is acknowledged after the commit.
  template <class Request, class Reply>
  Reactor* Write(Context* context, const Request* request, Reply* reply,
                 UseCase<Request, Reply> use_case) const {
    return shell_->Run(context, *request, [store = store_, request, reply, use_case] {
      return store->Write([&](Tx& tx) { return use_case(tx, *request, reply); });
    });
  }

 private:
  rpc::Shell* const shell_;
  Store* const store_;
};

}  // namespace lotse::resource
