#include "services/survey/domain/retention_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/field_period.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using google::type::Date;
using v1alpha::Retention;
using v1alpha::Survey;
using v1alpha::Wave;
using v1alpha::WavePurge;

void CheckMonths(absl::string_view field, int months, rpc::FieldViolations* violations) {
  if (months == 0 || (months >= kMinRetentionMonths && months <= kMaxRetentionMonths)) return;
  violations->push_back(
      {std::string(field), absl::StrCat("give ", kMinRetentionMonths, " to ", kMaxRetentionMonths,
                                        " months, or 0 for none")});
}

// A period that can be compared: none is longer than any.
int Comparable(int months) { return months == 0 ? kMaxRetentionMonths + 1 : months; }

// Whether it was released, its field period is over, and it is not closed.
bool IsOverdue(const Wave& wave, const Date& today) {
  const bool released = wave.state() == Wave::STATE_RELEASED || wave.state() == Wave::STATE_OPEN;
  return released && IsOver(wave, today);
}

// What may be certified of a number: as of a closed wave.
std::optional<int32_t> Certified(const std::optional<int64_t>& count) {
  if (!count.has_value()) return std::nullopt;
  return ShownResponseCount(Wave::STATE_CLOSED, *count);
}

}  // namespace

rpc::FieldViolations CheckRetention(const Survey& survey) {
  rpc::FieldViolations violations;
  const Retention& retention = survey.retention();
  CheckMonths("survey.retention.answers_months", retention.answers_months(), &violations);
  CheckLine("survey.retention.reason", retention.reason(), kMaxReasonBytes, &violations);
  return violations;
}

absl::Status CheckRetentionUpdate(const Survey& before, const Survey& after,
                                  const WavesSoFar& waves) {
  const Retention &was = before.retention(), &is = after.retention();
  if (is.answers_months() == was.answers_months()) return absl::OkStatus();
  if (waves.any_purged) {
    return rpc::Error(
        type::v1alpha::ERROR_REASON_WRONG_STATE,
        absl::StrCat("survey.retention: a wave of ", before.name(),
                     " was purged by it; purge others with PurgeWave where they have to go sooner"),
        {{"resource", before.name()}, {"field", "survey.retention"}});
  }
  const bool longer = IsLongerPeriod(was.answers_months(), is.answers_months());
  if (!longer || !waves.any_closed || HasNewReason(was.reason(), is.reason())) {
    return absl::OkStatus();
  }
  return rpc::InvalidFields(
      {{"survey.retention.reason",
        "missing; why longer than those who answered were told? Give a new one"}});
}

bool IsLongerPeriod(int was, int is) { return Comparable(is) > Comparable(was); }

bool HasNewReason(absl::string_view was, absl::string_view is) {
  return !absl::StripAsciiWhitespace(is).empty() && is != was;
}

absl::CivilDay MonthsLater(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(last, absl::CivilDay(month) + (day.day() - 1));
}

std::optional<Date> PurgeDueDate(const Wave& wave, const Retention& retention) {
  const int months = retention.answers_months();
  if (wave.state() != Wave::STATE_CLOSED || months == 0) return std::nullopt;
  const Date closed = wave.has_close_time()
                          ? types::DayInBerlin(types::FromTimestamp(wave.close_time()))
                          : wave.end_date();
  // The period ends with that day.
  return types::ToDate(MonthsLater(types::ToCivil(closed), months) + 1);
}

bool SetPurgeDueDate(const Retention& retention, Wave* wave) {
  const std::optional<Date> due = PurgeDueDate(*wave, retention);
  const bool had = wave->has_purge_due_date();
  const bool same = had == due.has_value() &&
                    (!had || types::ToCivil(wave->purge_due_date()) == types::ToCivil(*due));
  if (same) return false;
  wave->clear_purge_due_date();
  if (due.has_value()) *wave->mutable_purge_due_date() = *due;
  return true;
}

bool IsPurgeDue(const Wave& wave, const Date& today) {
  return wave.state() == Wave::STATE_CLOSED && wave.has_purge_due_date() &&
         types::ToCivil(today) >= types::ToCivil(wave.purge_due_date());
}

absl::Status PurgeWave(absl::Time now, const Retention* retention, absl::string_view reason,
                       const PurgedCounts& counts, Wave* wave) {
  if (wave->state() == Wave::STATE_PURGED) return WrongState(*wave, "its answers are gone already");
  const bool closed = wave->state() == Wave::STATE_CLOSED;
  if (!closed && !(counts.lost && IsOverdue(*wave, types::DayInBerlin(now)))) {
    return WrongState(*wave, "close it first");
  }
  WavePurge purge;
  *purge.mutable_purge_time() = types::ToTimestamp(now);
  purge.set_cause(retention != nullptr ? WavePurge::CAUSE_POLICY : WavePurge::CAUSE_REQUEST);
  if (retention != nullptr) purge.set_answers_months(retention->answers_months());
  purge.set_reason(std::string(reason));
  if (const auto count = Certified(counts.responses); count.has_value()) {
    purge.set_responses(*count);
  }
  if (const auto count = Certified(counts.invitations); count.has_value()) {
    purge.set_invitations(*count);
  }
  // Of few people it is not told how many files they had either.
  if (const auto count = Certified(counts.files); count.has_value() && purge.has_responses()) {
    purge.set_files(*count);
  }
  wave->set_state(Wave::STATE_PURGED);
  wave->clear_purge_due_date();
  *wave->mutable_purge() = purge;
  const absl::StatusOr<std::string> hash = CertificateHash(*wave);
  if (!hash.ok()) return hash.status();
  wave->mutable_purge()->set_certificate_sha256(*hash);
  return absl::OkStatus();
}

absl::StatusOr<std::string> CertificateHash(const Wave& wave) {
  Wave certified;
  certified.set_name(wave.name());
  certified.set_instrument(wave.instrument());
  if (wave.has_close_time()) *certified.mutable_close_time() = wave.close_time();
  *certified.mutable_purge() = wave.purge();
  certified.mutable_purge()->clear_certificate_sha256();
  const absl::StatusOr<std::string> json = types::CanonicalJson(certified);
  if (!json.ok()) return json.status();
  return types::Sha256Hex(*json);
}

}  // namespace lotse::survey
