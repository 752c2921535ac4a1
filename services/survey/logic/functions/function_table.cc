#include "services/survey/logic/functions/function_table.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/logic/functions/functions.h"

namespace lotse::survey::logic {
namespace {

using Form = FunctionForm;
using Effect = FunctionEffect;

constexpr ValueType kNumber = ValueType::kNumber;
constexpr ValueType kText = ValueType::kText;
constexpr ValueType kBoolean = ValueType::kBoolean;
constexpr ValueType kNodes = ValueType::kNodes;
constexpr ValueType kAny = ValueType::kAny;
constexpr Form kOrdinary = Form::kOrdinary;
constexpr Effect kNoEffect = Effect::kNone;

// Source: the table of functions of ODK XForms,
// https://getodk.github.io/xforms-spec/#xpath-functions.
constexpr Function kFunctions[] = {
    // Texts.
    {"string", "value?", "a", 0, 1, 1, kText, Form::kOfContext, kNoEffect, StringOf,
     "The value as a text; of a node set that of its first node."},
    {"concat", "value*", "a", 1, kNone, 1, kText, kOrdinary, kNoEffect, Concat,
     "The texts one behind the other; of a node set those of all nodes."},
    {"join", "separator, value*", "ta", 1, kNone, 1, kText, kOrdinary, kNoEffect, Join,
     "The same with a separator between them."},
    {"substr", "text, start, end?", "tnn", 2, 3, 1, kText, kOrdinary, kNoEffect, Substr,
     "From the character `start`, counted from 0, to before `end`; below 0 counts from the end."},
    {"substring-before", "text, mark", "tt", 2, 2, 1, kText, kOrdinary, kNoEffect, SubstringBefore,
     "What stands before the first `mark`; empty if there is none."},
    {"substring-after", "text, mark", "tt", 2, 2, 1, kText, kOrdinary, kNoEffect, SubstringAfter,
     "What stands behind the first `mark`; empty if there is none."},
    {"translate", "text, from, to", "ttt", 3, 3, 1, kText, kOrdinary, kNoEffect, Translate,
     "Each character of `from` replaced by that of `to` at the same place, or left out."},
    {"string-length", "text", "t", 1, 1, 1, kNumber, kOrdinary, kNoEffect, StringLength,
     "How many characters it has."},
    {"normalize-space", "text?", "t", 0, 1, 1, kText, Form::kOfContext, kNoEffect, NormalizeSpace,
     "Without white space around it, and with one space between words."},
    {"contains", "text, part", "tt", 2, 2, 1, kBoolean, kOrdinary, kNoEffect, Contains,
     "Whether `part` is somewhere in it."},
    {"starts-with", "text, part", "tt", 2, 2, 1, kBoolean, kOrdinary, kNoEffect, StartsWith,
     "Whether it begins with `part`."},
    {"ends-with", "text, part", "tt", 2, 2, 1, kBoolean, kOrdinary, kNoEffect, EndsWith,
     "Whether it ends with `part`."},
    {"regex", "text, pattern", "tt", 2, 2, 1, kBoolean, Form::kRegex, kNoEffect, Regex,
     "Whether the pattern, in the syntax of RE2, is somewhere in it; `^` and `$` are its ends."},
    {"uuid", "length?", "n", 0, 1, 1, kText, kOrdinary, Effect::kRandom, Uuid,
     "A random UUID of version 4, or a random text of so many letters and digits."},
    {"digest", "text, algorithm, encoding?", "ttt", 2, 3, 1, kText, kOrdinary, kNoEffect, Digest,
     "Its hash by `MD5`, `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`, as `base64` or `hex`."},
    {"base64-decode", "text", "t", 1, 1, 1, kText, kOrdinary, kNoEffect, Base64Decode,
     "What is encoded; empty if it is not base64, or no text."},
    {"coalesce", "first, second", "tt", 2, 2, 1, kText, Form::kCoalesce, kNoEffect, nullptr,
     "The first that is not empty."},
    // Truth.
    {"if", "condition, then, else", "baa", 3, 3, 1, kAny, Form::kIf, kNoEffect, nullptr,
     "`then` if the condition holds, otherwise `else`; the other one is not computed."},
    {"true", "", "", 0, 0, 1, kBoolean, kOrdinary, kNoEffect, True, "True."},
    {"false", "", "", 0, 0, 1, kBoolean, kOrdinary, kNoEffect, False, "False."},
    {"boolean", "value", "a", 1, 1, 1, kBoolean, kOrdinary, kNoEffect, BooleanOf,
     "False for 0, NaN, the empty text and the empty node set; so `boolean('false')` is true."},
    {"boolean-from-string", "text", "t", 1, 1, 1, kBoolean, kOrdinary, kNoEffect, BooleanFromString,
     "True for `true` and `1` only."},
    {"not", "condition", "b", 1, 1, 1, kBoolean, kOrdinary, kNoEffect, Not,
     "Whether it does not hold."},
    {"checklist", "least, most, value*", "nna", 2, kNone, 1, kBoolean, kOrdinary, kNoEffect,
     Checklist, "Whether `least` to `most` of the values are above 0; -1 is no limit."},
    {"weighted-checklist", "least, most, value, weight*", "nna", 2, kNone, 2, kBoolean, kOrdinary,
     kNoEffect, WeightedChecklist, "The same with the sum of the weights of those above 0."},
    // Numbers.
    {"number", "value?", "a", 0, 1, 1, kNumber, Form::kOfContext, kNoEffect, NumberOf,
     "The value as a number: a day is the days since 1970-01-01; NaN for what is none."},
    {"int", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Int, "Without its fraction."},
    {"sum", "nodes", "s", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Sum,
     "The sum of the numbers; NaN if a node is empty or no number."},
    {"min", "value*", "a", 1, kNone, 1, kNumber, kOrdinary, kNoEffect, Min,
     "The smallest of all numbers and nodes; NaN if one is no number or there are none."},
    {"max", "value*", "a", 1, kNone, 1, kNumber, kOrdinary, kNoEffect, Max,
     "The largest, likewise."},
    {"round", "number, digits?", "nn", 1, 2, 1, kNumber, kOrdinary, kNoEffect, Round,
     "Rounded to so many digits behind the point, 0 if not given; halves away from 0."},
    {"pow", "number, power", "nn", 2, 2, 1, kNumber, kOrdinary, kNoEffect, Pow,
     "The number to this power."},
    {"abs", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Abs, "Without its sign."},
    {"sqrt", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Sqrt, "Its square root."},
    {"exp", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Exp, "e to this power."},
    {"exp10", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Exp10, "10 to this power."},
    {"log", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Log, "Its natural logarithm."},
    {"log10", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Log10,
     "Its logarithm to the base 10."},
    {"pi", "", "", 0, 0, 1, kNumber, kOrdinary, kNoEffect, Pi, "3.14159265358979."},
    {"sin", "angle", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Sin, "Sine, in radians."},
    {"cos", "angle", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Cos, "Cosine, in radians."},
    {"tan", "angle", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Tan, "Tangent, in radians."},
    {"asin", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Asin, "Arc sine, in radians."},
    {"acos", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Acos,
     "Arc cosine, in radians."},
    {"atan", "number", "n", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Atan,
     "Arc tangent, in radians."},
    {"atan2", "y, x", "nn", 2, 2, 1, kNumber, kOrdinary, kNoEffect, Atan2,
     "The angle of the point, in radians."},
    {"random", "", "", 0, 0, 1, kNumber, kOrdinary, Effect::kRandom, Random,
     "A random number from 0 to below 1."},
    // Days and times.
    {"today", "", "", 0, 0, 1, kText, kOrdinary, Effect::kClock, Today,
     "The day, as `2026-03-02`."},
    {"now", "", "", 0, 0, 1, kText, kOrdinary, Effect::kClock, Now,
     "The day and time, as `2026-03-02T09:00:00.000+01:00`."},
    {"date", "value", "a", 1, 1, 1, kText, kOrdinary, kNoEffect, Date,
     "The day of a day, a day with a time, or a number of days; empty for anything else."},
    {"decimal-date-time", "value", "a", 1, 1, 1, kNumber, kOrdinary, kNoEffect, DecimalDateTime,
     "Days since 1970-01-01, a time as a fraction of its day."},
    {"decimal-time", "time", "t", 1, 1, 1, kNumber, kOrdinary, Effect::kClock, DecimalTime,
     "A time of day as a fraction of the day: 0.5 at noon."},
    {"format-date", "day, format", "at", 2, 2, 1, kText, kOrdinary, kNoEffect, FormatDate,
     "The day in a form: `%Y %y %m %n %b %d %e %a`, and those of format-date-time."},
    {"format-date-time", "moment, format", "at", 2, 2, 1, kText, kOrdinary, kNoEffect, FormatDate,
     "The same with `%H %h %M %S %3`; `%%` is a per cent sign."},
    // Options.
    {"selected", "options, option", "tt", 2, 2, 1, kBoolean, kOrdinary, kNoEffect, Selected,
     "Whether the option was chosen; with an empty option, whether none was."},
    {"selected-at", "options, index", "tn", 2, 2, 1, kText, kOrdinary, kNoEffect, SelectedAt,
     "The chosen option at a place, counted from 0; empty if there is none."},
    {"count-selected", "options", "t", 1, 1, 1, kNumber, kOrdinary, kNoEffect, CountSelected,
     "How many options were chosen."},
    {"jr:choice-name", "option, question", "ta", 2, 2, 1, kText, Form::kChoiceName, kNoEffect,
     nullptr, "What is read at an option; the question is `${code}`, or that as a text."},
    // Node sets, repeats and lists.
    {"count", "nodes", "s", 1, 1, 1, kNumber, kOrdinary, kNoEffect, Count, "How many nodes."},
    {"count-non-empty", "nodes", "s", 1, 1, 1, kNumber, kOrdinary, kNoEffect, CountNonEmpty,
     "How many nodes that are not empty."},
    {"position", "node?", "s", 0, 1, 1, kNumber, Form::kPosition, kNoEffect, nullptr,
     "Place of a node among those of its name, from 1; without one, of the context."},
    {"last", "", "", 0, 0, 1, kNumber, Form::kLast, kNoEffect, nullptr,
     "How many nodes the context has."},
    {"current", "", "", 0, 0, 1, kNodes, Form::kCurrent, kNoEffect, nullptr,
     "The question that the expression belongs to, also within `[...]`."},
    {"instance", "list", "t", 1, 1, 1, kNodes, Form::kInstance, kNoEffect, nullptr,
     "A list; its options are `instance('list')/root/item`."},
    {"pulldata", "list, column, key column, key", "tttt", 4, 4, 1, kText, Form::kPulldata,
     kNoEffect, nullptr, "A cell of the first row of a list in which the key column has this key."},
    {"indexed-repeat", "node, repeat, index*", "ssn", 3, 7, 2, kNodes, Form::kIndexedRepeat,
     kNoEffect, nullptr, "The node within an instance of a repeat, of up to three in one another."},
    {"randomize", "nodes, seed?", "sa", 1, 2, 1, kNodes, kOrdinary, Effect::kRandom, Randomize,
     "The nodes in a random order; the same seed gives the same order."},
    {"once", "value", "t", 1, 1, 1, kText, Form::kOnce, kNoEffect, nullptr,
     "The value if the question is empty, otherwise what it has already."},
};

// Functions of the specification that need what answers here do not have: places on Earth.
constexpr absl::string_view kGeographic[] = {"area", "distance", "geofence", "intersects"};

// Functions of XPath, or of one implementation, by what does the same here.
constexpr std::pair<absl::string_view, absl::string_view> kInstead[] = {
    {"substring", "`substr`, which counts from 0"},
    {"floor", "`int`, or `round`"},
    {"ceiling", "`round`"},
    {"ceil", "`round`"},
    {"date-time", "`date`"},
    {"choice-label", "`jr:choice-name`"},
    {"choice-name", "`jr:choice-name`"},
    {"length", "`string-length`, or `count`"},
    {"lower-case", "`translate`"},
    {"upper-case", "`translate`"},
    {"name", "nothing; a question is named by its code"},
    {"local-name", "nothing; a question is named by its code"},
    {"and", "the operator `and`"},
    {"or", "the operator `or`"},
};

std::string Counted(int count) {
  return absl::StrCat(count, count == 1 ? " argument" : " arguments");
}

}  // namespace

absl::Span<const Function> Functions() { return kFunctions; }

const Function* FindFunction(absl::string_view name) {
  static const auto* const kByName = [] {
    auto* by_name = new absl::flat_hash_map<absl::string_view, const Function*>();
    for (const Function& function : kFunctions) by_name->emplace(function.name, &function);
    return by_name;
  }();
  const auto found = kByName->find(name);
  return found == kByName->end() ? nullptr : found->second;
}

int PlaceOfFunction(const Function& function) { return static_cast<int>(&function - kFunctions); }

std::string NoFunction(absl::string_view name) {
  if (std::find(std::begin(kGeographic), std::end(kGeographic), name) != std::end(kGeographic)) {
    return absl::StrCat("the function `", name,
                        "` is not supported: there are no questions for places on Earth; leave it "
                        "out");
  }
  if (name == "jr:itext" || name == "itext") {
    return absl::StrCat(
        "the function `", name,
        "` is not supported: texts have no ids here; look the text up in a list, as "
        "`instance('list')/root/item[name = 'a']/label`");
  }
  for (const auto& [other, instead] : kInstead) {
    if (other == name) {
      return absl::StrCat("there is no function `", name, "` in ODK XForms; write ", instead);
    }
  }
  std::vector<std::string> names;
  for (const Function& function : kFunctions) names.emplace_back(function.name);
  return absl::StrCat("there is no function `", name, "`; ", types::RightName(name, names));
}

std::optional<std::string> WrongCount(const Function& function, int arguments) {
  const bool enough = arguments >= function.least;
  const bool whole = (arguments - function.least) % function.group == 0;
  if (enough && whole && (function.most == kNone || arguments <= function.most)) {
    return std::nullopt;
  }
  return absl::StrCat("`", function.name, "` got ", Counted(arguments), "; it is `", function.name,
                      "(", function.parameters, ")`", function.least == 0 ? "" : " with ",
                      function.least == 0 ? "" : Counted(function.least),
                      function.most == function.least || function.least == 0 ? "" : " or more");
}

char TypeOfArgument(const Function& function, int argument) {
  const absl::string_view types = function.types;
  // The pairs of repeat and index follow one another.
  if (function.form == Form::kIndexedRepeat && argument > 0) return argument % 2 == 1 ? 's' : 'n';
  if (types.empty()) return 'a';
  return types[std::min<std::size_t>(argument, types.size() - 1)];
}

}  // namespace lotse::survey::logic
