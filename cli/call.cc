// lotse call: any method, as JSON.
#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <iterator>
#include <utility>

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

// The command that sends the many messages of a method.
absl::string_view SenderOf(const google::protobuf::MethodDescriptor& method) {
  if (method.name() == "ImportStudy") return "qual import";
  if (method.name() == "SubmitResponses") return "import answers";
  return "blob put";
}

}  // namespace

absl::StatusOr<std::string> ServiceFor(const google::protobuf::MethodDescriptor& method,
                                       const Invocation& invocation) {
  const std::string only = DaemonOf(method);
  std::string wanted = invocation.args.Get("service", only);
  if (wanted.empty()) {
    return UsageError(absl::StrCat("each service has ", method.name(),
                                   ": say whom to ask with --service=engagement|survey|reporting"));
  }
  if (invocation.settings.addresses.count(wanted) == 0) {
    return UsageError("--service: give engagement, survey or reporting");
  }
  if (!only.empty() && wanted != only) {
    return UsageError(absl::StrCat("--service: only the ", only, " service has ", method.name()));
  }
  return wanted;
}

absl::Status RunCall(const Invocation& invocation) {
  const absl::StatusOr<const google::protobuf::MethodDescriptor*> method =
      FindMethod(invocation.args.positional[0]);
  if (!method.ok()) return method.status();
  if ((*method)->client_streaming()) {
    return UsageError(absl::StrCat((*method)->name(),
                                   " takes many messages, which this command cannot send; see "
                                   "lotse help ",
                                   SenderOf(**method)));
  }
  const absl::StatusOr<std::string> service = ServiceFor(**method, invocation);
  if (!service.ok()) return service.status();
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
  std::ostream& out = invocation.environment.out;
  Client client(invocation.settings);
  if (!(*method)->server_streaming()) {
    absl::Status called = client.Call(*service, **method, *request, reply.get());
    if (called.ok()) out << MessageJson(*reply, !invocation.settings.json);
    return called;
  }
  bool sent = false;
  bool answered = false;
  absl::Status called = client.Stream(
      *service, **method, request.get(), [&] { return !std::exchange(sent, true); }, reply.get(),
      [&] {
        answered = true;
        out << MessageJson(*reply, false) << std::flush;
      });
  // It was to go on for so long and no longer.
  if (answered && invocation.settings.timeout_given && absl::IsDeadlineExceeded(called)) {
    return absl::OkStatus();
  }
  return called;
}

}  // namespace lotse::cli
