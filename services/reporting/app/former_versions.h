#pragma once

#include "absl/status/statusor.h"
#include "runtime/resource/store.h"

namespace lotse::reporting {

// What became of reports and versions of a Lotse that kept no files of versions (decision 0027).
struct FormerVersionsTaken {
  // Reports that know now which of their versions was released last.
  int reports = 0;
  // Files that were made anew as they were frozen, and are kept now.
  int files = 0;
  // Files that would be made otherwise now, or whose document is damaged; they stay missing.
  int lost = 0;
  // Owners of which not everything could be read, since the store is damaged there.
  int unread = 0;
};

// Takes them over, of deleted reports too: each report gets the number of the version that was
// released last, in the log as TAKE_OVER by `lotse-reporting`; and each file that is missing is
// made of its document and kept if it has the hash that was frozen. It is done once for a store,
// and again at the next start as long as an owner is unread. Before calls are served and before
// versions are made. STORE_UNAVAILABLE.
absl::StatusOr<FormerVersionsTaken> TakeFormerVersions(resource::Store* store);

}  // namespace lotse::reporting
