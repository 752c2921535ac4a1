#include "runtime/ops/certificates.h"

#include <gmock/gmock.h>
#include <openssl/x509v3.h>

#include "runtime/ops/pem.h"
#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

TEST(CertificatesTest, AreOfTheirAuthorityAndForTheirHosts) {
  const absl::Time now = absl::Now();
  const Identity authority = MakeTestAuthority(now);
  const Identity server = MakeServer(authority, now, absl::Hours(10));
  const auto ca = CertificatesOf(authority.certificate);
  const auto made = CertificatesOf(server.certificate);
  ASSERT_TRUE(ca.ok() && made.ok());
  X509* certificate = made->front().get();
  EXPECT_EQ(X509_verify(certificate, X509_get0_pubkey(ca->front().get())), 1);
  EXPECT_EQ(X509_check_host(certificate, "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate, "127.0.0.1", 0), 1);
  EXPECT_NE(X509_check_host(certificate, "example.org", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ca(certificate), 0);
  EXPECT_EQ(TimeOf(X509_get0_notAfter(certificate)),
            absl::FromUnixSeconds(absl::ToUnixSeconds(now)) + absl::Hours(10));
  EXPECT_TRUE(KeyOf(server.key).ok());
}

TEST(CertificatesTest, NoTwoHaveTheSameKeyOrNumber) {
  const Identity authority = MakeTestAuthority();
  const auto one = CertificatesOf(MakeServer(authority).certificate);
  const auto other = CertificatesOf(MakeServer(authority).certificate);
  EXPECT_NE(X509_cmp(one->front().get(), other->front().get()), 0);
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(one->front().get()),
                             X509_get0_serialNumber(other->front().get())),
            0);
}

TEST(CertificatesTest, ReadsAllOfATextOrNothing) {
  const Identity authority = MakeTestAuthority();
  const std::string both = authority.certificate + MakeServer(authority).certificate;
  EXPECT_EQ(CertificatesOf(both)->size(), 2);
  EXPECT_FALSE(CertificatesOf(both.substr(0, both.size() - 40)).ok());
  EXPECT_FALSE(CertificatesOf("").ok());
  EXPECT_FALSE(CertificatesOf(authority.key).ok());
  EXPECT_FALSE(KeyOf(authority.certificate).ok());
}

}  // namespace
}  // namespace lotse::ops
