#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// Most that an archive may hold. What is passed as a limit is never unpacked.
struct ZipLimits {
  int parts = 0;
  std::uint64_t part_bytes = 0;  // Of one part, unpacked.
  std::uint64_t bytes = 0;       // Of all parts that are read.
};

// How much a part above 1 MiB may grow. Texts are packed to a fifth to a fiftieth.
inline constexpr std::uint64_t kMaxZipRatio = 100;

// A ZIP archive in memory. Nothing is ever written to disk, and only parts that are asked for are
// unpacked.
class ZipArchive {
 public:
  // Reads the list of parts; `bytes` outlives it. INVALID_ARGUMENT if it is damaged, has too many
  // parts, two of one name, one with an absolute path or `..`, or one with a password.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(absl::string_view bytes,
                                                          const ZipLimits& limits);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // Whether there is this part. Names are the same if their ArchiveKey is.
  bool Has(absl::string_view name) const;
  // Whether there is a part whose name begins like this.
  bool HasFolder(absl::string_view prefix) const;
  // The names of all parts as they are written there, in the order of the archive.
  const std::vector<std::string>& names() const { return names_; }
  // Unpacks a part. INVALID_ARGUMENT with its name if it is not there, damaged (CRC-32), packed in
  // an unknown way, or too large.
  absl::StatusOr<std::string> Read(absl::string_view name);

 private:
  struct File;
  struct Part {
    std::uint64_t offset = 0, number = 0, packed = 0, size = 0;
  };

  ZipArchive(absl::string_view bytes, const ZipLimits& limits);
  absl::Status ReadList();
  absl::Status AddPart(std::uint64_t offset, std::uint64_t number, absl::string_view name,
                       bool encrypted, std::uint64_t packed, std::uint64_t size);
  absl::Status CheckSize(absl::string_view name, const Part& part) const;

  const std::unique_ptr<File> file_;
  const ZipLimits limits_;
  void* archive_ = nullptr;
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, Part> parts_;  // By ArchiveKey.
  std::uint64_t unpacked_ = 0;
};

// What tells the names of parts apart: in small letters (ECMA-376-2, 9.1.1.1), with `/` between
// steps, where some programs write `\`.
std::string ArchiveKey(absl::string_view name);

// Whether a path inside of an archive is empty or absolute, begins with a drive such as `C:`, or
// has a step `..`.
bool LeavesTheArchive(absl::string_view path);

}  // namespace lotse::survey
