#include "services/survey/domain/wave_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/field_period.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/quota_rules.h"
#include "services/survey/domain/retention_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::ConsentText;
using v1alpha::Wave;

constexpr int kMaxInvited = 10'000'000;
constexpr absl::string_view kTexts = "consentTexts/{consent_text}";

// `field` may not be changed any more.
absl::Status FieldIsFixed(const Wave& wave, absl::string_view field) {
  const bool closed = HasEnded(wave);
  absl::string_view rule = "only its title, external ids and invited_count can change";
  if (closed) rule = "only its title and external ids can change";
  if (!closed && field == "wave.end_date") rule = "its end is put later with ProlongWave";
  return rpc::Error(
      type::v1alpha::ERROR_REASON_WRONG_STATE,
      absl::StrCat(field, ": ", wave.name(), " is ", Wave::State_Name(wave.state()), "; ", rule),
      {{"resource", wave.name()}, {"state", Wave::State_Name(wave.state())}, {"field", field}});
}

bool SameQuotas(const Wave& a, const Wave& b) {
  return std::equal(a.quotas().begin(), a.quotas().end(), b.quotas().begin(), b.quotas().end(),
                    &google::protobuf::util::MessageDifferencer::Equals);
}

}  // namespace

bool HasEnded(const Wave& wave) {
  return wave.state() == Wave::STATE_CLOSED || wave.state() == Wave::STATE_PURGED;
}

absl::Status WrongState(const Wave& wave, absl::string_view want) {
  return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                    absl::StrCat(wave.name(), " is ", Wave::State_Name(wave.state()), "; ", want),
                    {{"resource", wave.name()}, {"state", Wave::State_Name(wave.state())}});
}

rpc::FieldViolations CheckSurvey(const v1alpha::Survey& survey) {
  rpc::FieldViolations violations;
  types::CheckText("survey.title", survey.title(), &violations);
  types::CheckExternalIds("survey.external_ids", survey.external_ids(), &violations);
  for (auto& violation : CheckRetention(survey)) violations.push_back(std::move(violation));
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
  CheckIdentity(wave, &violations);
  if (!wave.population().empty()) {
    CheckInSurvey("wave.population", "populations/{population}", wave.population(), parent,
                  &violations);
  }
  if (!wave.consent_text().empty()) {
    CheckInSurvey("wave.consent_text", kTexts, wave.consent_text(), parent, &violations);
  }
  if (!wave.data_protection_notice().empty()) {
    CheckInSurvey("wave.data_protection_notice", kTexts, wave.data_protection_notice(), parent,
                  &violations);
  }
  for (rpc::FieldViolation& violation : CheckQuotas(wave)) {
    violations.push_back(std::move(violation));
  }
  return violations;
}

rpc::FieldViolations CheckPartialFits(const Wave& wave, const v1alpha::Instrument& instrument) {
  const int sections = instrument.sections_size();
  if (wave.partial_from_section() >= 0 && wave.partial_from_section() <= sections) return {};
  return {{"wave.partial_from_section",
           absl::StrCat("no section of the wave's questionnaire; give 1 to ", sections,
                        ", or 0 if no response that breaks off is a partial one")}};
}

rpc::FieldViolations CheckWaveTexts(const ConsentText* consent, const ConsentText* notice) {
  rpc::FieldViolations violations;
  if (consent != nullptr && consent->kind() != ConsentText::KIND_CONSENT) {
    violations.push_back({"wave.consent_text", "is no consent; give a text of KIND_CONSENT"});
  }
  if (notice != nullptr && notice->kind() != ConsentText::KIND_NOTICE) {
    violations.push_back(
        {"wave.data_protection_notice", "is no notice; give a text of KIND_NOTICE"});
  }
  return violations;
}

absl::Status CheckWaveUpdate(const Wave& before, const Wave& after) {
  if (before.state() == Wave::STATE_PLANNED) return absl::OkStatus();
  const bool closed = HasEnded(before);
  const struct {
    absl::string_view field;
    bool refused;
  } fields[] = {
      {"wave.instrument", before.instrument() != after.instrument()},
      {"wave.phase_id", before.phase_id() != after.phase_id()},
      {"wave.start_date",
       types::ToCivil(before.start_date()) != types::ToCivil(after.start_date())},
      {"wave.end_date", types::ToCivil(before.end_date()) != types::ToCivil(after.end_date())},
      {"wave.access", before.access() != after.access()},
      {"wave.invited_count", closed && before.invited_count() != after.invited_count()},
      {"wave.population", before.population() != after.population()},
      {"wave.consent_text", before.consent_text() != after.consent_text()},
      {"wave.data_protection_notice",
       before.data_protection_notice() != after.data_protection_notice()},
      {"wave.pilot", before.pilot() != after.pilot()},
      {"wave.identity", IdentityOf(before) != IdentityOf(after)},
      {"wave.quotas", !SameQuotas(before, after)},
      {"wave.partial_from_section", before.partial_from_section() != after.partial_from_section()},
  };
  for (const auto& [field, refused] : fields) {
    if (refused) return FieldIsFixed(before, field);
  }
  return absl::OkStatus();
}

absl::Status CheckWaveDelete(const Wave& wave) {
  if (wave.state() == Wave::STATE_RELEASED) {
    return WrongState(wave, "revoke its release before you delete it, or close it if it began");
  }
  if (wave.state() != Wave::STATE_OPEN) return absl::OkStatus();
  return WrongState(wave, "close it before you delete it");
}

absl::Status CheckNotPurged(const Wave& wave) {
  if (wave.state() != Wave::STATE_PURGED) return absl::OkStatus();
  return WrongState(wave, "its answers are gone");
}

absl::Status CheckWaveNotDeleted(const Wave& wave) {
  if (!wave.has_delete_time()) return absl::OkStatus();
  return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_DELETED,
                    absl::StrCat(wave.name(), " was deleted; undelete it first"),
                    {{"resource", wave.name()}});
}

absl::Status CheckTakesAnswers(const Wave& wave, const google::type::Date& today) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (TakesAnswersOn(wave, today)) return absl::OkStatus();
  const bool was_open = HasEnded(wave) || wave.state() == Wave::STATE_OPEN ||
                        (wave.state() == Wave::STATE_RELEASED && IsOver(wave, today));
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                    absl::StrCat(wave.name(), was_open ? " is closed and takes no more answers"
                                                       : " is not open yet"),
                    {{"resource", wave.name()}});
}

absl::Status CheckCanBeTabulated(const Wave& wave) {
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_CLOSED) return absl::OkStatus();
  if (wave.state() == Wave::STATE_PURGED) {
    return WrongState(wave, "its answers are gone; the reports that were made of it are left");
  }
  return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED,
                    absl::StrCat(wave.name(), " is not closed; figures are made of closed waves"),
                    {{"resource", wave.name()}});
}

std::optional<int32_t> ShownResponseCount(Wave::State state, int64_t count) {
  if (state == Wave::STATE_PURGED) return std::nullopt;
  if (state == Wave::STATE_CLOSED) {
    if (count < kResponseCountStep) return std::nullopt;
    return static_cast<int32_t>(count);
  }
  return static_cast<int32_t>(count / kResponseCountStep * kResponseCountStep);
}

}  // namespace lotse::survey
