#include "runtime/edge/origin.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/ops/caller_limits.h"

namespace lotse::edge {
namespace {

constexpr char kEdge[] = "ipv4:127.0.0.1:40000";

TEST(OriginOf, IsWhatTheEdgeSaysAndElseThePeer) {
  struct Case {
    const char* what;
    const char* peer;
    std::vector<absl::string_view> told;
    const char* origin;
  };
  const IpNetworks edge = *IpNetworks::Parse("127.0.0.1,2001:db8::/64");
  for (const Case& c : std::vector<Case>{
           {"the edge", kEdge, {"192.0.2.1"}, "ipv4:192.0.2.1:0"},
           {"the edge, IPv6", kEdge, {"2001:db8:1::5"}, "ipv6:[2001:db8:1::5]:0"},
           {"an edge with IPv6", "ipv6:%5B2001:db8::7%5D:40000", {"192.0.2.1"}, "ipv4:192.0.2.1:0"},
           {"somebody else", "ipv4:127.0.0.2:40000", {"192.0.2.1"}, "ipv4:127.0.0.2:40000"},
           {"a socket", "unix:", {"192.0.2.1"}, "ipv4:192.0.2.1:0"},
           {"a socket with a name", "unix:/run/edge", {"192.0.2.1"}, "ipv4:192.0.2.1:0"},
           {"a socket, nothing is told", "unix:", {}, "unix:"},
           {"no address", "unixes:", {"192.0.2.1"}, "unixes:"},
           {"nothing is told", kEdge, {}, kEdge},
           {"two are told", kEdge, {"192.0.2.1", "192.0.2.2"}, kEdge},
           {"a list", kEdge, {"192.0.2.1, 192.0.2.2"}, kEdge},
           {"empty", kEdge, {""}, kEdge},
           {"a word", kEdge, {"unknown"}, kEdge},
           {"with a port", kEdge, {"192.0.2.1:80"}, kEdge},
           {"in brackets", kEdge, {"[2001:db8::1]"}, kEdge},
           {"a socket, as nginx calls it", kEdge, {"unix:"}, kEdge},
       }) {
    EXPECT_EQ(OriginOf(c.peer, c.told, edge), c.origin) << c.what;
  }
}

TEST(OriginOf, WithoutAnEdgeNobodyIsBelieved) {
  EXPECT_EQ(OriginOf(kEdge, {"192.0.2.1"}, *IpNetworks::Parse("")), kEdge);
}

TEST(OriginOf, HasTheBucketOfTheCallerItself) {
  const IpNetworks edge = *IpNetworks::Parse("127.0.0.1");
  EXPECT_EQ(ops::BucketOf(OriginOf(kEdge, {"192.0.2.1"}, edge)), ops::BucketOf("ipv4:192.0.2.1:7"));
  EXPECT_EQ(ops::BucketOf(OriginOf(kEdge, {"2001:db8:1:2::9"}, edge)),
            ops::BucketOf("ipv6:%5B2001:db8:1:2::1%5D:7"));
}

}  // namespace
}  // namespace lotse::edge
