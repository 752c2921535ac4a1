#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// The two schemas of REFI-QDA as tables: what an element may hold, in which order. Source:
// Codebook.xsd and Project.xsd of QDA-XML 1.0.

namespace lotse::survey::refi {

// Forms of a value (XML Schema 1.0, part 2), and those that the standard adds.
enum class Form {
  kString,
  kBoolean,
  kInteger,
  kDecimal,
  kDate,
  kDateTime,
  kGuid,
  kColor,
  kDirection,
  kVariableType,
  kShape,
  kLineStyle,
};

struct AttributeRule {
  std::string name;
  Form form = Form::kString;
  bool required = false;
};

struct ElementRule;

struct ChildRule {
  std::string name;
  const ElementRule* rule = nullptr;
  bool required = false;  // At least one.
  bool many = false;
  bool choice = false;  // At most one of all children that have this.
};

struct ElementRule {
  std::vector<AttributeRule> attributes;
  std::vector<ChildRule> children;  // In their order.
  bool any_order = false;
  std::optional<Form> content;  // If it holds a value and no elements.
};

// The rules of the root elements `Project` and `CodeBook`.
const ElementRule& ProjectRule();
const ElementRule& CodebookRule();

// `text` as a value of this form, without white space around it; a guid in lower case and without
// braces. Nothing if it is none.
std::optional<std::string> Canonical(Form form, absl::string_view text);

// What a value of this form looks like, for messages.
absl::string_view Example(Form form);

}  // namespace lotse::survey::refi
