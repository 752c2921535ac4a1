#include "runtime/rpc/page_token.h"

#include <algorithm>
#include <utility>

#include "runtime/rpc/error.h"

namespace lotse::rpc {

absl::StatusOr<int> CheckPageSize(int32_t page_size) {
  if (page_size < 0) {
    return InvalidFields({{"page_size", "negative; use 0 for the default or 1 to 1000"}});
  }
  return page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
}

absl::StatusOr<std::string> ReadPageToken(const TokenKey& key, absl::string_view list,
                                          absl::string_view token) {
  if (token.empty()) return "";
  if (auto position = key.Decrypt(list, token)) return *std::move(position);
  return Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
               "page_token: not made by this list; send the next_page_token of its last page");
}

}  // namespace lotse::rpc
