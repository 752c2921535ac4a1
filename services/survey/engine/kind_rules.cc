#include "services/survey/engine/kind_rules.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/number_scale.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/text_rules.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey {
namespace {

using v1alpha::Question;
using v1alpha::QuestionLogic;

// Adds what is wrong with one limit or bound of an integer question.
void CheckExact(std::int64_t number, absl::string_view path, ViolationList* violations) {
  if (number >= -kMaxInteger && number <= kMaxInteger) return;
  violations->Add(path,
                  absl::StrCat("beyond the whole numbers that are exact everywhere; give one from ",
                               -kMaxInteger, " to ", kMaxInteger));
}

void CheckScale(const v1alpha::Scale& scale, absl::string_view path, ViolationList* violations) {
  const auto start = NumberOfNumeral(scale.start()), end = NumberOfNumeral(scale.end()),
             step = NumberOfNumeral(scale.step());
  const auto check = [&](const std::optional<double>& number, absl::string_view field) {
    if (number) return;
    violations->Add(absl::StrCat(path, ".", field), "no decimal number; give one such as `0.5`");
  };
  check(start, "start");
  check(end, "end");
  check(step, "step");
  if (start && end && *start == *end) {
    violations->Add(absl::StrCat(path, ".end"), "the same as `start`; give another");
  }
  if (step && *step <= 0) {
    violations->Add(absl::StrCat(path, ".step"),
                    "not more than 0; give how far one number is "
                    "from the next");
  }
}

void CheckNumbers(const Question& question, absl::string_view path, ViolationList* violations) {
  if (question.kind() == Question::KIND_INTEGER) {
    CheckIntegerLimits(question, path, violations);
  } else {
    constexpr absl::string_view kOnlyIntegers = "only for INTEGER; leave it out";
    if (question.has_minimum()) violations->Add(absl::StrCat(path, ".minimum"), kOnlyIntegers);
    if (question.has_maximum()) violations->Add(absl::StrCat(path, ".maximum"), kOnlyIntegers);
    if (!question.class_bounds().empty()) {
      violations->Add(absl::StrCat(path, ".class_bounds"), kOnlyIntegers);
    }
  }
  if (question.has_scale()) {
    const std::string at = absl::StrCat(path, ".scale");
    if (IsNumber(question.kind())) {
      CheckScale(question.scale(), at, violations);
    } else {
      violations->Add(at, "only for INTEGER and DECIMAL; leave it out");
    }
  }
}

void CheckMetadata(const Question& question, absl::string_view path, ViolationList* violations) {
  const std::string at = absl::StrCat(path, ".metadata");
  const bool known = question.metadata() != Question::METADATA_UNSPECIFIED &&
                     Question::Metadata_IsValid(question.metadata());
  if (question.kind() != Question::KIND_METADATA) {
    if (question.metadata() != Question::METADATA_UNSPECIFIED) {
      violations->Add(at, "only for METADATA; leave it out");
    }
  } else if (!known) {
    violations->Add(at, "missing or unknown; give what it records");
  }
}

// Whether the kind can have the expression in the field; what is right where it cannot.
struct Place {
  absl::string_view field;
  const std::string& expression;
  bool fits;
  absl::string_view right;
};

void CheckLogic(const Question& question, absl::string_view path, ViolationList* violations) {
  const Question::Kind kind = question.kind();
  const QuestionLogic& logic = question.logic();
  constexpr absl::string_view kOnlyAnswered = "nobody answers this kind; leave it out";
  for (const Place& place : {
           Place{"relevant", logic.relevant(), true, ""},
           Place{"constraint", logic.constraint(), IsAnswered(kind), kOnlyAnswered},
           Place{"required_if", logic.required_if(), CanBeRequired(kind), kOnlyAnswered},
           Place{"calculation", logic.calculation(), HasValue(kind),
                 "this kind has no value; leave it out"},
           Place{"initial_value", logic.initial_value(), HasValue(kind),
                 "this kind has no value; leave it out"},
           Place{"read_only_if", logic.read_only_if(), true, ""},
           Place{"repeat_count", logic.repeat_count(), kind == Question::KIND_REPEAT,
                 "only for REPEAT; leave it out"},
           Place{"option_filter", logic.option_filter(), HasOptions(kind),
                 "this kind has no options; leave it out"},
       }) {
    const std::string at = absl::StrCat(path, ".logic.", place.field);
    if (!place.expression.empty() && !place.fits) violations->Add(at, place.right);
    CheckExpressionSize(place.expression, at, violations);
  }
  if (kind == Question::KIND_CALCULATION && logic.calculation().empty()) {
    violations->Add(absl::StrCat(path, ".logic.calculation"),
                    "missing; give what is computed, or another kind");
  }
  if (logic.trigger_size() > kMaxTriggers) {
    violations->Add(absl::StrCat(path, ".logic.trigger"),
                    absl::StrCat("too many; give at most ", kMaxTriggers));
  }
  CheckText(logic.constraint_message(), absl::StrCat(path, ".logic.constraint_message"),
            types::Presence::kOptional, violations);
  CheckText(logic.required_message(), absl::StrCat(path, ".logic.required_message"),
            types::Presence::kOptional, violations);
}

}  // namespace

void CheckIntegerLimits(const Question& question, absl::string_view path,
                        ViolationList* violations) {
  if (question.has_minimum()) {
    CheckExact(question.minimum(), absl::StrCat(path, ".minimum"), violations);
  }
  if (question.has_maximum()) {
    CheckExact(question.maximum(), absl::StrCat(path, ".maximum"), violations);
  }
  if (question.has_minimum() && question.has_maximum() && question.minimum() > question.maximum()) {
    violations->Add(absl::StrCat(path, ".maximum"),
                    "less than `minimum`; give a number that is not less");
  }
  const auto& bounds = question.class_bounds();
  if (bounds.size() > kMaxClassBounds) {
    violations->Add(absl::StrCat(path, ".class_bounds"), "too many; at most 50 bounds");
    return;
  }
  for (int i = 0; i < bounds.size(); ++i) {
    const std::string one = absl::StrCat(path, ".class_bounds[", i, "]");
    CheckExact(bounds[i], one, violations);
    if (i > 0 && bounds[i] <= bounds[i - 1]) {
      violations->Add(
          one, "not above the bound before it; give the bounds in ascending order, each once");
    }
  }
}

void CheckExpressionSize(absl::string_view expression, absl::string_view path,
                         ViolationList* violations) {
  if (expression.size() <= logic::kMaxExpressionBytes) return;
  violations->Add(path,
                  absl::StrCat("too long; give at most ", logic::kMaxExpressionBytes, " bytes"));
}

void CheckKindFields(const Question& question, absl::string_view path, ViolationList* violations) {
  CheckNumbers(question, path, violations);
  CheckMetadata(question, path, violations);
  CheckLogic(question, path, violations);
  if (question.maximum_bytes() < 0) {
    violations->Add(absl::StrCat(path, ".maximum_bytes"),
                    "negative; give 1 or more, or 0 for 10,000");
  } else if (question.maximum_bytes() > 0 && question.kind() != Question::KIND_TEXT) {
    violations->Add(absl::StrCat(path, ".maximum_bytes"), "only for TEXT; leave it out");
  }
  if (question.required() && !CanBeRequired(question.kind())) {
    violations->Add(absl::StrCat(path, ".required"), "nobody answers this kind; leave it out");
  }
  if (question.has_randomization()) {
    const std::string at = absl::StrCat(path, ".randomization");
    if (!HasOptions(question.kind())) violations->Add(at, "this kind has no options; leave it out");
    CheckExpressionSize(question.randomization().seed(), absl::StrCat(at, ".seed"), violations);
  }
  if (question.settings_size() > kMaxSettings) {
    violations->Add(absl::StrCat(path, ".settings"),
                    absl::StrCat("too many; give at most ", kMaxSettings));
  }
}

}  // namespace lotse::survey
