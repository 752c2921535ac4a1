#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/permission.pb.h"

namespace lotse::ops {

using type::v1alpha::Permission;

// Who calls.
struct Caller {
  // Who it is; the change log names it as the actor.
  std::string subject;
  // The role in which the call is made; may be empty.
  std::string role;
};

// Decides whether a caller may do what a method needs. `name` is the resource or
// the parent that the request names, as it was sent and unchecked; empty for
// methods without one. OK, or PERMISSION_MISSING (rpc::PermissionMissing); a name
// that the caller must not know of is answered with rpc::NotFound, as one that
// does not exist.
using Policy = std::function<absl::Status(const Caller&, Permission, absl::string_view name)>;

// The policy of now, in two parts. There is no authentication yet: a daemon serves
// loopback only, so every caller is somebody on this machine, goes by the name
// `local` without a role, and may do everything.
inline Caller LocalCaller() { return {"local", ""}; }
inline absl::Status AllowLocal(const Caller&, Permission, absl::string_view) {
  return absl::OkStatus();
}

}  // namespace lotse::ops
