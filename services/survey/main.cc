#include "absl/time/clock.h"
#include "runtime/ops/daemon.h"
#include "runtime/resource/store.h"
#include "runtime/sql/database.h"
#include "services/survey/api/services.h"
#include "services/survey/config.pb.h"

namespace lotse::survey {
namespace {

// Members go in reverse order: services, then the stores, then the folder.
struct State {
  sql::FolderLock folder;
  std::unique_ptr<resource::Store> store;
  std::unique_ptr<ResponseStore> responses;
  InstrumentCache cache;
  InstrumentService instruments;
  SurveyService surveys;
  ResponseService intake;
  AnalysisService analysis;

  State(sql::FolderLock lock, std::unique_ptr<resource::Store> resources,
        std::unique_ptr<ResponseStore> answers, rpc::Shell* shell)
      : folder(std::move(lock)),
        store(std::move(resources)),
        responses(std::move(answers)),
        instruments(MakeApi(shell), shell, store.get()),
        surveys(MakeApi(shell)),
        intake(MakeApi(shell)),
        analysis(shell, store.get(), responses.get()) {}

  Api MakeApi(rpc::Shell* shell) {
    return Api(shell, store.get(),
               [this](resource::Tx& tx) { return Session{tx, *responses, cache}; });
  }
};

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  const std::string& data_dir = config.server().data_dir();
  auto folder = sql::FolderLock::Take(data_dir);
  if (!folder.ok()) return folder.status();
  auto store = resource::Store::Open(data_dir + "/survey.db", &absl::Now);
  if (!store.ok()) return store.status();
  auto responses = ResponseStore::Open(data_dir + "/answers.db");
  if (!responses.ok()) return responses.status();
  auto state = std::make_shared<State>(*std::move(folder), *std::move(store), *std::move(responses),
                                       process.shell);
  return ops::Application{
      state,
      {&state->instruments, &state->surveys, &state->intake, &state->analysis},
      [s = state.get()] { return s->store->writable() && s->responses->writable(); }};
}

}  // namespace
}  // namespace lotse::survey

int main(int argc, char** argv) {
  using lotse::survey::Config;
  const lotse::ops::DaemonSpec spec = {
      "lotse-survey",
      "Questionnaires, waves, answers and protected tables.",
      "survey.lotse",
      "LOTSE_SURVEY",
      {"lotse.survey.v1alpha.InstrumentService", "lotse.survey.v1alpha.SurveyService",
       "lotse.survey.v1alpha.ResponseService", "lotse.survey.v1alpha.AnalysisService"},
      {"lotse.survey.v1alpha.SubmitResponseRequest"}};
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7402, 7412);
  return lotse::ops::RunDaemon(
      spec, argc, argv, &config, config.mutable_server(), [] { return absl::OkStatus(); },
      [&](const lotse::ops::Process& process) { return lotse::survey::Build(config, process); });
}
