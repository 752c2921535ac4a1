#include "services/survey/logic/syntax/lexer.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::logic {
namespace {

using Kind = Token::Kind;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Characters beyond ASCII may be in names, as in XML; typographic ones are told apart before.
bool StartsName(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}

bool IsInName(char c) {
  return StartsName(c) || absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.';
}

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// What people write in the place of something else.
struct Mistake {
  absl::string_view written;
  absl::string_view instead;
};

constexpr Mistake kMistakes[] = {
    {"//", "`//` is not supported; write `${code}` for a question"},
    {"==", "there is no `==`; write `=`"},
    {"&&", "there is no `&&`; write `and`"},
    {"&", "`&` means nothing here; write `and`, and `<` for `&lt;`"},
    {"||", "there is no `||`; write `or`"},
    {"<>", "there is no `<>`; write `!=`"},
    {"@", "attributes are not supported; a column of an option is named without `@`"},
    {"\xE2\x80\x98", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x99", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x9A", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x9C", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x9D", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x9E", "a typographic quotation mark; write ' or \""},
    {"\xE2\x80\x93", "a dash; write the minus sign `-`"},
    {"\xE2\x88\x92", "a minus of typography; write `-`"},
    {"\xC2\xA0", "a no-break space; write a space"},
};

// With what a mistake begins.
constexpr absl::string_view kMistakeStarts = "/=&|<@\xE2\xC2";

// Longer ones first.
constexpr std::pair<absl::string_view, Kind> kSigns[] = {
    {"!=", Kind::kOperator},    {"<=", Kind::kOperator}, {">=", Kind::kOperator},
    {"::", Kind::kColons},      {"..", Kind::kDotDot},   {"=", Kind::kOperator},
    {"<", Kind::kOperator},     {">", Kind::kOperator},  {"+", Kind::kOperator},
    {"-", Kind::kOperator},     {"|", Kind::kOperator},  {"/", Kind::kOperator},
    {"(", Kind::kOpen},         {")", Kind::kClose},     {"[", Kind::kOpenBracket},
    {"]", Kind::kCloseBracket}, {",", Kind::kComma},     {".", Kind::kDot},
};

class Lexer {
 public:
  explicit Lexer(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<Token>> Run() {
    if (!types::IsUtf8(text_)) {
      return absl::InvalidArgumentError("the expression is not UTF-8; write it anew");
    }
    while (SkipSpace(), at_ < text_.size()) {
      if (const absl::Status status = Next(); !status.ok()) return status;
    }
    Add(Kind::kEnd, 0);
    return std::move(tokens_);
  }

 private:
  absl::string_view rest() const { return text_.substr(at_); }
  char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  absl::Status Wrong(absl::string_view message) const { return WrongAt(text_, at_, message); }

  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }

  void Add(Kind kind, std::size_t size) {
    tokens_.push_back({kind, text_.substr(at_, size), at_, 0});
    at_ += size;
  }

  // Section 3.7: whether what comes is an operator, because an operand stands before it.
  bool AfterOperand() const {
    if (tokens_.empty()) return false;
    switch (tokens_.back().kind) {
      case Kind::kColons:
      case Kind::kOpen:
      case Kind::kOpenBracket:
      case Kind::kComma:
      case Kind::kOperator:
        return false;
      default:
        return true;
    }
  }

  absl::Status Next() {
    const char c = Peek();
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number();
    if (c == '\'' || c == '"') return Text(c);
    if (c == '$') return Reference();
    if (c == '*') {
      Add(AfterOperand() ? Kind::kOperator : Kind::kAny, 1);
      return absl::OkStatus();
    }
    if (const Mistake* const mistake = MistakeAt(at_)) return Wrong(mistake->instead);
    if (StartsName(c)) return Name();
    for (const auto& [sign, kind] : kSigns) {
      if (!absl::StartsWith(rest(), sign)) continue;
      Add(kind, sign.size());
      return absl::OkStatus();
    }
    if (c == '!') return Wrong("`!` alone means nothing; write `!=`, or `not(...)`");
    return Wrong("a character that begins nothing; write a text in quotation marks");
  }

  absl::Status Number() {
    std::size_t size = 0;
    while (IsDigit(Peek(size))) ++size;
    if (Peek(size) == '.') {
      ++size;
      while (IsDigit(Peek(size))) ++size;
    }
    double value = 0;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + at_ + size, value);
    // What is too small for a double is 0 in XPath; what is too large is a mistake.
    if (read.ec == std::errc::result_out_of_range && size > 1 && Peek() != '0' && Peek() != '.') {
      return Wrong("the number is too large; it may have 308 digits");
    }
    if (NameSize(size) > 0) {
      at_ += size;
      return Wrong("a name cannot begin with a digit; leave a space, or name it otherwise");
    }
    Add(Kind::kNumber, size);
    tokens_.back().number = value;
    return absl::OkStatus();
  }

  absl::Status Text(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == absl::string_view::npos) {
      return Wrong(absl::StrCat("the text that begins here does not end; a ",
                                absl::string_view(&quote, 1), " has to close it"));
    }
    const absl::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    Add(Kind::kText, content.size() + 2);
    tokens_.back().text = content;
    return absl::OkStatus();
  }

  absl::Status Reference() {
    if (Peek(1) != '{') return Wrong("there are no variables; write `${code}` for a question");
    const std::size_t end = text_.find('}', at_);
    if (end == absl::string_view::npos) return Wrong("`${` is not closed; write `${code}`");
    const absl::string_view code = absl::StripAsciiWhitespace(text_.substr(at_ + 2, end - at_ - 2));
    if (absl::StartsWith(code, "last-saved#")) {
      return Wrong("answers of an earlier response (`last-saved#`) are not supported");
    }
    if (code.empty() || !StartsName(code[0])) {
      return Wrong("the code of a question has to stand in `${...}`");
    }
    for (const char c : code) {
      if (!IsInName(c)) return Wrong("only the code of a question may stand in `${...}`");
    }
    Add(Kind::kReference, end - at_ + 1);
    tokens_.back().text = code;
    return absl::OkStatus();
  }

  // How many bytes the name has that begins `ahead` of here, 0 for none. It ends before the signs
  // of typography, which are no letters.
  std::size_t NameSize(std::size_t ahead) const {
    if (!StartsName(Peek(ahead))) return 0;
    std::size_t size = 0;
    while (IsInName(Peek(ahead + size))) {
      const bool beyond_ascii = (Peek(ahead + size) & 0x80) != 0;
      if (beyond_ascii && MistakeAt(at_ + ahead + size) != nullptr) break;
      ++size;
    }
    return size;
  }

  const Mistake* MistakeAt(std::size_t at) const {
    if (kMistakeStarts.find(text_[at]) == absl::string_view::npos) return nullptr;
    for (const Mistake& mistake : kMistakes) {
      if (absl::StartsWith(text_.substr(at), mistake.written)) return &mistake;
    }
    return nullptr;
  }

  absl::Status Name() {
    std::size_t size = NameSize(0);
    const absl::string_view name = text_.substr(at_, size);
    if (AfterOperand()) {
      if (name != "and" && name != "or" && name != "div" && name != "mod") {
        return Wrong(absl::StrCat("found `", name,
                                  "` where an operator has to stand, such as `and` or `=`"));
      }
      Add(Kind::kOperator, size);
      return absl::OkStatus();
    }
    if (Peek(size) == ':' && Peek(size + 1) != ':') {
      const std::size_t more = NameSize(size + 1);
      if (more == 0) return Wrong("a name has to follow `:`");
      size += 1 + more;
    }
    return Named(size);
  }

  // Section 3.7: what follows a name says what it is.
  absl::Status Named(std::size_t size) {
    const absl::string_view name = text_.substr(at_, size);
    const absl::string_view behind = absl::StripLeadingAsciiWhitespace(rest().substr(size));
    if (absl::StartsWith(behind, "::")) {
      Add(Kind::kAxis, size);
    } else if (!absl::StartsWith(behind, "(")) {
      Add(Kind::kName, size);
    } else if (name == "node") {
      Add(Kind::kNodeTest, size);
    } else if (name == "text" || name == "comment" || name == "processing-instruction") {
      return Wrong(absl::StrCat("`", name, "()` is not supported; the answer itself is `.`"));
    } else {
      Add(Kind::kFunction, size);
    }
    return absl::OkStatus();
  }

  absl::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Tokens(absl::string_view expression) {
  return Lexer(expression).Run();
}

}  // namespace lotse::survey::logic
