#include "runtime/auth/token.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/auth/encoding.h"
#include "runtime/auth/errors.h"
#include "runtime/types/json_object.h"

namespace lotse::auth {

using google::protobuf::Struct;
using types::FindMember;
using types::ParseJsonObject;
using types::TextMember;

namespace {

// Headers that would bring their own keys (RFC 7515 4.1) or change what the
// signature is over (RFC 7797), and extensions that must be understood.
constexpr absl::string_view kForbiddenHeaders[] = {"b64", "crit", "jku", "jwk", "x5c", "x5u"};

// The header is read before anybody is known to have signed it: what reading can cost
// has a limit. Headers that only name algorithm, type and key have some 100 bytes.
constexpr size_t kMaxHeaderBytes = 2 << 10;

// The three parts of a token in compact form.
struct Parts {
  absl::string_view header;
  absl::string_view claims;
  absl::string_view signature;
  // What is signed: header and claims with the dot.
  absl::string_view text;
};

// What a header says.
struct Header {
  Algorithm algorithm;
  // Empty if it names no key.
  std::string kid;
};

absl::StatusOr<Parts> Split(absl::string_view token) {
  if (token.size() > kMaxTokenBytes) return TokenRefused("it is longer than 12 KiB");
  const std::vector<absl::string_view> parts = absl::StrSplit(token, absl::MaxSplits('.', 3));
  if (parts.size() != 3) return TokenRefused("it does not have three parts");
  if (parts[0].size() > kMaxHeaderBytes) return TokenRefused("the header is longer than 2 KiB");
  const size_t text_size = parts[0].size() + 1 + parts[1].size();
  return Parts{parts[0], parts[1], parts[2], token.substr(0, text_size)};
}

std::optional<Struct> DecodeObject(absl::string_view part) {
  const std::optional<std::string> json = DecodeBase64Url(part);
  return json.has_value() ? ParseJsonObject(*json) : std::nullopt;
}

// An access token, or a token that does not say what it is (RFC 9068 2.1). An ID
// token or a logout token that says so is none.
bool IsAccessType(absl::string_view type) {
  if (absl::StartsWithIgnoreCase(type, "application/")) type.remove_prefix(12);
  return absl::EqualsIgnoreCase(type, "JWT") || absl::EqualsIgnoreCase(type, "at+jwt");
}

absl::StatusOr<Header> ReadHeader(absl::string_view part) {
  const std::optional<Struct> object = DecodeObject(part);
  if (!object.has_value()) return TokenRefused("the header is no JSON object in base64url");
  for (const absl::string_view name : kForbiddenHeaders) {
    if (FindMember(*object, name) != nullptr) {
      return TokenRefused(absl::StrCat("the header has ", name));
    }
  }
  if (FindMember(*object, "typ") != nullptr &&
      !IsAccessType(TextMember(*object, "typ").value_or(""))) {
    return TokenRefused("typ is not that of an access token");
  }
  const auto algorithm = AlgorithmOf(TextMember(*object, "alg").value_or(""));
  if (!algorithm.has_value()) return TokenRefused("alg is not RS256, PS256, ES256 or EdDSA");
  const auto kid = TextMember(*object, "kid");
  if (FindMember(*object, "kid") != nullptr && (!kid.has_value() || kid->empty())) {
    return TokenRefused("kid is no text");
  }
  return Header{*algorithm, std::string(kid.value_or(""))};
}

// The one key that the token can mean.
absl::StatusOr<const Key*> FindKey(const Header& header, const Keys& keys) {
  const Key* found = nullptr;
  for (const Key& key : keys.all()) {
    if (!header.kid.empty() && key.kid() != header.kid) continue;
    if (!key.Allows(header.algorithm)) continue;
    if (found != nullptr) return TokenRefused("kid is missing, and several keys fit");
    found = &key;
  }
  if (found != nullptr) return found;
  if (!header.kid.empty() && !keys.Has(header.kid)) {
    return TokenRefused("kid is that of no key of the issuer");
  }
  return TokenRefused("alg is not one that the key allows");
}

}  // namespace

absl::StatusOr<Identity> VerifyToken(absl::string_view token, const Keys& keys,
                                     const TokenRules& rules, absl::Time now) {
  const absl::StatusOr<Parts> parts = Split(token);
  if (!parts.ok()) return parts.status();
  const absl::StatusOr<Header> header = ReadHeader(parts->header);
  if (!header.ok()) return header.status();
  const absl::StatusOr<const Key*> key = FindKey(*header, keys);
  if (!key.ok()) return key.status();
  const std::optional<std::string> signature = DecodeBase64Url(parts->signature);
  if (!signature.has_value() || !(*key)->Verify(header->algorithm, parts->text, *signature)) {
    return TokenRefused("the signature is not that of the key");
  }
  // Nothing of the claims is looked at before: up to here anybody can have written them.
  const std::optional<Struct> claims = DecodeObject(parts->claims);
  if (!claims.has_value()) return TokenRefused("the claims are no JSON object in base64url");
  return ReadClaims(*claims, rules, now);
}

std::string UnknownKid(absl::string_view token, const Keys& keys) {
  const absl::StatusOr<Parts> parts = Split(token);
  if (!parts.ok()) return "";
  const absl::StatusOr<Header> header = ReadHeader(parts->header);
  return header.ok() && !keys.Has(header->kid) ? header->kid : "";
}

}  // namespace lotse::auth
