#include "tests/perf/replay_server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"

namespace lotse::perf {
namespace {

class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Reactor(const grpc::ByteBuffer* reply) : reply_(*reply) { StartRead(&request_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  const grpc::ByteBuffer reply_;
  grpc::ByteBuffer request_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Reactor(&reply);
  }

  grpc::ByteBuffer reply;
};

}  // namespace

struct ReplayServer::Impl {
  Service service;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

ReplayServer::ReplayServer() : impl_(std::make_unique<Impl>()) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&impl_->service);
  impl_->server = builder.BuildAndStart();
  impl_->address = absl::StrCat("127.0.0.1:", port);
}

ReplayServer::~ReplayServer() { impl_->server->Shutdown(); }

const std::string& ReplayServer::address() const { return impl_->address; }

void ReplayServer::SetReply(const google::protobuf::Message& reply) {
  const grpc::Slice slice(reply.SerializeAsString());
  impl_->service.reply = grpc::ByteBuffer(&slice, 1);
}

}  // namespace lotse::perf
