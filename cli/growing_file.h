#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// A file whose content comes in parts: nobody sees it before Keep, and then all of it at once, as
// with WriteFileAtomically. Where the file system can do that it has no name until then, so that
// not even a program that is killed leaves it behind.
class GrowingFile {
 public:
  // FileError; also if `path` is no file, such as a pipe, which cannot be taken back.
  static absl::StatusOr<GrowingFile> Begin(const std::string& path, mode_t mode);
  GrowingFile(GrowingFile&& other) noexcept;
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  // Leaves nothing, unless it was kept.
  ~GrowingFile();

  // FileError.
  absl::Status Append(absl::string_view bytes);
  // Puts it in the place of what was there. FileError. Called once, as the last.
  absl::Status Keep();

 private:
  GrowingFile() = default;

  std::string path_;
  std::string temporary_;
  bool has_name_ = false;  // Whether `temporary_` is there.
  int fd_ = -1;
};

}  // namespace lotse::cli
