#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "cli/args.h"
#include "cli/token.h"

namespace lotse::cli {

// What holds for every command.
struct Settings {
  // `HOST:PORT` by service: `engagement`, `survey`, `reporting`.
  std::map<std::string, std::string> addresses;
  // How long one call may take.
  absl::Duration timeout = absl::Seconds(30);
  // It was asked for, and so holds for streams too.
  bool timeout_given = false;
  // Results and errors as JSON.
  bool json = false;
  // Files in PEM: authorities of the services' certificates, without which there is no
  // TLS; the certificate that is shown to the services, and its key. Empty: none.
  std::string tls_ca;
  std::string tls_certificate;
  std::string tls_key;
  // Where the access token comes from.
  TokenSource token;
};

// The flags that every command understands.
absl::Span<const FlagSpec> GlobalFlags();

// Flags first, then the environment (LOTSE_ENGAGEMENT, LOTSE_SURVEY,
// LOTSE_REPORTING, LOTSE_TLS_CA, LOTSE_TLS_CERTIFICATE, LOTSE_TLS_KEY, and for the token
// what FindTokenSource says), then the defaults. Usage errors: an address that is not HOST:PORT, a
// timeout that is not a number of seconds above 0 and up to 86,400, one file of TLS without the
// others that it needs.
absl::StatusOr<Settings> ReadSettings(const Args& args,
                                      const std::map<std::string, std::string>& environment);

}  // namespace lotse::cli
