// lotse report, lotse report get: makes reports and fetches them.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/text.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using lotse::reporting::v1alpha::CreateReportRequest;
using lotse::reporting::v1alpha::GetReportRequest;
using lotse::reporting::v1alpha::RenderReportRequest;
using lotse::reporting::v1alpha::RenderReportResponse;
using lotse::reporting::v1alpha::Report;
using lotse::reporting::v1alpha::Source;

absl::StatusOr<RenderReportRequest::Format> ReadFormat(const Args& args) {
  const std::string format = args.Get("format", "html");
  if (format == "html") return RenderReportRequest::FORMAT_HTML;
  if (format == "json") return RenderReportRequest::FORMAT_JSON;
  return UsageError("--format: html or json");
}

absl::StatusOr<CreateReportRequest> MakeRequest(const Args& args) {
  if (args.Get("id").empty()) return UsageError("--id is missing");
  CreateReportRequest request;
  request.set_parent(args.positional[0]);
  request.set_report_id(args.Get("id"));
  Report& report = *request.mutable_report();
  for (const std::string& wave : args.GetAll("wave")) report.add_waves(wave);
  report.set_language(args.Get("language", "de"));
  return request;
}

std::string StateWord(Source::State state) {
  switch (state) {
    case Source::STATE_REACHED:
      return "reached";
    case Source::STATE_UNREACHABLE:
      return "unreachable";
    default:
      return "unknown";
  }
}

std::string ResultJson(const Report& report, const std::string& path, size_t bytes,
                       const std::string& file_sha256) {
  std::vector<std::string> sources;
  for (const Source& source : report.document().sources()) {
    sources.push_back(JsonObject()
                          .Add("service", source.service())
                          .Add("resource", source.resource())
                          .Add("state", StateWord(source.state()))
                          .Add("revision", source.revision())
                          .str());
  }
  return JsonObject()
             .Add("name", report.name())
             .Add("path", path)
             .Add("bytes", static_cast<int64_t>(bytes))
             .Add("fileSha256", file_sha256)
             .Add("contentSha256", report.content_sha256())
             .AddRaw("sources", absl::StrCat("[", absl::StrJoin(sources, ","), "]"))
             .str() +
         "\n";
}

std::string ResultText(const Report& report, const std::string& path, size_t bytes,
                       const std::string& file_sha256) {
  std::string text =
      absl::StrCat("report   ", report.name(), "\nfile     ", path, ", ", bytes, " bytes, sha256 ",
                   file_sha256, "\ncontent  sha256 ", report.content_sha256(), "\n");
  for (const Source& source : report.document().sources()) {
    absl::StrAppend(&text, "source   ", PadRight(StateWord(source.state()), 11), "  ",
                    Printable(source.service()), "  ", Printable(source.resource()));
    if (!source.revision().empty()) {
      absl::StrAppend(&text, "  revision ", Printable(source.revision()));
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

// Renders the report, writes the file and says so.
absl::Status RenderToFile(const Invocation& invocation, Client* client, const Report& report,
                          RenderReportRequest::Format format, const std::string& path) {
  RenderReportRequest request;
  request.set_name(report.name());
  request.set_format(format);
  RenderReportResponse rendered;
  if (absl::Status called = client->Call(request, &rendered); !called.ok()) return called;
  const std::string sha256 = types::Sha256Hex(rendered.content());
  if (sha256 != rendered.sha256()) {
    return absl::DataLossError(absl::StrCat("the rendering of ", report.name(),
                                            " does not have the hash that came with it"));
  }
  if (absl::Status written = WriteFileAtomically(path, rendered.content()); !written.ok()) {
    return written;
  }
  const size_t bytes = rendered.content().size();
  invocation.environment.out << (invocation.settings.json
                                     ? ResultJson(report, path, bytes, sha256)
                                     : ResultText(report, path, bytes, sha256));
  return absl::OkStatus();
}

// A report that was frozen without one of its sources stays so under its id.
void NoteMissingSources(const Invocation& invocation, const Report& report) {
  if (invocation.settings.json) return;
  std::set<std::string> missing;
  for (const Source& source : report.document().sources()) {
    if (source.state() == Source::STATE_UNREACHABLE) missing.insert(source.service());
  }
  for (const std::string& service : missing) {
    invocation.environment.err << "note: frozen without the " << Printable(service)
                               << " service; for a whole report use another --id\n";
  }
}

}  // namespace

absl::Status RunReport(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<RenderReportRequest::Format> format = ReadFormat(args);
  if (!format.ok()) return format.status();
  const absl::StatusOr<CreateReportRequest> request = MakeRequest(args);
  if (!request.ok()) return request.status();
  const std::string path =
      args.Get("out", absl::StrCat(args.Get("id"), ".", args.Get("format", "html")));
  if (absl::Status writable = CheckWritable(path); !writable.ok()) return writable;
  Client client(invocation.settings);
  Report report;
  if (absl::Status called = client.Call(*request, &report); !called.ok()) return called;
  NoteMissingSources(invocation, report);
  const absl::Status rendered = RenderToFile(invocation, &client, report, *format, path);
  if (rendered.ok()) return rendered;
  return WithLine(rendered, absl::StrCat("the report is stored; get it with lotse report get ",
                                         report.name(), " --out=FILE"));
}

absl::Status RunReportGet(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<RenderReportRequest::Format> format = ReadFormat(args);
  if (!format.ok()) return format.status();
  if (args.Get("out").empty()) return UsageError("--out is missing");
  Client client(invocation.settings);
  GetReportRequest request;
  request.set_name(args.positional[0]);
  Report report;
  if (absl::Status called = client.Call(request, &report); !called.ok()) return called;
  return RenderToFile(invocation, &client, report, *format, args.Get("out"));
}

}  // namespace lotse::cli
