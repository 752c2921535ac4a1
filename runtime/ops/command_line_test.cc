#include "runtime/ops/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "runtime/ops/command_line_test.pb.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CommandLineTest : public ::testing::Test {
 protected:
  CommandLine Read(const std::vector<std::string>& arguments,
                   const std::vector<std::string>& environment = {}) {
    config_.Clear();
    config_.set_peer_address("default");
    config_.mutable_server()->set_threads(2);
    return ReadCommandLine(arguments, environment, "LOTSE_TEST", &config_);
  }
  std::string File(const std::string& text) {
    const std::string path = testing::TempDir() + "/command_line_test.json";
    std::ofstream(path) << text;
    return path;
  }
  test::TestConfig config_;
};

TEST_F(CommandLineTest, FlagsWinOverVariablesOverFileOverDefaults) {
  const std::string file =
      File(R"({"server": {"threads": 3, "listen": "a", "dataDir": "f"}, "peer_address": "file"})");
  const CommandLine line =
      Read({"--config=" + file, "--threads=5"},
           {"LOTSE_TEST_THREADS=4", "LOTSE_TEST_LISTEN=b", "HOME=/", "LOTSE_OTHER_X=1"});
  ASSERT_TRUE(line.status.ok()) << line.status;
  EXPECT_EQ(config_.server().threads(), 5);
  EXPECT_EQ(config_.server().listen(), "b");
  EXPECT_EQ(config_.server().data_dir(), "f");
  EXPECT_EQ(config_.peer_address(), "file");
}

TEST_F(CommandLineTest, FileKeepsDefaultsAndTheMessageInPlace) {
  config_.mutable_server()->set_drain_seconds(20);
  const lotse::ops::ServerConfig* server = config_.mutable_server();
  const CommandLine line = ReadCommandLine({"--config=" + File(R"({"server": {"threads": 3}})")},
                                           {}, "LOTSE_TEST", &config_);
  ASSERT_TRUE(line.status.ok()) << line.status;
  EXPECT_EQ(&config_.server(), server);
  EXPECT_EQ(server->threads(), 3);
  EXPECT_EQ(server->drain_seconds(), 20);
}

TEST_F(CommandLineTest, RefusesWhatItDoesNotKnow) {
  struct Case {
    std::vector<std::string> arguments, environment;
    int exit_code;
    std::string message;
  };
  const Case cases[] = {
      {{"--colour=red"}, {}, kExitUsage, "--colour=red: no such flag"},
      {{"listen"}, {}, kExitUsage, "not a flag"},
      {{"--threads=many"}, {}, kExitUsage, "--threads: give a whole number"},
      {{"--threads"}, {}, kExitUsage, "--threads: give a value"},
      {{"--reflection=maybe"}, {}, kExitUsage, "--reflection: give true or false"},
      {{}, {"LOTSE_TEST_COLOUR=red"}, kExitConfig, "LOTSE_TEST_COLOUR: no such setting"},
      {{}, {"LOTSE_TEST_THREADS=x"}, kExitConfig, "LOTSE_TEST_THREADS: give a whole number"},
      {{"--config=/does/not/exist"}, {}, kExitConfig, "cannot read /does/not/exist"},
      {{"--config=" + File(R"({"colour": 1})")}, {}, kExitConfig, "colour"},
  };
  for (const Case& c : cases) {
    const CommandLine line = Read(c.arguments, c.environment);
    EXPECT_EQ(line.exit_code, c.exit_code) << c.message;
    EXPECT_THAT(std::string(line.status.message()), HasSubstr(c.message));
  }
}

TEST_F(CommandLineTest, KnowsItsActions) {
  EXPECT_EQ(Read({"--help"}).action, Action::kPrintHelp);
  EXPECT_EQ(Read({"--version"}).action, Action::kPrintVersion);
  EXPECT_EQ(Read({"--print-config"}).action, Action::kPrintConfig);
  EXPECT_EQ(Read({"--check-config", "--reflection"}).action, Action::kCheckConfig);
  EXPECT_TRUE(config_.server().reflection());
}

TEST_F(CommandLineTest, PrintsWhatItTakesAndMasksSecrets) {
  ASSERT_TRUE(Read({"--api_key=geheim", "--listen=127.0.0.1:1"}).status.ok());
  const std::string json = PrintConfig(config_);
  EXPECT_THAT(json, Not(HasSubstr("geheim")));
  EXPECT_THAT(json, HasSubstr("\"apiKey\": \"********\""));
  ASSERT_TRUE(Read({"--config=" + File(json)}).status.ok());
  EXPECT_EQ(config_.server().listen(), "127.0.0.1:1");
}

TEST_F(CommandLineTest, HelpNamesEverySetting) {
  ASSERT_TRUE(Read({}).status.ok());
  const std::string help = HelpText("lotse-test", "A test.", "LOTSE_TEST", config_);
  EXPECT_THAT(help, HasSubstr("--threads=2    LOTSE_TEST_THREADS"));
  EXPECT_THAT(help, HasSubstr("--peer_address=\"default\"    LOTSE_TEST_PEER_ADDRESS"));
}

}  // namespace
}  // namespace lotse::ops
