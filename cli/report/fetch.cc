#include "cli/report/fetch.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/catalog.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/text.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/types/running_sha256.h"

namespace lotse::cli {
namespace {

using reporting::v1alpha::ArtifactFormat;
using reporting::v1alpha::GetArtifactRequest;
using reporting::v1alpha::GetArtifactResponse;

// A form, its word, and how its files end.
struct Form {
  const char* word;
  const char* ending;
  ArtifactFormat format;
};

// Of two with the same ending the first is meant.
constexpr Form kForms[] = {
    {"html", ".html", reporting::v1alpha::ARTIFACT_FORMAT_HTML},
    {"json", ".json", reporting::v1alpha::ARTIFACT_FORMAT_JSON},
    {"xlsx", ".xlsx", reporting::v1alpha::ARTIFACT_FORMAT_XLSX},
    {"csv", ".zip", reporting::v1alpha::ARTIFACT_FORMAT_CSV},
    {"csv-excel", ".zip", reporting::v1alpha::ARTIFACT_FORMAT_CSV_EXCEL},
};

absl::StatusOr<ArtifactFormat> ReadFormat(const Args& args) {
  const std::string out = args.Get("out"), given = args.Get("format");
  std::vector<std::string> words, endings;
  for (const Form& form : kForms) {
    if (args.Has("format") ? given == form.word : absl::EndsWithIgnoreCase(out, form.ending)) {
      return form.format;
    }
    words.push_back(form.word);
    if (endings.empty() || endings.back() != form.ending) endings.push_back(form.ending);
  }
  if (!args.Has("format")) {
    return UsageError(absl::StrCat("--out: the ending of '", out, "' says no form; give one of ",
                                   absl::StrJoin(endings, ", "),
                                   ", or --format=", absl::StrJoin(words, "|")));
  }
  return UsageError(absl::StrCat("--format: '", given, "' is none", DidYouMean(given, words),
                                 "; give one of ", absl::StrJoin(words, ", ")));
}

}  // namespace

absl::StatusOr<WantedFile> BeginFile(const Args& args) {
  const std::string path = args.Get("out");
  if (path.empty()) return UsageError("where to? Give --out=FILE");
  const absl::StatusOr<ArtifactFormat> format = ReadFormat(args);
  if (!format.ok()) return format.status();
  absl::StatusOr<GrowingFile> file = GrowingFile::Begin(path, 0666);
  if (!file.ok()) return file.status();
  return WantedFile{path, *format, *std::move(file)};
}

absl::StatusOr<WrittenFile> FetchFile(Client* client, const std::string& version,
                                      WantedFile wanted) {
  GetArtifactRequest request;
  request.set_name(version);
  request.set_format(wanted.format);
  GetArtifactResponse response;
  GetArtifactResponse::Head head;
  types::RunningSha256 sum;
  WrittenFile result = {wanted.path, 0, ""};
  absl::Status written;
  bool sent = false;
  const auto& method = *MethodOfRequest(*GetArtifactRequest::descriptor());
  const absl::Status status = client->Stream(
      DaemonOf(method), method, &request, [&] { return !std::exchange(sent, true); }, &response,
      [&] {
        if (response.has_head()) head = response.head();
        sum.Add(response.data());
        result.bytes += static_cast<int64_t>(response.data().size());
        if (written.ok()) written = wanted.file.Append(response.data());
      });
  if (!status.ok()) return status;
  if (!written.ok()) return written;
  result.sha256 = sum.FinishHex();
  if (head.sha256() != result.sha256 || head.size_bytes() != result.bytes) {
    return DataError("what came is not complete or not what was sent; nothing was written");
  }
  if (absl::Status s = wanted.file.Keep(); !s.ok()) return s;
  return result;
}

std::string ViewFile(const WrittenFile& file, const ViewOptions& options) {
  return absl::StrCat("  ", Show(Either(options.language, "Datei", "file"), options), "   ",
                      Show(file.path, options), ", ", file.bytes, " Bytes, SHA-256 ", file.sha256,
                      "\n");
}

std::string FileJson(const WrittenFile& file) {
  return JsonObject()
      .Add("path", file.path)
      .Add("bytes", file.bytes)
      .Add("sha256", file.sha256)
      .str();
}

}  // namespace lotse::cli
