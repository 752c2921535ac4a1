#include "runtime/auth/token_verifier.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/auth/token_testing.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

const TestIssuer& First() {
  static const auto* const issuer = new TestIssuer("first");
  return *issuer;
}
const TestIssuer& Second() {
  static const auto* const issuer = new TestIssuer("second");
  return *issuer;
}

std::string TokenOf(const TestIssuer& issuer, int64_t exp, absl::string_view subject = "u") {
  return issuer.Sign(
      absl::StrCat(R"({"iss": "i", "aud": "a", "sub": ")", subject, R"(", "exp": )", exp, "}"));
}

TokenRules Rules() {
  TokenRules rules;
  rules.issuer = "i";
  rules.audience = "a";
  rules.skew = absl::ZeroDuration();
  return rules;
}

class TokenVerifierTest : public testing::Test {
 protected:
  void SetUp() override {
    unlink(path_.c_str());
    KeySource::Times times;
    times.file_poll = absl::Milliseconds(20);
    times.file_pause = absl::Milliseconds(200);
    source_ = std::make_unique<KeySource>(path_, &log_, &registry_, times);
    (void)source_->Refresh();  // Nothing is there yet.
    verifier_ = std::make_unique<TokenVerifier>(Rules(), source_.get());
  }

  // As Verify, once the issuer was asked for a key that is not known.
  absl::Status Settled(const std::string& token) {
    absl::Status status;
    do {
      absl::SleepFor(absl::Milliseconds(1));
      status = verifier_->Verify(token, kNow).status();
    } while (rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE);
    return status;
  }

  void Write(const std::string& jwks) const {
    std::ofstream(path_ + ".new") << jwks;
    ASSERT_EQ(rename((path_ + ".new").c_str(), path_.c_str()), 0);
  }
  void Use(const std::string& jwks) const {
    Write(jwks);
    ASSERT_TRUE(source_->Refresh().ok());
  }

  const std::string path_ = testing::TempDir() + "/token_verifier_keys.json";
  ops::Log log_{"test", open("/dev/null", O_WRONLY)};
  prometheus::Registry registry_;
  std::unique_ptr<KeySource> source_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, IsUnavailableWithoutKeys) {
  const auto identity = verifier_->Verify(TokenOf(First(), 1800000300), kNow);
  EXPECT_EQ(rpc::ReasonOf(identity.status()), type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE);
}

TEST_F(TokenVerifierTest, RemembersATokenUntilItExpires) {
  Use(First().Jwks());
  const std::string token = TokenOf(First(), 1800000300);
  EXPECT_EQ(verifier_->Cached(token, kNow), nullptr);
  const auto identity = verifier_->Verify(token, kNow);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ((*identity)->subject, "u");
  EXPECT_EQ(verifier_->Cached(token, kNow), *identity);
  EXPECT_EQ(verifier_->Verify(token, kNow).value(), *identity);
  EXPECT_EQ(verifier_->Cached(token + "x", kNow), nullptr);
  const absl::Time end = kNow + absl::Seconds(300);
  EXPECT_NE(verifier_->Cached(token, end - absl::Nanoseconds(1)), nullptr);
  EXPECT_EQ(verifier_->Cached(token, end), nullptr);
  EXPECT_EQ(rpc::ReasonOf(verifier_->Verify(token, end).status()),
            type::v1alpha::ERROR_REASON_TOKEN_EXPIRED);
}

TEST_F(TokenVerifierTest, DoesNotRememberWhatWasRefused) {
  Use(First().Jwks());
  EXPECT_FALSE(verifier_->Verify(TokenOf(First(), 1799999999), kNow).ok());
  EXPECT_FALSE(verifier_->Verify("x.y.z", kNow).ok());
  EXPECT_FALSE(verifier_->Verify(std::string(kMaxTokenBytes + 1, 'x'), kNow).ok());
  EXPECT_EQ(verifier_->size(), 0U);
}

TEST_F(TokenVerifierTest, ForgetsTokensOfAKeyThatIsGone) {
  Use(First().Jwks());
  const std::string token = TokenOf(First(), 1800000300);
  ASSERT_TRUE(verifier_->Verify(token, kNow).ok());
  Use(Second().Jwks());
  EXPECT_EQ(verifier_->Cached(token, kNow), nullptr);
  EXPECT_EQ(rpc::ReasonOf(Settled(token)), type::v1alpha::ERROR_REASON_TOKEN_REFUSED);
  ASSERT_TRUE(verifier_->Verify(TokenOf(Second(), 1800000300), kNow).ok());
}

TEST_F(TokenVerifierTest, LooksForAKeyThatIsNew) {
  Use(First().Jwks());
  absl::SleepFor(absl::Milliseconds(250));
  Write(absl::StrCat(R"({"keys": [)", First().Jwk(), ",", Second().Jwk(), "]}"));
  EXPECT_TRUE(Settled(TokenOf(Second(), 1800000300)).ok());
  EXPECT_TRUE(verifier_->Verify(TokenOf(First(), 1800000300), kNow).ok());
}

TEST_F(TokenVerifierTest, HasALimit) {
  Use(First().Jwks());
  // One more than fits, so that at least one part of the memory is full.
  std::string last;
  for (size_t i = 0; i <= kMaxCachedTokens; ++i) {
    last = TokenOf(First(), 1800000300, absl::StrCat("u", i));
    ASSERT_TRUE(verifier_->Verify(last, kNow).ok());
  }
  EXPECT_LE(verifier_->size(), kMaxCachedTokens);
  EXPECT_GE(verifier_->size(), kMaxCachedTokens * 9 / 10);
  EXPECT_NE(verifier_->Cached(last, kNow), nullptr);
  // What has expired makes room first.
  const std::string later = TokenOf(First(), 1800000900);
  ASSERT_TRUE(verifier_->Verify(later, kNow + absl::Seconds(600)).ok());
  EXPECT_NE(verifier_->Cached(later, kNow + absl::Seconds(600)), nullptr);
}

TEST_F(TokenVerifierTest, ServesManyThreadsWhileKeysChange) {
  Use(First().Jwks());
  const std::string token = TokenOf(First(), 1800000300);
  const std::string both = absl::StrCat(R"({"keys": [)", First().Jwk(), ",", Second().Jwk(), "]}");
  std::atomic<bool> stopped = false;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stopped) refused += verifier_->Verify(token, kNow).ok() ? 0 : 1;
    });
  }
  for (int i = 0; i < 20; ++i) Use(i % 2 == 0 ? both : First().Jwks());
  stopped = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(source_->generation(), 21U);
}

}  // namespace
}  // namespace lotse::auth
