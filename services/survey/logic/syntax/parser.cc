#include "services/survey/logic/syntax/parser.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/logic/syntax/lexer.h"

namespace lotse::survey::logic {
namespace {

using Kind = Expression::Kind;
using TokenKind = Token::Kind;

struct Operator {
  absl::string_view text;
  Kind kind;
  int rank;  // What binds more closely has a higher one.
};

constexpr Operator kOperators[] = {
    {"or", Kind::kOr, 1},       {"and", Kind::kAnd, 2},         {"=", Kind::kEqual, 3},
    {"!=", Kind::kNotEqual, 3}, {"<", Kind::kLess, 4},          {"<=", Kind::kLessEqual, 4},
    {">", Kind::kGreater, 4},   {">=", Kind::kGreaterEqual, 4}, {"+", Kind::kAdd, 5},
    {"-", Kind::kSubtract, 5},  {"*", Kind::kMultiply, 6},      {"div", Kind::kDivide, 6},
    {"mod", Kind::kModulo, 6},
};

std::string Shown(const Token& token) {
  if (token.kind == TokenKind::kEnd) return "the end";
  if (token.kind == TokenKind::kText) return "a text";
  if (token.kind == TokenKind::kReference) return absl::StrCat("`${", token.text, "}`");
  return absl::StrCat("`", token.text, "`");
}

class Parser {
 public:
  Parser(absl::string_view source, std::vector<Token> tokens)
      : source_(source), tokens_(std::move(tokens)) {}

  absl::StatusOr<ExpressionPtr> Run() {
    ExpressionPtr whole = Binary(1);
    if (whole != nullptr && Now().kind != TokenKind::kEnd) {
      Fail(Now(), "an operator such as `and` or `=` has to stand here, or the expression ends");
    }
    if (!status_.ok()) return status_;
    return whole;
  }

 private:
  // Counts what stands in something else.
  class Nested {
   public:
    explicit Nested(int* depth) : depth_(depth) { ++*depth_; }
    ~Nested() { --*depth_; }

   private:
    int* depth_;
  };

  const Token& Now() const { return tokens_[at_]; }
  bool Is(TokenKind kind) const { return Now().kind == kind; }
  bool IsOperator(absl::string_view text) const {
    return Is(TokenKind::kOperator) && Now().text == text;
  }
  bool Take(TokenKind kind) {
    if (!Is(kind)) return false;
    ++at_;
    return true;
  }

  // Keeps the first error. Everything above gives up when it sees nullptr.
  std::nullptr_t Fail(const Token& found, absl::string_view right) {
    if (status_.ok()) {
      status_ = WrongAt(source_, found.position, absl::StrCat("found ", Shown(found), "; ", right));
    }
    return nullptr;
  }

  ExpressionPtr Done(std::unique_ptr<Expression> made) {
    for (const auto* parts : {&made->operands, &made->predicates}) {
      for (const ExpressionPtr& part : *parts) {
        made->height = std::max(made->height, part->height + 1);
      }
    }
    for (const Step& step : made->steps) {
      for (const ExpressionPtr& part : step.predicates) {
        made->height = std::max(made->height, part->height + 1);
      }
    }
    if (made->height > kMaxHeight && status_.ok()) {
      status_ = WrongAt(
          source_, made->position,
          absl::StrCat("more than ", kMaxHeight, " operators in a row; divide the expression"));
    }
    return status_.ok() ? std::move(made) : nullptr;
  }

  static std::unique_ptr<Expression> New(Kind kind, const Token& at) {
    auto made = std::make_unique<Expression>();
    made->kind = kind;
    made->position = at.position;
    return made;
  }

  const Operator* OperatorHere() const {
    if (!Is(TokenKind::kOperator)) return nullptr;
    for (const Operator& one : kOperators) {
      if (one.text == Now().text) return &one;
    }
    return nullptr;
  }

  // Operators of `rank` and above, from the left. Chains of `or` and `and` become one part.
  ExpressionPtr Binary(int rank) {
    ExpressionPtr left = Unary();
    while (left != nullptr) {
      const Operator* const sign = OperatorHere();
      if (sign == nullptr || sign->rank < rank) return left;
      std::unique_ptr<Expression> made = New(sign->kind, Now());
      made->operands.push_back(std::move(left));
      while (OperatorHere() == sign) {
        ++at_;
        ExpressionPtr right = Binary(sign->rank + 1);
        if (right == nullptr) return nullptr;
        made->operands.push_back(std::move(right));
        if (sign->kind != Kind::kOr && sign->kind != Kind::kAnd) break;
      }
      left = Done(std::move(made));
    }
    return nullptr;
  }

  ExpressionPtr Unary() {
    if (!IsOperator("-")) return Union();
    const Nested nested(&depth_);
    if (TooDeep()) return nullptr;
    std::unique_ptr<Expression> made = New(Kind::kNegate, Now());
    ++at_;
    ExpressionPtr operand = Unary();
    if (operand == nullptr) return nullptr;
    made->operands.push_back(std::move(operand));
    return Done(std::move(made));
  }

  bool TooDeep() {
    if (depth_ <= kMaxNesting) return false;
    if (status_.ok()) {
      status_ = WrongAt(source_, Now().position,
                        absl::StrCat("more than ", kMaxNesting,
                                     " parentheses, brackets or signs in one another; compute a "
                                     "part of it in a question of its own"));
    }
    return true;
  }

  ExpressionPtr Union() {
    ExpressionPtr first = Path();
    if (first == nullptr || !IsOperator("|")) return first;
    std::unique_ptr<Expression> made = New(Kind::kUnion, Now());
    made->operands.push_back(std::move(first));
    while (IsOperator("|")) {
      ++at_;
      ExpressionPtr next = Path();
      if (next == nullptr) return nullptr;
      made->operands.push_back(std::move(next));
    }
    return Done(std::move(made));
  }

  bool AtStep() const {
    switch (Now().kind) {
      case TokenKind::kName:
      case TokenKind::kAny:
      case TokenKind::kAxis:
      case TokenKind::kNodeTest:
      case TokenKind::kDot:
      case TokenKind::kDotDot:
        return true;
      default:
        return false;
    }
  }

  ExpressionPtr Path() {
    std::unique_ptr<Expression> made = New(Kind::kPath, Now());
    if (IsOperator("/")) {
      ++at_;
      made->absolute = true;
      if (!AtStep()) return Fail(Now(), "a name has to follow `/`; write `${code}` for a question");
    } else if (!AtStep()) {
      ExpressionPtr start = Filter();
      if (start == nullptr || !IsOperator("/")) return start;
      ++at_;
      made->operands.push_back(std::move(start));
    }
    do {
      if (!ReadStep(&made->steps.emplace_back())) return nullptr;
    } while (IsOperator("/") && ++at_ != 0);
    return Done(std::move(made));
  }

  bool ReadStep(Step* step) {
    step->position = Now().position;
    if (Take(TokenKind::kDot)) {
      step->axis = Step::Axis::kSelf;
    } else if (Take(TokenKind::kDotDot)) {
      step->axis = Step::Axis::kParent;
    } else {
      return ReadAxis(step) && ReadTest(step) && ReadPredicates(&step->predicates);
    }
    if (!Is(TokenKind::kOpenBracket)) return true;
    Fail(Now(), "`.` and `..` take no `[...]`; write `self::node()[...]` or `parent::node()[...]`");
    return false;
  }

  bool ReadAxis(Step* step) {
    const Token axis = Now();
    if (!Take(TokenKind::kAxis)) return true;
    if (axis.text == "parent") {
      step->axis = Step::Axis::kParent;
    } else if (axis.text == "self") {
      step->axis = Step::Axis::kSelf;
    } else if (axis.text != "child") {
      Fail(axis, "there are the axes `child`, `parent` and `self`");
      return false;
    }
    ++at_;  // `::`, which the lexer has seen.
    return true;
  }

  bool ReadTest(Step* step) {
    if (Is(TokenKind::kName)) {
      step->test = Step::Test::kName;
      step->name = std::string(Now().text);
      ++at_;
      return true;
    }
    if (Take(TokenKind::kAny)) {
      step->test = Step::Test::kAny;
      return true;
    }
    if (Take(TokenKind::kNodeTest)) {
      ++at_;  // `(`, which the lexer has seen.
      if (Take(TokenKind::kClose)) return true;
      Fail(Now(), "`)` has to close `node(`");
      return false;
    }
    Fail(Now(), "a name, `*` or `node()` has to stand here");
    return false;
  }

  bool ReadPredicates(std::vector<ExpressionPtr>* predicates) {
    const Nested nested(&depth_);
    while (Is(TokenKind::kOpenBracket)) {
      if (TooDeep()) return false;
      ++at_;
      ExpressionPtr predicate = Binary(1);
      if (predicate == nullptr) return false;
      predicates->push_back(std::move(predicate));
      if (Take(TokenKind::kCloseBracket)) continue;
      Fail(Now(), "`]` has to close the bracket, or an operator such as `and` has to stand here");
      return false;
    }
    return true;
  }

  ExpressionPtr Filter() {
    std::unique_ptr<Expression> made = New(Kind::kFilter, Now());
    ExpressionPtr primary = Primary();
    if (primary == nullptr || !Is(TokenKind::kOpenBracket)) return primary;
    made->operands.push_back(std::move(primary));
    if (!ReadPredicates(&made->predicates)) return nullptr;
    return Done(std::move(made));
  }

  ExpressionPtr Primary() {
    const Token token = Now();
    switch (token.kind) {
      case TokenKind::kNumber:
      case TokenKind::kText:
      case TokenKind::kReference: {
        ++at_;
        auto made = New(token.kind == TokenKind::kNumber ? Kind::kNumber
                        : token.kind == TokenKind::kText ? Kind::kText
                                                         : Kind::kReference,
                        token);
        made->number = token.number;
        if (token.kind != TokenKind::kNumber) made->text = std::string(token.text);
        return Done(std::move(made));
      }
      case TokenKind::kOpen:
        return Parenthesis();
      case TokenKind::kFunction:
        return Call();
      default:
        return Fail(token, "an answer `${code}`, a number, a text or a function has to stand here");
    }
  }

  ExpressionPtr Parenthesis() {
    const Nested nested(&depth_);
    if (TooDeep()) return nullptr;
    ++at_;
    ExpressionPtr inner = Binary(1);
    if (inner == nullptr || Take(TokenKind::kClose)) return inner;
    return Fail(Now(), "`)` has to close the parenthesis, or an operator has to stand here");
  }

  ExpressionPtr Call() {
    const Nested nested(&depth_);
    if (TooDeep()) return nullptr;
    std::unique_ptr<Expression> made = New(Kind::kCall, Now());
    made->text = std::string(Now().text);
    at_ += 2;  // Its name and `(`, which the lexer has seen.
    if (Take(TokenKind::kClose)) return Done(std::move(made));
    do {
      ExpressionPtr argument = Binary(1);
      if (argument == nullptr) return nullptr;
      made->operands.push_back(std::move(argument));
    } while (Take(TokenKind::kComma));
    if (Take(TokenKind::kClose)) return Done(std::move(made));
    return Fail(Now(), absl::StrCat("`)` has to close `", made->text, "(`, or `,` has to follow"));
  }

  absl::string_view source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<ExpressionPtr> Parse(absl::string_view expression) {
  if (expression.size() > kMaxExpressionBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the expression has ", expression.size(),
                                                   " bytes; it may have ", kMaxExpressionBytes));
  }
  absl::StatusOr<std::vector<Token>> tokens = Tokens(expression);
  if (!tokens.ok()) return tokens.status();
  if (tokens->size() == 1) {
    return absl::InvalidArgumentError("the expression is empty; leave it out, or write one");
  }
  return Parser(expression, *std::move(tokens)).Run();
}

}  // namespace lotse::survey::logic
