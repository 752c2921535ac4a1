#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/failure.h"

namespace lotse::cli {

// What was found in a data folder.
struct Verification {
  std::string folder;
  // The databases, and those of them of which every page is whole.
  std::vector<std::string> files, whole_files;
  // The database of resources and change logs. It and the next three are empty if it was
  // not read to its end, because it is damaged.
  std::string store_file;
  int64_t resources = 0;
  // Entries of the change logs.
  int64_t entries = 0;
  // SHA-256 over the last hashes of all change logs.
  std::string heads;
  // Why resources and change logs were not looked through: the store has the form of another
  // version. OK else. Every page is whole, and its daemon brings it to its own form.
  absl::Status other_form;
  // The first faults, and how many more there are.
  std::vector<Problem> faults;
  size_t more_faults = 0;
};

// Looks through all databases in a data folder: every page, the chains of the
// change logs, whether each resource is what its log says last, and whether it is
// stored, indexed and linked as its content says. FileError; DataError if it cannot go
// on. Faults are no error.
absl::StatusOr<Verification> VerifyFolder(const std::string& folder);

// Prints what was counted: lines for a person, or one JSON object, which also has the
// faults.
void PrintVerification(const Verification& found, bool json, std::ostream& out);

// DataError with the faults, if there are any.
absl::Status FaultsOf(const Verification& found);

}  // namespace lotse::cli
