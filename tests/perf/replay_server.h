#pragma once

#include <memory>
#include <string>

#include "google/protobuf/message.h"

namespace lotse::perf {

// The floor under the figures of a method: a gRPC server on loopback that answers every
// call at once with the same bytes, without a store, a log or a metric.
class ReplayServer {
 public:
  ReplayServer();
  ~ReplayServer();

  // HOST:PORT.
  const std::string& address() const;
  // What is answered from now on; while nobody calls.
  void SetReply(const google::protobuf::Message& reply);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lotse::perf
