#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// How JOSE writes bytes (RFC 7515, section 2).
namespace lotse::auth {

// The bytes in `text`, which is base64url without padding and in the one spelling
// that these bytes have; nullopt otherwise. The empty text is no bytes.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

}  // namespace lotse::auth
