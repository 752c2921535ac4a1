#include "services/reporting/document/release_cells.h"

#include <algorithm>

#include "absl/strings/substitute.h"
#include "runtime/types/decimal.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Figure;
using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableCell;
using survey::v1alpha::TableLayer;
using v1alpha::Cell;
using v1alpha::Missing;

constexpr int64_t kMillionthsPerTenth = 100'000;

// Adds up what is known; nothing if one is not.
class Sum {
 public:
  void Add(std::optional<int64_t> count) {
    if (!count.has_value()) known_ = false;
    sum_ += count.value_or(0);
  }
  std::optional<int64_t> value() const {
    if (!known_) return std::nullopt;
    return sum_;
  }

 private:
  bool known_ = true;
  int64_t sum_ = 0;
};

// The parts together, or all less the others.
std::optional<int64_t> PartsOrRest(const Sum& parts, std::optional<int64_t> all,
                                   const Sum& others) {
  if (parts.value().has_value()) return parts.value();
  if (!all.has_value() || !others.value().has_value()) return std::nullopt;
  return *all - *others.value();
}

// All rows of a column together; of a multiple choice all who ticked something.
std::optional<int64_t> TotalOf(const TableLayer& layer, int column) {
  if (column >= layer.totals_size()) return std::nullopt;
  return CountOf(layer.totals(column));
}

bool IsMultiple(const TableLayer& layer) { return !layer.bases().empty(); }

std::string Say(const Figure& figure, Language language) {
  return CellText(FigureCell(figure, ""), language);
}

}  // namespace

std::string CategoryLabel(const TableCategory& category, Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  switch (category.kind()) {
    case TableCategory::KIND_NO_ANSWER:
      return words.no_answer;
    case TableCategory::KIND_NOT_ASKED:
      return words.not_asked;
    case TableCategory::KIND_NOT_REACHED:
      return words.not_reached;
    case TableCategory::KIND_NONE_TICKED:
      return words.none_ticked;
    default:
      return TextOr(category.label(), language, category.code());
  }
}

bool IsAnswer(const TableCategory& category) {
  return category.kind() == TableCategory::KIND_UNSPECIFIED;
}

std::optional<int64_t> CountOf(const TableCell& cell) {
  if (!cell.has_count()) return std::nullopt;
  return cell.count();
}

Cell CountCell(const TableCell& cell) {
  return cell.has_count() ? IntegerCell(cell.count()) : ProtectedCell();
}

Cell FigureCell(const Figure& figure, absl::string_view unit) {
  if (figure.has_number()) {
    const auto value = types::Decimal::Parse(figure.number().value());
    return value.has_value() ? NumberCell(ExactNumber(*value, unit))
                             : MissingCell(Missing::REASON_UNDEFINED);
  }
  switch (figure.undefined()) {
    case Figure::UNDEFINED_PROTECTED:
    case Figure::UNDEFINED_BASE_TOO_SMALL:
      return ProtectedCell();
    case Figure::UNDEFINED_IS_REFERENCE:
      return MissingCell(Missing::REASON_NOT_APPLICABLE);
    default:
      return MissingCell(figure.value_case() == Figure::VALUE_NOT_SET
                             ? Missing::REASON_NOT_APPLICABLE
                             : Missing::REASON_UNDEFINED);
  }
}

Cell IntervalCell(const survey::v1alpha::FigureInterval& interval, Language language) {
  const Cell lower = FigureCell(interval.lower(), "");
  if (!lower.has_number()) return lower;
  return TextCell(absl::Substitute(SurveyWordingOf(language).interval,
                                   Say(interval.lower(), language),
                                   Say(interval.upper(), language)));
}

Cell ReleasedShareCell(const Figure& percent, std::optional<int64_t> count,
                       std::optional<int64_t> base) {
  const auto value =
      percent.has_number() ? types::Decimal::Parse(percent.number().value()) : std::nullopt;
  if (!value.has_value() || !count.has_value() || base.value_or(0) < 1) {
    return FigureCell(percent, "%");
  }
  return ShareCell(
      MakeShare(*count, *base, static_cast<int32_t>(value->millionths() / kMillionthsPerTenth)));
}

const TableCell& CellAt(const TableLayer& layer, int row, int column) {
  const survey::v1alpha::TableRow& cells = layer.rows(row);
  return column < cells.cells_size() ? cells.cells(column) : cells.total();
}

std::optional<int64_t> AnsweredInColumn(const Table& table, const TableLayer& layer, int column) {
  Sum answers;
  Sum others;
  Sum none_ticked;
  for (int row = 0; row < table.rows_size(); ++row) {
    const std::optional<int64_t> count = CountOf(CellAt(layer, row, column));
    if (IsAnswer(table.rows(row))) {
      answers.Add(count);
    } else if (table.rows(row).kind() == TableCategory::KIND_NONE_TICKED) {
      none_ticked.Add(count);
    } else {
      others.Add(count);
    }
  }
  if (!IsMultiple(layer)) return PartsOrRest(answers, TotalOf(layer, column), others);
  none_ticked.Add(TotalOf(layer, column));
  return PartsOrRest(none_ticked,
                     column < layer.bases_size() ? CountOf(layer.bases(column)) : std::nullopt,
                     others);
}

std::optional<int64_t> AnsweredInRow(const Table& table, const TableLayer& layer, int row) {
  Sum answers;
  Sum others;
  for (int column = 0; column < table.columns_size(); ++column) {
    (IsAnswer(table.columns(column)) ? answers : others).Add(CountOf(CellAt(layer, row, column)));
  }
  return PartsOrRest(answers, CountOf(layer.rows(row).total()), others);
}

}  // namespace lotse::reporting
