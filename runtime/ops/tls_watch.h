#pragma once

#include <grpcpp/security/tls_certificate_provider.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "runtime/ops/client_verifier.h"
#include "runtime/ops/log.h"
#include "runtime/ops/memory_file.h"
#include "runtime/ops/tls_files.h"

namespace lotse::ops {

// Files of TLS that may be replaced while they are in use. They are read once a second.
// What is right goes to gRPC, within three seconds of the change; what is not (half
// written, a key that does not fit, expired) leaves what was there before in use, and
// is told by a warning in the log and by a metric.
//
// gRPC's own watcher stands behind it, over files in memory: by itself it would
// hand on what is wrong, and from then on nobody could connect. Thread-safe.
class TlsWatch {
 public:
  // Reads the files for the first time. An error is that of CheckTlsSettings,
  // ReadTlsFiles or CheckTls. `registry` and `log` outlive the watch.
  static absl::StatusOr<std::unique_ptr<TlsWatch>> Start(const TlsFiles& files,
                                                         prometheus::Registry* registry, Log* log);
  ~TlsWatch();

  // What gRPC takes certificate, key and authorities from. Servers and channels that use
  // it go before the watch.
  std::shared_ptr<grpc::experimental::CertificateProviderInterface> provider() const {
    return provider_;
  }

  // The authorities with their lists, if there are any.
  std::shared_ptr<const TrustedAuthorities> authorities() const { return authorities_; }

  const TlsFiles& files() const { return files_; }

 private:
  TlsWatch(const TlsFiles& files, const TlsTexts& texts, prometheus::Registry* registry, Log* log);
  void Work();
  void Look();
  // Puts new texts to use.
  absl::Status Use(const TlsTexts& texts, const TlsExpiry& expiry);
  void Refuse(const std::string& what);

  const TlsFiles files_;
  Log* const log_;
  TlsTexts used_;
  // Why the files that lie there now are not used, and whether the log has it.
  std::string refused_;
  bool told_ = false;
  // Certificate and key in one, so that they change together.
  MemoryFile identity_;
  MemoryFile ca_;
  const std::shared_ptr<TrustedAuthorities> authorities_;
  std::shared_ptr<grpc::experimental::CertificateProviderInterface> provider_;
  // Null where there is no such file.
  prometheus::Gauge* certificate_expiry_ = nullptr;
  prometheus::Gauge* ca_expiry_ = nullptr;
  prometheus::Gauge* crl_expiry_ = nullptr;
  prometheus::Gauge* is_refused_;
  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace lotse::ops
