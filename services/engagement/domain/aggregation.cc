#include "services/engagement/domain/aggregation.h"

#include <algorithm>

#include "runtime/types/fraction.h"

namespace lotse::engagement {
namespace {

using types::Decimal;
using types::Wide;
using v1alpha::IndicatorDefinition;

bool Counts(const Site& site, bool weighted) {
  if (!site.value.has_value()) return false;
  return !weighted || (site.weight.has_value() && site.weight->millionths() > 0);
}

// The mean in steps of the definition's last digit, rounded once.
std::optional<Decimal> Mean(const std::vector<Site>& sites, const std::vector<bool>& counted,
                            int decimals) {
  types::WideSum products, weights;
  Wide step = 1;  // Of the last digit, in millionths.
  for (int i = decimals; i < Decimal::kMaxFractionDigits; ++i) step *= 10;
  for (size_t i = 0; i < sites.size(); ++i) {
    if (!counted[i]) continue;
    products.Add(sites[i].value->millionths(), sites[i].weight->millionths());
    weights.Add(sites[i].weight->millionths(), step);
  }
  if (!products.Get().has_value() || !weights.Get().has_value()) return {};
  return types::ToDecimal(types::RoundedQuotient(*products.Get(), *weights.Get()) * step);
}

std::optional<Decimal> Sum(const std::vector<Site>& sites, const std::vector<bool>& counted) {
  types::WideSum sum;
  for (size_t i = 0; i < sites.size(); ++i) {
    if (counted[i]) sum.Add(sites[i].value->millionths());
  }
  if (!sum.Get().has_value()) return {};
  return types::ToDecimal(*sum.Get());
}

}  // namespace

Aggregate AggregateOf(const IndicatorDefinition& definition, const std::vector<Site>& sites) {
  Aggregate out;
  const auto rule = definition.aggregation();
  const bool weighted = rule == IndicatorDefinition::AGGREGATION_WEIGHTED_MEAN;
  for (const Site& site : sites) out.counted.push_back(Counts(site, weighted));
  if (rule != IndicatorDefinition::AGGREGATION_SUM && !weighted) {
    out.counted.assign(sites.size(), false);
    out.why_not = "NOT_AGGREGATED";
  } else if (std::none_of(out.counted.begin(), out.counted.end(), [](bool c) { return c; })) {
    out.why_not = "NO_VALUE";
  } else {
    out.value =
        weighted ? Mean(sites, out.counted, definition.decimals()) : Sum(sites, out.counted);
    if (!out.value.has_value()) out.why_not = "TOO_LARGE";
  }
  return out;
}

}  // namespace lotse::engagement
