// lotse export engagement, export csv, import engagement, import csv.
#include "cli/transfer.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/blob_client.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/text.h"
#include "cli/waiting.h"
#include "google/protobuf/util/json_util.h"
#include "lotse/engagement/v1alpha/export_job_service.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "lotse/type/v1alpha/error_reason.pb.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::CreateExportJobRequest;
using engagement::v1alpha::CreateImportJobRequest;
using engagement::v1alpha::DeleteExportJobRequest;
using engagement::v1alpha::DeleteImportJobRequest;
using engagement::v1alpha::ExportJob;
using engagement::v1alpha::GetExportJobRequest;
using engagement::v1alpha::GetImportJobRequest;
using engagement::v1alpha::ImportJob;
using engagement::v1alpha::Programme;
using engagement::v1alpha::TransferFault;
using engagement::v1alpha::TransferForm;
using engagement::v1alpha::TransferLine;
using google::protobuf::util::JsonStringToMessage;

constexpr char kService[] = "engagement";

// `NAME/COLLECTION`. What stands between the owner and the collection, as in
// `…/tracks/-/phases`, says nothing more.
struct Target {
  std::string owner;
  std::string collection;
};

absl::StatusOr<Target> ReadTarget(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  const bool whole = parts.size() >= 3 && parts.size() % 2 == 1 && parts[0] == "programmes";
  if (!whole || parts.back().empty()) {
    return UsageError("give NAME/COLLECTION, for example programmes/P/engagements/E/goals");
  }
  const bool below = parts.size() > 4 && parts[2] == "engagements";
  return Target{absl::StrCat(parts[0], "/", parts[1],
                             below ? absl::StrCat("/", parts[2], "/", parts[3]) : ""),
                parts.back()};
}

std::string ReasonName(const TransferFault& fault) {
  const std::string name = type::v1alpha::ErrorReason_Name(fault.reason());
  return std::string(absl::StripPrefix(name, "ERROR_REASON_"));
}

// What is wrong, in the language of the invocation; in English where there is no German.
std::string DescriptionOf(const TransferFault& fault, const Args& args) {
  const bool german = args.Get("language") == "de" && !fault.german().empty();
  return german ? fault.german() : fault.description();
}

absl::Status CheckLanguage(const Args& args) {
  const std::string language = args.Get("language", "en");
  if (language == "de" || language == "en") return absl::OkStatus();
  return UsageError("--language: de or en");
}

// Waits until a job has ended; what it says on the way is printed for a person.
template <class Request, class Job>
absl::Status Wait(const Invocation& invocation, Client* client, int64_t (*done)(const Job&),
                  Job* job) {
  Request request;
  request.set_name(job->name());
  return WaitUntil(
      invocation,
      [&] {
        return job->state() != engagement::v1alpha::TRANSFER_STATE_WAITING &&
               job->state() != engagement::v1alpha::TRANSFER_STATE_RUNNING;
      },
      [&] { return client->Call(request, job); },
      [&] { return absl::StrCat(done(*job), " of ", job->row_count(), " rows"); });
}

template <class Job>
absl::Status CheckEnd(const Args& args, const Job& job) {
  if (job.state() == engagement::v1alpha::TRANSFER_STATE_SUCCEEDED) return absl::OkStatus();
  if (!job.has_failure()) return DataError(absl::StrCat(job.name(), " was cancelled"));
  const TransferFault& failure = job.failure();
  return DataError(absl::StrCat(ReasonName(failure), ": ", failure.field(),
                                failure.field().empty() ? "" : ": ", DescriptionOf(failure, args)));
}

// Deletes stored files; empty names are none.
absl::Status DeleteBlobs(Client* client, const std::vector<std::string>& blobs) {
  const auto* method =
      type::v1alpha::DeleteBlobRequest::descriptor()->file()->service(0)->FindMethodByName(
          "DeleteBlob");
  google::protobuf::Empty none;
  for (const std::string& blob : blobs) {
    if (blob.empty()) continue;
    type::v1alpha::DeleteBlobRequest remove;
    remove.set_name(blob);
    remove.set_allow_missing(true);
    if (absl::Status s = client->Call(kService, *method, remove, &none); !s.ok()) return s;
  }
  return absl::OkStatus();
}

// Takes job and files out of the service: what the files hold is kept elsewhere by now.
template <class Request>
absl::Status CleanUp(Client* client, const std::string& job,
                     const std::vector<std::string>& blobs) {
  Request request;
  request.set_name(job);
  google::protobuf::Empty none;
  if (absl::Status s = client->Call(request, &none); !s.ok()) return s;
  return DeleteBlobs(client, blobs);
}

int64_t RowsOf(const ExportJob& job) { return job.row_count(); }
int64_t Decided(const ImportJob& job) { return job.decided_count(); }

absl::Status Export(const Invocation& invocation, const std::string& parent, TransferForm form,
                    const std::string& collection) {
  const std::string out = invocation.args.Get("out");
  if (out.empty()) return UsageError("where to? Give --out=FILE");
  if (absl::Status s = CheckWritable(out); !s.ok()) return s;
  Client client(invocation.settings);
  CreateExportJobRequest request;
  request.set_parent(parent);
  request.mutable_export_job()->set_form(form);
  request.mutable_export_job()->set_collection(collection);
  request.set_request_id(types::NewRandomUuid());
  ExportJob job;
  if (absl::Status s = client.Call(request, &job); !s.ok()) return s;
  if (absl::Status s = Wait<GetExportJobRequest>(invocation, &client, &RowsOf, &job); !s.ok()) {
    return s;
  }
  if (absl::Status s = CheckEnd(invocation.args, job); !s.ok()) return s;
  const absl::StatusOr<std::string> content = GetBlob(&client, kService, job.blob());
  if (!content.ok()) return content.status();
  if (absl::Status s = WriteFileAtomically(out, *content, 0600); !s.ok()) return s;
  if (invocation.settings.json) {
    invocation.environment.out << MessageJson(job, /*indented=*/false);
  } else {
    invocation.environment.out << "rows      " << job.row_count() << "\nleft out  "
                               << job.left_out_count() << "\nsha256    " << job.sha256() << "\n";
  }
  if (invocation.args.Has("keep")) return absl::OkStatus();
  return CleanUp<DeleteExportJobRequest>(&client, job.name(), {job.blob()});
}

// All faults; those that the job does not tell are in its file.
absl::StatusOr<std::vector<TransferFault>> FaultsOf(Client* client, const ImportJob& job) {
  std::vector<TransferFault> faults(job.faults().begin(), job.faults().end());
  if (job.faults_blob().empty()) return faults;
  const absl::StatusOr<std::string> lines = GetBlob(client, kService, job.faults_blob());
  if (!lines.ok()) return lines.status();
  faults.clear();
  for (const absl::string_view line : absl::StrSplit(*lines, '\n', absl::SkipEmpty())) {
    TransferFault fault;
    if (!JsonStringToMessage(std::string(line), &fault).ok()) {
      return DataError("the file of refused rows cannot be read");
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

void Print(const Invocation& invocation, const ImportJob& job,
           const std::vector<TransferFault>& faults) {
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << MessageJson(job, /*indented=*/false);
    return;
  }
  for (const TransferFault& fault : faults) {
    std::string text = absl::StrCat("line ", fault.line(), ": ");
    if (!fault.resource().empty()) absl::StrAppend(&text, fault.resource(), ": ");
    if (!fault.field().empty()) absl::StrAppend(&text, fault.field(), ": ");
    absl::StrAppend(&text, DescriptionOf(fault, invocation.args), " (", ReasonName(fault), ")");
    invocation.environment.err << Printable(text) << "\n";
  }
  out << "rows       " << job.row_count() << "\nrefused    " << job.refused_count()
      << "\ncreated    " << job.created_count() << "\nupdated    " << job.updated_count()
      << "\nunchanged  " << job.unchanged_count() << "\n";
  if (job.trial()) out << "dry run: nothing was changed\n";
}

absl::Status Import(const Invocation& invocation, Client* client, const std::string& parent,
                    TransferForm form, const std::string& collection, const std::string& content) {
  const bool is_table = form == engagement::v1alpha::TRANSFER_FORM_CSV;
  type::v1alpha::Blob blob;
  const std::string& path = invocation.args.positional[0];
  if (absl::Status s = PutBlob(client, kService, parent, path.substr(path.rfind('/') + 1),
                               is_table ? "text/csv" : "application/json", content, &blob);
      !s.ok()) {
    return s;
  }
  CreateImportJobRequest request;
  request.set_parent(parent);
  request.mutable_import_job()->set_form(form);
  request.mutable_import_job()->set_collection(collection);
  request.mutable_import_job()->set_source(blob.name());
  request.mutable_import_job()->set_trial(invocation.args.Has("dry-run"));
  request.set_request_id(types::NewRandomUuid());
  ImportJob job;
  if (absl::Status s = client->Call(request, &job); !s.ok()) {
    // Nobody would look for the file of an import that never was.
    DeleteBlobs(client, {blob.name()}).IgnoreError();
    return s;
  }
  if (absl::Status s = Wait<GetImportJobRequest>(invocation, client, &Decided, &job); !s.ok()) {
    return s;
  }
  const absl::StatusOr<std::vector<TransferFault>> faults = FaultsOf(client, job);
  if (!faults.ok()) return faults.status();
  Print(invocation, job, *faults);
  if (!invocation.args.Has("keep")) {
    const absl::Status cleaned =
        CleanUp<DeleteImportJobRequest>(client, job.name(), {job.source(), job.faults_blob()});
    if (!cleaned.ok()) return cleaned;
  }
  if (absl::Status s = CheckEnd(invocation.args, job); !s.ok()) return s;
  if (job.refused_count() == 0) return absl::OkStatus();
  return DataError(absl::StrCat(job.refused_count(), " of ", job.row_count(),
                                " rows were not taken. Correct them and import the file again: "
                                "what is there already is not changed"));
}

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  absl::StatusOr<std::string> content = ReadFile(path);
  if (content.ok() && (content->empty() || content->size() > kMaxBlobBytes)) {
    return DataError(absl::StrCat(path, ": a file has 1 byte to 16 MiB"));
  }
  return content;
}

// The line of a file of an engagement; false if it is none.
bool ReadTransferLine(absl::string_view text, TransferLine* line) {
  return JsonStringToMessage(std::string(text), line).ok();
}

// Creates the programme of the file where it is not there: what is imported lies below it.
absl::Status MakeProgramme(Client* client, const std::string& name, bool dry_run,
                           const std::string& content) {
  engagement::v1alpha::GetProgrammeRequest get;
  get.set_name(name);
  Programme programme;
  const absl::Status found = client->Call(get, &programme);
  if (found.ok() || ReasonOf(found) != "RESOURCE_NOT_FOUND") return found;
  if (dry_run) return DataError(absl::StrCat(name, " is not there; a dry run does not create it"));
  for (const absl::string_view text : absl::StrSplit(content, '\n', absl::SkipEmpty())) {
    TransferLine line;
    if (!absl::StrContains(text, "v1alpha.Programme\"") || !ReadTransferLine(text, &line)) continue;
    if (!line.outside().UnpackTo(&programme) || programme.name() != name) continue;
    engagement::v1alpha::CreateProgrammeRequest create;
    create.set_programme_id(name.substr(name.find('/') + 1));
    *create.mutable_programme() = programme;
    create.set_request_id(types::NewRandomUuid());
    return client->Call(create, &programme);
  }
  return DataError(absl::StrCat(name, " is not there, and not in the file; create it first"));
}

}  // namespace

absl::Status RunExportEngagement(const Invocation& invocation) {
  return Export(invocation, invocation.args.positional[0],
                engagement::v1alpha::TRANSFER_FORM_ENGAGEMENT, "");
}

absl::Status RunExportCsv(const Invocation& invocation) {
  const absl::StatusOr<Target> target = ReadTarget(invocation.args.positional[0]);
  if (!target.ok()) return target.status();
  return Export(invocation, target->owner, engagement::v1alpha::TRANSFER_FORM_CSV,
                target->collection);
}

absl::Status RunImportEngagement(const Invocation& invocation) {
  if (absl::Status s = CheckLanguage(invocation.args); !s.ok()) return s;
  const std::string& path = invocation.args.positional[0];
  const absl::StatusOr<std::string> content = ReadInput(path);
  if (!content.ok()) return content.status();
  TransferLine head;
  if (!ReadTransferLine(content->substr(0, content->find('\n')), &head) || !head.has_head()) {
    return DataError(
        absl::StrCat(path, ": is no file of an engagement: its first line is no head"));
  }
  const std::string& name = head.head().engagement();
  const std::string programme = name.substr(0, name.find("/engagements/"));
  Client client(invocation.settings);
  if (absl::Status s = MakeProgramme(&client, programme, invocation.args.Has("dry-run"), *content);
      !s.ok())
    return s;
  return Import(invocation, &client, programme, engagement::v1alpha::TRANSFER_FORM_ENGAGEMENT, "",
                *content);
}

absl::Status RunImportCsv(const Invocation& invocation) {
  if (absl::Status s = CheckLanguage(invocation.args); !s.ok()) return s;
  const absl::StatusOr<Target> target = ReadTarget(invocation.args.Get("parent"));
  if (!target.ok()) return target.status();
  const absl::StatusOr<std::string> content = ReadInput(invocation.args.positional[0]);
  if (!content.ok()) return content.status();
  Client client(invocation.settings);
  return Import(invocation, &client, target->owner, engagement::v1alpha::TRANSFER_FORM_CSV,
                target->collection, *content);
}

}  // namespace lotse::cli
