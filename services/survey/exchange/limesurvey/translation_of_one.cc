#include "services/survey/exchange/limesurvey/translation_of_one.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/pattern.h"

namespace lotse::survey::limesurvey {
namespace {

using Kind = Expression::Kind;
using Meaning = Variable::Meaning;
using Type = Translated::Type;

// How many answers the pronouns of one expression may mean.
constexpr int kMaxSpread = 500;

absl::Status Untranslatable(absl::string_view what) { return absl::InvalidArgumentError(what); }

// `part` in parentheses if it binds more weakly than what stands around it.
std::string Within(const Translated& part, Translated::Strength around) {
  return part.strength < around ? absl::StrCat("(", part.xpath, ")") : part.xpath;
}

Translated Truly(std::string xpath, Translated::Strength strength = Translated::kSingle) {
  return {std::move(xpath), Type::kTruth, strength};
}

// `text` as a day in the form of XPath; empty if it is none.
std::string DayOf(const std::string& text) {
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day) ? absl::FormatCivilTime(day) : "";
}

bool IsOrder(absl::string_view op) { return op[0] == '<' || op[0] == '>'; }

}  // namespace

absl::StatusOr<Translated> TranslationOfOne::Truth(const Expression& script) {
  switch (script.kind) {
    case Kind::kNumber:
      return Truly(script.value.find_first_of("123456789") == std::string::npos ? "false()"
                                                                                : "true()");
    case Kind::kText:
      return Truly(script.value.empty() || script.value == "0" ? "false()" : "true()");
    case Kind::kName:
      return TruthOfName(script);
    case Kind::kUnary:
      if (script.value == "!") return Negation(script.parts[0]);
      break;
    default:
      break;
  }
  // Numbers and texts are true in both languages unless they are 0 or empty.
  return Value(script);
}

absl::StatusOr<Translated> TranslationOfOne::TruthOfName(const Expression& script) {
  if (const Variable* tick = TickOf(script)) return CompareTick(*tick, true, tick->ticked);
  absl::StatusOr<Translated> value = Value(script);
  if (!value.ok() || value->type == Type::kNumber) return value;
  return Truly(absl::StrCat(value->xpath, " != '' and ", value->xpath, " != '0'"),
               Translated::kAnd);
}

absl::StatusOr<Translated> TranslationOfOne::Negation(const Expression& part) {
  if (part.kind == Kind::kCall && part.value == "is_empty" && part.parts.size() == 1) {
    return IsEmpty(part.parts[0], false);
  }
  if (const Variable* tick = TickOf(part)) return CompareTick(*tick, false, tick->ticked);
  absl::StatusOr<Translated> truth = Truth(part);
  if (!truth.ok()) return truth;
  return Truly(absl::StrCat("not(", truth->xpath, ")"));
}

absl::StatusOr<Translated> TranslationOfOne::Value(const Expression& script) {
  switch (script.kind) {
    case Kind::kNumber:
      return Translated{script.value, Type::kNumber};
    case Kind::kText:
      return Translated{Quoted(script.value), Type::kText};
    case Kind::kName:
      return ValueOfName(script);
    case Kind::kCall:
      return Function(script);
    case Kind::kUnary:
      return script.value == "!" ? Negation(script.parts[0]) : Sign(script);
    case Kind::kBinary:
      break;
  }
  if (script.value == "and" || script.value == "or") return Chain(script);
  if (script.value == "==" || script.value == "!=" || IsOrder(script.value)) {
    return Comparison(script);
  }
  return Arithmetic(script);
}

absl::StatusOr<Translated> TranslationOfOne::Chain(const Expression& script) {
  const Translated::Strength strength = script.value == "and" ? Translated::kAnd : Translated::kOr;
  std::string chain;
  for (const Expression& part : script.parts) {
    absl::StatusOr<Translated> truth = Truth(part);
    if (!truth.ok()) return truth;
    if (!chain.empty()) absl::StrAppend(&chain, " ", script.value, " ");
    absl::StrAppend(&chain, Within(*truth, strength));
  }
  return Truly(std::move(chain), strength);
}

absl::StatusOr<Translated> TranslationOfOne::Comparison(const Expression& script) {
  const bool is_order = IsOrder(script.value);
  for (int i = 0; i < 2; ++i) {
    const Variable* tick = TickOf(script.parts[i]);
    const Expression& other = script.parts[1 - i];
    const bool literal = other.kind == Kind::kText || other.kind == Kind::kNumber;
    if (tick != nullptr && literal && !is_order) {
      return CompareTick(*tick, script.value == "==", other.value);
    }
  }
  std::string sides[2];
  const Translated::Strength strength = is_order ? Translated::kOrder : Translated::kEquality;
  for (int i = 0; i < 2; ++i) {
    const Expression& side = script.parts[i];
    const Expression& other = script.parts[1 - i];
    const Variable* answer = AnswerOf(other);
    const bool is_day = answer != nullptr && answer->type == Variable::Type::kDate;
    if (side.kind != Kind::kText) {
      absl::StatusOr<Translated> value = Value(side);
      if (!value.ok()) return value;
      sides[i] = Within(*value, static_cast<Translated::Strength>(strength + 1));
    } else if (is_order && is_day && !DayOf(side.value).empty()) {
      sides[i] = absl::StrCat("date(", Quoted(DayOf(side.value)), ")");
    } else if (IsNumeral(side.value) && (is_order || IsNumeric(other))) {
      if (is_order) {
        translator_.remarks_.push_back(
            absl::StrCat("`", Shortened(side.value),
                         "` stands in quotation marks and is compared as a number; some versions "
                         "of LimeSurvey compare it as a text."));
      }
      sides[i] = side.value;
    } else if (is_order) {
      return Untranslatable(absl::StrCat("whether a text comes before `", Shortened(side.value),
                                         "` cannot be asked; compare numbers"));
    } else {
      const bool is_option = answer != nullptr && answer->type == Variable::Type::kChoice;
      sides[i] = Quoted(is_option ? OptionFor(*answer->question, side.value) : side.value);
    }
  }
  return Truly(
      absl::StrCat(sides[0], " ", script.value == "==" ? "=" : script.value, " ", sides[1]),
      strength);
}

absl::StatusOr<Translated> TranslationOfOne::CompareTick(const Variable& tick, bool equal,
                                                         absl::string_view literal) {
  if (literal != tick.ticked && !literal.empty() && literal != "0") {
    return Truly(equal ? "false()" : "true()");
  }
  const bool chosen = (literal == tick.ticked) == equal;
  const std::string selected =
      absl::StrCat("selected(", Reference(tick), ", ", Quoted(tick.option), ")");
  return Truly(chosen ? selected : absl::StrCat("not(", selected, ")"));
}

absl::StatusOr<Translated> TranslationOfOne::Arithmetic(const Expression& script) {
  const bool adds = script.value == "+";
  const bool joins = adds && !(IsNumeric(script.parts[0]) && IsNumeric(script.parts[1]));
  const Translated::Strength strength =
      adds || script.value == "-" ? Translated::kSum : Translated::kProduct;
  std::string sides[2];
  for (int i = 0; i < 2; ++i) {
    absl::StatusOr<Translated> value = Value(script.parts[i]);
    if (!value.ok()) return value;
    const bool may_be_empty = adds && !joins && script.parts[i].kind == Kind::kName;
    sides[i] =
        joins ? value->xpath
        : may_be_empty
            ? absl::StrCat("coalesce(", value->xpath, ", 0)")
            : Within(*value, i == 0 ? strength : static_cast<Translated::Strength>(strength + 1));
  }
  if (!joins) {
    const absl::string_view op = script.value == "/" ? "div" : absl::string_view(script.value);
    return Translated{absl::StrCat(sides[0], " ", op, " ", sides[1]), Type::kNumber, strength};
  }
  const bool has_text = script.parts[0].kind == Kind::kText || script.parts[1].kind == Kind::kText;
  if (!has_text) {
    return Untranslatable(
        "`+` adds numbers and joins texts, and which of them is meant here depends on the "
        "answers; write `sum()` or `join()`");
  }
  return Translated{absl::StrCat("concat(", sides[0], ", ", sides[1], ")"), Type::kText};
}

absl::StatusOr<Translated> TranslationOfOne::Sign(const Expression& script) {
  absl::StatusOr<Translated> value = Value(script.parts[0]);
  if (!value.ok()) return value;
  const std::string part = Within(*value, Translated::kSign);
  if (script.value == "+") return Translated{absl::StrCat("number(", part, ")"), Type::kNumber};
  return Translated{absl::StrCat("-", part), Type::kNumber, Translated::kSign};
}

absl::StatusOr<Translated> TranslationOfOne::ValueOfName(const Expression& script) {
  const NameParts name = SplitName(script.value);
  const absl::StatusOr<const Variable*> found = Resolve(name);
  if (!found.ok()) return found.status();
  const Variable& variable = **found;
  if (name.attribute == "shown") return ShownOf(variable);
  const bool points = name.attribute == "value" && translator_.with_points_;
  if (points || (!name.attribute.empty() && name.attribute != "value")) {
    return Untranslatable(absl::StrCat("`.", Shortened(name.attribute), "` of `",
                                       Shortened(script.value), "` has no counterpart"));
  }
  const std::string reference = Reference(variable);
  switch (variable.meaning) {
    case Meaning::kTick:
      return Translated{absl::StrCat("if(selected(", reference, ", ", Quoted(variable.option),
                                     "), ", Quoted(variable.ticked), ", '')"),
                        Type::kText};
    case Meaning::kRank:
      return Translated{absl::StrCat("selected-at(", reference, ", ", variable.rank - 1, ")"),
                        Type::kText};
    case Meaning::kFileCount:
      return Translated{absl::StrCat("number(", reference, " != '')"), Type::kNumber};
    default:
      return Translated{reference, Type::kText};
  }
}

absl::StatusOr<Translated> TranslationOfOne::ShownOf(const Variable& variable) {
  if (variable.meaning == Meaning::kTick) {
    return Translated{absl::StrCat("if(selected(", Reference(variable), ", ",
                                   Quoted(variable.option), "), jr:choice-name(",
                                   Quoted(variable.option), ", '${", variable.code, "}'), '')"),
                      Type::kText};
  }
  if (variable.type != Variable::Type::kChoice) return Translated{Reference(variable), Type::kText};
  const std::string chosen =
      variable.meaning == Meaning::kRank
          ? absl::StrCat("selected-at(", Reference(variable), ", ", variable.rank - 1, ")")
          : Reference(variable);
  return Translated{absl::StrCat("jr:choice-name(", chosen, ", '${", variable.code, "}')"),
                    Type::kText};
}

absl::StatusOr<const Variable*> TranslationOfOne::Resolve(const NameParts& name) const {
  if (name.pronoun == "this" || name.pronoun == "self") {
    if (place_.self != nullptr && place_.self->meaning != Meaning::kFrame) return place_.self;
    return Untranslatable(absl::StrCat("`", name.pronoun, "` means no single answer here"));
  }
  const Variables& variables = translator_.variables_;
  if (variables.IsAmbiguous(name.variable)) {
    return Untranslatable(absl::StrCat("several questions are called `", Shortened(name.variable),
                                       "`; give each a code of its own"));
  }
  const Variable* variable = variables.Find(name.variable);
  if (variable == nullptr) {
    return Untranslatable(
        absl::StrCat("`", Shortened(name.variable), "` is no question of this survey"));
  }
  if (variable->meaning == Meaning::kFrame) {
    return Untranslatable(absl::StrCat("`", Shortened(name.variable),
                                       "` has several answers; name one of its subquestions"));
  }
  if (variable->meaning == Meaning::kNothing) {
    return Untranslatable(
        absl::StrCat("`", Shortened(name.variable), "` is a question that was left out"));
  }
  return variable;
}

absl::StatusOr<TranslationOfOne::Parts> TranslationOfOne::Spread(const Parts& parts) {
  Parts spread;
  for (const Expression& part : parts) {
    const NameParts name = SplitName(part.value);
    const bool many =
        part.kind == Kind::kName && (name.pronoun == "self" || name.pronoun == "that");
    const SourceQuestion* question = name.pronoun == "self"
                                         ? place_.question
                                         : translator_.variables_.QuestionByCode(name.variable);
    if (!many || question == nullptr) {
      spread.push_back(part);
      continue;
    }
    if (!name.attribute.empty()) {
      return Untranslatable(absl::StrCat("`.", Shortened(name.attribute), "` behind `",
                                         name.pronoun, "` has no counterpart"));
    }
    for (const Variable* answer : translator_.variables_.AnswersOf(*question)) {
      if (++spread_ > kMaxSpread) {
        return Untranslatable(absl::StrCat("it means more than ", kMaxSpread, " answers"));
      }
      spread.push_back(Name(absl::StrCat(answer->name, ".NAOK")));
    }
  }
  return spread;
}

const Variable* TranslationOfOne::TickOf(const Expression& script) const {
  const Variable* variable = AnswerOf(script);
  return variable != nullptr && variable->meaning == Meaning::kTick ? variable : nullptr;
}

const Variable* TranslationOfOne::AnswerOf(const Expression& script) const {
  if (script.kind != Kind::kName) return nullptr;
  const NameParts name = SplitName(script.value);
  if (!name.attribute.empty()) return nullptr;
  const absl::StatusOr<const Variable*> found = Resolve(name);
  return found.ok() ? *found : nullptr;
}

bool TranslationOfOne::IsNumeric(const Expression& script) const {
  if (script.kind == Kind::kNumber || script.kind == Kind::kUnary) return true;
  if (script.kind == Kind::kBinary) {
    return script.value != "+" || (IsNumeric(script.parts[0]) && IsNumeric(script.parts[1]));
  }
  if (script.kind == Kind::kCall) return IsNumericFunction(script.value);
  const Variable* answer = AnswerOf(script);
  return answer != nullptr && answer->type == Variable::Type::kNumber;
}

std::string TranslationOfOne::Reference(const Variable& variable) const {
  const bool is_self = place_.self != nullptr && place_.self->code == variable.code;
  return is_self ? "." : absl::StrCat("${", variable.code, "}");
}

}  // namespace lotse::survey::limesurvey
