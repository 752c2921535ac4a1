#include "services/reporting/document/check_chart.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"
#include "services/reporting/document/check_table.h"
#include "services/reporting/document/format.h"

namespace lotse::reporting {
namespace {

using v1alpha::Cell;
using v1alpha::Chart;
using v1alpha::Row;
using v1alpha::Section;
using v1alpha::Table;

// How many columns a form draws, and of which kinds in their order; the last kind is that of all
// further ones.
struct FormRule {
  Chart::Form form;
  int least;
  int most;
  std::vector<Cell::ValueCase> kinds;
};

const FormRule* RuleOf(Chart::Form form) {
  static const auto& rules = *new std::vector<FormRule>{
      {Chart::FORM_BARS, 1, 1, {Cell::kShare}},
      {Chart::FORM_DIVERGING_BARS, 2, 7, {Cell::kShare}},
      {Chart::FORM_GROUPED_BARS, 2, 3, {Cell::kShare}},
      {Chart::FORM_LINE, 1, 1, {Cell::kNumber}},
      {Chart::FORM_TIMELINE, 3, 4, {Cell::kDate, Cell::kDate, Cell::kShare, Cell::kStatus}},
      {Chart::FORM_PARITY_DOTS, 2, 2, {Cell::kShare}},
      {Chart::FORM_STATUS_OVERVIEW, 1, 1, {Cell::kStatus}},
      {Chart::FORM_STACKED_BARS, 2, 11, {Cell::kShare}},
  };
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [form](const FormRule& rule) { return rule.form == form; });
  return found == rules.end() ? nullptr : &*found;
}

// Whether the columns are parts of one bar.
bool IsStacked(const Chart& chart) {
  return chart.form() == Chart::FORM_DIVERGING_BARS || chart.form() == Chart::FORM_STACKED_BARS;
}

const char* NameOf(Cell::ValueCase kind) {
  switch (kind) {
    case Cell::kShare:
      return "a share";
    case Cell::kNumber:
      return "a number";
    case Cell::kInteger:
      return "a whole number";
    case Cell::kDate:
      return "a day";
    default:
      return "a status";
  }
}

// Whether a cell can be drawn where a form wants `kind`. A status is never left out.
bool Fits(const Cell& cell, Cell::ValueCase kind) {
  if (cell.value_case() == kind) return true;
  if (kind == Cell::kStatus) return false;
  return cell.has_missing() || (cell.has_protected_() && kind != Cell::kDate);
}

// A row whose number of cells is wrong is found with its table.
void CheckColumn(int column, Cell::ValueCase kind, const Table& table, const std::string& path,
                 Problems& problems) {
  if (column < 1 || column >= table.columns_size()) {
    return problems.Add(path, absl::StrCat("is ", column, ", not 1 to ", table.columns_size() - 1));
  }
  for (int i = 0; i < table.rows_size(); ++i) {
    const Row& row = table.rows(i);
    if (column >= row.cells_size() || Fits(row.cells(column), kind)) continue;
    return problems.Add(path, absl::StrCat("is column ", column, ", whose cell in rows[", i,
                                           "] is not ", NameOf(kind)));
  }
}

// Shares that are drawn, of one row: none is more than the whole, and those of a stacked bar
// are not together.
void CheckRowOfShares(const Chart& chart, const Row& row, int number, const std::string& path,
                      Problems& problems) {
  int64_t sum = 0;
  int64_t whole = 0;
  for (const int column : chart.columns()) {
    if (column < 0 || column >= row.cells_size() || !row.cells(column).has_share()) continue;
    const v1alpha::Share& share = row.cells(column).share();
    if (share.numerator() > share.denominator()) {
      problems.Add(path, absl::StrCat("draw more than the whole in rows[", number, "]"));
      return;
    }
    if (!IsStacked(chart)) continue;
    if (whole != 0 && whole != share.denominator()) {
      problems.Add(path, absl::StrCat("are of different wholes in rows[", number, "]"));
      return;
    }
    whole = share.denominator();
    sum += share.numerator();
    if (sum > whole) {
      problems.Add(path, absl::StrCat("draw more than the whole in rows[", number, "]"));
      return;
    }
  }
}

void CheckDays(const Chart& chart, const Row& row, int number, const std::string& path,
               Problems& problems) {
  const auto day = [&](int place) -> const google::type::Date* {
    const int column = chart.columns(place);
    if (column < 0 || column >= row.cells_size() || !row.cells(column).has_date()) return nullptr;
    const google::type::Date& date = row.cells(column).date();
    return IsFullDate(date) ? &date : nullptr;
  };
  const google::type::Date* first = day(0);
  const google::type::Date* last = day(1);
  if (first != nullptr && last != nullptr && types::ToCivil(*last) < types::ToCivil(*first)) {
    problems.Add(path, absl::StrCat("end before they begin in rows[", number, "]"));
  }
}

void CheckColumns(const Chart& chart, const FormRule& rule, const Table& table,
                  const std::string& path, Problems& problems) {
  const std::string columns = In(path, "columns");
  if (chart.columns_size() < rule.least || chart.columns_size() > rule.most) {
    return problems.Add(columns, absl::StrCat("are ", chart.columns_size(), ", not ", rule.least,
                                              " to ", rule.most));
  }
  for (int i = 0; i < chart.columns_size(); ++i) {
    const size_t place = std::min(static_cast<size_t>(i), rule.kinds.size() - 1);
    CheckColumn(chart.columns(i), rule.kinds[place], table, At(path, "columns", i), problems);
    if (std::count(chart.columns().begin(), chart.columns().begin() + i, chart.columns(i)) > 0) {
      problems.Add(At(path, "columns", i), "is drawn twice");
    }
  }
  for (int i = 0; i < table.rows_size(); ++i) {
    CheckRowOfShares(chart, table.rows(i), i, columns, problems);
    if (chart.form() == Chart::FORM_TIMELINE) {
      CheckDays(chart, table.rows(i), i, columns, problems);
    }
  }
}

// What only some forms have.
void CheckExtras(const Chart& chart, const Table& table, const std::string& path,
                 Problems& problems) {
  if (chart.has_neutral()) {
    if (chart.form() != Chart::FORM_DIVERGING_BARS) {
      problems.Add(In(path, "neutral"), "is of another form");
    } else if (chart.neutral() < 0 || chart.neutral() >= chart.columns_size()) {
      problems.Add(In(path, "neutral"),
                   absl::StrCat("is ", chart.neutral(), ", not 0 to ", chart.columns_size() - 1));
    }
  }
  if (chart.has_base_column()) {
    if (!IsStacked(chart)) {
      problems.Add(In(path, "base_column"), "is of another form");
    } else {
      CheckColumn(chart.base_column(), Cell::kInteger, table, In(path, "base_column"), problems);
    }
  }
  if (chart.form() != Chart::FORM_LINE) {
    if (chart.has_baseline()) problems.Add(In(path, "baseline"), "is of another form");
    if (chart.has_target()) problems.Add(In(path, "target"), "is of another form");
    if (!chart.breaks().empty()) problems.Add(In(path, "breaks"), "are of another form");
    return;
  }
  if (chart.has_baseline()) CheckNumber(chart.baseline(), In(path, "baseline"), problems);
  if (chart.has_target()) CheckNumber(chart.target(), In(path, "target"), problems);
  for (int i = 0; i < chart.breaks_size(); ++i) {
    const int least = i == 0 ? 1 : chart.breaks(i - 1) + 1;
    if (chart.breaks(i) >= least && chart.breaks(i) < table.rows_size()) continue;
    problems.Add(At(path, "breaks", i), absl::StrCat("is ", chart.breaks(i), ", not ", least,
                                                     " to ", table.rows_size() - 1));
  }
}

}  // namespace

void CheckChart(const Chart& chart, const Section& section, Section::Scope scope,
                const std::string& path, Problems& problems) {
  problems.RequireId(chart.chart_id(), In(path, "chart_id"));
  problems.RequireText(chart.title(), In(path, "title"));
  problems.RequireText(chart.alt_text(), In(path, "alt_text"));
  problems.RequireText(chart.long_description(), In(path, "long_description"));
  const FormRule* rule = RuleOf(chart.form());
  if (rule == nullptr) problems.Add(In(path, "form"), "is not set");
  const Table* table = TableIn(section, chart.table_id());
  if (table == nullptr) {
    problems.Add(In(path, "table_id"), "names no table of the same section");
  }
  if (scope == Section::SCOPE_MONITORING && chart.form() == Chart::FORM_STATUS_OVERVIEW) {
    problems.Add(path, "is of controlling, in a section of monitoring");
  }
  if (rule == nullptr || table == nullptr) return;
  CheckColumns(chart, *rule, *table, path, problems);
  CheckExtras(chart, *table, path, problems);
}

}  // namespace lotse::reporting
