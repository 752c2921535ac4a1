#include "runtime/edge/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace lotse::edge {
namespace {

constexpr size_t kV4Bytes = 4;
constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kLeastBitsV4 = 8;
constexpr int kLeastBitsV6 = 16;

int BitsOf(const IpAddress& address) { return address.is_v6 ? 128 : 32; }

// Whether the first `bits` of two addresses are the same.
bool BeginAlike(const IpAddress& a, const IpAddress& b, int bits) {
  if (a.is_v6 != b.is_v6) return false;
  const int whole = bits / 8;
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + whole, b.bytes.begin())) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<uint8_t>(0xFF << (8 - bits % 8));
  return (a.bytes[whole] & mask) == (b.bytes[whole] & mask);
}

}  // namespace

std::optional<IpAddress> ParseIp(absl::string_view text) {
  // inet_pton would stop at the zero.
  if (text.size() >= INET6_ADDRSTRLEN || absl::StrContains(text, '\0')) return std::nullopt;
  const std::string terminated(text);
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.is_v6 = true;
  if (!std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) return address;
  IpAddress v4;
  std::copy_n(address.bytes.begin() + kMapped.size(), kV4Bytes, v4.bytes.begin());
  return v4;
}

std::optional<IpAddress> IpOfPeer(absl::string_view peer) {
  absl::string_view host = peer.substr(0, peer.rfind(':'));
  if (absl::ConsumePrefix(&host, "ipv4:")) return ParseIp(host);
  if (!absl::ConsumePrefix(&host, "ipv6:")) return std::nullopt;
  return ParseIp(absl::StrReplaceAll(host, {{"%5B", ""}, {"%5D", ""}, {"[", ""}, {"]", ""}}));
}

absl::StatusOr<IpNetworks::Network> IpNetworks::ParseOne(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  const std::optional<IpAddress> first = ParseIp(parts[0]);
  if (!first.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is no address; give, for example, 127.0.0.1, 192.0.2.0/24 or ::1"));
  }
  const int least = first->is_v6 ? kLeastBitsV6 : kLeastBitsV4;
  Network network{*first, BitsOf(*first)};
  if (parts.size() > 1 && (!absl::SimpleAtoi(parts[1], &network.bits) || network.bits < least ||
                           network.bits > BitsOf(*first))) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no network of /", least,
                                                   " to /", BitsOf(*first),
                                                   "; larger ones are not believed"));
  }
  return network;
}

absl::StatusOr<IpNetworks> IpNetworks::Parse(absl::string_view text) {
  IpNetworks networks;
  if (text.empty()) return networks;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    absl::StatusOr<Network> network = ParseOne(absl::StripAsciiWhitespace(part));
    if (!network.ok()) return network.status();
    networks.networks_.push_back(*network);
  }
  return networks;
}

bool IpNetworks::Contain(const IpAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    return BeginAlike(network.first, address, network.bits);
  });
}

}  // namespace lotse::edge
