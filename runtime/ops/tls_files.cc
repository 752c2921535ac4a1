#include "runtime/ops/tls_files.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "runtime/ops/pem.h"

namespace lotse::ops {
namespace {

absl::Status Wrong(const TlsFile& file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(file.setting, ": ", file.path, " ", what));
}

absl::StatusOr<std::string> Read(const TlsFile& file) {
  if (file.path.empty()) return std::string();
  // Not blocking: a pipe in the place of a file must not hold the daemon.
  const int fd = open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return Wrong(file, absl::StrCat("cannot be read: ", std::strerror(errno)));
  const absl::Cleanup close_file = [fd] { close(fd); };
  std::string text;
  char piece[16384];
  while (true) {
    const ssize_t length = read(fd, piece, sizeof piece);
    if (length < 0) return Wrong(file, absl::StrCat("cannot be read: ", std::strerror(errno)));
    if (length == 0) return text;
    text.append(piece, length);
    if (text.size() > kMaxTlsFileBytes) {
      return Wrong(file, absl::StrCat("has more than ", kMaxTlsFileBytes, " bytes"));
    }
  }
}

// That a certificate or list is neither for later nor of the past.
absl::Status CheckValid(const TlsFile& file, const ASN1_TIME* from, const ASN1_TIME* to,
                        absl::Time now) {
  if (const absl::Time time = TimeOf(from); from != nullptr && time > now) {
    return Wrong(file,
                 absl::StrCat("is not valid before ", absl::FormatTime(time, absl::UTCTimeZone())));
  }
  if (const absl::Time time = TimeOf(to); time <= now) {
    return Wrong(file, absl::StrCat("expired at ", absl::FormatTime(time, absl::UTCTimeZone())));
  }
  return absl::OkStatus();
}

// Checks certificates and finds the first time at which one of them expires. Those that
// are not valid any more, or not yet, are stepped over: an authority and its successor
// stand in one file for a while. But one has to be left, and where `first_counts` the
// first has to be valid.
absl::StatusOr<absl::Time> CheckCertificates(const TlsFile& file, const std::string& text,
                                             bool first_counts, absl::Time now) {
  const auto certificates = CertificatesOf(text);
  if (!certificates.ok()) return Wrong(file, certificates.status().message());
  absl::Status wrong;
  absl::Time expiry = absl::InfiniteFuture();
  bool left = false;
  for (const auto& certificate : *certificates) {
    const ASN1_TIME* end = X509_get0_notAfter(certificate.get());
    absl::Status valid = CheckValid(file, X509_get0_notBefore(certificate.get()), end, now);
    if (valid.ok()) {
      left = true;
      expiry = std::min(expiry, TimeOf(end));
    } else if (first_counts && certificate == certificates->front()) {
      return valid;
    } else {
      wrong = valid;
    }
  }
  if (!left) return wrong;
  return expiry;
}

// The same of revocation lists.
absl::StatusOr<absl::Time> CheckLists(const TlsFile& file, const std::string& text,
                                      absl::Time now) {
  const auto lists = RevocationListsOf(text);
  if (!lists.ok()) return Wrong(file, lists.status().message());
  absl::Time first = absl::InfiniteFuture();
  for (const auto& list : *lists) {
    const ASN1_TIME* end = X509_CRL_get0_nextUpdate(list.get());
    absl::Status valid = CheckValid(file, X509_CRL_get0_lastUpdate(list.get()), end, now);
    if (!valid.ok()) return valid;
    first = std::min(first, TimeOf(end));
  }
  return first;
}

// That the key fits, and that OpenSSL would take both: it refuses, for example, keys
// that are too short for its level of security.
absl::Status CheckIdentity(const TlsFiles& files, const TlsTexts& texts) {
  const auto chain = CertificatesOf(texts.certificate);
  if (!chain.ok()) return Wrong(files.certificate, chain.status().message());
  const auto key = KeyOf(texts.key);
  if (!key.ok()) return Wrong(files.key, key.status().message());
  if (X509_check_private_key(chain->front().get(), key->get()) != 1) {
    ERR_clear_error();
    return Wrong(files.key, absl::StrCat("is not the key of the first certificate of ",
                                         files.certificate.setting));
  }
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()),
                                                                  &SSL_CTX_free);
  bool taken = SSL_CTX_use_certificate(context.get(), chain->front().get()) == 1;
  for (size_t i = 1; taken && i < chain->size(); ++i) {
    taken = SSL_CTX_add1_chain_cert(context.get(), (*chain)[i].get()) == 1;
  }
  taken = taken && SSL_CTX_use_PrivateKey(context.get(), key->get()) == 1;
  if (taken) return absl::OkStatus();
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  ERR_clear_error();
  return Wrong(files.certificate,
               absl::StrCat("is refused by OpenSSL: ", reason == nullptr ? "unknown" : reason));
}

}  // namespace

absl::StatusOr<TlsTexts> ReadTlsFiles(const TlsFiles& files) {
  TlsTexts texts;
  for (const auto& [file, text] :
       {std::pair(&files.certificate, &texts.certificate), std::pair(&files.key, &texts.key),
        std::pair(&files.ca, &texts.ca), std::pair(&files.crl, &texts.crl)}) {
    absl::StatusOr<std::string> read = Read(*file);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  return texts;
}

absl::StatusOr<TlsExpiry> CheckTls(const TlsFiles& files, const TlsTexts& texts, absl::Time now) {
  TlsExpiry expiry;
  if (!files.certificate.path.empty()) {
    const auto first =
        CheckCertificates(files.certificate, texts.certificate, /*first_counts=*/true, now);
    if (!first.ok()) return first.status();
    expiry.certificate = *first;
    if (absl::Status s = CheckIdentity(files, texts); !s.ok()) return s;
  }
  if (!files.ca.path.empty()) {
    const auto first = CheckCertificates(files.ca, texts.ca, /*first_counts=*/false, now);
    if (!first.ok()) return first.status();
    expiry.ca = *first;
  }
  if (!files.crl.path.empty()) {
    const auto first = CheckLists(files.crl, texts.crl, now);
    if (!first.ok()) return first.status();
    expiry.crl = *first;
  }
  return expiry;
}

absl::Status CheckTlsSettings(const TlsFiles& files) {
  for (const auto& [given, needed] :
       {std::pair(&files.certificate, &files.key), std::pair(&files.key, &files.certificate),
        std::pair(&files.crl, &files.ca)}) {
    if (given->path.empty() || !needed->path.empty()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(needed->setting, ": missing; ", given->setting, " needs it"));
  }
  return absl::OkStatus();
}

}  // namespace lotse::ops
