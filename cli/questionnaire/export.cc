// lotse questionnaire export: a stored questionnaire as a file.
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/channel.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/form/finding_lines.h"
#include "cli/json.h"
#include "cli/questionnaire/commands.h"
#include "lotse/survey/v1alpha/instrument_export.pb.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ExportInstrumentRequest;
using survey::v1alpha::ExportInstrumentResponse;

constexpr struct {
  const char* name;
  ExportInstrumentRequest::Format format;
} kFormats[] = {
    {"xlsx", ExportInstrumentRequest::FORMAT_XLSFORM_XLSX},
    {"csv", ExportInstrumentRequest::FORMAT_XLSFORM_CSV},
    {"xforms", ExportInstrumentRequest::FORMAT_XFORMS},
};

absl::StatusOr<ExportInstrumentRequest> MakeRequest(const Args& args) {
  ExportInstrumentRequest request;
  request.set_name(args.positional[0]);
  for (const auto& one : kFormats) {
    if (args.Get("format") == one.name) request.set_format(one.format);
  }
  if (request.format() == ExportInstrumentRequest::FORMAT_UNSPECIFIED) {
    return UsageError("which form? Give --format=xlsx, csv or xforms");
  }
  if (args.Get("out").empty()) return UsageError("where to? Give --out=FILE");
  return request;
}

std::string OutcomeJson(const ExportInstrumentResponse& reply) {
  ExportInstrumentResponse told = reply;
  // It is in the file.
  told.clear_content();
  return JsonObject()
      .Add("bytes", static_cast<int>(reply.content().size()))
      .AddRaw("reply", JsonValueOf(told))
      .str();
}

}  // namespace

absl::Status RunQuestionnaireExport(const Invocation& invocation) {
  const absl::StatusOr<ExportInstrumentRequest> request = MakeRequest(invocation.args);
  if (!request.ok()) return request.status();
  const std::string out = ResultPath(invocation.args.Get("out"));
  if (absl::Status s = CheckWritable(out); !s.ok()) return s;
  Client client(invocation.settings);
  ExportInstrumentResponse reply;
  if (absl::Status s = client.Call(*request, &reply); !s.ok()) return s;
  const bool is_made = !reply.content().empty();
  if (is_made) {
    if (absl::Status s = WriteFileAtomically(out, reply.content()); !s.ok()) return s;
  }
  const Environment& environment = invocation.environment;
  std::ostream& told = IsOwnStdout(out) ? environment.err : environment.out;
  if (invocation.settings.json) {
    told << OutcomeJson(reply) << "\n";
  } else {
    PrintFindings(reply.findings(), told);
    if (is_made) told << "bytes    " << reply.content().size() << "\n";
  }
  if (is_made) return absl::OkStatus();
  return DataError("the questionnaire cannot be written like this; there is no file");
}

}  // namespace lotse::cli
