#include "runtime/auth/token_verifier.h"

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/auth/errors.h"
#include "runtime/types/sha256.h"

namespace lotse::auth {

TokenVerifier::TokenVerifier(TokenRules rules, KeySource* source)
    : rules_(std::move(rules)), source_(source) {}

std::shared_ptr<const Identity> TokenVerifier::Cached(absl::string_view token, absl::Time now) {
  if (token.size() > kMaxTokenBytes) return nullptr;
  return Find(types::Sha256(token), now);
}

absl::StatusOr<std::shared_ptr<const Identity>> TokenVerifier::Verify(absl::string_view token,
                                                                      absl::Time now) {
  if (token.size() > kMaxTokenBytes) return TokenRefused("it is longer than 12 KiB");
  const Digest digest = types::Sha256(token);
  if (auto known = Find(digest, now)) return known;
  KeySnapshot snapshot = source_->snapshot();
  if (snapshot.keys == nullptr) return KeysUnavailable();
  absl::StatusOr<Identity> identity = VerifyAnew(token, now, &snapshot);
  if (!identity.ok()) return identity.status();
  auto kept = std::make_shared<const Identity>(*std::move(identity));
  Keep(digest, snapshot.generation, kept, now);
  return kept;
}

absl::StatusOr<Identity> TokenVerifier::VerifyAnew(absl::string_view token, absl::Time now,
                                                   KeySnapshot* snapshot) {
  absl::StatusOr<Identity> identity = VerifyToken(token, *snapshot->keys, rules_, now);
  if (identity.ok()) return identity;
  const std::string kid = UnknownKid(token, *snapshot->keys);
  if (kid.empty()) return identity;
  const KeySource::Search search = source_->Seek(kid);
  if (search == KeySource::Search::kUnderWay) return KeySought();
  if (search == KeySource::Search::kInVain) return identity;
  *snapshot = source_->snapshot();
  return VerifyToken(token, *snapshot->keys, rules_, now);
}

std::shared_ptr<const Identity> TokenVerifier::Find(const Digest& digest, absl::Time now) {
  Shard& shard = ShardOf(digest);
  absl::MutexLock lock(&shard.mutex);
  // A token must not outlive its key.
  if (shard.generation != source_->generation()) return nullptr;
  const auto it = shard.tokens.find(digest);
  if (it == shard.tokens.end() || now >= it->second->expires) return nullptr;
  return it->second;
}

void TokenVerifier::Keep(const Digest& digest, uint64_t generation,
                         std::shared_ptr<const Identity> identity, absl::Time now) {
  Shard& shard = ShardOf(digest);
  absl::MutexLock lock(&shard.mutex);
  // Verified under keys that are gone already.
  if (generation < shard.generation) return;
  if (generation > shard.generation) shard.tokens.clear();
  shard.generation = generation;
  if (shard.tokens.size() >= kMaxInShard) MakeRoom(shard, now);
  shard.tokens.insert_or_assign(digest, std::move(identity));
}

void TokenVerifier::MakeRoom(Shard& shard, absl::Time now) {
  absl::erase_if(shard.tokens, [now](const auto& entry) { return now >= entry.second->expires; });
  if (shard.tokens.size() < kMaxInShard) return;
  shard.tokens.erase(std::min_element(
      shard.tokens.begin(), shard.tokens.end(),
      [](const auto& a, const auto& b) { return a.second->expires < b.second->expires; }));
}

size_t TokenVerifier::size() const {
  size_t size = 0;
  for (const Shard& shard : shards_) {
    absl::MutexLock lock(&shard.mutex);
    size += shard.tokens.size();
  }
  return size;
}

}  // namespace lotse::auth
