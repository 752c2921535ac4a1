#include "services/survey/exchange/limesurvey/expression_script.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {
namespace {

using Kind = Expression::Kind;

struct Token {
  enum class Kind { kEnd, kNumber, kText, kName, kSymbol };
  Kind kind = Kind::kEnd;
  // Of an operator its form with signs: `==` for `eq`.
  std::string text;
};

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == ':' ||
         c == '#' || static_cast<unsigned char>(c) >= 0x80;
}

// The operator that a word stands for; empty if it is a name.
absl::string_view OperatorOf(absl::string_view word) {
  static constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
      {"and", "and"}, {"or", "or"}, {"eq", "=="}, {"ne", "!="},
      {"lt", "<"},    {"le", "<="}, {"gt", ">"},  {"ge", ">="}};
  const std::string lower = absl::AsciiStrToLower(word);
  for (const auto& [name, op] : kWords) {
    if (lower == name) return op;
  }
  return "";
}

class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view script) : rest_(script) {}

  absl::StatusOr<Token> Next() {
    rest_ = absl::StripLeadingAsciiWhitespace(rest_);
    if (rest_.empty()) return Token{};
    const char c = rest_[0];
    if (c == '"' || c == '\'') return TakeText(c);
    if (IsNameCharacter(c) && c != ':' && c != '#') return TakeWord();
    return TakeSymbol();
  }

 private:
  absl::StatusOr<Token> TakeText(char quote) {
    Token token{Token::Kind::kText, ""};
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == quote) {
        rest_.remove_prefix(i + 1);
        return token;
      }
      // A backslash keeps its meaning in patterns; only quotation marks are escaped by it.
      const bool escapes =
          rest_[i] == '\\' && i + 1 < rest_.size() && (rest_[i + 1] == '"' || rest_[i + 1] == '\'');
      if (escapes) ++i;
      token.text.push_back(rest_[i]);
    }
    return absl::InvalidArgumentError("a text has no closing quotation mark");
  }

  // A number, a name, or an operator that is a word. Names of answers may begin with digits
  // (`12X3X4`), a number does not go on with a letter.
  absl::StatusOr<Token> TakeWord() {
    std::size_t end = 0;
    while (end < rest_.size() && IsNameCharacter(rest_[end])) ++end;
    Token token{Token::Kind::kName, std::string(rest_.substr(0, end))};
    rest_.remove_prefix(end);
    if (IsNumeral(token.text)) {
      token.kind = Token::Kind::kNumber;
    } else if (const absl::string_view op = OperatorOf(token.text); !op.empty()) {
      token = {Token::Kind::kSymbol, std::string(op)};
    }
    return token;
  }

  absl::StatusOr<Token> TakeSymbol() {
    static constexpr absl::string_view kSymbols[] = {"&&", "||", "==", "!=", "<=", ">=", "<", ">",
                                                     "!",  "+",  "-",  "*",  "/",  "(",  ")", ","};
    for (const absl::string_view symbol : kSymbols) {
      if (rest_.substr(0, symbol.size()) != symbol) continue;
      rest_.remove_prefix(symbol.size());
      return Token{Token::Kind::kSymbol, std::string(symbol == "&&"   ? "and"
                                                     : symbol == "||" ? "or"
                                                                      : symbol)};
    }
    if (rest_[0] == '=') {
      return absl::InvalidArgumentError("`=` assigns a value; write `==` to compare");
    }
    return absl::InvalidArgumentError(
        absl::StrCat("`", rest_.substr(0, 1), "` has no meaning in an expression"));
  }

  absl::string_view rest_;
};

// Operators that bind equally, from the weakest on.
constexpr absl::string_view kLevels[][4] = {
    {"or"}, {"and"}, {"==", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "/"}};
constexpr int kLevelCount = 6;

class Parser {
 public:
  explicit Parser(absl::string_view script) : tokens_(script) {}

  absl::StatusOr<Expression> Parse() {
    if (const absl::Status status = Advance(); !status.ok()) return status;
    absl::StatusOr<Expression> tree = ParseLevel(0, 0);
    if (tree.ok() && token_.kind != Token::Kind::kEnd) {
      return absl::InvalidArgumentError(
          absl::StrCat("`", Shortened(token_.text), "` stands where an operator is expected"));
    }
    return tree;
  }

 private:
  absl::Status Advance() {
    absl::StatusOr<Token> token = tokens_.Next();
    if (!token.ok()) return token.status();
    token_ = *std::move(token);
    if (++parts_ > kMaxScriptParts) {
      return absl::InvalidArgumentError(
          absl::StrCat("it has more than ", kMaxScriptParts, " parts"));
    }
    return absl::OkStatus();
  }

  bool IsSymbol(absl::string_view text) const {
    return token_.kind == Token::Kind::kSymbol && token_.text == text;
  }

  bool IsOperatorOf(int level) const {
    for (const absl::string_view op : kLevels[level]) {
      if (!op.empty() && IsSymbol(op)) return true;
    }
    return false;
  }

  absl::StatusOr<Expression> ParseLevel(int level, int depth) {
    if (level == kLevelCount) return ParseUnary(depth);
    absl::StatusOr<Expression> left = ParseLevel(level + 1, depth);
    while (left.ok() && IsOperatorOf(level)) {
      const std::string op = token_.text;
      if (const absl::Status status = Advance(); !status.ok()) return status;
      absl::StatusOr<Expression> right = ParseLevel(level + 1, depth);
      if (!right.ok()) return right;
      // `a and b and c` is one part, so that long chains are not deep.
      const bool chain = level < 2 && left->kind == Kind::kBinary && left->value == op;
      if (!chain) {
        Expression both{Kind::kBinary, op, {}};
        both.parts.push_back(*std::move(left));
        left = std::move(both);
      }
      left->parts.push_back(*std::move(right));
    }
    return left;
  }

  absl::StatusOr<Expression> ParseUnary(int depth) {
    if (depth > kMaxScriptDepth) {
      return absl::InvalidArgumentError(
          absl::StrCat("it is nested more than ", kMaxScriptDepth, " deep"));
    }
    if (!IsSymbol("!") && !IsSymbol("-") && !IsSymbol("+")) return ParsePrimary(depth);
    Expression sign{Kind::kUnary, token_.text, {}};
    if (const absl::Status status = Advance(); !status.ok()) return status;
    absl::StatusOr<Expression> part = ParseUnary(depth + 1);
    if (!part.ok()) return part;
    sign.parts.push_back(*std::move(part));
    return sign;
  }

  absl::StatusOr<Expression> ParsePrimary(int depth) {
    const Token token = token_;
    if (token.kind == Token::Kind::kEnd) {
      return absl::InvalidArgumentError("it ends where a value is expected");
    }
    if (const absl::Status status = Advance(); !status.ok()) return status;
    if (token.kind == Token::Kind::kNumber) return Number(token.text);
    if (token.kind == Token::Kind::kText) return TextOf(token.text);
    if (token.kind == Token::Kind::kName) {
      return IsSymbol("(") ? ParseCall(token.text, depth) : Name(token.text);
    }
    if (token.text != "(") {
      return absl::InvalidArgumentError(
          absl::StrCat("`", token.text, "` stands where a value is expected"));
    }
    absl::StatusOr<Expression> inner = ParseLevel(0, depth + 1);
    if (!inner.ok()) return inner;
    if (const absl::Status status = Close(); !status.ok()) return status;
    return inner;
  }

  absl::StatusOr<Expression> ParseCall(absl::string_view function, int depth) {
    Expression call = Call(absl::AsciiStrToLower(function), {});
    if (const absl::Status status = Advance(); !status.ok()) return status;
    while (!IsSymbol(")")) {
      absl::StatusOr<Expression> argument = ParseLevel(0, depth + 1);
      if (!argument.ok()) return argument;
      call.parts.push_back(*std::move(argument));
      if (!IsSymbol(",")) break;
      if (const absl::Status status = Advance(); !status.ok()) return status;
      if (IsSymbol(")")) return absl::InvalidArgumentError("an argument is missing behind `,`");
    }
    if (const absl::Status status = Close(); !status.ok()) return status;
    return call;
  }

  absl::Status Close() {
    if (!IsSymbol(")")) return absl::InvalidArgumentError("a `)` is missing");
    return Advance();
  }

  Tokenizer tokens_;
  Token token_;
  int parts_ = 0;
};

}  // namespace

absl::StatusOr<Expression> ParseExpressionScript(absl::string_view script) {
  if (script.size() > kMaxScriptBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("it has ", script.size(), " bytes, at most ", kMaxScriptBytes));
  }
  return Parser(script).Parse();
}

Expression Joined(absl::string_view op, std::vector<Expression> parts) {
  if (parts.size() == 1) return std::move(parts[0]);
  return {Kind::kBinary, std::string(op), std::move(parts)};
}

Expression Number(absl::string_view numeral) { return {Kind::kNumber, std::string(numeral), {}}; }
Expression TextOf(absl::string_view text) { return {Kind::kText, std::string(text), {}}; }
Expression Name(absl::string_view name) { return {Kind::kName, std::string(name), {}}; }
Expression Call(absl::string_view function, std::vector<Expression> arguments) {
  return {Kind::kCall, std::string(function), std::move(arguments)};
}
Expression Not(Expression part) {
  Expression negation{Kind::kUnary, "!", {}};
  negation.parts.push_back(std::move(part));
  return negation;
}
Expression Compared(Expression left, absl::string_view op, Expression right) {
  Expression comparison{Kind::kBinary, std::string(op), {}};
  comparison.parts.push_back(std::move(left));
  comparison.parts.push_back(std::move(right));
  return comparison;
}

bool IsNumeral(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  int digits = 0, points = 0;
  for (const char c : text) {
    if (c == '.') {
      ++points;
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      ++digits;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

}  // namespace lotse::survey::limesurvey
