#include "services/survey/engine/answer_values.h"

#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/logic/values/date_time.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Question;

// By the number of the kind.
constexpr Answer::ValueCase kFields[] = {
    Answer::VALUE_NOT_SET,  // KIND_UNSPECIFIED
    Answer::kChoice,        // KIND_SINGLE_CHOICE
    Answer::kChoices,       // KIND_MULTIPLE_CHOICE
    Answer::kChoice,        // KIND_MATRIX, each item
    Answer::kInteger,       // KIND_INTEGER
    Answer::kText,          // KIND_TEXT
    Answer::kFile,          // KIND_FILE
    Answer::kDecimal,       // KIND_DECIMAL
    Answer::kDate,          // KIND_DATE
    Answer::kTime,          // KIND_TIME
    Answer::kDateTime,      // KIND_DATE_TIME
    Answer::kRanking,       // KIND_RANKING
    Answer::VALUE_NOT_SET,  // KIND_NOTE
    Answer::kAcknowledged,  // KIND_ACKNOWLEDGEMENT
    Answer::kContent,       // KIND_CALCULATION
    Answer::kContent,       // KIND_HIDDEN
    Answer::VALUE_NOT_SET,  // KIND_GROUP
    Answer::kCount,         // KIND_REPEAT
    Answer::kContent,       // KIND_METADATA
};
static_assert(std::size(kFields) == Question::Kind_ARRAYSIZE, "every kind has its field");

absl::string_view NameOf(Answer::ValueCase field) {
  return Answer::descriptor()->FindFieldByNumber(field)->name();
}

std::string Below(absl::string_view path, absl::string_view field) {
  return absl::StrCat(path, ".", field);
}

void CheckChoice(const Variable& variable, const Answer& answer, absl::string_view path,
                 ViolationList* violations) {
  if (variable.options->Position(answer.choice())) return;
  violations->Add(Below(path, "choice"), absl::StrCat("not an option of `", variable.code,
                                                      "`; give the code of one of its ",
                                                      variable.options->size(), " options"));
}

// Options that are each given once; `field` holds them.
void CheckCodes(const Variable& variable, const RepeatedPtrField<std::string>& codes,
                absl::string_view path, absl::string_view field, ViolationList* violations) {
  const std::size_t options = variable.options->size();
  if (static_cast<std::size_t>(codes.size()) > options) {
    violations->Add(absl::StrCat(path, ".", field, ".codes"),
                    absl::StrCat("more codes than `", variable.code, "` has options; give each of ",
                                 "its ", options, " options at most once"));
    return;
  }
  std::vector<bool> chosen(options);
  for (int i = 0; i < codes.size(); ++i) {
    const std::string at = absl::StrCat(path, ".", field, ".codes[", i, "]");
    const std::optional<std::size_t> option = variable.options->Position(codes[i]);
    if (!option) {
      violations->Add(at, absl::StrCat("not an option of `", variable.code, "`; give codes of its ",
                                       options, " options"));
    } else if (chosen[*option]) {
      violations->Add(at, "given before; give each option at most once");
    } else {
      chosen[*option] = true;
    }
  }
}

void CheckRanking(const Variable& variable, const RepeatedPtrField<std::string>& codes,
                  absl::string_view path, ViolationList* violations) {
  const std::size_t options = variable.options->size();
  if (variable.ranks_all && static_cast<std::size_t>(codes.size()) < options) {
    violations->Add(
        absl::StrCat(path, ".ranking.codes"),
        absl::StrCat("fewer codes than `", variable.code, "` has options; give each of ", "its ",
                     options, " options once, the first in the order first"));
    return;
  }
  CheckCodes(variable, codes, path, "ranking", violations);
}

// The range in words. It names the limits and not which of them was missed:
// even that would say something about the answer.
std::string RangeOf(const Variable& variable) {
  if (!variable.limits->maximum) return absl::StrCat(*variable.limits->minimum, " or more");
  if (!variable.limits->minimum) return absl::StrCat(*variable.limits->maximum, " or less");
  return absl::StrCat(*variable.limits->minimum, " to ", *variable.limits->maximum);
}

// The scale says its ends, and not which of them was missed, or whether it is between its steps.
void CheckOnScale(const Variable& variable, double number, absl::string_view path,
                  absl::string_view field, ViolationList* violations) {
  if (!variable.limits->scale || variable.limits->scale->Has(number)) return;
  violations->Add(Below(path, field),
                  absl::StrCat("not on the scale of `", variable.code, "`; give a number from ",
                               logic::NumberText(variable.limits->scale->low()), " to ",
                               logic::NumberText(variable.limits->scale->high()), " in steps of ",
                               logic::NumberText(variable.limits->scale->step)));
}

void CheckInteger(const Variable& variable, const Answer& answer, absl::string_view path,
                  ViolationList* violations) {
  const bool too_small = variable.limits->minimum && answer.integer() < *variable.limits->minimum;
  const bool too_large = variable.limits->maximum && answer.integer() > *variable.limits->maximum;
  if (too_small || too_large) {
    return violations->Add(
        Below(path, "integer"),
        absl::StrCat("outside the range of `", variable.code, "`; give ", RangeOf(variable)));
  }
  CheckOnScale(variable, static_cast<double>(answer.integer()), path, "integer", violations);
}

void CheckDecimal(const Variable& variable, const Answer& answer, absl::string_view path,
                  ViolationList* violations) {
  if (!std::isfinite(answer.decimal())) {
    return violations->Add(Below(path, "decimal"), "not finite; give a number");
  }
  CheckOnScale(variable, answer.decimal(), path, "decimal", violations);
}

void CheckTextAnswer(const Variable& variable, const Answer& answer, absl::string_view path,
                     ViolationList* violations) {
  // An empty text would count as answered and say nothing.
  if (answer.text().empty()) {
    violations->Add(Below(path, "text"),
                    absl::StrCat("empty; leave the answer to `", variable.code, "` out"));
  } else if (answer.text().size() > variable.limits->maximum_bytes) {
    violations->Add(Below(path, "text"),
                    absl::StrCat("too long for `", variable.code, "`; give at most ",
                                 variable.limits->maximum_bytes, " bytes of UTF-8"));
  } else if (!types::IsUtf8(answer.text())) {
    violations->Add(Below(path, "text"), "not valid UTF-8; encode the text as UTF-8");
  }
}

// A day, a time or both, in the form that the kind wants.
void CheckMoment(const Variable& variable, const std::string& text, absl::string_view path,
                 ViolationList* violations) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  if (variable.kind == Question::KIND_TIME) {
    if (logic::ReadTimeOfDay(text, absl::UnixEpoch(), utc, nullptr)) return;
    return violations->Add(Below(path, "time"), "no time of day; give one such as `14:30`");
  }
  const bool with_time = variable.kind == Question::KIND_DATE_TIME;
  const auto moment = logic::ReadDateTime(text, utc, nullptr);
  // White space around it would be another text for the same day.
  const bool bare = logic::Stripped(text).size() == text.size();
  if (moment && bare && moment->has_time == with_time) return;
  violations->Add(Below(path, with_time ? "date_time" : "date"),
                  with_time ? "no day with a time; give one such as `2026-03-02T14:30:00+01:00`"
                            : "no day of the calendar; give one such as `2026-03-02`");
}

void CheckGiven(const Variable& variable, const std::string& value, absl::string_view path,
                ViolationList* violations) {
  if (value.size() > kMaxValueBytes) {
    violations->Add(Below(path, "content"),
                    absl::StrCat("too long for `", variable.code, "`; give at most ",
                                 kMaxValueBytes, " bytes of UTF-8"));
  } else if (value.empty() || !types::IsUtf8(value)) {
    violations->Add(Below(path, "content"),
                    "empty or not valid UTF-8; give a text, or leave it out");
  }
}

}  // namespace

Answer::ValueCase FieldFor(Question::Kind kind) {
  return Question::Kind_IsValid(kind) ? kFields[kind] : Answer::VALUE_NOT_SET;
}

void CheckValue(const Variable& variable, const Answer& answer, absl::string_view path,
                ViolationList* violations) {
  const Answer::ValueCase wanted = FieldFor(variable.kind);
  if (answer.value_case() == Answer::VALUE_NOT_SET) {
    violations->Add(path,
                    absl::StrCat("no value; give `", NameOf(wanted), "`, or leave the answer to `",
                                 variable.code, "` out if it was not answered"));
    return;
  }
  if (answer.value_case() != wanted) {
    violations->Add(
        Below(path, NameOf(answer.value_case())),
        absl::StrCat("wrong kind of answer to `", variable.code, "`; give `", NameOf(wanted), "`"));
    return;
  }
  switch (wanted) {
    case Answer::kChoice:
      return CheckChoice(variable, answer, path, violations);
    case Answer::kChoices:
      return CheckCodes(variable, answer.choices().codes(), path, "choices", violations);
    case Answer::kRanking:
      return CheckRanking(variable, answer.ranking().codes(), path, violations);
    case Answer::kInteger:
      return CheckInteger(variable, answer, path, violations);
    case Answer::kDecimal:
      return CheckDecimal(variable, answer, path, violations);
    case Answer::kText:
      return CheckTextAnswer(variable, answer, path, violations);
    case Answer::kDate:
      return CheckMoment(variable, answer.date(), path, violations);
    case Answer::kTime:
      return CheckMoment(variable, answer.time(), path, violations);
    case Answer::kDateTime:
      return CheckMoment(variable, answer.date_time(), path, violations);
    case Answer::kFile:
      return CheckFileAnswer(variable, answer.file(), Below(path, "file"), violations);
    case Answer::kAcknowledged:
      if (answer.acknowledged()) return;
      return violations->Add(Below(path, "acknowledged"),
                             "false; give true, or leave the answer out");
    case Answer::kContent:
      return CheckGiven(variable, answer.content(), path, violations);
    case Answer::kCount:
    case Answer::VALUE_NOT_SET:
      return;
  }
}

std::string TextOf(const Answer& answer) {
  switch (answer.value_case()) {
    case Answer::kChoice:
      return answer.choice();
    case Answer::kChoices:
      return absl::StrJoin(answer.choices().codes(), " ");
    case Answer::kRanking:
      return absl::StrJoin(answer.ranking().codes(), " ");
    case Answer::kInteger:
      return absl::StrCat(answer.integer());
    case Answer::kDecimal:
      return logic::NumberText(answer.decimal());
    case Answer::kText:
      return answer.text();
    case Answer::kDate:
      return answer.date();
    case Answer::kTime:
      return answer.time();
    case Answer::kDateTime:
      return answer.date_time();
    case Answer::kFile:
      return answer.file().sha256();
    case Answer::kAcknowledged:
      return "OK";
    case Answer::kContent:
      return answer.content();
    case Answer::kCount:
    case Answer::VALUE_NOT_SET:
      break;
  }
  return "";
}

}  // namespace lotse::survey
