#include "runtime/ops/client_verifier.h"

#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const auto length = BIO_get_mem_data(bio, &data);
  return std::string(data, length);
}

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
  return TextOf(bio.get());
}

// The authority with a certificate of `issuer`, below which may be `depth` authorities.
Identity Under(const Identity& issuer, const Identity& authority, int depth) {
  const auto above = CertificatesOf(issuer.certificate);
  const auto key = KeyOf(issuer.key);
  const auto parsed = CertificatesOf(authority.certificate);
  X509* certificate = parsed->front().get();
  X509_set_issuer_name(certificate, X509_get_subject_name(above->front().get()));
  BASIC_CONSTRAINTS* constraints = BASIC_CONSTRAINTS_new();
  constraints->ca = 1;
  constraints->pathlen = ASN1_INTEGER_new();
  ASN1_INTEGER_set(constraints->pathlen, depth);
  X509_add1_ext_i2d(certificate, NID_basic_constraints, constraints, 1, X509V3_ADD_REPLACE);
  BASIC_CONSTRAINTS_free(constraints);
  X509_sign(certificate, key->get(), EVP_sha256());
  const OpensslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return {TextOf(bio.get()), authority.key};
}

Identity MakeNamed(const std::string& name, absl::Time now) {
  return MakeAuthority(name, now, absl::Hours(48)).value();
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

// A root, an authority below it, and a client of that.
class IntermediateTest : public ClientVerifierTest {
 protected:
  // With the certificates that a client sends.
  std::string ChainError() {
    const std::string chain = client_.certificate + middle_.certificate;
    return std::string(authorities_.Check(client_.certificate, chain, now_).message());
  }

  std::string RootList(const std::string& revoked = "", absl::Duration age = absl::Hours(1)) const {
    return ListOf(root_, revoked, now_ - age);
  }
  std::string MiddleList(const std::string& revoked = "") const {
    return ListOf(middle_, revoked, now_ - absl::Hours(1));
  }

  const Identity made_ = MakeNamed("root", now_);
  const Identity root_ = Under(made_, made_, 1);
  const Identity middle_ = Under(root_, MakeNamed("between", now_), 0);
  const Identity client_ = MakeClient(middle_, now_);
};

TEST_F(IntermediateTest, WithoutLists) {
  ASSERT_TRUE(authorities_.Set(root_.certificate, "").ok());
  EXPECT_EQ(ChainError(), "");
  EXPECT_NE(Error(client_.certificate), "") << "nobody told of the one between";
  ASSERT_TRUE(authorities_.Set(middle_.certificate, "").ok());
  EXPECT_EQ(Error(client_.certificate), "") << "believed, though it is no root";
  ASSERT_TRUE(authorities_.Set(authority_.certificate, "").ok());
  EXPECT_NE(ChainError(), "");
}

TEST_F(IntermediateTest, EachAuthorityNeedsItsList) {
  const struct {
    const char* what;
    std::string lists;
    const char* error;
  } cases[] = {
      {"both", RootList() + MiddleList(), ""},
      {"both the other way", MiddleList() + RootList(), ""},
      {"none of the one between", RootList(), "unable to get certificate CRL"},
      {"none of the root", MiddleList(), "unable to get certificate CRL"},
      {"an old one of the root", RootList("", absl::Hours(11)) + MiddleList(), "CRL has expired"},
      {"the one between is revoked", RootList(middle_.certificate) + MiddleList(), "revoked"},
      {"the client is revoked", RootList() + MiddleList(client_.certificate), "revoked"},
      {"another client is revoked", RootList() + MiddleList(MakeClient(middle_, now_).certificate),
       ""},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(authorities_.Set(root_.certificate, c.lists).ok());
    const std::string error = ChainError();
    EXPECT_THAT(error, HasSubstr(c.error)) << c.what;
    EXPECT_EQ(error.empty(), *c.error == '\0') << c.what << ": " << error;
  }
}

TEST_F(IntermediateTest, AboveAnAuthorityThatIsNamedNobodyIsAsked) {
  ASSERT_TRUE(authorities_.Set(middle_.certificate, MiddleList()).ok());
  EXPECT_EQ(ChainError(), "");
  // Also where a list of those above is there.
  ASSERT_TRUE(authorities_.Set(middle_.certificate, RootList() + MiddleList()).ok());
  EXPECT_EQ(ChainError(), "");
  ASSERT_TRUE(authorities_.Set(middle_.certificate, MiddleList(client_.certificate)).ok());
  EXPECT_THAT(ChainError(), HasSubstr("revoked"));
  ASSERT_TRUE(authorities_.Set(middle_.certificate, RootList()).ok());
  EXPECT_THAT(ChainError(), HasSubstr("CRL"));
  // Nor is a client believed by being named itself.
  ASSERT_TRUE(authorities_.Set(client_.certificate, RootList()).ok());
  EXPECT_THAT(ChainError(), HasSubstr("CRL"));
}

TEST_F(IntermediateTest, BesideItsRootAnAuthorityCanBeRevoked) {
  const std::string revokes = RootList(middle_.certificate) + MiddleList();
  for (const std::string& both :
       {root_.certificate + middle_.certificate, middle_.certificate + root_.certificate}) {
    ASSERT_TRUE(authorities_.Set(both, "").ok());
    EXPECT_EQ(ChainError(), "");
    EXPECT_EQ(Error(client_.certificate), "") << "the one between is known";
    ASSERT_TRUE(authorities_.Set(both, RootList() + MiddleList()).ok());
    EXPECT_EQ(ChainError(), "");
    EXPECT_EQ(Error(client_.certificate), "");
    ASSERT_TRUE(authorities_.Set(both, revokes).ok());
    EXPECT_THAT(ChainError(), HasSubstr("revoked"));
    EXPECT_THAT(Error(client_.certificate), HasSubstr("revoked"));
    ASSERT_TRUE(authorities_.Set(both, MiddleList()).ok());
    EXPECT_THAT(ChainError(), HasSubstr("unable to get certificate CRL"));
  }
}

TEST_F(IntermediateTest, AnAuthorityBelowOneThatIsNamedCanBeRevoked) {
  const Identity top = Under(root_, MakeNamed("top", now_), 1);
  const Identity below = Under(top, MakeNamed("below", now_), 0);
  const std::string client = MakeClient(below, now_).certificate;
  const std::string named = top.certificate + below.certificate;
  const std::string list = ListOf(below, "", now_);
  ASSERT_TRUE(authorities_.Set(named, list + ListOf(top, "", now_)).ok());
  EXPECT_EQ(Error(client), "");
  ASSERT_TRUE(authorities_.Set(named, list + ListOf(top, below.certificate, now_)).ok());
  EXPECT_THAT(Error(client), HasSubstr("revoked"));
}

TEST_F(IntermediateTest, OnlyASignatureMakesAnAuthorityTheLowerOne) {
  // Of the same name as the root, and of no other use.
  const Identity stranger = MakeNamed("root", now_);
  ASSERT_TRUE(authorities_.Set(stranger.certificate + middle_.certificate, MiddleList()).ok());
  EXPECT_EQ(ChainError(), "");
}

TEST_F(ClientVerifierTest, WhatCannotBeReadChangesNothing) {
  ASSERT_TRUE(authorities_.Set(authority_.certificate, "").ok());
  EXPECT_FALSE(authorities_.Set("nonsense", "").ok());
  EXPECT_FALSE(authorities_.Set(authority_.certificate, "nonsense").ok());
  EXPECT_EQ(Error(client_.certificate), "");
}

}  // namespace
}  // namespace lotse::ops
