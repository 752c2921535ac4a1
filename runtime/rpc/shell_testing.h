#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/ops/log.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/rpc/rpc_test_service.grpc.pb.h"
#include "runtime/rpc/shell.h"

namespace lotse::rpc {

// A server of one service with a shell around it, and what both leave in the log and
// the metrics. Whoever derives from it and has the service calls End first.
class ShellFixture : public ::testing::Test {
 protected:
  ShellFixture() { options_.domain = "test.lotse"; }
  ~ShellFixture() override {
    End();
    std::fclose(log_file_);
  }

  static const google::protobuf::ServiceDescriptor* Descriptor(const char* service) {
    return test::Reply::descriptor()->file()->FindServiceByName(service);
  }

  // Gives `service` its shell and serves it; stub_ calls it.
  template <class Service>
  void Serve(Service* service) {
    auto methods = ops::Methods::Make({Descriptor("RpcTestService")}, unlogged_, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    shell_ = std::make_unique<Shell>(options_, *std::move(methods), &registry_, log_.get());
    service->shell = shell_.get();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    stub_ = test::RpcTestService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }

  // Ends server and shell, so that log and metrics are complete.
  void End() {
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    shell_.reset();
    log_.reset();
  }

  std::string Logged() {
    End();
    std::string out(1 << 16, '\0');
    out.resize(pread(fileno(log_file_), out.data(), out.size(), 0));
    return out;
  }

  // The value of a series of a method.
  double Metric(const std::string& name, const std::string& method, const std::string& code = "") {
    for (const auto& family : registry_.Collect()) {
      if (family.name != "grpc_server_" + name) continue;
      for (const auto& metric : family.metric) {
        bool right = true;
        for (const auto& label : metric.label) {
          if (label.name == "grpc_method") right &= label.value == method;
          if (label.name == "grpc_code") right &= label.value == code;
        }
        if (right) return metric.counter.value + metric.histogram.sample_count;
      }
    }
    ADD_FAILURE() << "no " << name << " " << method << " " << code;
    return -1;
  }

  Shell::Options options_;
  absl::flat_hash_set<const google::protobuf::Descriptor*> unlogged_;
  prometheus::Registry registry_;
  std::FILE* const log_file_ = std::tmpfile();
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<Shell> shell_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<test::RpcTestService::Stub> stub_;
};

// What a test lets happen in Ask.
using Body = std::function<void(std::shared_ptr<Call>, const test::AskRequest&, test::Reply*)>;

class AskService final : public test::RpcTestService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Ask(grpc::CallbackServerContext* context,
                                const test::AskRequest* request, test::Reply* reply) override {
    auto call = shell->Begin(context, *request);
    auto* reactor = call->reactor();
    body(std::move(call), *request, reply);
    return reactor;
  }
  Shell* shell = nullptr;
  Body body;
};

class ShellTest : public ShellFixture {
 protected:
  ShellTest() { options_.threads = 1; }
  ~ShellTest() override { End(); }  // Calls go on until then, and use service_.

  void Start(Body body) {
    service_.body = std::move(body);
    Serve(&service_);
  }

  absl::Status Ask(const std::string& name = "", test::Reply* reply = nullptr,
                   grpc::ClientContext* context = nullptr) {
    grpc::ClientContext own;
    test::AskRequest request;
    request.set_name(name);
    test::Reply ignored;
    return FromGrpcStatus(stub_->Ask(context != nullptr ? context : &own, request,
                                     reply != nullptr ? reply : &ignored));
  }
  std::future<absl::Status> AskAside(const std::string& name = "",
                                     grpc::ClientContext* context = nullptr) {
    return std::async(std::launch::async,
                      [this, name, context] { return Ask(name, nullptr, context); });
  }

  AskService service_;
};

template <class Detail>
bool Has(const absl::Status& status) {
  return status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()))
      .has_value();
}

}  // namespace lotse::rpc
