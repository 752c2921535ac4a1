#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/values/runtime.h"
#include "services/survey/logic/values/value.h"

namespace lotse::survey::logic {

// Computes a function of its arguments, which are of any type.
using FunctionCode = Value (*)(Runtime&, absl::Span<const Value>);

// How a call is compiled.
enum class FunctionForm {
  kOrdinary,
  // Ordinary; without an argument it is of the context node.
  kOfContext,
  // Forms of their own, because they do not compute all their arguments, or look at more than
  // their values.
  kIf,
  kCoalesce,
  kOnce,
  kCurrent,
  kPosition,
  kLast,
  kInstance,
  kIndexedRepeat,
  kPulldata,
  kChoiceName,
  kRegex,
};

// What a function reads besides its arguments.
enum class FunctionEffect { kNone, kClock, kRandom };

// A function of the expression language.
struct Function {
  absl::string_view name;
  // Names of its parameters as documents show them: `?` may be left out, `*` may be repeated.
  absl::string_view parameters;
  // A letter for each: t text, n number, b boolean, s node set, a anything. The last is that of
  // all that follow.
  absl::string_view types;
  // Fewest and most arguments, kNone: any number; above the fewest they come in groups of `group`.
  int least = 0;
  int most = 0;
  int group = 1;
  ValueType result = ValueType::kText;
  FunctionForm form = FunctionForm::kOrdinary;
  FunctionEffect effect = FunctionEffect::kNone;
  // nullptr for a form of its own, but for kRegex.
  FunctionCode run = nullptr;
  // One sentence for the documents.
  absl::string_view meaning;
};

}  // namespace lotse::survey::logic
