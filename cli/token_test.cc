#include "cli/token.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/failure.h"
#include "cli/fake_services.h"
#include "cli/file.h"
#include "cli/helper.h"
#include "cli/login_file.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = TokenSource::Kind;

// What looks like a token; nobody has signed it.
std::string Token(const std::string& claims = "{}") {
  return absl::StrCat(absl::WebSafeBase64Escape("{\"alg\":\"ES256\"}"), ".",
                      absl::WebSafeBase64Escape(claims), ".c2lnbmF0dXJl");
}

TokenSource Find(const std::vector<std::string>& words,
                 const std::map<std::string, std::string>& environment) {
  constexpr FlagSpec kFlags[] = {{"token-file", "FILE", ""}};
  return FindTokenSource(*ParseArgs(words, kFlags), environment);
}

TEST(TokenTest, SourcesHaveAnOrder) {
  std::map<std::string, std::string> environment = {{"LOTSE_TOKEN", "t"},
                                                    {"LOTSE_TOKEN_FILE", "f"},
                                                    {"LOTSE_TOKEN_COMMAND", "c"},
                                                    {"HOME", "/home"}};
  EXPECT_EQ(Find({"--token-file=x"}, environment).text, "x");
  for (const auto& [kind, text, next] : {std::tuple(Kind::kValue, "t", "LOTSE_TOKEN"),
                                         {Kind::kFile, "f", "LOTSE_TOKEN_FILE"},
                                         {Kind::kCommand, "c", "LOTSE_TOKEN_COMMAND"},
                                         {Kind::kLogin, "/home/.config/lotse", "HOME"},
                                         {Kind::kNone, "", ""}}) {
    const TokenSource found = Find({}, environment);
    EXPECT_EQ(found.kind, kind);
    EXPECT_EQ(found.text, text);
    environment[next] = "";
  }
  EXPECT_EQ(Find({}, {{"HOME", "/home"}, {"XDG_CONFIG_HOME", "/x"}}).text, "/x/lotse");
}

TEST(TokenTest, WhatDoesNotLookLikeOneIsRefusedAndNotRepeated) {
  EXPECT_EQ(*TokenExpiry(Token("{\"exp\":1000}"), ""), absl::FromUnixSeconds(1000));
  EXPECT_EQ(*TokenExpiry(Token(), ""), absl::InfiniteFuture());
  const std::string good = Token();
  for (const std::string& bad :
       {std::string(), std::string("secret"), std::string("secret.secret.secret"),
        std::string(".."), good + ".secret", good + "\r\nsecret", Token("secret"), Token("[1]"),
        good + std::string(12 << 10, 'a')}) {
    const absl::Status refused = TokenExpiry(bad, "LOTSE_TOKEN").status();
    EXPECT_EQ(ExitCodeOf(refused), ExitCode::kData) << bad;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("LOTSE_TOKEN"));
    EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("secret")));
  }
}

TEST(TokenTest, FilesAreForTheirOwnerOnly) {
  const TestFolder folder;
  const std::string path = folder.Write("token", Token() + "\n");
  const TokenSource source = {Kind::kFile, path, "--token-file"};
  for (const mode_t mode : {0644, 0640, 0604, 0620}) {
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    const absl::Status refused = FetchToken(source, absl::Seconds(9)).status();
    EXPECT_EQ(ExitCodeOf(refused), ExitCode::kFile) << mode;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("chmod 600"));
  }
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(*FetchToken(source, absl::Seconds(9)), Token());
  EXPECT_EQ(ExitCodeOf(FetchToken({Kind::kFile, "/none", ""}, absl::Seconds(9)).status()),
            ExitCode::kFile);
}

TEST(TokenTest, CommandsHaveATimeLimitAndAnEnd) {
  const auto run = [](const std::string& command) { return RunHelper(command, absl::Seconds(9)); };
  EXPECT_EQ(*run("printf %s \"a b\""), "a b");
  EXPECT_EQ(*run("cat"), "") << "it has no stdin";
  const auto fails = run("echo secret; exit 3").status();
  EXPECT_EQ(ExitCodeOf(fails), ExitCode::kUnreachable);
  EXPECT_EQ(fails.message(), "ended with exit code 3");
  EXPECT_EQ(run("kill -9 $$").status().message(), "ended with signal 9");
  EXPECT_EQ(run("yes").status().message(), "prints more than 64 KiB");
  const absl::Time begin = absl::Now();
  for (const char* command : {"sleep 60", "exec >&-; sleep 60", "sleep 60 & echo x"}) {
    EXPECT_EQ(RunHelper(command, absl::Milliseconds(200)).status().message(),
              "did not end within 200ms");
  }
  EXPECT_LT(absl::Now() - begin, absl::Seconds(20));
}

TEST(TokenTest, WhatIsStartedDiesWithTheCommand) {
  const TestFolder folder;
  const std::string alive = folder.path() + "/alive";
  EXPECT_FALSE(
      RunHelper("(sleep 1; touch " + alive + ") & sleep 60", absl::Milliseconds(100)).ok());
  absl::SleepFor(absl::Seconds(2));
  EXPECT_FALSE(std::filesystem::exists(alive));
}

TEST(TokenTest, IsFetchedAgainBeforeItExpires) {
  const TestFolder folder;
  const std::string path = folder.path() + "/token";
  const auto put = [&](const std::string& claims) {
    ASSERT_TRUE(WriteFileAtomically(path, Token(claims), 0600).ok());
  };
  TokenSupply supply({Kind::kFile, path, ""}, absl::Seconds(9));
  const absl::Time start = absl::FromUnixSeconds(1'000'000);
  put("{\"exp\":1000100}");
  EXPECT_EQ(*supply.Get(start), Token("{\"exp\":1000100}"));
  put("{}");
  EXPECT_EQ(*supply.Get(start + absl::Seconds(69)), Token("{\"exp\":1000100}"));
  EXPECT_EQ(*supply.Get(start + absl::Seconds(71)), Token("{}"));
  std::filesystem::remove(path);
  EXPECT_EQ(*supply.Get(start + absl::Hours(1000)), Token("{}"));
}

TEST(TokenTest, WhatLoginKeepsIsForItsOwnerOnly) {
  const TestFolder top;
  const std::string folder = top.path() + "/config/lotse";
  EXPECT_EQ(ReadLogin(folder)->kind, Kind::kNone);
  EXPECT_FALSE(*ForgetLogin(folder));
  for (const Kind kind : {Kind::kValue, Kind::kFile, Kind::kCommand}) {
    ASSERT_TRUE(WriteLogin(folder, {kind, "text", ""}).ok());
    EXPECT_EQ(ReadLogin(folder)->kind, kind);
    EXPECT_EQ(ReadLogin(folder)->text, "text");
  }
  struct stat found;
  ASSERT_EQ(stat(folder.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700);
  const std::string file = folder + "/login.json";
  ASSERT_EQ(stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600);
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  EXPECT_EQ(ExitCodeOf(ReadLogin(folder).status()), ExitCode::kFile);
  ASSERT_TRUE(WriteFileAtomically(file, "{\"token\": secret", 0600).ok());
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  const absl::Status damaged = ReadLogin(folder).status();
  EXPECT_EQ(ExitCodeOf(damaged), ExitCode::kData);
  EXPECT_THAT(std::string(damaged.message()), Not(HasSubstr("secret")));
  EXPECT_TRUE(*ForgetLogin(folder));
}

}  // namespace
}  // namespace lotse::cli
