#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "cli/args.h"
#include "lotse/reporting/v1alpha/report.pb.h"

// What a command line says that a report shall show.
namespace lotse::cli {

// What is named is put in the place of what the report has, and taken away where it is empty;
// what is not named stays as it is.
struct WantedReport {
  // With its name and kind, and the fields that are named.
  reporting::v1alpha::Report report;
  google::protobuf::FieldMask named;
  // In the language of the report.
  absl::optional<std::string> title;
  // By the id of the section, in the language of the report.
  std::map<std::string, std::string> texts;
  // Which file each is from, by the id of the section; none of one that is taken away.
  std::map<std::string, std::string> files;
};

// Reads PARENT, --id, --kind and all that a report shall show; files of texts too. UsageError;
// FileError; DataError for a text that is not UTF-8.
absl::StatusOr<WantedReport> ReadWantedReport(const Args& args);

// Puts what is wanted into the report as it is there, or into an empty one.
void PutInto(const WantedReport& wanted, reporting::v1alpha::Report* report);

// The settings in which two reports differ, by the names of their fields, in their order. Name,
// kind, revision and times are no settings.
std::vector<std::string> DifferentSettings(const reporting::v1alpha::Report& one,
                                           const reporting::v1alpha::Report& other);

}  // namespace lotse::cli
