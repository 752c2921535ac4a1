#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/args.h"

// Access tokens: who one is for the services. No error and no output repeats one.
namespace lotse::cli {

// Where the token comes from.
struct TokenSource {
  enum class Kind {
    kNone,     // calls have no token
    kValue,    // `text` is the token
    kFile,     // `text` is the path of a file that holds it
    kCommand,  // `text` is a command that prints it
    kLogin,    // `text` is the folder in which `lotse login` keeps one of the above
  };
  Kind kind = Kind::kNone;
  std::string text;
  // What named it, for messages, for example `--token-file`.
  std::string name;
};

// --token-file, then LOTSE_TOKEN, LOTSE_TOKEN_FILE, LOTSE_TOKEN_COMMAND, then what
// `lotse login` keeps. Nothing is read.
TokenSource FindTokenSource(const Args& args,
                            const std::map<std::string, std::string>& environment);

// When a token expires, by what it says itself; the infinite future if it says nothing.
// DataError, with the `name` of where it is from, if it does not look like a JSON Web
// Token (RFC 7519): so no password and no key is sent by mistake. Nothing is verified,
// that is for the services.
absl::StatusOr<absl::Time> TokenExpiry(absl::string_view token, absl::string_view name);

// The token, which looks like one; empty if there is none. A command may take `limit`.
// FileError, which it also is if others may read the file; DataError; UnreachableError.
absl::StatusOr<std::string> FetchToken(const TokenSource& source, absl::Duration limit);

// The token for call after call. It is fetched with the first, and again when it is about
// to expire: an import may take longer than a token is good.
class TokenSupply {
 public:
  TokenSupply(TokenSource source, absl::Duration limit)
      : source_(std::move(source)), limit_(limit) {}

  // As FetchToken.
  absl::StatusOr<std::string> Get(absl::Time now);

 private:
  const TokenSource source_;
  const absl::Duration limit_;
  std::string token_;
  absl::Time fetch_again_ = absl::InfinitePast();
};

}  // namespace lotse::cli
