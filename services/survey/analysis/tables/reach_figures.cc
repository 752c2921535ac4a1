#include "services/survey/analysis/tables/reach_figures.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/survey/analysis/statistics/reach.h"
#include "services/survey/analysis/statistics/rounding.h"
#include "services/survey/analysis/tables/figure_values.h"

namespace lotse::survey::tables {
namespace {

using statistics::RoundHalfUp;
using statistics::Wide;
using v1alpha::Figure;
using v1alpha::Reach;
using v1alpha::Table;
using v1alpha::TableSpec;

// One group: how many it has in the population, and how many of them answered.
struct Group {
  int64_t population = 0;
  std::optional<int64_t> participants;
};

// All of them.
struct Whole {
  int64_t population = 0;
  // Who answered the first variable.
  std::optional<int64_t> participants;
};

class Reaches {
 public:
  Reaches(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
          const TableSpec& spec)
      : plan_(plan), minimum_base_(minimum_base) {
    std::vector<Place> answers;
    std::vector<Place> others;
    for (int row = 0; row < plan.row_count(); ++row) {
      const Place place = plan.At(row, kAll, kAll);
      (row < plan.answer_rows() ? answers : others).push_back(place);
      if (row >= plan.answer_rows()) continue;
      const int64_t population = PopulationOf(plan.rows()[static_cast<std::size_t>(row)], spec);
      groups_.push_back({population, shown.At(place)});
      whole_.population += population;
    }
    whole_.participants = shown.Sum(answers, plan.Base(kAll, kAll), others);
    reference_ = ReferenceOf(spec);
  }

  Reach Of(std::size_t number) const {
    const Group& group = groups_[number];
    Reach reach;
    *reach.mutable_category() = plan_.rows()[number];
    reach.set_population(group.population);
    AddRate(group, &reach);
    AddRepresentation(group, &reach);
    AddParity(number, &reach);
    return reach;
  }

 private:
  static int64_t PopulationOf(const v1alpha::TableCategory& category, const TableSpec& spec) {
    for (const auto& reference : spec.reference()) {
      if (reference.option() == category.code()) return reference.population();
    }
    return 0;
  }

  std::size_t ReferenceOf(const TableSpec& spec) const {
    std::size_t largest = 0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const std::string& code = plan_.rows()[i].code();
      if (!spec.parity_reference().empty() && code == spec.parity_reference()) return i;
      if (groups_[i].population > groups_[largest].population) largest = i;
    }
    return largest;
  }

  // Why nothing can be said of a group: of so few people no figure is given.
  Figure::Undefined WhyNotOf(const Group& group) const {
    if (group.population == 0) return Figure::UNDEFINED_EMPTY_POPULATION;
    if (!group.participants.has_value()) return Figure::UNDEFINED_PROTECTED;
    if (whole_.participants.has_value() && *whole_.participants == 0) {
      return Figure::UNDEFINED_NOBODY_TOOK_PART;
    }
    return group.population < minimum_base_ ? Figure::UNDEFINED_BASE_TOO_SMALL
                                            : Figure::UNDEFINED_UNSPECIFIED;
  }

  void AddRate(const Group& group, Reach* reach) const {
    Figure::Undefined why = WhyNotOf(group);
    if (why != Figure::UNDEFINED_UNSPECIFIED) {
      *reach->mutable_participation_rate() = None(why);
      *reach->mutable_participation_interval() = NoInterval(why);
      return;
    }
    *reach->mutable_participation_rate() =
        PercentOf(group.participants, group.population, minimum_base_);
    *reach->mutable_participation_interval() =
        *group.participants > group.population
            ? NoInterval(Figure::UNDEFINED_MORE_THAN_POPULATION)
            : IntervalOf(group.participants, group.population, minimum_base_);
  }

  void AddRepresentation(const Group& group, Reach* reach) const {
    Figure::Undefined why = WhyNotOf(group);
    if (why == Figure::UNDEFINED_UNSPECIFIED) why = WhyNot(whole_.participants, minimum_base_);
    if (why != Figure::UNDEFINED_UNSPECIFIED) {
      *reach->mutable_representation_ratio() = None(why);
      *reach->mutable_representation_gap() = None(why);
      *reach->mutable_missing_to_parity() = None(why);
      return;
    }
    // (a_g / a) / (N_g / N) and what follows from it, as exact fractions.
    const Wide share_of_participants = Wide{*group.participants} * whole_.population;
    const Wide share_of_population = Wide{group.population} * *whole_.participants;
    *reach->mutable_representation_ratio() =
        Number(RoundHalfUp(share_of_participants * 100, share_of_population), kRatioDigits);
    *reach->mutable_representation_gap() =
        Number(RoundHalfUp((share_of_participants - share_of_population) * 1000,
                           Wide{whole_.population} * *whole_.participants),
               kPercentDigits);
    const Wide missing = std::max(share_of_population - share_of_participants, Wide{0});
    *reach->mutable_missing_to_parity() =
        Number(RoundHalfUp(missing * 10, whole_.population), kPercentDigits);
  }

  void AddParity(std::size_t number, Reach* reach) const {
    const auto set_none = [&](Figure::Undefined why) {
      *reach->mutable_parity_ratio() = None(why);
      *reach->mutable_parity_interval() = NoInterval(why);
    };
    if (number == reference_) return set_none(Figure::UNDEFINED_IS_REFERENCE);
    const Group& group = groups_[number];
    const Group& reference = groups_[reference_];
    for (const Group* one : {&group, &reference}) {
      const Figure::Undefined why = WhyNotOf(*one);
      if (why != Figure::UNDEFINED_UNSPECIFIED) return set_none(why);
    }
    if (*reference.participants == 0) return set_none(Figure::UNDEFINED_NOBODY_TOOK_PART);
    const Wide numerator = Wide{*group.participants} * reference.population;
    const Wide denominator = Wide{group.population} * *reference.participants;
    *reach->mutable_parity_ratio() =
        Number(RoundHalfUp(numerator * 100, denominator), kRatioDigits);
    reach->set_below_four_fifths(5 * numerator < 4 * denominator);
    const statistics::Group both[] = {{group.population, *group.participants},
                                      {reference.population, *reference.participants}};
    *reach->mutable_parity_interval() =
        Rounded(statistics::ReachOf(both, 1).groups[0].parity_interval, kRatioDigits);
  }

  const TablePlan& plan_;
  const int64_t minimum_base_;
  std::vector<Group> groups_;
  Whole whole_;
  std::size_t reference_ = 0;
};

}  // namespace

void AddReach(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base, Table* table) {
  const Reaches reaches(plan, shown, minimum_base, table->spec());
  for (int row = 0; row < plan.answer_rows(); ++row) {
    *table->add_reach() = reaches.Of(static_cast<std::size_t>(row));
  }
}

}  // namespace lotse::survey::tables
