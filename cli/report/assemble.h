#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/report/wanted.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

// From what a report shall show to a version of it.
namespace lotse::cli {

// A report as it is now, and what a command did with it.
struct MadeReport {
  reporting::v1alpha::Report report;
  bool created = false;
  // Settings that were changed.
  std::vector<std::string> changed;
};

// Creates the report, or changes what is not as it is wanted. UsageError: it is deleted, or of
// another kind. Errors of Client::Call.
absl::Status PutReport(Client* client, const WantedReport& wanted, MadeReport* made);

// Makes a version of the report and waits until it has ended, well or not. One that is being
// made already, with the same settings, is waited for; with others it is let end first. `reason`
// says why there is to be another version once one was released. Errors of Client::Call, with
// what to do.
absl::Status AssembleVersion(const Invocation& invocation, Client* client,
                             const reporting::v1alpha::Report& report, const std::string& reason,
                             reporting::v1alpha::ReportVersion* version);

// OK unless the version could not be made; else why not, and what to do.
absl::Status CheckMade(const Client& client, const reporting::v1alpha::ReportVersion& version);

}  // namespace lotse::cli
