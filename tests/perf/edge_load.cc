// Calls through TLS with a token, for the benchmark of the edge (tests/edge/bench_edge.py):
//
//   edge_load HOST:PORT AUTHORITY NAME METHOD REQUESTS IN_FLIGHT SECONDS < TOKEN
//
// AUTHORITY is the file of whom to believe, NAME stands in the certificate of the other side,
// METHOD is such as /lotse.engagement.v1alpha.GrantService/GetMyRights. The file REQUESTS has
// messages, each behind its length (four bytes, the least first): a single one is sent again and
// again, of several each is sent once, and the program ends when they do not suffice.
// Prints what it found as JSON.

#include <google/protobuf/io/coded_stream.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "tests/perf/load.h"

namespace lotse::perf {
namespace {

std::string ReadAll(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "edge_load: %s\n", why.c_str());
  std::exit(2);
}

// The messages that are sent. Thread-safe.
class Requests {
 public:
  explicit Requests(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string content = ReadAll(file);
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(content.data()),
                                              static_cast<int>(content.size()));
    for (uint32_t size = 0; in.ReadLittleEndian32(&size);) {
      std::string message;
      if (!in.ReadString(&message, static_cast<int>(size))) Fail(path + " is cut off");
      const grpc::Slice slice(message);
      messages_.emplace_back(&slice, 1);
    }
    if (messages_.empty()) Fail(path + " has no message");
  }

  const grpc::ByteBuffer& Next() {
    if (messages_.size() == 1) return messages_[0];
    const size_t next = next_++;
    if (next >= messages_.size()) Fail("all messages are sent; give more");
    return messages_[next];
  }

 private:
  std::vector<grpc::ByteBuffer> messages_;
  std::atomic<size_t> next_ = 0;
};

struct Calls {
  std::string address, authority, name, method, token;
};

LoadResult Run(const Calls& calls, Requests& requests, int in_flight, absl::Duration duration) {
  const auto credentials = grpc::SslCredentials({calls.authority, "", ""});
  std::vector<std::shared_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < std::min(in_flight, kMaxConnections); ++i) {
    stubs.push_back(
        std::make_shared<grpc::GenericStub>(Connect(calls.address, credentials, calls.name)));
  }
  const std::string authorization = absl::StrCat("Bearer ", calls.token);
  return RunCalls(in_flight, duration, [&](int caller) -> StartCall {
    return [&, stub = stubs[caller % stubs.size()], answer = std::make_shared<grpc::ByteBuffer>()](
               grpc::ClientContext* context, std::function<void(const grpc::Status&)> done) {
      context->AddMetadata("authorization", authorization);
      stub->UnaryCall(context, calls.method, {}, &requests.Next(), answer.get(), std::move(done));
    };
  });
}

int Main(int argc, char** argv) {
  int in_flight = 0, seconds = 0;
  if (argc != 8 || !absl::SimpleAtoi(argv[6], &in_flight) || in_flight < 1 ||
      !absl::SimpleAtoi(argv[7], &seconds) || seconds < 1) {
    Fail("give HOST:PORT AUTHORITY NAME METHOD REQUESTS IN_FLIGHT SECONDS < TOKEN");
  }
  std::ifstream authority(argv[2]);
  const std::string token = ReadAll(std::cin);
  Requests requests(argv[5]);
  const Calls calls = {argv[1], ReadAll(authority), argv[3], argv[4],
                       std::string(absl::StripAsciiWhitespace(token))};
  const LoadResult found = Run(calls, requests, in_flight, absl::Seconds(seconds));
  absl::PrintF("{\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"failed\":%d}\n",
               found.per_second, found.p50_ms, found.p99_ms, found.failed);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Main(argc, argv); }
