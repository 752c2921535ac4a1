#include "services/survey/engine/answer_of_text.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/survey/engine/answer_values.h"

namespace lotse::survey {
namespace {

using v1alpha::Answer;

void SetCodes(absl::string_view text, Answer::Choices* choices) {
  for (const absl::string_view code : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    choices->add_codes(std::string(code));
  }
}

}  // namespace

std::optional<Answer> AnswerOfText(v1alpha::Question::Kind kind, absl::string_view text) {
  Answer answer;
  switch (FieldFor(kind)) {
    case Answer::kChoice:
      answer.set_choice(std::string(text));
      break;
    case Answer::kChoices:
      SetCodes(text, answer.mutable_choices());
      break;
    case Answer::kRanking:
      SetCodes(text, answer.mutable_ranking());
      break;
    case Answer::kInteger: {
      std::int64_t number = 0;
      if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
      answer.set_integer(number);
      break;
    }
    case Answer::kDecimal: {
      double number = 0;
      if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) return std::nullopt;
      answer.set_decimal(number);
      break;
    }
    case Answer::kText:
      answer.set_text(std::string(text));
      break;
    case Answer::kDate:
      answer.set_date(std::string(text));
      break;
    case Answer::kTime:
      answer.set_time(std::string(text));
      break;
    case Answer::kDateTime:
      answer.set_date_time(std::string(text));
      break;
    case Answer::kContent:
      answer.set_content(std::string(text));
      break;
    case Answer::kAcknowledged:
      if (text != "OK") return std::nullopt;
      answer.set_acknowledged(true);
      break;
    case Answer::kFile:
    case Answer::kCount:
    case Answer::VALUE_NOT_SET:
      return std::nullopt;
  }
  return answer;
}

}  // namespace lotse::survey
