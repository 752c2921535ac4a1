#include "runtime/rpc/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"

namespace lotse::rpc {

absl::StatusOr<int> CheckPageSize(int32_t page_size) {
  if (page_size < 0) {
    return InvalidFields({{"page_size", "negative; use 0 for the default or 1 to 1000"}});
  }
  return page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
}

std::string MakePageToken(absl::string_view list, absl::string_view last_name) {
  return absl::WebSafeBase64Escape(absl::StrCat(list, "\n", last_name));
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view list, absl::string_view token) {
  if (token.empty()) return "";
  std::string plain;
  absl::string_view rest;
  if (absl::WebSafeBase64Unescape(token, &plain)) {
    rest = plain;
    if (absl::ConsumePrefix(&rest, absl::StrCat(list, "\n")) && !rest.empty()) {
      return std::string(rest);
    }
  }
  return Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN,
               "page_token: not made by this list; send the next_page_token of its last page");
}

}  // namespace lotse::rpc
