// What is told of the wave behind a release.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/sources/interview.h"

namespace lotse::reporting {

namespace api = survey::v1alpha;

absl::Status Interview::AskInvited(const api::Wave& wave, std::optional<int64_t>* invited) {
  *invited = InvitedOfPurged(wave);
  // One that is purged tells no more than that. One that is deleted is refused here.
  if (wave.has_purge() && !wave.has_delete_time()) return absl::OkStatus();
  api::GetCollectionReportRequest request;
  request.set_name(wave.name());
  api::GetCollectionReportResponse report;
  absl::Status asked =
      Call(surveys_, &api::SurveyService::Stub::GetCollectionReport, request, &report);
  invited->reset();
  if (report.total().has_invited()) *invited = report.total().invited();
  return asked;
}

absl::Status Interview::AskBehind(const std::string& wave, Behind* behind) {
  api::TabulateWaveResponse& told = behind->told;
  api::GetWaveRequest of_wave;
  of_wave.set_name(wave);
  absl::Status s = Call(surveys_, &api::SurveyService::Stub::GetWave, of_wave, told.mutable_wave());
  if (!s.ok()) return s;
  ClearPersonal(told.mutable_wave());
  std::optional<int64_t> invited;
  if (s = AskInvited(told.wave(), &invited); !s.ok()) return s;
  if (invited.has_value()) {
    told.mutable_response_rate()->set_invited(static_cast<int32_t>(*invited));
  }
  api::GetInstrumentRequest of_instrument;
  of_instrument.set_name(told.wave().instrument());
  s = Call(instruments_, &api::InstrumentService::Stub::GetInstrument, of_instrument,
           &behind->instrument);
  if (!s.ok()) return s;
  *told.mutable_instrument_title() = behind->instrument.title();
  told.set_instrument_sha256(behind->instrument.content_sha256());
  api::ListVariablesRequest of_variables;
  of_variables.set_parent(wave);
  return CallForAll<api::ReleaseService::Stub, api::ListVariablesRequest,
                    api::ListVariablesResponse>(
      releases_, &api::ReleaseService::Stub::ListVariables, of_variables,
      [behind](auto& page) { behind->variables.mutable_variables()->MergeFrom(page.variables()); });
}

absl::Status Interview::AskReleaseWave(const std::string& name) {
  const std::string of_wave = absl::StrCat("GetWave ", name);
  const std::string of_variables = absl::StrCat("ListVariables ", name);
  Behind found;
  const absl::Time asked_at = options_.clock();
  const absl::Status asked = AskBehind(name, &found);
  if (!asked.ok()) return LeaveOut(asked, name, {of_wave, of_variables});
  if (answers_) {
    const api::Instrument& instrument = found.instrument;
    NoteReached(name, found.told.wave().etag());
    NoteReached(instrument.name(), instrument.etag());
    const absl::Status kept = options_.mirror->Keep(
        {ToAnswer(of_wave, found.told, found.told.wave().etag(), asked_at),
         ToAnswer(of_variables, found.variables, instrument.etag(), asked_at)});
    if (!kept.ok()) return kept;
  } else {
    const auto wave_kept = Kept(of_wave, &found.told);
    if (!wave_kept.ok()) return wave_kept.status();
    const auto variables_kept = Kept(of_variables, &found.variables);
    if (!variables_kept.ok()) return variables_kept.status();
    NoteUnreachable(name, *wave_kept);
    if (!wave_kept->has_value() || !variables_kept->has_value()) return absl::OkStatus();
    NoteUnreachable(found.told.wave().instrument(), *variables_kept);
  }
  api::ResponseRate& rate = *found.told.mutable_response_rate();
  const auto invited = rate.has_invited() ? std::optional<int64_t>(rate.invited()) : std::nullopt;
  rate = ResponseRateOf(ResponsesOf(name, inputs_->releases), invited);
  inputs_->release_waves.push_back(
      {std::move(found.told),
       {found.variables.variables().begin(), found.variables.variables().end()}});
  return absl::OkStatus();
}

absl::Status Interview::LeaveOut(const absl::Status& refused, const std::string& resource,
                                 const std::vector<std::string>& questions) {
  if (rpc::ReasonOf(refused) == type::v1alpha::ERROR_REASON_CALLER_GONE) return refused;
  options_.unreachable(std::string(refused.message()));
  NoteUnreachable(resource, std::nullopt);
  return ForgetIfGone(refused, questions);
}

}  // namespace lotse::reporting
