#include "runtime/ops/edge_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/ops/authentication.h"

namespace lotse::ops {
namespace {

constexpr size_t kMaxPath = sizeof(sockaddr_un::sun_path) - 1;

// gRPC and nginx read more into other characters.
bool IsPlain(char c) { return absl::ascii_isalnum(c) || absl::StrContains("/._-", c); }

// Whether a process takes connections at this path. One that ended by a kill leaves its socket,
// which gRPC replaces.
bool IsListening(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const bool listens =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return listens;
}

}  // namespace

absl::Status CheckEdgeSocket(const ServerConfig& config) {
  const std::string& path = config.edge_socket();
  if (path.empty()) return absl::OkStatus();
  if (!absl::StartsWith(path, "/") || absl::EndsWith(path, "/") || path.size() > kMaxPath ||
      !std::all_of(path.begin(), path.end(), IsPlain)) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge_socket: ", path, " is not an absolute path of at most ", kMaxPath,
                     " letters, digits and /._-, for example /run/lotse-engagement/edge.sock"));
  }
  if (!HasAuthentication(config.auth())) {
    return absl::InvalidArgumentError(
        "edge_socket: needs authentication (auth_issuer); without, the edge would let everybody "
        "in");
  }
  return absl::OkStatus();
}

absl::Status CheckEdgeFolder(const ServerConfig& config) {
  const std::string& path = config.edge_socket();
  if (path.empty()) return absl::OkStatus();
  const std::string folder = path.substr(0, std::max<size_t>(path.rfind('/'), 1));
  struct stat found = {};
  if (stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge_socket: there is no folder ", folder, "; make it, closed to others"));
  }
  if ((found.st_mode & S_IRWXO) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "edge_socket: others may enter ", folder,
        "; who does is believed as the edge is. Close it to them, for example with chmod 0750"));
  }
  if (IsListening(path)) {
    return absl::UnavailableError(absl::StrCat("edge_socket: another process listens at ", path));
  }
  return absl::OkStatus();
}

std::string EdgeSocketAddress(const ServerConfig& config) {
  return absl::StrCat("unix:", config.edge_socket());
}

absl::Status OpenEdgeSocket(const ServerConfig& config) {
  if (config.edge_socket().empty() || chmod(config.edge_socket().c_str(), 0666) == 0) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(absl::StrCat("edge_socket: cannot open ", config.edge_socket(),
                                             " to the edge: ", std::strerror(errno)));
}

}  // namespace lotse::ops
