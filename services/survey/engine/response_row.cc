#include "services/survey/engine/response_row.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/row_reader.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Question;

static_assert(kMaxSections <= 255, "the number of a section is one byte");

void SetBit(std::size_t bit, char* bytes) {
  bytes[bit / 8] = static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) | (1u << bit % 8));
}

void AppendVarint(std::uint64_t value, std::string* row) {
  for (; value >= 0x80; value >>= 7) row->push_back(static_cast<char>(value | 0x80));
  row->push_back(static_cast<char>(value));
}

std::uint64_t Folded(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~(bits << 1) : bits << 1;
}

void AppendFile(const Variable& variable, const Answer::File& file, std::string* row) {
  const auto& types = variable.media_types;
  const auto type = std::find(types.begin(), types.end(), file.media_type());
  row->push_back(static_cast<char>(type - types.begin()));
  AppendVarint(static_cast<std::uint64_t>(file.size_bytes()), row);
  row->append(absl::HexStringToBytes(file.sha256()));
}

void AppendValue(const Variable& variable, const Answer& answer, std::string* row) {
  switch (answer.value_case()) {
    case Answer::kChoice: {
      const std::size_t position = *variable.options->Position(answer.choice());
      row->push_back(static_cast<char>(position));
      if (variable.options->size() > kOptionsOfOneByte) {
        row->push_back(static_cast<char>(position >> 8));
      }
      return;
    }
    case Answer::kChoices: {
      std::string chosen(BytesFor(variable.options->size()), '\0');
      for (const std::string& code : answer.choices().codes()) {
        SetBit(*variable.options->Position(code), chosen.data());
      }
      row->append(chosen);
      return;
    }
    case Answer::kInteger:
      return AppendVarint(Folded(answer.integer()), row);
    case Answer::kText:
      AppendVarint(answer.text().size(), row);
      row->append(answer.text());
      return;
    case Answer::kFile:
      return AppendFile(variable, answer.file(), row);
    case Answer::VALUE_NOT_SET:
      return;
  }
}

void SetValue(const Variable& variable, const RowValue& value, Answer* answer) {
  switch (variable.kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return answer->set_choice(variable.options->Code(value.option));
    case Question::KIND_MULTIPLE_CHOICE: {
      auto* choices = answer->mutable_choices();
      for (std::size_t i = 0; i < variable.options->size(); ++i) {
        if (HasBit(value.chosen, i)) choices->add_codes(variable.options->Code(i));
      }
      return;
    }
    case Question::KIND_INTEGER:
      return answer->set_integer(value.integer);
    case Question::KIND_FILE: {
      auto* file = answer->mutable_file();
      file->set_media_type(variable.media_types[value.media_type]);
      file->set_size_bytes(static_cast<std::int32_t>(value.size));
      file->set_sha256(absl::BytesToHexString(value.sha256));
      return;
    }
    default:
      return answer->set_text(std::string(value.text));
  }
}

}  // namespace

std::string EncodeResponseRow(const CompiledInstrument& instrument,
                              const RepeatedPtrField<Answer>& answers, int broke_off_section) {
  const auto variables = instrument.variables();
  std::string row(1, kResponseRowForm);
  if (broke_off_section != 0) row = {kBrokenOffRowForm, static_cast<char>(broke_off_section)};
  const std::size_t bits = row.size();
  row.resize(bits + BytesFor(variables.size()));
  for (const Answer& answer : answers) {
    const std::size_t position = *instrument.Position(answer.code());
    SetBit(position, &row[bits]);
    AppendValue(variables[position], answer, &row);
  }
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
  if (step == RowReader::Step::kDamaged) return std::nullopt;
  return answers;
}

}  // namespace lotse::survey
