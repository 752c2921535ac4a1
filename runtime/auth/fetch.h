#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Small documents, from a file or over https.
namespace lotse::auth {

// What of a file tells that it may have changed.
struct FileMark {
  uint64_t inode = 0;
  int64_t size = -1;
  int64_t modified_ns = 0;
  int64_t changed_ns = 0;

  bool operator==(const FileMark&) const = default;
};

// The mark of a file; that of no file if there is none.
FileMark MarkOf(const std::string& path);

// The content of a regular file. An error if there is none, or it is larger.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_bytes);

// Whether `location` is an address and no path.
bool IsUrl(absl::string_view location);

// Whether `location` is an address of https, as CheckUrl allows it.
bool IsHttps(const std::string& location);

// InvalidArgument unless the address is one of https, or of http on this machine
// (`localhost`, 127.0.0.0/8, [::1]), without a user.
absl::Status CheckUrl(const std::string& url);

// The document behind an address, as CheckUrl allows it. Asks that host itself, follows
// no redirect, and believes only certificates that the system trusts; if `authorities` is
// not empty, only those of the authorities in that PEM file instead. Takes at most
// `timeout`. Unavailable if there is no such document, or it is larger. Thread-safe.
absl::StatusOr<std::string> FetchUrl(const std::string& url, size_t max_bytes,
                                     absl::Duration timeout, const std::string& authorities = "");

}  // namespace lotse::auth
