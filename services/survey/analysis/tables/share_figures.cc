#include "services/survey/analysis/tables/share_figures.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "services/survey/analysis/statistics/association.h"
#include "services/survey/analysis/statistics/rounding.h"
#include "services/survey/analysis/tables/figure_values.h"
#include "services/survey/analysis/tables/scores.h"

namespace lotse::survey::tables {
namespace {

using v1alpha::Figure;
using v1alpha::Table;
using v1alpha::TableCell;
using v1alpha::TableLayer;
using v1alpha::TableRow;
using v1alpha::TableSpec;

using MaybeCount = std::optional<int64_t>;

// Those in a row whose column is an answer.
MaybeCount AnsweredInRow(const TablePlan& plan, const ShownCounts& shown, int row, int layer) {
  return shown.Sum(plan.OfRow(row, layer, 0, plan.answer_columns()), plan.At(row, kAll, layer),
                   plan.OfRow(row, layer, plan.answer_columns(), plan.column_count()));
}

// Those in a column whose row is an answer; of a multiple choice, who answered it.
MaybeCount AnsweredInColumn(const TablePlan& plan, const ShownCounts& shown, int column,
                            int layer) {
  std::vector<Place> answered = plan.OfColumn(column, layer, 0, plan.answer_rows());
  int first_other = plan.answer_rows();
  if (plan.is_multiple()) {
    answered = {plan.At(kAll, column, layer), plan.NoneTicked(column, layer)};
    ++first_other;
  }
  return shown.Sum(answered, plan.Base(column, layer),
                   plan.OfColumn(column, layer, first_other, plan.row_count()));
}

// All ticks in a column.
MaybeCount TicksIn(const TablePlan& plan, const ShownCounts& shown, int column, int layer) {
  int64_t ticks = 0;
  for (const Place& place : plan.OfColumn(column, layer, 0, plan.answer_rows())) {
    const MaybeCount count = shown.At(place);
    if (!count.has_value()) return std::nullopt;
    ticks += *count;
  }
  return ticks;
}

class Shares {
 public:
  Shares(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base, int layer,
         const TableSpec& spec)
      : plan_(plan),
        shown_(shown),
        minimum_base_(minimum_base),
        layer_(layer),
        shares_(Wants(spec, TableSpec::STATISTIC_SHARES)),
        intervals_(Wants(spec, TableSpec::STATISTIC_INTERVALS)) {}

  void AddTo(TableLayer* layer) const {
    for (int row = 0; row < plan_.row_count(); ++row) AddToRow(row, layer->mutable_rows(row));
    if (plan_.is_battery()) return;
    for (const int column : plan_.columns_and_all()) {
      if (column < plan_.answer_columns()) AddToColumn(column, layer);
    }
  }

 private:
  // Shares of the row, and of the layer.
  void AddToRow(int row, TableRow* cells) const {
    const MaybeCount all = shown_.At(plan_.Base(kAll, layer_));
    MaybeCount base;
    if (plan_.has_columns()) base = AnsweredInRow(plan_, shown_, row, layer_);
    for (const int column : plan_.columns_and_all()) {
      TableCell* const cell = CellOf(column, cells);
      const MaybeCount count = shown_.At(plan_.At(row, column, layer_));
      if (shares_) *cell->mutable_total_share() = PercentOf(count, all, minimum_base_);
      if (column == kAll || column >= plan_.answer_columns() || row >= plan_.answer_rows()) {
        continue;
      }
      if (shares_) *cell->mutable_row_share() = PercentOf(count, base, minimum_base_);
      if (intervals_ && plan_.is_battery()) {
        *cell->mutable_interval() = IntervalOf(count, base, minimum_base_);
      }
    }
  }

  // Shares of a column that is an answer, or of all columns.
  void AddToColumn(int column, TableLayer* layer) const {
    const MaybeCount base = AnsweredInColumn(plan_, shown_, column, layer_);
    const MaybeCount ticks = plan_.is_multiple() ? TicksIn(plan_, shown_, column, layer_) : base;
    for (int row = 0; row < plan_.answer_rows(); ++row) {
      TableCell* const cell = CellOf(column, layer->mutable_rows(row));
      const MaybeCount count = shown_.At(plan_.At(row, column, layer_));
      if (shares_) *cell->mutable_column_share() = PercentOf(count, base, minimum_base_);
      if (shares_ && plan_.is_multiple()) {
        *cell->mutable_response_share() = PercentOf(count, ticks, minimum_base_);
      }
      if (intervals_) *cell->mutable_interval() = IntervalOf(count, base, minimum_base_);
    }
  }

  TableCell* CellOf(int column, TableRow* cells) const {
    if (column == kAll && plan_.has_columns()) return cells->mutable_total();
    return cells->mutable_cells(std::max(column, 0));
  }

  const TablePlan& plan_;
  const ShownCounts& shown_;
  const int64_t minimum_base_;
  const int layer_;
  const bool shares_;
  const bool intervals_;
};

// The counts of all cells that are answers to both, row by row; nullopt if one is protected.
std::optional<std::vector<int64_t>> AnswersToBoth(const TablePlan& plan, const ShownCounts& shown,
                                                  int layer) {
  std::vector<int64_t> counts;
  for (int row = 0; row < plan.answer_rows(); ++row) {
    for (const Place& place : plan.OfRow(row, layer, 0, plan.answer_columns())) {
      const MaybeCount count = shown.At(place);
      if (!count.has_value()) return std::nullopt;
      counts.push_back(*count);
    }
  }
  return counts;
}

v1alpha::Association NoAssociation(MaybeCount n, Figure::Undefined why) {
  v1alpha::Association association;
  *association.mutable_n() = Count(n);
  *association.mutable_chi_square() = None(why);
  *association.mutable_p() = None(why);
  *association.mutable_expected_below_five() = None(why);
  *association.mutable_cramers_v() = None(why);
  *association.mutable_cramers_v_corrected() = None(why);
  return association;
}

v1alpha::Association ShownAssociation(const statistics::Crosstab& crosstab) {
  const statistics::Association found = statistics::AssociationOf(crosstab);
  v1alpha::Association association;
  *association.mutable_n() = Count(found.n);
  *association.mutable_chi_square() = Rounded(found.chi_square, 2);
  association.set_degrees_of_freedom(static_cast<int32_t>(found.df));
  *association.mutable_p() = Rounded(found.p, 4);
  if (found.chi_square.defined()) {
    *association.mutable_expected_below_five() =
        Number(statistics::RoundedPercent(found.cells_expected_below_5, found.rows * found.columns,
                                          kPercentDigits)
                   .value(),
               kPercentDigits);
    association.set_expected_too_small(found.expected_too_small);
  } else {
    *association.mutable_expected_below_five() = None(WhyOf(found.chi_square.why()));
  }
  *association.mutable_cramers_v() = Rounded(found.cramers_v, 3);
  *association.mutable_cramers_v_corrected() = Rounded(found.corrected_v, 3);
  return association;
}

void AddAssociation(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
                    int number, TableLayer* layer) {
  const auto counts = AnswersToBoth(plan, shown, number);
  MaybeCount n;
  if (counts.has_value()) {
    n = 0;
    for (const int64_t count : *counts) *n += count;
  }
  const Figure::Undefined why = WhyNot(n, minimum_base);
  if (why != Figure::UNDEFINED_UNSPECIFIED) {
    *layer->mutable_association() = NoAssociation(n, why);
  }
  std::optional<statistics::Crosstab> crosstab;
  if (why == Figure::UNDEFINED_UNSPECIFIED) {
    crosstab.emplace(*counts, static_cast<std::size_t>(plan.answer_columns()));
    *layer->mutable_association() = ShownAssociation(*crosstab);
  }
  for (int row = 0; row < plan.answer_rows(); ++row) {
    for (int column = 0; column < plan.answer_columns(); ++column) {
      TableCell* const cell = layer->mutable_rows(row)->mutable_cells(column);
      *cell->mutable_adjusted_residual() =
          crosstab.has_value()
              ? Rounded(statistics::AdjustedResidual(*crosstab, static_cast<std::size_t>(row),
                                                     static_cast<std::size_t>(column)),
                        2)
              : None(why);
    }
  }
}

}  // namespace

void AddShares(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
               Table* table) {
  for (int i = 0; i < table->layers_size(); ++i) {
    const int layer = plan.layers_and_all()[static_cast<std::size_t>(i)];
    Shares(plan, shown, minimum_base, layer, table->spec()).AddTo(table->mutable_layers(i));
  }
}

void AddAssociations(const TablePlan& plan, const ShownCounts& shown, int64_t minimum_base,
                     Table* table) {
  for (int i = 0; i < table->layers_size(); ++i) {
    const int layer = plan.layers_and_all()[static_cast<std::size_t>(i)];
    AddAssociation(plan, shown, minimum_base, layer, table->mutable_layers(i));
  }
}

}  // namespace lotse::survey::tables
