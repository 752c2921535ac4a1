#include "runtime/ops/own_port.h"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/edge/socket.h"
#include "runtime/ops/command_line.h"
#include "runtime/ops/transport.h"
#include "runtime/supervision/port_probe.h"
#include "runtime/supervision/supervisor.h"

namespace lotse::ops {
namespace {

// How long the port may take to answer.
constexpr absl::Duration kPatience = absl::Seconds(5);
// How long the last line of the log may take.
constexpr absl::Duration kLastLine = absl::Seconds(1);

// Ends the process as a kill does: nothing that waits for the port, or for calls over
// connections that are left, keeps it. What was acknowledged is on disk.
[[noreturn]] void EndDead(absl::Duration silent, const absl::Status& last, Log* log) {
  log->Error("api_port_dead", {{"silent_ms", absl::ToInt64Milliseconds(silent)},
                               {"what", std::string(last.message())}});
  log->Flush(kLastLine);
  _exit(kExitApiPortDead);
}

// Asks at each address at which the API is served: one listener may be dead while others live.
std::function<absl::Status()> Asking(const ServerConfig& config, int port,
                                     absl::Duration patience) {
  auto probes = std::make_shared<std::vector<supervision::PortProbe>>();
  probes->emplace_back(supervision::OwnAddress(config.listen(), port), HasTls(config));
  if (!config.edge_socket().empty()) {
    probes->emplace_back(edge::AddressOfSocket(config.edge_socket()), /*tls=*/false);
  }
  return [probes, each = patience / static_cast<int64_t>(probes->size())] {
    for (const supervision::PortProbe& probe : *probes) {
      if (absl::Status s = probe.Ask(each); !s.ok()) return s;
    }
    return absl::OkStatus();
  };
}

}  // namespace

std::unique_ptr<supervision::SelfProbe> WatchOwnPort(const ServerConfig& config, int port,
                                                     Log* log) {
  const bool asks = config.self_probe_seconds() > 0;
  const absl::Duration limit = supervision::WatchdogLimit();
  if (!asks && limit == absl::InfiniteDuration()) return nullptr;
  // What is told may be late once, and the supervisor still hears of it in time.
  const absl::Duration most = limit / 3;
  supervision::SelfProbe::Options options;
  options.interval = asks ? std::min(absl::Seconds(config.self_probe_seconds()), most) : most;
  options.limit = absl::Seconds(config.self_probe_limit_seconds());
  options.ask = [] { return absl::OkStatus(); };
  if (asks) options.ask = Asking(config, port, std::min(kPatience, most));
  options.alive = &supervision::TellAlive;
  options.dead = [log](absl::Duration silent, const absl::Status& last) {
    EndDead(silent, last, log);
  };
  return std::make_unique<supervision::SelfProbe>(std::move(options), log);
}

}  // namespace lotse::ops
