// lotse report submit, return, release, record and withdraw: what becomes of a version.
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/report/commands.h"
#include "cli/report/names.h"
#include "cli/report/record.h"
#include "cli/report/view.h"
#include "cli/text.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::ReleaseReportVersionRequest;
using reporting::v1alpha::ReportVersion;
using reporting::v1alpha::ReturnReportVersionRequest;
using reporting::v1alpha::SubmitReportVersionRequest;
using reporting::v1alpha::WithdrawReportVersionRequest;

absl::Status GetVersion(Client* client, const std::string& name, ReportVersion* version) {
  reporting::v1alpha::GetReportVersionRequest get;
  get.set_name(name);
  return client->Call(get, version);
}

// Takes the version of the command line where the request leads, unless it stands there already:
// then the reply to the same command was lost. `fill` sets what the step needs beside name and
// etag. How what became of it is to be shown.
template <typename Request>
absl::StatusOr<ViewOptions> TakeStep(const Invocation& invocation, Client* client,
                                     ReportVersion::State to,
                                     absl::FunctionRef<absl::Status(Request*)> fill,
                                     ReportVersion* version) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options;
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckVersionName(name); !s.ok()) return s;
  Request request;
  if (absl::Status s = fill(&request); !s.ok()) return s;
  if (absl::Status s = GetVersion(client, name, version); !s.ok()) return s;
  if (version->state() == to) return options;
  request.set_name(name);
  request.set_etag(version->etag());
  request.set_request_id(types::NewRandomUuid());
  if (absl::Status s = client->Call(request, version); !s.ok()) return s;
  return options;
}

void Print(const Invocation& invocation, const ReportVersion& version, const ViewOptions& options) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonValueOf(version) << "\n";
    return;
  }
  out << Show(Word(version.state(), options.language), options) << "  "
      << Show(version.name(), options) << "\n";
}

// A step that is all that its command does.
template <typename Request>
absl::Status RunStep(const Invocation& invocation, ReportVersion::State to,
                     absl::FunctionRef<absl::Status(Request*)> fill) {
  Client client(invocation.settings);
  ReportVersion version;
  const absl::StatusOr<ViewOptions> options = TakeStep(invocation, &client, to, fill, &version);
  if (!options.ok()) return options.status();
  Print(invocation, version, *options);
  return absl::OkStatus();
}

// Has the engagement record what became of a version, and prints that.
absl::Status RecordIt(const Invocation& invocation, Client* client, const ReportVersion& version,
                      const ViewOptions& options) {
  Record record;
  absl::Status status = RecordVersion(client, version, invocation.args.Get("reason"), &record);
  if (!status.ok()) return status;
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << JsonObject()
               .AddRaw("version", JsonValueOf(version))
               .Add("engagement", EngagementOf(version.name()))
               .Add("final", record.final)
               .Add("wasThere", record.was_there)
               .str()
        << "\n";
    return absl::OkStatus();
  }
  const auto say = [&](absl::string_view german, absl::string_view english) {
    return Show(Either(options.language, german, english), options);
  };
  out << (record.was_there ? say("schon verzeichnet", "recorded before")
                           : say("verzeichnet", "recorded"))
      << "  " << Show(EngagementOf(version.name()), options);
  if (version.state() == ReportVersion::STATE_WITHDRAWN) {
    out << say(", als zurückgezogen", ", as withdrawn");
  } else if (record.final) {
    out << say(", als Abschlussbericht der Begleitung", ", as the final report of the engagement");
  }
  out << "\n";
  return absl::OkStatus();
}

// A step that the engagement has to know of.
template <typename Request>
absl::Status RunRecordedStep(const Invocation& invocation, ReportVersion::State to,
                             absl::FunctionRef<absl::Status(Request*)> fill) {
  Client client(invocation.settings);
  ReportVersion version;
  const absl::StatusOr<ViewOptions> options = TakeStep(invocation, &client, to, fill, &version);
  if (!options.ok()) return options.status();
  if (!invocation.settings.json) Print(invocation, version, *options);
  const absl::Status recorded = RecordIt(invocation, &client, version, *options);
  if (recorded.ok()) return recorded;
  return WithLine(recorded,
                  absl::StrCat(version.name(), " is ", Word(to, "en"),
                               ", and that holds; the engagement does not have it on record yet. "
                               "Later: lotse report record ",
                               version.name()));
}

}  // namespace

absl::Status RunReportSubmit(const Invocation& invocation) {
  return RunStep<SubmitReportVersionRequest>(invocation, ReportVersion::STATE_IN_REVIEW,
                                             [](auto*) { return absl::OkStatus(); });
}

absl::Status RunReportReturn(const Invocation& invocation) {
  return RunStep<ReturnReportVersionRequest>(invocation, ReportVersion::STATE_DRAFT,
                                             [&](ReturnReportVersionRequest* request) {
                                               request->set_reason(invocation.args.Get("reason"));
                                               return absl::OkStatus();
                                             });
}

absl::Status RunReportRelease(const Invocation& invocation) {
  return RunRecordedStep<ReleaseReportVersionRequest>(
      invocation, ReportVersion::STATE_RELEASED, [&](ReleaseReportVersionRequest* request) {
        request->set_reason(invocation.args.Get("reason"));
        return absl::OkStatus();
      });
}

absl::Status RunReportWithdraw(const Invocation& invocation) {
  return RunRecordedStep<WithdrawReportVersionRequest>(
      invocation, ReportVersion::STATE_WITHDRAWN, [&](WithdrawReportVersionRequest* request) {
        const std::string reason = invocation.args.Get("reason");
        if (reason.empty()) {
          return UsageError("--reason is missing: what shall readers of the report know?");
        }
        *request->mutable_withdraw_reason() = TextIn(invocation.args.Get("language", "de"), reason);
        return absl::OkStatus();
      });
}

absl::Status RunReportRecord(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  const std::string& name = invocation.args.positional[0];
  if (absl::Status s = CheckVersionName(name); !s.ok()) return s;
  Client client(invocation.settings);
  ReportVersion version;
  if (absl::Status s = GetVersion(&client, name, &version); !s.ok()) return s;
  if (version.state() != ReportVersion::STATE_RELEASED &&
      version.state() != ReportVersion::STATE_WITHDRAWN) {
    return absl::FailedPreconditionError(absl::StrCat(
        name, " is ", ReportVersion::State_Name(version.state()).substr(sizeof "STATE"),
        ": what counts is put on record, and what was withdrawn; lotse report release releases a "
        "version"));
  }
  return RecordIt(invocation, &client, version, *options);
}

}  // namespace lotse::cli
