// lotse dev as a person runs it: the program itself, with stand-ins for the
// three daemons.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cli/child.h"
#include "cli/file.h"
#include "cli/readiness.h"

namespace lotse::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Waits until `condition` holds, at most 20 seconds.
template <typename Condition>
bool Eventually(Condition condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (absl::Now() < deadline) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

class DevTest : public ::testing::Test {
 protected:
  DevTest() : folder_("/tmp/lotse-dev-test-XXXXXX") {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    std::filesystem::create_directory(folder_ + "/bin");
    for (const char* service : {"engagement", "survey", "reporting"}) {
      std::filesystem::create_symlink(LOTSE_STANDIN_DAEMON,
                                      absl::StrCat(folder_, "/bin/lotse-", service));
    }
    // Ports differ between runs, so that two test runs do not meet often; those
    // in use are stepped over.
    base_ = 20000 + getpid() % 20000;
    while (!AllPortsFree(base_)) base_ += 20;
  }

  ~DevTest() override {
    if (dev_.pid > 0) {
      kill(dev_.pid, SIGKILL);
      waitpid(dev_.pid, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }

  static bool AllPortsFree(int base) {
    for (const int offset : {1, 2, 3, 11, 12, 13}) {
      if (!PortIsFree(base + offset)) return false;
    }
    return true;
  }

  void Start(const std::vector<std::string>& flags = {}, int seconds = 10) {
    std::vector<std::string> words = {"dev",
                                      "--data=" + folder_ + "/data",
                                      "--bin=" + folder_ + "/bin",
                                      absl::StrCat("--port-base=", base_),
                                      "--ready-file=" + ReadyFile(),
                                      absl::StrCat("--timeout=", seconds)};
    words.insert(words.end(), flags.begin(), flags.end());
    absl::StatusOr<Child> child = StartChild(LOTSE_PROGRAM, words, folder_ + "/dev.log");
    ASSERT_TRUE(child.ok()) << child.status();
    dev_ = *child;
  }

  // What it ended with.
  std::string WaitForEnd() {
    return Eventually([&] { return HasEnded(&dev_); }) ? DescribeEnd(dev_) : "runs for ever";
  }

  // Makes the stand-in of a service behave in a way it knows.
  void Order(const std::string& service, const std::string& behaviour) {
    ASSERT_TRUE(MakeFolder(folder_ + "/data/" + service).ok());
    ASSERT_TRUE(WriteFileAtomically(folder_ + "/data/" + service + "/" + behaviour, "").ok());
  }

  bool IsUp() { return ReadFile(ReadyFile()).ok(); }
  std::string Output() { return *ReadFile(folder_ + "/dev.log"); }
  std::string ReadyFile() const { return folder_ + "/ready.json"; }

  pid_t PidOf(const std::string& service) {
    int pid = 0;
    const auto text = ReadFile(folder_ + "/data/" + service + "/pid");
    EXPECT_TRUE(text.ok() && absl::SimpleAtoi(*text, &pid));
    return pid;
  }

  std::string folder_;
  int base_ = 0;
  Child dev_;
};

TEST_F(DevTest, StartsAllAndStopsThemOnSigterm) {
  Start();
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  EXPECT_THAT(*ReadFile(ReadyFile()),
              HasSubstr(absl::StrCat(R"("survey":{"address":"127.0.0.1:)", base_ + 2,
                                     R"(","management":"127.0.0.1:)", base_ + 12, "\"}")));
  EXPECT_THAT(*ReadFile(folder_ + "/data/reporting/arguments"),
              AllOf(HasSubstr(absl::StrCat("--listen=127.0.0.1:", base_ + 3, "\n")),
                    HasSubstr(absl::StrCat("--engagement_address=127.0.0.1:", base_ + 1, "\n")),
                    HasSubstr(absl::StrCat("--survey_address=127.0.0.1:", base_ + 2, "\n"))));
  EXPECT_THAT(Output(), HasSubstr(absl::StrCat("export LOTSE_SURVEY=127.0.0.1:", base_ + 2)));
  const pid_t survey = PidOf("survey");
  EXPECT_EQ(kill(survey, 0), 0);
  kill(dev_.pid, SIGTERM);
  EXPECT_EQ(WaitForEnd(), "exit code 0") << Output();
  EXPECT_NE(kill(survey, 0), 0) << "the survey service outlived lotse dev";
  EXPECT_FALSE(IsUp()) << "the ready file says what is no longer true";
}

TEST_F(DevTest, WithAuthEachHasCertificatesAndAsksWhoCalls) {
  Start({"--auth"});
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  const std::string files = folder_ + "/data/certificates/";
  for (const std::string service : {"engagement", "survey", "reporting"}) {
    const std::string arguments = *ReadFile(folder_ + "/data/" + service + "/arguments");
    EXPECT_THAT(arguments, AllOf(HasSubstr("--tls_certificate=" + files + "server.pem\n"),
                                 HasSubstr("--auth_jwks=" + files + "jwks.json\n")));
    EXPECT_EQ(absl::StrContains(arguments, "--peer_tls_key=" + files + "lotse-" + service + ".key"),
              service != "engagement");
  }
  EXPECT_THAT(*ReadFile(ReadyFile()), HasSubstr("\"tlsCa\":\"" + files + "ca.pem\""));
  EXPECT_THAT(Output(), AllOf(HasSubstr("export LOTSE_TLS_CA=" + files + "ca.pem\n"),
                              HasSubstr("export LOTSE_TOKEN_COMMAND='")));
  const std::string authority = *ReadFile(files + "ca.pem");
  kill(dev_.pid, SIGTERM);
  EXPECT_EQ(WaitForEnd(), "exit code 0") << Output();
  Start({"--auth"});
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  EXPECT_EQ(*ReadFile(files + "ca.pem"), authority) << "what is there is used";
}

TEST_F(DevTest, SigintStopsThemToo) {
  Start();
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  kill(dev_.pid, SIGINT);
  EXPECT_EQ(WaitForEnd(), "exit code 0") << Output();
}

TEST_F(DevTest, ADaemonThatDiesAtTheStartIsShownWithItsLastWords) {
  Order("survey", "die");
  Start();
  EXPECT_EQ(WaitForEnd(), "exit code 3");
  EXPECT_THAT(Output(), AllOf(HasSubstr("the survey service has ended with exit code 7"),
                              HasSubstr("the store is not mine")));
  // It may have been stopped before it came to write its id.
  if (ReadFile(folder_ + "/data/engagement/pid").ok()) {
    EXPECT_NE(kill(PidOf("engagement"), 0), 0) << "the others must be stopped";
  }
}

TEST_F(DevTest, ADaemonThatDiesLaterEndsIt) {
  Start();
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  kill(PidOf("reporting"), SIGKILL);
  EXPECT_EQ(WaitForEnd(), "exit code 3");
  EXPECT_THAT(Output(), HasSubstr("the reporting service has ended with signal 9"));
}

TEST_F(DevTest, DaemonsDieWithIt) {
  Start();
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  const pid_t engagement = PidOf("engagement");
  kill(dev_.pid, SIGKILL);
  EXPECT_EQ(WaitForEnd(), "signal 9");
  // Another process inherits it; until that one looks, it stays as a zombie.
  EXPECT_TRUE(Eventually([&] { return AllPortsFree(base_); }));
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat("/proc/", engagement, "/exe")));
}

TEST_F(DevTest, NotReadyInTimeIsAnError) {
  Order("engagement", "busy");
  Start({}, /*seconds=*/1);
  EXPECT_EQ(WaitForEnd(), "exit code 3");
  EXPECT_THAT(Output(), HasSubstr("the engagement service did not become ready"));
}

// Two that are started at once on the same ports both find them free.
TEST_F(DevTest, WhatAnswersInThePlaceOfADaemonDoesNotMakeItReady) {
  Order("survey", "silent");
  Start({}, /*seconds=*/1);
  EXPECT_EQ(WaitForEnd(), "exit code 3");
  EXPECT_THAT(Output(), HasSubstr("the survey service did not become ready"));
}

TEST_F(DevTest, MissingProgramsAreNamed) {
  std::filesystem::remove(folder_ + "/bin/lotse-survey");
  Start();
  EXPECT_EQ(WaitForEnd(), "exit code 4");
  EXPECT_THAT(Output(), HasSubstr("lotse-survey: No such file"));
}

TEST_F(DevTest, APortInUseIsNamedBeforeAnythingStarts) {
  Start();
  ASSERT_TRUE(Eventually([&] { return IsUp(); })) << Output();
  absl::StatusOr<Child> child =
      StartChild(LOTSE_PROGRAM,
                 {"dev", "--data=" + folder_ + "/data2", "--bin=" + folder_ + "/bin",
                  absl::StrCat("--port-base=", base_)},
                 folder_ + "/second.log");
  ASSERT_TRUE(child.ok()) << child.status();
  Child second = *child;
  EXPECT_TRUE(Eventually([&] { return HasEnded(&second); }));
  EXPECT_EQ(DescribeEnd(second), "exit code 3");
  EXPECT_THAT(
      *ReadFile(folder_ + "/second.log"),
      HasSubstr(absl::StrCat("port ", base_ + 11, " for the engagement service is in use")));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data2"));
  EXPECT_FALSE(HasEnded(&dev_)) << "the first one goes on";
}

// lotse seed with the words; what it ended with and what it said.
class SeedTest : public DevTest {
 protected:
  std::string Seed(const std::vector<std::string>& flags) {
    std::vector<std::string> words = {"seed", "scenario-a"};
    words.insert(words.end(), flags.begin(), flags.end());
    const std::string log = absl::StrCat(folder_, "/seed", ++runs_, ".log");
    absl::StatusOr<Child> child = StartChild(LOTSE_PROGRAM, words, log);
    EXPECT_TRUE(child.ok()) << child.status();
    if (!child.ok()) return "";
    Child seed = *child;
    EXPECT_TRUE(Eventually([&] { return HasEnded(&seed); }));
    return absl::StrCat(DescribeEnd(seed), "\n", *ReadFile(log));
  }
  int runs_ = 0;
};

TEST_F(SeedTest, LeavesAFolderInUseAsItIs) {
  ASSERT_TRUE(MakeFolder(folder_ + "/data/engagement").ok());
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/data/engagement/engagement.db", "x").ok());
  ASSERT_TRUE(WriteFileAtomically(folder_ + "/data/seed.clock", "of the one that runs").ok());
  EXPECT_THAT(Seed({"--data=" + folder_ + "/data", "--bin=" + folder_ + "/bin"}),
              AllOf(HasSubstr("exit code 4"), HasSubstr("is not empty")));
  const auto clock = ReadFile(folder_ + "/data/seed.clock");
  ASSERT_TRUE(clock.ok()) << clock.status();
  EXPECT_EQ(*clock, "of the one that runs");
}

TEST_F(SeedTest, RefusesDaysBetweenWhichThereIsNothing) {
  const std::string clock = "--clock-file=" + folder_ + "/clock";
  EXPECT_THAT(Seed({clock, "--start=2025-03-01", "--after=2025-03-15", "--until=2025-03-15"}),
              AllOf(HasSubstr("exit code 2"), HasSubstr("--until is not later than --after")));
  EXPECT_THAT(Seed({clock, "--start=2024-11-1"}),
              AllOf(HasSubstr("exit code 2"), HasSubstr("'2024-11-1' is not a day")));
  EXPECT_FALSE(ReadFile(folder_ + "/clock").ok());
}

}  // namespace
}  // namespace lotse::cli
