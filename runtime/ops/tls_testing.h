#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "runtime/ops/certificates.h"
#include "runtime/ops/tls_files.h"

// What the tests of TLS share: an authority, certificates, a folder for them.
namespace lotse::ops {

// A folder that is gone afterwards.
class TlsFolder {
 public:
  TlsFolder() : path_("/tmp/lotse-tls-test-XXXXXX") { EXPECT_NE(mkdtemp(path_.data()), nullptr); }
  ~TlsFolder() { std::filesystem::remove_all(path_); }
  TlsFolder(const TlsFolder&) = delete;
  TlsFolder& operator=(const TlsFolder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

  // Writes a file as it has to be done: beside it, and renamed.
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path("new")) << text;
    std::filesystem::rename(Path("new"), Path(name));
  }

  TlsFiles Files() const {
    return {{"tls_certificate", Path("server.pem")},
            {"tls_key", Path("server.key")},
            {"tls_client_ca", Path("ca.pem")},
            {"tls_client_crl", ""}};
  }

 private:
  std::string path_;
};

inline Identity MakeTestAuthority(absl::Time now = absl::Now(),
                                  absl::Duration validity = absl::Hours(48)) {
  return MakeAuthority("authority of a test", now, validity).value();
}

inline Identity MakeServer(const Identity& authority, absl::Time now = absl::Now(),
                           absl::Duration validity = absl::Hours(24)) {
  return MakeCertificate(authority, {"server", "DNS:localhost,IP:127.0.0.1", "serverAuth"}, now,
                         validity)
      .value();
}

inline Identity MakeClient(const Identity& authority, absl::Time now = absl::Now()) {
  return MakeCertificate(
             authority,
             {"client", "DNS:lotse-reporting,URI:spiffe://lotse/reporting", "clientAuth"}, now,
             absl::Hours(24))
      .value();
}

}  // namespace lotse::ops
