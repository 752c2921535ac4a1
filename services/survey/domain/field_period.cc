#include "services/survey/domain/field_period.h"

#include "runtime/types/date.h"

namespace lotse::survey {

using google::type::Date;
using v1alpha::Wave;

bool HasBegun(const Wave& wave, const Date& today) {
  return types::ToCivil(today) >= types::ToCivil(wave.start_date());
}

bool IsOver(const Wave& wave, const Date& today) {
  return types::ToCivil(today) > types::ToCivil(wave.end_date());
}

bool TakesAnswersOn(const Wave& wave, const Date& today) {
  switch (wave.state()) {
    case Wave::STATE_RELEASED:
      return HasBegun(wave, today) && !IsOver(wave, today);
    case Wave::STATE_OPEN:
      return !wave.has_release() || !IsOver(wave, today);
    default:
      return false;
  }
}

DueStep DueStepOf(const Wave& wave, const Date& today, bool files_closed) {
  const bool released = wave.state() == Wave::STATE_RELEASED;
  const bool open = wave.state() == Wave::STATE_OPEN;
  if (files_closed && (open || (released && HasBegun(wave, today)))) return DueStep::kClose;
  if (!wave.has_release() || (!released && !open)) return DueStep::kNone;
  if (IsOver(wave, today)) return DueStep::kClose;
  return released && HasBegun(wave, today) ? DueStep::kOpen : DueStep::kNone;
}

}  // namespace lotse::survey
