#include "absl/strings/str_cat.h"
#include "runtime/ops/daemon.h"
#include "runtime/resource/kernel.h"
#include "runtime/shared/shared_services.h"
#include "services/reporting/api/services.h"
#include "services/reporting/config.pb.h"
#include "services/reporting/sources/peers.h"

namespace lotse::reporting {
namespace {

// Members go in reverse order: services, then what they stand on.
struct State {
  std::unique_ptr<resource::Kernel> kernel;
  shared::SharedServices shared;
  Peers peers;
  ReportService reports;

  State(std::unique_ptr<resource::Kernel> opened, const Config& config)
      : kernel(std::move(opened)),
        shared(kernel.get()),
        peers(config.engagement_address(), config.survey_address(),
              absl::Milliseconds(config.peer_timeout_ms())),
        reports(&kernel->api,
                [this](const std::string& engagement, const std::vector<std::string>& waves,
                       absl::Time deadline, ReportInputs* inputs) {
                  return peers.Ask(engagement, waves, deadline, inputs);
                }) {}
};

ops::DaemonSpec Spec() {
  return {"lotse-reporting",
          "Reports: frozen, reproducible, accessible.",
          "reporting.lotse",
          "LOTSE_REPORTING",
          shared::WithShared({
              "lotse.reporting.v1alpha.ReportService",
          }),
          /*unlogged_requests=*/{}};
}

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
  auto kernel = resource::Kernel::Open(config.server().data_dir(), "reporting.db", Spec().services,
                                       process.shell);
  if (!kernel.ok()) return kernel.status();
  auto state = std::make_shared<State>(*std::move(kernel), config);
  ops::Application application;
  application.state = state;
  application.services = {
      &state->reports,
  };
  state->shared.AddTo(&application, process.log);
  return application;
}

}  // namespace
}  // namespace lotse::reporting

int main(int argc, char** argv) {
  using lotse::reporting::Config;
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7403, 7413);
  config.set_engagement_address("127.0.0.1:7401");
  config.set_survey_address("127.0.0.1:7402");
  config.set_peer_timeout_ms(5000);
  return lotse::ops::RunDaemon(
      lotse::reporting::Spec(), argc, argv, &config, config.mutable_server(),
      [&] { return lotse::reporting::Check(config); },
      [&](const lotse::ops::Process& process) { return lotse::reporting::Build(config, process); });
}
