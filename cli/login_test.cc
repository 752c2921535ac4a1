// lotse login, and the token in the calls of all commands.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cli/fake_services.h"
#include "cli/file.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class LoginTest : public ::testing::Test {
 protected:
  LoginTest() {
    services_.variables["XDG_CONFIG_HOME"] = folder_.path();
    services_.me.set_subject("ada");
    auto* right = services_.me.add_rights();
    right->set_role(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
    right->set_prefix("programmes/vopi");
    right->set_grant("programmes/vopi/grants/g");
  }

  static std::string Token() {
    return absl::StrCat(absl::WebSafeBase64Escape("{\"alg\":\"ES256\"}"), ".",
                        absl::WebSafeBase64Escape("{\"exp\":1798758000}"), ".c2lnbmF0dXJl");
  }
  std::string TokenFile() {
    const std::string path = folder_.Write("token", Token() + "\n");
    chmod(path.c_str(), 0600);
    return path;
  }
  // What the services were shown by a call.
  std::string Shown(std::vector<std::string> words = {"grant", "list", "programmes/p"}) {
    services_.authorizations.clear();
    const CliResult result = services_.Run(std::move(words));
    EXPECT_EQ(result.exit, 0) << result.err;
    return services_.authorizations.empty() ? "no call" : services_.authorizations.back();
  }

  const TestFolder folder_;
  FakeServices services_;
};

TEST_F(LoginTest, WithoutATokenNoneIsSent) { EXPECT_EQ(Shown(), ""); }

TEST_F(LoginTest, EveryCallHasTheToken) {
  const std::string wave = std::string(R"({"name":")") + FakeServices::kWave + "\"}";
  EXPECT_EQ(Shown({"call", "GetWave", wave, "--token-file", TokenFile()}), "Bearer " + Token());
  services_.variables["LOTSE_TOKEN_COMMAND"] = "cat " + TokenFile();
  EXPECT_EQ(Shown(), "Bearer " + Token());
  services_.variables["LOTSE_TOKEN"] = Token();
  EXPECT_EQ(Shown(), "Bearer " + Token());
}

TEST_F(LoginTest, SaysWhoOneIs) {
  services_.variables["LOTSE_TOKEN"] = Token();
  const CliResult result = services_.Run({"login"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(services_.authorizations, ElementsAre("Bearer " + Token()));
  EXPECT_EQ(result.out,
            "subject  ada\n"
            "expires  2026-12-31\n"
            "kept     nothing; --store keeps the token\n"
            "\n"
            "ROLE                  WHERE            GRANT\n"
            "institute-consultant  programmes/vopi  programmes/vopi/grants/g\n");
  const CliResult json = services_.Run({"login", "--json"});
  EXPECT_THAT(
      json.out,
      AllOf(HasSubstr(R"({"subject":"ada","groups":[],"expireTime":"2026-12-31T)"),
            HasSubstr(R"("role":"ROLE_INSTITUTE_CONSULTANT")"), HasSubstr(R"("kept":false})")));
  services_.variables.erase("LOTSE_TOKEN");
  EXPECT_EQ(Shown(), "") << "nothing was kept";
}

TEST_F(LoginTest, KeepsTheFileTheCommandOrTheToken) {
  const std::string file = TokenFile();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"login", "--token-file", file},
        {"login", "--token-command=cat " + file},
        {"login", "--token-file", file, "--store"}}) {
    const CliResult result = services_.Run(words);
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_THAT(result.out + result.err, Not(HasSubstr(Token())));
    EXPECT_EQ(Shown(), "Bearer " + Token());
    const std::string kept = *ReadFile(folder_.path() + "/lotse/login.json");
    EXPECT_EQ(kept.find(Token()) != std::string::npos, words.back() == "--store") << kept;
  }
  EXPECT_EQ(services_.Run({"login", "--forget"}).out, "Forgotten.\n");
  EXPECT_EQ(services_.Run({"login", "--forget"}).out, "Nothing was kept.\n");
  EXPECT_EQ(Shown(), "");
}

TEST_F(LoginTest, TakesTheTokenFromStandardInput) {
  EXPECT_EQ(services_.Run({"login", "--store"}, Token() + "\n").exit, 0);
  EXPECT_EQ(Shown(), "Bearer " + Token());
}

TEST_F(LoginTest, KeepsNothingThatTheServiceDoesNotKnow) {
  services_.nobody_knows_you = true;
  const CliResult result = services_.Run({"login", "--store"}, Token());
  EXPECT_EQ(result.exit, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("UNAUTHENTICATED: no access token\n"),
                                HasSubstr("see lotse help login"), HasSubstr("IDENTITY_MISSING"),
                                Not(HasSubstr(Token()))));
  services_.nobody_knows_you = false;
  EXPECT_EQ(Shown(), "");
}

TEST_F(LoginTest, RefusesWhatIsNoTokenAndNeverRepeatsIt) {
  const CliResult no_token = services_.Run({"login"}, "my password");
  EXPECT_EQ(no_token.exit, 5);
  EXPECT_THAT(no_token.err, AllOf(HasSubstr("standard input"), Not(HasSubstr("password"))));
  EXPECT_EQ(services_.Run({"login", "--token-command=true"}).exit, 5);
  EXPECT_EQ(services_.Run({"login", "--token-command=false"}).exit, 3);
  EXPECT_EQ(services_.Run({"login", "--token-command=sleep 9", "--timeout=0.2"}).exit, 3);
  EXPECT_EQ(services_.Run({"login", "--token-command=true", "--token-file=x"}).exit, 2);
  EXPECT_EQ(services_.Run({"login", "--token=x"}).exit, 2);
  EXPECT_TRUE(services_.authorizations.empty());
}

TEST_F(LoginTest, WithoutTlsATokenStaysOnTheMachine) {
  for (const char* address :
       {"192.0.2.1:7401", "lotse.example:7401", "127.example:7401", "localhost.example:7401"}) {
    const CliResult result = RunCli({"grant", "list", "programmes/p", "--engagement", address}, "",
                                    {{"LOTSE_TOKEN", Token()}});
    EXPECT_EQ(result.exit, 2) << address;
    EXPECT_THAT(result.err, AllOf(HasSubstr(address), HasSubstr("without TLS"),
                                  HasSubstr("--tls-ca"), Not(HasSubstr(Token()))));
  }
  // There it would be sent, if somebody listened.
  for (const char* address : {"127.0.0.1:1", "localhost:1", "[::1]:1"}) {
    const CliResult result = RunCli({"grant", "list", "programmes/p", "--engagement", address}, "",
                                    {{"LOTSE_TOKEN", Token()}});
    EXPECT_EQ(result.exit, 3) << address << result.err;
  }
}

}  // namespace
}  // namespace lotse::cli
