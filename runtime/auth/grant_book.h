#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "lotse/type/v1alpha/grant.pb.h"
#include "runtime/auth/access.h"

namespace lotse::auth {

using type::v1alpha::Grant;

// The right that a grant gives.
Right RightOf(const Grant& grant);

// All grants of a platform, found by whom they are for. Thread-safe.
class GrantBook {
 public:
  // Puts these in the place of all that are known. From then on it is complete.
  void Replace(const std::vector<Grant>& grants);
  // Adds a grant, or puts it in the place of the one of its name.
  void Set(const Grant& grant);
  void Remove(absl::string_view name);

  // Until when what is known counts; without an end unless told.
  void TrustUntil(absl::Time end) { trusted_until_ = absl::ToUnixMicros(end); }
  bool Trusted(absl::Time now) const { return absl::ToUnixMicros(now) < trusted_until_; }

  // False until the grants were read once: nobody can be told then that they have none.
  bool complete() const;

  // Adds what grants give to somebody, expired ones too.
  void AddRights(absl::string_view subject, const std::vector<std::string>& groups,
                 std::vector<Right>* rights) const;

  // The grants that count at `name` at this time, by their names.
  std::vector<Grant> At(absl::string_view name, absl::Time now) const;

 private:
  using ByHolder = absl::flat_hash_map<std::string, absl::btree_map<std::string, Right>>;

  void Insert(const Grant& grant) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Erase(absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ByHolder& Holders(const Grant& grant) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  std::atomic<int64_t> trusted_until_ = INT64_MAX;  // Microseconds since 1970.
  mutable absl::Mutex mutex_;
  bool complete_ ABSL_GUARDED_BY(mutex_) = false;
  absl::btree_map<std::string, Grant> grants_ ABSL_GUARDED_BY(mutex_);
  ByHolder of_subject_ ABSL_GUARDED_BY(mutex_);
  ByHolder of_group_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::auth
