#include "runtime/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "runtime/auth/errors.h"
#include "runtime/auth/token_testing.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::ERROR_REASON_TOKEN_EXPIRED;
using type::v1alpha::ERROR_REASON_TOKEN_REFUSED;

constexpr int64_t kNow = 1800000000;

const TestIssuer& Issuer() {
  static const auto* const issuer = new TestIssuer("k1");
  return *issuer;
}

const Keys& IssuerKeys() {
  static const auto* const keys = new Keys(Keys::Parse(Issuer().Jwks()).value());
  return *keys;
}

TokenRules Rules() {
  TokenRules rules;
  rules.issuer = "https://login.example";
  rules.audience = "lotse";
  rules.groups_claim = "realm_access.roles";
  return rules;
}

absl::StatusOr<Identity> Verify(absl::string_view token, const TokenRules& rules = Rules()) {
  return VerifyToken(token, IssuerKeys(), rules, absl::FromUnixSeconds(kNow));
}

// Claims that hold, with `change` instead of what stands between @ and @ there.
std::string Claims(std::initializer_list<std::pair<absl::string_view, absl::string_view>> changes) {
  std::string claims =
      R"({"iss": "https://login.example", "aud": "lotse", "sub": "u-1", "exp": 1800000300, )"
      R"("realm_access": {"roles": ["a", "b"]}})";
  return absl::StrReplaceAll(claims, changes);
}

TEST(Token, TellsWhoBearsIt) {
  const auto identity = Verify(Issuer().Sign(Claims({})));
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->subject, "u-1");
  EXPECT_EQ(identity->groups, std::vector<std::string>({"a", "b"}));
  EXPECT_EQ(identity->expires, absl::FromUnixSeconds(1800000330));
}

TEST(Token, ClaimsThatHold) {
  const std::string long_name(128, 'x');
  const std::string cases[] = {
      Claims({{"\"lotse\"", R"(["x", "lotse"])"}}),
      Claims({{"u-1", "Ärztin"}}),
      Claims({{"u-1", long_name}}),
      Claims({{"1800000300", "1799999970.5"}}),
      Claims({{"1800000300", "1.8000003e9"}}),
      Claims({{"1800000300", "1800000300, \"nbf\": 1800000030, \"iat\": 1800009999"}}),
      Claims({{"realm_access", "other"}}),
      Claims({{"\"roles\"", "\"other\""}}),
      Claims({{R"(["a", "b"])", "[]"}}),
  };
  for (const auto& claims : cases) {
    const auto identity = Verify(Issuer().Sign(claims));
    EXPECT_TRUE(identity.ok()) << claims << identity.status();
  }
}

TEST(Token, ClaimsThatDoNotHold) {
  const std::string long_name(129, 'x');
  const std::string many =
      absl::StrCat("[", absl::StrJoin(std::vector<std::string>(201, "\"g\""), ","), "]");
  const struct {
    std::string claims;
    const char* rule;
  } cases[] = {
      {Claims({{"\"iss\"", "\"is\""}}), "iss"},
      {Claims({{"login.example", "login.example/"}}), "iss"},
      {Claims({{"\"https://login.example\"", R"(["https://login.example"])"}}), "iss"},
      {Claims({{"\"aud\"", "\"au\""}}), "aud"},
      {Claims({{"\"lotse\"", "\"Lotse\""}}), "aud"},
      {Claims({{"\"lotse\"", R"(["lotse", 1])"}}), "aud"},
      {Claims({{"\"lotse\"", R"({"lotse": "lotse"})"}}), "aud"},
      {Claims({{"\"lotse\"", "[]"}}), "aud"},
      {Claims({{"\"exp\"", "\"ex\""}}), "exp is missing"},
      {Claims({{"1800000300", "\"1800000300\""}}), "exp is no time"},
      {Claims({{"1800000300", "null"}}), "exp is no time"},
      {Claims({{"1800000300", "true"}}), "exp is no time"},
      {Claims({{"1800000300", "\"NaN\""}}), "exp is no time"},
      {Claims({{"1800000300", "-1"}}), "exp is no time"},
      {Claims({{"1800000300", "1e300"}}), "exp is no time"},
      {Claims({{"1800000300", "253402300800"}}), "exp is no time"},
      {Claims({{"1800000300", "1800000300, \"nbf\": \"1\""}}), "nbf is no time"},
      {Claims({{"1800000300", "1800000300, \"nbf\": -1"}}), "nbf is no time"},
      {Claims({{"1800000300", "1800000300, \"nbf\": 1800000031"}}), "nbf is in the future"},
      {Claims({{"1800000300", "1800000300, \"iat\": []"}}), "iat is no time"},
      {Claims({{"\"sub\"", "\"su\""}}), "subject"},
      {Claims({{"u-1", ""}}), "subject"},
      {Claims({{"u-1", long_name}}), "subject"},
      {Claims({{"u-1", "a\\nb"}}), "subject"},
      {Claims({{"u-1", "a\\u0085b"}}), "subject"},
      {Claims({{"u-1", "a\\u0000b"}}), "subject"},
      {Claims({{"\"u-1\"", "1"}}), "subject"},
      {Claims({{R"({"roles": ["a", "b"]})", "1"}}), "groups"},
      {Claims({{R"(["a", "b"])", "\"a b\""}}), "groups"},
      {Claims({{R"(["a", "b"])", "null"}}), "groups"},
      {Claims({{R"(["a", "b"])", R"(["a", 1])"}}), "group"},
      {Claims({{R"(["a", "b"])", R"(["a", ""])"}}), "group"},
      {Claims({{"\"b\"", absl::StrCat("\"", long_name, "\"")}}), "group"},
      {Claims({{R"(["a", "b"])", many}}), "more than 200 groups"},
      {Claims({{"{\"iss\"", "{\"iss\": \"x\", \"iss\""}}), "no JSON object"},
      {"null", "no JSON object"},
      {"[]", "no JSON object"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.claims);
    const auto identity = Verify(Issuer().Sign(c.claims));
    EXPECT_EQ(rpc::ReasonOf(identity.status()), ERROR_REASON_TOKEN_REFUSED);
    EXPECT_THAT(std::string(identity.status().message()), HasSubstr(c.rule));
    EXPECT_FALSE(absl::StrContains(identity.status().message(), "u-1"));
  }
}

TEST(Token, ExpiresAtTheSecondThatTheSkewAllows) {
  const auto at = [](const char* exp) {
    return Verify(Issuer().Sign(Claims({{"1800000300", exp}})));
  };
  EXPECT_TRUE(at("1799999971").ok());
  EXPECT_EQ(rpc::ReasonOf(at("1799999970").status()), ERROR_REASON_TOKEN_EXPIRED);
  EXPECT_EQ(rpc::ReasonOf(at("0").status()), ERROR_REASON_TOKEN_EXPIRED);
}

TEST(Token, HeadersThatDoNotHold) {
  const struct {
    const char* header;
    const char* rule;
  } cases[] = {
      {"", "header"},
      {"[]", "header"},
      {R"({"kid": "k1"})", "alg is not"},
      {R"({"alg": "none", "kid": "k1"})", "alg is not"},
      {R"({"alg": "HS256", "kid": "k1"})", "alg is not"},
      {R"({"alg": "rs256", "kid": "k1"})", "alg is not"},
      {R"({"alg": ["RS256"], "kid": "k1"})", "alg is not"},
      {R"({"alg": "ES256", "kid": "k1"})", "alg is not one that the key allows"},
      {R"({"alg": "EdDSA"})", "alg is not one that the key allows"},
      {R"({"alg": "RS256", "kid": "k2"})", "kid is that of no key"},
      {R"({"alg": "RS256", "kid": ""})", "kid is no text"},
      {R"({"alg": "RS256", "kid": 1})", "kid is no text"},
      {R"({"alg": "RS256", "kid": "k1", "typ": "JWE"})", "typ"},
      {R"({"alg": "RS256", "kid": "k1", "typ": null})", "typ"},
      {R"({"alg": "RS256", "kid": "k1", "crit": []})", "crit"},
      {R"({"alg": "RS256", "kid": "k1", "jwk": null})", "jwk"},
      {R"({"alg": "PS256", "kid": "k1"})", "signature"},
      {R"({"alg": "RS256", "alg": "RS256"})", "header"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.header);
    const auto identity = Verify(Issuer().Sign(c.header, Claims({})));
    EXPECT_EQ(rpc::ReasonOf(identity.status()), ERROR_REASON_TOKEN_REFUSED);
    EXPECT_THAT(std::string(identity.status().message()), HasSubstr(c.rule));
  }
  EXPECT_TRUE(Verify(Issuer().Sign(R"({"alg": "RS256"})", Claims({}))).ok());
}

TEST(Token, HasLimits) {
  const auto sign = [](size_t header_padding, size_t claims_padding) {
    return Issuer().Sign(
        absl::StrCat(R"({"alg": "RS256", "x": ")", std::string(header_padding, 'x'), "\"}"),
        Claims({{"\"sub\"",
                 absl::StrCat("\"x\": \"", std::string(claims_padding, 'x'), "\", \"sub\"")}}));
  };
  EXPECT_TRUE(Verify(sign(1500, 6000)).ok());
  EXPECT_THAT(std::string(Verify(sign(1550, 0)).status().message()), HasSubstr("2 KiB"));
  EXPECT_THAT(std::string(Verify(sign(0, 9300)).status().message()), HasSubstr("12 KiB"));
}

TEST(Token, EmptyRulesFitNoToken) {
  TokenRules rules = Rules();
  rules.issuer = "";
  EXPECT_FALSE(Verify(Issuer().Sign(Claims({{"https://login.example", ""}})), rules).ok());
  rules = Rules();
  rules.audience = "";
  EXPECT_FALSE(Verify(Issuer().Sign(Claims({{"\"lotse\"", "\"\""}})), rules).ok());
}

TEST(Token, NamesTheKeyThatIsNotKnown) {
  const auto unknown = [](const char* header) {
    return UnknownKid(Issuer().Sign(header, "{}"), IssuerKeys());
  };
  EXPECT_EQ(unknown(R"({"alg": "RS256", "kid": "k2"})"), "k2");
  EXPECT_EQ(unknown(R"({"alg": "RS256", "kid": "k1"})"), "");
  EXPECT_EQ(unknown(R"({"alg": "RS256"})"), "");
  EXPECT_EQ(unknown(R"({"alg": "HS256", "kid": "k2"})"), "");
  EXPECT_EQ(UnknownKid("x", IssuerKeys()), "");
}

TEST(Token, ErrorsOfTheRest) {
  EXPECT_EQ(rpc::ReasonOf(IdentityMissing()), type::v1alpha::ERROR_REASON_IDENTITY_MISSING);
  EXPECT_EQ(IdentityMissing().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(rpc::ReasonOf(KeysUnavailable()), type::v1alpha::ERROR_REASON_KEYS_UNAVAILABLE);
  EXPECT_EQ(KeysUnavailable().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lotse::auth
