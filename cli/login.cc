// lotse login: who one is for the services.
#include <filesystem>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/login_file.h"
#include "cli/moment.h"
#include "cli/roles.h"
#include "cli/text.h"
#include "lotse/engagement/v1alpha/grant_service.pb.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::GetMyRightsResponse;
using Kind = TokenSource::Kind;

// What the flags or the environment name, else standard input.
absl::StatusOr<TokenSource> SourceOf(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (args.Has("token-command")) {
    if (args.Has("token-file")) return UsageError("give either --token-file or --token-command");
    return TokenSource{Kind::kCommand, args.Get("token-command"), "--token-command"};
  }
  TokenSource source = invocation.settings.token;
  if (source.kind == Kind::kFile) {
    // It will be looked for from other folders.
    std::error_code error;
    source.text = std::filesystem::absolute(source.text, error).string();
  }
  if (source.kind != Kind::kNone && source.kind != Kind::kLogin) return source;
  Environment& environment = invocation.environment;
  if (environment.in_is_terminal) {
    // It would be shown while it is typed.
    return UsageError(
        "where is the token? Give --token-file or --token-command, or send it to "
        "standard input");
  }
  return TokenSource{Kind::kValue,
                     std::string((std::istreambuf_iterator<char>(environment.in)),
                                 std::istreambuf_iterator<char>()),
                     "standard input"};
}

// What is to be kept of the source: nothing if there is no sense in it.
TokenSource ToKeep(const TokenSource& source, const std::string& token, bool store) {
  if (store) return {Kind::kValue, token, ""};
  std::error_code error;
  const bool is_file =
      source.kind == Kind::kFile && std::filesystem::is_regular_file(source.text, error);
  return is_file || source.kind == Kind::kCommand ? source : TokenSource();
}

absl::string_view DescribeKept(Kind kind) {
  switch (kind) {
    case Kind::kValue:
      return "the token";
    case Kind::kFile:
      return "the path of the file";
    case Kind::kCommand:
      return "the command";
    default:
      return "nothing; --store keeps the token";
  }
}

std::string WhereOf(const GetMyRightsResponse::Right& right) {
  return right.prefix().empty() ? "everywhere" : right.prefix();
}

void PrintLogin(const GetMyRightsResponse& me, absl::Time expires, Kind kept,
                const Invocation& invocation) {
  std::ostream& out = invocation.environment.out;
  const bool ends = expires != absl::InfiniteFuture();
  if (invocation.settings.json) {
    std::vector<std::string> rights;
    for (const auto& right : me.rights()) {
      rights.emplace_back(absl::StripAsciiWhitespace(MessageJson(right, /*indented=*/false)));
    }
    JsonObject json;
    json.Add("subject", me.subject());
    json.AddRaw("groups", JsonStrings({me.groups().begin(), me.groups().end()}));
    if (ends) json.Add("expireTime", absl::FormatTime(expires, absl::UTCTimeZone()));
    json.AddRaw("rights", absl::StrCat("[", absl::StrJoin(rights, ","), "]"));
    out << json.Add("kept", kept != Kind::kNone).str() << "\n";
    return;
  }
  std::vector<std::vector<std::string>> facts = {{"subject", me.subject()}};
  if (!me.groups().empty()) facts.push_back({"groups", absl::StrJoin(me.groups(), ", ")});
  facts.push_back({"expires", ends ? FormatUntil(expires) : "the token does not say when"});
  facts.push_back({"kept", std::string(DescribeKept(kept))});
  out << AlignColumns(facts) << "\n";
  std::vector<std::vector<std::string>> rights = {{"ROLE", "WHERE", "GRANT"}};
  for (const auto& right : me.rights()) {
    rights.push_back({RoleName(right.role()), WhereOf(right),
                      right.grant().empty() ? "(configuration)" : right.grant()});
  }
  out << (me.rights().empty() ? "There are no rights yet.\n" : AlignColumns(rights));
}

absl::Status Forget(const std::string& folder, std::ostream& out) {
  const absl::StatusOr<bool> forgot = ForgetLogin(folder);
  if (!forgot.ok()) return forgot.status();
  out << (*forgot ? "Forgotten.\n" : "Nothing was kept.\n");
  return absl::OkStatus();
}

}  // namespace

absl::Status RunLogin(const Invocation& invocation) {
  const std::string folder = LoginFolder(invocation.environment.variables);
  if (invocation.args.Has("forget")) return Forget(folder, invocation.environment.out);
  const absl::StatusOr<TokenSource> source = SourceOf(invocation);
  if (!source.ok()) return source.status();
  const absl::StatusOr<std::string> token = FetchToken(*source, invocation.settings.timeout);
  if (!token.ok()) return token.status();
  const absl::StatusOr<absl::Time> expires = TokenExpiry(*token, source->name);
  if (!expires.ok()) return expires.status();
  Settings settings = invocation.settings;
  settings.token = {Kind::kValue, *token, source->name};
  GetMyRightsResponse me;
  const engagement::v1alpha::GetMyRightsRequest request;
  if (absl::Status s = Client(settings).Call(request, &me); !s.ok()) return s;
  const TokenSource kept = ToKeep(*source, *token, invocation.args.Has("store"));
  if (kept.kind != Kind::kNone) {
    if (folder.empty()) return UsageError("set HOME or XDG_CONFIG_HOME: it says where to keep it");
    if (absl::Status s = WriteLogin(folder, kept); !s.ok()) return s;
  }
  PrintLogin(me, *expires, kept.kind, invocation);
  return absl::OkStatus();
}

}  // namespace lotse::cli
