#include "runtime/auth/jwks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "runtime/auth/encoding.h"
#include "runtime/auth/token_testing.h"

namespace lotse::auth {
namespace {

using ::testing::HasSubstr;

// RFC 7515 A.2.1.
constexpr char kRsaNumbers[] =
    R"("e": "AQAB", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ")";
// RFC 7515 A.3.1.
constexpr char kX[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr char kY[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
// RFC 8037 A.2.
constexpr char kEdX[] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

std::string Rsa(absl::string_view more = "") {
  return absl::StrCat(R"({"kty": "RSA", )", kRsaNumbers, more, "}");
}
std::string P256(absl::string_view more = "") {
  return absl::StrCat(R"({"kty": "EC", "crv": "P-256", "x": ")", kX, R"(", "y": ")", kY, "\"", more,
                      "}");
}
std::string Ed(absl::string_view more = "") {
  return absl::StrCat(R"({"kty": "OKP", "crv": "Ed25519", "x": ")", kEdX, "\"", more, "}");
}
std::string Set(const std::vector<std::string>& keys) {
  return absl::StrCat(R"({"keys": [)", absl::StrJoin(keys, ","), "]}");
}

TEST(Jwks, VerifiesThePublishedTokens) {
  const struct {
    Algorithm algorithm;
    std::string jwk;
    std::string token;
  } cases[] = {
      {Algorithm::kRs256, Rsa(),  // RFC 7515 A.2
       "eyJhbGciOiJSUzI1NiJ9."
       "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"
       "VlfQ."
       "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2F"
       "p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
       "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeY"
       "I2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
      {Algorithm::kEs256, P256(),  // RFC 7515 A.3
       "eyJhbGciOiJFUzI1NiJ9."
       "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"
       "VlfQ."
       "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
      {Algorithm::kEdDsa, Ed(),  // RFC 8037 A.4
       "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
       "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<Keys> keys = Keys::Parse(Set({c.jwk}));
    ASSERT_TRUE(keys.ok()) << keys.status();
    const Key& key = keys->all().front();
    const size_t dot = c.token.rfind('.');
    const std::string text = c.token.substr(0, dot);
    std::string signature = DecodeBase64Url(c.token.substr(dot + 1)).value();
    EXPECT_TRUE(key.Verify(c.algorithm, text, signature)) << c.jwk;
    EXPECT_FALSE(key.Verify(c.algorithm, text + "x", signature));
    EXPECT_FALSE(key.Verify(c.algorithm, text, signature + "x"));
    EXPECT_FALSE(key.Verify(c.algorithm, text, ""));
    EXPECT_FALSE(key.Verify(c.algorithm, text, std::string(signature.size(), '\0')));
    for (const Algorithm other :
         {Algorithm::kRs256, Algorithm::kPs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
      EXPECT_EQ(key.Verify(other, text, signature), other == c.algorithm);
    }
    signature[10] = static_cast<char>(signature[10] ^ 1);
    EXPECT_FALSE(key.Verify(c.algorithm, text, signature));
  }
}

TEST(Jwks, TellsHowAKeyMaySign) {
  const struct {
    std::string jwk;
    std::vector<Algorithm> algorithms;
  } cases[] = {
      {Rsa(), {Algorithm::kRs256, Algorithm::kPs256}},
      {Rsa(R"(, "alg": "PS256")"), {Algorithm::kPs256}},
      {Rsa(R"(, "use": "sig", "key_ops": ["verify"], "x5c": ["AAAA"])"),
       {Algorithm::kRs256, Algorithm::kPs256}},
      {P256(R"(, "alg": "ES256")"), {Algorithm::kEs256}},
      {Ed(), {Algorithm::kEdDsa}},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<Keys> keys = Keys::Parse(Set({c.jwk}));
    ASSERT_TRUE(keys.ok()) << c.jwk << keys.status();
    EXPECT_EQ(keys->all().front().algorithms(), c.algorithms) << c.jwk;
  }
}

TEST(Jwks, LeavesOutWhatCannotVerify) {
  const std::vector<std::string> useless = {
      "1",
      "null",
      "{}",
      R"({"kty": "oct", "k": "AAAA"})",
      R"({"kty": "rsa"})",
      R"({"kty": "RSA"})",
      Rsa(R"(, "use": "enc")"),
      Rsa(R"(, "use": 1)"),
      Rsa(R"(, "key_ops": ["sign"])"),
      Rsa(R"(, "key_ops": "verify")"),
      Rsa(R"(, "alg": "RSA-OAEP")"),
      Rsa(R"(, "alg": "RS512")"),
      Rsa(R"(, "alg": "ES256")"),
      Rsa(R"(, "alg": null)"),
      Rsa(R"(, "d": "AAAA")"),
      Rsa(R"(, "kid": 1)"),
      absl::StrCat(R"({"kty": "RSA", "e": "AQAB", "n": ")", std::string(340, 'x'), "\"}"),
      absl::StrCat(R"({"kty": "RSA", "e": "AQAB", "n": ")", std::string(1368, 'x'), "\"}"),
      absl::StrCat(R"({"kty": "RSA", "e": "AQ", "n": ")", std::string(344, 'x'), "\"}"),
      absl::StrCat(R"({"kty": "RSA", "e": "AQAA", "n": ")", std::string(344, 'x'), "\"}"),
      absl::StrCat(R"({"kty": "RSA", "e": "AQAAAAAB", "n": ")", std::string(344, 'x'), "\"}"),
      absl::StrCat(R"({"kty": "EC", "crv": "P-384", "x": ")", kX, R"(", "y": ")", kY, "\"}"),
      absl::StrCat(R"({"kty": "EC", "crv": "P-256", "x": ")", kX, R"(", "y": ")", kX, "\"}"),
      absl::StrCat(R"({"kty": "EC", "crv": "P-256", "x": ")", kX, "\"}"),
      absl::StrCat(R"({"kty": "OKP", "crv": "Ed448", "x": ")", kEdX, "\"}"),
      absl::StrCat(R"({"kty": "OKP", "crv": "Ed25519", "x": ")", kEdX, "=\"}"),
      R"({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"})",
  };
  for (const auto& jwk : useless) {
    const auto keys = Keys::Parse(Set({jwk}));
    EXPECT_THAT(std::string(keys.status().message()), HasSubstr("can verify a token")) << jwk;
  }
  std::vector<std::string> mixed = useless;
  mixed.push_back(Rsa(R"(, "kid": "a")"));
  mixed.push_back(Rsa(R"(, "kid": "a")"));  // the same name and kind
  mixed.push_back(P256(R"(, "kid": "a")"));
  mixed.push_back(Ed());
  const auto keys = Keys::Parse(Set(mixed));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->all().size(), 3U);
  EXPECT_EQ(keys->skipped(), static_cast<int>(useless.size()) + 1);
  EXPECT_TRUE(keys->Has("a"));
  EXPECT_FALSE(keys->Has("b"));
}

TEST(Jwks, RefusesWhatIsNoKeySet) {
  const struct {
    std::string jwks;
    const char* why;
  } cases[] = {
      {"", "no JSON object"},
      {"<html>", "no JSON object"},
      {"[]", "no JSON object"},
      {"{}", "no list"},
      {R"({"keys": {}})", "no list"},
      {R"({"keys": []})", "none of the 0 keys"},
      {Set(std::vector<std::string>(101, Ed())), "more than 100 keys"},
      {absl::StrCat(Set({Ed()}), std::string(kMaxJwksBytes, ' ')), "larger than 256 KiB"},
  };
  for (const auto& c : cases) {
    const auto keys = Keys::Parse(c.jwks);
    EXPECT_THAT(std::string(keys.status().message()), HasSubstr(c.why));
  }
  EXPECT_TRUE(Keys::Parse(Set(std::vector<std::string>(100, Ed()))).ok());
}

}  // namespace
}  // namespace lotse::auth
