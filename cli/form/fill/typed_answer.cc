#include "cli/form/fill/typed_answer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/engagement/words.h"
#include "cli/form/question_text.h"
#include "services/survey/engine/answer_values.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Answer;
using survey::v1alpha::Question;

std::string Expected(const Question& question, absl::string_view language) {
  return absl::StrCat(Either(language, "Erwartet: ", "Expected: "),
                      ExpectedAnswer(question, language));
}

// The option that is meant; null if none is.
const ShownOption* OptionFor(absl::string_view typed, const std::vector<ShownOption>& options) {
  int number = 0;
  if (absl::SimpleAtoi(typed, &number) && number >= 1 &&
      number <= static_cast<int>(options.size())) {
    return &options[static_cast<std::size_t>(number) - 1];
  }
  for (const ShownOption& option : options) {
    if (option.code == typed || absl::EqualsIgnoreCase(option.label, typed)) return &option;
  }
  return nullptr;
}

std::string NoOption(absl::string_view typed, const std::vector<ShownOption>& options,
                     absl::string_view language) {
  return absl::StrCat(
      "„", typed,
      Either(language, "“ steht nicht zur Wahl; richtig: 1 bis ", "“ is not offered; right: 1 to "),
      options.size());
}

std::string ReadOptions(const Question& question, const std::vector<ShownOption>& options,
                        absl::string_view typed, absl::string_view language,
                        Answer::Choices* choices) {
  for (const absl::string_view part :
       absl::StrSplit(typed, absl::ByAnyChar(" ,"), absl::SkipEmpty())) {
    const ShownOption* const option = OptionFor(part, options);
    if (option == nullptr) return NoOption(part, options, language);
    const auto& codes = choices->codes();
    if (std::find(codes.begin(), codes.end(), option->code) != codes.end()) {
      return absl::StrCat("„", part, Either(language, "“ steht zweimal da", "“ is there twice"));
    }
    choices->add_codes(option->code);
  }
  const bool ranking = question.kind() == Question::KIND_RANKING;
  if (ranking && choices->codes_size() < static_cast<int>(options.size())) {
    return std::string(Either(language,
                              "Erwartet: die Nummern aller Optionen, die wichtigste zuerst",
                              "Expected: the numbers of all options, the first one first"));
  }
  return "";
}

// `2.3.2026` as `2026-03-02`; anything else as it is.
std::string IsoDay(absl::string_view typed) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '.');
  int day = 0, month = 0, year = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &day) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[2], &year) ||
      parts[2].size() != 4) {
    return std::string(typed);
  }
  return absl::StrFormat("%04d-%02d-%02d", year, month, day);
}

std::string ReadMoment(const Question& question, absl::string_view typed, Answer* answer) {
  if (question.kind() == Question::KIND_DATE) {
    answer->set_date(IsoDay(typed));
  } else if (question.kind() == Question::KIND_TIME) {
    answer->set_time(std::string(typed));
  } else {
    const std::vector<std::string> parts =
        absl::StrSplit(typed, absl::MaxSplits(absl::ByAnyChar(" T"), 1));
    answer->set_date_time(parts.size() == 2 ? absl::StrCat(IsoDay(parts[0]), "T", parts[1])
                                            : std::string(typed));
  }
  return "";
}

bool IsYes(absl::string_view typed) {
  const std::string word = absl::AsciiStrToLower(typed);
  return word == "ok" || word == "j" || word == "ja" || word == "y" || word == "yes" || word == "1";
}

std::string ReadNumber(const Question& question, absl::string_view typed,
                       absl::string_view language, Answer* answer) {
  if (question.kind() == Question::KIND_INTEGER) {
    std::int64_t number = 0;
    if (!absl::SimpleAtoi(typed, &number)) return Expected(question, language);
    answer->set_integer(number);
    return "";
  }
  // In German a comma stands before the fraction.
  const std::string text = language == "de" && !absl::StrContains(typed, '.')
                               ? absl::StrReplaceAll(typed, {{",", "."}})
                               : std::string(typed);
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return Expected(question, language);
  }
  answer->set_decimal(number);
  return "";
}

}  // namespace

std::string ReadTyped(const Question& question, const std::vector<ShownOption>& options,
                      absl::string_view typed, absl::string_view language, Answer* answer) {
  switch (question.kind()) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MATRIX: {
      const ShownOption* const option = OptionFor(typed, options);
      if (option == nullptr) return NoOption(typed, options, language);
      answer->set_choice(option->code);
      return "";
    }
    case Question::KIND_MULTIPLE_CHOICE:
      return ReadOptions(question, options, typed, language, answer->mutable_choices());
    case Question::KIND_RANKING:
      return ReadOptions(question, options, typed, language, answer->mutable_ranking());
    case Question::KIND_INTEGER:
    case Question::KIND_DECIMAL:
      return ReadNumber(question, typed, language, answer);
    case Question::KIND_DATE:
    case Question::KIND_TIME:
    case Question::KIND_DATE_TIME:
      return ReadMoment(question, typed, answer);
    case Question::KIND_ACKNOWLEDGEMENT:
      answer->set_acknowledged(true);
      return IsYes(typed) ? "" : std::string(Either(language, "Erwartet: OK", "Expected: OK"));
    default:
      answer->set_text(std::string(typed));
      return "";
  }
}

std::string TypedText(const Answer& answer, const std::vector<ShownOption>& options) {
  const std::string text = survey::TextOf(answer);
  if (options.empty()) return text;
  std::vector<std::string> labels;
  for (const absl::string_view code : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const auto found = std::find_if(options.begin(), options.end(),
                                    [&](const ShownOption& each) { return each.code == code; });
    labels.push_back(found == options.end() ? std::string(code) : found->label);
  }
  return absl::StrJoin(labels, ", ");
}

}  // namespace lotse::cli
