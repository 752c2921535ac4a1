#include <prometheus/counter.h>
#include <prometheus/gauge.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "runtime/ops/daemon.h"
#include "runtime/ops/peers.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/error.h"
#include "runtime/shared/shared_services.h"
#include "runtime/sql/folder_lock.h"
#include "services/survey/api/coding_service.h"
#include "services/survey/api/form_service.h"
#include "services/survey/api/material_release_service.h"
#include "services/survey/api/release_service.h"
#include "services/survey/api/services.h"
#include "services/survey/api/study_analysis_service.h"
#include "services/survey/api/study_exchange_service.h"
#include "services/survey/api/study_service.h"
#include "services/survey/api/study_text_service.h"
#include "services/survey/app/field_periods.h"
#include "services/survey/app/material_releases.h"
#include "services/survey/app/rules.h"
#include "services/survey/app/studies.h"
#include "services/survey/app/study_periods.h"
#include "services/survey/config.pb.h"

namespace lotse::survey {
namespace {

// Members go in reverse order: services, then what they stand on.
struct State {
  std::unique_ptr<sql::FolderLock> keys_lock;
  std::unique_ptr<resource::Kernel> kernel;
  shared::SharedServices shared;
  std::unique_ptr<ResponseStore> responses;
  qualitative::StudyStore material;
  ImageCache images;
  InstrumentCache cache;
  InstrumentService instruments;
  SurveyService surveys;
  InvitationService invitations;
  PopulationService populations;
  ConsentTextService texts;
  ResponseService intake;
  FormService forms;
  AnalysisService analysis;
  ReleaseService releases;
  ExportService exports;
  StudyService studies;
  ParticipantNameService names;
  StudyTextService study_texts;
  CodebookService codebooks;
  CodingService codings;
  StudyExchangeService exchanges;
  StudyAnalysisService study_analysis;
  MaterialReleaseService material_releases;
  std::unique_ptr<ops::PeerTransport> transport;
  std::unique_ptr<auth::GrantFollower> grants;
  FieldPeriods field_periods;
  StudyPeriods study_periods;

  State(std::unique_ptr<resource::Kernel> opened, std::unique_ptr<ResponseStore> answers,
        qualitative::StudyFolders folders, const sql::WriteLimits& material_writes,
        ImageCache::Options image_options, FieldPeriods::Told told, FieldPeriods::Counted counted,
        StudyPeriods::Told told_of_studies)
      : kernel(std::move(opened)),
        shared(kernel.get()),
        responses(std::move(answers)),
        material(std::move(folders), material_writes),
        images(responses.get(), std::move(image_options)),
        instruments(&kernel->api),
        surveys(&kernel->api, responses.get(), &cache),
        invitations(&kernel->api, responses.get()),
        populations(&kernel->api),
        texts(&kernel->api),
        intake(&kernel->api, responses.get(), &cache),
        forms(&kernel->api, responses.get(), &cache),
        analysis(&kernel->api, responses.get()),
        releases(&kernel->api, &kernel->standard, responses.get(), &images),
        exports(&kernel->api, responses.get()),
        studies(&kernel->api),
        names(&kernel->api, &material),
        study_texts(&kernel->api, &material),
        codebooks(&kernel->api, &material),
        codings(&kernel->api, &material),
        exchanges(&kernel->api, &material),
        study_analysis(&kernel->api, &material),
        material_releases(&kernel->api, &material),
        field_periods(kernel->store.get(), responses.get(), std::move(told), std::move(counted)),
        study_periods(kernel->store.get(), &material, std::move(told_of_studies)) {
    AddRules(responses.get(), &kernel->standard);
    AddStudyRules(&material, &kernel->standard);
    AddMaterialReleaseRules(kernel->store.get(), &material, &kernel->standard);
  }
};

ops::DaemonSpec Spec() {
  return {
      "lotse-survey",
      "Questionnaires, waves, answers and protected tables.",
      "survey.lotse",
      "LOTSE_SURVEY",
      shared::WithShared({
          "lotse.survey.v1alpha.InstrumentService",
          "lotse.survey.v1alpha.SurveyService",
          "lotse.survey.v1alpha.InvitationService",
          "lotse.survey.v1alpha.PopulationService",
          "lotse.survey.v1alpha.ConsentTextService",
          "lotse.survey.v1alpha.ResponseService",
          "lotse.survey.v1alpha.FormService",
          "lotse.survey.v1alpha.AnalysisService",
          "lotse.survey.v1alpha.ReleaseService",
          "lotse.survey.v1alpha.ExportService",
          "lotse.survey.v1alpha.StudyService",
          "lotse.survey.v1alpha.ParticipantNameService",
          "lotse.survey.v1alpha.StudyTextService",
          "lotse.survey.v1alpha.CodebookService",
          "lotse.survey.v1alpha.CodingService",
          "lotse.survey.v1alpha.StudyExchangeService",
          "lotse.survey.v1alpha.StudyAnalysisService",
          "lotse.survey.v1alpha.MaterialReleaseService",
      }),
      {"lotse.survey.v1alpha.CheckInvitationRequest", "lotse.survey.v1alpha.EditResponseRequest",
       "lotse.survey.v1alpha.EvaluateAnswersRequest", "lotse.survey.v1alpha.EvaluateBatchRequest",
       "lotse.survey.v1alpha.GetFormRequest", "lotse.survey.v1alpha.ResumeResponseRequest",
       "lotse.survey.v1alpha.SaveAnswersRequest", "lotse.survey.v1alpha.StartSessionRequest",
       "lotse.survey.v1alpha.SubmitResponseRequest", "lotse.survey.v1alpha.SubmitResponsesRequest",
       "lotse.survey.v1alpha.WithdrawResponseRequest"}};
}

// Images of answers that are kept: none, up to 1 TiB.
constexpr int32_t kDefaultImageMebibytes = 512;
constexpr int32_t kMaxImageMebibytes = 1 << 20;

absl::Status Check(const Config& config) {
  const int32_t mebibytes = config.image_mebibytes();
  if (mebibytes < 0 || mebibytes > kMaxImageMebibytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("image_mebibytes: ", mebibytes, " is not 0 to ", kMaxImageMebibytes));
  }
  return ops::CheckPeers(config.peers());
}

// Tells operators how much memory the images take, and how many were built.
ImageCache::Options ImageOptions(const Config& config, const ops::Process& process) {
  auto* bytes = &prometheus::BuildGauge()
                     .Name("lotse_survey_image_bytes")
                     .Help("Memory of the answers of closed waves that are kept for counting.")
                     .Register(*process.registry)
                     .Add({});
  auto* built = &prometheus::BuildCounter()
                     .Name("lotse_survey_images_built_total")
                     .Help("Closed waves whose answers were read for counting.")
                     .Register(*process.registry)
                     .Add({});
  return {.budget_bytes = int64_t{config.image_mebibytes()} << 20,
          .kept = [bytes](int64_t kept) { bytes->Set(static_cast<double>(kept)); },
          .built = [built] { built->Increment(); }};
}

// Tells operators of waves whose state does not follow the calendar.
FieldPeriods::Told TellFieldPeriods(const ops::Process& process) {
  auto* failures = &prometheus::BuildCounter()
                        .Name("lotse_survey_field_period_failures_total")
                        .Help(
                            "Waves that could not be opened, closed or purged by the calendar, or "
                            "of which what was erased could not be forgotten; each is tried again "
                            "within a minute.")
                        .Register(*process.registry)
                        .Add({});
  return [failures, log = process.log](const absl::Status& status) {
    failures->Increment();
    log->Error("field_period_not_noted",
               {{"reason", type::v1alpha::ErrorReason_Name(rpc::ReasonOf(status))}});
  };
}

// Tells operators of studies of which something is kept that is due to be erased.
StudyPeriods::Told TellStudyPeriods(const ops::Process& process) {
  auto* failures = &prometheus::BuildCounter()
                        .Name("lotse_survey_study_period_failures_total")
                        .Help(
                            "Studies of which names or texts that are due could not be erased, or "
                            "what was overwritten could not leave the log; each is tried again "
                            "within a minute.")
                        .Register(*process.registry)
                        .Add({});
  return [failures, log = process.log](const absl::Status& status) {
    failures->Increment();
    log->Error("study_not_erased",
               {{"reason", type::v1alpha::ErrorReason_Name(rpc::ReasonOf(status))}});
  };
}

// Tells operators how many waves are open.
FieldPeriods::Counted CountOpenWaves(const ops::Process& process) {
  auto* open = &prometheus::BuildGauge()
                    .Name("lotse_survey_open_waves")
                    .Help("Waves that are open, counted every minute.")
                    .Register(*process.registry)
                    .Add({});
  return [open](int64_t count) { open->Set(static_cast<double>(count)); };
}

absl::StatusOr<ops::Application> Build(const Config& config, const ops::Process& process) {
  const std::string& data_dir = config.server().data_dir();
  auto kernel = resource::Kernel::Open(data_dir, "survey.db", Spec().services, process.shell,
                                       process.clock, process.registry);
  if (!kernel.ok()) return kernel.status();
  // Held for as long as the daemon runs, as the data folder is.
  std::unique_ptr<sql::FolderLock> keys_lock;
  if (!config.keys_folder().empty() && config.keys_folder() != data_dir) {
    auto lock = sql::FolderLock::Take(config.keys_folder());
    if (!lock.ok()) return lock.status();
    keys_lock = std::make_unique<sql::FolderLock>(*std::move(lock));
  }
  const size_t max_waiting = process.shell->options().max_waiting;
  auto responses =
      ResponseStore::Open(data_dir, sql::MeasuredWrites(max_waiting, "answers", process.registry),
                          config.keys_folder());
  if (!responses.ok()) return responses.status();
  const std::string& names_dir = config.keys_folder().empty() ? data_dir : config.keys_folder();
  auto state = std::make_shared<State>(
      *std::move(kernel), *std::move(responses), qualitative::StudyFolders{data_dir, names_dir},
      sql::MeasuredWrites(max_waiting, "material", process.registry), ImageOptions(config, process),
      TellFieldPeriods(process), CountOpenWaves(process), TellStudyPeriods(process));
  state->keys_lock = std::move(keys_lock);
  auto transport = ops::PeerTransport::Start(config.peers(), process.registry, process.log);
  if (!transport.ok()) return transport.status();
  state->transport = *std::move(transport);
  state->grants = ops::FollowGrants(config.server(), config.peers(), *state->transport, process);
  ops::Application application;
  application.state = state;
  application.services = {
      &state->instruments, &state->surveys,        &state->populations,
      &state->texts,       &state->invitations,    &state->intake,
      &state->forms,       &state->analysis,       &state->releases,
      &state->exports,     &state->studies,        &state->names,
      &state->study_texts, &state->codebooks,      &state->codings,
      &state->exchanges,   &state->study_analysis, &state->material_releases,
  };
  application.ready = [s = state.get()] {
    return s->responses->writable() && s->material.writable();
  };
  state->shared.AddTo(&application, process.log);
  state->field_periods.Start();
  state->study_periods.Start();
  return application;
}

}  // namespace
}  // namespace lotse::survey

int main(int argc, char** argv) {
  using lotse::survey::Config;
  Config config;
  *config.mutable_server() = lotse::ops::DefaultServerConfig(7402, 7412);
  *config.mutable_peers() = lotse::ops::DefaultPeerConfig();
  config.set_image_mebibytes(lotse::survey::kDefaultImageMebibytes);
  return lotse::ops::RunDaemon(
      lotse::survey::Spec(), argc, argv, &config, config.mutable_server(),
      [&] { return lotse::survey::Check(config); },
      [&](const lotse::ops::Process& process) { return lotse::survey::Build(config, process); });
}
