#include "runtime/ops/authentication.h"

#include <gmock/gmock.h>

#include <functional>

#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;

constexpr char kHttps[] = "https://login.example/keys";

class AuthenticationTest : public ::testing::Test {
 protected:
  AuthenticationTest() {
    folder_.Write("ca.pem", authority_.certificate);
    folder_.Write("ca.key", authority_.key);
  }

  // Settings that are right.
  ServerConfig Good() const {
    ServerConfig config;
    config.mutable_auth()->set_auth_issuer("https://login.example");
    config.mutable_auth()->set_auth_audience("lotse");
    config.mutable_auth()->set_auth_jwks(kHttps);
    return config;
  }

  const Identity authority_ = MakeTestAuthority();
  const TlsFolder folder_;
};

TEST_F(AuthenticationTest, SettingsThatHoldTogether) {
  const std::string ca = folder_.Path("ca.pem");
  const std::function<void(AuthConfig*, TlsConfig*)> cases[] = {
      [](auto* auth, auto*) { auth->Clear(); },
      [](auto*, auto*) {},
      [](auto* auth, auto*) { auth->set_auth_jwks("/etc/lotse/keys.json"); },
      [](auto* auth, auto*) { auth->set_auth_jwks("http://127.0.0.1:1/keys"); },
      [](auto* auth, auto*) { auth->set_auth_jwks("http://[::1]:1/keys"); },
      [&](auto* auth, auto*) { auth->set_auth_jwks_ca(ca); },
      [](auto* auth, auto*) { auth->set_auth_admin_groups("admins"); },
      [&](auto* auth, auto* tls) {
        auth->set_auth_services("lotse-survey=INTEGRATION_SYSTEM");
        tls->set_tls_client_ca(ca);
      },
  };
  for (const auto& change : cases) {
    ServerConfig config = Good();
    change(config.mutable_auth(), config.mutable_tls());
    EXPECT_EQ(CheckAuthentication(config), absl::OkStatus()) << config.DebugString();
  }
}

TEST_F(AuthenticationTest, WhatIsMissingOrWrongIsNamed) {
  const struct {
    std::function<void(AuthConfig*, TlsConfig*)> change;
    const char* error;
  } cases[] = {
      {[](auto* auth, auto*) { auth->clear_auth_issuer(); }, "auth_issuer: missing"},
      {[](auto* auth, auto*) {
         auth->Clear();
         auth->set_auth_jwks_ca("ca.pem");
       },
       "auth_issuer: missing"},
      {[](auto* auth, auto*) { auth->clear_auth_audience(); }, "auth_audience: missing"},
      {[](auto* auth, auto*) { auth->clear_auth_jwks(); }, "auth_jwks: missing"},
      {[](auto* auth, auto*) { auth->set_auth_jwks("http://login.example/"); },
       "auth_jwks: not of https"},
      {[](auto* auth, auto*) { auth->set_auth_skew_seconds(301); }, "auth_skew_seconds: out of"},
      {[this](auto* auth, auto*) {
         auth->set_auth_jwks("keys.json");
         auth->set_auth_jwks_ca(folder_.Path("ca.pem"));
       },
       "auth_jwks: no https address; auth_jwks_ca is for the certificate of one"},
      {[this](auto* auth, auto*) {
         auth->set_auth_jwks("http://localhost:1/keys");
         auth->set_auth_jwks_ca(folder_.Path("ca.pem"));
       },
       "auth_jwks: no https address"},
      {[this](auto* auth, auto*) { auth->set_auth_jwks_ca(folder_.Path("none.pem")); },
       "none.pem cannot be read"},
      {[this](auto* auth, auto*) { auth->set_auth_jwks_ca(folder_.Path("ca.key")); },
       "auth_jwks_ca: "},
      {[](auto* auth, auto*) { auth->set_auth_services("lotse-survey=INTEGRATION_SYSTEM"); },
       "tls_client_ca: missing; auth_services needs it"},
      {[this](auto* auth, auto* tls) {
         auth->set_auth_services("lotse-survey=KING");
         tls->set_tls_client_ca(folder_.Path("ca.pem"));
       },
       "auth_services: "},
  };
  for (const auto& c : cases) {
    ServerConfig config = Good();
    c.change(config.mutable_auth(), config.mutable_tls());
    EXPECT_THAT(std::string(CheckAuthentication(config).message()), HasSubstr(c.error));
  }
}

}  // namespace
}  // namespace lotse::ops
