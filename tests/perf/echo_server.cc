#include "tests/perf/echo_server.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"

namespace lotse::perf {
namespace {

class Echo final : public survey::v1alpha::ResponseService::CallbackService {
 public:
  grpc::ServerUnaryReactor* SubmitResponse(
      grpc::CallbackServerContext* context, const survey::v1alpha::SubmitResponseRequest* request,
      survey::v1alpha::SubmitResponseResponse* response) override {
    // Looks at the request, so that parsing it cannot be left out.
    response->set_duplicate(request->answers().empty());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

struct EchoServer::Impl {
  Echo service;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

EchoServer::EchoServer(const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : impl_(std::make_unique<Impl>()) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterService(&impl_->service);
  impl_->server = builder.BuildAndStart();
  impl_->address = absl::StrCat("127.0.0.1:", port);
}

EchoServer::~EchoServer() { impl_->server->Shutdown(); }

const std::string& EchoServer::address() const { return impl_->address; }

}  // namespace lotse::perf
