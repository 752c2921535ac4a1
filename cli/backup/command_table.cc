// The commands of backups with their flags and their help.
#include "cli/backup/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kStoresFlag = {"stores", "LIST", "some of engagement,survey,reporting"};

constexpr FlagSpec kBackupFlags[] = {
    {"data", "DIR", "the folder that has the stores, each named for its service"},
    kStoresFlag,
    {"keys", "DIR", "instead: the folder of keys of surveys, where it lies apart"},
    {"out", "DIR", "the folder of backups (required)"},
    {"newest", "N", "how many are kept, 1 to 1000 (14)"},
    {"days", "N", "none is kept for longer, 1 to 3650 (30)"},
};

constexpr FlagSpec kFromFlag = {"from", "DIR",
                                "a backup, or the folder of backups, for the newest (required)"};
constexpr FlagSpec kVerifyFlags[] = {kFromFlag};

constexpr FlagSpec kRestoreFlags[] = {
    kFromFlag,
    {"data", "DIR", "the folder that is to have the stores (required)"},
    kStoresFlag,
};

constexpr FlagSpec kReferencesFlags[] = {
    {"data", "DIR", "the folder that has the stores, or a backup (required)"},
    kStoresFlag,
};

constexpr char kBackupHelp[] =
    R"(Copies the stores of this machine, while the daemons run, into a new folder of --out that
is named for the time: reporting first, then survey, then engagement, so that what one copy
refers to is in a later one. Each copy is looked through. manifest.json says what the backup
holds: version, sizes and SHA-256 of the files, heads of the change logs, time of each store.

A backup has its name only once it is whole; what was cut off lies in .partial and goes with the
next one. Nothing is begun without room for all of it. A store that is not there is an error:
--stores names those of this machine.

Afterwards the --newest backups are left, and none that is older than --days, or than the
shortest retention period of a survey or study in it. The newest one always stays. Keep them on an
encrypted disk that the machine has for this; the folder above --out must exist.

Where keys_folder of lotse-survey lies apart, its keys go to another place, in a backup of their
own: --keys=DIR --out=ANOTHER. No retention period is known there: give --days no more than the
shortest one for names. With --json the result is one object: backup, manifest, removed.

  lotse backup --data=/var/lib/private/lotse --out=/srv/backup/lotse
)";

constexpr char kVerifyHelp[] =
    R"(Compares each file of a backup with its manifest, then looks through each store as lotse
store verify does. Exit code 5 if anything is wrong, and for each file what. With --json it prints
one object: backup and manifest.
)";

constexpr char kRestoreHelp[] =
    R"(Makes the data folders of a backup, each named for its service, in the folder --data. They
must not exist or be empty. Everything is compared with the manifest first, and nothing is made of
a backup that is damaged. Start the daemons afterwards, and look into the operations manual on
what to do again: what was erased since the backup is back.

  lotse restore --from=/srv/backup/lotse --data=/var/lib/private/lotse --stores=survey
)";

constexpr char kReferencesHelp[] =
    R"(Lists what resources name in the store of another service and is deleted or not there: after
a restore, or in a backup, whose stores are of moments shortly after one another. No service
depends on such a name leading somewhere; who reads it is told RESOURCE_NOT_FOUND. It reads only;
the daemons may run. With --json it prints an object for each.
)";

}  // namespace

absl::Span<const Command> BackupCommands() {
  static const auto* commands = new std::vector<Command>{
      {"backup", "--data=DIR --out=DIR", 0, 0, "copies all stores of this machine", kBackupHelp,
       kBackupFlags, RunBackup},
      {"backup verify", "--from=DIR", 0, 0, "checks that a backup is what was written", kVerifyHelp,
       kVerifyFlags, RunBackupVerify},
      {"restore", "--from=DIR --data=DIR", 0, 0, "makes data folders of a backup", kRestoreHelp,
       kRestoreFlags, RunRestore},
      {"store references", "--data=DIR", 0, 0, "lists names that lead to no other store",
       kReferencesHelp, kReferencesFlags, RunStoreReferences},
  };
  return *commands;
}

}  // namespace lotse::cli
