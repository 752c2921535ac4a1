#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::ops {

// A file that lies in memory only and has a path for as long as this object lives,
// for libraries that read by path. It is in no folder, and this process alone can
// open it. Whoever opens the path gets one content whole, never a part of two.
class MemoryFile {
 public:
  // Ends the process if there are no descriptors left.
  explicit MemoryFile(absl::string_view content);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  const std::string& path() const { return path_; }

  // Puts another content in its place. Its time of modification is another one then,
  // in whole seconds, so that one who reads twice can tell. False if the system has
  // no descriptors or memory for it; the old content stays.
  bool Replace(absl::string_view content);

 private:
  // A new descriptor with this content; -1 if there is none.
  int Make(absl::string_view content);

  int changes_ = 0;
  const int fd_;
  const std::string path_;
};

}  // namespace lotse::ops
