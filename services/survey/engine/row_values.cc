#include "services/survey/engine/row_values.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {
namespace {

using v1alpha::Answer;
using v1alpha::Question;

std::uint64_t Folded(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~(bits << 1) : bits << 1;
}

void AppendFile(const Variable& variable, const Answer::File& file, std::string* row) {
  const auto& types = variable.limits->media_types;
  const auto type = std::find(types.begin(), types.end(), file.media_type());
  row->push_back(static_cast<char>(type - types.begin()));
  AppendVarint(static_cast<std::uint64_t>(file.size_bytes()), row);
  row->append(absl::HexStringToBytes(file.sha256()));
}

void AppendText(absl::string_view text, std::string* row) {
  AppendVarint(text.size(), row);
  row->append(text.data(), text.size());
}

void AppendDecimal(double decimal, std::string* row) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &decimal, sizeof(bits));
  for (std::size_t i = 0; i < sizeof(bits); ++i, bits >>= 8) {
    row->push_back(static_cast<char>(bits));
  }
}

void AppendRanking(const Variable& variable, const Answer::Choices& ranking, std::string* row) {
  AppendVarint(static_cast<std::uint64_t>(ranking.codes_size()), row);
  for (const std::string& code : ranking.codes()) {
    const std::size_t position = *variable.options->Position(code);
    row->push_back(static_cast<char>(position));
    row->push_back(static_cast<char>(position >> 8));
  }
}

}  // namespace

void SetBit(std::size_t bit, char* bytes) {
  bytes[bit / 8] = static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) | (1u << bit % 8));
}

void AppendVarint(std::uint64_t value, std::string* row) {
  for (; value >= 0x80; value >>= 7) row->push_back(static_cast<char>(value | 0x80));
  row->push_back(static_cast<char>(value));
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
    case Answer::kDecimal:
      return AppendDecimal(answer.decimal(), row);
    case Answer::kRanking:
      return AppendRanking(variable, answer.ranking(), row);
    case Answer::kText:
      return AppendText(answer.text(), row);
    case Answer::kDate:
      return AppendText(answer.date(), row);
    case Answer::kTime:
      return AppendText(answer.time(), row);
    case Answer::kDateTime:
      return AppendText(answer.date_time(), row);
    case Answer::kContent:
      return AppendText(answer.content(), row);
    case Answer::kFile:
      return AppendFile(variable, answer.file(), row);
    case Answer::kAcknowledged:
    case Answer::kCount:
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
    case Question::KIND_RANKING: {
      auto* ranking = answer->mutable_ranking();
      for (std::size_t i = 0; i < value.ranked.size() / 2; ++i) {
        ranking->add_codes(variable.options->Code(RankedOption(value.ranked, i)));
      }
      return;
    }
    case Question::KIND_DECIMAL:
      return answer->set_decimal(value.decimal);
    case Question::KIND_DATE:
      return answer->set_date(std::string(value.text));
    case Question::KIND_TIME:
      return answer->set_time(std::string(value.text));
    case Question::KIND_DATE_TIME:
      return answer->set_date_time(std::string(value.text));
    case Question::KIND_ACKNOWLEDGEMENT:
      return answer->set_acknowledged(true);
    case Question::KIND_CALCULATION:
    case Question::KIND_HIDDEN:
    case Question::KIND_METADATA:
      return answer->set_content(std::string(value.text));
    case Question::KIND_FILE: {
      auto* file = answer->mutable_file();
      file->set_media_type(variable.limits->media_types[value.media_type]);
      file->set_size_bytes(static_cast<std::int32_t>(value.size));
      file->set_sha256(absl::BytesToHexString(value.sha256));
      return;
    }
    default:
      return answer->set_text(std::string(value.text));
  }
}

}  // namespace lotse::survey
