#include "runtime/ops/authentication.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/tls_files.h"
#include "runtime/ops/transport.h"

namespace lotse::ops {
namespace {

auth::TokenRules RulesOf(const AuthConfig& config) {
  auth::TokenRules rules;
  rules.issuer = config.auth_issuer();
  rules.audience = config.auth_audience();
  rules.subject_claim = config.auth_subject_claim();
  rules.groups_claim = config.auth_groups_claim();
  rules.skew = absl::Seconds(config.auth_skew_seconds());
  return rules;
}

// What was sent to be verified, without the certificate.
auth::Credentials SentIn(const grpc::CallbackServerContext& context) {
  auth::Credentials credentials;
  const auto sent = context.client_metadata().equal_range("authorization");
  for (auto it = sent.first; it != sent.second; ++it) {
    credentials.authorization.emplace_back(it->second.data(), it->second.size());
  }
  return credentials;
}

absl::Status Missing(const char* setting, const char* example) {
  return absl::InvalidArgumentError(
      absl::StrCat(setting, ": missing; auth_issuer needs it; give, for example, ", example));
}

absl::Status CheckKeys(const AuthConfig& config) {
  if (absl::Status s = auth::KeySource::Check(config.auth_jwks()); !s.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("auth_jwks: ", s.message()));
  }
  if (config.auth_jwks_ca().empty()) return absl::OkStatus();
  if (!auth::IsHttps(config.auth_jwks())) {
    return absl::InvalidArgumentError(
        "auth_jwks: no https address; auth_jwks_ca is for the certificate of one");
  }
  const TlsFiles files = {{}, {}, {"auth_jwks_ca", config.auth_jwks_ca()}, {}};
  const absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files);
  if (!texts.ok()) return texts.status();
  return CheckTls(files, *texts, absl::Now()).status();
}

absl::Status CheckServices(const ServerConfig& config) {
  if (config.auth().auth_services().empty() || !config.tls().tls_client_ca().empty()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "tls_client_ca: missing; auth_services needs it: services are known by certificates of "
      "these authorities, and without it none is asked for");
}

// Settings that say nothing without auth_issuer, though not those that have a default.
bool MeansAuthentication(const AuthConfig& config) {
  return !config.auth_audience().empty() || !config.auth_jwks().empty() ||
         !config.auth_jwks_ca().empty() || !config.auth_admin_groups().empty() ||
         !config.auth_services().empty();
}

}  // namespace

bool HasAuthentication(const AuthConfig& config) { return !config.auth_issuer().empty(); }

absl::Status CheckAuthentication(const ServerConfig& server) {
  const AuthConfig& config = server.auth();
  if (!HasAuthentication(config)) {
    if (!MeansAuthentication(config)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "auth_issuer: missing; without it nobody is asked who they are, whatever the other "
        "settings of authentication say");
  }
  if (config.auth_audience().empty()) return Missing("auth_audience", "lotse");
  if (config.auth_jwks().empty()) {
    return Missing("auth_jwks", "https://login.example.org/realms/lotse/certs");
  }
  if (absl::Status s = CheckKeys(config); !s.ok()) return s;
  if (config.auth_skew_seconds() < 0 || config.auth_skew_seconds() > 300) {
    return absl::InvalidArgumentError("auth_skew_seconds: out of range; give 0 to 300");
  }
  if (absl::Status s = CheckServices(server); !s.ok()) return s;
  return auth::FixedRights::Parse(config.auth_admin_groups(), config.auth_services()).status();
}

Authentication::Authentication(const AuthConfig& config, const auth::GrantBook* book,
                               prometheus::Registry* registry, Log* log)
    : keys_(config.auth_jwks(), log, registry, auth::KeySource::Times(), config.auth_jwks_ca()),
      verifier_(RulesOf(config), &keys_),
      authenticator_(*auth::FixedRights::Parse(config.auth_admin_groups(), config.auth_services()),
                     &verifier_, book) {
  keys_.Refresh().IgnoreError();  // The source tells by itself what went wrong.
}

absl::StatusOr<auth::Caller> Authentication::Identify(
    const grpc::CallbackServerContext& context) const {
  auth::Credentials credentials = SentIn(context);
  if (credentials.authorization.empty()) credentials.peer_names = PeerNames(context);
  return authenticator_.Identify(credentials, absl::Now());
}

bool Authentication::Recognizes(const grpc::CallbackServerContext& context) const {
  return authenticator_.Recognizes(SentIn(context), absl::Now());
}

}  // namespace lotse::ops
