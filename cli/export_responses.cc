// lotse export responses: single responses for programs that analyse them.
#include "cli/export_responses.h"

#include <utility>

#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/failure.h"
#include "cli/growing_file.h"
#include "lotse/survey/v1alpha/export_service.pb.h"
#include "runtime/types/running_sha256.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ExportResponsesRequest;
using survey::v1alpha::ExportResponsesResponse;

constexpr FlagSpec kFlags[] = {
    {"format", "csv|csv-excel-de|sav", "form of the file (required)"},
    {"purpose", "TEXT", "what it is exported for, for the change log (required)"},
    {"texts", nullptr, "free texts too; they can give people away"},
    {"language", "de|en", "language of the labels (de)"},
    {"out", "FILE", "where to write it (required)"},
};

constexpr char kHelp[] =
    R"(Writes the responses of a closed wave to a file, a row for each, for programs that analyse
them. They are not protected as tables are: who has few things in common with others can be
recognised. So this needs a right of its own, and the change log notes who did it and for what.
The file is for its owner only. Keep it no longer than the purpose needs.

  csv           a zip with responses.csv (commas, UTF-8) and codebook.csv
  csv-excel-de  the same for a German Excel: semicolons and a byte order mark
  sav           SPSS, also for PSPP and R: labels, missing values, multiple response sets

Rows come in random order, without ids, names and times, and the same that the tables are made
of. Each column has numbers for `no answer`, `not asked` and `not reached`; codebook.csv says
which. Files that people answered with are not in it: only whether there is one. A text that a
spreadsheet would take for a formula has an apostrophe before it in a csv; take one off. Do not
open csv in a German Excel: it cuts texts at semicolons, and what follows may be a formula.

  lotse export responses programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --format=sav --purpose="Faktorenanalyse der Zufriedenheit" --out=erste.sav
)";

bool FormatOf(const std::string& word, ExportResponsesRequest* request) {
  if (word == "csv") {
    request->set_format(ExportResponsesRequest::FORMAT_CSV);
  } else if (word == "csv-excel-de") {
    request->set_format(ExportResponsesRequest::FORMAT_CSV_EXCEL_DE);
  } else if (word == "sav") {
    request->set_format(ExportResponsesRequest::FORMAT_SAV);
  } else {
    return false;
  }
  return true;
}

absl::Status RunExportResponses(const Invocation& invocation) {
  const Args& args = invocation.args;
  ExportResponsesRequest request;
  if (!FormatOf(args.Get("format"), &request)) {
    return UsageError("which form? Give --format=csv, csv-excel-de or sav");
  }
  if (!args.Has("purpose")) return UsageError("what for? Give --purpose=TEXT");
  if (!args.Has("out")) return UsageError("where to? Give --out=FILE");
  request.set_name(args.positional[0]);
  request.set_purpose(args.Get("purpose"));
  request.set_include_texts(args.Has("texts"));
  request.set_language_code(args.Get("language"));
  // Before the log notes an export that nobody gets.
  absl::StatusOr<GrowingFile> file = GrowingFile::Begin(args.Get("out"), 0600);
  if (!file.ok()) return file.status();

  Client client(invocation.settings);
  ExportResponsesResponse response;
  types::RunningSha256 sum;
  absl::Status written;
  std::string told;
  int64_t bytes = 0;
  bool sent = false;
  const auto& method = *MethodOfRequest(*ExportResponsesRequest::descriptor());
  const absl::Status status = client.Stream(
      "survey", method, &request, [&] { return !std::exchange(sent, true); }, &response,
      [&] {
        sum.Add(response.data());
        bytes += static_cast<int64_t>(response.data().size());
        if (written.ok()) written = file->Append(response.data());
        told = response.sha256();
      });
  if (!status.ok()) return status;
  if (!written.ok()) return written;
  const std::string found = sum.FinishHex();
  if (told != found) {
    return DataError("what came is not complete or not what was sent; nothing was written");
  }
  if (absl::Status s = file->Keep(); !s.ok()) return s;
  if (invocation.settings.json) {
    invocation.environment.out << "{\"bytes\":" << bytes << ",\"sha256\":\"" << found << "\"}\n";
  } else {
    invocation.environment.out << "bytes     " << bytes << "\nsha256    " << found << "\n";
  }
  return absl::OkStatus();
}

constexpr Command kCommands[] = {
    {"export responses", "NAME --format=FORM --purpose=TEXT --out=FILE", 1, 1,
     "writes the responses of a closed wave to a file", kHelp, kFlags, RunExportResponses},
};

}  // namespace

absl::Span<const Command> ExportResponsesCommands() { return kCommands; }

}  // namespace lotse::cli
