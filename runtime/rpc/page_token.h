#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Paging (AIP-158): a token says where the next page begins, and belongs to one
// list only.
namespace lotse::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// The page size to use: 0 means the default, more than the maximum is cut.
// INVALID_FIELDS if negative.
absl::StatusOr<int> CheckPageSize(int32_t page_size);

// Token of the page behind `last_name` in `list` (kind and parent).
std::string MakePageToken(absl::string_view list, absl::string_view last_name);

// The name behind which the page begins; empty for an empty token.
// INVALID_PAGE_TOKEN if the token is not of this list.
absl::StatusOr<std::string> ReadPageToken(absl::string_view list, absl::string_view token);

}  // namespace lotse::rpc
