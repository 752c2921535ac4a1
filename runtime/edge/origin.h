#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/edge/ip_address.h"

namespace lotse::edge {

// The header in which the edge says who calls, as one address. It replaces what a caller sends
// under that name.
inline constexpr char kOriginHeader[] = "x-real-ip";

// Where a call comes from, in the words that gRPC has for a peer: `peer` itself; or, if that is
// one of the `edge`, the address that it `told`. Over a socket only an edge comes (`edge_socket`).
// What is told by somebody else is not looked at, and what is no address, or more than one, is not
// believed: then it is the peer.
std::string OriginOf(absl::string_view peer, absl::Span<const absl::string_view> told,
                     const IpNetworks& edge);

}  // namespace lotse::edge
