#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "runtime/filter/filter.h"

// From the text of a filter to a tree.
namespace lotse::filter {

// A comparison with its path found and its value encoded.
struct Test {
  std::vector<const google::protobuf::FieldDescriptor*> path;
  Filter::Op op = Filter::Op::kEqual;
  std::string value;
  // A star before or after the value.
  bool any_start = false;
  bool any_end = false;
};

struct Node {
  enum class Kind { kAnd, kOr, kNot, kTest };
  Kind kind = Kind::kTest;
  std::vector<Node> children;
  Test test;
};

// `text` must have passed CheckInput and not be blank.
absl::StatusOr<Node> ParseTree(absl::string_view text, const google::protobuf::Descriptor& message);

// "column N: WHAT" for the character at byte `at` of `text`.
absl::Status ErrorAt(absl::string_view text, size_t at, absl::string_view what);

// Refuses what is too long or not UTF-8.
absl::Status CheckInput(absl::string_view text);

// The field `name`, which begins at byte `at` of `text`; the error suggests one.
absl::StatusOr<const google::protobuf::FieldDescriptor*> FindField(
    absl::string_view text, size_t at, absl::string_view name,
    const google::protobuf::Descriptor& message);

}  // namespace lotse::filter
