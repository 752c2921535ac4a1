#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/pattern.h"
#include "services/survey/exchange/limesurvey/translation_of_one.h"

// The functions of ExpressionScript. Source: LimeSurvey manual, "Access to functions".

namespace lotse::survey::limesurvey {
namespace {

using Kind = Expression::Kind;
using Type = Translated::Type;

// Functions that do the same under the same or another name.
struct SameFunction {
  absl::string_view name;
  absl::string_view xpath;
  std::size_t least;
  std::size_t most;
  Type type;
};
constexpr std::size_t kAny = 100;
constexpr SameFunction kSame[] = {
    {"abs", "abs", 1, 1, Type::kNumber},      {"exp", "exp", 1, 1, Type::kNumber},
    {"intval", "int", 1, 1, Type::kNumber},   {"join", "concat", 1, kAny, Type::kText},
    {"log", "log", 1, 1, Type::kNumber},      {"max", "max", 1, kAny, Type::kNumber},
    {"min", "min", 1, kAny, Type::kNumber},   {"pi", "pi", 0, 0, Type::kNumber},
    {"pow", "pow", 2, 2, Type::kNumber},      {"round", "round", 1, 2, Type::kNumber},
    {"sqrt", "sqrt", 1, 1, Type::kNumber},    {"strlen", "string-length", 1, 1, Type::kNumber},
    {"implode", "join", 2, kAny, Type::kText}};

constexpr absl::string_view kOtherNumeric[] = {"count", "countif", "countifop", "sum"};

// `parts` joined by `+`, which is 0 if there are none.
Translated Added(const std::vector<std::string>& parts) {
  std::string sum;
  for (const std::string& part : parts) absl::StrAppend(&sum, sum.empty() ? "" : " + ", part);
  if (parts.empty()) return {"0", Type::kNumber};
  return {std::move(sum), Type::kNumber, parts.size() > 1 ? Translated::kSum : Translated::kSingle};
}

absl::Status WrongArguments(absl::string_view function, absl::string_view right) {
  return absl::InvalidArgumentError(absl::StrCat("`", function, "()` needs ", right));
}

// How a comparison of `countifop` is written.
absl::string_view ComparisonOf(absl::string_view op) {
  for (const auto& [word, sign] : {std::pair<absl::string_view, absl::string_view>{"eq", "=="},
                                   {"ne", "!="},
                                   {"lt", "<"},
                                   {"le", "<="},
                                   {"gt", ">"},
                                   {"ge", ">="}}) {
    if (op == word || op == sign) return sign;
  }
  return "";
}

}  // namespace

bool IsNumericFunction(absl::string_view function) {
  const auto* same = std::find_if(std::begin(kSame), std::end(kSame),
                                  [&](const SameFunction& f) { return f.name == function; });
  if (same != std::end(kSame)) return same->type == Type::kNumber;
  return std::count(std::begin(kOtherNumeric), std::end(kOtherNumeric), function) > 0;
}

absl::StatusOr<Translated> TranslationOfOne::Function(const Expression& script) {
  const absl::string_view name = script.value;
  const absl::StatusOr<Parts> spread = Spread(script.parts);
  if (!spread.ok()) return spread.status();
  const Parts& parts = *spread;
  for (const SameFunction& same : kSame) {
    if (name != same.name) continue;
    if (parts.size() < same.least || parts.size() > same.most) {
      return WrongArguments(name, absl::StrCat(same.least, " to ", same.most, " arguments"));
    }
    return Renamed(same.xpath, same.type, parts);
  }
  if (name == "if") return If(parts);
  if (name == "count") return Count(parts);
  if (name == "sum") return Sum(parts);
  if (name == "regexmatch") return RegexMatch(parts);
  if (name == "substr") return Substring(parts);
  if (name == "countif") return CountIf(parts, "==");
  if (name == "countifop") {
    if (parts.empty() || parts[0].kind != Kind::kText || ComparisonOf(parts[0].value).empty()) {
      return WrongArguments(name, "a comparison in quotation marks first, such as \"==\"");
    }
    return CountIf({parts.begin() + 1, parts.end()}, ComparisonOf(parts[0].value));
  }
  if (parts.size() == 1) {
    if (name == "is_empty" || name == "is_null") return IsEmpty(parts[0], true);
    // What changes the look of a text only.
    if (name == "nl2br" || name == "strip_tags" || name == "html_entity_decode") {
      return Value(parts[0]);
    }
    if (name == "is_numeric" || name == "is_nan") {
      absl::StatusOr<Translated> value = Renamed("number", Type::kNumber, parts);
      if (!value.ok()) return value;
      // It is written twice, and nested it would double each time.
      if (value->xpath.size() > kMaxScriptBytes)
        return absl::InvalidArgumentError("it is too long");
      const absl::string_view op = name == "is_nan" ? " != " : " = ";
      return Translated{absl::StrCat(value->xpath, op, value->xpath), Type::kTruth,
                        Translated::kEquality};
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the function `", Shortened(name), "()` has no counterpart"));
}

absl::StatusOr<Translated> TranslationOfOne::Renamed(absl::string_view name, Translated::Type type,
                                                     const Parts& parts) {
  std::string arguments;
  for (const Expression& part : parts) {
    absl::StatusOr<Translated> value = Value(part);
    if (!value.ok()) return value;
    absl::StrAppend(&arguments, arguments.empty() ? "" : ", ", value->xpath);
  }
  return Translated{absl::StrCat(name, "(", arguments, ")"), type};
}

absl::StatusOr<Translated> TranslationOfOne::If(const Parts& parts) {
  if (parts.size() != 3) return WrongArguments("if", "a condition and two values");
  absl::StatusOr<Translated> test = Truth(parts[0]);
  if (!test.ok()) return test;
  absl::StatusOr<Translated> yes = Value(parts[1]);
  if (!yes.ok()) return yes;
  absl::StatusOr<Translated> no = Value(parts[2]);
  if (!no.ok()) return no;
  return Translated{absl::StrCat("if(", test->xpath, ", ", yes->xpath, ", ", no->xpath, ")"),
                    yes->type == no->type ? yes->type : Type::kText};
}

absl::StatusOr<Translated> TranslationOfOne::IsEmpty(const Expression& part, bool is) {
  if (const Variable* tick = TickOf(part)) return CompareTick(*tick, is, "");
  absl::StatusOr<Translated> value = Value(part);
  if (!value.ok()) return value;
  const std::string side = value->strength <= Translated::kEquality
                               ? absl::StrCat("(", value->xpath, ")")
                               : value->xpath;
  return Translated{absl::StrCat(side, is ? " = ''" : " != ''"), Type::kTruth,
                    Translated::kEquality};
}

absl::StatusOr<Translated> TranslationOfOne::Count(const Parts& parts) {
  // All choices of one multiple choice, as `self` and `that` mean them, are counted at once.
  const Variable* first = parts.empty() ? nullptr : TickOf(parts[0]);
  const bool all_of_one =
      first != nullptr &&
      parts.size() == translator_.variables_.AnswersOf(*first->question).size() &&
      std::all_of(parts.begin(), parts.end(), [&](const Expression& part) {
        const Variable* tick = TickOf(part);
        return tick != nullptr && tick->code == first->code;
      });
  if (all_of_one) {
    return Translated{absl::StrCat("count-selected(", Reference(*first), ")"), Type::kNumber};
  }
  std::vector<std::string> counted;
  for (const Expression& part : parts) {
    absl::StatusOr<Translated> given = IsEmpty(part, false);
    if (!given.ok()) return given;
    counted.push_back(absl::StrCat("number(", given->xpath, ")"));
  }
  return Added(counted);
}

absl::StatusOr<Translated> TranslationOfOne::CountIf(const Parts& parts, absl::string_view op) {
  if (parts.size() < 2) return WrongArguments("countif", "a value and what is looked at");
  std::vector<std::string> counted;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    absl::StatusOr<Translated> fits = Comparison(Compared(parts[i], op, parts[0]));
    if (!fits.ok()) return fits;
    counted.push_back(absl::StrCat("number(", fits->xpath, ")"));
  }
  return Added(counted);
}

absl::StatusOr<Translated> TranslationOfOne::Sum(const Parts& parts) {
  std::vector<std::string> added;
  for (const Expression& part : parts) {
    absl::StatusOr<Translated> value = Value(part);
    if (!value.ok()) return value;
    added.push_back(part.kind == Kind::kNumber ? value->xpath
                                               : absl::StrCat("coalesce(", value->xpath, ", 0)"));
  }
  return Added(added);
}

absl::StatusOr<Translated> TranslationOfOne::RegexMatch(const Parts& parts) {
  if (parts.size() != 2) return WrongArguments("regexMatch", "a pattern and a value");
  const bool swapped = parts[0].kind != Kind::kText && parts[1].kind == Kind::kText;
  const Expression& pattern = parts[swapped ? 1 : 0];
  if (pattern.kind != Kind::kText) {
    return absl::InvalidArgumentError("the pattern of `regexMatch()` has to be a text");
  }
  if (swapped) {
    translator_.remarks_.push_back(
        "`regexMatch()` has its pattern second; LimeSurvey takes the first one for it. It was read "
        "as it seems to be meant.");
  }
  const absl::StatusOr<std::string> regex = PatternOf(pattern.value);
  if (!regex.ok()) return regex.status();
  absl::StatusOr<Translated> value = Value(parts[swapped ? 0 : 1]);
  if (!value.ok()) return value;
  return Translated{absl::StrCat("regex(", value->xpath, ", ", Quoted(*regex), ")"), Type::kTruth};
}

absl::StatusOr<Translated> TranslationOfOne::Substring(const Parts& parts) {
  int begin = 0, length = 0;
  const bool whole = parts.size() == 2;
  const bool fits = (whole || parts.size() == 3) && parts[1].kind == Kind::kNumber &&
                    absl::SimpleAtoi(parts[1].value, &begin) && begin < 10'000 &&
                    (whole || (parts[2].kind == Kind::kNumber &&
                               absl::SimpleAtoi(parts[2].value, &length) && length < 10'000));
  if (!fits) return WrongArguments("substr", "a text and one or two numbers from 0 on");
  absl::StatusOr<Translated> value = Value(parts[0]);
  if (!value.ok()) return value;
  std::string end;
  if (!whole) end = absl::StrCat(", ", begin + length);
  return Translated{absl::StrCat("substr(", value->xpath, ", ", begin, end, ")"), Type::kText};
}

}  // namespace lotse::survey::limesurvey
