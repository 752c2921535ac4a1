#include "services/survey/domain/wave_rules.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"

namespace lotse::survey {
namespace {

using v1alpha::Wave;

constexpr int kMaxInvited = 10'000'000;

absl::Status WrongState(const Wave& wave, absl::string_view want) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                    absl::StrCat(wave.name(), " is ", Wave::State_Name(wave.state()), "; ", want),
                    {{"resource", wave.name()}, {"state", Wave::State_Name(wave.state())}});
}

// `field` may not be changed any more.
absl::Status FieldIsFixed(const Wave& wave, absl::string_view field) {
  const absl::string_view rule =
      wave.state() == Wave::STATE_OPEN
          ? "its title, external ids and invited_count can change and its end can be put later"
          : "only its title and external ids can change";
  return rpc::Error(
      type::v1alpha::ERROR_REASON_WRONG_STATE,
      absl::StrCat(field, ": ", wave.name(), " is ", Wave::State_Name(wave.state()), "; ", rule),
      {{"resource", wave.name()}, {"state", Wave::State_Name(wave.state())}, {"field", field}});
}

}  // namespace

rpc::FieldViolations CheckSurvey(const v1alpha::Survey& survey) {
  rpc::FieldViolations violations;
  types::CheckText("survey.title", survey.title(), &violations);
  types::CheckExternalIds("survey.external_ids", survey.external_ids(), &violations);
  return violations;
}

rpc::FieldViolations CheckWave(absl::string_view parent, const Wave& wave) {
  rpc::FieldViolations violations;
  types::CheckText("wave.title", wave.title(), &violations);
  const auto ids = types::CheckName(
      "wave.instrument", "programmes/{programme}/engagements/{engagement}/instruments/{instrument}",
      wave.instrument(), &violations);
  if (!ids.empty() && types::Prefix(wave.instrument(), 2) != types::Prefix(parent, 2)) {
    violations.push_back(
        {"wave.instrument", "belongs to another engagement; give a questionnaire of this one"});
  }
  if (!wave.phase_id().empty()) types::CheckId("wave.phase_id", wave.phase_id(), &violations);
  types::CheckPeriod("wave.start_date", wave.start_date(), "wave.end_date", wave.end_date(),
                     &violations);
  if (wave.invited_count() < 0 || wave.invited_count() > kMaxInvited) {
    violations.push_back({"wave.invited_count", "give 1 to 10000000, or 0 if unknown"});
  }
  types::CheckExternalIds("wave.external_ids", wave.external_ids(), &violations);
  return violations;
}

absl::Status OpenWave(Wave* wave) {
  if (wave->state() != Wave::STATE_PLANNED) {
    return WrongState(*wave, "only a planned wave can be opened, and a closed one never again");
  }
  wave->set_state(Wave::STATE_OPEN);
  return absl::OkStatus();
}

absl::Status CloseWave(Wave* wave) {
  if (wave->state() != Wave::STATE_OPEN) {
    return WrongState(*wave, "only an open wave can be closed");
  }
  wave->set_state(Wave::STATE_CLOSED);
  return absl::OkStatus();
}

absl::Status CheckWaveUpdate(const Wave& before, const Wave& after) {
  if (before.state() == Wave::STATE_PLANNED) return absl::OkStatus();
  const bool open = before.state() == Wave::STATE_OPEN;
  const absl::CivilDay end_before = types::ToCivil(before.end_date());
  const absl::CivilDay end_after = types::ToCivil(after.end_date());
  const struct {
    absl::string_view field;
    bool refused;
  } fields[] = {
      {"wave.instrument", before.instrument() != after.instrument()},
      {"wave.phase_id", before.phase_id() != after.phase_id()},
      {"wave.start_date",
       types::ToCivil(before.start_date()) != types::ToCivil(after.start_date())},
      {"wave.end_date", open ? end_after < end_before : end_after != end_before},
      {"wave.access", before.access() != after.access()},
      {"wave.invited_count", !open && before.invited_count() != after.invited_count()},
  };
  for (const auto& [field, refused] : fields) {
    if (refused) return FieldIsFixed(before, field);
  }
  return absl::OkStatus();
}

absl::Status CheckWaveDelete(const Wave& wave) {
  if (wave.state() != Wave::STATE_OPEN) return absl::OkStatus();
  return WrongState(wave, "close it before you delete it");
}

absl::Status CheckWaveNotDeleted(const Wave& wave) {
  if (!wave.has_delete_time()) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_DELETED,
                    absl::StrCat(wave.name(), " was deleted; undelete it first"),
                    {{"resource", wave.name()}});
}

absl::Status CheckTakesAnswers(const Wave& wave) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_OPEN) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave.name(), wave.state() == Wave::STATE_CLOSED
                                                  ? " is closed and takes no more answers"
                                                  : " is not open yet"),
                    {{"resource", wave.name()}});
}

absl::Status CheckCanBeTabulated(const Wave& wave) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_CLOSED) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED,
                    absl::StrCat(wave.name(), " is not closed; figures are made of closed waves"),
                    {{"resource", wave.name()}});
}

std::optional<int32_t> ShownResponseCount(Wave::State state, int64_t count) {
  if (state == Wave::STATE_CLOSED) {
    if (count < kResponseCountStep) return std::nullopt;
    return static_cast<int32_t>(count);
  }
  return static_cast<int32_t>(count / kResponseCountStep * kResponseCountStep);
}

}  // namespace lotse::survey
