#include "services/survey/exchange/xforms/xpath_tokens.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::xforms {
namespace {

using Kind = XpathToken::Kind;

bool StartsName(char c) {
  return absl::ascii_isalpha(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool ContinuesName(char c) {
  return StartsName(c) || absl::ascii_isdigit(c) || c == '-' || c == '.';
}

class Tokenizer {
 public:
  explicit Tokenizer(absl::string_view expression) : rest_(expression) {}

  absl::StatusOr<std::vector<XpathToken>> Run() {
    while (true) {
      rest_ = absl::StripLeadingAsciiWhitespace(rest_);
      if (rest_.empty()) {
        if (!tokens_.empty() && tokens_.back().kind == Kind::kOperator) return NoOperand();
        return std::move(tokens_);
      }
      if (absl::Status status = Take(); !status.ok()) return status;
    }
  }

 private:
  // True if an operand has to follow: then a name is a step and `*` too (XPath 1.0, section 3.7).
  bool OperandFollows() const {
    if (tokens_.empty()) return true;
    switch (tokens_.back().kind) {
      case Kind::kOperator:
      case Kind::kSlash:
      case Kind::kOpen:
      case Kind::kComma:
      case Kind::kOther:
        return true;
      default:
        return false;
    }
  }

  absl::Status Take() {
    const char c = rest_[0];
    if (c == '\'' || c == '"') return TakeLiteral();
    if (absl::ascii_isdigit(c) || (c == '.' && rest_.size() > 1 && absl::ascii_isdigit(rest_[1]))) {
      return TakeNumber();
    }
    if (StartsName(c)) return TakeName();
    if (absl::StartsWith(rest_, "${")) return TakeCode();
    for (const absl::string_view two : {"//", "..", "!=", "<=", ">=", "::"}) {
      if (!absl::StartsWith(rest_, two)) continue;
      return Add(two == "//"   ? Kind::kSlash
                 : two == ".." ? Kind::kDot
                 : two == "::" ? Kind::kOther
                               : Kind::kOperator,
                 2);
    }
    switch (c) {
      case '/':
        return Add(Kind::kSlash, 1);
      case '.':
        return Add(Kind::kDot, 1);
      case '(':
      case '[':
        return Add(Kind::kOpen, 1);
      case ')':
      case ']':
        return Add(Kind::kClose, 1);
      case ',':
        return Add(Kind::kComma, 1);
      case '@':
        return Add(Kind::kOther, 1);
      case '*':
        return Add(OperandFollows() ? Kind::kStar : Kind::kOperator, 1);
      case '-': {
        const bool unary = OperandFollows();
        if (absl::Status status = Add(Kind::kOperator, 1); !status.ok()) return status;
        tokens_.back().unary = unary;
        return absl::OkStatus();
      }
      case '+':
      case '=':
      case '<':
      case '>':
      case '|':
        return Add(Kind::kOperator, 1);
      default:
        return absl::InvalidArgumentError(absl::StrCat(
            "`", Shortened(rest_), "` cannot stand in an expression; give an expression of XPath"));
    }
  }

  absl::Status TakeLiteral() {
    const std::size_t end = rest_.find(rest_[0], 1);
    if (end == absl::string_view::npos) {
      return absl::InvalidArgumentError("a literal has no end; close it with the same quote");
    }
    return Add(Kind::kLiteral, end + 1);
  }

  absl::Status TakeNumber() {
    std::size_t end = 0;
    while (end < rest_.size() && absl::ascii_isdigit(rest_[end])) ++end;
    if (end < rest_.size() && rest_[end] == '.') ++end;
    while (end < rest_.size() && absl::ascii_isdigit(rest_[end])) ++end;
    return Add(Kind::kNumber, end);
  }

  absl::Status TakeName() {
    std::size_t end = NameEnd(0);
    if (end + 1 < rest_.size() && rest_[end] == ':' && StartsName(rest_[end + 1])) {
      end = NameEnd(end + 1);
    }
    const absl::string_view name = rest_.substr(0, end);
    if (!OperandFollows()) {
      if (name == "and" || name == "or" || name == "div" || name == "mod") {
        return Add(Kind::kOperator, end);
      }
    }
    const absl::string_view behind = absl::StripLeadingAsciiWhitespace(rest_.substr(end));
    return Add(absl::StartsWith(behind, "(") ? Kind::kFunction : Kind::kName, end);
  }

  std::size_t NameEnd(std::size_t at) const {
    while (at < rest_.size() && ContinuesName(rest_[at])) ++at;
    return at;
  }

  absl::Status TakeCode() {
    const std::size_t end = rest_.find('}');
    if (end == absl::string_view::npos) return absl::InvalidArgumentError("`${` has no `}`");
    return Add(Kind::kCode, end + 1);
  }

  absl::Status Add(Kind kind, std::size_t size) {
    const absl::string_view text = rest_.substr(0, size);
    const bool binary = kind == Kind::kOperator && text != "-";
    if (BeginsOperand(kind, text) ? !OperandFollows() : binary && OperandFollows()) {
      return absl::InvalidArgumentError(absl::StrCat("an ", binary ? "operand" : "operator",
                                                     " is missing before `", Shortened(text), "`"));
    }
    const bool ends = kind == Kind::kClose || kind == Kind::kComma;
    if (ends && !tokens_.empty() && tokens_.back().kind == Kind::kOperator) return NoOperand();
    tokens_.push_back({kind, text});
    rest_.remove_prefix(size);
    return absl::OkStatus();
  }

  absl::Status NoOperand() const {
    return absl::InvalidArgumentError(
        absl::StrCat("an operand is missing behind `", tokens_.back().text, "`"));
  }

  bool BeginsOperand(Kind kind, absl::string_view text) const {
    switch (kind) {
      case Kind::kName:
      case Kind::kFunction:
      case Kind::kNumber:
      case Kind::kLiteral:
      case Kind::kDot:
      case Kind::kStar:
      case Kind::kCode:
        return true;
      case Kind::kOpen:
        return text == "(" && (tokens_.empty() || tokens_.back().kind != Kind::kFunction);
      default:
        return false;
    }
  }

  absl::string_view rest_;
  std::vector<XpathToken> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<XpathToken>> TokenizeXpath(absl::string_view expression) {
  constexpr std::size_t kMost = 4 * logic::kMaxExpressionBytes;
  if (expression.size() > kMost) {
    return absl::InvalidArgumentError(
        absl::StrCat("it has ", expression.size(), " bytes; give at most ", kMost));
  }
  return Tokenizer(expression).Run();
}

void AppendToken(const XpathToken& token, absl::string_view text, std::string* out) {
  if (token.kind == Kind::kComma) {
    absl::StrAppend(out, text, " ");
  } else if (token.kind == Kind::kOperator && !token.unary) {
    absl::StrAppend(out, " ", text, " ");
  } else {
    absl::StrAppend(out, text);
  }
}

absl::string_view Unquoted(absl::string_view literal) {
  return literal.substr(1, literal.size() - 2);
}

std::string QuotedXpath(absl::string_view text) {
  if (text.find('\'') == absl::string_view::npos) return absl::StrCat("'", text, "'");
  if (text.find('"') == absl::string_view::npos) return absl::StrCat("\"", text, "\"");
  std::string parts;
  for (const absl::string_view part : absl::StrSplit(text, '\'')) {
    absl::StrAppend(&parts, parts.empty() ? "" : ", \"'\", ", "'", part, "'");
  }
  return absl::StrCat("concat(", parts, ")");
}

}  // namespace lotse::survey::xforms
