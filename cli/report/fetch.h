#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cli/args.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/growing_file.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

// Files of a version of a report.
namespace lotse::cli {

// A file that is wanted. It was begun, so that it is known that it can be written.
struct WantedFile {
  std::string path;
  reporting::v1alpha::ArtifactFormat format = reporting::v1alpha::ARTIFACT_FORMAT_UNSPECIFIED;
  GrowingFile file;
};

// A file that was written.
struct WrittenFile {
  std::string path;
  int64_t bytes = 0;
  std::string sha256;
};

// Of --out and --format. Without --format the ending of the file says its form, in either case.
// UsageError, also where it says none; FileError if it cannot be written.
absl::StatusOr<WantedFile> BeginFile(const Args& args);

// Fetches the file of a version, checks it against the hash that came with it, and only then
// puts it in the place of what was there. Errors of Client::Stream; FileError; DataError for
// what is not complete or not what was sent.
absl::StatusOr<WrittenFile> FetchFile(Client* client, const std::string& version,
                                      WantedFile wanted);

// A line that tells of a file, and the same as a JSON object.
std::string ViewFile(const WrittenFile& file, const ViewOptions& options);
std::string FileJson(const WrittenFile& file);

}  // namespace lotse::cli
