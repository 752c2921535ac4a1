#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "runtime/auth/grant_book.h"
#include "runtime/resource/store.h"
#include "runtime/resource/tx.h"

namespace lotse::jobs {

// On whose behalf a job goes on after the call that began it was answered: with what its
// caller may do by then. Rights that the configuration gave with the token count as long as
// the job runs; those of grants are looked up anew each time.
class JobCaller {
 public:
  // `cause` is that of the call; `reason` is told in the log. `book` outlives it; it may be null
  // where the view of `cause` is that of nobody who called, which allows everything.
  JobCaller(const resource::Cause& cause, std::string reason, const auth::GrantBook* book);

  const std::string& actor() const { return cause_.actor; }

  // What is written now; it is decided again when its turn comes.
  resource::Cause Now() const;
  // What the caller sees at this time.
  auth::View View(absl::Time now) const;

  // Runs `work` in a transaction on the caller's behalf, and waits while too many wait; not any
  // more once `stopped` says that the service is being stopped. Errors as those of
  // Store::WriteAndWait.
  absl::Status Write(resource::Store* store, const std::function<bool()>& stopped,
                     absl::FunctionRef<absl::Status(resource::Tx&)> work) const;

 private:
  resource::Cause cause_;
  // Nobody is asked who calls.
  bool unlimited_;
  std::vector<std::string> groups_;
  std::vector<auth::Right> configured_;
  const auth::GrantBook* book_;
};

}  // namespace lotse::jobs
