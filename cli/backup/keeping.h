#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// Which backups are kept, and what their folders are called. Pure functions.
namespace lotse::cli {

// A backup in the folder of backups.
struct KeptBackup {
  std::string name;
  absl::Time begin;
  // Whether its manifest can be read: else nothing is known of it but its name.
  bool whole = true;
  // What its manifest says.
  absl::Time keep_until = absl::InfiniteFuture();
};

// What is kept: so many backups, none of them longer than so many days.
struct Keeping {
  int backups = 14;
  int days = 30;
};
inline constexpr int kMostKept = 1000;
inline constexpr int kMostDaysKept = 3650;

// Name of the folder of a backup that was begun then, to the second and in UTC:
// `2026-11-27T013004Z`.
std::string BackupName(absl::Time begin);

// When a backup of this name was begun; nullopt if it is no such name.
absl::optional<absl::Time> TimeOfBackup(absl::string_view name);

// Days for which a backup may be kept: `days`, or fewer if a survey in it is purged after fewer
// months (`shortest_months`; 0: none is). A month counts as 28 days, so that no backup outlives
// what its survey promised. Source: docs/betrieb/loeschkonzept.md, L11.
int DaysToKeep(int days, int shortest_months);

// Names of the backups that go, oldest first. The newest whole one stays, however old it is: it is
// all there is. Of the others go those that are too old, by `keeping` or their own manifest, and
// the oldest whole ones that are too many.
std::vector<std::string> Outdated(std::vector<KeptBackup> backups, const Keeping& keeping,
                                  absl::Time now);

}  // namespace lotse::cli
