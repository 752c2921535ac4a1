#pragma once

#include <grpcpp/grpcpp.h>
#include <prometheus/registry.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "runtime/auth/grant_book.h"
#include "runtime/ops/config.pb.h"
#include "runtime/ops/log.h"
#include "runtime/rpc/shell.h"

// The life of a daemon, the same for all three: command line, log, metrics,
// store, services, server, drain.
namespace lotse::ops {

// What a daemon is.
struct DaemonSpec {
  // Name of the program, for example `lotse-survey`.
  std::string name;
  // One sentence for --help.
  std::string summary;
  // Names it in errors, for example `survey.lotse`.
  std::string domain;
  // Prefix of its environment variables, for example `LOTSE_SURVEY`.
  std::string environment_prefix;
  // Full names of its gRPC services.
  std::vector<std::string> services;
  // Full names of requests whose success leaves no log line.
  std::vector<std::string> unlogged_requests;
};

// What a daemon is built from.
struct Process {
  Log* log;
  prometheus::Registry* registry;
  rpc::Shell* shell;
  // Who may do what; filled by the daemon.
  auth::GrantBook* book;
  // The time for all that is stored and asked; that of `development_clock_file`, if set.
  std::function<absl::Time()> clock;
};

// What a daemon serves.
struct Application {
  // Keeps the services alive, and the store under them.
  std::shared_ptr<void> state;
  // What is registered at the server.
  std::vector<grpc::Service*> services;
  // Whether calls are welcome, for example false after the disk was full.
  std::function<bool()> ready;
  // What is done before it serves, once an hour, and at the end; may be empty.
  // Quick: signals wait meanwhile.
  std::function<void()> hourly;
};

// The defaults that all daemons share; only ports differ.
ServerConfig DefaultServerConfig(int port, int management_port);

// Runs a daemon until SIGTERM or SIGINT and returns its exit code. `config`
// comes in with the defaults and is filled from the command line; `server` lies
// in it. `check` says what is wrong with settings that only this daemon has, for
// --check-config as for a start. `build` opens the store and makes the services; its errors say
// what is wrong with the store (see sql::Database::Open for the exit codes).
int RunDaemon(const DaemonSpec& spec, int argc, char** argv, google::protobuf::Message* config,
              const ServerConfig* server, const std::function<absl::Status()>& check,
              const std::function<absl::StatusOr<Application>(const Process&)>& build);

}  // namespace lotse::ops
