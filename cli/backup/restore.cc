// lotse backup verify, and lotse restore.
#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/backup/commands.h"
#include "cli/backup/folder.h"
#include "cli/backup/print.h"
#include "cli/backup/stores.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/store_copy.h"

namespace lotse::cli {
namespace {

// A backup whose files are those that were written.
struct Found {
  std::string folder;
  BackupManifest manifest;
};

absl::StatusOr<Found> FindWhole(const Args& args) {
  const std::string from = args.Get("from");
  if (from.empty()) return UsageError("give --from=DIR: a backup, or the folder of backups");
  const auto folder = FindBackup(from);
  if (!folder.ok()) return folder.status();
  const auto manifest = ReadManifest(*folder);
  if (!manifest.ok()) return manifest.status();
  for (const StoreCopy& store : manifest->stores()) {
    if (absl::Status s = CheckFiles(*folder, store); !s.ok()) return s;
  }
  return Found{*folder, *manifest};
}

// Whether a store holds what the manifest says of it. One of an older version may have another
// form: then its files are what was written, and more is not known before its daemon is started.
absl::Status CheckContent(const StoreCopy& store, const Verification& found) {
  if (absl::Status faults = FaultsOf(found); !faults.ok()) return faults;
  if (!found.other_form.ok() || store.heads().empty()) return absl::OkStatus();
  if (found.heads == store.heads() && found.entries == store.entries()) return absl::OkStatus();
  return DamageError(absl::StrCat(found.folder,
                                  ": the heads of its change logs are not those that "
                                  "the manifest names"));
}

absl::Status Print(const Invocation& invocation, const Found& found, absl::string_view last_line) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject()
               .Add("backup", found.folder)
               .AddRaw("manifest", JsonValueOf(found.manifest))
               .str()
        << "\n";
    return absl::OkStatus();
  }
  PrintStores(found.manifest, out);
  out << last_line << "\n";
  return absl::OkStatus();
}

// The stores of the backup that are wanted, with their new folders. UsageError, FileError.
absl::StatusOr<std::vector<StorePlace>> Targets(const Args& args, const BackupManifest& manifest) {
  const std::string data = args.Get("data");
  if (data.empty()) return UsageError("give --data=DIR, the folder that is to have the stores");
  std::vector<StorePlace> targets;
  for (const StoreCopy& store : manifest.stores()) {
    targets.push_back({store.service(), absl::StrCat(data, "/", store.service())});
  }
  if (args.Has("stores")) {
    const auto wanted = StoresOf(args, data);
    if (!wanted.ok()) return wanted.status();
    for (const StorePlace& store : *wanted) {
      const bool there = std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
        return target.service == store.service;
      });
      if (!there) {
        return FileError(absl::StrCat("the backup has no store ", store.service),
                         absl::StatusCode::kNotFound);
      }
    }
    targets = *wanted;
  }
  for (const StorePlace& target : targets) {
    if (absl::Status s = CheckNew(target.folder); !s.ok()) return s;
  }
  return targets;
}

const StoreCopy& StoreOf(const BackupManifest& manifest, const std::string& service) {
  return *std::find_if(manifest.stores().begin(), manifest.stores().end(),
                       [&](const StoreCopy& store) { return store.service() == service; });
}

}  // namespace

absl::Status RunBackupVerify(const Invocation& invocation) {
  const auto found = FindWhole(invocation.args);
  if (!found.ok()) return found.status();
  for (const StoreCopy& store : found->manifest.stores()) {
    const auto content = VerifyFolder(absl::StrCat(found->folder, "/", store.service()));
    if (!content.ok()) return content.status();
    if (absl::Status s = CheckContent(store, *content); !s.ok()) return s;
  }
  return Print(invocation, *found, absl::StrCat(found->folder, ": whole"));
}

absl::Status RunRestore(const Invocation& invocation) {
  const auto found = FindWhole(invocation.args);
  if (!found.ok()) return found.status();
  const auto targets = Targets(invocation.args, found->manifest);
  if (!targets.ok()) return targets.status();
  int64_t bytes = 0;
  for (const StorePlace& target : *targets) {
    for (const BackupFile& file : StoreOf(found->manifest, target.service).files()) {
      bytes += file.bytes();
    }
  }
  if (absl::Status s = CheckRoom(targets->front().folder, bytes); !s.ok()) return s;
  std::vector<std::string> folders;
  for (const StorePlace& target : *targets) {
    const auto content =
        RestoreStore(absl::StrCat(found->folder, "/", target.service), target.folder);
    if (!content.ok()) return content.status();
    const absl::Status whole = CheckContent(StoreOf(found->manifest, target.service), *content);
    if (!whole.ok()) return whole;
    folders.push_back(target.folder);
  }
  return Print(invocation, *found, absl::StrCat(absl::StrJoin(folders, ", "), ": restored"));
}

}  // namespace lotse::cli
