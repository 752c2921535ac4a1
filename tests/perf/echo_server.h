#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace lotse::perf {

// The floor under every figure: a gRPC server on loopback that takes
// SubmitResponse with the real messages and answers at once, without a store, a
// log or a metric.
class EchoServer {
 public:
  explicit EchoServer(const std::shared_ptr<grpc::ServerCredentials>& credentials =
                          grpc::InsecureServerCredentials());
  ~EchoServer();

  // HOST:PORT.
  const std::string& address() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lotse::perf
