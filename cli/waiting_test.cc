#include "cli/waiting.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace lotse::cli {
namespace {

// Waits until what is asked for has said all of `answers`, one after another; what was printed on
// the way. The last one is the end.
std::string WaitFor(const std::vector<std::string>& answers, bool terminal, bool json = false) {
  std::istringstream in;
  std::ostringstream out, err;
  Environment environment = {in, out, err};
  environment.err_is_terminal = terminal;
  Settings settings;
  settings.json = json;
  const Args args = {};
  size_t asked = 0;
  const absl::Status status = WaitUntil(
      {args, settings, environment}, [&] { return asked == answers.size(); },
      [&] {
        ++asked;
        return absl::OkStatus();
      },
      [&] { return answers[asked - 1]; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(out.str(), "");
  return err.str();
}

TEST(WaitUntil, ShowsHowItStandsInOneLine) {
  EXPECT_EQ(WaitFor({"eins"}, /*terminal=*/true), "\reins\n");
  EXPECT_EQ(WaitFor({"eins", "zwei"}, /*terminal=*/true), "\reins\rzwei\n");
}

TEST(WaitUntil, LeavesNothingOfALongerLine) {
  EXPECT_EQ(WaitFor({"länger", "kurz", "ä"}, /*terminal=*/true), "\rlänger\rkurz  \rä   \n");
}

TEST(WaitUntil, ShowsNothingToAFileOrAProgram) {
  EXPECT_EQ(WaitFor({"eins"}, /*terminal=*/false), "");
  EXPECT_EQ(WaitFor({"eins"}, /*terminal=*/true, /*json=*/true), "");
}

TEST(WaitUntil, EndsWithTheFirstError) {
  std::istringstream in;
  std::ostringstream out, err;
  Environment environment = {in, out, err};
  const Settings settings = {};
  const Args args = {};
  const absl::Status status = WaitUntil(
      {args, settings, environment}, [] { return false; },
      [] { return absl::UnavailableError("gone"); }, [] { return std::string(); });
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

}  // namespace
}  // namespace lotse::cli
