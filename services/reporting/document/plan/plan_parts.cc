#include "services/reporting/document/plan/plan_parts.h"

#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {

using engagement::v1alpha::Measure;

std::string LastPartOf(absl::string_view name) {
  const absl::string_view last = name.substr(name.rfind('/') + 1);
  return std::string(last.data(), last.size());
}

v1alpha::Cell KnownTextCell(const std::string& text) {
  return text.empty() ? MissingCell(v1alpha::Missing::REASON_NOT_COLLECTED) : TextCell(text);
}

StatusDay StatusDayOf(const ReportInputs& inputs) {
  const auto& engagement = inputs.process.engagement;
  return {types::ToCivil(inputs.as_of_date), engagement.has_value() && IsOver(*engagement)};
}

bool ReportPeriod::Contains(const google::type::Date& date) const {
  if (!IsFullDate(date)) return false;
  const absl::CivilDay day = types::ToCivil(date);
  return day <= last && (!first.has_value() || day >= *first);
}

ReportPeriod PeriodOf(const ReportInputs& inputs) {
  ReportPeriod period;
  if (IsFullDate(inputs.report.start_date())) {
    period.first = types::ToCivil(inputs.report.start_date());
  }
  period.last = types::ToCivil(inputs.as_of_date);
  if (IsFullDate(inputs.report.end_date())) {
    period.last = std::min(period.last, types::ToCivil(inputs.report.end_date()));
  }
  return period;
}

std::string PeriodNote(const ReportInputs& inputs, const char* from_to, const char* until) {
  const ReportPeriod period = PeriodOf(inputs);
  const std::string last = FormatDate(inputs.language, types::ToDate(period.last));
  if (!period.first.has_value()) return absl::Substitute(until, last);
  return absl::Substitute(from_to, FormatDate(inputs.language, types::ToDate(*period.first)), last);
}

std::vector<NumberedMeasure> NumberedMeasures(const ReportInputs& inputs) {
  std::vector<NumberedMeasure> numbered;
  int64_t number = 0;
  for (const Measure* measure : InOrder(inputs.process.measures)) {
    ++number;
    if (measure->state() == Measure::STATE_IDEA) continue;
    numbered.push_back(
        {absl::Substitute(PlanWordingOf(inputs.language).measure_number, number), measure});
  }
  return numbered;
}

}  // namespace lotse::reporting
