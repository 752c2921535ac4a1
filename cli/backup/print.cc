#include "cli/backup/print.h"

#include <google/protobuf/util/time_util.h>

#include "cli/backup/stores.h"

namespace lotse::cli {

void PrintStores(const BackupManifest& manifest, std::ostream& out) {
  for (const StoreCopy& store : manifest.stores()) {
    int64_t bytes = 0;
    for (const BackupFile& file : store.files()) bytes += file.bytes();
    out << store.service() << ": as of "
        << google::protobuf::util::TimeUtil::ToString(store.copy_time()) << ", "
        << store.files_size() << (store.files_size() == 1 ? " file, " : " files, ") << bytes
        << " bytes";
    if (!store.heads().empty()) {
      out << ", " << store.resources() << " resources, " << store.entries()
          << " entries of the change logs, heads " << store.heads();
    } else if (store.service() != kKeysStore) {
      out << ", of another version, which is looked into once its daemon is started";
    }
    out << "\n";
  }
}

}  // namespace lotse::cli
