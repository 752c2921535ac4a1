#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/daemon.h"
#include "runtime/resource/store.h"
#include "runtime/sql/database.h"
#include "services/reporting/api/services.h"
#include "services/reporting/config.pb.h"
#include "services/reporting/sources/peers.h"

namespace lotse::reporting {
namespace {

// Members go in reverse order: the service, its peers, the store, the folder.
struct State {
  sql::FolderLock folder;
  std::unique_ptr<resource::Store> store;
  Peers peers;
  ReportService reports;

  State(sql::FolderLock lock, std::unique_ptr<resource::Store> opened, const Config& config,
        rpc::Shell* shell)
      : folder(std::move(lock)),
        store(std::move(opened)),
        peers(config.engagement_address(), config.survey_address(),
              absl::Milliseconds(config.peer_timeout_ms())),
        reports(shell, store.get(),
                [this](const std::string& engagement, const std::vector<std::string>& waves,
                       absl::Time deadline, ReportInputs* inputs) {
                  return peers.Ask(engagement, waves, deadline, inputs);
                }) {}
};

absl::Status Check(const Config& config) {
  if (config.peer_timeout_ms() < 1 || config.peer_timeout_ms() > 60000) {
    return absl::InvalidArgumentError("peer_timeout_ms: out of range; give 1 to 60000");
  }
  for (const auto& [setting, address] :
       {std::pair("engagement_address", config.engagement_address()),
        std::pair("survey_address", config.survey_address())}) {
    if (!ops::IsLoopback(address)) {
      return absl::InvalidArgumentError(absl::StrCat(
          setting, ": ", address,
          " is not a loopback address with a port; without TLS only loopback is asked, "
          "for example 127.0.0.1:7401"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  auto folder = sql::FolderLock::Take(config.server().data_dir());
  if (!folder.ok()) return folder.status();
  auto store = resource::Store::Open(config.server().data_dir() + "/reporting.db", &absl::Now);
  if (!store.ok()) return store.status();
  auto state =
      std::make_shared<State>(*std::move(folder), *std::move(store), config, process.shell);
  return ops::Application{
      state, {&state->reports}, [s = state.get()] { return s->store->writable(); }};
}

}  // namespace
}  // namespace lotse::reporting

int main(int argc, char** argv) {
  using lotse::reporting::Config;
  const lotse::ops::DaemonSpec spec = {
      "lotse-reporting",       "Reports: frozen, reproducible, accessible.", "reporting.lotse",
      "LOTSE_REPORTING",       {"lotse.reporting.v1alpha.ReportService"},
      /*unlogged_requests=*/{}};
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7403, 7413);
  config.set_engagement_address("127.0.0.1:7401");
  config.set_survey_address("127.0.0.1:7402");
  config.set_peer_timeout_ms(5000);
  return lotse::ops::RunDaemon(
      spec, argc, argv, &config, config.mutable_server(),
      [&] { return lotse::reporting::Check(config); },
      [&](const lotse::ops::Process& process) { return lotse::reporting::Build(config, process); });
}
