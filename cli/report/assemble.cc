#include "cli/report/assemble.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/report/names.h"
#include "cli/report/view.h"
#include "cli/text.h"
#include "cli/waiting.h"
#include "google/rpc/error_details.pb.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::AssembleReportRequest;
using reporting::v1alpha::CreateReportRequest;
using reporting::v1alpha::GetReportRequest;
using reporting::v1alpha::GetReportVersionRequest;
using reporting::v1alpha::Report;
using reporting::v1alpha::ReportVersion;
using reporting::v1alpha::UpdateReportRequest;

// What to do about each reason for which a version fails.
constexpr std::pair<const char*, const char*> kAdvice[] = {
    {"RESOURCE_NOT_FOUND",
     "check the name of the engagement, --wave, --release and --material; lotse report show shows "
     "what it has"},
    {"RESOURCE_DELETED", "restore what is deleted, or make the report without it"},
    {"WAVE_NOT_CLOSED", "figures are of closed waves only: lotse wave close, or leave it out"},
    {"WRONG_STATE",
     "an open release is frozen with lotse release make; leave out a wave whose "
     "answers were destroyed, and take its releases; leave out material that was withdrawn"},
    {"INVALID_FIELDS", "leave out what the message names; a pilot has no figures to report"},
    {"DOCUMENT_INCOMPLETE", "put right what the message names"},
    {"CALLER_GONE", "the other services took too long; wait until they answer"},
    {"STORE_CORRUPT", "lotse store verify looks for damage; a backup has what was there"},
};

// Which flag is meant, where what is wrong is the reason.
absl::Status WithAdviceOnReason(const absl::Status& status, const std::string& reason) {
  for (const std::string& line : DescribeDetails(DetailsOf(status))) {
    if (!absl::StartsWith(line, "correction_reason")) continue;
    return WithLine(status, reason.empty()
                                ? "a version was released: --reason=TEXT says why there is another"
                                : "see --reason, which is for what corrects a released version");
  }
  return status;
}

// Which section and file is meant, where what is wrong is a text.
absl::Status WithFilesOfTexts(absl::Status status, const WantedReport& wanted, const Report& sent) {
  const std::vector<std::string> lines = DescribeDetails(DetailsOf(status));
  for (int i = 0; i < sent.texts_size(); ++i) {
    const std::string path = absl::StrCat("report.texts[", i, "]");
    if (std::none_of(lines.begin(), lines.end(), [&path](const std::string& line) {
          return absl::StartsWith(line, absl::StrCat(path, "."));
        })) {
      continue;
    }
    const std::string& section = sent.texts(i).section_id();
    const auto file = wanted.files.find(section);
    status = WithLine(
        status, absl::StrCat(path, " is the text of section ", section,
                             file == wanted.files.end() ? ", as the report has it"
                                                        : absl::StrCat(", from ", file->second)));
  }
  return status;
}

// Reports of the first version of Lotse have no kind; they are of this one.
Report::Kind KindOf(const Report& report) {
  return report.kind() == Report::KIND_UNSPECIFIED ? Report::KIND_STOCK_TAKING : report.kind();
}

bool IsBeingMade(const ReportVersion& version) {
  return version.state() == ReportVersion::STATE_REQUESTED ||
         version.state() == ReportVersion::STATE_ASSEMBLING;
}

absl::Status CreateReport(Client* client, const WantedReport& wanted, MadeReport* made) {
  CreateReportRequest create;
  create.set_parent(EngagementOf(wanted.report.name()));
  create.set_report_id(wanted.report.name().substr(wanted.report.name().rfind('/') + 1));
  create.set_request_id(types::NewRandomUuid());
  PutInto(wanted, create.mutable_report());
  made->created = true;
  return WithFilesOfTexts(client->Call(create, &made->report), wanted, create.report());
}

absl::Status WaitForVersion(const Invocation& invocation, Client* client, ReportVersion* version) {
  GetReportVersionRequest get;
  get.set_name(version->name());
  const absl::Status status = WaitUntil(
      invocation, [&] { return !IsBeingMade(*version); },
      [&] { return client->Call(get, version); },
      [&] { return StandingOf(*version, invocation.args.Get("language", "de")); });
  if (status.ok()) return status;
  return WithLine(status, absl::StrCat(get.name(),
                                       " is being made all the same; lotse report show tells how "
                                       "it ended, and the same command again goes on"));
}

// Whether the newest version is on its way with these settings. One with others is let end, as
// only one is made at a time.
absl::Status FindUnderWay(const Invocation& invocation, Client* client, const Report& report,
                          ReportVersion* version, bool* found) {
  *found = false;
  if (report.latest_version() == 0) return absl::OkStatus();
  GetReportVersionRequest get;
  get.set_name(VersionName(report.name(), report.latest_version()));
  if (absl::Status s = client->Call(get, version); !s.ok()) return s;
  if (!IsBeingMade(*version)) return absl::OkStatus();
  *found = DifferentSettings(version->settings(), report).empty();
  return WaitForVersion(invocation, client, version);
}

}  // namespace

absl::Status PutReport(Client* client, const WantedReport& wanted, MadeReport* made) {
  GetReportRequest get;
  get.set_name(wanted.report.name());
  const absl::Status found = client->Call(get, &made->report);
  if (absl::IsNotFound(found)) return CreateReport(client, wanted, made);
  if (!found.ok()) return found;
  if (made->report.has_delete_time()) {
    return UsageError(
        absl::StrCat(get.name(), " is there, but deleted; restore it or take another --id"));
  }
  if (KindOf(made->report) != wanted.report.kind()) {
    return UsageError(absl::StrCat(get.name(), " is there as ",
                                   Report::Kind_Name(KindOf(made->report)),
                                   ", and a kind never changes; take another --id"));
  }
  UpdateReportRequest update;
  *update.mutable_report() = made->report;
  PutInto(wanted, update.mutable_report());
  made->changed = DifferentSettings(made->report, update.report());
  if (made->changed.empty()) return absl::OkStatus();
  for (const std::string& field : made->changed) update.mutable_update_mask()->add_paths(field);
  update.set_request_id(types::NewRandomUuid());
  return WithFilesOfTexts(client->Call(update, &made->report), wanted, update.report());
}

absl::Status AssembleVersion(const Invocation& invocation, Client* client, const Report& report,
                             const std::string& reason, ReportVersion* version) {
  bool under_way = false;
  absl::Status looked = FindUnderWay(invocation, client, report, version, &under_way);
  if (!looked.ok() || under_way) return looked;
  AssembleReportRequest assemble;
  assemble.set_name(report.name());
  assemble.set_request_id(types::NewRandomUuid());
  const std::string language = report.language().empty() ? "de" : report.language();
  if (!reason.empty()) *assemble.mutable_correction_reason() = TextIn(language, reason);
  const absl::Status begun = client->Call(assemble, version);
  if (!begun.ok()) return WithAdviceOnReason(begun, reason);
  return WaitForVersion(invocation, client, version);
}

absl::Status CheckMade(const Client& client, const ReportVersion& version) {
  if (version.state() != ReportVersion::STATE_FAILED) return absl::OkStatus();
  google::rpc::ErrorInfo info;
  info.set_reason(version.failure().reason());
  info.set_domain("reporting.lotse");
  google::rpc::Status error;
  error.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  error.set_message(
      absl::StrCat(version.name(), " could not be made: ", version.failure().message()));
  error.add_details()->PackFrom(info);
  const char* advice = "if that is over";
  for (const auto& [reason, what] : kAdvice) {
    if (version.failure().reason() == reason) advice = what;
  }
  return WithLine(client.ItemStatus("reporting", error),
                  absl::StrCat(advice, "; then the same command makes another version"));
}

}  // namespace lotse::cli
