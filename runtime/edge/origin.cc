#include "runtime/edge/origin.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace lotse::edge {

namespace {

bool IsEdge(absl::string_view peer, const IpNetworks& edge) {
  if (absl::StartsWith(peer, "unix:")) return true;
  const std::optional<IpAddress> from = IpOfPeer(peer);
  return from.has_value() && edge.Contain(*from);
}

}  // namespace

std::string OriginOf(absl::string_view peer, absl::Span<const absl::string_view> told,
                     const IpNetworks& edge) {
  if (!IsEdge(peer, edge) || told.size() != 1) return std::string(peer);
  const std::optional<IpAddress> caller = ParseIp(told[0]);
  if (!caller.has_value()) return std::string(peer);
  // A peer has a port, which nobody looks at.
  return caller->is_v6 ? absl::StrCat("ipv6:[", told[0], "]:0")
                       : absl::StrCat("ipv4:", told[0], ":0");
}

}  // namespace lotse::edge
