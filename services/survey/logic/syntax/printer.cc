#include "services/survey/logic/syntax/printer.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {
namespace {

using Kind = Expression::Kind;

// What binds more closely has a higher one.
constexpr int kNegateRank = 7;
constexpr int kUnionRank = 8;
constexpr int kPathRank = 9;
constexpr int kPrimaryRank = 10;

struct Form {
  absl::string_view sign;
  int rank;
};

Form FormOf(Kind kind) {
  switch (kind) {
    case Kind::kOr:
      return {" or ", 1};
    case Kind::kAnd:
      return {" and ", 2};
    case Kind::kEqual:
      return {" = ", 3};
    case Kind::kNotEqual:
      return {" != ", 3};
    case Kind::kLess:
      return {" < ", 4};
    case Kind::kLessEqual:
      return {" <= ", 4};
    case Kind::kGreater:
      return {" > ", 4};
    case Kind::kGreaterEqual:
      return {" >= ", 4};
    case Kind::kAdd:
      return {" + ", 5};
    case Kind::kSubtract:
      return {" - ", 5};
    case Kind::kMultiply:
      return {" * ", 6};
    case Kind::kDivide:
      return {" div ", 6};
    case Kind::kModulo:
      return {" mod ", 6};
    case Kind::kNegate:
      return {"-", kNegateRank};
    case Kind::kUnion:
      return {" | ", kUnionRank};
    case Kind::kFilter:
    case Kind::kPath:
      return {"", kPathRank};
    default:
      return {"", kPrimaryRank};
  }
}

bool IsChain(Kind kind) { return kind == Kind::kOr || kind == Kind::kAnd || kind == Kind::kUnion; }

class Printer {
 public:
  void Add(const Expression& e, int rank) {
    const Form form = FormOf(e.kind);
    const bool closed = form.rank < rank;
    if (closed) out_ += '(';
    switch (e.kind) {
      case Kind::kNumber:
        out_ += NumberText(e.number);
        break;
      case Kind::kText:
        AddText(e.text);
        break;
      case Kind::kReference:
        absl::StrAppend(&out_, "${", e.text, "}");
        break;
      case Kind::kCall:
        AddCall(e);
        break;
      case Kind::kNegate:
        out_ += '-';
        Add(*e.operands[0], kNegateRank);
        break;
      case Kind::kFilter:
        Add(*e.operands[0], kPrimaryRank);
        AddPredicates(e.predicates);
        break;
      case Kind::kPath:
        AddPath(e);
        break;
      default:
        // Chains of these are one part; one in another was in parentheses.
        Add(*e.operands[0], IsChain(e.kind) ? form.rank + 1 : form.rank);
        for (std::size_t i = 1; i < e.operands.size(); ++i) {
          absl::StrAppend(&out_, form.sign);
          Add(*e.operands[i], form.rank + 1);
        }
    }
    if (closed) out_ += ')';
  }

  std::string Take() && { return std::move(out_); }

 private:
  // A text that was read holds one kind of quotation marks at most.
  void AddText(absl::string_view text) {
    const absl::string_view mark = absl::StrContains(text, "'") ? "\"" : "'";
    absl::StrAppend(&out_, mark, text, mark);
  }

  void AddCall(const Expression& e) {
    absl::StrAppend(&out_, e.text, "(");
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      if (i > 0) out_ += ", ";
      Add(*e.operands[i], 0);
    }
    out_ += ')';
  }

  void AddPredicates(const std::vector<ExpressionPtr>& predicates) {
    for (const ExpressionPtr& predicate : predicates) {
      out_ += '[';
      Add(*predicate, 0);
      out_ += ']';
    }
  }

  void AddPath(const Expression& e) {
    if (!e.operands.empty()) Add(*e.operands[0], AsStart(*e.operands[0]));
    bool first = e.operands.empty() && !e.absolute;
    for (const Step& step : e.steps) {
      if (!first) out_ += '/';
      first = false;
      AddStep(step);
    }
  }

  // What steps may follow without parentheses: a primary, with predicates or without.
  static int AsStart(const Expression& start) {
    return start.kind == Kind::kFilter ? kPathRank : kPrimaryRank;
  }

  void AddStep(const Step& step) {
    if (step.test == Step::Test::kNode && step.predicates.empty()) {
      if (step.axis == Step::Axis::kSelf) {
        out_ += '.';
        return;
      }
      if (step.axis == Step::Axis::kParent) {
        out_ += "..";
        return;
      }
    }
    if (step.axis == Step::Axis::kSelf) out_ += "self::";
    if (step.axis == Step::Axis::kParent) out_ += "parent::";
    absl::StrAppend(&out_, step.test == Step::Test::kName  ? absl::string_view(step.name)
                           : step.test == Step::Test::kAny ? "*"
                                                           : "node()");
    AddPredicates(step.predicates);
  }

  std::string out_;
};

}  // namespace

std::string Print(const Expression& expression) {
  Printer printer;
  printer.Add(expression, 0);
  return std::move(printer).Take();
}

}  // namespace lotse::survey::logic
