#include "runtime/supervision/supervisor.h"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace lotse::supervision {
namespace {

constexpr int kKeepEnvironment = 0;

}  // namespace

// A supervisor that cannot be told is not waited for: it will act on what it does not hear.
void TellReady() { (void)sd_notify(kKeepEnvironment, "READY=1"); }

void TellStopping() { (void)sd_notify(kKeepEnvironment, "STOPPING=1"); }

void TellAlive() { (void)sd_notify(kKeepEnvironment, "WATCHDOG=1"); }

absl::Duration WatchdogLimit() {
  uint64_t microseconds = 0;
  const bool wanted = sd_watchdog_enabled(kKeepEnvironment, &microseconds) > 0;
  return wanted ? absl::Microseconds(microseconds) : absl::InfiniteDuration();
}

}  // namespace lotse::supervision
