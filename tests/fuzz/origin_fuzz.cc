// Where a call comes from: what a peer is and what a header says, in two lines.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "runtime/edge/ip_address.h"
#include "runtime/edge/origin.h"
#include "runtime/ops/caller_limits.h"
#include "tests/fuzz/driver.h"

namespace edge = lotse::edge;
namespace ops = lotse::ops;

namespace {

// Ends the run where a promise is broken.
void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto networks = *edge::IpNetworks::Parse("127.0.0.1,2001:db8::/32");
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  const absl::string_view peer = lines[0];
  const auto told = absl::MakeConstSpan(lines).subspan(1);
  const std::string origin = edge::OriginOf(peer, told, networks);
  Require(!ops::BucketOf(origin).empty(), "everybody has a bucket");
  if (origin == peer) return 0;
  const auto from = edge::IpOfPeer(peer);
  const bool is_socket = absl::StartsWith(peer, "unix:");
  Require(is_socket || (from.has_value() && networks.Contain(*from)), "only the edge is believed");
  Require(told.size() == 1 && edge::IpOfPeer(origin) == edge::ParseIp(told[0]),
          "it is the one address that was told");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {"ipv4:127.0.0.1:1000\n192.0.2.1", "ipv6:%5B2001:db8::1%5D:1000\n2001:db8:1::5",
          "ipv4:192.0.2.1:1000\n192.0.2.2", "unix:\n192.0.2.1"};
}

std::vector<std::string> FuzzTokens() {
  return {"ipv4:", "ipv6:", "unix:", "127.0.0.1", "::ffff:", "%5B", "%5D", "[",
          "]",     ":",     "::",    ".",         "/",       "\n",  "0",   std::string(1, '\0')};
}
