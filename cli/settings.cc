#include "cli/settings.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/failure.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kGlobalFlags[] = {
    {"engagement", "HOST:PORT", "engagement service (LOTSE_ENGAGEMENT, 127.0.0.1:7401)"},
    {"survey", "HOST:PORT", "survey service (LOTSE_SURVEY, 127.0.0.1:7402)"},
    {"reporting", "HOST:PORT", "reporting service (LOTSE_REPORTING, 127.0.0.1:7403)"},
    {"timeout", "SECONDS", "how long one call may take (30; a stream has no limit)"},
    {"tls-ca", "FILE", "authorities of the services; needed for TLS (LOTSE_TLS_CA)"},
    {"tls-certificate", "FILE", "certificate to show to them (LOTSE_TLS_CERTIFICATE)"},
    {"tls-key", "FILE", "its private key (LOTSE_TLS_KEY)"},
    {"token-file", "FILE", "access token (LOTSE_TOKEN_FILE; see lotse help login)"},
    {"json", nullptr, "results on stdout and errors on stderr as JSON"},
    {"help", nullptr, "explains the command"},
    {"version", nullptr, "prints the version"},
};

struct ServiceDefault {
  const char* service;
  const char* variable;
  const char* address;
};
constexpr ServiceDefault kServices[] = {
    {"engagement", "LOTSE_ENGAGEMENT", "127.0.0.1:7401"},
    {"survey", "LOTSE_SURVEY", "127.0.0.1:7402"},
    {"reporting", "LOTSE_REPORTING", "127.0.0.1:7403"},
};

bool IsAddress(const std::string& text) {
  const size_t colon = text.rfind(':');
  int port = 0;
  return colon != std::string::npos && colon > 0 &&
         absl::SimpleAtoi(text.substr(colon + 1), &port) && port >= 1 && port <= 65535;
}

// The files of TLS: flag, variable, and where the path is put.
struct TlsSetting {
  const char* flag;
  const char* variable;
  std::string Settings::* path;
};
constexpr TlsSetting kTlsSettings[] = {
    {"tls-ca", "LOTSE_TLS_CA", &Settings::tls_ca},
    {"tls-certificate", "LOTSE_TLS_CERTIFICATE", &Settings::tls_certificate},
    {"tls-key", "LOTSE_TLS_KEY", &Settings::tls_key},
};

absl::Status ReadTls(const Args& args, const std::map<std::string, std::string>& environment,
                     Settings* settings) {
  for (const TlsSetting& entry : kTlsSettings) {
    const auto variable = environment.find(entry.variable);
    settings->*entry.path =
        args.Get(entry.flag, variable == environment.end() ? "" : variable->second);
  }
  if (settings->tls_certificate.empty() != settings->tls_key.empty()) {
    return UsageError("--tls-certificate and --tls-key go together");
  }
  if (!settings->tls_certificate.empty() && settings->tls_ca.empty()) {
    return UsageError("--tls-certificate needs --tls-ca: a certificate is shown under TLS only");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Span<const FlagSpec> GlobalFlags() { return kGlobalFlags; }

absl::StatusOr<Settings> ReadSettings(const Args& args,
                                      const std::map<std::string, std::string>& environment) {
  Settings settings;
  for (const ServiceDefault& entry : kServices) {
    const auto variable = environment.find(entry.variable);
    const bool from_environment = variable != environment.end() && !variable->second.empty();
    const std::string address =
        args.Get(entry.service, from_environment ? variable->second : entry.address);
    if (!IsAddress(address)) {
      const std::string origin =
          args.Has(entry.service) ? absl::StrCat("--", entry.service) : std::string(entry.variable);
      return UsageError(absl::StrCat(origin, ": '", address, "' is not HOST:PORT"));
    }
    settings.addresses[entry.service] = address;
  }
  if (args.Has("timeout")) {
    double seconds = 0;
    // Written this way round, a NaN is refused too.
    if (!absl::SimpleAtod(args.Get("timeout"), &seconds) || !(seconds > 0 && seconds <= 86400)) {
      return UsageError("--timeout: give seconds, more than 0 and at most 86400");
    }
    settings.timeout = absl::Seconds(seconds);
    settings.timeout_given = true;
  }
  if (absl::Status tls = ReadTls(args, environment, &settings); !tls.ok()) return tls;
  settings.token = FindTokenSource(args, environment);
  settings.json = args.Has("json");
  return settings;
}

}  // namespace lotse::cli
