#include "cli/backup/keeping.h"

#include <algorithm>

namespace lotse::cli {
namespace {

constexpr char kNameForm[] = "%Y-%m-%dT%H%M%SZ";
constexpr int kDaysOfShortestMonth = 28;

}  // namespace

std::string BackupName(absl::Time begin) {
  return absl::FormatTime(kNameForm, begin, absl::UTCTimeZone());
}

absl::optional<absl::Time> TimeOfBackup(absl::string_view name) {
  absl::Time time;
  std::string why;
  if (!absl::ParseTime(kNameForm, name, absl::UTCTimeZone(), &time, &why)) return absl::nullopt;
  // The parser takes more than what is written, such as spaces.
  if (BackupName(time) != name) return absl::nullopt;
  return time;
}

int DaysToKeep(int days, int shortest_months) {
  if (shortest_months <= 0) return days;
  return std::min(days, shortest_months * kDaysOfShortestMonth);
}

std::vector<std::string> Outdated(std::vector<KeptBackup> backups, const Keeping& keeping,
                                  absl::Time now) {
  std::sort(backups.begin(), backups.end(),
            [](const auto& a, const auto& b) { return a.begin > b.begin; });
  std::vector<std::string> outdated;
  int whole = 0;
  for (const KeptBackup& backup : backups) {
    if (backup.whole && ++whole == 1) continue;
    const bool old =
        now >= std::min(backup.begin + absl::Hours(24) * keeping.days, backup.keep_until);
    if (old || (backup.whole && whole > keeping.backups)) outdated.push_back(backup.name);
  }
  std::reverse(outdated.begin(), outdated.end());
  return outdated;
}

}  // namespace lotse::cli
