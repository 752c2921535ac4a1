#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::edge {

// An address of the internet protocol. One of IPv6 that stands for one of IPv4
// (::ffff:192.0.2.1) is that one.
struct IpAddress {
  // In the order of the network: the first four of an IPv4 address, all of one of IPv6.
  std::array<uint8_t, 16> bytes = {};
  bool is_v6 = false;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// Reads 192.0.2.1 or 2001:db8::1; nothing of any other text, such as one with a port, brackets,
// a zone or spaces.
std::optional<IpAddress> ParseIp(absl::string_view text);

// The address in what gRPC says of a peer: ipv4:192.0.2.1:1000, ipv6:%5B2001:db8::1%5D:1000.
std::optional<IpAddress> IpOfPeer(absl::string_view peer);

// Networks: sets of addresses that begin alike.
class IpNetworks {
 public:
  // Reads addresses and networks (192.0.2.0/24, RFC 4632; 2001:db8::/32, RFC 4291) with commas
  // between; an empty text is none. INVALID_ARGUMENT names what is none. So is a network of more
  // than /8 or, of IPv6, /16: half of the world is nobody to believe.
  static absl::StatusOr<IpNetworks> Parse(absl::string_view text);

  bool Contain(const IpAddress& address) const;
  bool empty() const { return networks_.empty(); }

 private:
  struct Network {
    IpAddress first;
    int bits;
  };
  static absl::StatusOr<Network> ParseOne(absl::string_view text);

  std::vector<Network> networks_;
};

}  // namespace lotse::edge
