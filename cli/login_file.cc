#include "cli/login_file.h"

#include <google/protobuf/util/json_util.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/login.pb.h"
#include "cli/output.h"

namespace lotse::cli {
namespace {

std::string FileIn(const std::string& folder) { return folder + "/login.json"; }

std::string Variable(const std::map<std::string, std::string>& environment, const char* name) {
  const auto it = environment.find(name);
  return it == environment.end() ? "" : it->second;
}

}  // namespace

std::string LoginFolder(const std::map<std::string, std::string>& environment) {
  const std::string config = Variable(environment, "XDG_CONFIG_HOME");
  if (!config.empty()) return config + "/lotse";
  const std::string home = Variable(environment, "HOME");
  return home.empty() ? "" : home + "/.config/lotse";
}

absl::StatusOr<TokenSource> ReadLogin(const std::string& folder) {
  using Kind = TokenSource::Kind;
  const std::string path = FileIn(folder);
  if (access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return TokenSource();
  }
  const absl::StatusOr<std::string> text = ReadPrivateFile(path);
  if (!text.ok()) return text.status();
  Login login;
  // What the parser says could repeat a part of the token.
  if (google::protobuf::util::JsonStringToMessage(*text, &login).ok()) {
    switch (login.source_case()) {
      case Login::kToken:
        return TokenSource{Kind::kValue, login.token(), path};
      case Login::kTokenFile:
        return TokenSource{Kind::kFile, login.token_file(), path};
      case Login::kTokenCommand:
        return TokenSource{Kind::kCommand, login.token_command(), path};
      case Login::SOURCE_NOT_SET:
        break;
    }
  }
  return DataError(absl::StrCat(path, " was not written by lotse login; log in again"));
}

absl::Status WriteLogin(const std::string& folder, const TokenSource& source) {
  Login login;
  if (source.kind == TokenSource::Kind::kValue) login.set_token(source.text);
  if (source.kind == TokenSource::Kind::kFile) login.set_token_file(source.text);
  if (source.kind == TokenSource::Kind::kCommand) login.set_token_command(source.text);
  if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  // It may be older than this program.
  if (chmod(folder.c_str(), 0700) != 0) return FileError(folder, errno);
  return WriteFileAtomically(FileIn(folder), MessageJson(login, /*indented=*/true), 0600);
}

absl::StatusOr<bool> ForgetLogin(const std::string& folder) {
  const std::string path = FileIn(folder);
  if (unlink(path.c_str()) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return FileError(path, errno);
}

}  // namespace lotse::cli
