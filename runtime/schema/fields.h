#pragma once

#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/schema.h"

// What the rules of a message mean for its fields. Pure functions.
namespace lotse::schema {

// Clears what only the server may set (AIP-203), here and in messages within. What
// a caller sent there is ignored.
void ClearOutputOnly(const MessageRule& rule, google::protobuf::Message* message);

// Clears what is personal, here and in messages within. False if there was nothing.
bool ClearPersonal(const MessageRule& rule, google::protobuf::Message* message);

// Violations after which looking for more is given up: enough to tell, and a request
// with a million faults costs no more than one with a thousand.
inline constexpr size_t kMostViolations = 1000;

// Adds a violation for each required field that is not set, below `path`, unless
// something is said of that field or of one within already. A number that may be
// zero is only missed if it is `optional`.
void CheckRequired(const MessageRule& rule, const google::protobuf::Message& message,
                   absl::string_view path, rpc::FieldViolations* violations);

// Adds a violation for each immutable field of the message itself that differs.
void CheckImmutable(const MessageRule& rule, const google::protobuf::Message& before,
                    const google::protobuf::Message& after, absl::string_view path,
                    rpc::FieldViolations* violations);

// A field that names another resource.
struct Reference {
  const FieldRule* rule;
  // Its path without positions in lists, for example `phases.moderator`.
  std::string field;
  // What it names.
  std::string target;

  bool operator<(const Reference& other) const {
    return std::tie(target, field) < std::tie(other.target, other.field);
  }
  bool operator==(const Reference& other) const {
    return std::tie(target, field) == std::tie(other.target, other.field);
  }
};

// The references that are set, in order, each once.
std::vector<Reference> ReferencesOf(const MessageRule& rule,
                                    const google::protobuf::Message& message);

// The rows of the index for a resource: field, and its value as in filter/value.h.
// Each resource is found in the order of each field, also without a value.
using IndexRows = std::set<std::pair<const FieldRule*, std::string>>;
IndexRows IndexRowsOf(const Kind& kind, const google::protobuf::Message& resource);

// Paths that a mask may have.
inline constexpr int kMaxMaskPaths = 100;

// Writes the fields of `wanted` that `mask` names over those of `*resource`
// (AIP-134): an absent mask (null) means all that are set in `wanted`, `*` all
// there are. Name, etag and what only the server may set stay. A field that the
// mask names and `wanted` does not set is cleared. Adds violations of `path` for
// what the mask names wrongly; `*resource` is unchanged then.
void ApplyMask(const Kind& kind, const google::protobuf::FieldMask* mask, absl::string_view path,
               const google::protobuf::Message& wanted, google::protobuf::Message* resource,
               rpc::FieldViolations* violations);

// True if both are the same but for what only the server may set.
bool SameContent(const Kind& kind, const google::protobuf::Message& a,
                 const google::protobuf::Message& b);

}  // namespace lotse::schema
