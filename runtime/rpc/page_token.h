#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/types/signing_key.h"

// Paging (AIP-158): a token says where the next page begins, and belongs to one
// list only. It is encrypted: what comes back is what was given out, and a position may be
// one that the caller must not know of.
namespace lotse::rpc {

using TokenKey = types::SigningKey;

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// The page size to use: 0 means the default, more than the maximum is cut.
// INVALID_FIELDS if negative.
absl::StatusOr<int> CheckPageSize(int32_t page_size);

// Token of the page that begins behind `position` (any bytes) in `list`: whatever makes it this
// list and no other, for example kind, parent, filter and order. Web-safe base64 without padding.
inline std::string MakePageToken(const TokenKey& key, absl::string_view list,
                                 absl::string_view position) {
  return key.Encrypt(list, position);
}

// The position in a token; empty for an empty token. INVALID_PAGE_TOKEN unless
// it was made under this key for this list.
absl::StatusOr<std::string> ReadPageToken(const TokenKey& key, absl::string_view list,
                                          absl::string_view token);

}  // namespace lotse::rpc
