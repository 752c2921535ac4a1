#include "services/survey/analysis/statistics/disparity.h"

#include <cmath>
#include <cstddef>

#include "services/survey/analysis/statistics/distributions.h"
#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::statistics {
namespace {

double Real(Wide value) { return static_cast<double>(value); }
Wide Size(Wide value) { return value < 0 ? -value : value; }

void SetAll(Undefined why, Disparity* result) {
  for (Figure* figure :
       {&result->dissimilarity, &result->highest_to_lowest, &result->between_group_variance,
        &result->theil, &result->mean_log_deviation, &result->gini}) {
    *figure = Figure(why);
  }
}

// a_g N_h - a_h N_g: the difference of the two rates without their denominators.
Wide Excess(const Group& g, const Group& h) {
  return Wide{g.participants} * h.population - Wide{h.participants} * g.population;
}

Figure HighestToLowest(absl::Span<const Group> groups) {
  const Group* highest = nullptr;
  const Group* lowest = nullptr;
  for (const Group& group : groups) {
    if (group.population == 0) continue;
    if (highest == nullptr || Excess(group, *highest) > 0) highest = &group;
    if (lowest == nullptr || Excess(group, *lowest) < 0) lowest = &group;
  }
  if (lowest->participants == 0) return Figure(Undefined::kNobodyToCompareWith);
  return Figure(Real(Wide{highest->participants} * lowest->population) /
                Real(Wide{lowest->participants} * highest->population));
}

Figure Gini(absl::Span<const Group> groups, const Group& all) {
  double sum = 0;
  for (size_t g = 0; g < groups.size(); ++g) {
    for (size_t h = 0; h < g; ++h) sum += Real(Size(Excess(groups[g], groups[h])));
  }
  return Figure(sum / Real(Wide{all.participants} * all.population));
}

// The sums over groups; both logarithms are of the same x = (p_g - s_g) / s_g + 1, and
// taking off the sum of p_g - s_g, which is 0, leaves no term below 0.
void AddGroups(absl::Span<const Group> groups, const Group& all, Disparity* result) {
  Wide exchanged = 0;
  double variance = 0;
  double theil = 0;
  double deviation = 0;
  bool any_without = false;
  for (const Group& group : groups) {
    if (group.population == 0) continue;
    const double share = Real(group.population) / Real(all.population);
    const Wide excess = Excess(group, all);
    const double relative = Real(excess) / Real(Wide{all.participants} * group.population);
    const double rate_distance = Real(excess) / Real(Wide{group.population} * all.population);
    exchanged += Size(excess);
    variance += share * rate_distance * rate_distance;
    theil += share * RelativeEntropyTerm(relative);
    if (group.participants == 0) {
      any_without = true;
    } else {
      deviation += share * LogDeviationTerm(relative);
    }
  }
  result->dissimilarity =
      Figure(Real(exchanged) / Real(Wide{2} * all.participants * all.population));
  result->between_group_variance = Figure(variance);
  result->theil = Figure(theil);
  result->mean_log_deviation = any_without ? Figure(Undefined::kNobodyTookPart) : Figure(deviation);
}

}  // namespace

Disparity DisparityOf(absl::Span<const Group> groups) {
  Disparity result;
  bool unknown_population = false;
  for (const Group& group : groups) {
    result.groups += group.population > 0;
    result.population += group.population;
    result.participants += group.participants;
    unknown_population |= group.population == 0 && group.participants > 0;
  }
  if (result.population == 0 || unknown_population) {
    SetAll(Undefined::kEmptyPopulation, &result);
    return result;
  }
  if (result.participants == 0) {
    SetAll(Undefined::kNobodyTookPart, &result);
    return result;
  }
  const Group all{result.population, result.participants};
  AddGroups(groups, all, &result);
  result.highest_to_lowest = HighestToLowest(groups);
  result.gini = Gini(groups, all);
  return result;
}

}  // namespace lotse::survey::statistics
