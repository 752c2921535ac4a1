// Calls through TLS with a token, for the benchmark of the edge (tests/edge/bench_edge.py):
//
//   edge_load HOST:PORT AUTHORITY NAME IN_FLIGHT SECONDS < TOKEN
//
// AUTHORITY is the file of whom to believe, NAME stands in the certificate of the other side.
// Prints what it found as JSON.

#include <algorithm>
#include <cstdio>
#include <fstream>
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
#include "lotse/engagement/v1alpha/grant_service.grpc.pb.h"
#include "tests/perf/load.h"

namespace lotse::perf {
namespace {

using engagement::v1alpha::GrantService;

std::string ReadAll(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

LoadResult RunRights(const std::string& address, const std::string& authority,
                     const std::string& name, const std::string& token, int in_flight,
                     absl::Duration duration) {
  const auto credentials = grpc::SslCredentials({authority, "", ""});
  std::vector<std::shared_ptr<GrantService::Stub>> stubs;
  for (int i = 0; i < std::min(in_flight, kMaxConnections); ++i) {
    stubs.push_back(GrantService::NewStub(Connect(address, credentials, name)));
  }
  const std::string authorization = absl::StrCat("Bearer ", token);
  return RunCalls(in_flight, duration, [&](int caller) -> StartCall {
    struct Messages {
      engagement::v1alpha::GetMyRightsRequest request;
      engagement::v1alpha::GetMyRightsResponse response;
    };
    return [stub = stubs[caller % stubs.size()], messages = std::make_shared<Messages>(),
            authorization](grpc::ClientContext* context,
                           std::function<void(const grpc::Status&)> done) {
      context->AddMetadata("authorization", authorization);
      stub->async()->GetMyRights(context, &messages->request, &messages->response, std::move(done));
    };
  });
}

int Run(int argc, char** argv) {
  int in_flight = 0, seconds = 0;
  if (argc != 6 || !absl::SimpleAtoi(argv[4], &in_flight) || in_flight < 1 ||
      !absl::SimpleAtoi(argv[5], &seconds) || seconds < 1) {
    std::fprintf(stderr, "edge_load: give HOST:PORT AUTHORITY NAME IN_FLIGHT SECONDS < TOKEN\n");
    return 2;
  }
  std::ifstream authority(argv[2]);
  const std::string token = ReadAll(std::cin);
  const LoadResult found =
      RunRights(argv[1], ReadAll(authority), argv[3],
                std::string(absl::StripAsciiWhitespace(token)), in_flight, absl::Seconds(seconds));
  absl::PrintF("{\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"failed\":%d}\n",
               found.per_second, found.p50_ms, found.p99_ms, found.failed);
  return 0;
}

}  // namespace
}  // namespace lotse::perf

int main(int argc, char** argv) { return lotse::perf::Run(argc, argv); }
