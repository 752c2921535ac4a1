#include "runtime/auth/key_source.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>

#include "runtime/auth/issuer_server_test.h"
#include "runtime/auth/token_testing.h"

namespace lotse::auth {
namespace {

// Two key sets, made once.
std::string First() {
  static const auto* const text = new std::string(TestIssuer("first").Jwks());
  return *text;
}
std::string Second() {
  static const auto* const text = new std::string(TestIssuer("second").Jwks());
  return *text;
}

KeySource::Times Hurried() {
  KeySource::Times times;
  times.file_poll = absl::Milliseconds(20);
  times.url_poll = absl::Hours(1);
  times.url_retry = absl::Milliseconds(50);
  times.file_pause = absl::ZeroDuration();
  times.url_pause = absl::Milliseconds(300);
  times.fetch_timeout = absl::Milliseconds(500);
  return times;
}

class KeySourceTest : public testing::Test {
 protected:
  KeySourceTest()
      : fd_(memfd_create("log", MFD_CLOEXEC)), log_(std::make_unique<ops::Log>("test", fd_)) {}

  // Replaces the file as one should.
  void Write(const std::string& text) const {
    std::ofstream(path_ + ".new") << text;
    ASSERT_EQ(rename((path_ + ".new").c_str(), path_.c_str()), 0);
  }

  // How often an event was logged; ends the log.
  int Logged(const std::string& event) {
    log_.reset();
    std::string text(1 << 16, '\0');
    text.resize(pread(fd_, text.data(), text.size(), 0));
    int count = 0;
    for (size_t at = text.find(event); at != std::string::npos; at = text.find(event, at + 1)) {
      ++count;
    }
    return count;
  }

  double Metric(const std::string& name, size_t index = 0) {
    for (const auto& family : registry_.Collect()) {
      if (family.name != name) continue;
      const auto& metric = family.metric[index];
      return metric.counter.value + metric.gauge.value;
    }
    return -1;
  }

  static bool Eventually(const std::function<bool()>& what) {
    for (int i = 0; i < 500 && !what(); ++i) absl::SleepFor(absl::Milliseconds(10));
    return what();
  }
  static bool Has(const KeySource& source, const std::string& kid) {
    const KeySnapshot snapshot = source.snapshot();
    return snapshot.keys != nullptr && snapshot.keys->Has(kid);
  }

  const std::string path_ = testing::TempDir() + "/key_source_keys.json";
  const int fd_;
  std::unique_ptr<ops::Log> log_;
  prometheus::Registry registry_;
};

TEST_F(KeySourceTest, ChecksWhereKeysAre) {
  EXPECT_FALSE(KeySource::Check("").ok());
  EXPECT_FALSE(KeySource::Check("http://login.example/keys").ok());
  EXPECT_TRUE(KeySource::Check("https://login.example/keys").ok());
  EXPECT_TRUE(KeySource::Check("/etc/lotse/keys.json").ok());
}

TEST_F(KeySourceTest, ReadsAFileThatChanges) {
  Write(First());
  KeySource source(path_, log_.get(), &registry_, Hurried());
  ASSERT_TRUE(source.Refresh().ok());
  EXPECT_TRUE(Has(source, "first"));
  EXPECT_EQ(source.generation(), 1U);
  Write(First());  // The same keys anew.
  EXPECT_TRUE(source.Refresh().ok());
  EXPECT_EQ(source.generation(), 1U);
  Write(Second());
  EXPECT_TRUE(Eventually([&] { return Has(source, "second"); }));
  EXPECT_FALSE(Has(source, "first"));
  EXPECT_EQ(source.generation(), 2U);
}

TEST_F(KeySourceTest, KeepsGoodKeysAndTellsOnce) {
  Write(First());
  {
    KeySource source(path_, log_.get(), &registry_, Hurried());
    ASSERT_TRUE(source.Refresh().ok());
    for (const char* nonsense : {"", "{", R"({"keys": []})"}) {
      Write(nonsense);
      EXPECT_FALSE(source.Refresh().ok());
      EXPECT_TRUE(Has(source, "first")) << nonsense;
    }
    unlink(path_.c_str());
    EXPECT_FALSE(source.Refresh().ok());
    EXPECT_TRUE(Has(source, "first"));
    EXPECT_GE(
        Metric("lotse_auth_keys_refresh_total", 0) + Metric("lotse_auth_keys_refresh_total", 1), 5);
    Write(First());
    EXPECT_TRUE(source.Refresh().ok());
    EXPECT_EQ(source.generation(), 1U);
    EXPECT_NEAR(Metric("lotse_auth_keys_last_success_timestamp_seconds"),
                static_cast<double>(absl::ToUnixSeconds(absl::Now())), 60);
  }
  EXPECT_EQ(Logged("auth_keys_failed"), 1);
}

TEST_F(KeySourceTest, StartsWithoutKeysAndFindsThemLater) {
  IssuerServer server;
  server.Answer("503 Down", "");
  KeySource source(server.Url(), log_.get(), &registry_, Hurried());
  EXPECT_FALSE(source.Refresh().ok());
  EXPECT_EQ(source.snapshot().keys, nullptr);
  EXPECT_EQ(source.generation(), 0U);
  server.Answer("200 OK", First());
  EXPECT_TRUE(Eventually([&] { return Has(source, "first"); }));
}

using Search = KeySource::Search;

TEST_F(KeySourceTest, AsksForUnknownKeysOnceInAWhile) {
  IssuerServer server;
  server.Answer("200 OK", First());
  KeySource source(server.Url(), log_.get(), &registry_, Hurried());
  ASSERT_TRUE(Eventually([&] { return Has(source, "first"); }));
  absl::SleepFor(Hurried().url_pause);
  const int before = server.requests();
  EXPECT_EQ(source.Seek("first"), Search::kKnown);
  EXPECT_EQ(server.requests(), before);
  EXPECT_EQ(source.Seek("second"), Search::kUnderWay);
  EXPECT_TRUE(Eventually([&] { return source.Seek("second") == Search::kInVain; }));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(source.Seek("second"), Search::kInVain);
  EXPECT_EQ(server.requests(), before + 1);
  server.Answer("200 OK", Second());
  EXPECT_TRUE(Eventually([&] { return source.Seek("second") == Search::kKnown; }));
}

TEST_F(KeySourceTest, ManyWaitForTheSameAnswer) {
  IssuerServer server;
  server.Answer("200 OK", First());
  KeySource source(server.Url(), log_.get(), &registry_, Hurried());
  ASSERT_TRUE(Eventually([&] { return Has(source, "first"); }));
  absl::SleepFor(Hurried().url_pause);
  const int before = server.requests();
  server.Answer("200 OK", Second());
  server.AnswerAfter(absl::Milliseconds(200));
  std::atomic<int> found = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Search search = source.Seek("second");
      for (; search == Search::kUnderWay; search = source.Seek("second")) {
        absl::SleepFor(absl::Milliseconds(1));
      }
      found += search == Search::kKnown ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(found, 8);
  EXPECT_EQ(server.requests(), before + 1);
}

TEST_F(KeySourceTest, NobodyWaitsForAnIssuerThatHangs) {
  IssuerServer server;
  server.Answer("200 OK", First());
  KeySource source(server.Url(), log_.get(), &registry_, Hurried());
  ASSERT_TRUE(Eventually([&] { return Has(source, "first"); }));
  absl::SleepFor(Hurried().url_pause);
  server.AnswerAfter(absl::Milliseconds(450));
  const absl::Time begin = absl::Now();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(source.Seek("second"), Search::kUnderWay);
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(400));
}

}  // namespace
}  // namespace lotse::auth
