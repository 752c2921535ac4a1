// lotse qual export: a study or a codebook as a file for other programs.
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/engagement/view.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/form/finding_lines.h"
#include "cli/growing_file.h"
#include "cli/json.h"
#include "cli/qual/commands.h"
#include "cli/qual/places.h"
#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "runtime/types/running_sha256.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::ExportCodebookRequest;
using survey::v1alpha::ExportCodebookResponse;
using survey::v1alpha::ExportStudyRequest;
using survey::v1alpha::ExportStudyResponse;

absl::Status NotWritten(const ViewOptions& options) {
  return DataError(Either(options.language, "so lässt es sich nicht schreiben; es gibt keine Datei",
                          "it cannot be written like this; there is no file"));
}

absl::Status ExportBook(const Invocation& invocation, const ViewOptions& options) {
  const Args& args = invocation.args;
  const std::string format = args.Get("format", "qdc");
  ExportCodebookRequest request;
  if (format == "qdc") {
    request.set_format(survey::v1alpha::CODEBOOK_FORMAT_QDC);
  } else if (format == "csv") {
    request.set_format(survey::v1alpha::CODEBOOK_FORMAT_CSV);
  } else if (format == "csv-excel-de") {
    request.set_format(survey::v1alpha::CODEBOOK_FORMAT_CSV_EXCEL);
  } else {
    return UsageError("--format: a codebook is written as qdc, csv or csv-excel-de");
  }
  const auto revision = ReadNumber(args, "revision", 1, int64_t{1} << 40, 0);
  if (!revision.ok()) return revision.status();
  request.set_parent(StudyIn(args.positional[0]));
  request.set_codebook_id(IdOf(args.positional[0]));
  request.set_revision(*revision);
  const std::string out = args.Get("out");
  if (absl::Status s = CheckWritable(out); !s.ok()) return s;
  Client client(invocation.settings);
  ExportCodebookResponse reply;
  if (absl::Status s = client.Call(request, &reply); !s.ok()) return s;
  if (!reply.content().empty()) {
    if (absl::Status s = WriteFileAtomically(out, reply.content()); !s.ok()) return s;
  }
  if (invocation.settings.json) {
    ExportCodebookResponse told = reply;
    told.clear_content();  // It is in the file.
    invocation.environment.out << JsonObject()
                                      .Add("bytes", static_cast<int64_t>(reply.content().size()))
                                      .AddRaw("reply", JsonValueOf(told))
                                      .str()
                               << "\n";
  } else {
    PrintFindings(reply.findings(), invocation.environment.out);
    invocation.environment.out << "revision  " << reply.revision() << "\nbytes     "
                               << reply.content().size() << "\n";
  }
  return reply.content().empty() ? NotWritten(options) : absl::OkStatus();
}

// What came of a stream beside the bytes.
struct Received {
  ExportStudyResponse first;
  std::string told_sha256;
  int64_t bytes = 0;
};

void PrintReceived(const Invocation& invocation, const Received& received) {
  if (invocation.settings.json) {
    invocation.environment.out << JsonObject()
                                      .Add("bytes", received.bytes)
                                      .Add("sha256", received.told_sha256)
                                      .AddRaw("reply", JsonValueOf(received.first))
                                      .str()
                               << "\n";
    return;
  }
  PrintFindings(received.first.findings(), invocation.environment.out);
  if (received.bytes == 0) return;
  invocation.environment.out << "bytes     " << received.bytes << "\nsha256    "
                             << received.told_sha256 << "\n";
}

absl::Status ExportWhole(const Invocation& invocation, const ViewOptions& options) {
  const Args& args = invocation.args;
  const std::string format = args.Get("format", "qdpx");
  ExportStudyRequest request;
  if (format == "qdpx") {
    request.set_format(ExportStudyRequest::FORMAT_QDPX);
  } else if (format == "csv") {
    request.set_format(ExportStudyRequest::FORMAT_CODINGS_CSV);
  } else if (format == "csv-excel-de") {
    request.set_format(ExportStudyRequest::FORMAT_CODINGS_CSV_EXCEL_DE);
  } else {
    return UsageError("--format: a study is written as qdpx, csv or csv-excel-de");
  }
  if (args.Has("revision")) return UsageError("--revision is that of a codebook");
  request.set_parent(args.positional[0]);
  // Before the log notes an export that nobody gets.
  absl::StatusOr<GrowingFile> file = GrowingFile::Begin(args.Get("out"), 0600);
  if (!file.ok()) return file.status();
  Client client(invocation.settings);
  ExportStudyResponse response;
  types::RunningSha256 sum;
  absl::Status written;
  Received received;
  bool sent = false, is_first = true;
  const auto& method = *MethodOfRequest(*ExportStudyRequest::descriptor());
  const absl::Status status = client.Stream(
      "survey", method, &request, [&] { return !std::exchange(sent, true); }, &response,
      [&] {
        sum.Add(response.data());
        received.bytes += static_cast<int64_t>(response.data().size());
        if (written.ok()) written = file->Append(response.data());
        received.told_sha256 = response.sha256();
        if (std::exchange(is_first, false)) {
          received.first = response;
          received.first.clear_data();
        }
      });
  if (!status.ok()) return status;
  if (!written.ok()) return written;
  if (received.bytes > 0 && sum.FinishHex() != received.told_sha256) {
    return DataError(Either(options.language,
                            "was kam, ist nicht vollständig oder nicht das Gesendete; nichts wurde "
                            "geschrieben",
                            "what came is not complete or not what was sent; nothing was written"));
  }
  if (received.bytes > 0) {
    if (absl::Status s = file->Keep(); !s.ok()) return s;
  }
  PrintReceived(invocation, received);
  return received.bytes == 0 ? NotWritten(options) : absl::OkStatus();
}

}  // namespace

absl::Status RunQualExport(const Invocation& invocation) {
  const absl::StatusOr<ViewOptions> options = ReadViewOptions(invocation);
  if (!options.ok()) return options.status();
  if (!invocation.args.Has("out")) return UsageError("where to? Give --out=FILE");
  const auto place =
      ReadQualPlace(invocation.args.positional[0], {QualPlace::kStudy, QualPlace::kCodebook});
  if (!place.ok()) return place.status();
  return *place == QualPlace::kCodebook ? ExportBook(invocation, *options)
                                        : ExportWhole(invocation, *options);
}

}  // namespace lotse::cli
