#include "cli/form/question_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/engagement/words.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Question;

std::string RangeOf(const Question& question, absl::string_view language) {
  if (question.has_scale()) {
    return absl::StrCat(question.scale().start(), Either(language, " bis ", " to "),
                        question.scale().end(), Either(language, " in Schritten von ", " by "),
                        question.scale().step());
  }
  if (question.has_minimum() && question.has_maximum()) {
    return absl::StrCat(question.minimum(), Either(language, " bis ", " to "), question.maximum());
  }
  if (question.has_minimum()) {
    return absl::StrCat(Either(language, "mindestens ", "at least "), question.minimum());
  }
  if (question.has_maximum()) {
    return absl::StrCat(Either(language, "höchstens ", "at most "), question.maximum());
  }
  return "";
}

}  // namespace

std::string ExpectedAnswer(const Question& question, absl::string_view language) {
  std::string expected = Word(question.kind(), language);
  switch (question.kind()) {
    case Question::KIND_INTEGER:
    case Question::KIND_DECIMAL:
      if (const std::string range = RangeOf(question, language); !range.empty()) {
        absl::StrAppend(&expected, ", ", range);
      }
      return expected;
    case Question::KIND_TEXT:
      if (question.maximum_bytes() > 0) {
        absl::StrAppend(&expected, Either(language, ", höchstens ", ", at most "),
                        question.maximum_bytes(), Either(language, " Bytes", " bytes"));
      }
      return expected;
    case Question::KIND_DATE:
      return absl::StrCat(expected, Either(language, ", etwa 2.3.2026", ", such as 2026-03-02"));
    case Question::KIND_TIME:
      return absl::StrCat(expected, Either(language, ", etwa 14:30", ", such as 14:30"));
    case Question::KIND_DATE_TIME:
      return absl::StrCat(
          expected, Either(language, ", etwa 2026-03-02 14:30", ", such as 2026-03-02 14:30"));
    case Question::KIND_FILE:
      return absl::StrCat(expected, " (", absl::StrJoin(question.media_types(), ", "), ")");
    default:
      return "";
  }
}

}  // namespace lotse::cli
