// lotse backup: all stores of a machine into one new folder.
#include <google/protobuf/util/time_util.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/backup/commands.h"
#include "cli/backup/folder.h"
#include "cli/backup/keeping.h"
#include "cli/backup/print.h"
#include "cli/backup/stores.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/store_copy.h"
#include "cli/store_file.h"
#include "cli/wave_files.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/sql/folder_lock.h"

namespace lotse::cli {
namespace {

using google::protobuf::util::TimeUtil;

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

// What was asked for.
struct Order {
  std::vector<StorePlace> stores;
  std::string out;
  Keeping keeping;
};

absl::StatusOr<int> NumberOf(const Args& args, const char* flag, int fallback, int most) {
  int number = fallback;
  if (args.Has(flag) &&
      (!absl::SimpleAtoi(args.Get(flag), &number) || number < 1 || number > most)) {
    return UsageError(absl::StrCat("--", flag, ": give a number from 1 to ", most));
  }
  return number;
}

absl::StatusOr<Order> ReadOrder(const Args& args) {
  Order order;
  order.out = args.Get("out");
  const bool keys = args.Has("keys");
  if (order.out.empty() || keys == args.Has("data") || (keys && args.Has("stores"))) {
    return UsageError(
        "give --out=DIR, and --data=DIR with the stores, or --keys=DIR for the keys of surveys");
  }
  if (keys) {
    order.stores = {{std::string(kKeysStore), args.Get("keys")}};
  } else {
    auto stores = StoresOf(args, args.Get("data"));
    if (!stores.ok()) return stores.status();
    order.stores = *std::move(stores);
  }
  const auto backups = NumberOf(args, "newest", order.keeping.backups, kMostKept);
  if (!backups.ok()) return backups.status();
  const auto days = NumberOf(args, "days", order.keeping.days, kMostDaysKept);
  if (!days.ok()) return days.status();
  order.keeping = {*backups, *days};
  return order;
}

// Each store is one of its service, and lies outside of where the backup goes. A store that is not
// there is told: a backup without it would be taken for one of all. FileError.
absl::StatusOr<int64_t> CheckStores(const Order& order) {
  int64_t bytes = 0;
  for (const StorePlace& store : order.stores) {
    const auto files = DatabasesIn(store.folder);
    if (!files.ok()) {
      if (store.service == kKeysStore) return files.status();
      return WithLine(files.status(),
                      "without it there is no backup; --stores names those to copy");
    }
    const bool is_it = store.service == kKeysStore
                           ? absl::c_all_of(*files, IsKeysFile)
                           : absl::c_linear_search(*files, absl::StrCat(store.service, ".db"));
    if (!is_it) return FileError(absl::StrCat(store.folder, ": is not the store ", store.service));
    if (absl::Status s = CheckPlace(store.folder, order.out); !s.ok()) return s;
    const auto size = SizeOfStore(store.folder);
    if (!size.ok()) return size.status();
    bytes += *size;
  }
  return bytes;
}

// Makes the folder of backups, or sees that it is closed to others, and holds it. FileError.
absl::StatusOr<sql::FolderLock> TakeFolder(const std::string& out) {
  struct stat info = {};
  if (stat(out.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
    return FileError(absl::StrCat(out,
                                  ": is open to others; answers of people will lie there. "
                                  "chmod 700 closes it"),
                     absl::StatusCode::kPermissionDenied);
  }
  auto lock = sql::FolderLock::Take(out);
  if (absl::IsAborted(lock.status())) {
    return FileError(absl::StrCat(out, ": another backup is being made there"));
  }
  if (!lock.ok()) return FileError(lock.status().message(), lock.status().code());
  return lock;
}

// Keys and answers never lie in one place. FileError.
absl::Status CheckApart(const Order& order, const std::vector<KeptBackup>& backups) {
  for (const KeptBackup& backup : backups) {
    const auto manifest = ReadManifest(absl::StrCat(order.out, "/", backup.name));
    if (!manifest.ok() || manifest->stores().empty()) continue;
    const bool had_keys = manifest->stores(0).service() == kKeysStore;
    if (had_keys == (order.stores[0].service == kKeysStore)) continue;
    return FileError(
        absl::StrCat(order.out, ": there are backups of ", had_keys ? "keys" : "answers",
                     "; keys that are kept apart from the answers go to another place"));
  }
  return absl::OkStatus();
}

// Takes the fewest of `*shortest` and `months`; 0 is no period.
void TakeShorter(int months, int* shortest) {
  if (months > 0) *shortest = *shortest == 0 ? months : std::min(*shortest, months);
}

// Fewest months after which answers of a survey in the store are purged, or names or texts of a
// study are erased; 0 if none is.
absl::StatusOr<int> ShortestRetention(const std::string& folder) {
  const auto store = StoreFile::Open(folder);
  if (!store.ok()) return store.status();
  const auto surveys = (*store)->KindOfType("Survey");
  if (!surveys.ok()) return surveys.status();
  const auto studies = (*store)->KindOfType("Study");
  if (!studies.ok()) return studies.status();
  int shortest = 0;
  const absl::Status read = (*store)->Read([&](sql::Connection&) {
    absl::Status each = (*store)->ForEach(*surveys, [&](StoredResource stored) {
      const auto& survey = static_cast<const survey::v1alpha::Survey&>(*stored.message);
      TakeShorter(survey.retention().answers_months(), &shortest);
      return absl::OkStatus();
    });
    if (!each.ok()) return each;
    return (*store)->ForEach(*studies, [&](StoredResource stored) {
      const auto& study = static_cast<const survey::v1alpha::Study&>(*stored.message);
      TakeShorter(study.retention().names_months(), &shortest);
      TakeShorter(study.retention().material_months(), &shortest);
      return absl::OkStatus();
    });
  });
  if (!read.ok()) return read;
  return shortest;
}

// Copies one store into the unfinished backup and looks through the copy, as far as it has the
// form of this version.
absl::Status CopyStore(const StorePlace& place, const std::string& unfinished, absl::Time begin,
                       StoreCopy* store) {
  const std::string to = absl::StrCat(unfinished, "/", place.service);
  store->set_service(place.service);
  *store->mutable_copy_time() = ToTimestamp(absl::Now());
  const auto found = BackupStore(place.folder, to);
  if (!found.ok()) return found.status();
  if (absl::Status faults = FaultsOf(*found); !faults.ok()) return faults;
  store->set_resources(found->resources);
  store->set_entries(found->entries);
  store->set_heads(found->heads);
  return SealFiles(to, begin, store);
}

// Makes the unfinished backup and gives it its name.
absl::StatusOr<BackupManifest> Make(const Order& order, absl::Time begin) {
  const std::string unfinished = absl::StrCat(order.out, "/", kUnfinished);
  if (absl::Status s = MakeFolder(unfinished); !s.ok()) return s;
  BackupManifest manifest;
  manifest.set_format(kManifestFormat);
  manifest.set_version(LOTSE_VERSION);
  *manifest.mutable_begin_time() = ToTimestamp(begin);
  int days = order.keeping.days;
  for (const StorePlace& place : order.stores) {
    absl::Status copied = CopyStore(place, unfinished, begin, manifest.add_stores());
    if (!copied.ok()) return copied;
    if (place.service != "survey") continue;
    const auto months = ShortestRetention(absl::StrCat(unfinished, "/survey"));
    if (!months.ok() && !absl::IsFailedPrecondition(months.status())) return months.status();
    // Of a store of another form nothing is known: the shortest that there may be.
    days = DaysToKeep(days, months.value_or(1));
  }
  *manifest.mutable_keep_until() = ToTimestamp(begin + absl::Hours(24) * days);
  *manifest.mutable_end_time() = ToTimestamp(absl::Now());
  if (absl::Status s = WriteManifest(unfinished, manifest); !s.ok()) return s;
  std::error_code error;
  const std::string whole = absl::StrCat(order.out, "/", BackupName(begin));
  std::filesystem::rename(unfinished, whole, error);
  if (error) return FileError(whole, error.value());
  if (absl::Status s = FlushFolder(order.out); !s.ok()) return s;
  return manifest;
}

// Removes what is too old or too much, and says what went.
absl::StatusOr<std::vector<std::string>> RemoveOutdated(const Order& order) {
  const auto backups = BackupsIn(order.out);
  if (!backups.ok()) return backups.status();
  std::vector<std::string> outdated = Outdated(*backups, order.keeping, absl::Now());
  for (const std::string& name : outdated) {
    if (absl::Status s = RemoveBackup(order.out, name); !s.ok()) return s;
  }
  return outdated;
}

void PrintMade(const Invocation& invocation, const std::string& folder,
               const BackupManifest& manifest, const std::vector<std::string>& removed) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject()
               .Add("backup", folder)
               .AddRaw("manifest", JsonValueOf(manifest))
               .AddRaw("removed", JsonStrings(removed))
               .str()
        << "\n";
    return;
  }
  PrintStores(manifest, out);
  for (const std::string& name : removed) out << name << ": removed\n";
  out << folder << ": whole, kept until " << TimeUtil::ToString(manifest.keep_until()) << "\n";
}

}  // namespace

absl::Status RunBackup(const Invocation& invocation) {
  const auto order = ReadOrder(invocation.args);
  if (!order.ok()) return order.status();
  const auto bytes = CheckStores(*order);
  if (!bytes.ok()) return bytes.status();
  const auto lock = TakeFolder(order->out);
  if (!lock.ok()) return lock.status();
  if (absl::Status s = RemoveLeftovers(order->out); !s.ok()) return s;
  // What must be gone goes, also if there will be no new one; and there is room for that.
  auto removed = RemoveOutdated(*order);
  if (!removed.ok()) return removed.status();
  const auto backups = BackupsIn(order->out);
  if (!backups.ok()) return backups.status();
  if (absl::Status s = CheckApart(*order, *backups); !s.ok()) return s;
  if (absl::Status s = CheckRoom(order->out, *bytes); !s.ok()) return s;
  const absl::Time begin = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()));
  const std::string folder = absl::StrCat(order->out, "/", BackupName(begin));
  if (std::filesystem::exists(folder)) {
    return FileError(absl::StrCat(folder, ": exists; begin the next one a second later"),
                     absl::StatusCode::kAlreadyExists);
  }
  const auto manifest = Make(*order, begin);
  if (!manifest.ok()) {
    static_cast<void>(RemoveLeftovers(order->out));  // Why it failed is what is told.
    return manifest.status();
  }
  const auto more = RemoveOutdated(*order);
  if (!more.ok()) return more.status();
  removed->insert(removed->end(), more->begin(), more->end());
  PrintMade(invocation, folder, *manifest, *removed);
  return absl::OkStatus();
}

}  // namespace lotse::cli
