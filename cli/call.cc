// lotse call: any method, as JSON.
#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/catalog.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/text.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

// The text of the request, wherever it is.
absl::StatusOr<std::string> ReadRequest(const Invocation& invocation) {
  if (invocation.args.positional.size() < 2) return std::string("{}");
  const std::string& argument = invocation.args.positional[1];
  if (argument == "-") {
    std::string text((std::istreambuf_iterator<char>(invocation.environment.in)),
                     std::istreambuf_iterator<char>());
    if (invocation.environment.in.bad()) return FileError("stdin", EIO);
    return text;
  }
  if (absl::StartsWith(argument, "@")) return ReadFile(argument.substr(1));
  return argument;
}

}  // namespace

absl::Status RunCall(const Invocation& invocation) {
  const absl::StatusOr<const google::protobuf::MethodDescriptor*> method =
      FindMethod(invocation.args.positional[0]);
  if (!method.ok()) return method.status();
  const absl::StatusOr<std::string> text = ReadRequest(invocation);
  if (!text.ok()) return text.status();
  if (!types::IsUtf8(*text)) return UsageError("the request is not valid UTF-8");

  const auto request = NewMessage(*(*method)->input_type());
  const auto parsed = google::protobuf::util::JsonStringToMessage(*text, request.get());
  if (!parsed.ok()) {
    const std::string& type = request->GetDescriptor()->name();
    return UsageError(absl::StrCat("the request is not a ", type, " (see lotse describe ", type,
                                   "): ", FirstLine(std::string(parsed.message()))));
  }
  const auto reply = NewMessage(*(*method)->output_type());
  Client client(invocation.settings);
  if (absl::Status called = client.Call(**method, *request, reply.get()); !called.ok()) {
    return called;
  }
  invocation.environment.out << MessageJson(*reply, !invocation.settings.json);
  return absl::OkStatus();
}

}  // namespace lotse::cli
