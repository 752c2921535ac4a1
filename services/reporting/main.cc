#include <prometheus/gauge.h>

#include "runtime/ops/client_tls.h"
#include "runtime/ops/daemon.h"
#include "runtime/ops/peers.h"
#include "runtime/resource/kernel.h"
#include "runtime/shared/shared_services.h"
#include "services/reporting/api/overview_service.h"
#include "services/reporting/api/services.h"
#include "services/reporting/app/former_versions.h"
#include "services/reporting/config.pb.h"
#include "services/reporting/follow/feed_follower.h"
#include "services/reporting/sources/gather.h"

namespace lotse::reporting {
namespace {

// So long a page of a feed may take.
constexpr absl::Duration kPageLimit = absl::Seconds(5);

Survey::Options SurveyOptions(const Config& config, const ops::PeerTransport& transport,
                              const ops::Process& process, Mirror* mirror) {
  Survey::Options options;
  options.channel = transport.Connect(config.survey_address());
  options.mirror = mirror;
  options.timeout = absl::Milliseconds(config.peer_timeout_ms());
  options.clock = process.clock;
  options.unreachable = [log = process.log, use = transport.use()](const std::string& what) {
    log->Warning("peer_unreachable",
                 {{"peer", "survey"}, {"what", what}, {"check", ops::TlsAdvice(what, use)}});
  };
  return options;
}

FeedFollower::Options FeedOptions(const char* service, const std::string& address,
                                  const ops::PeerTransport& transport,
                                  const ops::Process& process) {
  FeedFollower::Options options;
  options.service = service;
  options.source = ops::FeedSource(transport.Connect(address), kPageLimit);
  options.clock = process.clock;
  options.advice = [use = transport.use()](absl::string_view what) {
    return ops::TlsAdvice(what, use);
  };
  return options;
}

// What is known of the other two services, and how more is learned. Members go in reverse order.
struct Others {
  std::unique_ptr<Mirror> mirror;
  FeedFollower engagement_feed;
  FeedFollower survey_feed;
  Survey survey;
  Gatherer gatherer;

  Others(std::unique_ptr<Mirror> opened, const Config& config, const ops::PeerTransport& transport,
         const ops::Process& process)
      : mirror(std::move(opened)),
        engagement_feed(FeedOptions(kEngagementService, config.peers().engagement_address(),
                                    transport, process),
                        mirror.get(), process.log, process.registry),
        survey_feed(FeedOptions(kSurveyService, config.survey_address(), transport, process),
                    mirror.get(), process.log, process.registry),
        survey(SurveyOptions(config, transport, process, mirror.get())),
        gatherer({mirror.get(), &engagement_feed, &survey_feed, &survey,
                  absl::Milliseconds(config.peer_timeout_ms())}) {
    engagement_feed.Start();
    survey_feed.Start();
  }
};

// Tells operators how many versions of reports wait to be made.
jobs::JobQueue::Told CountWaiting(const ops::Process& process) {
  auto* gauge = &prometheus::BuildGauge()
                     .Name("lotse_reporting_versions_waiting")
                     .Help("Versions of reports that wait to be made.")
                     .Register(*process.registry)
                     .Add({});
  return [gauge](size_t waiting) { gauge->Set(static_cast<double>(waiting)); };
}

// Members go in reverse order: services, then what they stand on.
struct State {
  std::unique_ptr<resource::Kernel> kernel;
  shared::SharedServices shared;
  std::unique_ptr<ops::PeerTransport> transport;
  std::unique_ptr<auth::GrantFollower> grants;
  Others others;
  Assembler assembler;
  ReportService reports;
  ReportVersionService versions;
  ReportTemplateService templates;
  OverviewService overviews;

  State(std::unique_ptr<resource::Kernel> opened, std::unique_ptr<Mirror> mirror,
        std::unique_ptr<ops::PeerTransport> to_peers, const Config& config,
        const ops::Process& process)
      : kernel(std::move(opened)),
        shared(kernel.get()),
        transport(std::move(to_peers)),
        grants(ops::FollowGrants(config.server(), config.peers(), *transport, process)),
        others(std::move(mirror), config, *transport, process),
        assembler(
            kernel->store.get(),
            [this](const v1alpha::Report& report, absl::Time deadline, const SourcesRead& told,
                   ReportInputs* inputs) {
              return others.gatherer.Gather(report, deadline, told, inputs);
            },
            [log = process.log](absl::string_view what) { return ops::LogIncident(what, log); },
            [log = process.log](const absl::Status& status) {
              log->Error("version_not_ended", {{"error", status.ToString()}});
            },
            CountWaiting(process)),
        reports(&kernel->api),
        versions(&kernel->api, &assembler),
        templates(&kernel->api),
        overviews(&kernel->api, others.mirror.get()) {
    AddRules(&kernel->standard);
    assembler.AddRules(&kernel->standard);
  }
};

ops::DaemonSpec Spec() {
  return {"lotse-reporting",
          "Reports: frozen, reproducible, accessible.",
          "reporting.lotse",
          "LOTSE_REPORTING",
          shared::WithShared({
              "lotse.reporting.v1alpha.OverviewService",
              "lotse.reporting.v1alpha.ReportService",
              "lotse.reporting.v1alpha.ReportTemplateService",
              "lotse.reporting.v1alpha.ReportVersionService",
          }),
          /*unlogged_requests=*/{}};
}

absl::Status Check(const Config& config) {
  if (config.peer_timeout_ms() < 1 || config.peer_timeout_ms() > 60000) {
    return absl::InvalidArgumentError("peer_timeout_ms: out of range; give 1 to 60000");
  }
  const ops::PeerConfig& peers = config.peers();
  for (const absl::Status& s :
       {ops::CheckPeers(peers),
        ops::CheckPeerAddress(peers, "survey_address", config.survey_address())}) {
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

// Takes over what a Lotse made that kept no files of versions, and says so.
absl::Status TakeOver(resource::Store* store, ops::Log* log) {
  const absl::StatusOr<FormerVersionsTaken> result = TakeFormerVersions(store);
  if (!result.ok()) return result.status();
  if (result->reports + result->files > 0) {
    log->Info("former_versions_taken",
              {{"reports", int64_t{result->reports}}, {"files", int64_t{result->files}}});
  }
  if (result->lost > 0) log->Warning("former_files_lost", {{"files", int64_t{result->lost}}});
  if (result->unread > 0) log->Error("owners_unread", {{"owners", int64_t{result->unread}}});
  return absl::OkStatus();
}

// Begins to make versions, and says how many an earlier run left.
absl::Status StartAssembler(Assembler* assembler, ops::Log* log) {
  const absl::StatusOr<int> left = assembler->Start();
  if (!left.ok()) return left.status();
  if (*left > 0) log->Info("versions_left", {{"versions", int64_t{*left}}});
  return absl::OkStatus();
}

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  auto kernel = resource::Kernel::Open(config.server().data_dir(), "reporting.db", Spec().services,
                                       process.shell, process.clock, process.registry);
  if (!kernel.ok()) return kernel.status();
  auto transport = ops::PeerTransport::Start(config.peers(), process.registry, process.log);
  if (!transport.ok()) return transport.status();
  // After the kernel, which takes the folder.
  auto mirror = Mirror::Open(config.server().data_dir() + "/mirror.db", process.log);
  if (!mirror.ok()) return mirror.status();
  auto state = std::make_shared<State>(*std::move(kernel), *std::move(mirror),
                                       *std::move(transport), config, process);
  if (absl::Status s = TakeOver(state->kernel->store.get(), process.log); !s.ok()) return s;
  if (absl::Status s = StartAssembler(&state->assembler, process.log); !s.ok()) return s;
  ops::Application application;
  application.state = state;
  application.services = {&state->reports, &state->versions, &state->templates, &state->overviews};
  state->shared.AddTo(&application, process.log);
  return application;
}

}  // namespace
}  // namespace lotse::reporting

int main(int argc, char** argv) {
  using lotse::reporting::Config;
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7403, 7413);
  *config.mutable_peers() = lotse::ops::DefaultPeerConfig();
  config.set_survey_address("127.0.0.1:7402");
  config.set_peer_timeout_ms(5000);
  return lotse::ops::RunDaemon(
      lotse::reporting::Spec(), argc, argv, &config, config.mutable_server(),
      [&] { return lotse::reporting::Check(config); },
      [&](const lotse::ops::Process& process) { return lotse::reporting::Build(config, process); });
}
