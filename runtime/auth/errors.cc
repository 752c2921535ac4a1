#include "runtime/auth/errors.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

constexpr int kKeysRetrySeconds = 5;

}  // namespace

absl::Status IdentityMissing() {
  return rpc::Error(type::v1alpha::ERROR_REASON_IDENTITY_MISSING,
                    "no access token was sent; send one as `authorization: Bearer`");
}

absl::Status TokenRefused(absl::string_view rule) {
  return rpc::Error(type::v1alpha::ERROR_REASON_TOKEN_REFUSED,
                    absl::StrCat("the access token was refused: ", rule));
}

absl::Status TokenExpired() {
  return rpc::Error(type::v1alpha::ERROR_REASON_TOKEN_EXPIRED, "the access token has expired");
}

absl::Status KeysUnavailable() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE,
                         "no keys of the issuer are known yet", kKeysRetrySeconds);
}

absl::Status KeySought() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE,
                         "the issuer is being asked for the key of the token", /*seconds=*/1);
}

}  // namespace lotse::auth
