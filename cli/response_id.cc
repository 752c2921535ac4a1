#include "cli/response_id.h"

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {

std::string ImportedResponseId(absl::string_view wave, absl::string_view file_sha256,
                               int64_t record) {
  const absl::string_view end("\0", 1);
  std::array<uint8_t, 32> digest =
      types::Sha256(absl::StrCat("lotse import 1", end, wave, end, file_sha256, end, record, end));
  digest[6] = (digest[6] & 0x0f) | 0x40;  // version 4
  digest[8] = (digest[8] & 0x3f) | 0x80;  // variant of RFC 9562
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), 16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace lotse::cli
