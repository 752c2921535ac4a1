#include <gmock/gmock.h>

#include "runtime/ops/client_tls.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;

TEST(TlsAdviceTest, SaysWhatToCheck) {
  constexpr TlsUse kPlain = {};
  constexpr TlsUse kTls = {true, false};
  constexpr TlsUse kCertificate = {true, true};
  struct Case {
    const char* message;
    TlsUse use;
    const char* advice;
  };
  // The messages are those of gRPC 1.51.
  const Case cases[] = {
      {"Socket closed", kPlain, "serves TLS"},
      {"recvmsg:Connection reset by peer", kPlain, "serves TLS"},
      {"SSL_ERROR_SSL: error:0A000086:SSL routines::certificate verify failed", kTls,
       "has expired"},
      {"Custom verification check failed with error: UNAUTHENTICATED: Hostname Verification "
       "Check failed.",
       kTls, "another host"},
      {"SSL_ERROR_SSL: error:0A00010B:SSL routines::wrong version number", kTls, "not serve TLS"},
      {"Socket closed", kTls, "serves TLS at this address"},
      {"Socket closed", kCertificate, "whether it was revoked"},
  };
  for (const Case& c : cases) {
    EXPECT_THAT(TlsAdvice(c.message, c.use), HasSubstr(c.advice)) << c.message;
  }
  for (const TlsUse& use : {kPlain, kTls, kCertificate}) {
    EXPECT_EQ(TlsAdvice("Failed to connect to remote host: Connection refused", use), "");
  }
}

}  // namespace
}  // namespace lotse::ops
