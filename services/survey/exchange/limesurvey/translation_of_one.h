#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/limesurvey/expression_script.h"
#include "services/survey/exchange/limesurvey/name_parts.h"
#include "services/survey/exchange/limesurvey/translation.h"
#include "services/survey/exchange/limesurvey/variables.h"

namespace lotse::survey::limesurvey {

// A translated part of an expression.
struct Translated {
  enum class Type { kTruth, kNumber, kText };
  // How strongly its outermost operator binds, from the weakest on.
  enum Strength { kOr, kAnd, kEquality, kOrder, kSum, kProduct, kSign, kSingle };

  std::string xpath;
  Type type = Type::kText;
  Strength strength = kSingle;
};

// True if what the function of this name makes is a number.
bool IsNumericFunction(absl::string_view function);

// Translates the tree of one expression. For `Translator`.
class TranslationOfOne {
 public:
  TranslationOfOne(Translator* translator, const Translator::Place& place)
      : translator_(*translator), place_(place) {}

  // Whether `script` is true: neither empty nor 0.
  absl::StatusOr<Translated> Truth(const Expression& script);
  // What `script` is.
  absl::StatusOr<Translated> Value(const Expression& script);

 private:
  using Parts = std::vector<Expression>;

  absl::StatusOr<Translated> TruthOfName(const Expression& script);
  absl::StatusOr<Translated> Negation(const Expression& part);
  absl::StatusOr<Translated> Chain(const Expression& script);
  absl::StatusOr<Translated> Comparison(const Expression& script);
  absl::StatusOr<Translated> CompareTick(const Variable& tick, bool equal,
                                         absl::string_view literal);
  absl::StatusOr<Translated> Arithmetic(const Expression& script);
  absl::StatusOr<Translated> Sign(const Expression& script);
  absl::StatusOr<Translated> ValueOfName(const Expression& script);
  absl::StatusOr<Translated> ShownOf(const Variable& variable);
  absl::StatusOr<Translated> Function(const Expression& script);
  absl::StatusOr<Translated> Renamed(absl::string_view name, Translated::Type type,
                                     const Parts& parts);
  absl::StatusOr<Translated> If(const Parts& parts);
  absl::StatusOr<Translated> IsEmpty(const Expression& part, bool is);
  absl::StatusOr<Translated> Count(const Parts& parts);
  absl::StatusOr<Translated> CountIf(const Parts& parts, absl::string_view op);
  absl::StatusOr<Translated> Sum(const Parts& parts);
  absl::StatusOr<Translated> RegexMatch(const Parts& parts);
  absl::StatusOr<Translated> Substring(const Parts& parts);

  // The variable that a name means. INVALID_ARGUMENT if there is none, several, or one that has
  // no answer here.
  absl::StatusOr<const Variable*> Resolve(const NameParts& name) const;
  // The variables that `self` or `that` means, each as a name of its own, in the place of it.
  absl::StatusOr<Parts> Spread(const Parts& parts);
  // The choice in a multiple choice that `script` names; nullptr if it is something else.
  const Variable* TickOf(const Expression& script) const;
  // The only answer that `script` names; nullptr if it is something else.
  const Variable* AnswerOf(const Expression& script) const;
  // Whether `script` is a number whatever is answered.
  bool IsNumeric(const Expression& script) const;
  // `${code}`, or `.` for the answer that the expression belongs to.
  std::string Reference(const Variable& variable) const;

  Translator& translator_;
  const Translator::Place place_;
  // How many answers pronouns stood for so far.
  int spread_ = 0;
};

}  // namespace lotse::survey::limesurvey
