#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "cli/args.h"
#include "lotse/survey/v1alpha/table.pb.h"

// What a command line or a file says of the tables that are wanted.
namespace lotse::cli {

// The flags that describe a table of a release.
absl::Span<const FlagSpec> TableSpecFlags();

// The table that is described by the codes behind the name of the release and by the flags.
// Without --statistics it has shares. UsageError names the flag and what it takes; what the
// questionnaire has is the business of the service.
absl::StatusOr<survey::v1alpha::TableSpec> ReadTableSpec(const Args& args);

// Codes with commas between them, without the spaces around them.
std::vector<std::string> ReadCodeList(absl::string_view text);

// All values of a flag that may be repeated, each with commas between codes.
std::vector<std::string> ReadCodeLists(const Args& args, const std::string& flag);

// The tables of a file: `{"tables": [TableSpec, ...]}`, or the list alone. FileError; DataError
// for a field that is not known, and for a file without tables.
absl::StatusOr<std::vector<survey::v1alpha::TableSpec>> ReadSpecFile(const std::string& path);

}  // namespace lotse::cli
