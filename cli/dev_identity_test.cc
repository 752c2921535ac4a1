#include "cli/dev_identity.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/helper.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::UnorderedElementsAre;

class DevIdentityTest : public ::testing::Test {
 protected:
  const TestFolder folder_;
  const std::string made_ = folder_.path() + "/certificates";
};

TEST_F(DevIdentityTest, MakesFilesAndKeysForTheOwnerOnly) {
  const CliResult result = RunCli({"dev", "certificates", made_});
  ASSERT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("loopback only"));
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(made_)) {
    const std::string name = entry.path().filename();
    names.push_back(name);
    struct stat found;
    ASSERT_EQ(stat(entry.path().c_str(), &found), 0);
    if (absl::EndsWith(name, ".key")) {
      EXPECT_EQ(found.st_mode & 0777, 0600) << name;
    }
  }
  EXPECT_THAT(names,
              UnorderedElementsAre("ca.pem", "ca.key", "server.pem", "server.key",
                                   "lotse-survey.pem", "lotse-survey.key", "lotse-reporting.pem",
                                   "lotse-reporting.key", "issuer.key", "jwks.json"));
}

TEST_F(DevIdentityTest, OverwritesNothing) {
  ASSERT_EQ(RunCli({"dev", "certificates", made_}).exit, 0);
  const std::string before = *ReadFile(made_ + "/ca.pem");
  for (const char* name : {"ca.key", "server.pem"}) std::filesystem::remove(made_ + "/" + name);
  const CliResult result = RunCli({"dev", "certificates", made_});
  EXPECT_EQ(result.exit, 4);
  EXPECT_THAT(result.err, HasSubstr("exists; nothing was written"));
  EXPECT_EQ(*ReadFile(made_ + "/ca.pem"), before);
  EXPECT_FALSE(std::filesystem::exists(made_ + "/server.pem"));
}

TEST_F(DevIdentityTest, MakesTokens) {
  ASSERT_EQ(RunCli({"dev", "certificates", made_}).exit, 0);
  const CliResult result = RunCli({"dev", "token", made_, "--subject=ada", "--group=berater",
                                   "--group=leitung", "--hours=0.5"});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_THAT(result.out, MatchesRegex("[-_a-zA-Z0-9]+\\.[-_a-zA-Z0-9]+\\.[-_a-zA-Z0-9]{86}\n"));
}

TEST_F(DevIdentityTest, FindsWhatItMade) {
  const std::string data = folder_.path() + "/it's";
  const absl::StatusOr<std::string> found = FindDevIdentity(data);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, data + "/certificates");
  const std::string before = *ReadFile(*found + "/issuer.key");
  EXPECT_EQ(*FindDevIdentity(data), *found);
  EXPECT_EQ(*ReadFile(*found + "/issuer.key"), before);
  EXPECT_EQ(AdminTokenCommand("/a b", "/bin/lotse"),
            "/bin/lotse dev token '/a b' --subject=admin --group=admins");
  EXPECT_EQ(*RunHelper("printf %s " + ShellWord("it's $HOME"), absl::Seconds(9)), "it's $HOME");
}

TEST_F(DevIdentityTest, RefusesWrongWords) {
  ASSERT_EQ(RunCli({"dev", "certificates", made_}).exit, 0);
  EXPECT_EQ(RunCli({"dev", "certificates"}).exit, 2);
  EXPECT_EQ(RunCli({"dev", "token", made_}).exit, 2);
  for (const char* hours : {"0", "-1", "721", "nan", "soon"}) {
    EXPECT_EQ(RunCli({"dev", "token", made_, "--subject=ada", "--hours", hours}).exit, 2) << hours;
  }
  EXPECT_EQ(RunCli({"dev", "token", folder_.path() + "/none", "--subject=ada"}).exit, 4);
}

}  // namespace
}  // namespace lotse::cli
