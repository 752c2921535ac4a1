#include "runtime/auth/fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "runtime/auth/issuer_server_test.h"
#include "runtime/auth/tls_server_test.h"

namespace lotse::auth {
namespace {

using ::testing::HasSubstr;

TEST(Fetch, KnowsWhichAddressesAreAllowed) {
  const struct {
    const char* url;
    bool allowed;
  } cases[] = {
      {"https://login.example/realms/lotse/certs", true},
      {"https://login.example:8443/keys?x=1", true},
      {"http://localhost:8080/keys", true},
      {"http://127.0.0.1/keys", true},
      {"http://[::1]:1/keys", true},
      {"http://login.example/keys", false},
      {"http://127.0.0.1.example/keys", false},
      {"http://127.evil.example/keys", false},
      {"http://localhost.example/keys", false},
      {"http://localhost@login.example/keys", false},
      {"http://127.0.0.1\\@login.example/keys", false},
      {"https://user:password@login.example/keys", false},
      {"https://user@login.example/keys", false},
      {"ftp://localhost/keys", false},
      {"file:///etc/passwd", false},
      {"://", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CheckUrl(c.url).ok(), c.allowed) << c.url;
    EXPECT_TRUE(IsUrl(c.url));
  }
  EXPECT_FALSE(IsUrl("/etc/lotse/keys.json"));
  EXPECT_TRUE(IsHttps("HTTPS://login.example/keys"));
  EXPECT_FALSE(IsHttps("http://[::1]/keys"));
  EXPECT_FALSE(IsHttps("/etc/lotse/keys.json"));
}

TEST(Fetch, TakesWhatIsThere) {
  IssuerServer server;
  const auto fetch = [&] { return FetchUrl(server.Url(), 10, absl::Seconds(2)); };
  server.Answer("200 OK", "0123456789");
  ASSERT_TRUE(fetch().ok()) << fetch().status();
  EXPECT_EQ(*fetch(), "0123456789");
  server.Answer("200 OK", "0123456789x");
  EXPECT_THAT(std::string(fetch().status().message()), HasSubstr("more than 10 bytes"));
  server.Answer("500 Oh", "x");
  EXPECT_THAT(std::string(fetch().status().message()), HasSubstr("status 500"));
  server.Answer("302 Found", "", absl::StrCat("Location: ", server.Url(), "\r\n"));
  EXPECT_THAT(std::string(fetch().status().message()), HasSubstr("status 302"));
}

// A certificate for a name, signed by itself, in one file with its key.
std::string MakeCertificate(const std::string& name) {
  const std::string file = testing::TempDir() + "/fetch_certificate.pem";
  const std::string command = absl::StrCat(
      "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -addext subjectAltName=", name,
      " -keyout ", file, ".key -out ", file, " 2>/dev/null && cat ", file, ".key >> ", file);
  EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own command.
  return file;
}

TEST(Fetch, BelievesOnlyCertificatesOfItsAuthoritiesForTheHost) {
  const struct {
    const char* name;
    bool trusted;
    bool fetched;
  } cases[] = {
      {"IP:127.0.0.1", true, true},
      {"IP:127.0.0.1", false, false},
      {"IP:127.0.0.2", true, false},
      {"DNS:localhost", true, false},
  };
  for (const auto& c : cases) {
    const std::string certificate = MakeCertificate(c.name);
    const TlsServer server(certificate);
    const auto text =
        FetchUrl(server.Url(), 10, absl::Seconds(2), c.trusted ? certificate : std::string());
    EXPECT_EQ(text.ok(), c.fetched) << c.name << text.status();
  }
}

TEST(Fetch, AsksNoProxyOfTheEnvironment) {
  IssuerServer server;
  server.Answer("200 OK", "x");
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("all_proxy", "http://127.0.0.1:1", 1);
  EXPECT_TRUE(FetchUrl(server.Url(), 10, absl::Seconds(2)).ok());
  unsetenv("http_proxy");
  unsetenv("all_proxy");
}

TEST(Fetch, DoesNotWaitForever) {
  IssuerServer server;
  server.Answer("200 OK", "x");
  server.AnswerAfter(absl::Seconds(1));
  const absl::Time begin = absl::Now();
  EXPECT_FALSE(FetchUrl(server.Url(), 10, absl::Milliseconds(100)).ok());
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(900));
  EXPECT_FALSE(FetchUrl("http://127.0.0.1:1/", 10, absl::Seconds(2)).ok());
}

TEST(Fetch, ReadsRegularFilesOnly) {
  const std::string path = testing::TempDir() + "/fetch_file";
  std::ofstream(path) << "0123456789";
  EXPECT_EQ(ReadFile(path, 10).value_or("?"), "0123456789");
  EXPECT_THAT(std::string(ReadFile(path, 9).status().message()), HasSubstr("more than 9 bytes"));
  EXPECT_FALSE(ReadFile(path + ".none", 9).ok());
  EXPECT_FALSE(ReadFile(testing::TempDir(), 9).ok());
  const std::string pipe = testing::TempDir() + "/fetch_pipe";
  unlink(pipe.c_str());
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_FALSE(ReadFile(pipe, 9).ok());
  EXPECT_EQ(MarkOf(path + ".none"), FileMark());
  EXPECT_EQ(MarkOf(path).size, 10);
}

}  // namespace
}  // namespace lotse::auth
