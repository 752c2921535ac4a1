#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runtime/auth/roles.h"

// Isolation: what a caller may do and see, decided by comparing prefixes of names,
// before anything is loaded.
namespace lotse::auth {

// A role, and where it counts.
struct Right {
  // Counts for this name and all below it; empty: everywhere.
  std::string prefix;
  Role role = type::v1alpha::ROLE_UNSPECIFIED;
  absl::Time until = absl::InfiniteFuture();
  // Name of the grant that gives it; empty where the configuration does.
  std::string grant = {};
};

// All rights of one caller. Immutable.
class Access {
 public:
  // How far a call reaches.
  enum class Reach {
    kAt,     // What it names, or what is to be below it.
    kBelow,  // A list of what the caller may see below what it names.
  };

  // `groups` are those of the caller, for whoever asks about themselves.
  explicit Access(std::vector<Right> rights, std::vector<std::string> groups = {})
      : rights_(std::move(rights)), groups_(std::move(groups)) {}
  // That of somebody on this machine, where nobody is authenticated.
  static std::shared_ptr<const Access> Everything();

  // The role in which the caller may do what needs `permission`; UNSPECIFIED where
  // none is needed. RESOURCE_NOT_FOUND if nothing gives the caller the right to know
  // of `name`, whether it exists or not; PERMISSION_MISSING.
  absl::StatusOr<Role> Decide(Permission permission, absl::string_view name, Reach reach,
                              absl::Time now) const;

  // Whether the caller may do at `name` what needs `permission`.
  bool May(Permission permission, absl::string_view name, absl::Time now) const;
  // Whether the caller may know of `name`.
  bool Knows(absl::string_view name, absl::Time now) const;

 private:
  friend class View;
  const std::vector<Right> rights_;
  const std::vector<std::string> groups_;
  bool everything_ = false;
};

// Who calls, and what they may do at this time.
struct Caller {
  // Named as the actor in the change log.
  std::string subject;
  std::vector<std::string> groups;
  std::shared_ptr<const Access> access;
};

// The caller of a daemon without authentication, which serves its own machine only:
// goes by the name `local`, has no role and may do everything.
Caller LocalCaller();

// What a caller sees through one call. Unless made for one, it shows everything.
class View {
 public:
  View() = default;
  View(std::shared_ptr<const Access> access, Permission permission, absl::Time now)
      : access_(std::move(access)), permission_(permission), now_(now) {}

  // Whether a list may contain `name`.
  bool Shows(absl::string_view name) const {
    return access_ == nullptr || access_->May(permission_, name, now_);
  }
  // Whether the content of `name` may be told, which needs the permission `read`. A call
  // may be about changes, and its permission another.
  bool Opens(Permission read, absl::string_view name) const {
    return access_ == nullptr || access_->May(read, name, now_);
  }
  // Whether an answer may depend on `name`.
  bool Knows(absl::string_view name) const {
    return access_ == nullptr || access_->Knows(name, now_);
  }
  // Whether the caller may give somebody `role` at `name` until then, or take it: it must
  // not allow more than the caller may do there, nor for longer. Platform admins give
  // every role, and they alone give theirs. `counts` is asked whether a right is still
  // one. PERMISSION_MISSING.
  absl::Status CheckGives(
      Role role, absl::string_view name, absl::Time until,
      absl::FunctionRef<bool(const Right&)> counts = [](const Right&) { return true; }) const;
  // What the caller may do now: at `name`, or at all if it is empty; by prefix and role.
  std::vector<Right> RightsAt(absl::string_view name, absl::Time now) const;
  // The groups that the caller's token names.
  std::vector<std::string> groups() const;

 private:
  std::shared_ptr<const Access> access_;
  Permission permission_ = type::v1alpha::PERMISSION_UNSPECIFIED;
  absl::Time now_;
};

}  // namespace lotse::auth
