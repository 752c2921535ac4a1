#pragma once

#include <string>

#include "absl/status/status.h"

// The socket at which the edge on the same machine reaches a daemon (`edge_socket`). Of an empty
// `path` there is none, and nothing is wrong with it.
namespace lotse::edge {

// What is wrong with the setting, in one line that names it; looks at no file. Over a socket nobody
// is asked for a certificate, so callers have to say who they are (`has_authentication`).
absl::Status CheckSocket(const std::string& path, bool has_authentication);

// What is wrong with where it is to be: INVALID_ARGUMENT if its folder is missing, somebody else's
// or open to others, UNAVAILABLE if a process listens there. Of two that start there at once both
// may find it free.
absl::Status CheckPlaceOfSocket(const std::string& path);

// The address of the socket, as gRPC writes it.
std::string AddressOfSocket(const std::string& path);

// Lets in whoever gets into the folder of the socket, which is there by now.
absl::Status OpenSocket(const std::string& path);

}  // namespace lotse::edge
