#include "runtime/auth/authenticator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "runtime/auth/token_testing.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

const TestIssuer& Issuer() {
  static const auto* const issuer = new TestIssuer("key");
  return *issuer;
}

std::string Token(const std::string& subject, const std::string& groups = "[]",
                  int64_t exp = 1800000600) {
  return absl::StrCat(
      "Bearer ", Issuer().Sign(absl::StrCat(R"({"iss":"i","aud":"a","sub":")", subject,
                                            R"(","groups":)", groups, R"(,"exp":)", exp, "}")));
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  AuthenticatorTest() {
    const std::string path = testing::TempDir() + "/authenticator.jwks";
    std::ofstream(path) << Issuer().Jwks();
    source_ = std::make_unique<KeySource>(path, &log_, &registry_);
    EXPECT_TRUE(source_->Refresh().ok());
    TokenRules rules;
    rules.issuer = "i";
    rules.audience = "a";
    rules.groups_claim = "groups";
    verifier_ = std::make_unique<TokenVerifier>(rules, source_.get());
    authenticator_ = std::make_unique<Authenticator>(
        *FixedRights::Parse("admins, root", "lotse-reporting=INTEGRATION_SYSTEM"), verifier_.get(),
        &book_);
  }

  // Subject and roles, or why not.
  std::string Who(const std::vector<absl::string_view>& authorization,
                  const std::vector<std::string>& peer_names = {}) const {
    const auto caller = authenticator_->Identify({authorization, peer_names}, kNow);
    if (!caller.ok()) return std::string(rpc::NameOf(rpc::ReasonOf(caller.status())));
    std::string out = caller->subject;
    const View view(caller->access, type::v1alpha::PERMISSION_SELF_READ, kNow);
    for (const Right& right : view.RightsAt("", kNow)) {
      absl::StrAppend(&out, " ", NameOf(right.role), "@", right.prefix);
    }
    return out;
  }
  void Give(const std::string& subject, const std::string& group) {
    Grant grant;
    grant.set_name(absl::StrCat("programmes/p/grants/", subject, group));
    grant.set_subject(subject);
    grant.set_group(group);
    grant.set_role(type::v1alpha::ROLE_AUDITOR);
    book_.Replace({grant});
  }

  ops::Log log_{"test", -1};
  prometheus::Registry registry_;
  GrantBook book_;
  std::unique_ptr<KeySource> source_;
  std::unique_ptr<TokenVerifier> verifier_;
  std::unique_ptr<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, ATokenHasTheRightsOfItsGrants) {
  Give("ada", "");
  EXPECT_EQ(Who({Token("ada")}), "ada AUDITOR@programmes/p");
  EXPECT_EQ(Who({Token("bob")}), "bob");
  Give("", "team");
  EXPECT_EQ(Who({Token("bob", R"(["team"])")}), "bob AUDITOR@programmes/p");
  EXPECT_EQ(Who({Token("team")}), "team");
}

TEST_F(AuthenticatorTest, AdminsAndServicesHaveTheirRightsFromTheConfiguration) {
  book_.Replace({});
  EXPECT_EQ(Who({Token("eve", R"(["x", "root"])")}), "eve PLATFORM_ADMIN@");
  EXPECT_EQ(Who({}, {"other", "lotse-reporting"}), "service:lotse-reporting INTEGRATION_SYSTEM@");
  EXPECT_EQ(Who({}, {"other"}), "IDENTITY_MISSING");
}

TEST_F(AuthenticatorTest, NobodyIsTakenForAService) {
  // The name of a service in a token is somebody's name.
  Give("service:lotse-reporting", "");
  EXPECT_EQ(Who({Token("lotse-reporting")}), "lotse-reporting");
  EXPECT_EQ(Who({Token("service:lotse-reporting")}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({Token("service:")}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({Token("Service:x")}), "Service:x");
  EXPECT_EQ(Who({}, {"lotse-reporting"}),
            "service:lotse-reporting INTEGRATION_SYSTEM@ AUDITOR@programmes/p");
  Give("lotse-reporting", "");
  EXPECT_EQ(Who({Token("lotse-reporting")}), "lotse-reporting AUDITOR@programmes/p");
  EXPECT_EQ(Who({}, {"lotse-reporting"}), "service:lotse-reporting INTEGRATION_SYSTEM@");
}

TEST_F(AuthenticatorTest, NobodyIsTakenForThePlatformItself) {
  for (const absl::string_view own : kOwnActors) {
    Give(std::string(own), "");
    EXPECT_EQ(Who({Token(std::string(own))}), "TOKEN_REFUSED") << own;
  }
}

TEST_F(AuthenticatorTest, RecognizesWhatNeedsNoSignature) {
  book_.Replace({});
  const std::string token = Token("ada", "[]", 1800000060);
  const auto recognizes = [&](const std::vector<absl::string_view>& sent, absl::Time now = kNow) {
    return authenticator_->Recognizes({sent, {"lotse-reporting"}}, now);
  };
  EXPECT_TRUE(recognizes({}));
  EXPECT_TRUE(recognizes({token, token}));
  EXPECT_TRUE(recognizes({"Basic eA=="}));
  EXPECT_FALSE(recognizes({token}));
  EXPECT_EQ(Who({token}), "ada");
  EXPECT_TRUE(recognizes({token}));
  EXPECT_FALSE(recognizes({token}, kNow + absl::Hours(1))) << "it has expired";
  const std::string wrong = token + "A";
  EXPECT_EQ(Who({wrong}), "TOKEN_REFUSED");
  EXPECT_FALSE(recognizes({wrong}));
}

TEST_F(AuthenticatorTest, GrantsThatAreTooOldCountNoMore) {
  Give("ada", "");
  book_.TrustUntil(kNow + absl::Microseconds(1));
  EXPECT_EQ(Who({Token("ada")}), "ada AUDITOR@programmes/p");
  book_.TrustUntil(kNow);
  EXPECT_EQ(Who({Token("ada")}), "GRANTS_UNAVAILABLE");
  EXPECT_EQ(Who({Token("bob")}), "GRANTS_UNAVAILABLE");
  // The configuration knows its own.
  Give("eve", "");
  EXPECT_EQ(Who({Token("eve", R"(["root"])")}), "eve PLATFORM_ADMIN@");
  book_.TrustUntil(kNow + absl::Hours(1));
  EXPECT_EQ(Who({Token("eve")}), "eve AUDITOR@programmes/p");
}

TEST_F(AuthenticatorTest, ATokenThatIsSentMustHold) {
  book_.Replace({});
  EXPECT_EQ(Who({}), "IDENTITY_MISSING");
  EXPECT_EQ(Who({""}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({"Basic eDp5"}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({"Bearer "}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({"Bearer x.y.z"}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({Token("ada", "[]", 1700000000)}), "TOKEN_EXPIRED");
  const std::string right = Token("ada");
  EXPECT_EQ(Who({right, right}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({absl::StrCat("bearer ", right.substr(7))}), "ada");
  // A certificate makes no wrong token right.
  EXPECT_EQ(Who({"Bearer x.y.z"}, {"lotse-reporting"}), "TOKEN_REFUSED");
  EXPECT_EQ(Who({right}, {"lotse-reporting"}), "ada");
}

TEST_F(AuthenticatorTest, NobodyIsLetInBeforeGrantsAreKnown) {
  EXPECT_EQ(Who({Token("ada")}), "GRANTS_UNAVAILABLE");
  EXPECT_EQ(Who({Token("eve", R"(["root"])")}), "eve PLATFORM_ADMIN@");
  EXPECT_EQ(Who({}, {"lotse-reporting"}), "service:lotse-reporting INTEGRATION_SYSTEM@");
}

TEST(FixedRights, AreReadFromTheSettings) {
  const auto rights = FixedRights::Parse(" a ,b,, ", "x=AUDITOR, spiffe://y=z=ANALYST");
  ASSERT_TRUE(rights.ok());
  EXPECT_THAT(rights->admin_groups, testing::UnorderedElementsAre("a", "b"));
  EXPECT_EQ(rights->services.at("x"), type::v1alpha::ROLE_AUDITOR);
  EXPECT_EQ(rights->services.at("spiffe://y=z"), type::v1alpha::ROLE_ANALYST);
  EXPECT_TRUE(FixedRights::Parse("", "")->services.empty());
  for (const char* wrong :
       {"x", "x=", "x=auditor", "=AUDITOR", "x=UNSPECIFIED", "x=AUDITOR,x=ANALYST"}) {
    EXPECT_EQ(FixedRights::Parse("", wrong).status().code(), absl::StatusCode::kInvalidArgument)
        << wrong;
  }
}

}  // namespace
}  // namespace lotse::auth
