#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

// The files of TLS: what is in them, and whether it can be used.
namespace lotse::ops {

// A file of this many bytes is still read.
inline constexpr int kMaxTlsFileBytes = 4 << 20;

// A file and the setting that names it; an empty path: there is none.
struct TlsFile {
  std::string setting;
  std::string path;
};

// The files of one side of a connection.
struct TlsFiles {
  // How it shows who it is: its certificate, followed by those between it and its
  // authority, and the private key.
  TlsFile certificate;
  TlsFile key;
  // Whom it believes: authorities, and the revocation lists of all of them.
  TlsFile ca;
  TlsFile crl;
};

// What is in the files.
struct TlsTexts {
  std::string certificate;
  std::string key;
  std::string ca;
  std::string crl;

  bool operator==(const TlsTexts& other) const {
    return certificate == other.certificate && key == other.key && ca == other.ca &&
           crl == other.crl;
  }
};

// Until when it can be used: the earliest of each file, the infinite future where
// there is none.
struct TlsExpiry {
  absl::Time certificate = absl::InfiniteFuture();
  absl::Time ca = absl::InfiniteFuture();
  absl::Time crl = absl::InfiniteFuture();
};

// Reads the files. An error names the setting and the file.
absl::StatusOr<TlsTexts> ReadTlsFiles(const TlsFiles& files);

// Whether all of it can be used at `now`: certificates, key and lists can be read, the
// key fits the certificate, neither it nor a list has expired or is for later, nor have
// all authorities, and OpenSSL takes it. An error is one line that names the setting. What passes
// here can be handed to gRPC, which must never get a pair that does not fit: it would serve nobody
// then.
absl::StatusOr<TlsExpiry> CheckTls(const TlsFiles& files, const TlsTexts& texts, absl::Time now);

// Whether no file is missing to the others: certificate and key go together, a list
// needs its authorities.
absl::Status CheckTlsSettings(const TlsFiles& files);

}  // namespace lotse::ops
