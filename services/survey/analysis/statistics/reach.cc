#include "services/survey/analysis/statistics/reach.h"

#include <algorithm>
#include <cmath>

#include "services/survey/analysis/statistics/distributions.h"
#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::statistics {
namespace {

double Real(Wide value) { return static_cast<double>(value); }

bool Overfull(const Group& group) { return group.participants > group.population; }

// The rate of `a` over that of `b`; both have a population, and somebody of b took part.
double RateRatio(const Group& a, const Group& b) {
  return Real(Wide{a.participants} * b.population) / Real(Wide{b.participants} * a.population);
}

// Why nothing can be compared with `other`; nothing if it can.
std::optional<Undefined> Incomparable(const Group& other) {
  if (other.population == 0) return Undefined::kEmptyPopulation;
  if (other.participants == 0) return Undefined::kNobodyToCompareWith;
  return std::nullopt;
}

FigureOf<Interval> LogInterval(const Group& a, const Group& b, double confidence) {
  if (a.participants == 0) return FigureOf<Interval>(Undefined::kNobodyTookPart);
  if (Overfull(a) || Overfull(b)) return FigureOf<Interval>(Undefined::kMoreThanPopulation);
  const auto part = [](const Group& g) {
    return Real(g.population - g.participants) / Real(Wide{g.participants} * g.population);
  };
  const double variance = part(a) + part(b);
  if (variance == 0) return FigureOf<Interval>(Undefined::kNoVariance);
  const double factor = std::exp(NormalFactor(confidence) * std::sqrt(variance));
  const double ratio = RateRatio(a, b);
  return FigureOf<Interval>(Interval{ratio / factor, ratio * factor});
}

void SetParity(Undefined why, GroupReach* result) {
  result->parity_ratio = Figure(why);
  result->parity_interval = FigureOf<Interval>(why);
  result->below_four_fifths = FigureOf<bool>(why);
}

void SetDifference(Undefined why, GroupReach* result) {
  result->difference = Figure(why);
  result->difference_interval = FigureOf<Interval>(why);
}

void SetRate(double confidence, GroupReach* result) {
  const Group& group = result->group;
  result->rate = Figure(Real(group.participants) / Real(group.population));
  result->rate_interval = Overfull(group)
                              ? FigureOf<Interval>(Undefined::kMoreThanPopulation)
                              : ShareOf(group.participants, group.population, confidence).interval;
}

void CompareWithReference(const Group& reference, double confidence, GroupReach* result) {
  const Group& group = result->group;
  if (const auto why = Incomparable(reference); why.has_value()) {
    SetParity(*why, result);
  } else {
    result->parity_ratio = Figure(RateRatio(group, reference));
    result->parity_interval = LogInterval(group, reference, confidence);
    result->below_four_fifths = FigureOf<bool>(Wide{5} * group.participants * reference.population <
                                               Wide{4} * reference.participants * group.population);
  }
  if (reference.population == 0) {
    SetDifference(Undefined::kEmptyPopulation, result);
  } else if (Overfull(group) || Overfull(reference)) {
    SetDifference(Undefined::kMoreThanPopulation, result);
    result->difference = Figure(Real(group.participants) / Real(group.population) -
                                Real(reference.participants) / Real(reference.population));
  } else {
    const ShareDifference difference =
        DifferenceOf(group.participants, group.population, reference.participants,
                     reference.population, confidence);
    result->difference = difference.value;
    result->difference_interval = difference.interval;
  }
}

void CompareWithAll(const Reach& all, GroupReach* result) {
  const Group& group = result->group;
  result->representation_ratio = Figure(RateRatio(group, {all.population, all.participants}));
  result->missing_to_parity = Figure(std::max(0.0, Real(Wide{all.participants} * group.population -
                                                        Wide{group.participants} * all.population) /
                                                       Real(all.population)));
  const Group rest{all.population - group.population, all.participants - group.participants};
  const auto why = Incomparable(rest);
  result->ratio_to_rest = why.has_value() ? Figure(*why) : Figure(RateRatio(group, rest));
}

void SetAll(Undefined why, GroupReach* result) {
  result->representation_ratio = result->ratio_to_rest = result->missing_to_parity = Figure(why);
  SetParity(why, result);
  SetDifference(why, result);
}

GroupReach ReachOfGroup(const Group& group, size_t number, const Reach& all, const Group* reference,
                        double confidence) {
  GroupReach result;
  result.group = group;
  if (all.population == 0) {
    result.gap_points = Figure(Undefined::kEmptyPopulation);
  } else if (all.participants == 0) {
    result.gap_points = Figure(Undefined::kNobodyTookPart);
  } else {
    result.gap_points = Figure(100 *
                               Real(Wide{group.participants} * all.population -
                                    Wide{group.population} * all.participants) /
                               Real(Wide{all.participants} * all.population));
  }
  if (group.population == 0) {
    result.rate = Figure(Undefined::kEmptyPopulation);
    result.rate_interval = FigureOf<Interval>(Undefined::kEmptyPopulation);
    SetAll(Undefined::kEmptyPopulation, &result);
    return result;
  }
  SetRate(confidence, &result);
  if (all.participants == 0 || reference == nullptr) {
    SetAll(Undefined::kNobodyTookPart, &result);
    return result;
  }
  CompareWithAll(all, &result);
  if (all.reference == number) {
    SetParity(Undefined::kIsReference, &result);
    SetDifference(Undefined::kIsReference, &result);
  } else {
    CompareWithReference(*reference, confidence, &result);
  }
  return result;
}

// The group with the highest rate.
std::optional<size_t> Highest(absl::Span<const Group> groups) {
  std::optional<size_t> highest;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].population == 0) continue;
    if (!highest.has_value() || Wide{groups[i].participants} * groups[*highest].population >
                                    Wide{groups[*highest].participants} * groups[i].population) {
      highest = i;
    }
  }
  return highest;
}

}  // namespace

Reach ReachOf(absl::Span<const Group> groups, std::optional<size_t> reference, double confidence) {
  Reach reach;
  for (const Group& group : groups) {
    reach.population += group.population;
    reach.participants += group.participants;
  }
  reach.rate = Ratio(Real(reach.participants), Real(reach.population), Undefined::kEmptyPopulation);
  const bool exists = reference.has_value() && *reference < groups.size();
  reach.reference = exists ? reference : Highest(groups);
  const Group* const compared = reach.reference.has_value() ? &groups[*reach.reference] : nullptr;
  for (size_t i = 0; i < groups.size(); ++i) {
    reach.groups.push_back(ReachOfGroup(groups[i], i, reach, compared, confidence));
  }
  return reach;
}

}  // namespace lotse::survey::statistics
