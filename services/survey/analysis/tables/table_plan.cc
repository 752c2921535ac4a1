#include "services/survey/analysis/tables/table_plan.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace lotse::survey::tables {
namespace {

using v1alpha::Table;
using v1alpha::TableCategory;
using v1alpha::TableCell;
using v1alpha::TableLayer;
using v1alpha::TableRow;
using v1alpha::TableSpec;

// Those who gave no answer, with the number that each has among the categories.
std::vector<std::pair<TableCategory::Kind, int>> OthersOf(const Categories& categories) {
  return {{TableCategory::KIND_NO_ANSWER, categories.no_answer},
          {TableCategory::KIND_NOT_ASKED, categories.not_asked},
          {TableCategory::KIND_NOT_REACHED, categories.not_reached}};
}

std::vector<TableCategory> CategoriesOf(const SpanVariable& variable, const CellVariables& cells) {
  std::vector<TableCategory> shown;
  for (int answer = 0; answer < static_cast<int>(variable.answers.size()); ++answer) {
    shown.push_back(AnswerCategory(variable, answer));
  }
  if (variable.is_multiple()) shown.push_back(OtherCategory(TableCategory::KIND_NONE_TICKED));
  for (const auto& [kind, category] : OthersOf(cells.Of(variable.position))) {
    if (category >= 0) shown.push_back(OtherCategory(kind));
  }
  return shown;
}

std::vector<int> NumbersAndAll(std::size_t size) {
  std::vector<int> numbers(size);
  std::iota(numbers.begin(), numbers.end(), 0);
  numbers.push_back(kAll);
  return numbers;
}

template <typename Shown>
bool AreSame(const std::vector<TableCategory>& planned, const Shown& shown) {
  return std::equal(planned.begin(), planned.end(), shown.begin(), shown.end(),
                    [](const TableCategory& a, const TableCategory& b) {
                      return a.kind() == b.kind() && a.code() == b.code();
                    });
}

bool HasShape(const TablePlan& plan, int layer, const TableLayer& shown) {
  const TableCategory* const category = plan.LayerCategory(layer);
  if (shown.has_category() != (category != nullptr)) return false;
  if (category != nullptr && !AreSame({*category}, std::vector<TableCategory>{shown.category()})) {
    return false;
  }
  const int columns = static_cast<int>(plan.columns_and_all().size());
  const int cells = plan.has_columns() ? plan.column_count() : 1;
  return shown.rows_size() == plan.row_count() &&
         std::all_of(shown.rows().begin(), shown.rows().end(),
                     [&](const TableRow& row) {
                       return row.cells_size() == cells && row.has_total() == plan.has_columns();
                     }) &&
         shown.totals_size() == (plan.is_battery() ? 0 : columns) &&
         shown.bases_size() == (plan.is_multiple() ? columns : 0);
}

}  // namespace

TablePlan::TablePlan(const TableSpec& spec, const TableVariables& variables,
                     const CellVariables& cells)
    : is_battery_(!spec.battery().empty()) {
  int next = 0;
  if (is_battery_) {
    SetBattery(spec, variables, cells);
  } else {
    SetRows(*variables.Find(spec.variables(next++)), cells);
    if (next < spec.variables_size()) {
      const SpanVariable& second = *variables.Find(spec.variables(next++));
      columns_ = CategoriesOf(second, cells);
      answer_columns_ = static_cast<int>(second.answers.size());
    }
  }
  has_layers_ = next < spec.variables_size();
  if (has_layers_) layers_ = CategoriesOf(*variables.Find(spec.variables(next)), cells);
  columns_and_all_ = NumbersAndAll(columns_.size());
  layers_and_all_ = NumbersAndAll(layers_.size());
}

void TablePlan::SetRows(const SpanVariable& first, const CellVariables& cells) {
  is_multiple_ = first.is_multiple();
  rows_ = CategoriesOf(first, cells);
  answer_rows_ = static_cast<int>(first.answers.size());
}

void TablePlan::SetBattery(const TableSpec& spec, const TableVariables& variables,
                           const CellVariables& cells) {
  const SpanVariable& first = *variables.Find(spec.battery(0));
  answer_columns_ = static_cast<int>(first.answers.size());
  answer_rows_ = spec.battery_size();
  std::vector<TableCategory::Kind> others;
  for (const auto& code : spec.battery()) {
    for (const auto& [kind, category] : OthersOf(cells.Of(variables.Find(code)->position))) {
      if (category >= 0) others.push_back(kind);
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  for (int answer = 0; answer < answer_columns_; ++answer) {
    columns_.push_back(AnswerCategory(first, answer));
  }
  for (const TableCategory::Kind kind : others) columns_.push_back(OtherCategory(kind));
  for (const auto& code : spec.battery()) {
    const SpanVariable& item = *variables.Find(code);
    TableCategory& row = rows_.emplace_back();
    row.set_code(code);
    *row.mutable_label() = item.item == nullptr ? item.question->text() : item.item->text();
    std::vector<int>& categories = item_categories_.emplace_back();
    for (int answer = 0; answer < answer_columns_; ++answer) categories.push_back(answer);
    for (const auto& [kind, category] : OthersOf(cells.Of(item.position))) {
      if (std::find(others.begin(), others.end(), kind) == others.end()) continue;
      categories.push_back(category >= 0 ? category : kNobody);
    }
  }
}

Place TablePlan::MakePlace(int part, int category, int column, int layer) const {
  Place place{part, {category}};
  if (has_columns()) place.where.push_back(column);
  if (has_layers_) place.where.push_back(layer);
  return place;
}

Place TablePlan::At(int row, int column, int layer) const {
  if (is_battery_) {
    const auto& categories = item_categories_[static_cast<std::size_t>(row)];
    const int category = column == kAll ? kAll : categories[static_cast<std::size_t>(column)];
    if (column != kAll && category == kNobody) return {kNobody, {}};
    Place place{row, {category}};
    if (has_layers_) place.where.push_back(layer);
    return place;
  }
  if (!is_multiple_) return MakePlace(0, row, column, layer);
  if (row == kAll) return MakePlace(answer_rows_, CellVariables::kAnyTicked, column, layer);
  if (row < answer_rows_) return MakePlace(row, CellVariables::kTicked, column, layer);
  // Behind the options, the categories of "anything ticked" from "nothing ticked" on.
  return MakePlace(answer_rows_, row - answer_rows_ + CellVariables::kNoneTicked, column, layer);
}

Place TablePlan::Base(int column, int layer) const {
  if (is_battery_) return At(0, kAll, layer);
  return MakePlace(is_multiple_ ? answer_rows_ : 0, kAll, column, layer);
}

std::vector<Place> TablePlan::OfRow(int row, int layer, int from, int to) const {
  std::vector<Place> places;
  for (int column = from; column < to; ++column) places.push_back(At(row, column, layer));
  return places;
}

std::vector<Place> TablePlan::OfColumn(int column, int layer, int from, int to) const {
  std::vector<Place> places;
  for (int row = from; row < to; ++row) places.push_back(At(row, column, layer));
  return places;
}

ShownCounts::ShownCounts(const CountedTable& counted,
                         const absl::flat_hash_set<suppression::CellKey>& withheld)
    : counted_(counted), withheld_(withheld) {
  for (const auto& part : counted.cells.parts) counts_.emplace_back(part);
}

std::optional<int64_t> ShownCounts::At(const Place& place) const {
  if (place.part == kNobody) return 0;
  const auto part = static_cast<std::size_t>(place.part);
  if (withheld_.contains(KeyOf(counted_.cells.parts[part], place.where))) return std::nullopt;
  return counts_[part].At(place.where);
}

std::optional<int64_t> ShownCounts::Sum(const std::vector<Place>& parts, const Place& whole,
                                        const std::vector<Place>& others) const {
  const auto sum = [&](const std::vector<Place>& places) -> std::optional<int64_t> {
    int64_t total = 0;
    for (const Place& place : places) {
      const std::optional<int64_t> count = At(place);
      if (!count.has_value()) return std::nullopt;
      total += *count;
    }
    return total;
  };
  if (const auto direct = sum(parts); direct.has_value()) return direct;
  const auto all = At(whole);
  const auto rest = sum(others);
  if (!all.has_value() || !rest.has_value()) return std::nullopt;
  return *all - *rest;
}

int64_t BaseCount(const CountedTable& counted) {
  const auto& counts = counted.cells.parts[0].counts;
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

void SetShape(const TablePlan& plan, Table* table) {
  for (const TableCategory& row : plan.rows()) *table->add_rows() = row;
  for (const TableCategory& column : plan.columns()) *table->add_columns() = column;
  const int columns = static_cast<int>(plan.columns_and_all().size());
  for (const int number : plan.layers_and_all()) {
    TableLayer* const layer = table->add_layers();
    if (const auto* category = plan.LayerCategory(number)) *layer->mutable_category() = *category;
    for (int row = 0; row < plan.row_count(); ++row) {
      TableRow* const cells = layer->add_rows();
      for (int i = 0; i < std::max(plan.column_count(), 1); ++i) cells->add_cells();
      if (plan.has_columns()) cells->mutable_total();
    }
    for (int i = 0; i < columns && !plan.is_battery(); ++i) {
      layer->add_totals();
      if (plan.is_multiple()) layer->add_bases();
    }
  }
}

bool HasShape(const TablePlan& plan, const Table& table) {
  const auto& layers = plan.layers_and_all();
  if (!AreSame(plan.rows(), table.rows()) || !AreSame(plan.columns(), table.columns()) ||
      table.layers_size() != static_cast<int>(layers.size())) {
    return false;
  }
  for (int i = 0; i < table.layers_size(); ++i) {
    if (!HasShape(plan, layers[static_cast<std::size_t>(i)], table.layers(i))) return false;
  }
  return true;
}

void VisitCells(const TablePlan& plan, Table* table,
                absl::FunctionRef<void(const Place& place, TableCell* cell)> visit) {
  for (int i = 0; i < table->layers_size(); ++i) {
    const int number = plan.layers_and_all()[static_cast<std::size_t>(i)];
    TableLayer* const layer = table->mutable_layers(i);
    for (int row = 0; row < plan.row_count(); ++row) {
      TableRow* const cells = layer->mutable_rows(row);
      for (const int column : plan.columns_and_all()) {
        const bool is_total = column == kAll && plan.has_columns();
        visit(plan.At(row, column, number),
              is_total ? cells->mutable_total() : cells->mutable_cells(std::max(column, 0)));
      }
    }
    for (int place = 0; place < layer->totals_size(); ++place) {
      const int column = plan.columns_and_all()[static_cast<std::size_t>(place)];
      visit(plan.At(kAll, column, number), layer->mutable_totals(place));
      if (plan.is_multiple()) visit(plan.Base(column, number), layer->mutable_bases(place));
    }
  }
}

}  // namespace lotse::survey::tables
