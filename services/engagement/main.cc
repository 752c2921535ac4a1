#include <prometheus/gauge.h>

#include "runtime/ops/daemon.h"
#include "runtime/resource/kernel.h"
#include "runtime/shared/shared_services.h"
#include "services/engagement/api/services.h"
#include "services/engagement/app/former_phases.h"
#include "services/engagement/app/overdue.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/app/shipped_code_lists.h"
#include "services/engagement/app/transfers.h"
#include "services/engagement/config.pb.h"

namespace lotse::engagement {
namespace {

// Members go in reverse order: services, then what they stand on.
struct State {
  std::unique_ptr<resource::Kernel> kernel;
  GrantKeeper keeper;
  shared::SharedServices shared;
  Services services;
  Transfers transfers;
  OverdueWatch overdue;

  State(std::unique_ptr<resource::Kernel> opened, auth::GrantBook* book, GrantKeeper::Told told,
        Transfers::Told transfers_told, OverdueWatch::Told overdue_told)
      : kernel(std::move(opened)),
        keeper(kernel->store.get(), book, std::move(told)),
        shared(kernel.get()),
        services(&kernel->api, book),
        transfers(kernel->store.get(), &kernel->standard, book, std::move(transfers_told)),
        overdue(kernel->store.get(), std::move(overdue_told)) {
    AddRules(&kernel->standard);
    keeper.AddRules(&kernel->standard);
    transfers.AddRules(&kernel->standard);
  }
};

ops::DaemonSpec Spec() {
  return {"lotse-engagement",
          "Programmes, administrations, engagements, their goals, measures and indicators.",
          "engagement.lotse",
          "LOTSE_ENGAGEMENT",
          shared::WithShared(ServiceNames()),
          /*unlogged_requests=*/{}};
}

// Tells operators of owners whose grants do not count; which ones, `lotse store verify`
// says.
GrantKeeper::Told TellUnread(const ops::Process& process) {
  auto* unread = &prometheus::BuildGauge()
                      .Name("lotse_grants_unread_owners")
                      .Help("Owners whose grants do not count, since the store is damaged there.")
                      .Register(*process.registry)
                      .Add({});
  return [unread, log = process.log](int owners) {
    unread->Set(owners);
    if (owners > 0) log->Error("grants_unread", {{"owners", int64_t{owners}}});
  };
}

// Tells operators what is overdue.
OverdueWatch::Told TellOverdue(const ops::Process& process) {
  auto& family = prometheus::BuildGauge()
                     .Name("lotse_engagement_overdue")
                     .Help("What is overdue in all engagements, counted every ten minutes.")
                     .Register(*process.registry);
  return [measures = &family.Add({{"kind", "measure"}}), phases = &family.Add({{"kind", "phase"}}),
          reports = &family.Add({{"kind", "report"}})](const Overdue& overdue) {
    measures->Set(static_cast<double>(overdue.measures));
    phases->Set(static_cast<double>(overdue.phases));
    reports->Set(static_cast<double>(overdue.reports));
  };
}

// Brings what version 0.1.0 wrote to the present form, and says so.
absl::Status TakeOver(resource::Store* store, ops::Log* log) {
  const absl::StatusOr<FormerPhasesTaken> result = TakeFormerPhases(store);
  if (!result.ok()) return result.status();
  if (result->taken > 0) log->Info("former_phases_taken", {{"owners", int64_t{result->taken}}});
  if (result->unread > 0) log->Error("owners_unread", {{"owners", int64_t{result->unread}}});
  return absl::OkStatus();
}

// Without them the daemon does all but take new codes; a later start tries again.
void InstallLists(resource::Store* store, ops::Log* log) {
  const absl::StatusOr<int> installed = InstallCodeLists(store);
  if (installed.ok()) return;
  log->Error("code_lists_not_installed", {{"error", installed.status().ToString()}});
}

// Begins to run exports and imports, and says how many an earlier run left.
absl::Status StartTransfers(Transfers* transfers, ops::Log* log) {
  const absl::StatusOr<int> left = transfers->Start();
  if (!left.ok()) return left.status();
  if (*left > 0) log->Info("transfers_left", {{"jobs", int64_t{*left}}});
  return absl::OkStatus();
}

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  auto kernel = resource::Kernel::Open(config.server().data_dir(), "engagement.db", Spec().services,
                                       process.shell, process.clock, process.registry);
  if (!kernel.ok()) return kernel.status();
  auto state = std::make_shared<State>(
      *std::move(kernel), process.book, TellUnread(process),
      [log = process.log](const absl::Status& status) {
        log->Error("transfer_not_ended", {{"error", status.ToString()}});
      },
      TellOverdue(process));
  if (absl::Status s = TakeOver(state->kernel->store.get(), process.log); !s.ok()) return s;
  if (absl::Status s = state->keeper.Start(); !s.ok()) return s;
  InstallLists(state->kernel->store.get(), process.log);
  if (absl::Status s = StartTransfers(&state->transfers, process.log); !s.ok()) return s;
  state->overdue.Start();
  ops::Application application;
  application.state = state;
  application.services = state->services.All();
  state->shared.AddTo(&application, process.log);
  return application;
}

}  // namespace
}  // namespace lotse::engagement

int main(int argc, char** argv) {
  using lotse::engagement::Config;
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7401, 7411);
  return lotse::ops::RunDaemon(
      lotse::engagement::Spec(), argc, argv, &config, config.mutable_server(),
      [] { return absl::OkStatus(); },
      [&](const lotse::ops::Process& process) {
        return lotse::engagement::Build(config, process);
      });
}
