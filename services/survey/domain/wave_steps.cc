#include "services/survey/domain/wave_steps.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/survey/domain/field_checks.h"
#include "services/survey/domain/field_period.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {
namespace {

using google::type::Date;
using v1alpha::Wave;

// For example `2026-04-01`.
std::string Shown(const Date& date) { return absl::FormatCivilTime(types::ToCivil(date)); }

absl::Status CheckProlongation(const Wave& wave, const Date& end_date, absl::string_view reason,
                               const Date& today) {
  rpc::FieldViolations violations;
  if (types::CheckDate("end_date", end_date, &violations)) {
    if (types::ToCivil(end_date) <= types::ToCivil(wave.end_date())) {
      violations.push_back(
          {"end_date", absl::StrCat("not later; give a day after ", Shown(wave.end_date()))});
    } else if (types::ToCivil(end_date) < types::ToCivil(today)) {
      violations.push_back({"end_date", "is over; give today or a later day"});
    }
  }
  CheckReasonGiven(reason, "why does the field period take longer?", &violations);
  return rpc::InvalidFields(violations);
}

}  // namespace

absl::Status CheckCanBeReleased(const Wave& wave) {
  if (wave.state() == Wave::STATE_PLANNED) return absl::OkStatus();
  return WrongState(wave, "only a planned wave can be released");
}

absl::Status ReleaseWave(absl::Time now, v1alpha::WaveRelease release, Wave* wave) {
  if (absl::Status s = CheckCanBeReleased(*wave); !s.ok()) return s;
  *release.mutable_release_time() = types::ToTimestamp(now);
  *wave->mutable_release() = std::move(release);
  wave->set_state(Wave::STATE_RELEASED);
  return absl::OkStatus();
}

absl::Status RevokeRelease(absl::Time now, absl::string_view reason, Wave* wave) {
  rpc::FieldViolations violations;
  CheckReasonGiven(reason, "why is the release revoked?", &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (wave->state() != Wave::STATE_RELEASED) {
    return WrongState(*wave, "only a released wave has a release that can be revoked");
  }
  if (HasBegun(*wave, types::DayInBerlin(now))) {
    return WrongState(*wave, absl::StrCat("its field period began on ", Shown(wave->start_date()),
                                          "; it can only be closed"));
  }
  wave->clear_release();
  wave->clear_prolongations();
  wave->set_state(Wave::STATE_PLANNED);
  return absl::OkStatus();
}

absl::Status OpenWave(absl::Time now, Wave* wave) {
  if (wave->state() == Wave::STATE_PLANNED) return WrongState(*wave, "release it first");
  if (wave->state() != Wave::STATE_RELEASED) {
    return WrongState(*wave, "only a released wave can be opened, and a closed one never again");
  }
  const Date today = types::DayInBerlin(now);
  if (!HasBegun(*wave, today)) {
    return WrongState(*wave,
                      absl::StrCat("its field period begins on ", Shown(wave->start_date()),
                                   "; wait until then, or revoke the release and begin earlier"));
  }
  if (IsOver(*wave, today)) {
    return WrongState(
        *wave, absl::StrCat("its last day was ", Shown(wave->end_date()), "; it can be closed"));
  }
  wave->set_state(Wave::STATE_OPEN);
  *wave->mutable_open_time() = types::ToTimestamp(now);
  return absl::OkStatus();
}

absl::Status ProlongWave(absl::Time now, const Date& end_date, absl::string_view reason,
                         Wave* wave) {
  if (wave->state() != Wave::STATE_RELEASED && wave->state() != Wave::STATE_OPEN) {
    return WrongState(*wave, "only a released or open wave can be prolonged");
  }
  const Date today = types::DayInBerlin(now);
  if (wave->has_release() && IsOver(*wave, today)) {
    return WrongState(*wave, absl::StrCat("its last day was ", Shown(wave->end_date()),
                                          "; what is over is not prolonged"));
  }
  if (absl::Status s = CheckProlongation(*wave, end_date, reason, today); !s.ok()) return s;
  if (wave->prolongations_size() >= kMaxProlongations) {
    return WrongState(
        *wave, absl::StrCat("it was prolonged ", kMaxProlongations, " times; plan another wave"));
  }
  v1alpha::Prolongation* prolongation = wave->add_prolongations();
  *prolongation->mutable_former_end_date() = wave->end_date();
  *prolongation->mutable_end_date() = end_date;
  prolongation->set_reason(std::string(reason));
  *prolongation->mutable_prolong_time() = types::ToTimestamp(now);
  *wave->mutable_end_date() = end_date;
  return absl::OkStatus();
}

absl::Status CloseWave(absl::Time now, Wave* wave) {
  const bool begun =
      wave->state() == Wave::STATE_RELEASED && HasBegun(*wave, types::DayInBerlin(now));
  if (wave->state() != Wave::STATE_OPEN && !begun) {
    return WrongState(*wave, "only an open wave can be closed");
  }
  wave->set_state(Wave::STATE_CLOSED);
  *wave->mutable_close_time() = types::ToTimestamp(now);
  return absl::OkStatus();
}

}  // namespace lotse::survey
