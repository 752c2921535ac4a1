#include "runtime/ops/tls_watch.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "runtime/ops/tls_testing.h"

namespace lotse::ops {
namespace {

class TlsWatchTest : public ::testing::Test {
 protected:
  TlsWatchTest() {
    folder_.Write("ca.pem", authority_.certificate);
    WriteServer(MakeServer(authority_));
    EXPECT_EQ(pipe(log_pipe_), 0);
    log_ = std::make_unique<Log>("test", log_pipe_[1]);
  }
  ~TlsWatchTest() override { close(log_pipe_[0]); }

  void WriteServer(const Identity& server) const {
    folder_.Write("server.pem", server.certificate);
    folder_.Write("server.key", server.key);
  }

  // The value of a gauge by its name and setting; -1 if there is none.
  double Gauge(const std::string& name, const std::string& setting) {
    for (const auto& family : registry_.Collect()) {
      for (const auto& metric : family.metric) {
        if (family.name == name && metric.label[0].value == setting) return metric.gauge.value;
      }
    }
    return -1;
  }
  double Refused() { return Gauge("lotse_tls_files_refused", "tls_certificate"); }
  double Expiry() {
    return Gauge("lotse_tls_certificate_expiry_timestamp_seconds", "tls_certificate");
  }

  template <class Condition>
  static bool Eventually(Condition condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (!condition() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(20));
    return condition();
  }

  // What was logged; ends the log.
  std::string Logged() {
    log_.reset();
    close(log_pipe_[1]);
    std::string text(65536, '\0');
    text.resize(std::max<ssize_t>(read(log_pipe_[0], text.data(), text.size()), 0));
    return text;
  }

  const Identity authority_ = MakeTestAuthority();
  const TlsFolder folder_;
  prometheus::Registry registry_;
  int log_pipe_[2];
  std::unique_ptr<Log> log_;
};

TEST_F(TlsWatchTest, StartsOnlyWithGoodFiles) {
  folder_.Write("server.key", authority_.key);
  EXPECT_FALSE(TlsWatch::Start(folder_.Files(), &registry_, log_.get()).ok());
  Logged();
}

TEST_F(TlsWatchTest, TakesWhatIsRightAndKeepsWhatWasBeforeWhatIsNot) {
  auto watch = TlsWatch::Start(folder_.Files(), &registry_, log_.get());
  ASSERT_TRUE(watch.ok()) << watch.status();
  EXPECT_EQ(Refused(), 0);
  const double first = Expiry();
  EXPECT_NEAR(first, absl::ToUnixSeconds(absl::Now() + absl::Hours(24)), 10);

  folder_.Write("server.key", authority_.key);
  EXPECT_TRUE(Eventually([this] { return Refused() == 1; }));
  absl::SleepFor(absl::Seconds(3));  // long enough for a second warning, if there were one
  EXPECT_EQ(Expiry(), first);

  WriteServer(MakeServer(authority_, absl::Now(), absl::Hours(30)));
  EXPECT_TRUE(Eventually([this, first] { return Refused() == 0 && Expiry() > first; }));
  watch->reset();
  const std::string log = Logged();
  const size_t warning = log.find("tls_files_refused");
  ASSERT_NE(warning, std::string::npos) << log;
  EXPECT_EQ(log.find("tls_files_refused", warning + 1), std::string::npos) << log;
  EXPECT_NE(log.find("new ones are in use"), std::string::npos) << log;
  EXPECT_EQ(log.find("PRIVATE"), std::string::npos);
}

}  // namespace
}  // namespace lotse::ops
