#include "absl/time/clock.h"
#include "runtime/ops/daemon.h"
#include "runtime/resource/store.h"
#include "runtime/sql/database.h"
#include "services/engagement/api/services.h"
#include "services/engagement/config.pb.h"

namespace lotse::engagement {
namespace {

// Members go in reverse order: services, then the store, then the folder.
struct State {
  sql::FolderLock folder;
  std::unique_ptr<resource::Store> store;
  ProgrammeService programmes;
  AdministrationService administrations;
  EngagementService engagements;

  State(sql::FolderLock lock, std::unique_ptr<resource::Store> opened, rpc::Shell* shell)
      : folder(std::move(lock)),
        store(std::move(opened)),
        programmes(resource::MakeApi(shell, store.get())),
        administrations(resource::MakeApi(shell, store.get())),
        engagements(resource::MakeApi(shell, store.get())) {}
};

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  auto folder = sql::FolderLock::Take(config.server().data_dir());
  if (!folder.ok()) return folder.status();
  auto store = resource::Store::Open(config.server().data_dir() + "/engagement.db", &absl::Now);
  if (!store.ok()) return store.status();
  auto state = std::make_shared<State>(*std::move(folder), *std::move(store), process.shell);
  return ops::Application{state,
                          {&state->programmes, &state->administrations, &state->engagements},
                          [state = state.get()] { return state->store->writable(); }};
}

}  // namespace
}  // namespace lotse::engagement

int main(int argc, char** argv) {
  using lotse::engagement::Config;
  const lotse::ops::DaemonSpec spec = {"lotse-engagement",
                                       "Programmes, administrations, engagements and their phases.",
                                       "engagement.lotse",
                                       "LOTSE_ENGAGEMENT",
                                       {"lotse.engagement.v1alpha.ProgrammeService",
                                        "lotse.engagement.v1alpha.AdministrationService",
                                        "lotse.engagement.v1alpha.EngagementService"},
                                       /*unlogged_requests=*/{}};
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7401, 7411);
  return lotse::ops::RunDaemon(
      spec, argc, argv, &config, config.mutable_server(), [] { return absl::OkStatus(); },
      [&](const lotse::ops::Process& process) {
        return lotse::engagement::Build(config, process);
      });
}
