#include "runtime/ops/development_clock.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>

#include "runtime/ops/daemon.h"

namespace lotse::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

class DevelopmentClockTest : public ::testing::Test {
 protected:
  DevelopmentClockTest() {
    std::string pattern = testing::TempDir() + "/clockXXXXXX";
    path_ = std::string(mkdtemp(pattern.data())) + "/now";
    log_ = std::make_unique<Log>("test", fileno(log_file_));
  }
  ~DevelopmentClockTest() override { std::fclose(log_file_); }

  void Write(const std::string& text) const {
    std::FILE* file = std::fopen(path_.c_str(), "w");
    std::fputs(text.c_str(), file);
    std::fclose(file);
  }

  // All that was logged; nothing is logged afterwards.
  std::string Logged() {
    log_.reset();
    std::rewind(log_file_);
    std::string text(1 << 16, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), log_file_));
    return text;
  }

  ServerConfig config_ = DefaultServerConfig(7401, 7411);
  std::string path_;
  std::FILE* const log_file_ = std::tmpfile();
  std::unique_ptr<Log> log_;
};

TEST_F(DevelopmentClockTest, StandsWhereTheFileSays) {
  Write("2026-03-02T09:00:00+01:00\n");
  const auto clock = DevelopmentClock::Start(path_, log_.get());
  ASSERT_TRUE(clock.ok()) << clock.status();
  EXPECT_EQ((*clock)->Now(), At("2026-03-02T08:00:00Z"));
  EXPECT_EQ((*clock)->Now(), At("2026-03-02T08:00:00Z"));
  Write("2026-05-31T23:30:00+02:00");
  EXPECT_EQ((*clock)->Now(), At("2026-05-31T21:30:00Z"));
  const std::string logged = Logged();
  EXPECT_THAT(logged,
              HasSubstr(R"("level":"warning","service":"test","event":"development_clock")"));
  EXPECT_THAT(logged, HasSubstr(R"("now":"2026-03-02T08:00:00+00:00")"));
  EXPECT_THAT(logged, Not(HasSubstr("development_clock_stands")));
}

TEST_F(DevelopmentClockTest, NeverGoesBackAndTellsItOnce) {
  Write("2026-03-02T09:00:00Z");
  const auto clock = DevelopmentClock::Start(path_, log_.get());
  ASSERT_TRUE(clock.ok()) << clock.status();
  for (const char* bad : {"2026-03-02T08:59:59Z", "infinite-future", ""}) {
    Write(bad);
    for (int i = 0; i < 3; ++i) EXPECT_EQ((*clock)->Now(), At("2026-03-02T09:00:00Z")) << bad;
  }
  unlink(path_.c_str());
  EXPECT_EQ((*clock)->Now(), At("2026-03-02T09:00:00Z"));
  Write("2026-03-02T09:00:01Z");
  EXPECT_EQ((*clock)->Now(), At("2026-03-02T09:00:01Z"));
  const std::string logged = Logged();
  size_t told = 0;
  for (size_t at = 0; (at = logged.find("development_clock_stands", at)) != std::string::npos;
       ++at) {
    ++told;
  }
  EXPECT_EQ(told, 3u) << logged;  // Earlier, no time, no file.
  EXPECT_THAT(logged, HasSubstr("it does not go back"));
}

TEST_F(DevelopmentClockTest, OnlyForDevelopment) {
  EXPECT_TRUE(CheckDevelopmentClock(config_).ok());
  config_.set_development_clock_file(path_);
  EXPECT_THAT(std::string(CheckDevelopmentClock(config_).message()), HasSubstr("cannot be read"));
  // Also times that no timestamp can show.
  for (const char* text : {"noon", "infinite-future", "infinite-past", "10000-01-01T00:00:00Z",
                           "0000-12-31T23:59:59Z", "-2026-03-02T09:00:00Z"}) {
    Write(text);
    EXPECT_THAT(std::string(CheckDevelopmentClock(config_).message()), HasSubstr("no time"))
        << text;
  }
  Write("2026-03-02T09:00:00Z");
  EXPECT_TRUE(CheckDevelopmentClock(config_).ok());
  config_.set_listen("0.0.0.0:7401");
  EXPECT_THAT(std::string(CheckDevelopmentClock(config_).message()),
              HasSubstr("listen on loopback"));
  config_.set_listen("127.0.0.1:7401");
  config_.mutable_auth()->set_auth_issuer("https://issuer.example");
  const absl::Status refused = CheckDevelopmentClock(config_);
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("with authentication"));
}

}  // namespace
}  // namespace lotse::ops
