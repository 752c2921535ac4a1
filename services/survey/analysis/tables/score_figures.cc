#include "services/survey/analysis/tables/score_figures.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "services/survey/analysis/statistics/moments.h"
#include "services/survey/analysis/statistics/proportions.h"
#include "services/survey/analysis/statistics/rounding.h"
#include "services/survey/analysis/tables/figure_values.h"
#include "services/survey/analysis/tables/table_rules.h"

namespace lotse::survey::tables {
namespace {

using statistics::Wide;
using v1alpha::Figure;
using v1alpha::Location;
using v1alpha::Table;
using v1alpha::TableLayer;
using v1alpha::TableSpec;

using MaybeCounts = std::vector<std::optional<int64_t>>;

constexpr int64_t kHighestPromoter = 10;

// People by their score, ascending.
struct Scored {
  std::vector<std::pair<int64_t, int64_t>> by_score;  // thousandths, people
  int64_t n = 0;
  // Somebody is in a class that has no score.
  bool has_open = false;
};

// nullopt: one of the counts is protected.
std::optional<Scored> ScoredOf(const MaybeCounts& counts, const std::vector<Score>& scores) {
  Scored scored;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!scores[i].counts) continue;
    if (!counts[i].has_value()) return std::nullopt;
    if (scores[i].is_open) {
      scored.has_open |= *counts[i] > 0;
      continue;
    }
    scored.by_score.emplace_back(scores[i].thousandths, *counts[i]);
    scored.n += *counts[i];
  }
  std::sort(scored.by_score.begin(), scored.by_score.end());
  return scored;
}

Figure MeanOf(const Scored& scored) {
  Wide sum = 0;
  for (const auto& [thousandths, people] : scored.by_score) sum += Wide{thousandths} * people;
  return Number(statistics::RoundHalfUp(sum * 100, Wide{kScoreUnit} * scored.n), kMeanDigits);
}

void AddSpread(const Scored& scored, Location* location) {
  std::vector<double> values;
  std::vector<int64_t> counts;
  for (const auto& [thousandths, people] : scored.by_score) {
    values.push_back(static_cast<double>(thousandths) / static_cast<double>(kScoreUnit));
    counts.push_back(people);
  }
  const statistics::Distribution distribution{values, counts};
  const statistics::Summary summary = statistics::SummaryOf(statistics::MomentsOf(distribution));
  *location->mutable_mean() = MeanOf(scored);
  *location->mutable_mean_interval() = Rounded(summary.interval, kMeanDigits);
  *location->mutable_median() = Rounded(statistics::QuantileOf(distribution, 0.5), kMeanDigits);
  *location->mutable_standard_deviation() = Rounded(summary.sd, kMeanDigits);
}

void AddTopBox(const Scored& scored, const std::vector<Score>& scores, int highest,
               int64_t minimum_base, Location* location) {
  const std::vector<int64_t> levels = LevelsOf(scores);
  const auto place = std::min(static_cast<std::size_t>(highest), levels.size());
  const int64_t lowest = levels[levels.size() - place];
  int64_t top = 0;
  for (const auto& [thousandths, people] : scored.by_score) {
    if (thousandths >= lowest) top += people;
  }
  *location->mutable_top_box() = PercentOf(top, scored.n, minimum_base);
  *location->mutable_top_box_interval() = IntervalOf(top, scored.n, minimum_base);
}

void AddNetPromoter(const Scored& scored, Location* location) {
  std::vector<int64_t> counts(kHighestPromoter + 1);
  for (const auto& [thousandths, people] : scored.by_score) {
    counts[static_cast<std::size_t>(thousandths / kScoreUnit)] += people;
  }
  const statistics::NetPromoterScore score = statistics::NetPromoterScoreOf(counts);
  *location->mutable_net_promoter() =
      Number(statistics::RoundedPercent(score.promoters - score.detractors, score.n, kPercentDigits)
                 .value(),
             kPercentDigits);
  *location->mutable_net_promoter_interval() = Rounded(score.interval, kPercentDigits);
}

void SetNone(const TableSpec& spec, Figure::Undefined why, Location* location) {
  if (Wants(spec, TableSpec::STATISTIC_LOCATION)) {
    *location->mutable_mean() = None(why);
    *location->mutable_mean_interval() = NoInterval(why);
    *location->mutable_median() = None(why);
    *location->mutable_standard_deviation() = None(why);
  }
  if (Wants(spec, TableSpec::STATISTIC_TOP_BOX)) {
    *location->mutable_top_box() = None(why);
    *location->mutable_top_box_interval() = NoInterval(why);
  }
  if (Wants(spec, TableSpec::STATISTIC_NET_PROMOTER)) {
    *location->mutable_net_promoter() = None(why);
    *location->mutable_net_promoter_interval() = NoInterval(why);
  }
}

Figure AlphaOf(const statistics::Figure& alpha, int64_t people, int64_t minimum_base) {
  const Figure::Undefined why = WhyNot(people, minimum_base);
  return why == Figure::UNDEFINED_UNSPECIFIED ? Rounded(alpha, 2) : None(why);
}

// The location of those whose answers stand at the first of `places`, in the order of the scores;
// the others stand at the rest of `places`, and all at `whole`.
Location LocationAt(const std::vector<Place>& places, const Place& whole, const ShownCounts& shown,
                    const std::vector<Score>& scores, const TableSpec& spec, int64_t minimum_base) {
  MaybeCounts counts;
  std::vector<Place> scored;
  std::vector<Place> others;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool is_answer = i < scores.size();
    if (is_answer) counts.push_back(shown.At(places[i]));
    const bool has_score = is_answer && scores[i].counts && !scores[i].is_open;
    (has_score ? scored : others).push_back(places[i]);
  }
  return LocationOf(counts, shown.Sum(scored, whole, others), scores, spec, minimum_base);
}

// Whether whoever answered one item answered all.
bool AllAnsweredAlike(const statistics::Reliability& found) {
  return std::all_of(found.item_n.begin(), found.item_n.end(),
                     [&](int64_t n) { return n == found.listwise_n; });
}

}  // namespace

Location LocationOf(const MaybeCounts& counts, std::optional<int64_t> n,
                    const std::vector<Score>& scores, const TableSpec& spec, int64_t minimum_base) {
  Location location;
  const std::optional<Scored> scored = ScoredOf(counts, scores);
  *location.mutable_n() = Count(n);
  Figure::Undefined why =
      scored.has_value() ? WhyNot(n, minimum_base) : Figure::UNDEFINED_PROTECTED;
  if (scored.has_value() && scored->has_open) why = Figure::UNDEFINED_NO_SCORE;
  if (why != Figure::UNDEFINED_UNSPECIFIED) {
    SetNone(spec, why, &location);
    return location;
  }
  if (Wants(spec, TableSpec::STATISTIC_LOCATION)) AddSpread(*scored, &location);
  if (Wants(spec, TableSpec::STATISTIC_TOP_BOX)) {
    AddTopBox(*scored, scores, TopBoxOf(spec), minimum_base, &location);
  }
  if (Wants(spec, TableSpec::STATISTIC_NET_PROMOTER)) AddNetPromoter(*scored, &location);
  return location;
}

void AddLocations(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
                  const TableVariables& variables, Table* table) {
  const TableSpec& spec = table->spec();
  const std::vector<Score> scores = *ScoresOf(spec, ScoredVariable(spec, variables));
  for (int i = 0; i < table->layers_size(); ++i) {
    const int layer = plan.layers_and_all()[static_cast<std::size_t>(i)];
    const auto add = [&](const std::vector<Place>& places, const Place& whole,
                         const std::vector<Score>& by_answer) {
      *table->mutable_layers(i)->add_locations() =
          LocationAt(places, whole, shown, by_answer, spec, minimum_base);
    };
    for (int row = 0; plan.is_battery() && row < plan.row_count(); ++row) {
      const SpanVariable& item = *variables.Find(spec.battery(row));
      add(plan.OfRow(row, layer, 0, plan.column_count()), plan.At(row, kAll, layer),
          IsReversed(spec, item) ? Reversed(scores) : scores);
    }
    if (plan.is_battery()) continue;
    for (const int column : plan.columns_and_all()) {
      add(plan.OfColumn(column, layer, 0, plan.row_count()), plan.Base(column, layer), scores);
    }
  }
}

v1alpha::Reliability ReliabilityOf(const std::optional<statistics::Reliability>& found, int items,
                                   int64_t minimum_base) {
  v1alpha::Reliability reliability;
  reliability.set_items(items);
  *reliability.mutable_alpha_pairwise() = None(Figure::UNDEFINED_PROTECTED);
  *reliability.mutable_alpha_listwise() = None(Figure::UNDEFINED_PROTECTED);
  *reliability.mutable_alpha_standardised() = None(Figure::UNDEFINED_PROTECTED);
  if (!found.has_value()) return reliability;
  *reliability.mutable_alpha_pairwise() =
      AlphaOf(found->pairwise.raw, found->smallest_pair_n, minimum_base);
  *reliability.mutable_alpha_standardised() =
      AlphaOf(found->pairwise.standardized, found->smallest_pair_n, minimum_base);
  if (items == kMinBattery || AllAnsweredAlike(*found)) {
    *reliability.mutable_alpha_listwise() =
        AlphaOf(found->listwise.raw, found->listwise_n, minimum_base);
  }
  return reliability;
}

}  // namespace lotse::survey::tables
