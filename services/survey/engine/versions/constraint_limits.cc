#include "services/survey/engine/versions/constraint_limits.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/logic/syntax/expression.h"
#include "services/survey/logic/syntax/parser.h"

namespace lotse::survey {
namespace {

using logic::Expression;
using logic::ExpressionPtr;
using logic::Step;
using v1alpha::Question;
using Kind = Expression::Kind;

// A number as it is written; nullopt for anything else, and for what is not exact.
std::optional<double> NumberOf(const Expression& e) {
  if (e.kind == Kind::kNegate) {
    const std::optional<double> number = NumberOf(*e.operands[0]);
    return number ? std::optional<double>(-*number) : std::nullopt;
  }
  const double most = static_cast<double>(kMaxInteger);
  if (e.kind != Kind::kNumber || !(e.number >= -most && e.number <= most)) return std::nullopt;
  return e.number;
}

// The sign by which `b SIGN a` says the same as `a sign b`.
Kind Turned(Kind sign) {
  switch (sign) {
    case Kind::kLess:
      return Kind::kGreater;
    case Kind::kLessEqual:
      return Kind::kGreaterEqual;
    case Kind::kGreater:
      return Kind::kLess;
    case Kind::kGreaterEqual:
      return Kind::kLessEqual;
    default:
      return sign;
  }
}

// The numbers that are let through.
class Limits {
 public:
  explicit Limits(const Question& question)
      : code_(question.code()), whole_(question.kind() == Question::KIND_INTEGER) {}

  void AtLeast(double number, bool open) {
    if (whole_) number = open ? std::floor(number) + 1 : std::ceil(number);
    open = open && !whole_;
    if (number < low_ || (number == low_ && !open)) return;
    low_ = number;
    low_open_ = open;
  }

  void AtMost(double number, bool open) {
    if (whole_) number = open ? std::ceil(number) - 1 : std::floor(number);
    open = open && !whole_;
    if (number > high_ || (number == high_ && !open)) return;
    high_ = number;
    high_open_ = open;
  }

  // Adds what an expression says; false if it says something else as well.
  bool Add(const Expression& e) {
    if (e.kind == Kind::kAnd) {
      bool all = true;
      for (const ExpressionPtr& operand : e.operands) all = Add(*operand) && all;
      return all;
    }
    if (e.operands.size() != 2) return false;
    if (IsAnswer(*e.operands[0])) return Compare(e.kind, NumberOf(*e.operands[1]));
    return IsAnswer(*e.operands[1]) && Compare(Turned(e.kind), NumberOf(*e.operands[0]));
  }

  bool HasAllOf(const Limits& other) const {
    const bool low = low_ < other.low_ || (low_ == other.low_ && (!low_open_ || other.low_open_));
    const bool high =
        high_ > other.high_ || (high_ == other.high_ && (!high_open_ || other.high_open_));
    return low && high;
  }

 private:
  // `.`, or the question by its code.
  bool IsAnswer(const Expression& e) const {
    if (e.kind == Kind::kReference) return e.text == code_;
    if (e.kind != Kind::kPath || e.absolute || !e.operands.empty()) return false;
    return e.steps.size() == 1 && e.steps[0].axis == Step::Axis::kSelf &&
           e.steps[0].test == Step::Test::kNode && e.steps[0].predicates.empty();
  }

  // `. sign number`.
  bool Compare(Kind sign, std::optional<double> number) {
    if (!number) return false;
    switch (sign) {
      case Kind::kEqual:
        AtLeast(*number, false);
        AtMost(*number, false);
        return true;
      case Kind::kLess:
      case Kind::kLessEqual:
        AtMost(*number, sign == Kind::kLess);
        return true;
      case Kind::kGreater:
      case Kind::kGreaterEqual:
        AtLeast(*number, sign == Kind::kGreater);
        return true;
      default:
        return false;
    }
  }

  const std::string code_;
  const bool whole_;
  double low_ = -std::numeric_limits<double>::infinity();
  double high_ = std::numeric_limits<double>::infinity();
  // True if the limit itself is not let through.
  bool low_open_ = false;
  bool high_open_ = false;
};

}  // namespace

bool LetsThroughAllBefore(const Question& was, absl::string_view before, const Question& is,
                          absl::string_view now) {
  // The codes are those of now.
  Limits taken(is);
  if (was.has_minimum()) taken.AtLeast(static_cast<double>(was.minimum()), false);
  if (was.has_maximum()) taken.AtMost(static_cast<double>(was.maximum()), false);
  if (const absl::StatusOr<ExpressionPtr> read = logic::Parse(before); read.ok()) taken.Add(**read);
  const absl::StatusOr<ExpressionPtr> read = logic::Parse(now);
  if (!read.ok()) return false;
  Limits let_through(is);
  return let_through.Add(**read) && let_through.HasAllOf(taken);
}

}  // namespace lotse::survey
