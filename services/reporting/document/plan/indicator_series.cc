#include "services/reporting/document/plan/indicator_series.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "runtime/indicators/definitions.h"
#include "runtime/indicators/readings.h"
#include "runtime/types/date.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/plan/breakdowns.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/plan/plan_texts.h"
#include "services/reporting/document/table_sources.h"

namespace lotse::reporting {

using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::Target;
using indicators::DefinitionOf;
using indicators::IsComparable;
using indicators::Reading;
using indicators::TargetOn;
using v1alpha::IndicatorCard;
using v1alpha::Missing;

namespace {

// The column of the table with what counts.
constexpr int kValueColumn = 1;

IndicatorCard::Direction DirectionOf(const IndicatorDefinition& definition) {
  switch (definition.direction()) {
    case IndicatorDefinition::DIRECTION_INCREASE:
      return IndicatorCard::DIRECTION_INCREASE;
    case IndicatorDefinition::DIRECTION_DECREASE:
      return IndicatorCard::DIRECTION_DECREASE;
    default:
      return IndicatorCard::DIRECTION_UNSPECIFIED;
  }
}

void AppendCard(const Indicator& indicator, const std::string& table_id, const ReportInputs& inputs,
                v1alpha::Section& section) {
  const IndicatorDefinition& definition = indicator.definition();
  IndicatorCard& card = *section.add_blocks()->mutable_indicator();
  card.set_title(IndicatorTitle(indicator, inputs));
  card.set_definition(TextOr(definition.method(), inputs.language, ""));
  card.set_unit(TextOr(definition.unit(), inputs.language, ""));
  card.set_direction(DirectionOf(definition));
  const auto number = [&](const google::type::Decimal& value) {
    return NumberOf(types::DecimalOf(value), definition, inputs.language);
  };
  if (indicator.baseline().has_value()) {
    *card.mutable_baseline() = number(indicator.baseline().value());
    *card.mutable_baseline_date() = indicator.baseline().date();
  } else {
    card.set_baseline_waiver(TextOr(indicator.baseline().waiver_reason(), inputs.language, ""));
  }
  if (const Target* target = TargetOn(indicator, types::ToCivil(inputs.as_of_date))) {
    *card.mutable_target() = number(target->value());
    *card.mutable_target_date() = target->end_date();
  }
  card.set_table_id(table_id);
  int64_t revision = 0;
  if (absl::SimpleAtoi(indicator.etag(), &revision)) {
    card.set_resource(indicator.name());
    card.set_revision(revision);
  }
  card.set_definition_version(indicator.definition_version());
  card.set_effect_level(definition.effect_level());
}

std::string LabelOf(const Reading& reading, Language language) {
  return PeriodLabel(reading.measurement->start_date(), reading.measurement->end_date(), language);
}

v1alpha::Cell ValueCell(const Reading& reading, const IndicatorDefinition& definition,
                        Language language) {
  if (!reading.value.has_value()) return MissingCell(Missing::REASON_NOT_MEASURABLE);
  return NumberCell(NumberOf(*reading.value, definition, language));
}

// The target for the last day of a period, if that lies in the target's period.
v1alpha::Cell PeriodTargetCell(const Indicator& indicator, absl::CivilDay day, Language language) {
  const Target* target = TargetOn(indicator, day);
  if (target == nullptr || day < types::ToCivil(target->start_date()) ||
      day > types::ToCivil(target->end_date())) {
    return MissingCell(Missing::REASON_NOT_APPLICABLE);
  }
  return NumberCell(NumberOf(types::DecimalOf(target->value()), indicator.definition(), language));
}

const char* CheckedWord(const Reading& reading, const PlanWording& words) {
  if (reading.under_correction) return words.value_under_correction;
  return reading.counts ? words.value_checked : words.value_provisional;
}

// Where the value comes from. While it is being corrected, the source on record is that of the new
// value; of the one that was locked last none is kept.
const char* SourceWord(const Reading& reading, const PlanWording& words) {
  if (reading.under_correction) return words.source_unknown;
  switch (reading.measurement->source()) {
    case Measurement::SOURCE_IMPORT:
      return words.source_import;
    case Measurement::SOURCE_SURVEY:
      return words.source_survey;
    default:  // What says nothing was entered.
      return words.source_manual;
  }
}

void AddReadingRow(const IndicatorReadings& of, const Reading& reading, bool any_provisional,
                   const ReportInputs& inputs, v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const int version = reading.measurement->definition_version();
  const v1alpha::Cell value =
      ValueCell(reading, DefinitionOf(*of.indicator, version), inputs.language);
  v1alpha::Row& row = *table.add_rows();
  *row.add_cells() = TextCell(LabelOf(reading, inputs.language));
  *row.add_cells() = reading.counts ? value : MissingCell(Missing::REASON_NOT_COLLECTED);
  if (any_provisional) {
    *row.add_cells() = reading.counts ? MissingCell(Missing::REASON_NOT_APPLICABLE) : value;
  }
  *row.add_cells() = PeriodTargetCell(
      *of.indicator, types::ToCivil(reading.measurement->end_date()), inputs.language);
  *row.add_cells() = TextCell(SourceWord(reading, words));
  *row.add_cells() = IntegerCell(version);
  *row.add_cells() = TextCell(CheckedWord(reading, words));
  ShowsResource(*reading.measurement, row);
}

// Stands for the values of an indicator that has none.
void AddEmptyRow(const IndicatorReadings& of, const ReportInputs& inputs, v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const std::string today = FormatDate(inputs.language, inputs.as_of_date);
  AddRow({TextCell(absl::Substitute(words.until_today, today)),
          MissingCell(Missing::REASON_NOT_COLLECTED),
          PeriodTargetCell(*of.indicator, types::ToCivil(inputs.as_of_date), inputs.language),
          MissingCell(Missing::REASON_NOT_APPLICABLE),
          IntegerCell(of.indicator->definition_version()), TextCell(words.no_value)},
         table);
}

bool HasLine(const IndicatorReadings& of) {
  int values = 0;
  for (const Reading& reading : of.readings) {
    if (!reading.counts || !reading.value.has_value()) continue;
    if (!IsComparable(*of.indicator, reading)) return false;
    ++values;
  }
  return values >= 2;
}

void AddNotes(const IndicatorReadings& of, const ReportInputs& inputs, v1alpha::Table& table) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  const auto any = [&of](auto holds) {
    return std::any_of(of.readings.begin(), of.readings.end(), holds);
  };
  for (const Reading& reading : of.readings) {
    if (reading.value.has_value()) continue;
    table.add_notes(absl::Substitute(words.not_measurable_note, LabelOf(reading, inputs.language),
                                     TextOr(*reading.not_measurable_reason, inputs.language, "")));
  }
  if (any([](const Reading& r) { return !r.counts; })) table.add_notes(words.provisional_note);
  if (any([](const Reading& r) { return r.under_correction; })) {
    table.add_notes(words.correction_note);
  }
  if (any([](const Reading& r) { return r.breaks; })) table.add_notes(words.definition_note);
  if (any([&of](const Reading& r) {
        return r.counts && r.value.has_value() && !IsComparable(*of.indicator, r);
      })) {
    table.add_notes(words.no_line_note);
  }
}

void AppendValues(const IndicatorReadings& of, const std::string& id, const ReportInputs& inputs,
                  v1alpha::Section& section) {
  const PlanWording& words = PlanWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(id, absl::Substitute(words.values_caption, IndicatorTitle(*of.indicator, inputs)),
               {words.period_column, words.value_column}, section);
  const bool any_provisional = std::any_of(of.readings.begin(), of.readings.end(),
                                           [](const Reading& r) { return !r.counts; });
  if (any_provisional) table.add_columns(words.provisional_column);
  for (const char* column : {words.period_target_column, words.source_column,
                             words.definition_column, words.checked_column}) {
    table.add_columns(column);
  }
  for (const Reading& reading : of.readings) {
    AddReadingRow(of, reading, any_provisional, inputs, table);
  }
  if (of.readings.empty()) AddEmptyRow(of, inputs, table);
  AddNotes(of, inputs, table);
  NameSources(inputs, {"indicators", "measurements"}, table);
}

// Each value of the line in words.
std::string LineInWords(const v1alpha::Table& table, Language language) {
  std::vector<std::string> parts;
  for (const v1alpha::Row& row : table.rows()) {
    parts.push_back(absl::Substitute(PlanWordingOf(language).figure_in_words, row.cells(0).text(),
                                     CellText(row.cells(kValueColumn), language)));
  }
  return absl::StrJoin(parts, " ");
}

// The first and the last value of the line.
std::string LineInShort(const v1alpha::Table& table, const std::string& title, Language language) {
  std::vector<const v1alpha::Row*> valued;
  for (const v1alpha::Row& row : table.rows()) {
    if (row.cells(kValueColumn).has_number()) valued.push_back(&row);
  }
  const auto value = [language](const v1alpha::Row& row) {
    return CellText(row.cells(kValueColumn), language);
  };
  const v1alpha::Row& first = *valued.front();
  const v1alpha::Row& last = *valued.back();
  return absl::Substitute(PlanWordingOf(language).line_alt, title, first.cells(0).text(),
                          value(first), last.cells(0).text(), value(last));
}

void AppendLine(const IndicatorReadings& of, const v1alpha::Table& table, const std::string& id,
                const ReportInputs& inputs, v1alpha::Section& section) {
  const IndicatorDefinition& definition = of.indicator->definition();
  const std::string title = IndicatorTitle(*of.indicator, inputs);
  v1alpha::Chart& chart =
      AddChart(id, absl::Substitute(PlanWordingOf(inputs.language).line_title, title),
               table.table_id(), v1alpha::Chart::FORM_LINE, {kValueColumn}, section);
  chart.set_alt_text(LineInShort(table, title, inputs.language));
  chart.set_long_description(LineInWords(table, inputs.language));
  const auto number = [&](const google::type::Decimal& value) {
    return NumberOf(types::DecimalOf(value), definition, inputs.language);
  };
  if (of.indicator->baseline().has_value()) {
    *chart.mutable_baseline() = number(of.indicator->baseline().value());
  }
  if (const Target* target = TargetOn(*of.indicator, types::ToCivil(inputs.as_of_date))) {
    *chart.mutable_target() = number(target->value());
  }
  for (size_t i = 0; i < of.readings.size(); ++i) {
    if (of.readings[i].breaks) chart.add_breaks(static_cast<int32_t>(i));
  }
}

}  // namespace

void AppendSeries(const IndicatorReadings& of, const ReportInputs& inputs,
                  v1alpha::Section& section) {
  const std::string part = PartOfName(of.indicator->name());
  const std::string table_id = absl::StrCat(section.section_id(), "-table-", part);
  AppendCard(*of.indicator, table_id, inputs, section);
  v1alpha::Section values;
  AppendValues(of, table_id, inputs, values);
  if (HasLine(of)) {
    AppendLine(of, values.blocks(0).table(), absl::StrCat(section.section_id(), "-chart-", part),
               inputs, section);
  }
  section.mutable_blocks()->MergeFrom(values.blocks());
  AppendBreakdowns(of, absl::StrCat(section.section_id(), "-breakdown-", part), inputs, section);
}

}  // namespace lotse::reporting
