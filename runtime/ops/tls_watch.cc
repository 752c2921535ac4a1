#include "runtime/ops/tls_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace lotse::ops {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(1);
constexpr unsigned kGrpcIntervalSeconds = 1;

// The gauge of one file; null if there is no such file.
prometheus::Gauge* ExpiryGauge(prometheus::Registry* registry, const std::string& name,
                               const std::string& help, const TlsFile& file) {
  if (file.path.empty()) return nullptr;
  return &prometheus::BuildGauge().Name(name).Help(help).Register(*registry).Add(
      {{"setting", file.setting}});
}

prometheus::Gauge* CertificateGauge(prometheus::Registry* registry, const TlsFile& file) {
  return ExpiryGauge(registry, "lotse_tls_certificate_expiry_timestamp_seconds",
                     "When the first certificate of a file expires, in Unix time.", file);
}

void SetTime(prometheus::Gauge* gauge, absl::Time time) {
  if (gauge != nullptr) gauge->Set(static_cast<double>(absl::ToUnixSeconds(time)));
}

// The file that the others go with, and that names them in metrics and log.
const TlsFile& MainFile(const TlsFiles& files) {
  return files.certificate.path.empty() ? files.ca : files.certificate;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsWatch>> TlsWatch::Start(const TlsFiles& files,
                                                          prometheus::Registry* registry,
                                                          Log* log) {
  if (absl::Status s = CheckTlsSettings(files); !s.ok()) return s;
  const absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files);
  if (!texts.ok()) return texts.status();
  const absl::StatusOr<TlsExpiry> expiry = CheckTls(files, *texts, absl::Now());
  if (!expiry.ok()) return expiry.status();
  std::unique_ptr<TlsWatch> watch(new TlsWatch(files, *texts, registry, log));
  if (absl::Status s = watch->Use(*texts, *expiry); !s.ok()) return s;
  watch->reader_ = std::thread([w = watch.get()] { w->Work(); });
  return watch;
}

TlsWatch::TlsWatch(const TlsFiles& files, const TlsTexts& texts, prometheus::Registry* registry,
                   Log* log)
    : files_(files),
      log_(log),
      identity_(absl::StrCat(texts.certificate, "\n", texts.key)),
      ca_(texts.ca),
      authorities_(std::make_shared<TrustedAuthorities>()),
      certificate_expiry_(CertificateGauge(registry, files.certificate)),
      ca_expiry_(CertificateGauge(registry, files.ca)),
      crl_expiry_(ExpiryGauge(registry, "lotse_tls_crl_next_update_timestamp_seconds",
                              "When the first revocation list of a file expires, in Unix time.",
                              files.crl)),
      is_refused_(&prometheus::BuildGauge()
                       .Name("lotse_tls_files_refused")
                       .Help("1 if the files that lie there now cannot be used, and those before "
                             "them still are.")
                       .Register(*registry)
                       .Add({{"setting", MainFile(files).setting}})) {
  const std::string identity = files.certificate.path.empty() ? "" : identity_.path();
  provider_ = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      identity, identity, files.ca.path.empty() ? "" : ca_.path(), kGrpcIntervalSeconds);
}

TlsWatch::~TlsWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  if (reader_.joinable()) reader_.join();
}

void TlsWatch::Work() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopped_), kInterval)) return;
    }
    Look();
  }
}

void TlsWatch::Look() {
  const absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files_);
  if (!texts.ok()) return Refuse(std::string(texts.status().message()));
  if (!(*texts == used_)) {
    const absl::StatusOr<TlsExpiry> expiry = CheckTls(files_, *texts, absl::Now());
    if (!expiry.ok()) return Refuse(std::string(expiry.status().message()));
    if (absl::Status s = Use(*texts, *expiry); !s.ok()) return Refuse(std::string(s.message()));
    log_->Info("tls_files",
               {{"setting", MainFile(files_).setting}, {"what", "new ones are in use"}});
  }
  refused_.clear();
  is_refused_->Set(0);
}

absl::Status TlsWatch::Use(const TlsTexts& texts, const TlsExpiry& expiry) {
  if (!files_.ca.path.empty()) {
    if (absl::Status s = authorities_->Set(texts.ca, texts.crl); !s.ok()) return s;
  }
  if (!identity_.Replace(absl::StrCat(texts.certificate, "\n", texts.key)) ||
      !ca_.Replace(texts.ca)) {
    return absl::ResourceExhaustedError("no descriptor is left for new files of TLS");
  }
  used_ = texts;
  SetTime(certificate_expiry_, expiry.certificate);
  SetTime(ca_expiry_, expiry.ca);
  SetTime(crl_expiry_, expiry.crl);
  return absl::OkStatus();
}

// Files that are replaced one after the other do not fit for a moment; so the warning
// waits until the same is found again.
void TlsWatch::Refuse(const std::string& what) {
  is_refused_->Set(1);
  if (what != refused_) {
    refused_ = what;
    told_ = false;
    return;
  }
  if (told_) return;
  told_ = true;
  log_->Warning("tls_files_refused", {{"setting", MainFile(files_).setting}, {"what", what}});
}

}  // namespace lotse::ops
