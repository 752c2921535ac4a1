#include "runtime/filter/filter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "runtime/filter/parser.h"
#include "runtime/filter/value.h"
#include "runtime/types/utf8.h"

namespace lotse::filter {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Op = Filter::Op;

bool Passes(const Test& test, absl::string_view value) {
  switch (test.op) {
    case Op::kLess:
      return value < test.value;
    case Op::kLessOrEqual:
      return value <= test.value;
    case Op::kGreater:
      return value > test.value;
    case Op::kGreaterOrEqual:
      return value >= test.value;
    default:
      break;
  }
  if (test.any_start && test.any_end) return absl::StrContains(value, test.value);
  if (test.any_start) return absl::EndsWith(value, test.value);
  if (test.any_end) return absl::StartsWith(value, test.value);
  return value == test.value;
}

// Whether any value at the end of the path, from its `step` on, passes; of
// kNotEqual whether any is equal.
bool Any(const Test& test, const Message& message, size_t step) {
  const FieldDescriptor* field = test.path[step];
  const google::protobuf::Reflection* reflection = message.GetReflection();
  const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 0;
  if (step + 1 < test.path.size()) {
    if (!field->is_repeated()) {
      return reflection->HasField(message, field) &&
             Any(test, reflection->GetMessage(message, field), step + 1);
    }
    for (int i = 0; i < size; ++i) {
      if (Any(test, reflection->GetRepeatedMessage(message, field, i), step + 1)) return true;
    }
    return false;
  }
  if (test.op == Op::kHas) {
    return field->is_repeated() ? size > 0 : reflection->HasField(message, field);
  }
  const std::vector<std::string> values = OrderedValues(message, field);
  return std::any_of(values.begin(), values.end(),
                     [&test](const std::string& value) { return Passes(test, value); });
}

bool Holds(const Node& node, const Message& message) {
  const auto holds = [&message](const Node& child) { return Holds(child, message); };
  switch (node.kind) {
    case Node::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), holds);
    case Node::Kind::kNot:
      return !holds(node.children[0]);
    default:
      return Any(node.test, message, 0) != (node.test.op == Op::kNotEqual);
  }
}

// A text above all that begin with `prefix`, as UTF-8: the last character that has
// a successor of its length is raised. Empty if there is none.
std::string After(std::string prefix) {
  const auto has_successor = [](char last) { return last != '\x7f' && last != '\xbf'; };
  while (!prefix.empty() && !has_successor(prefix.back())) {
    while (types::IsContinuation(prefix.back())) prefix.pop_back();
    prefix.pop_back();
  }
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

void Collect(const Node& node, std::vector<Filter::Comparison>* necessary) {
  if (node.kind == Node::Kind::kAnd) {
    for (const Node& child : node.children) Collect(child, necessary);
  }
  const Test& test = node.test;
  if (node.kind != Node::Kind::kTest || test.path.size() > 1 || test.any_start ||
      test.op == Op::kNotEqual || test.op == Op::kHas) {
    return;
  }
  if (!test.any_end) {
    necessary->push_back({test.path[0], test.op, test.value});
    return;
  }
  necessary->push_back({test.path[0], Op::kGreaterOrEqual, test.value});
  std::string after = After(test.value);
  if (!after.empty()) necessary->push_back({test.path[0], Op::kLess, std::move(after)});
}

}  // namespace

absl::StatusOr<Filter> Filter::Parse(absl::string_view text, const Descriptor& message) {
  const absl::Status status = CheckInput(text);
  if (!status.ok()) return status;
  Filter filter;
  if (absl::StripAsciiWhitespace(text).empty()) return filter;
  absl::StatusOr<Node> root = ParseTree(text, message);
  if (!root.ok()) return root.status();
  Collect(*root, &filter.necessary_);
  filter.root_ = std::make_shared<const Node>(*std::move(root));
  return filter;
}

bool Filter::Matches(const Message& message) const {
  return root_ == nullptr || Holds(*root_, message);
}

absl::StatusOr<Order> ParseOrder(absl::string_view text, const Descriptor& message) {
  const absl::Status status = CheckInput(text);
  if (!status.ok()) return status;
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\n\v\f\r"), absl::SkipEmpty());
  const auto at = [text](absl::string_view word) { return word.data() - text.data(); };
  Order order;
  if (words.empty()) return order;
  const size_t comma = text.find(',');
  if (comma != absl::string_view::npos) {
    return ErrorAt(text, comma, "only one field can give the order");
  }
  if (words.size() > 2 || (words.size() == 2 && words[1] != "asc" && words[1] != "desc")) {
    return ErrorAt(text, at(words[words.size() > 2 ? 2 : 1]),
                   "only asc or desc may follow the field");
  }
  order.descending = words.size() == 2 && words[1] == "desc";
  if (words[0] == "name") return order;
  const absl::StatusOr<const FieldDescriptor*> field =
      FindField(text, at(words[0]), words[0], message);
  if (!field.ok()) return field.status();
  if ((*field)->is_repeated() || !IsOrdered(*field)) {
    return ErrorAt(text, at(words[0]), "this field has no order; give one with a single value");
  }
  order.field = *field;
  return order;
}

}  // namespace lotse::filter
