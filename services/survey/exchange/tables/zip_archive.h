#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// Limits of an archive. The largest workbook within the limits of a TableBook has parts of some
// 16 MB; texts of questionnaires are packed to a fifth to a fiftieth.
inline constexpr int kMaxZipParts = 2'000;
inline constexpr std::uint64_t kMaxZipPartBytes = 16u << 20;
inline constexpr std::uint64_t kMaxZipBytes = 48u << 20;  // Of all parts that are read.
inline constexpr std::uint64_t kMaxZipRatio = 100;        // Of parts above 1 MiB.

// A ZIP archive in memory. Nothing is ever written to disk, and only parts that are asked for are
// unpacked.
class ZipArchive {
 public:
  // Reads the list of parts; `bytes` outlives it. INVALID_ARGUMENT if it is damaged, has too many
  // parts, two of one name, one with an absolute path or `..`, or one with a password.
  static absl::StatusOr<std::unique_ptr<ZipArchive>> Open(absl::string_view bytes);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  // Whether there is this part. Upper and lower case are the same (ECMA-376-2, 9.1.1.1).
  bool Has(absl::string_view name) const;
  // Whether there is a part whose name begins like this.
  bool HasFolder(absl::string_view prefix) const;
  // Unpacks a part. INVALID_ARGUMENT with its name if it is not there, damaged (CRC-32), packed in
  // an unknown way, or too large.
  absl::StatusOr<std::string> Read(absl::string_view name);

 private:
  struct File;
  struct Part {
    std::uint64_t offset = 0, number = 0, packed = 0, size = 0;
  };

  explicit ZipArchive(absl::string_view bytes);
  absl::Status ReadList();
  absl::Status AddPart(std::uint64_t offset, std::uint64_t number, absl::string_view name,
                       bool encrypted, std::uint64_t packed, std::uint64_t size);
  absl::Status CheckSize(absl::string_view name, const Part& part) const;

  const std::unique_ptr<File> file_;
  void* archive_ = nullptr;
  absl::flat_hash_map<std::string, Part> parts_;  // By name in small letters.
  std::uint64_t unpacked_ = 0;
};

}  // namespace lotse::survey
