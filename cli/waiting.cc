#include "cli/waiting.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "cli/text.h"

namespace lotse::cli {

absl::Status WaitUntil(const Invocation& invocation, absl::FunctionRef<bool()> ended,
                       absl::FunctionRef<absl::Status()> ask,
                       absl::FunctionRef<std::string()> progress) {
  constexpr absl::Duration kShortestPause = absl::Milliseconds(50);
  constexpr absl::Duration kLongestPause = absl::Seconds(1);
  const bool tells = invocation.environment.err_is_terminal && !invocation.settings.json;
  absl::Duration pause = kShortestPause;
  int shown = 0;  // Columns of the line.
  absl::Status status;
  while (status.ok() && !ended()) {
    absl::SleepFor(pause);
    pause = std::min(2 * pause, kLongestPause);
    status = ask();
    if (!status.ok() || !tells) continue;
    const std::string line = progress();
    // With blanks over what the line before has more.
    invocation.environment.err << "\r" << PadRight(line, shown) << std::flush;
    shown = DisplayWidth(line);
  }
  if (tells) invocation.environment.err << "\n";
  return status;
}

}  // namespace lotse::cli
