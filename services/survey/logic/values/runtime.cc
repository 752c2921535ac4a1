#include "services/survey/logic/values/runtime.h"

#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {

absl::string_view Runtime::TextOf(const Node& node) {
  if (node.list == kNone) {
    const ElementType type = tree_->element(instance_->element(node.row)).type;
    return HoldsElements(type) ? Keep(TextOfGroup(node.row)) : instance_->text(node.row);
  }
  const ListTable& list = tree_->list(node.list);
  if (node.column >= 0) {
    if (node.column == list.label_column() && environment().texts != nullptr) {
      return environment().texts->OptionLabel(node.list, node.row);
    }
    return list.Cell(node.row, node.column);
  }
  std::string all;
  const bool one = node.column == Node::kItem;
  for (std::size_t row = one ? node.row : 0; row < (one ? node.row + 1u : list.rows()); ++row) {
    for (std::size_t column = 0; column < list.columns().size(); ++column) {
      if (!Charge(1) || all.size() > kMaxTextBytes) return Keep(std::move(all));
      absl::StrAppend(&all, list.Cell(row, column));
    }
  }
  return Keep(std::move(all));
}

// Section 5.2: the texts of everything in it, in order.
std::string Runtime::TextOfGroup(NodeId node) {
  std::string all;
  for (const ElementId child : tree_->element(instance_->element(node)).children) {
    for (const NodeId inner : instance_->Children(node, child)) {
      if (!Charge(1) || all.size() > kMaxTextBytes) return all;
      if (!instance_->relevant(inner)) continue;
      if (HoldsElements(tree_->element(child).type)) {
        all += TextOfGroup(inner);
      } else {
        absl::StrAppend(&all, instance_->text(inner));
      }
    }
  }
  return all;
}

absl::string_view Runtime::Text(const Value& value) {
  switch (value.type()) {
    case ValueType::kNumber:
      return Keep(NumberText(value.number()));
    case ValueType::kBoolean:
      return value.boolean() ? "true" : "false";
    case ValueType::kNodes:
      return value.nodes().empty() ? absl::string_view() : TextOf(value.nodes().front());
    default:
      return value.text();
  }
}

double Runtime::Number(const Value& value) {
  switch (value.type()) {
    case ValueType::kNumber:
    case ValueType::kBoolean:
      return value.number();
    default:
      return NumberOf(Text(value));
  }
}

std::optional<DateTime> Runtime::MomentOf(absl::string_view text) {
  return ReadDateTime(text, environment_->time_zone, &used_environment_);
}

double Runtime::NumberOf(absl::string_view text) {
  if (LooksLikeDate(text)) {
    const std::optional<DateTime> moment = MomentOf(text);
    return moment ? DaysOf(*moment) : std::numeric_limits<double>::quiet_NaN();
  }
  return ReadNumber(text);
}

bool Runtime::Boolean(const Value& value) {
  switch (value.type()) {
    case ValueType::kNumber:
      return value.number() != 0 && !std::isnan(value.number());
    case ValueType::kBoolean:
      return value.boolean();
    case ValueType::kNodes:
      return !value.nodes().empty();
    default:
      return !value.text().empty();
  }
}

absl::string_view Runtime::Keep(std::string text) {
  if (text.size() > kMaxTextBytes) {
    Fail(absl::ResourceExhaustedError(absl::StrCat("the expression makes a text of more than ",
                                                   kMaxTextBytes,
                                                   " bytes; make it of fewer answers")));
    return {};
  }
  Charge(1 + static_cast<std::int64_t>(text.size()) / 64);
  kept_.push_front(std::move(text));
  return kept_.front();
}

bool Runtime::Charge(std::int64_t steps) {
  if (failed()) return false;
  steps_ -= steps;
  if (steps_ >= 0) return true;
  Fail(absl::ResourceExhaustedError(
      "the expression takes more steps than it may; look fewer rows or instances up"));
  return false;
}

void Runtime::Fail(absl::Status status) {
  if (status_.ok()) status_ = std::move(status);
}

double Runtime::RandomUnit() { return static_cast<double>(RandomBits() >> 11) * 0x1.0p-53; }

std::uint64_t Runtime::RandomBits() {
  if (environment().random != nullptr) return environment().random->Next();
  Fail(absl::FailedPreconditionError("the expression needs random numbers; give a source of them"));
  return 0;
}

bool Runtime::Before(const Node& a, const Node& b) const {
  if (a.list == kNone && b.list == kNone) return instance_->Before(a.row, b.row);
  return std::tie(a.list, a.row, a.column) < std::tie(b.list, b.row, b.column);
}

}  // namespace lotse::survey::logic
