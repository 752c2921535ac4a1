#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// A file for its owner alone that is made before something is done that cannot be done again, and
// takes what comes of it piece by piece: whatever breaks off, what was appended is there. It never
// takes the place of another one.
class NewFile {
 public:
  // FileError; also if something has that name, unless it is no file, such as a pipe: that is
  // written to.
  static absl::StatusOr<NewFile> Make(const std::string& path);
  NewFile(NewFile&& other) noexcept;
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  // The file stays.
  ~NewFile();

  // On the disk when it returns. FileError.
  absl::Status Append(absl::string_view bytes);
  // Takes it away again, as nothing came of it.
  void Discard();

 private:
  NewFile() = default;

  std::string path_;
  bool is_made_ = false;  // Else it was there, and is no file.
  int fd_ = -1;
};

}  // namespace lotse::cli
