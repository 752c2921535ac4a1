#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Keys and certificates for development. Operators take those of their own authority.
namespace lotse::ops {

// A certificate and its private key, both in PEM. The key is on the curve P-256.
struct Identity {
  std::string certificate;
  std::string key;
};

// What a certificate is for.
struct CertificateSpec {
  std::string name;
  // As OpenSSL writes it, for example `DNS:localhost,IP:127.0.0.1`.
  std::string alternative_names;
  // `serverAuth` or `clientAuth`.
  std::string usage;
};

// A new private key in PEM. An error means that OpenSSL has no random bytes.
absl::StatusOr<std::string> MakeKey();

// An authority that is good for the certificates below and for nothing above them,
// from an hour before `now`, so that clocks may differ, to `now` and `validity`.
absl::StatusOr<Identity> MakeAuthority(const std::string& name, absl::Time now,
                                       absl::Duration validity);

// A certificate of `authority`, valid as above.
absl::StatusOr<Identity> MakeCertificate(const Identity& authority, const CertificateSpec& spec,
                                         absl::Time now, absl::Duration validity);

}  // namespace lotse::ops
