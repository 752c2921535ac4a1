// lotse dev certificates, lotse dev token: who one is on this machine.
#include "cli/dev_identity.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/jwt.h"
#include "runtime/ops/certificates.h"

namespace lotse::cli {
namespace {

constexpr absl::Duration kValidity = absl::Hours(24 * 30);
constexpr double kMaxHours = 24 * 30;

constexpr char kIssuer[] = "https://lotse.localhost";
constexpr char kAudience[] = "lotse";
constexpr char kIssuerKey[] = "issuer.key";
constexpr char kJwks[] = "jwks.json";
// Whose members are platform admins.
constexpr char kAdmins[] = "admins";

// Files by name.
using Files = std::vector<std::pair<std::string, std::string>>;

absl::Status AddIdentity(const std::string& name, const absl::StatusOr<ops::Identity>& made,
                         Files* files) {
  if (!made.ok()) return made.status();
  files->emplace_back(name + ".pem", made->certificate);
  files->emplace_back(name + ".key", made->key);
  return absl::OkStatus();
}

absl::StatusOr<Files> MakeFiles(absl::Time now) {
  const ops::CertificateSpec specs[] = {
      {"server", "DNS:localhost,IP:127.0.0.1,IP:::1", "serverAuth"},
      {"lotse-survey", "DNS:lotse-survey", "clientAuth"},
      {"lotse-reporting", "DNS:lotse-reporting", "clientAuth"},
  };
  Files files;
  const absl::StatusOr<ops::Identity> authority =
      ops::MakeAuthority("Lotse development, loopback only", now, kValidity);
  if (absl::Status s = AddIdentity("ca", authority, &files); !s.ok()) return s;
  for (const ops::CertificateSpec& spec : specs) {
    const auto made = ops::MakeCertificate(*authority, spec, now, kValidity);
    if (absl::Status s = AddIdentity(spec.name, made, &files); !s.ok()) return s;
  }
  const absl::StatusOr<std::string> key = ops::MakeKey();
  if (!key.ok()) return key.status();
  const absl::StatusOr<std::string> jwks = JwksOf(*key);
  if (!jwks.ok()) return jwks.status();
  files.emplace_back(kIssuerKey, *key);
  files.emplace_back(kJwks, *jwks);
  return files;
}

mode_t ModeOf(absl::string_view name) { return absl::EndsWith(name, ".key") ? 0600 : 0644; }

absl::StatusOr<double> ReadHours(const Args& args) {
  double hours = 8;
  // Written this way round, a NaN is refused too.
  if (args.Has("hours") &&
      (!absl::SimpleAtod(args.Get("hours"), &hours) || !(hours > 0 && hours <= kMaxHours))) {
    return UsageError(absl::StrCat("--hours: give a number above 0 and up to ", kMaxHours));
  }
  return hours;
}

}  // namespace

absl::Status MakeDevIdentity(const std::string& folder) {
  const absl::StatusOr<Files> files = MakeFiles(absl::Now());
  if (!files.ok()) return files.status();
  if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
  for (const auto& [name, text] : *files) {
    const std::string path = absl::StrCat(folder, "/", name);
    struct stat found;
    if (lstat(path.c_str(), &found) == 0) {
      return FileError(absl::StrCat(path, " exists; nothing was written. Give a new folder"));
    }
  }
  for (const auto& [name, text] : *files) {
    const std::string path = absl::StrCat(folder, "/", name);
    if (absl::Status s = WriteFileAtomically(path, text, ModeOf(name)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> FindDevIdentity(const std::string& data) {
  std::error_code error;
  const std::string folder = std::filesystem::absolute(data + "/certificates", error).string();
  if (error) return FileError(data, error.value());
  if (std::filesystem::exists(folder, error)) return folder;
  if (absl::Status s = MakeDevIdentity(folder); !s.ok()) return s;
  return folder;
}

std::vector<std::string> DevIdentityFlags(const std::string& folder, absl::string_view service) {
  const auto file = [&](absl::string_view name) { return absl::StrCat(folder, "/", name); };
  std::vector<std::string> flags = {
      "--tls_certificate=" + file("server.pem"),
      "--tls_key=" + file("server.key"),
      "--tls_client_ca=" + file("ca.pem"),
      absl::StrCat("--auth_issuer=", kIssuer),
      absl::StrCat("--auth_audience=", kAudience),
      "--auth_jwks=" + file(kJwks),
      "--auth_groups_claim=groups",
      absl::StrCat("--auth_admin_groups=", kAdmins),
      "--auth_services=lotse-survey=INTEGRATION_SYSTEM,lotse-reporting=INTEGRATION_SYSTEM",
  };
  // It asks nobody.
  if (service == "engagement") return flags;
  flags.push_back("--peer_tls_ca=" + file("ca.pem"));
  flags.push_back("--peer_tls_certificate=" + file(absl::StrCat("lotse-", service, ".pem")));
  flags.push_back("--peer_tls_key=" + file(absl::StrCat("lotse-", service, ".key")));
  return flags;
}

absl::StatusOr<std::string> MakeDevToken(const std::string& folder, const std::string& subject,
                                         const std::vector<std::string>& groups,
                                         absl::Duration lifetime) {
  const auto key = ReadFile(absl::StrCat(folder, "/", kIssuerKey));
  if (!key.ok()) return key.status();
  const absl::Time now = absl::Now();
  return SignToken(*key, {kIssuer, kAudience, subject, groups, now, now + lifetime});
}

std::string AdminTokenCommand(const std::string& folder, absl::string_view program) {
  return absl::StrCat(ShellWord(program), " dev token ", ShellWord(folder),
                      " --subject=admin --group=", kAdmins);
}

std::string ShellWord(absl::string_view text) {
  const auto is_plain = [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("/._-", c);
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

absl::Status RunDevCertificates(const Invocation& invocation) {
  const std::string& folder = invocation.args.positional[0];
  if (absl::Status s = MakeDevIdentity(folder); !s.ok()) return s;
  invocation.environment.out
      << "Certificates and keys for 30 days lie in " << folder
      << ". They are for loopback only:\nwho can read the keys can be anybody.\n";
  return absl::OkStatus();
}

absl::Status RunDevToken(const Invocation& invocation) {
  const Args& args = invocation.args;
  if (args.Get("subject").empty())
    return UsageError("--subject: missing; give who the token is for");
  const absl::StatusOr<double> hours = ReadHours(args);
  if (!hours.ok()) return hours.status();
  const absl::StatusOr<std::string> token = MakeDevToken(
      args.positional[0], args.Get("subject"), args.GetAll("group"), absl::Hours(1) * *hours);
  if (!token.ok()) return token.status();
  invocation.environment.out << *token << "\n";
  return absl::OkStatus();
}

}  // namespace lotse::cli
