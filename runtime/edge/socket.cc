#include "runtime/edge/socket.h"

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

namespace lotse::edge {
namespace {

constexpr size_t kMaxPath = sizeof(sockaddr_un::sun_path) - 1;

// gRPC and nginx read more into other characters.
bool IsPlain(char c) { return absl::ascii_isalnum(c) || absl::StrContains("/._-", c); }

// Whether a process may be listening at this path. One that ended by a kill leaves a socket that
// refuses, which gRPC replaces; it would replace a living one, too.
bool IsInUse(const std::string& path) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return true;
  const bool connects =
      connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const bool is_free = !connects && (errno == ECONNREFUSED || errno == ENOENT);
  close(probe);
  return !is_free;
}

// What is wrong with the folder of the socket: who may write in it could put another one there.
absl::Status CheckFolder(const std::string& folder) {
  struct stat found = {};
  if (stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge_socket: there is no folder ", folder, "; make it, closed to others"));
  }
  if ((found.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "edge_socket: others may enter ", folder,
        " or its group may write in it; who does is believed as the edge is. Close it, for example "
        "with chmod 0750"));
  }
  if (found.st_uid != geteuid() && found.st_uid != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge_socket: ", folder,
                     " belongs to somebody else; give it to the user of "
                     "this daemon"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSocket(const std::string& path, bool has_authentication) {
  if (path.empty()) return absl::OkStatus();
  if (!absl::StartsWith(path, "/") || absl::EndsWith(path, "/") || path.size() > kMaxPath ||
      !std::all_of(path.begin(), path.end(), IsPlain)) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge_socket: ", path, " is not an absolute path of at most ", kMaxPath,
                     " letters, digits and /._-, for example /run/lotse-engagement/edge.sock"));
  }
  if (!has_authentication) {
    return absl::InvalidArgumentError(
        "edge_socket: needs authentication (auth_issuer); without, the edge would let everybody "
        "in");
  }
  return absl::OkStatus();
}

absl::Status CheckPlaceOfSocket(const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  const std::string folder = path.substr(0, std::max<size_t>(path.rfind('/'), 1));
  if (absl::Status s = CheckFolder(folder); !s.ok()) return s;
  if (IsInUse(path)) {
    return absl::UnavailableError(absl::StrCat("edge_socket: another process listens at ", path));
  }
  return absl::OkStatus();
}

std::string AddressOfSocket(const std::string& path) { return absl::StrCat("unix:", path); }

absl::Status OpenSocket(const std::string& path) {
  if (path.empty() || chmod(path.c_str(), 0666) == 0) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("edge_socket: cannot open ", path, " to the edge: ", std::strerror(errno)));
}

}  // namespace lotse::edge
