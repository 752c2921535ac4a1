#include "services/survey/engine/response_row.h"

#include "services/survey/engine/answer_order.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/repeat_rows.h"
#include "services/survey/engine/row_reader.h"
#include "services/survey/engine/row_values.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;

static_assert(kMaxSections <= 255, "the number of a section is one byte");

}  // namespace

std::string EncodeResponseRow(const CompiledInstrument& instrument,
                              const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  const auto variables = instrument.variables();
  std::string row(1, kResponseRowForm);
  if (broke_off_section != 0) row = {kBrokenOffRowForm, static_cast<char>(broke_off_section)};
  const std::size_t bits = row.size();
  row.resize(bits + BytesFor(variables.size()));
  int next = 0;
  for (; next < answers.size(); ++next) {
    const std::optional<std::size_t> position = instrument.Position(answers[next].code());
    // What is in repeats comes last.
    if (!position) break;
    SetBit(*position, &row[bits]);
    AppendValue(variables[*position], answers[next], &row);
  }
  AppendRepeats(instrument, answers, next, &row);
  return row;
}

bool IsResponseRow(absl::string_view row) {
  return !row.empty() && (row[0] == kResponseRowForm || row[0] == kBrokenOffRowForm);
}

int BrokeOffSectionOf(absl::string_view row) {
  if (row.size() < kRowHeadBytes || row[0] != kBrokenOffRowForm) return 0;
  return static_cast<unsigned char>(row[1]);
}

std::optional<RepeatedPtrField<Answer>> DecodeResponseRow(const CompiledInstrument& instrument,
                                                          absl::string_view row) {
  std::optional<RowReader> reader = RowReader::Open(instrument, row);
  if (!reader.has_value()) return std::nullopt;
  RepeatedPtrField<Answer> answers;
  RowValue value;
  RowReader::Step step;
  while ((step = reader->Next(&value)) == RowReader::Step::kValue) {
    const Variable& variable = instrument.variables()[value.variable];
    Answer* answer = answers.Add();
    answer->set_code(variable.code);
    SetValue(variable, value, answer);
  }
  if (step == RowReader::Step::kDamaged || !ReadRepeats(instrument, &reader->rest(), &answers)) {
    return std::nullopt;
  }
  return answers;
}

bool HaveSameAnswers(const CompiledInstrument& instrument, absl::string_view row,
                     absl::string_view other) {
  if (row == other) return true;
  if (instrument.logic() == nullptr) return false;
  const auto given = [&](absl::string_view one) -> std::optional<std::string> {
    const auto answers = DecodeResponseRow(instrument, one);
    if (!answers.has_value()) return std::nullopt;
    return EncodeResponseRow(instrument, WithoutComputed(instrument, *answers),
                             BrokeOffSectionOf(one));
  };
  const std::optional<std::string> before = given(row), now = given(other);
  return before.has_value() && before == now;
}

}  // namespace lotse::survey
