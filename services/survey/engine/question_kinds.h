#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"

// What the kinds of questions have in common, in one table. Source: instrument.proto.
namespace lotse::survey {

// True if a question of this kind has options: the choices, the ranking and the matrix.
bool HasOptions(v1alpha::Question::Kind kind);

// True if it holds other questions and has no answer of its own: groups and repeats.
bool HoldsQuestions(v1alpha::Question::Kind kind);

// True if a response can have a value for it: neither a note nor what holds questions.
bool HasValue(v1alpha::Question::Kind kind);

// True if a person answers it: it can be required.
bool IsAnswered(v1alpha::Question::Kind kind);

// True if something can be required of it: what a person answers, and a note, which then lets
// nobody pass who is shown it.
bool CanBeRequired(v1alpha::Question::Kind kind);

// True if nobody can write over what is computed of it: a CALCULATION, and a question with a
// calculation that is always read only.
bool IsComputed(const v1alpha::Question& question);

// True if it takes a number.
bool IsNumber(v1alpha::Question::Kind kind);

}  // namespace lotse::survey
