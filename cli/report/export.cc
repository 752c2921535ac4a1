// lotse report export.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/report/commands.h"
#include "cli/report/fetch.h"
#include "cli/report/names.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"

namespace lotse::cli {
namespace {

// The version that a name means: of a report the one that counts.
absl::StatusOr<std::string> FindVersion(Client* client, const std::string& name) {
  if (!IsReport(name)) return name;
  reporting::v1alpha::GetReportRequest get;
  get.set_name(name);
  reporting::v1alpha::Report report;
  if (absl::Status s = client->Call(get, &report); !s.ok()) return s;
  if (!report.released_version().empty()) return report.released_version();
  const std::string instead =
      report.latest_version() == 0
          ? "it has none yet; lotse report make makes one"
          : absl::StrCat("name a version, such as ", VersionName(name, report.latest_version()));
  return absl::FailedPreconditionError(
      absl::StrCat("no version of ", name, " is released; ", instead));
}

}  // namespace

absl::Status RunReportExport(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (!IsReport(name)) {
    if (absl::Status s = CheckVersionName(name); !s.ok()) {
      return WithLine(s, "or of a report, for the version that counts");
    }
  }
  absl::StatusOr<WantedFile> wanted = BeginFile(invocation.args);
  if (!wanted.ok()) return wanted.status();
  Client client(invocation.settings);
  const absl::StatusOr<std::string> version = FindVersion(&client, name);
  if (!version.ok()) return version.status();
  const absl::StatusOr<WrittenFile> file = FetchFile(&client, *version, *std::move(wanted));
  if (!file.ok()) return file.status();
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject().Add("version", *version).AddRaw("file", FileJson(*file)).str() << "\n";
  } else {
    out << Show(*version, *options) << "\n" << ViewFile(*file, *options);
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
