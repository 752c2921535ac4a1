#include "services/engagement/domain/reporting_duties.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"

namespace lotse::engagement {

using v1alpha::Funder;
using v1alpha::Programme;
using v1alpha::ReportingDuty;
using v1alpha::ReportingDutyStatus;

DutyPage::DutyPage(Wanted wanted, const google::type::Date& today)
    : wanted_(std::move(wanted)), today_(types::ToCivil(today)) {}

void DutyPage::Add(const Programme& programme) {
  for (const Funder& funder : programme.funders()) {
    for (const ReportingDuty& duty : funder.duties()) Add(programme, funder, duty);
  }
}

void DutyPage::Add(const Programme& programme, const Funder& funder, const ReportingDuty& duty) {
  const absl::CivilDay due = types::ToCivil(duty.due_date());
  if (wanted_.due_before.has_value() && due >= *wanted_.due_before) return;
  if (wanted_.open_only && duty.has_fulfil_date()) return;
  std::string position = absl::StrCat(absl::FormatCivilTime(due), "\n", programme.name(), "\n",
                                      funder.funder_id(), "\n", duty.duty_id());
  if (position <= wanted_.after) return;
  const bool full = rows_.size() > wanted_.size;
  if (full && position > rows_.rbegin()->first) return;
  ReportingDutyStatus row;
  row.set_programme(programme.name());
  row.set_funder_id(funder.funder_id());
  row.set_duty_id(duty.duty_id());
  *row.mutable_title() = duty.title();
  *row.mutable_due_date() = duty.due_date();
  row.set_overdue(!duty.has_fulfil_date() && due < today_);
  if (duty.has_fulfil_date()) *row.mutable_fulfil_date() = duty.fulfil_date();
  rows_.emplace(std::move(position), std::move(row));
  if (full) rows_.erase(std::prev(rows_.end()));
}

std::string DutyPage::Write(v1alpha::ListReportingDutiesResponse* response) const {
  for (const auto& [position, row] : rows_) {
    *response->add_reporting_duties() = row;
    if (static_cast<size_t>(response->reporting_duties_size()) < wanted_.size) continue;
    return rows_.size() > wanted_.size ? position : "";
  }
  return "";
}

}  // namespace lotse::engagement
