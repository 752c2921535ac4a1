#include "services/survey/engine/question_kinds.h"

#include <cstddef>
#include <iterator>

namespace lotse::survey {
namespace {

using v1alpha::Question;

struct Traits {
  Question::Kind kind;
  bool has_options = false;
  bool holds_questions = false;
  bool has_value = true;
  bool is_answered = true;
  bool is_number = false;
};

// By the number of the kind.
constexpr Traits kTraits[] = {
    {.kind = Question::KIND_UNSPECIFIED, .has_value = false, .is_answered = false},
    {.kind = Question::KIND_SINGLE_CHOICE, .has_options = true},
    {.kind = Question::KIND_MULTIPLE_CHOICE, .has_options = true},
    {.kind = Question::KIND_MATRIX, .has_options = true},
    {.kind = Question::KIND_INTEGER, .is_number = true},
    {.kind = Question::KIND_TEXT},
    {.kind = Question::KIND_FILE},
    {.kind = Question::KIND_DECIMAL, .is_number = true},
    {.kind = Question::KIND_DATE},
    {.kind = Question::KIND_TIME},
    {.kind = Question::KIND_DATE_TIME},
    {.kind = Question::KIND_RANKING, .has_options = true},
    {.kind = Question::KIND_NOTE, .has_value = false, .is_answered = false},
    {.kind = Question::KIND_ACKNOWLEDGEMENT},
    {.kind = Question::KIND_CALCULATION, .is_answered = false},
    {.kind = Question::KIND_HIDDEN, .is_answered = false},
    {.kind = Question::KIND_GROUP,
     .holds_questions = true,
     .has_value = false,
     .is_answered = false},
    {.kind = Question::KIND_REPEAT,
     .holds_questions = true,
     .has_value = false,
     .is_answered = false},
    {.kind = Question::KIND_METADATA, .is_answered = false},
};

constexpr bool InOrder() {
  for (std::size_t i = 0; i < std::size(kTraits); ++i) {
    if (static_cast<std::size_t>(kTraits[i].kind) != i) return false;
  }
  return std::size(kTraits) == Question::Kind_ARRAYSIZE;
}
static_assert(InOrder(), "every kind has its row, in the order of instrument.proto");

// A kind that this version does not know has nothing.
const Traits& Of(Question::Kind kind) {
  return kTraits[Question::Kind_IsValid(kind) ? kind : Question::KIND_UNSPECIFIED];
}

}  // namespace

bool HasOptions(Question::Kind kind) { return Of(kind).has_options; }
bool HoldsQuestions(Question::Kind kind) { return Of(kind).holds_questions; }
bool HasValue(Question::Kind kind) { return Of(kind).has_value; }
bool IsAnswered(Question::Kind kind) { return Of(kind).is_answered; }
bool CanBeRequired(Question::Kind kind) { return IsAnswered(kind) || kind == Question::KIND_NOTE; }
bool IsComputed(const Question& question) {
  return question.kind() == Question::KIND_CALCULATION ||
         (!question.logic().calculation().empty() && question.logic().read_only_if() == "true()");
}
bool IsNumber(Question::Kind kind) { return Of(kind).is_number; }

}  // namespace lotse::survey
