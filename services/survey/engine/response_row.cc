#include "services/survey/engine/response_row.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/escaping.h"
#include "runtime/types/utf8.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Question;

constexpr std::size_t kOptionsOfOneByte = 256;
constexpr std::size_t kHashBytes = 32;

std::size_t BytesFor(std::size_t bits) { return (bits + 7) / 8; }

void SetBit(std::size_t bit, char* bytes) {
  bytes[bit / 8] = static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) | (1u << bit % 8));
}

bool HasBit(absl::string_view bytes, std::size_t bit) {
  return (static_cast<unsigned char>(bytes[bit / 8]) >> bit % 8 & 1u) != 0;
}

void AppendVarint(std::uint64_t value, std::string* row) {
  for (; value >= 0x80; value >>= 7) row->push_back(static_cast<char>(value | 0x80));
  row->push_back(static_cast<char>(value));
}

std::uint64_t Folded(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~(bits << 1) : bits << 1;
}

std::int64_t Unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>((value & 1) != 0 ? ~(value >> 1) : value >> 1);
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

// Takes values from the front of a row. Each returns false once the row is at its end or
// is not what EncodeResponseRow writes.
class Reader {
 public:
  explicit Reader(absl::string_view row) : rest_(row) {}

  bool empty() const { return rest_.empty(); }

  bool Bytes(std::size_t count, absl::string_view* bytes) {
    if (rest_.size() < count) return false;
    *bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return true;
  }

  // Bits of which only the first `count` may be set.
  bool Bits(std::size_t count, absl::string_view* bits) {
    if (!Bytes(BytesFor(count), bits)) return false;
    for (std::size_t bit = count; bit < bits->size() * 8; ++bit) {
      if (HasBit(*bits, bit)) return false;
    }
    return true;
  }

  bool Varint(std::uint64_t* value) {
    *value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      absl::string_view byte;
      if (!Bytes(1, &byte)) return false;
      const std::uint64_t bits = static_cast<unsigned char>(byte[0]) & 0x7Fu;
      if (shift == 63 && bits > 1) return false;
      *value |= bits << shift;
      if ((static_cast<unsigned char>(byte[0]) & 0x80u) == 0) return bits != 0 || shift == 0;
    }
    return false;
  }

 private:
  absl::string_view rest_;
};

bool ReadChoice(const OptionCodes& options, Reader* row, Answer* answer) {
  absl::string_view bytes;
  if (!row->Bytes(options.size() > kOptionsOfOneByte ? 2 : 1, &bytes)) return false;
  std::size_t position = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 2) position |= std::size_t{static_cast<unsigned char>(bytes[1])} << 8;
  if (position >= options.size()) return false;
  answer->set_choice(options.Code(position));
  return true;
}

bool ReadChoices(const OptionCodes& options, Reader* row, Answer* answer) {
  absl::string_view chosen;
  if (!row->Bits(options.size(), &chosen)) return false;
  auto* choices = answer->mutable_choices();
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (HasBit(chosen, i)) choices->add_codes(options.Code(i));
  }
  return true;
}

bool ReadFile(const Variable& variable, Reader* row, Answer* answer) {
  absl::string_view type, hash;
  std::uint64_t size = 0;
  if (!row->Bytes(1, &type) || !row->Varint(&size) || !row->Bytes(kHashBytes, &hash)) return false;
  const std::size_t position = static_cast<unsigned char>(type[0]);
  if (position >= variable.media_types.size()) return false;
  if (size < 1 || size > variable.maximum_file_bytes) return false;
  auto* file = answer->mutable_file();
  file->set_media_type(variable.media_types[position]);
  file->set_size_bytes(static_cast<std::int32_t>(size));
  file->set_sha256(absl::BytesToHexString(hash));
  return true;
}

bool ReadValue(const Variable& variable, Reader* row, Answer* answer) {
  std::uint64_t number = 0;
  switch (variable.kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX:
      return ReadChoice(*variable.options, row, answer);
    case Question::KIND_MULTIPLE_CHOICE:
      return ReadChoices(*variable.options, row, answer);
    case Question::KIND_INTEGER:
      if (!row->Varint(&number)) return false;
      answer->set_integer(Unfolded(number));
      return true;
    case Question::KIND_TEXT: {
      absl::string_view text;
      if (!row->Varint(&number) || !row->Bytes(number, &text)) return false;
      answer->set_text(std::string(text));
      return types::IsUtf8(text);
    }
    case Question::KIND_FILE:
      return ReadFile(variable, row, answer);
    default:
      return false;
  }
}

}  // namespace

std::string EncodeResponseRow(const CompiledInstrument& instrument,
                              const RepeatedPtrField<Answer>& answers) {
  const auto variables = instrument.variables();
  std::string row(1 + BytesFor(variables.size()), '\0');
  row[0] = kResponseRowForm;
  for (const Answer& answer : answers) {
    const std::size_t position = *instrument.Position(answer.code());
    SetBit(position, &row[1]);
    AppendValue(variables[position], answer, &row);
  }
  return row;
}

std::optional<RepeatedPtrField<Answer>> DecodeResponseRow(const CompiledInstrument& instrument,
                                                          absl::string_view row) {
  const auto variables = instrument.variables();
  Reader reader(row);
  absl::string_view form, answered;
  if (!reader.Bytes(1, &form) || form[0] != kResponseRowForm) return std::nullopt;
  if (!reader.Bits(variables.size(), &answered)) return std::nullopt;
  RepeatedPtrField<Answer> answers;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (!HasBit(answered, i)) continue;
    Answer* answer = answers.Add();
    answer->set_code(variables[i].code);
    if (!ReadValue(variables[i], &reader, answer)) return std::nullopt;
  }
  if (!reader.empty()) return std::nullopt;
  return answers;
}

}  // namespace lotse::survey
