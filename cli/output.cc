#include "cli/output.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/text.h"

namespace lotse::cli {

bool IsUtf8Locale(const std::map<std::string, std::string>& variables) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto it = variables.find(name);
    if (it == variables.end() || it->second.empty()) continue;
    const std::string value = absl::AsciiStrToLower(it->second);
    return absl::StrContains(value, "utf-8") || absl::StrContains(value, "utf8");
  }
  return false;
}

std::string MessageJson(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json = "{}";
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

std::string JsonValueOf(const google::protobuf::Message& message) {
  std::string json = MessageJson(message, /*indented=*/false);
  absl::StripTrailingAsciiWhitespace(&json);
  return json;
}

void PrintFailure(const absl::Status& status, bool json, std::ostream& err) {
  if (json) {
    err << FailureJson(status) << "\n";
    return;
  }
  err << "lotse: ";
  // The code says something only where it came from a service.
  if (ExitCodeOf(status) == ExitCode::kRefused) {
    err << absl::StatusCodeToString(status.code()) << ": ";
  }
  // Lines of a message are ours and are kept; each is made harmless.
  bool first = true;
  for (const absl::string_view line : absl::StrSplit(status.message(), '\n')) {
    err << (first ? "" : "\n") << Printable(line);
    first = false;
  }
  err << "\n";
  for (const std::string& line : DescribeDetails(DetailsOf(status))) err << "  " << line << "\n";
}

}  // namespace lotse::cli
