#pragma once

#include <ostream>

#include "cli/backup/manifest.pb.h"

namespace lotse::cli {

// A line for each store of a backup: as of when it is, and what is in it.
void PrintStores(const BackupManifest& manifest, std::ostream& out);

}  // namespace lotse::cli
