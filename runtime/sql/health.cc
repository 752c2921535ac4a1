#include "runtime/sql/health.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"

namespace lotse::sql {

absl::Status Health::Translate(const SQLite::Exception& fault) {
  switch (fault.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      failed_at_us_ = absl::ToUnixMicros(absl::Now());
      return Unavailable();
    case SQLITE_BUSY:  // A backup holds it for a moment; there is no want of disk.
      return Unavailable();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      corrupt_ = true;
      return Corrupt();
    case SQLITE_INTERRUPT:
      return CallerGone();
    default:
      return absl::InternalError(absl::StrCat("SQLite: ", fault.what()));
  }
}

bool Health::writable() const {
  const int64_t failed = failed_at_us_;
  return !corrupt_ &&
         (failed == 0 || absl::Now() - absl::FromUnixMicros(failed) > absl::Seconds(10));
}

absl::Status Health::Unavailable() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "the store cannot be used now; nothing was changed, try again later",
                         /*seconds=*/5);
}

absl::Status Health::Corrupt() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                    "the store is damaged; nothing was changed");
}

absl::Status Health::CallerGone() {
  return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE,
                    "nobody waits for this any more; nothing was changed");
}

}  // namespace lotse::sql
