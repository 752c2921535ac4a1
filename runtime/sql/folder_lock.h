#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace lotse::sql {

// Holds a data folder for one process; released by the system when it ends,
// however it ends.
class FolderLock {
 public:
  // Makes `folder`, for its owner only, if it does not exist, and locks it.
  // PERMISSION_DENIED if it cannot be read or written, or if others may enter
  // it; ABORTED if another process has it.
  static absl::StatusOr<FolderLock> Take(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace lotse::sql
