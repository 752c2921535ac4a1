// lotse dev: the three services on this machine, for development.
#include <signal.h>
#include <unistd.h>

#include <ctime>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/child.h"
#include "cli/commands.h"
#include "cli/dev_identity.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/readiness.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

constexpr int kDefaultPortBase = 7400;

// How long the services may take to drain before they are killed; longer than
// their own grace.
constexpr absl::Duration kStopGrace = absl::Seconds(30);

struct Daemon {
  std::string service;
  int port = 0;
  int management_port = 0;
  bool ready = false;
  Child child;
};

std::string Address(int port) { return absl::StrCat("127.0.0.1:", port); }

// Takes the signals of this program for itself while it lives. They are blocked
// and fetched with Next, so no code runs in a signal handler.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
  }
  ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Waits for a signal. True if it asks this program to stop; false for the end
  // of a child, or if none came in time.
  bool WaitForStop(absl::Duration timeout) {
    const timespec wait = absl::ToTimespec(timeout);
    const int signal = sigtimedwait(&set_, nullptr, &wait);
    return signal == SIGINT || signal == SIGTERM || signal == SIGHUP;
  }

 private:
  sigset_t set_;
  sigset_t before_;
};

// The three services while they run. When it goes, they are stopped.
class Fleet {
 public:
  // `identity` is the folder of FindDevIdentity; empty: everybody may call.
  Fleet(const std::string& data, const std::string& programs, int port_base,
        const std::string& identity)
      : data_(data), programs_(programs), identity_(identity) {
    int number = 0;
    for (const char* service : {"engagement", "survey", "reporting"}) {
      ++number;
      daemons_.push_back({service, port_base + number, port_base + 10 + number, false, {}});
    }
  }

  // Not left to the kernel: it would not wait for them.
  ~Fleet() { Stop().IgnoreError(); }
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  const std::vector<Daemon>& daemons() const { return daemons_; }
  const std::string& data() const { return data_; }
  const std::string& identity() const { return identity_; }

  absl::Status Start() {
    for (const Daemon& daemon : daemons_) {
      for (const int port : {daemon.port, daemon.management_port}) {
        if (PortIsFree(port)) continue;
        return UnreachableError(absl::StrCat("port ", port, " for the ", daemon.service,
                                             " service is in use; see --port-base"));
      }
    }
    for (Daemon& daemon : daemons_) {
      const std::string folder = absl::StrCat(data_, "/", daemon.service);
      if (absl::Status made = MakeFolder(folder); !made.ok()) return made;
      absl::StatusOr<Child> child =
          StartChild(absl::StrCat(programs_, "/lotse-", daemon.service), ArgumentsOf(daemon),
                     absl::StrCat(data_, "/", daemon.service, ".log"));
      if (!child.ok()) return child.status();
      daemon.child = *std::move(child);
    }
    return absl::OkStatus();
  }

  // True once all are ready.
  bool AllReady() {
    bool all = true;
    for (Daemon& daemon : daemons_) {
      if (!daemon.ready) {
        daemon.ready = HasStarted(daemon.child) && IsReady(daemon.management_port);
      }
      all = all && daemon.ready;
    }
    return all;
  }

  // An error if one has ended, with what it said last.
  absl::Status CheckAlive() {
    for (Daemon& daemon : daemons_) {
      if (!HasEnded(&daemon.child)) continue;
      return UnreachableError(
          DescribeFailure(daemon, absl::StrCat("has ended with ", DescribeEnd(daemon.child))));
    }
    return absl::OkStatus();
  }

  // The error for services that were not ready in time.
  absl::Status NotReady() const {
    for (const Daemon& daemon : daemons_) {
      if (!daemon.ready) return UnreachableError(DescribeFailure(daemon, "did not become ready"));
    }
    return absl::OkStatus();
  }

  void Signal(int signal) {
    for (Daemon& daemon : daemons_) {
      if (!HasEnded(&daemon.child)) kill(daemon.child.pid, signal);
    }
  }

  // Asks all that run to stop and waits for them; kills them when the grace is
  // over or a second signal asks for it. An error if one did not end well.
  absl::Status Stop() {
    std::vector<bool> running;
    for (Daemon& daemon : daemons_) running.push_back(!HasEnded(&daemon.child));
    Signal(SIGTERM);
    const absl::Time deadline = absl::Now() + kStopGrace;
    while (!AllEnded()) {
      const bool again = signals_.WaitForStop(absl::Milliseconds(50));
      if (again || absl::Now() > deadline) Signal(SIGKILL);
    }
    for (size_t i = 0; i < daemons_.size(); ++i) {
      if (running[i] && daemons_[i].child.wait_status != 0) {
        return UnreachableError(DescribeFailure(
            daemons_[i], absl::StrCat("stopped with ", DescribeEnd(daemons_[i].child))));
      }
    }
    return absl::OkStatus();
  }

  Signals& signals() { return signals_; }

 private:
  std::vector<std::string> ArgumentsOf(const Daemon& daemon) const {
    std::vector<std::string> arguments = {
        absl::StrCat("--listen=", Address(daemon.port)),
        absl::StrCat("--management_listen=", Address(daemon.management_port)),
        absl::StrCat("--data_dir=", data_, "/", daemon.service)};
    if (daemon.service != "engagement") {
      arguments.push_back(absl::StrCat("--engagement_address=", Address(daemons_[0].port)));
    }
    if (daemon.service == "reporting") {
      arguments.push_back(absl::StrCat("--survey_address=", Address(daemons_[1].port)));
    }
    if (!identity_.empty()) {
      for (std::string& flag : DevIdentityFlags(identity_, daemon.service)) {
        arguments.push_back(std::move(flag));
      }
    }
    return arguments;
  }

  bool AllEnded() {
    bool all = true;
    for (Daemon& daemon : daemons_) all = HasEnded(&daemon.child) && all;
    return all;
  }

  static std::string DescribeFailure(const Daemon& daemon, const std::string& what) {
    std::string message = absl::StrCat("the ", daemon.service, " service ", what, "; its log, ",
                                       daemon.child.log, ", ends with:");
    for (const std::string& line : LastLogLines(daemon.child, 10)) {
      absl::StrAppend(&message, "\n  ", line);
    }
    return message;
  }

  const std::string data_;
  const std::string programs_;
  const std::string identity_;
  std::vector<Daemon> daemons_;
  Signals signals_;
};

std::string AddressesJson(const Fleet& fleet) {
  JsonObject json;
  for (const Daemon& daemon : fleet.daemons()) {
    json.AddRaw(daemon.service, JsonObject()
                                    .Add("address", Address(daemon.port))
                                    .Add("management", Address(daemon.management_port))
                                    .str());
  }
  if (!fleet.identity().empty()) {
    json.Add("tlsCa", fleet.identity() + "/ca.pem");
    json.Add("tokenCommand", AdminTokenCommand(fleet.identity(), ThisProgram()));
  }
  return json.str() + "\n";
}

// How an admin shows who he is.
std::string IdentityExports(const std::string& identity) {
  return absl::StrCat("  export LOTSE_TLS_CA=", ShellWord(identity + "/ca.pem"),
                      "\n  export LOTSE_TOKEN_COMMAND=",
                      ShellWord(AdminTokenCommand(identity, ThisProgram())), "\n");
}

std::string Greeting(const Fleet& fleet, bool usual_ports) {
  std::string text = "Lotse is running; Ctrl-C stops it.\n\n";
  for (const Daemon& daemon : fleet.daemons()) {
    absl::StrAppend(&text, "  ", PadRight(daemon.service, 10), "  ", Address(daemon.port),
                    "  metrics http://", Address(daemon.management_port), "/metrics\n");
  }
  absl::StrAppend(&text, "\nData and logs lie in ", fleet.data(), ". In another terminal:\n\n");
  for (const Daemon& daemon : fleet.daemons()) {
    if (usual_ports) break;
    absl::StrAppend(&text, "  export LOTSE_", absl::AsciiStrToUpper(daemon.service), "=",
                    Address(daemon.port), "\n");
  }
  if (!fleet.identity().empty()) text += IdentityExports(fleet.identity());
  absl::StrAppend(&text,
                  "  lotse methods\n"
                  "  lotse describe CreateProgramme\n"
                  "  lotse call ListProgrammes\n");
  return text;
}

absl::StatusOr<int> ReadPortBase(const Args& args) {
  int base = kDefaultPortBase;
  if (args.Has("port-base") &&
      (!absl::SimpleAtoi(args.Get("port-base"), &base) || base < 1024 || base > 65522)) {
    return UsageError("--port-base: give a number from 1024 to 65522");
  }
  return base;
}

// Waits until all services are ready. True if it was asked to stop before.
absl::StatusOr<bool> WaitUntilReady(Fleet* fleet, absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!fleet->AllReady()) {
    if (absl::Status alive = fleet->CheckAlive(); !alive.ok()) return alive;
    if (absl::Now() > deadline) return fleet->NotReady();
    if (fleet->signals().WaitForStop(absl::Milliseconds(50))) return true;
  }
  return false;
}

// Runs the services until a signal asks to stop or one of them ends.
absl::Status Serve(const Invocation& invocation, Fleet* fleet) {
  const std::string ready_file = invocation.args.Get("ready-file");
  std::ostream& out = invocation.environment.out;
  const bool usual_ports = fleet->daemons()[0].port == kDefaultPortBase + 1;
  out << (invocation.settings.json ? AddressesJson(*fleet) : Greeting(*fleet, usual_ports))
      << std::flush;
  if (!ready_file.empty()) {
    if (absl::Status s = WriteFileAtomically(ready_file, AddressesJson(*fleet)); !s.ok()) return s;
  }
  absl::Status alive;
  while (alive.ok() && !fleet->signals().WaitForStop(absl::Seconds(1))) {
    alive = fleet->CheckAlive();
  }
  // What it says is no longer true.
  if (!ready_file.empty()) unlink(ready_file.c_str());
  if (!alive.ok()) return alive;
  return fleet->Stop();
}

}  // namespace

absl::Status RunDev(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<int> port_base = ReadPortBase(args);
  if (!port_base.ok()) return port_base.status();
  const std::string data = args.Get("data", "lotse-data");
  const std::string ready_file = args.Get("ready-file");
  if (!ready_file.empty()) unlink(ready_file.c_str());  // of an earlier run
  absl::StatusOr<std::string> identity = std::string();
  if (args.Has("auth")) identity = FindDevIdentity(data);
  if (!identity.ok()) return identity.status();
  Fleet fleet(data, args.Get("bin", FolderOfThisProgram()), *port_base, *identity);
  if (absl::Status started = fleet.Start(); !started.ok()) return started;
  const absl::StatusOr<bool> stop = WaitUntilReady(&fleet, invocation.settings.timeout);
  if (!stop.ok()) return stop.status();
  if (*stop) return fleet.Stop();
  return Serve(invocation, &fleet);
}

}  // namespace lotse::cli
