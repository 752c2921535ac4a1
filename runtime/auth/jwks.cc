#include "runtime/auth/jwks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/auth/encoding.h"
#include "runtime/auth/public_key.h"
#include "runtime/types/json_object.h"

namespace lotse::auth {

using google::protobuf::Struct;
using google::protobuf::Value;
using types::FindMember;
using types::ParseJsonObject;
using types::TextMember;

namespace {

absl::Status Unusable(absl::string_view why) { return absl::InvalidArgumentError(why); }

// The bytes of a member in base64url; empty if it is absent or something else.
std::string Bytes(const Struct& jwk, absl::string_view name) {
  return DecodeBase64Url(TextMember(jwk, name).value_or("")).value_or("");
}

bool ListsVerify(const Value& operations) {
  const auto& values = operations.list_value().values();
  return std::any_of(values.begin(), values.end(),
                     [](const Value& value) { return value.string_value() == "verify"; });
}

// Whether the JWK says that it is meant for something else (RFC 7517 4.2, 4.3).
absl::Status CheckPurpose(const Struct& jwk) {
  if (FindMember(jwk, "use") != nullptr && TextMember(jwk, "use") != "sig") {
    return Unusable("use is not sig");
  }
  const Value* operations = FindMember(jwk, "key_ops");
  if (operations != nullptr && !ListsVerify(*operations)) return Unusable("not for verify");
  // A private key that was published is known to everybody.
  if (FindMember(jwk, "d") != nullptr) return Unusable("a private key");
  return absl::OkStatus();
}

// What kinds of keys there are, and how each may sign.
struct Kind {
  absl::string_view kty;
  absl::string_view crv;
  std::vector<Algorithm> algorithms;
};

const std::vector<Kind>& Kinds() {
  static const auto* const kinds = new std::vector<Kind>{
      {"RSA", "", {Algorithm::kRs256, Algorithm::kPs256}},
      {"EC", "P-256", {Algorithm::kEs256}},
      {"OKP", "Ed25519", {Algorithm::kEdDsa}},
  };
  return *kinds;
}

const Kind* KindOf(const Struct& jwk) {
  const auto kty = TextMember(jwk, "kty");
  for (const Kind& kind : Kinds()) {
    if (kty == kind.kty && (kind.crv.empty() || TextMember(jwk, "crv") == kind.crv)) return &kind;
  }
  return nullptr;
}

std::shared_ptr<EVP_PKEY> MakeKey(const Struct& jwk, absl::string_view kty) {
  if (kty == "RSA") return MakeRsaKey(Bytes(jwk, "n"), Bytes(jwk, "e"));
  if (kty == "EC") return MakeP256Key(Bytes(jwk, "x"), Bytes(jwk, "y"));
  return MakeEd25519Key(Bytes(jwk, "x"));
}

}  // namespace

std::optional<Algorithm> AlgorithmOf(absl::string_view name) {
  if (name == "RS256") return Algorithm::kRs256;
  if (name == "PS256") return Algorithm::kPs256;
  if (name == "ES256") return Algorithm::kEs256;
  if (name == "EdDSA") return Algorithm::kEdDsa;
  return std::nullopt;
}

absl::StatusOr<Key> Key::FromJwk(const Struct& jwk) {
  if (absl::Status s = CheckPurpose(jwk); !s.ok()) return s;
  const Kind* kind = KindOf(jwk);
  if (kind == nullptr) return Unusable("no RSA, P-256 or Ed25519 key");
  Key key;
  key.algorithms_ = kind->algorithms;
  if (FindMember(jwk, "alg") != nullptr) {
    const auto alg = AlgorithmOf(TextMember(jwk, "alg").value_or(""));
    if (!alg.has_value() || !key.Allows(*alg)) return Unusable("alg does not fit the key");
    key.algorithms_ = {*alg};
  }
  if (FindMember(jwk, "kid") != nullptr) {
    const auto kid = TextMember(jwk, "kid");
    if (!kid.has_value()) return Unusable("kid is no text");
    key.kid_ = std::string(*kid);
  }
  key.key_ = MakeKey(jwk, kind->kty);
  if (key.key_ == nullptr) return Unusable("a weak or wrong key");
  return key;
}

bool Key::Allows(Algorithm algorithm) const {
  return std::find(algorithms_.begin(), algorithms_.end(), algorithm) != algorithms_.end();
}

bool Key::Verify(Algorithm algorithm, absl::string_view text, absl::string_view signature) const {
  if (!Allows(algorithm)) return false;
  switch (algorithm) {
    case Algorithm::kRs256:
      return VerifyRsa(key_.get(), Padding::kPkcs1, text, signature);
    case Algorithm::kPs256:
      return VerifyRsa(key_.get(), Padding::kPss, text, signature);
    case Algorithm::kEs256:
      return VerifyP256(key_.get(), text, signature);
    case Algorithm::kEdDsa:
      return VerifyEd25519(key_.get(), text, signature);
  }
  return false;
}

absl::StatusOr<Keys> Keys::Parse(absl::string_view jwks) {
  if (jwks.size() > kMaxJwksBytes) return Unusable("the key set is larger than 256 KiB");
  const std::optional<Struct> object = ParseJsonObject(jwks);
  if (!object.has_value()) return Unusable("the key set is no JSON object");
  const Value* list = FindMember(*object, "keys");
  if (list == nullptr || !list->has_list_value()) return Unusable("the key set has no list `keys`");
  const auto& jwk_list = list->list_value().values();
  if (jwk_list.size() > kMaxKeys) return Unusable("the key set has more than 100 keys");
  Keys keys;
  for (const Value& jwk : jwk_list) {
    // What is no object is an empty one here, which is no key.
    absl::StatusOr<Key> key = Key::FromJwk(jwk.struct_value());
    if (key.ok() && !keys.HasKindOf(*key)) {
      keys.keys_.push_back(*std::move(key));
    } else {
      ++keys.skipped_;
    }
  }
  if (keys.keys_.empty()) {
    return Unusable(
        absl::StrCat("none of the ", jwk_list.size(), " keys of the set can verify a token"));
  }
  return keys;
}

bool Keys::Has(absl::string_view kid) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) { return key.kid() == kid; });
}

bool Keys::HasKindOf(const Key& other) const {
  if (other.kid().empty()) return false;
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
    return key.kid() == other.kid() && key.Allows(other.algorithms().front());
  });
}

}  // namespace lotse::auth
