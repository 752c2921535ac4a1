#include "runtime/ops/daemon.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>

#include "absl/base/attributes.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/edge/origin.h"
#include "runtime/edge/socket.h"
#include "runtime/ops/authentication.h"
#include "runtime/ops/command_line.h"
#include "runtime/ops/development_clock.h"
#include "runtime/ops/management_server.h"
#include "runtime/ops/own_port.h"
#include "runtime/ops/transport.h"
#include "runtime/supervision/process_metrics.h"
#include "runtime/supervision/supervisor.h"

extern char** environ;

namespace lotse::ops {
namespace {

constexpr int kMaxMetadataBytes = 16 * 1024;
constexpr int kMaxStreams = 256;

// gRPC's reflection library registers itself by being linked; this takes it out
// again where the API shall not describe itself.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->erase(
        std::remove_if(plugins->begin(), plugins->end(),
                       [](const auto& p) { return p->name() == "proto_server_reflection"; }),
        plugins->end());
  }
};

// Where gRPC's own complaints go; none while a daemon starts, so that a failed
// start is told in one line.
ABSL_CONST_INIT absl::Mutex grpc_log_mutex(absl::kConstInit);
Log* grpc_log ABSL_GUARDED_BY(grpc_log_mutex) = nullptr;

void SetGrpcLog(Log* log) {
  absl::MutexLock lock(&grpc_log_mutex);
  grpc_log = log;
}

void LogForGrpc(gpr_log_func_args* args) {
  absl::MutexLock lock(&grpc_log_mutex);
  if (grpc_log != nullptr && args->severity >= GPR_LOG_SEVERITY_ERROR) {
    grpc_log->Error("grpc", {{"what", std::string(args->message)}});
  }
}

int Fail(const DaemonSpec& spec, const absl::Status& status, int exit_code) {
  std::fprintf(stderr, "%s: %s\n", spec.name.c_str(), std::string(status.message()).c_str());
  return exit_code;
}

int StoreExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kDataLoss:
      return kExitStoreNewer;
    case absl::StatusCode::kAborted:
      return kExitStoreInUse;
    case absl::StatusCode::kInvalidArgument:
      return kExitConfig;
    default:
      return kExitFolder;
  }
}

absl::Status CheckRange(absl::string_view setting, int value, int min, int max) {
  if (value >= min && value <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(setting, ": ", value, " is out of range; give ", min, " to ", max));
}

absl::Status Check(const ServerConfig& config) {
  for (const absl::Status& s :
       {CheckTransport(config), CheckAuthentication(config), CheckDevelopmentClock(config),
        edge::CheckSocket(config.edge_socket(), HasAuthentication(config.auth())),
        CheckRange("drain_seconds", config.drain_seconds(), 1, 600),
        CheckRange("threads", config.threads(), 1, 64),
        CheckRange("max_waiting_calls", config.max_waiting_calls(), 1, 100000),
        CheckRange("caller_calls_per_second", config.caller_calls_per_second(), 1, 100000),
        CheckRange("caller_calls_at_once", config.caller_calls_at_once(), 1, 10000),
        CheckRange("caller_streams", config.caller_streams(), 1, 1000),
        CheckRange("max_request_bytes", config.max_request_bytes(), 1024, 64 << 20),
        CheckRange("self_probe_seconds", config.self_probe_seconds(), 0, 60),
        CheckRange("self_probe_limit_seconds", config.self_probe_limit_seconds(), 3, 600)}) {
    if (!s.ok()) return s;
  }
  if (const auto known = edge::IpNetworks::Parse(config.edge_addresses()); !known.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("edge_addresses: ", known.status().message()));
  }
  if (config.data_dir().empty()) {
    return absl::InvalidArgumentError("data_dir: missing; give the folder of the store");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<grpc::Server>> StartServer(
    const ServerConfig& config, const ServerTransport& transport,
    const std::vector<grpc::Service*>& services, int* port) {
  if (absl::Status s = edge::CheckPlaceOfSocket(config.edge_socket()); !s.ok()) return s;
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(config.listen(), transport.credentials(), port);
  if (!config.edge_socket().empty()) {
    builder.AddListeningPort(edge::AddressOfSocket(config.edge_socket()),
                             grpc::InsecureServerCredentials());
  }
  // Without this two daemons would share a port, and each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreams);
  builder.SetMaxReceiveMessageSize(config.max_request_bytes());
  if (config.reflection()) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  } else {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (*port == 0) {
    return absl::UnavailableError(
        absl::StrCat("listen: cannot listen on ", config.listen(), "; is it in use?"));
  }
  if (server == nullptr) {
    return absl::UnavailableError(absl::StrCat("edge_socket: cannot listen at ",
                                               config.edge_socket(),
                                               "; may this process write in its folder?"));
  }
  if (absl::Status s = edge::OpenSocket(config.edge_socket()); !s.ok()) return s;
  return server;
}

sigset_t BlockSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return set;
}

absl::StatusOr<Methods> MethodsOf(const DaemonSpec& spec, prometheus::Registry* registry) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string& name : spec.services) {
    services.push_back(pool->FindServiceByName(name));
  }
  absl::flat_hash_set<const google::protobuf::Descriptor*> unlogged;
  for (const std::string& name : spec.unlogged_requests) {
    unlogged.insert(pool->FindMessageTypeByName(name));
  }
  return Methods::Make(services, unlogged, registry);
}

// Waits until the daemon is told to end, and does meanwhile what is due every hour.
int WaitForSignal(const sigset_t& signals, const std::function<void()>& hourly) {
  constexpr timespec kHour = {3600, 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &kHour);
    if (signal > 0) return signal;
    if (hourly) hourly();
  }
}

// Where a call comes from, by what the edge says.
std::string Origin(const grpc::CallbackServerContext& context, const edge::IpNetworks& known) {
  const auto sent = context.client_metadata().equal_range(edge::kOriginHeader);
  std::vector<absl::string_view> told;
  for (auto it = sent.first; it != sent.second; ++it) {
    told.emplace_back(it->second.data(), it->second.size());
  }
  return edge::OriginOf(context.peer(), told, known);
}

rpc::Shell::Options ShellOptions(const DaemonSpec& spec, const ServerConfig& config,
                                 const Authentication* authentication) {
  rpc::Shell::Options options;
  options.domain = spec.domain;
  options.threads = config.threads();
  options.max_waiting = config.max_waiting_calls();
  const auto known = edge::IpNetworks::Parse(config.edge_addresses());
  if (known.ok() && (!known->empty() || !config.edge_socket().empty())) {
    options.origin = [known = *known](const grpc::CallbackServerContext& context) {
      return Origin(context, known);
    };
  }
  if (authentication != nullptr) {
    options.per_caller = CallerLimits::Options{
        config.caller_calls_per_second(), config.caller_calls_at_once(), config.caller_streams()};
    options.identify = [authentication](const grpc::CallbackServerContext& context) {
      return authentication->Identify(context);
    };
    options.recognizes = [authentication](const grpc::CallbackServerContext& context) {
      return authentication->Recognizes(context);
    };
  }
  return options;
}

std::function<absl::Time()> ClockOf(DevelopmentClock* development_clock) {
  if (development_clock == nullptr) return &absl::Now;
  return [development_clock] { return development_clock->Now(); };
}

absl::StatusOr<std::unique_ptr<ManagementServer>> StartManagement(
    const ServerConfig& config, std::shared_ptr<prometheus::Registry> registry, absl::Time start,
    const std::function<bool()>& ready, const Log* log) {
  auto process = std::make_shared<supervision::ProcessMetrics>(supervision::ProcessMetrics::Options{
      LOTSE_VERSION, start, ready, [log] { return log->dropped(); }});
  return ManagementServer::Start(config.management_listen(),
                                 {std::move(registry), std::move(process)}, ready);
}

// Calls that were taken are answered; those that still arrive are told to go elsewhere, and
// streams to end.
void Drain(const ServerConfig& config, grpc::Server* server, rpc::Shell* shell) {
  server->GetHealthCheckService()->SetServingStatus(false);
  const absl::Time until = absl::Now() + absl::Seconds(config.drain_seconds());
  shell->Stop();
  shell->AwaitCalls(until);
  server->Shutdown(absl::ToChronoTime(until));
  server->Wait();
}

// Serves until a signal comes, then drains.
int Serve(const DaemonSpec& spec, const ServerConfig& config, absl::Time start,
          const std::function<absl::StatusOr<Application>(const Process&)>& build) {
  const sigset_t signals = BlockSignals();
  auto registry = std::make_shared<prometheus::Registry>();
  Log log(spec.name, STDERR_FILENO);
  absl::StatusOr<Methods> methods = MethodsOf(spec, registry.get());
  if (!methods.ok()) return Fail(spec, methods.status(), kExitConfig);
  auth::GrantBook book;
  std::unique_ptr<Authentication> authentication;
  if (HasAuthentication(config.auth())) {
    authentication = std::make_unique<Authentication>(config.auth(), &book, registry.get(), &log);
  }
  rpc::Shell shell(ShellOptions(spec, config, authentication.get()), *std::move(methods),
                   registry.get(), &log);
  absl::StatusOr<std::unique_ptr<DevelopmentClock>> development_clock = nullptr;
  if (!config.development_clock_file().empty()) {
    development_clock = DevelopmentClock::Start(config.development_clock_file(), &log);
    if (!development_clock.ok()) return Fail(spec, development_clock.status(), kExitConfig);
  }
  absl::StatusOr<Application> application =
      build({&log, registry.get(), &shell, &book, ClockOf(development_clock->get())});
  if (!application.ok()) {
    return Fail(spec, application.status(), StoreExitCode(application.status()));
  }
  absl::StatusOr<ServerTransport> transport = ServerTransport::Start(config, registry.get(), &log);
  if (!transport.ok()) return Fail(spec, transport.status(), kExitConfig);
  std::atomic<bool> serving = false;
  int port = 0;
  const auto server = StartServer(config, *transport, application->services, &port);
  if (!server.ok()) {
    const bool is_setting = absl::IsInvalidArgument(server.status());
    return Fail(spec, server.status(), is_setting ? kExitConfig : kExitPortInUse);
  }
  const auto ready = [&] { return serving && application->ready(); };
  auto management = StartManagement(config, registry, start, ready, &log);
  if (!management.ok()) {
    (*server)->Shutdown();
    return Fail(spec, management.status(), kExitPortInUse);
  }
  if (application->hourly) application->hourly();
  serving = true;
  SetGrpcLog(&log);
  log.Info("started", {{"version", LOTSE_VERSION},
                       {"port", int64_t{port}},
                       {"management_port", int64_t{(*management)->port()}},
                       {"start_ms", absl::ToInt64Milliseconds(absl::Now() - start)},
                       {"note", TransportNote(config)}});
  const auto self_probe = WatchOwnPort(config, port, &log);
  supervision::TellReady();
  const int signal = WaitForSignal(signals, application->hourly);
  log.Info("draining", {{"signal", int64_t{signal}}});
  serving = false;
  if (self_probe != nullptr) self_probe->Rest();
  supervision::TellStopping();
  Drain(config, server->get(), &shell);
  if (application->hourly) application->hourly();
  SetGrpcLog(nullptr);
  log.Info("stopped");
  return kExitOk;
}

}  // namespace

ServerConfig DefaultServerConfig(int port, int management_port) {
  ServerConfig config;
  config.set_listen(absl::StrCat("127.0.0.1:", port));
  config.set_management_listen(absl::StrCat("127.0.0.1:", management_port));
  config.set_drain_seconds(20);
  config.set_self_probe_seconds(5);
  config.set_self_probe_limit_seconds(30);
  config.set_threads(4);
  config.set_max_waiting_calls(1024);
  config.mutable_auth()->set_auth_subject_claim("sub");
  config.mutable_auth()->set_auth_skew_seconds(30);
  const CallerLimits::Options per_caller;
  config.set_caller_calls_per_second(per_caller.calls_per_second);
  config.set_caller_calls_at_once(per_caller.calls_at_once);
  config.set_caller_streams(per_caller.streams);
  config.set_max_request_bytes(4 << 20);
  return config;
}

int RunDaemon(const DaemonSpec& spec, int argc, char** argv, google::protobuf::Message* config,
              const ServerConfig* server, const std::function<absl::Status()>& check,
              const std::function<absl::StatusOr<Application>(const Process&)>& build) {
  const absl::Time start = absl::Now();
  // Debian builds Abseil with the deadlock detector on; it costs a fifth of the
  // throughput and belongs into tests.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // Stores are for their owner, whatever the caller's mask is.
  umask(0077);
  gpr_set_log_function(&LogForGrpc);
  const std::string help = HelpText(spec.name, spec.summary, spec.environment_prefix, *config);
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  const CommandLine line =
      ReadCommandLine({argv + 1, argv + argc}, environment, spec.environment_prefix, config);
  if (!line.status.ok()) return Fail(spec, line.status, line.exit_code);
  switch (line.action) {
    case Action::kPrintHelp:
      std::printf("%s", help.c_str());
      return kExitOk;
    case Action::kPrintVersion:
      std::printf("%s %s\n", spec.name.c_str(), LOTSE_VERSION);
      return kExitOk;
    case Action::kPrintConfig:
      std::printf("%s\n", PrintConfig(*config).c_str());
      return kExitOk;
    default:
      break;
  }
  if (const absl::Status s = Check(*server); !s.ok()) return Fail(spec, s, kExitConfig);
  if (const absl::Status s = check(); !s.ok()) return Fail(spec, s, kExitConfig);
  if (line.action == Action::kCheckConfig) {
    std::printf("%s: the settings are right\n", spec.name.c_str());
    return kExitOk;
  }
  return Serve(spec, *server, start, build);
}

}  // namespace lotse::ops
