#pragma once

#include <string>

#include "absl/status/status.h"
#include "cli/channel.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

namespace lotse::cli {

// How an engagement has a version of a report on record.
struct Record {
  bool final = false;
  // It was there already, so nothing was changed.
  bool was_there = false;
};

// Has lotse-engagement record a version that was released, or that it was withdrawn since. That of
// a final report becomes the final report of the engagement. Errors of Client::Call.
absl::Status RecordVersion(Client* client, const reporting::v1alpha::ReportVersion& version,
                           const std::string& reason, Record* record);

}  // namespace lotse::cli
