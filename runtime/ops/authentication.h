#pragma once

#include <grpcpp/server_context.h>
#include <prometheus/registry.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runtime/auth/authenticator.h"
#include "runtime/auth/grant_book.h"
#include "runtime/auth/key_source.h"
#include "runtime/auth/token_verifier.h"
#include "runtime/ops/config.pb.h"
#include "runtime/ops/log.h"

namespace lotse::ops {

// Whether callers have to say who they are.
bool HasAuthentication(const AuthConfig& config);

// What is wrong with the settings of `auth`, and with those that they need, in one line
// that names one. Of files only auth_jwks_ca is read.
absl::Status CheckAuthentication(const ServerConfig& config);

// Tells who makes a call of gRPC. Thread-safe.
class Authentication {
 public:
  // The settings were checked. Waits a moment for the keys of the issuer, and goes on
  // without if they do not come. `book`, `registry` and `log` outlive it.
  Authentication(const AuthConfig& config, const auth::GrantBook* book,
                 prometheus::Registry* registry, Log* log);

  // As auth::Authenticator::Identify.
  absl::StatusOr<auth::Caller> Identify(const grpc::CallbackServerContext& context) const;
  // As auth::Authenticator::Recognizes.
  bool Recognizes(const grpc::CallbackServerContext& context) const;

 private:
  auth::KeySource keys_;
  auth::TokenVerifier verifier_;
  const auth::Authenticator authenticator_;
};

}  // namespace lotse::ops
