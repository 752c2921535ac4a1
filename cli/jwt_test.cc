#include "cli/jwt.h"

#include <gmock/gmock.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "cli/failure.h"
#include "runtime/ops/certificates.h"
#include "runtime/ops/pem.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

std::string Decode(absl::string_view text) {
  std::string bytes;
  EXPECT_TRUE(absl::WebSafeBase64Unescape(text, &bytes)) << text;
  return bytes;
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Whether the signature of a token was made with the key: both of its numbers, as
// OpenSSL wants them.
bool Verifies(const std::string& key, const std::string& text, const std::string& signature) {
  ECDSA_SIG* numbers = ECDSA_SIG_new();
  ECDSA_SIG_set0(numbers, BN_bin2bn(Bytes(signature), 32, nullptr),
                 BN_bin2bn(Bytes(signature) + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(numbers, &der);
  const auto read = ops::KeyOf(key);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, read->get());
  const int verified = EVP_DigestVerify(context, der, length, Bytes(text), text.size());
  EVP_MD_CTX_free(context);
  OPENSSL_free(der);
  ECDSA_SIG_free(numbers);
  return verified == 1;
}

TEST(JwtTest, SaysWhoAndHowLongAndIsSigned) {
  const std::string key = *ops::MakeKey();
  const auto token = SignToken(key, {"https://lotse.localhost",
                                     "lotse",
                                     "a\"da",
                                     {"berater", "träger"},
                                     absl::FromUnixSeconds(1000),
                                     absl::FromUnixSeconds(4600)});
  ASSERT_TRUE(token.ok()) << token.status();
  const std::vector<std::string> parts = absl::StrSplit(*token, '.');
  ASSERT_EQ(parts.size(), 3);
  EXPECT_THAT(Decode(parts[0]), HasSubstr(R"("alg":"ES256","typ":"JWT","kid":")"));
  EXPECT_EQ(Decode(parts[1]), R"({"iss":"https://lotse.localhost","aud":"lotse","sub":"a\"da",)"
                              R"("groups":["berater","träger"],"iat":1000,"nbf":1000,"exp":4600})");
  const std::string signature = Decode(parts[2]);
  ASSERT_EQ(signature.size(), 64);
  EXPECT_TRUE(Verifies(key, parts[0] + "." + parts[1], signature));
  EXPECT_FALSE(Verifies(key, parts[0] + "." + parts[1] + "x", signature));
  EXPECT_FALSE(Verifies(*ops::MakeKey(), parts[0] + "." + parts[1], signature));
}

TEST(JwtTest, TheSetHasTheKeyThatTheTokenNames) {
  const std::string key = *ops::MakeKey();
  const auto set = JwksOf(key);
  ASSERT_TRUE(set.ok()) << set.status();
  // 32 bytes are 43 characters; no padding.
  EXPECT_THAT(*set, MatchesRegex(R"(\{"keys":\[\{"crv":"P-256","kty":"EC","x":"[-_a-zA-Z0-9]{43}",)"
                                 R"("y":"[-_a-zA-Z0-9]{43}","alg":"ES256","use":"sig",)"
                                 R"("kid":"[-_a-zA-Z0-9]{43}"\}\]\}.)"));
  const std::string kid = set->substr(set->find("\"kid\""), 51);
  const std::string token = *SignToken(key, {});
  EXPECT_THAT(Decode(token.substr(0, token.find('.'))), HasSubstr(kid));
  EXPECT_NE(*JwksOf(*ops::MakeKey()), *set);
}

TEST(JwtTest, RefusesOtherKeys) {
  EXPECT_EQ(ExitCodeOf(JwksOf("nonsense").status()), ExitCode::kData);
  const ops::OpensslPtr<EVP_PKEY> other(EVP_EC_gen("P-384"));
  const ops::OpensslPtr<BIO> bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), other.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto length = BIO_get_mem_data(bio.get(), &data);
  const auto token = SignToken({data, static_cast<size_t>(length)}, {});
  EXPECT_THAT(std::string(token.status().message()), HasSubstr("P-256"));
}

}  // namespace
}  // namespace lotse::cli
