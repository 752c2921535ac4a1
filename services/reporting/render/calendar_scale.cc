#include "services/reporting/render/calendar_scale.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"

namespace lotse::reporting {
namespace {

constexpr size_t kMostTicks = 5;
// Months between two labels: up to decades, so that any time has few labels.
constexpr int kSteps[] = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 24000};

int64_t DayOf(std::chrono::year_month_day day) {
  return std::chrono::sys_days(day).time_since_epoch().count();
}

// Months since January of the year 0.
int64_t MonthOf(int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return int64_t{int{date.year()}} * 12 + static_cast<unsigned>(date.month()) - 1;
}

int64_t FirstDayOf(int64_t month) {
  return DayOf(std::chrono::year(static_cast<int>(month / 12)) /
               std::chrono::month(static_cast<unsigned>(month % 12 + 1)) / 1);
}

std::string LabelOf(int64_t month) {
  if (month % 12 == 0) return absl::StrCat(month / 12);
  return absl::StrCat(absl::Dec(month % 12 + 1, absl::kZeroPad2), "/", month / 12);
}

}  // namespace

int64_t DayNumber(const google::type::Date& date) {
  return DayOf(std::chrono::year(date.year()) /
               std::chrono::month(static_cast<unsigned>(date.month())) /
               std::chrono::day(static_cast<unsigned>(date.day())));
}

void CalendarScale::Include(const google::type::Date& date) {
  if (!IsFullDate(date)) return;
  const int64_t day = DayNumber(date);
  first_ = std::min(first_, day);
  last_ = std::max(last_, day);
}

std::vector<CalendarScale::Tick> CalendarScale::Ticks() const {
  std::vector<Tick> ticks;
  if (!any()) return ticks;
  for (const int step : kSteps) {
    ticks.clear();
    int64_t month = MonthOf(first_);
    if (FirstDayOf(month) < first_) ++month;
    month = (month + step - 1) / step * step;
    for (; FirstDayOf(month) <= last_ && ticks.size() <= kMostTicks; month += step) {
      ticks.push_back({FirstDayOf(month), LabelOf(month)});
    }
    if (ticks.size() <= kMostTicks) break;
  }
  return ticks;
}

}  // namespace lotse::reporting
