#include "runtime/ops/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "absl/time/clock.h"

namespace lotse::ops {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(JsonString, EscapesWhatJsonForbids) {
  EXPECT_EQ(JsonString("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(JsonString("line\nnext\x01"), R"("line\u000anext\u0001")");
  EXPECT_EQ(JsonString("Größe 語 😀"), "\"Größe 語 😀\"");
  EXPECT_EQ(JsonString("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(JsonString("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                    // overlong
  EXPECT_EQ(JsonString("\xED\xA0\x80x"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx\"");  // surrogate
}

class LogTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe(ends_), 0); }
  void TearDown() override { close(ends_[0]); }
  std::string ReadAll() {
    close(ends_[1]);
    std::string out;
    char buffer[4096];
    ssize_t n;
    while ((n = read(ends_[0], buffer, sizeof buffer)) > 0) out.append(buffer, n);
    return out;
  }
  int ends_[2];
};

TEST_F(LogTest, WritesOneObjectPerLineBeforeItEnds) {
  {
    Log log("lotse-survey", ends_[1]);
    log.Info("started", {{"port", int64_t{7402}}, {"folder", "/tmp/ä"}});
    log.Error("incident", {});
  }
  const std::string out = ReadAll();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
  EXPECT_THAT(out, HasSubstr(R"("level":"info","service":"lotse-survey","event":"started",)"
                             R"("port":7402,"folder":"/tmp/ä"})"));
  EXPECT_THAT(out, EndsWith("\"event\":\"incident\"}\n"));
}

TEST_F(LogTest, WhoEndsAtOnceWaitsForTheLastLine) {
  Log log("s", ends_[1]);
  log.Error("last");
  log.Flush(absl::Seconds(20));
  char buffer[4096];
  ASSERT_EQ(fcntl(ends_[0], F_SETFL, O_NONBLOCK), 0);
  const ssize_t size = read(ends_[0], buffer, sizeof buffer);
  ASSERT_GT(size, 0);
  EXPECT_THAT(std::string(buffer, size), EndsWith("\"event\":\"last\"}\n"));
  log.Flush(absl::Seconds(20));  // Of nothing.
}

TEST_F(LogTest, AndNotForAReaderThatIsStuck) {
  fcntl(ends_[1], F_SETPIPE_SZ, 4096);
  std::thread reader;
  {
    Log log("s", ends_[1]);
    for (int i = 0; i < 1000; ++i) log.Info("x", {{"i", int64_t{i}}});
    const absl::Time begin = absl::Now();
    log.Flush(absl::Milliseconds(50));
    EXPECT_GE(absl::Now() - begin, absl::Milliseconds(50));
    reader = std::thread([this] {
      char buffer[4096];
      while (read(ends_[0], buffer, sizeof buffer) > 0) {
      }
    });
  }
  close(ends_[1]);
  reader.join();
}

TEST_F(LogTest, DropsAndCountsWhenTheReaderIsStuck) {
  fcntl(ends_[1], F_SETPIPE_SZ, 4096);
  std::string out;
  std::thread reader;
  {
    Log log("s", ends_[1], /*max_waiting=*/10);
    for (int i = 0; i < 2000; ++i) log.Info("x", {{"i", int64_t{i}}});  // Blocks nobody.
    reader = std::thread([&] {
      char buffer[4096];
      ssize_t n;
      while ((n = read(ends_[0], buffer, sizeof buffer)) > 0) out.append(buffer, n);
    });
  }
  close(ends_[1]);
  reader.join();
  EXPECT_THAT(out, HasSubstr("\"event\":\"log_lines_dropped\",\"count\":"));
}

}  // namespace
}  // namespace lotse::ops
