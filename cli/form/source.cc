#include "cli/form/source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "runtime/types/sha256.h"
#include "runtime/types/text.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/forms/read_form.h"

namespace lotse::cli {

using survey::v1alpha::ImportFinding;

namespace {

// Of the form alone if it has no files.
std::string HashOf(const std::string& content, const survey::FormFiles& files) {
  std::string all = content;
  for (const survey::FormFile& file : files) {
    absl::StrAppend(&all, types::Sha256Hex(file.name), types::Sha256Hex(file.content));
  }
  return types::Sha256Hex(all);
}

}  // namespace

absl::StatusOr<survey::FormFiles> ReadFormFiles(const Args& args) {
  survey::FormFiles files;
  for (const std::string& path : args.GetAll("file")) {
    if (path.empty()) return UsageError("--file: give the name of a file with options");
    absl::StatusOr<std::string> content = ReadFileUpTo(path, survey::kMaxFormBytes);
    if (!content.ok()) return content.status();
    files.push_back({path.substr(path.rfind('/') + 1), *std::move(content)});
  }
  return files;
}

absl::StatusOr<FormSource> ReadFormSource(const Args& args) {
  FormSource source;
  source.language = args.Get("language", "de");
  if (!types::IsLanguageTag(source.language)) {
    return UsageError("--language: give the tag of a language, such as de");
  }
  const std::string& path = args.positional[0];
  const absl::StatusOr<std::string> content = ReadFileUpTo(path, survey::kMaxFormBytes);
  if (!content.ok()) return content.status();
  if (content->empty()) return DataError(absl::StrCat(path, ": the file is empty"));
  const absl::StatusOr<FormFormat> format = FormatToRead(args, path, *content);
  if (!format.ok()) return format.status();
  source.format = *format;
  const absl::StatusOr<survey::FormFiles> files = ReadFormFiles(args);
  if (!files.ok()) return files.status();
  source.sha256 = HashOf(*content, *files);
  absl::StatusOr<survey::ImportResult> result =
      survey::ReadForm(*format, *content, source.language, &source.program, &*files);
  if (!result.ok()) {
    return DataError(absl::StrCat(path, " as ", NameOf(*format), ": ", result.status().message()));
  }
  source.result = *std::move(result);
  return source;
}

absl::StatusOr<FormSource> ReadRightForm(const Args& args) {
  absl::StatusOr<FormSource> source = ReadFormSource(args);
  if (!source.ok()) return source;
  const auto& findings = source->result.findings;
  const bool has_error = std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.severity() == ImportFinding::SEVERITY_ERROR;
  });
  if (has_error || !survey::CheckInstrument(source->result.instrument).empty()) {
    const std::vector<std::string> files = args.GetAll("file");
    const auto as_flag = [](std::string* out, const std::string& file) {
      absl::StrAppend(out, "--file=", file);
    };
    return DataError(absl::StrCat(args.positional[0], " has errors; lotse form check ",
                                  args.positional[0], files.empty() ? "" : " ",
                                  absl::StrJoin(files, " ", as_flag), " tells which"));
  }
  return source;
}

std::string OwnLanguage(const FormSource& source) {
  return absl::StartsWithIgnoreCase(source.language, "de") ? "de" : "en";
}

}  // namespace lotse::cli
