#pragma once

#include <memory>

#include "runtime/ops/config.pb.h"
#include "runtime/ops/log.h"
#include "runtime/supervision/self_probe.h"

namespace lotse::ops {

// Begins to look after the API port, which is `port`, and the socket for the edge, and to tell the
// supervisor that the process is alive as long as it answers. A port that is dead ends the process
// with kExitApiPortDead. Null if neither the settings nor the supervisor want it. `log` outlives
// it.
std::unique_ptr<supervision::SelfProbe> WatchOwnPort(const ServerConfig& config, int port,
                                                     Log* log);

}  // namespace lotse::ops
