#pragma once

#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/survey/logic/form/node.h"

namespace lotse::survey::logic {

// The four types of XPath 1.0.
enum class ValueType : std::uint8_t {
  kNumber,
  kText,
  kBoolean,
  kNodes,
  // Not known before it is computed, as what `if` gives.
  kAny,
};

// What a part of an expression comes to. A text points into the response, a list or the program,
// or into the Runtime that keeps it.
class Value {
 public:
  static Value Number(double number) { return Value(ValueType::kNumber, number, {}); }
  static Value Boolean(bool value) { return Value(ValueType::kBoolean, value ? 1 : 0, {}); }
  static Value Text(absl::string_view text) { return Value(ValueType::kText, 0, text); }
  static Value NoNodes() { return Value(ValueType::kNodes, 0, {}); }
  static Value Nodes(NodeSet nodes) {
    Value value(ValueType::kNodes, 0, {});
    value.nodes_ = std::move(nodes);
    return value;
  }

  // Never kAny.
  ValueType type() const { return type_; }
  bool is_nodes() const { return type_ == ValueType::kNodes; }

  // Of a value of that type; see Runtime for conversions.
  double number() const { return number_; }
  bool boolean() const { return number_ != 0; }
  absl::string_view text() const { return text_; }
  const NodeSet& nodes() const { return nodes_; }

 private:
  Value(ValueType type, double number, absl::string_view text)
      : type_(type), number_(number), text_(text) {}

  ValueType type_;
  double number_;
  absl::string_view text_;
  NodeSet nodes_;
};

}  // namespace lotse::survey::logic
