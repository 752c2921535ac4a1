#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Why a caller is not known. No message holds any piece of a token.
namespace lotse::auth {

// IDENTITY_MISSING: no token was sent.
absl::Status IdentityMissing();

// TOKEN_REFUSED: the token breaks a rule. `rule` goes on from "the access token
// was refused: ", and is a text of ours.
absl::Status TokenRefused(absl::string_view rule);

// TOKEN_EXPIRED: the token would hold if it were not too old.
absl::Status TokenExpired();

// KEYS_UNAVAILABLE with a RetryInfo: no keys of the issuer are known yet.
absl::Status KeysUnavailable();
// KEYS_UNAVAILABLE with a RetryInfo: the issuer is being asked for the key of the token.
absl::Status KeySought();

}  // namespace lotse::auth
