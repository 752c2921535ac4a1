#pragma once

#include "absl/types/span.h"
#include "services/survey/logic/values/runtime.h"
#include "services/survey/logic/values/value.h"

// What the ordinary functions compute. Their arguments are as many as function_table.cc says, which
// also says what each means; comments here say what the specification leaves open.
namespace lotse::survey::logic {

using Arguments = absl::Span<const Value>;

// Texts. Characters are code points.
Value StringOf(Runtime& rt, Arguments a);
Value Concat(Runtime& rt, Arguments a);
Value Join(Runtime& rt, Arguments a);
Value Substr(Runtime& rt, Arguments a);
Value SubstringBefore(Runtime& rt, Arguments a);
Value SubstringAfter(Runtime& rt, Arguments a);
Value Translate(Runtime& rt, Arguments a);
Value StringLength(Runtime& rt, Arguments a);
Value NormalizeSpace(Runtime& rt, Arguments a);
Value Contains(Runtime& rt, Arguments a);
Value StartsWith(Runtime& rt, Arguments a);
Value EndsWith(Runtime& rt, Arguments a);
// A pattern that is not known before; one that RE2 does not take fails.
Value Regex(Runtime& rt, Arguments a);
Value Uuid(Runtime& rt, Arguments a);
Value Digest(Runtime& rt, Arguments a);
// Empty for what is not base64, or not UTF-8 when it is decoded.
Value Base64Decode(Runtime& rt, Arguments a);

// Truth.
Value True(Runtime& rt, Arguments a);
Value False(Runtime& rt, Arguments a);
Value BooleanOf(Runtime& rt, Arguments a);
Value BooleanFromString(Runtime& rt, Arguments a);
Value Not(Runtime& rt, Arguments a);
Value Checklist(Runtime& rt, Arguments a);
Value WeightedChecklist(Runtime& rt, Arguments a);

// Numbers.
Value NumberOf(Runtime& rt, Arguments a);
Value Int(Runtime& rt, Arguments a);
Value Sum(Runtime& rt, Arguments a);
Value Min(Runtime& rt, Arguments a);
Value Max(Runtime& rt, Arguments a);
// Halves away from 0, as all implementations do; XPath 1.0 would round them up.
Value Round(Runtime& rt, Arguments a);
Value Pow(Runtime& rt, Arguments a);
Value Abs(Runtime& rt, Arguments a);
Value Sqrt(Runtime& rt, Arguments a);
Value Exp(Runtime& rt, Arguments a);
Value Exp10(Runtime& rt, Arguments a);
Value Log(Runtime& rt, Arguments a);
Value Log10(Runtime& rt, Arguments a);
Value Pi(Runtime& rt, Arguments a);
Value Sin(Runtime& rt, Arguments a);
Value Cos(Runtime& rt, Arguments a);
Value Tan(Runtime& rt, Arguments a);
Value Asin(Runtime& rt, Arguments a);
Value Acos(Runtime& rt, Arguments a);
Value Atan(Runtime& rt, Arguments a);
Value Atan2(Runtime& rt, Arguments a);
Value Random(Runtime& rt, Arguments a);

// Days and times.
Value Today(Runtime& rt, Arguments a);
Value Now(Runtime& rt, Arguments a);
// The day, whatever the time; empty for what is neither a day nor a number of days.
Value Date(Runtime& rt, Arguments a);
Value DecimalDateTime(Runtime& rt, Arguments a);
Value DecimalTime(Runtime& rt, Arguments a);
// Empty for what is no day.
Value FormatDate(Runtime& rt, Arguments a);

// Options.
Value Selected(Runtime& rt, Arguments a);
Value SelectedAt(Runtime& rt, Arguments a);
Value CountSelected(Runtime& rt, Arguments a);

// Node sets.
Value Count(Runtime& rt, Arguments a);
Value CountNonEmpty(Runtime& rt, Arguments a);
// With a seed by the generator of Park and Miller (minimal standard, 16807 modulo 2^31 - 1).
// Fractions of a seed do not count; one that is no number is hashed, as JavaRosa does, and an empty
// one is 0.
Value Randomize(Runtime& rt, Arguments a);

}  // namespace lotse::survey::logic
