#pragma once

#include <functional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "lotse/engagement/v1alpha/grant_service.pb.h"
#include "runtime/auth/grant_book.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"

namespace lotse::engagement {

// Keeps the book of grants as the store is: who has a grant may use it as soon as the
// call that gave it is answered, and no longer once the call that took it is. Outlives
// the calls and the store's commits.
class GrantKeeper {
 public:
  // Is told after each reading of all grants below how many owners they could not be
  // read.
  using Told = std::function<void(int unread_owners)>;

  // To be made before what else is told of commits: a stream that is woken has to find
  // the grants of now.
  GrantKeeper(resource::Store* store, auth::GrantBook* book, Told told);

  // Adds what holds for grants beyond the annotations of their proto.
  void AddRules(resource::Standard* standard);

  // Reads all grants; what is committed later follows. Where the store is damaged below an
  // owner, none of the grants there count: a right that may be gone is no right. Errors as
  // resource::Store::Read, DATA_LOSS only if the owners themselves cannot be read.
  absl::Status Start();

 private:
  // Notes a grant that a transaction changes. It may still fail: what is noted is read
  // again, whatever it is then.
  void Note(const std::string& name);
  void ReadNoted();

  resource::Store* const store_;
  auth::GrantBook* const book_;
  const Told told_;
  absl::Mutex mutex_;
  std::set<std::string> noted_ ABSL_GUARDED_BY(mutex_);
  bool noted_all_ ABSL_GUARDED_BY(mutex_) = false;  // More than are noted one by one.
};

// The grants that count at a name. Errors are documented at the method.
absl::Status ListEffectiveGrants(resource::Tx& tx, const auth::GrantBook& book,
                                 const v1alpha::ListEffectiveGrantsRequest& q,
                                 v1alpha::ListEffectiveGrantsResponse* r);

// What the caller may do.
absl::Status GetMyRights(const schema::Schema& schema, const resource::Cause& caller,
                         absl::Time now, const v1alpha::GetMyRightsRequest& q,
                         v1alpha::GetMyRightsResponse* r);

}  // namespace lotse::engagement
