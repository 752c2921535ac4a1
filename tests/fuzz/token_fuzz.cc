#include <cstdio>
#include <cstdlib>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/auth/claims.h"
#include "runtime/auth/encoding.h"
#include "runtime/auth/jwks.h"
#include "runtime/auth/token.h"
#include "runtime/rpc/error.h"
#include "runtime/types/json_object.h"
#include "runtime/types/utf8.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: as a token they are refused with TOKEN_REFUSED, because nobody
// signed them, and the message has nothing of them; as claims they are refused, or give
// an identity within the limits; as a key set they are refused, or hold usable keys.

namespace {

using lotse::auth::Keys;
using lotse::auth::TokenRules;

// RFC 8037 A.2, RFC 7515 A.3.1.
constexpr char kKeys[] = R"({"keys": [
  {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
  {"kty": "EC", "crv": "P-256", "kid": "ec", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
   "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
constexpr char kClaims[] = R"({"iss": "i", "aud": ["a"], "sub": "u", "exp": 4000000000, "nbf": 1,
  "iat": 1.5, "realm_access": {"roles": ["x", "y"]}})";

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

TokenRules Rules() {
  TokenRules rules;
  rules.issuer = "i";
  rules.audience = "a";
  rules.groups_claim = "realm_access.roles";
  return rules;
}

void RequireName(const std::string& name) {
  Require(!name.empty() && name.size() <= lotse::auth::kMaxNameBytes, "a name has 1 to 128 bytes");
  Require(lotse::types::IsUtf8(name), "a name is UTF-8");
}

void TryToken(absl::string_view input) {
  static const auto* const keys = new Keys(Keys::Parse(kKeys).value());
  const auto identity =
      lotse::auth::VerifyToken(input, *keys, Rules(), absl::FromUnixSeconds(1800000000));
  Require(
      lotse::rpc::ReasonOf(identity.status()) == lotse::type::v1alpha::ERROR_REASON_TOKEN_REFUSED,
      "what nobody signed is TOKEN_REFUSED");
  Require(identity.status().message().size() < 120, "a refusal repeats nothing");
  (void)lotse::auth::UnknownKid(input, *keys);
}

void TryClaims(absl::string_view input) {
  const auto claims = lotse::types::ParseJsonObject(input);
  if (!claims.has_value()) return;
  const auto identity =
      lotse::auth::ReadClaims(*claims, Rules(), absl::FromUnixSeconds(1800000000));
  if (!identity.ok()) return;
  RequireName(identity->subject);
  Require(identity->groups.size() <= lotse::auth::kMaxGroups, "at most 200 groups");
  for (const std::string& group : identity->groups) RequireName(group);
  Require(identity->expires > absl::FromUnixSeconds(1800000000), "it has not expired");
}

void TryKeys(absl::string_view input) {
  const auto keys = Keys::Parse(input);
  if (!keys.ok()) return;
  Require(!keys->all().empty(), "a key set has a key");
  for (const auto& key : keys->all()) {
    Require(!key.algorithms().empty(), "a key has an algorithm");
    Require(!key.Verify(key.algorithms().front(), "text", input.substr(0, 64)),
            "what nobody signed does not verify");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  TryToken(input);
  // The same bytes behind the encoding, where most mutations of a token do not get.
  const std::string part = absl::WebSafeBase64Escape(input);
  TryToken(absl::StrCat(part, ".", part, ".", part));
  TryClaims(input);
  TryKeys(input);
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  const auto encoded = [](absl::string_view text) { return absl::WebSafeBase64Escape(text); };
  return {
      kKeys,
      kClaims,
      R"({"alg": "EdDSA", "kid": "ed", "typ": "at+jwt"})",
      R"({"alg": "ES256", "kid": "other"})",
      absl::StrCat(encoded(R"({"alg":"EdDSA","kid":"ed"})"), ".", encoded(kClaims), ".",
                   encoded(std::string(64, 'x'))),
      absl::StrCat(encoded(R"({"alg":"ES256","kid":"ec"})"), ".", encoded(kClaims), ".",
                   encoded(std::string(64, '\x01'))),
  };
}

std::vector<std::string> FuzzTokens() {
  return {".",    "\"",       "{",     "}",     "[",       "]",       ",",     ":",       "'",
          "\\",   "\\u0000",  "\\ud8", "null",  "1e999",   "-1",      "NaN",   "\"alg\"", "\"kid\"",
          "none", "\"crit\"", "HS256", "RS256", "\"sub\"", "\"exp\"", "\"n\"", "\"RSA\"", "="};
}
