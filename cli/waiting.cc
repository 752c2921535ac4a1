#include "cli/waiting.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace lotse::cli {

absl::Status WaitUntil(const Invocation& invocation, absl::FunctionRef<bool()> ended,
                       absl::FunctionRef<absl::Status()> ask,
                       absl::FunctionRef<std::string()> progress) {
  constexpr absl::Duration kShortestPause = absl::Milliseconds(50);
  constexpr absl::Duration kLongestPause = absl::Seconds(1);
  const bool tells = invocation.environment.err_is_terminal && !invocation.settings.json;
  absl::Duration pause = kShortestPause;
  absl::Status status;
  while (status.ok() && !ended()) {
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kLongestPause);
    status = ask();
    if (status.ok() && tells) invocation.environment.err << "\r" << progress() << std::flush;
  }
  if (tells) invocation.environment.err << "\n";
  return status;
}

}  // namespace lotse::cli
