#include "runtime/ops/client_verifier.h"

#include <gmock/gmock.h>
#include <openssl/pem.h>

#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;

// A revocation list of an authority; `revoked` is a certificate, or empty.
std::string ListOf(const Identity& authority, const std::string& revoked, absl::Time now) {
  const auto issuer = CertificatesOf(authority.certificate);
  const auto key = KeyOf(authority.key);
  const OpensslPtr<X509_CRL> list(X509_CRL_new());
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer->front().get()));
  ASN1_TIME* time = ASN1_TIME_set(nullptr, absl::ToTimeT(now));
  X509_CRL_set1_lastUpdate(list.get(), time);
  if (!revoked.empty()) {
    const auto certificate = CertificatesOf(revoked);
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(
        entry, const_cast<ASN1_INTEGER*>(X509_get0_serialNumber(certificate->front().get())));
    X509_REVOKED_set_revocationDate(entry, time);
    X509_CRL_add0_revoked(list.get(), entry);
  }
  ASN1_TIME_set(time, absl::ToTimeT(now + absl::Hours(10)));
  X509_CRL_set1_nextUpdate(list.get(), time);
  ASN1_TIME_free(time);
  X509_CRL_sign(list.get(), key->get(), EVP_sha256());
  const OpensslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_CRL(bio.get(), list.get());
  char* data = nullptr;
  const auto length = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, length);
}

class ClientVerifierTest : public ::testing::Test {
 protected:
  std::string Error(const std::string& certificate, absl::Duration later = absl::ZeroDuration()) {
    return std::string(authorities_.Check(certificate, "", now_ + later).message());
  }

  const absl::Time now_ = absl::Now();
  const Identity authority_ = MakeTestAuthority(now_);
  const Identity client_ = MakeClient(authority_, now_);
  TrustedAuthorities authorities_;
};

TEST_F(ClientVerifierTest, BelievesNobodyBeforeItKnowsAnAuthority) {
  EXPECT_NE(Error(client_.certificate), "");
}

TEST_F(ClientVerifierTest, WithoutLists) {
  ASSERT_TRUE(authorities_.Set(authority_.certificate, "").ok());
  EXPECT_EQ(Error(client_.certificate), "");
  EXPECT_THAT(Error(client_.certificate, absl::Hours(25)), HasSubstr("expired"));
  EXPECT_THAT(Error(client_.certificate, -absl::Hours(2)), HasSubstr("not yet valid"));
  EXPECT_THAT(Error(MakeClient(MakeTestAuthority()).certificate), HasSubstr("client certificate"));
  // It is for a server, so nobody may call with it.
  EXPECT_THAT(Error(MakeServer(authority_).certificate), HasSubstr("purpose"));
  EXPECT_NE(Error("nonsense"), "");
}

TEST_F(ClientVerifierTest, WithLists) {
  const Identity other = MakeClient(authority_, now_);
  const std::string revokes = ListOf(authority_, other.certificate, now_ - absl::Hours(1));
  ASSERT_TRUE(authorities_.Set(authority_.certificate, revokes).ok());
  EXPECT_EQ(Error(client_.certificate), "");
  EXPECT_THAT(Error(other.certificate), HasSubstr("revoked"));
  // A list that is too old says nothing any more.
  EXPECT_THAT(Error(client_.certificate, absl::Hours(10)), HasSubstr("CRL has expired"));
  // One that another authority signed says nothing either.
  const Identity stranger = MakeTestAuthority(now_);
  ASSERT_TRUE(authorities_.Set(authority_.certificate, ListOf(stranger, "", now_)).ok());
  EXPECT_THAT(Error(client_.certificate), HasSubstr("CRL"));
}

TEST_F(ClientVerifierTest, WhatCannotBeReadChangesNothing) {
  ASSERT_TRUE(authorities_.Set(authority_.certificate, "").ok());
  EXPECT_FALSE(authorities_.Set("nonsense", "").ok());
  EXPECT_FALSE(authorities_.Set(authority_.certificate, "nonsense").ok());
  EXPECT_EQ(Error(client_.certificate), "");
}

}  // namespace
}  // namespace lotse::ops
