#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

// The keys of an issuer (JSON Web Key Set, RFC 7517).
namespace lotse::auth {

// Largest key set in bytes, and its largest number of keys.
inline constexpr size_t kMaxJwksBytes = 256 << 10;
inline constexpr int kMaxKeys = 100;
// Modulus of an RSA key in bits (RFC 7518 3.3 sets the lower border).
inline constexpr int kMinRsaBits = 2048;
inline constexpr int kMaxRsaBits = 8192;

// How a token may be signed (RFC 7518 3.1, RFC 8037 3.1). What rests on a shared
// secret, or on nothing, is not among them.
enum class Algorithm { kRs256, kPs256, kEs256, kEdDsa };

// The algorithm whose `alg` this is, letter for letter.
std::optional<Algorithm> AlgorithmOf(absl::string_view name);

// A public key that can verify signatures. Immutable; cheap to copy; may be used by
// several threads at once.
class Key {
 public:
  // The key in a JWK (a JSON object). InvalidArgument if it cannot be used: a secret
  // or private key, one for something else (`use`, `key_ops`, `alg`), a kind that is
  // neither RSA, nor EC on P-256, nor OKP with Ed25519, or one that is too weak or
  // wrong in itself.
  static absl::StatusOr<Key> FromJwk(const google::protobuf::Struct& jwk);

  // The key's name within its set; empty if it has none.
  const std::string& kid() const { return kid_; }

  // How tokens may be signed with it, at least one.
  const std::vector<Algorithm>& algorithms() const { return algorithms_; }

  // Whether tokens may be signed so with it: RS256 and PS256 with RSA, or the one
  // that the JWK says; ES256 with P-256; EdDSA with Ed25519.
  bool Allows(Algorithm algorithm) const;

  // Whether `signature`, as a JWS has it, is one of `text` under this key. False if
  // the key does not allow the algorithm.
  bool Verify(Algorithm algorithm, absl::string_view text, absl::string_view signature) const;

 private:
  Key() = default;

  std::string kid_;
  std::vector<Algorithm> algorithms_;
  std::shared_ptr<EVP_PKEY> key_;
};

// The keys of a set that can be used. Immutable.
class Keys {
 public:
  // Reads a key set. Keys that cannot be used are left out, and so is a second one
  // of the same name and kind. InvalidArgument if it is no key set, is too large, has
  // too many keys, or none that can be used.
  static absl::StatusOr<Keys> Parse(absl::string_view jwks);

  const std::vector<Key>& all() const { return keys_; }
  // How many keys of the set were left out.
  int skipped() const { return skipped_; }
  // Whether a key has this name.
  bool Has(absl::string_view kid) const;

 private:
  bool HasKindOf(const Key& other) const;

  std::vector<Key> keys_;
  int skipped_ = 0;
};

}  // namespace lotse::auth
