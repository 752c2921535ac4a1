#include "cli/settings.h"

#include <gtest/gtest.h>

namespace lotse::cli {
namespace {

absl::StatusOr<Settings> Read(const std::vector<std::string>& words,
                              const std::map<std::string, std::string>& environment = {}) {
  const absl::StatusOr<Args> args = ParseArgs(words, GlobalFlags());
  if (!args.ok()) return args.status();
  return ReadSettings(*args, environment);
}

TEST(SettingsTest, FlagsGoBeforeTheEnvironmentAndThatBeforeDefaults) {
  const absl::StatusOr<Settings> settings =
      Read({"--survey=a:1", "--timeout=0.5", "--json"},
           {{"LOTSE_SURVEY", "b:2"}, {"LOTSE_REPORTING", "[::1]:3"}, {"LOTSE_ENGAGEMENT", ""}});
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->addresses.at("survey"), "a:1");
  EXPECT_EQ(settings->addresses.at("reporting"), "[::1]:3");
  EXPECT_EQ(settings->addresses.at("engagement"), "127.0.0.1:7401");
  EXPECT_EQ(settings->timeout, absl::Milliseconds(500));
  EXPECT_TRUE(settings->timeout_given);
  EXPECT_FALSE(Read({})->timeout_given);
  EXPECT_TRUE(settings->json);
}

TEST(SettingsTest, FilesOfTlsGoTogether) {
  const absl::StatusOr<Settings> settings =
      Read({"--tls-ca=a", "--tls-key=k"},
           {{"LOTSE_TLS_CA", "x"}, {"LOTSE_TLS_CERTIFICATE", "c"}, {"LOTSE_TLS_KEY", "y"}});
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->tls_ca, "a");
  EXPECT_EQ(settings->tls_certificate, "c");
  EXPECT_EQ(settings->tls_key, "k");
  EXPECT_EQ(Read({})->tls_ca, "");
  EXPECT_TRUE(Read({"--tls-ca=a"}).ok());
  EXPECT_FALSE(Read({"--tls-ca=a", "--tls-key=k"}).ok());
  EXPECT_FALSE(Read({"--tls-ca=a", "--tls-certificate=c"}).ok());
  EXPECT_FALSE(Read({"--tls-certificate=c", "--tls-key=k"}).ok());
}

TEST(SettingsTest, RefusesWrongValues) {
  for (const char* flag : {"--survey=host", "--survey=:1", "--survey=host:0", "--survey=host:65536",
                           "--survey=host:x", "--timeout=0", "--timeout=-1", "--timeout=nan",
                           "--timeout=inf", "--timeout=86401", "--timeout=soon"}) {
    EXPECT_FALSE(Read({flag}).ok()) << flag;
  }
  EXPECT_FALSE(Read({}, {{"LOTSE_SURVEY", "host"}}).ok());
}

}  // namespace
}  // namespace lotse::cli
