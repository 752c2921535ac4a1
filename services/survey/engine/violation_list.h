#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey {

// Collects violations up to a limit. Without one, a message of four megabytes
// of empty options would cost hundreds of megabytes of descriptions.
class ViolationList {
 public:
  // How many violations are kept; a reply shows far fewer.
  static constexpr std::size_t kLimit = 1000;

  // Keeps one violation: where it is, what is wrong and what would be right.
  void Add(absl::string_view field, absl::string_view description) {
    if (full()) return;
    violations_.push_back({std::string(field), std::string(description)});
  }

  // True if no further violation is kept, so that the checks may stop.
  bool full() const { return violations_.size() >= kLimit; }

  bool empty() const { return violations_.empty(); }

  // Hands over what was collected, in the order in which it was found.
  rpc::FieldViolations Take() && { return std::move(violations_); }

 private:
  rpc::FieldViolations violations_;
};

}  // namespace lotse::survey
