#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::types {

// Writes a ZIP archive front to back: what was written is never looked at again, so sizes and
// sums stand behind each file. Source: PKWARE, APPNOTE 6.3.10, 4.3 (data descriptors, and ZIP64
// for files that need it). Files have the earliest time that the format knows, 1980-01-01.
class ZipStream {
 public:
  // The first size that does not fit into the fields of 32 bits.
  static constexpr std::uint64_t kLarge = 0xFFFFFFFF;

  // A file or archive of at least `large` bytes is written as one that needs ZIP64.
  explicit ZipStream(std::uint64_t large = kLarge);
  ~ZipStream();
  ZipStream(const ZipStream&) = delete;
  ZipStream& operator=(const ZipStream&) = delete;

  // Begins a file, under a name in ASCII.
  void Begin(absl::string_view name, std::string* out);
  // The next bytes of it.
  void Write(absl::string_view bytes, std::string* out);
  void End(std::string* out);
  // Ends the archive.
  void Finish(std::string* out);

 private:
  struct File {
    std::string name;
    std::uint64_t offset = 0, compressed = 0, size = 0;
    std::uint32_t crc = 0;
  };

  bool IsLarge(const File& file) const;

  void Deflate(absl::string_view bytes, int flush, std::string* out);
  void Put(absl::string_view bytes, std::string* out);

  const std::uint64_t large_;
  z_stream deflate_ = {};
  std::vector<File> files_;
  std::uint64_t position_ = 0;
};

}  // namespace lotse::types
