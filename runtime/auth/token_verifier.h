#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/auth/identity.h"
#include "runtime/auth/key_source.h"
#include "runtime/auth/token.h"

namespace lotse::auth {

// Most tokens that are remembered.
inline constexpr size_t kMaxCachedTokens = 10000;

// Verifies tokens, and remembers by their SHA-256 those that were right, until they
// expire or the keys of the issuer change. Nothing else of a token is kept.
// Thread-safe.
class TokenVerifier {
 public:
  // `source` outlives it.
  TokenVerifier(TokenRules rules, KeySource* source);

  // Who bears a token that was verified before and still holds at `now`; null if its
  // signature has to be verified. Never waits.
  std::shared_ptr<const Identity> Cached(absl::string_view token, absl::Time now);

  // Who bears the token; an error as VerifyToken gives it, or KEYS_UNAVAILABLE: also
  // where a key is not known that the issuer is now being asked for. Never waits.
  absl::StatusOr<std::shared_ptr<const Identity>> Verify(absl::string_view token, absl::Time now);

  // How many tokens are remembered.
  size_t size() const;

 private:
  using Digest = std::array<uint8_t, 32>;
  static constexpr size_t kShards = 16;
  static constexpr size_t kMaxInShard = kMaxCachedTokens / kShards;

  // A part of what is remembered, so that threads seldom meet.
  struct Shard {
    mutable absl::Mutex mutex;
    // Which keys verified what is here.
    uint64_t generation ABSL_GUARDED_BY(mutex) = 0;
    absl::flat_hash_map<Digest, std::shared_ptr<const Identity>> tokens ABSL_GUARDED_BY(mutex);
  };

  Shard& ShardOf(const Digest& digest) { return shards_[digest[0] % kShards]; }
  std::shared_ptr<const Identity> Find(const Digest& digest, absl::Time now);
  absl::StatusOr<Identity> VerifyAnew(absl::string_view token, absl::Time now,
                                      KeySnapshot* snapshot);
  void Keep(const Digest& digest, uint64_t generation, std::shared_ptr<const Identity> identity,
            absl::Time now);
  static void MakeRoom(Shard& shard, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);

  const TokenRules rules_;
  KeySource* const source_;
  std::array<Shard, kShards> shards_;
};

}  // namespace lotse::auth
