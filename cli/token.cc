#include "cli/token.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/helper.h"
#include "cli/login_file.h"

namespace lotse::cli {
namespace {

// The longest that the services take.
constexpr size_t kMaxTokenBytes = 12 << 10;

// So long before its end a token is not used any more.
constexpr absl::Duration kMargin = absl::Seconds(30);
// A helper is not run for every call if all that it has is an old token.
constexpr absl::Duration kShortestUse = absl::Seconds(10);

struct TokenVariable {
  const char* name;
  TokenSource::Kind kind;
};
constexpr TokenVariable kVariables[] = {
    {"LOTSE_TOKEN", TokenSource::Kind::kValue},
    {"LOTSE_TOKEN_FILE", TokenSource::Kind::kFile},
    {"LOTSE_TOKEN_COMMAND", TokenSource::Kind::kCommand},
};

// A part of a token that has to be a JSON object.
bool ReadPart(absl::string_view part, google::protobuf::Struct* object) {
  std::string json;
  return !part.empty() && absl::WebSafeBase64Unescape(part, &json) &&
         google::protobuf::util::JsonStringToMessage(json, object).ok();
}

bool IsTokenCharacter(char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.'; }

// The text that the source gives, as it is.
absl::StatusOr<std::string> FetchText(const TokenSource& source, absl::Duration limit) {
  if (source.kind == TokenSource::Kind::kFile) return ReadPrivateFile(source.text);
  if (source.kind != TokenSource::Kind::kCommand) return source.text;
  absl::StatusOr<std::string> printed = RunHelper(source.text, limit);
  if (printed.ok()) return printed;
  return UnreachableError(
      absl::StrCat("the command of ", source.name, " ", printed.status().message()));
}

}  // namespace

TokenSource FindTokenSource(const Args& args,
                            const std::map<std::string, std::string>& environment) {
  using Kind = TokenSource::Kind;
  if (args.Has("token-file")) return {Kind::kFile, args.Get("token-file"), "--token-file"};
  for (const TokenVariable& variable : kVariables) {
    const auto it = environment.find(variable.name);
    if (it == environment.end() || it->second.empty()) continue;
    return {variable.kind, it->second, variable.name};
  }
  const std::string folder = LoginFolder(environment);
  if (folder.empty()) return {};
  return {Kind::kLogin, folder, "lotse login"};
}

absl::StatusOr<absl::Time> TokenExpiry(absl::string_view token, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  google::protobuf::Struct header;
  google::protobuf::Struct claims;
  if (token.size() > kMaxTokenBytes || parts.size() != 3 || parts[2].empty() ||
      !std::all_of(token.begin(), token.end(), &IsTokenCharacter) || !ReadPart(parts[0], &header) ||
      !ReadPart(parts[1], &claims)) {
    return DataError(absl::StrCat(name, ": what it gives is not an access token (JWT)"));
  }
  const auto expiry = claims.fields().find("exp");
  if (expiry == claims.fields().end()) return absl::InfiniteFuture();
  return absl::UnixEpoch() + absl::Seconds(expiry->second.number_value());
}

absl::StatusOr<std::string> FetchToken(const TokenSource& source, absl::Duration limit) {
  if (source.kind == TokenSource::Kind::kNone) return std::string();
  if (source.kind == TokenSource::Kind::kLogin) {
    const absl::StatusOr<TokenSource> kept = ReadLogin(source.text);
    if (!kept.ok()) return kept.status();
    return FetchToken(*kept, limit);
  }
  const absl::StatusOr<std::string> text = FetchText(source, limit);
  if (!text.ok()) return text.status();
  std::string token(absl::StripAsciiWhitespace(*text));
  if (absl::Status s = TokenExpiry(token, source.name).status(); !s.ok()) return s;
  return token;
}

absl::StatusOr<std::string> TokenSupply::Get(absl::Time now) {
  if (now < fetch_again_) return token_;
  absl::StatusOr<std::string> token = FetchToken(source_, limit_);
  if (!token.ok()) return token;
  token_ = *std::move(token);
  fetch_again_ = absl::InfiniteFuture();
  if (!token_.empty()) {
    fetch_again_ = std::max(*TokenExpiry(token_, "") - kMargin, now + kShortestUse);
  }
  return token_;
}

}  // namespace lotse::cli
