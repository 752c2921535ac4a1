#include "runtime/ops/tls_files.h"

#include <gmock/gmock.h>

#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class TlsFilesTest : public ::testing::Test {
 protected:
  TlsFilesTest() {
    const Identity server = MakeServer(authority_, now_);
    texts_ = {server.certificate, server.key, authority_.certificate, ""};
  }

  std::string Error() const {
    return std::string(CheckTls(folder_.Files(), texts_, now_).status().message());
  }

  const absl::Time now_ = absl::Now();
  const Identity authority_ = MakeTestAuthority(now_);
  const TlsFolder folder_;
  TlsTexts texts_;
};

TEST_F(TlsFilesTest, TakesWhatFits) {
  const auto expiry = CheckTls(folder_.Files(), texts_, now_);
  ASSERT_TRUE(expiry.ok()) << expiry.status();
  EXPECT_LE(absl::AbsDuration(expiry->certificate - now_ - absl::Hours(24)), absl::Seconds(1));
  EXPECT_LE(absl::AbsDuration(expiry->ca - now_ - absl::Hours(48)), absl::Seconds(1));
  EXPECT_EQ(expiry->crl, absl::InfiniteFuture());
}

TEST_F(TlsFilesTest, NamesTheSettingOfWhatIsWrong) {
  const TlsTexts good = texts_;
  const Identity other = MakeServer(authority_, now_);
  struct Case {
    std::string TlsTexts::* text;
    std::string wrong;
    const char* setting;
    const char* what;
  };
  const Case cases[] = {
      {&TlsTexts::certificate, "", "tls_certificate: ", "no certificate"},
      {&TlsTexts::certificate, good.certificate.substr(0, 200), "tls_certificate: ", "its end"},
      {&TlsTexts::certificate, MakeServer(authority_, now_ - absl::Hours(30)).certificate,
       "tls_certificate: ", "expired at "},
      {&TlsTexts::certificate, MakeServer(authority_, now_ + absl::Hours(2)).certificate,
       "tls_certificate: ", "not valid before "},
      {&TlsTexts::key, "", "tls_key: ", "no private key"},
      {&TlsTexts::key, good.key.substr(0, 100), "tls_key: ", "no private key"},
      {&TlsTexts::key, other.key, "tls_key: ", "not the key of the first certificate"},
      {&TlsTexts::ca, "nothing", "tls_client_ca: ", "no certificate"},
      {&TlsTexts::ca, MakeTestAuthority(now_ - absl::Hours(60)).certificate,
       "tls_client_ca: ", "expired at "},
  };
  for (const Case& c : cases) {
    texts_ = good;
    texts_.*c.text = c.wrong;
    EXPECT_THAT(Error(), AllOf(StartsWith(c.setting), HasSubstr(c.what)));
    EXPECT_EQ(Error().find('\n'), std::string::npos);
  }
}

TEST_F(TlsFilesTest, AnAuthorityMayExpireBesideItsSuccessor) {
  texts_.ca += MakeTestAuthority(now_ - absl::Hours(60)).certificate;
  const auto expiry = CheckTls(folder_.Files(), texts_, now_);
  ASSERT_TRUE(expiry.ok()) << expiry.status();
  EXPECT_GT(expiry->ca, now_);
}

TEST_F(TlsFilesTest, ReadsFilesAndSaysWhichIsMissing) {
  folder_.Write("server.pem", "certificate");
  folder_.Write("server.key", "key");
  EXPECT_THAT(std::string(ReadTlsFiles(folder_.Files()).status().message()),
              AllOf(StartsWith("tls_client_ca: "), HasSubstr("No such file")));
  folder_.Write("ca.pem", std::string(kMaxTlsFileBytes, 'x'));
  const auto texts = ReadTlsFiles(folder_.Files());
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_EQ(texts->key, "key");
  EXPECT_EQ(texts->crl, "");
  folder_.Write("ca.pem", std::string(kMaxTlsFileBytes + 1, 'x'));
  EXPECT_THAT(std::string(ReadTlsFiles(folder_.Files()).status().message()),
              HasSubstr("more than"));
}

TEST_F(TlsFilesTest, SettingsGoTogether) {
  const TlsFiles all = {{"c", "1"}, {"k", "2"}, {"a", "3"}, {"l", "4"}};
  EXPECT_TRUE(CheckTlsSettings(all).ok());
  EXPECT_TRUE(CheckTlsSettings({{"c", ""}, {"k", ""}, {"a", ""}, {"l", ""}}).ok());
  for (TlsFile TlsFiles::* file : {&TlsFiles::certificate, &TlsFiles::key, &TlsFiles::ca}) {
    TlsFiles files = all;
    (files.*file).path.clear();
    EXPECT_THAT(std::string(CheckTlsSettings(files).message()),
                StartsWith((files.*file).setting + ": missing"));
  }
}

}  // namespace
}  // namespace lotse::ops
