#pragma once

#include "absl/time/time.h"

// What whoever started this process is told about it: systemd, or another that listens at
// NOTIFY_SOCKET as sd_notify(3) says. Without such a socket nobody is told. Thread-safe.
namespace lotse::supervision {

// That calls are taken.
void TellReady();

// That it ends.
void TellStopping();

// That it is alive.
void TellAlive();

// How often the supervisor wants to hear that it is alive, at least (WatchdogSec=);
// InfiniteDuration if it does not.
absl::Duration WatchdogLimit();

}  // namespace lotse::supervision
