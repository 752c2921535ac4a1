#pragma once

#include <string>

#include "absl/status/status.h"
#include "runtime/ops/config.pb.h"

// The socket at which the edge on the same machine reaches a daemon (`edge_socket`).
namespace lotse::ops {

// What is wrong with the setting, in one line that names it; looks at no file.
absl::Status CheckEdgeSocket(const ServerConfig& config);

// What is wrong with where it is to be: INVALID_ARGUMENT if its folder is missing or open to
// others, UNAVAILABLE if a process listens there. Not if there is no socket.
absl::Status CheckEdgeFolder(const ServerConfig& config);

// The address of the socket, as gRPC writes it. Only where there is one.
std::string EdgeSocketAddress(const ServerConfig& config);

// Lets in whoever gets into the folder of the socket, which is there by now.
absl::Status OpenEdgeSocket(const ServerConfig& config);

}  // namespace lotse::ops
