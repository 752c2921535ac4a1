#include "services/engagement/domain/capacity_rules.h"

#include <map>
#include <tuple>

namespace lotse::engagement {

using types::Decimal;
using v1alpha::Measure;

namespace {

// What a unit can give to a track in a month.
Decimal DaysIn(const v1alpha::UnitCapacity& capacity, int year, int month) {
  for (const v1alpha::MonthCapacity& exception : capacity.months()) {
    if (exception.year() == year && exception.month() == month) {
      return types::DecimalOf(exception.days());
    }
  }
  return types::DecimalOf(capacity.days_per_month());
}

bool Counts(const Measure& measure) {
  return measure.state() != Measure::STATE_IDEA && measure.state() != Measure::STATE_CANCELLED;
}

}  // namespace

std::vector<CapacityUse> UseOfCapacity(const std::vector<Measure>& measures,
                                       const std::vector<v1alpha::Track>& tracks) {
  std::map<std::tuple<std::string, int, int>, Decimal> planned;
  for (const Measure& measure : measures) {
    if (!Counts(measure)) continue;
    for (const v1alpha::Effort& effort : measure.efforts()) {
      Decimal& sum = planned[{effort.org_unit(), effort.year(), effort.month()}];
      sum = sum + types::DecimalOf(effort.days());
    }
  }
  std::vector<CapacityUse> rows;
  for (const auto& [key, days] : planned) {
    const auto& [org_unit, year, month] = key;
    CapacityUse row{org_unit, year, month, days, std::nullopt};
    for (const v1alpha::Track& track : tracks) {
      for (const v1alpha::UnitCapacity& capacity : track.capacities()) {
        if (capacity.org_unit() != org_unit) continue;
        row.capacity = row.capacity.value_or(Decimal()) + DaysIn(capacity, year, month);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace lotse::engagement
