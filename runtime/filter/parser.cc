#include "runtime/filter/parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "lotse/type/v1alpha/annotations.pb.h"
#include "runtime/filter/value.h"
#include "runtime/types/utf8.h"

namespace lotse::filter {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Op = Filter::Op;

constexpr size_t kMaxQuoted = 60;

// A piece of the input for an error: short and without control characters.
std::string Quoted(absl::string_view input) {
  std::string quoted = "\"";
  for (absl::string_view rest = input; !rest.empty();) {
    const types::CodePoint first = types::DecodeFirst(rest);
    if (quoted.size() + first.size > kMaxQuoted) return quoted + "...\"";
    quoted += types::IsControl(first.value) ? "?" : std::string(rest.substr(0, first.size));
    rest.remove_prefix(first.size);
  }
  return quoted + "\"";
}

// Levenshtein's distance.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

bool IsKeyword(absl::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

class Parser {
 public:
  Parser(absl::string_view text, const Descriptor& message) : text_(text), message_(message) {}

  absl::StatusOr<Node> Parse() {
    absl::StatusOr<Node> node = Sequence(0);
    if (node.ok() && at_ < text_.size()) return Error(at_, "no parenthesis is open here");
    return node;
  }

 private:
  absl::Status Error(size_t at, absl::string_view what) { return ErrorAt(text_, at, what); }

  // The character after blanks; 0 at the end.
  char Next() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  // What stands here up to a blank or one of `ends`, which may be nothing.
  absl::string_view Word(absl::string_view ends) {
    Next();
    size_t end = at_;
    while (end < text_.size() && !absl::ascii_isspace(text_[end]) &&
           !absl::StrContains(ends, text_[end])) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }
  absl::string_view Name() { return Word("()\"=<>!:,"); }

  bool Take(absl::string_view token) {
    if (!absl::StartsWith(text_.substr(at_), token)) return false;
    at_ += token.size();
    return true;
  }
  bool TakeKeyword(absl::string_view keyword) { return Name() == keyword && Take(keyword); }

  static Node Combined(Node::Kind kind, std::vector<Node> children) {
    if (children.size() == 1 && kind != Node::Kind::kNot) return std::move(children[0]);
    return {kind, std::move(children), {}};
  }

  absl::StatusOr<Node> Sequence(size_t depth) {
    std::vector<Node> children;
    do {
      absl::StatusOr<Node> child = Alternatives(depth);
      if (!child.ok()) return child;
      children.push_back(*std::move(child));
    } while (TakeKeyword("AND") || (Next() != ')' && at_ < text_.size()));
    return Combined(Node::Kind::kAnd, std::move(children));
  }

  absl::StatusOr<Node> Alternatives(size_t depth) {
    std::vector<Node> children;
    do {
      absl::StatusOr<Node> child = Term(depth);
      if (!child.ok()) return child;
      children.push_back(*std::move(child));
    } while (TakeKeyword("OR"));
    return Combined(Node::Kind::kOr, std::move(children));
  }

  absl::StatusOr<Node> Term(size_t depth) {
    const bool negated = TakeKeyword("NOT") || Take("-");
    absl::StatusOr<Node> node = Next() == '(' ? Group(depth + 1) : Comparison();
    if (!negated || !node.ok()) return node;
    return Combined(Node::Kind::kNot, {*std::move(node)});
  }

  absl::StatusOr<Node> Group(size_t depth) {
    const size_t open = at_++;
    if (depth > kMaxDepth) {
      return Error(open, absl::StrCat("more than ", kMaxDepth, " parentheses in each other"));
    }
    absl::StatusOr<Node> node = Sequence(depth);
    if (node.ok() && Next() != ')') return Error(open, "this parenthesis is not closed; add )");
    ++at_;
    return node;
  }

  absl::StatusOr<Node> Comparison() {
    const absl::string_view name = Name();
    const size_t start = at_;
    if (name.empty() || IsKeyword(name)) {
      return Error(start, "a comparison is missing; give one such as field = value");
    }
    at_ += name.size();
    if (at_ < text_.size() && text_[at_] == '(') {
      return Error(start, absl::StrCat(Quoted(name),
                                       " is no function, there are none; give a "
                                       "comparison such as field = value"));
    }
    Next();
    Node node;
    const size_t operator_at = at_;
    if (!TakeOperator(&node.test.op)) {
      const std::string upper = absl::AsciiStrToUpper(name);
      return Error(start,
                   absl::StrCat(Quoted(name), " is not compared with anything; ",
                                IsKeyword(upper) ? absl::StrCat("did you mean ", upper, "?")
                                                 : "write field = value, and in quotes a text with "
                                                   "blanks or signs"));
    }
    if (++comparisons_ > kMaxComparisons) {
      return Error(start, absl::StrCat("more than ", kMaxComparisons, " comparisons"));
    }
    absl::Status status = FindPath(start, name, &node.test.path);
    if (status.ok()) status = ReadValue(text_[operator_at] == ':', &node.test);
    if (!status.ok()) return status;
    return node;
  }

  bool TakeOperator(Op* op) {
    static constexpr std::pair<absl::string_view, Op> kOperators[] = {
        {"<=", Op::kLessOrEqual}, {">=", Op::kGreaterOrEqual}, {"!=", Op::kNotEqual},
        {"<", Op::kLess},         {">", Op::kGreater},         {"=", Op::kEqual},
        {":", Op::kEqual}};
    for (const auto& [token, meaning] : kOperators) {
      *op = meaning;
      if (Take(token)) return true;
    }
    return false;
  }

  absl::Status FindPath(size_t at, absl::string_view path,
                        std::vector<const FieldDescriptor*>* fields) {
    const Descriptor* message = &message_;
    for (const absl::string_view name : absl::StrSplit(path, '.')) {
      if (message == nullptr || fields->size() == kMaxDepth) {
        return Error(at, message == nullptr
                             ? absl::StrCat(fields->back()->name(), " has no fields to compare")
                             : absl::StrCat("more than ", kMaxDepth, " names in a path"));
      }
      const absl::StatusOr<const FieldDescriptor*> field = FindField(text_, at, name, *message);
      if (!field.ok()) return field.status();
      fields->push_back(*field);
      message = (*field)->is_map() ? nullptr : (*field)->message_type();
      at += name.size() + 1;
    }
    return absl::OkStatus();
  }

  absl::Status ReadValue(bool has, Test* test) {
    const bool quoted = Next() == '"';
    const size_t at = at_;
    std::string value;
    if (quoted) {
      const absl::Status status = ReadQuoted(&value);
      if (!status.ok()) return status;
    } else {
      value = std::string(Word("()\"=<>!,"));
      at_ += value.size();
      if (value.empty() || value[0] == '\'' || IsKeyword(value)) {
        return Error(at, "a value is missing; give a word or a text in double quotes");
      }
    }
    const FieldDescriptor* field = test->path.back();
    if (has && !quoted && value == "*") {
      test->op = Op::kHas;
      return absl::OkStatus();
    }
    const bool equality = test->op == Op::kEqual || test->op == Op::kNotEqual;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (value.empty()) {
        return Error(at, "an empty text is not compared; -field:* asks for what is not set");
      }
      test->any_start = equality && value.front() == '*';
      if (test->any_start) value.erase(0, 1);
      test->any_end = equality && !value.empty() && value.back() == '*';
      if (test->any_end) value.pop_back();
    }
    absl::StatusOr<std::string> encoded = EncodeLiteral(field, value);
    if (!encoded.ok()) return Error(at, encoded.status().message());
    test->value = *std::move(encoded);
    return absl::OkStatus();
  }

  absl::Status ReadQuoted(std::string* value) {
    const size_t open = at_++;
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
        if (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
          return Error(at_, "only \\\" and \\\\ may follow the sign \\ in a text");
        }
      }
      if (at_ < text_.size()) *value += text_[at_];
    }
    if (at_ >= text_.size()) return Error(open, "this text is not closed; add \"");
    ++at_;
    return absl::OkStatus();
  }

  const absl::string_view text_;
  const Descriptor& message_;
  size_t at_ = 0;
  size_t comparisons_ = 0;
};

}  // namespace

absl::StatusOr<Node> ParseTree(absl::string_view text, const Descriptor& message) {
  return Parser(text, message).Parse();
}

absl::Status ErrorAt(absl::string_view text, size_t at, absl::string_view what) {
  const size_t column = types::CodePointCount(text.substr(0, at)) + 1;
  return absl::InvalidArgumentError(absl::StrCat("column ", column, ": ", what));
}

absl::Status CheckInput(absl::string_view text) {
  if (text.size() > kMaxBytes) {
    return ErrorAt(text, 0, absl::StrCat(text.size(), " bytes; at most ", kMaxBytes));
  }
  for (absl::string_view rest = text; !rest.empty();) {
    const types::CodePoint first = types::DecodeFirst(rest);
    if (!first.valid) return ErrorAt(text, text.size() - rest.size(), "not UTF-8; give UTF-8");
    rest.remove_prefix(first.size);
  }
  return absl::OkStatus();
}

absl::StatusOr<const FieldDescriptor*> FindField(absl::string_view text, size_t at,
                                                 absl::string_view name,
                                                 const Descriptor& message) {
  const FieldDescriptor* found = message.FindFieldByName(std::string(name));
  if (found != nullptr && found->options().GetExtension(type::v1alpha::computed)) {
    return ErrorAt(text, at, absl::StrCat(name, " is computed and cannot be compared"));
  }
  if (found != nullptr) return found;
  std::vector<std::string> names;
  std::string nearest;
  size_t smallest = name.size() / 3 + 2;  // More is another word.
  for (int i = 0; i < message.field_count() && name.size() <= kMaxQuoted; ++i) {
    const std::string& candidate = message.field(i)->name();
    const size_t distance = Distance(name, candidate);
    if (distance < smallest) nearest = candidate;
    smallest = std::min(smallest, distance);
  }
  for (int i = 0; i < message.field_count(); ++i) names.push_back(message.field(i)->name());
  return ErrorAt(text, at,
                 absl::StrCat("no field ", Quoted(name), "; ",
                              nearest.empty() ? absl::StrCat("give one of ", JoinNames(names))
                                              : absl::StrCat("did you mean ", nearest, "?")));
}

}  // namespace lotse::filter
