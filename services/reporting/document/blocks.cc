#include "services/reporting/document/blocks.h"

#include "absl/strings/ascii.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

std::string ToString(absl::string_view text) { return std::string(text.data(), text.size()); }

}  // namespace

v1alpha::Cell TextCell(absl::string_view text) {
  v1alpha::Cell cell;
  cell.set_text(text.empty() ? kDash : ToString(text));
  return cell;
}

v1alpha::Cell IntegerCell(int64_t value) {
  v1alpha::Cell cell;
  cell.set_integer(value);
  return cell;
}

v1alpha::Cell ShareCell(const v1alpha::Share& share) {
  v1alpha::Cell cell;
  *cell.mutable_share() = share;
  return cell;
}

v1alpha::Cell ProtectedCell() {
  v1alpha::Cell cell;
  cell.mutable_protected_();
  return cell;
}

v1alpha::Cell NumberCell(const v1alpha::Number& number) {
  v1alpha::Cell cell;
  *cell.mutable_number() = number;
  return cell;
}

v1alpha::Cell DateCell(const google::type::Date& day) {
  if (!IsFullDate(day)) return MissingCell(v1alpha::Missing::REASON_NOT_APPLICABLE);
  v1alpha::Cell cell;
  *cell.mutable_date() = day;
  return cell;
}

v1alpha::Cell StatusCell(v1alpha::Status::Signal signal, absl::string_view word) {
  v1alpha::Cell cell;
  cell.mutable_status()->set_signal(signal);
  cell.mutable_status()->set_word(ToString(word));
  return cell;
}

v1alpha::Cell MissingCell(v1alpha::Missing::Reason reason) {
  v1alpha::Cell cell;
  cell.mutable_missing()->set_reason(reason);
  return cell;
}

v1alpha::Share MakeShare(int64_t numerator, int64_t denominator, int32_t per_mille) {
  v1alpha::Share share;
  share.set_numerator(numerator);
  share.set_denominator(denominator);
  share.set_per_mille(per_mille);
  return share;
}

v1alpha::Number ExactNumber(types::Decimal value, absl::string_view unit) {
  v1alpha::Number number;
  int64_t unscaled = value.millionths();
  int digits = types::Decimal::kMaxFractionDigits;
  for (; digits > 0 && unscaled % 10 == 0; --digits) unscaled /= 10;
  number.set_unscaled(unscaled);
  number.set_digits(digits);
  number.set_unit(ToString(unit));
  return number;
}

void AddParagraph(absl::string_view text, v1alpha::Section& section,
                  v1alpha::Paragraph::Kind kind) {
  v1alpha::Paragraph& paragraph = *section.add_blocks()->mutable_paragraph();
  paragraph.set_text(ToString(text));
  paragraph.set_kind(kind);
}

v1alpha::Table& AddTable(absl::string_view id, absl::string_view caption,
                         std::initializer_list<absl::string_view> columns,
                         v1alpha::Section& section) {
  v1alpha::Table& table = *section.add_blocks()->mutable_table();
  table.set_table_id(ToString(id));
  table.set_caption(ToString(caption));
  for (const absl::string_view column : columns) table.add_columns(ToString(column));
  return table;
}

void AddRow(std::initializer_list<v1alpha::Cell> cells, v1alpha::Table& table) {
  v1alpha::Row& row = *table.add_rows();
  for (const v1alpha::Cell& cell : cells) *row.add_cells() = cell;
}

v1alpha::Chart& AddChart(absl::string_view id, absl::string_view title, absl::string_view table_id,
                         v1alpha::Chart::Form form, std::initializer_list<int32_t> columns,
                         v1alpha::Section& section) {
  v1alpha::Chart& chart = *section.add_blocks()->mutable_chart();
  chart.set_chart_id(ToString(id));
  chart.set_title(ToString(title));
  chart.set_table_id(ToString(table_id));
  chart.set_form(form);
  for (const int32_t column : columns) chart.add_columns(column);
  return chart;
}

v1alpha::Section& AddSection(absl::string_view id, absl::string_view title,
                             v1alpha::Section& section) {
  v1alpha::Section& inner = *section.add_sections();
  inner.set_section_id(ToString(id));
  inner.set_title(ToString(title));
  return inner;
}

std::string TextOr(const lotse::type::v1alpha::Text& text, Language language,
                   absl::string_view fallback) {
  const std::string chosen = ChooseText(text, language);
  const absl::string_view stripped = absl::StripAsciiWhitespace(chosen);
  return ToString(stripped.empty() ? fallback : stripped);
}

std::string OtherLanguage(const lotse::type::v1alpha::Text& text, Language language) {
  for (const auto& variant : text.variants()) {
    if (IsOfLanguage(variant.language(), language)) return "";
  }
  // Without one of its own language a reader gets the first; see ChooseText.
  return text.variants().empty() ? "" : text.variants(0).language();
}

}  // namespace lotse::reporting
