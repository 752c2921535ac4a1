#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/ops/client_tls.h"
#include "runtime/ops/daemon.h"
#include "runtime/ops/transport.h"
#include "runtime/resource/kernel.h"
#include "runtime/shared/shared_services.h"
#include "services/reporting/api/services.h"
#include "services/reporting/config.pb.h"
#include "services/reporting/sources/peers.h"

namespace lotse::reporting {
namespace {

// The files of TLS for the other services.
ops::TlsFiles PeerFiles(const Config& config) {
  return {{"peer_tls_certificate", config.peer_tls_certificate()},
          {"peer_tls_key", config.peer_tls_key()},
          {"peer_tls_ca", config.peer_tls_ca()},
          {}};
}

Peers::Options PeerOptions(const Config& config, const ops::TlsWatch* tls, ops::Log* log) {
  const ops::TlsUse use = {tls != nullptr, !config.peer_tls_certificate().empty()};
  Peers::Options options;
  options.engagement_address = config.engagement_address();
  options.survey_address = config.survey_address();
  options.credentials = use.tls ? ops::ClientCredentials(tls->provider(), use.certificate)
                                : grpc::InsecureChannelCredentials();
  options.timeout = absl::Milliseconds(config.peer_timeout_ms());
  options.unreachable = [log, use](const std::string& service, const std::string& what) {
    log->Warning("peer_unreachable",
                 {{"peer", service}, {"what", what}, {"check", ops::TlsAdvice(what, use)}});
  };
  return options;
}

// Members go in reverse order: services, then what they stand on.
struct State {
  std::unique_ptr<resource::Kernel> kernel;
  shared::SharedServices shared;
  std::unique_ptr<ops::TlsWatch> tls;  // null without TLS
  Peers peers;
  ReportService reports;

  State(std::unique_ptr<resource::Kernel> opened, std::unique_ptr<ops::TlsWatch> watch,
        const Config& config, ops::Log* log)
      : kernel(std::move(opened)),
        shared(kernel.get()),
        tls(std::move(watch)),
        peers(PeerOptions(config, tls.get(), log)),
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

absl::Status CheckPeerTls(const Config& config) {
  const ops::TlsFiles files = PeerFiles(config);
  if (absl::Status s = ops::CheckTlsSettings(files); !s.ok()) return s;
  if (files.ca.path.empty() && !files.certificate.path.empty()) {
    return absl::InvalidArgumentError("peer_tls_ca: missing; peer_tls_certificate needs it");
  }
  const absl::StatusOr<ops::TlsTexts> texts = ops::ReadTlsFiles(files);
  if (!texts.ok()) return texts.status();
  return ops::CheckTls(files, *texts, absl::Now()).status();
}

absl::Status Check(const Config& config) {
  if (config.peer_timeout_ms() < 1 || config.peer_timeout_ms() > 60000) {
    return absl::InvalidArgumentError("peer_timeout_ms: out of range; give 1 to 60000");
  }
  if (absl::Status s = CheckPeerTls(config); !s.ok()) return s;
  const bool tls = !config.peer_tls_ca().empty();
  for (const auto& [setting, address] :
       {std::pair("engagement_address", config.engagement_address()),
        std::pair("survey_address", config.survey_address())}) {
    if (tls && !ops::IsAddress(address)) {
      return absl::InvalidArgumentError(absl::StrCat(setting, ": ", address, " is not HOST:PORT"));
    }
    if (!tls && !ops::IsLoopback(address)) {
      return absl::InvalidArgumentError(absl::StrCat(
          setting, ": ", address,
          " is not a loopback address with a port; without TLS (peer_tls_ca) only loopback is "
          "asked, for example 127.0.0.1:7401"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  auto kernel = resource::Kernel::Open(config.server().data_dir(), "reporting.db", Spec().services,
                                       process.shell);
  if (!kernel.ok()) return kernel.status();
  std::unique_ptr<ops::TlsWatch> tls;
  if (!config.peer_tls_ca().empty()) {
    auto watch = ops::TlsWatch::Start(PeerFiles(config), process.registry, process.log);
    if (!watch.ok()) return watch.status();
    tls = *std::move(watch);
  }
  auto state = std::make_shared<State>(*std::move(kernel), std::move(tls), config, process.log);
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
