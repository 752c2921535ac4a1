#pragma once

#include <string>
#include <vector>

#include "runtime/auth/grant_book.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// On whose behalf a job goes on after the call that began it was answered: with what its
// caller may do by then. Rights that the configuration gave with the token count as long as
// the job runs; those of grants are looked up anew each time.
class TransferCaller {
 public:
  // `cause` is that of the call; `reason` is told in the log. `book` outlives it.
  TransferCaller(const resource::Cause& cause, std::string reason, const auth::GrantBook* book);

  const std::string& actor() const { return cause_.actor; }

  // What is written now; it is decided again when its turn comes.
  resource::Cause Now() const;
  // What the caller sees at this time.
  auth::View View(absl::Time now) const;

 private:
  resource::Cause cause_;
  // Nobody is asked who calls.
  bool unlimited_;
  std::vector<std::string> groups_;
  std::vector<auth::Right> configured_;
  const auth::GrantBook* book_;
};

}  // namespace lotse::engagement
