#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// Filters and orders of lists, after AIP-160 and AIP-132. The language:
//   a AND b, a b    both; a OR b: one; OR binds tighter than AND
//   NOT a, -a, (a)  opposite, grouping
//   f = v           also != < <= > >=; v is a word or "a text with \" and \\"
//   f : v           as =, on a repeated field: contains
//   f:*             is set: not absent, empty or, without presence, the default
//   f = *v*         text that begins, ends or has within; with = != and : only; a star
//                   elsewhere is itself, one at the ends cannot be escaped
//   f.g             field of a message; where f is repeated any element will do
// != holds if no value is equal, so also for what is not set. Texts are compared
// byte by byte. An empty text cannot be compared: `-f:*` asks for it. Values
// without a field, functions, maps, bytes and floating point are not supported.
namespace lotse::filter {

inline constexpr size_t kMaxBytes = 2000;
inline constexpr size_t kMaxDepth = 16;  // Parentheses in parentheses; names in one path.
inline constexpr size_t kMaxComparisons = 50;

struct Node;

// Can be copied, and used by many threads at the same time. Descriptors must live
// as long as it.
class Filter {
 public:
  // An empty or blank text gives a filter that everything passes. INVALID_ARGUMENT
  // with a text for the caller: "column N: what is wrong; what would be right",
  // valid UTF-8 with at most 64 bytes of the input. Columns are characters from 1.
  static absl::StatusOr<Filter> Parse(absl::string_view text,
                                      const google::protobuf::Descriptor& message);

  // `message` must have the descriptor that the filter was parsed for.
  bool Matches(const google::protobuf::Message& message) const;

  enum class Op { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kHas };
  // `value` is encoded as in value.h.
  struct Comparison {
    const google::protobuf::FieldDescriptor* field;
    Op op;
    std::string value;
  };
  // Comparisons with ordered fields of the message itself that every match must
  // pass; never kNotEqual or kHas. A prefix is a range: kGreaterOrEqual, then mostly
  // kLess. Of a repeated field serve only one, or one such pair: different elements
  // may pass different comparisons.
  const std::vector<Comparison>& necessary() const { return necessary_; }

 private:
  std::shared_ptr<const Node> root_;
  std::vector<Comparison> necessary_;
};

// The order of a list by one field; equal ones are in the order of their names.
struct Order {
  const google::protobuf::FieldDescriptor* field = nullptr;  // Null: by name.
  bool descending = false;
};

// `field`, `field asc` or `field desc` with an ordered field that is not repeated;
// `name` or nothing is the order of names. INVALID_ARGUMENT as for filters.
absl::StatusOr<Order> ParseOrder(absl::string_view text,
                                 const google::protobuf::Descriptor& message);

}  // namespace lotse::filter
