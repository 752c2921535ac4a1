#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"

// Resource names (AIP-122): `programmes/vopi/engagements/uster`.
namespace lotse::types {

// True for an id that users may choose (AIP-122): a lower-case letter, then
// lower-case letters, digits and hyphens, not ending with a hyphen, 63 at most.
bool IsResourceId(absl::string_view id);

// True for a random UUID in lower case, version 4, variant 1 (RFC 4122, 4.4).
bool IsRandomUuid(absl::string_view id);

// True if `name` is one of `pattern`; see MatchName.
bool FitsName(absl::string_view pattern, absl::string_view name, bool wildcard = false);

// Takes the ids out of `name` by `pattern`, for example
// `programmes/{programme}/engagements/{engagement}`: ids that users choose, and
// UUIDs. Empty if it does not fit.
// With `wildcard` an id may be `-` (AIP-159).
std::vector<std::string> MatchName(absl::string_view pattern, absl::string_view name,
                                   bool wildcard = false);

// As MatchName, and adds a violation of `field` if it does not fit.
std::vector<std::string> CheckName(absl::string_view field, absl::string_view pattern,
                                   absl::string_view name, rpc::FieldViolations* violations,
                                   bool wildcard = false);

// A violation of `field` whose value `name` has none of the forms that `patterns` tells.
rpc::FieldViolation WrongName(absl::string_view field, absl::string_view patterns,
                              absl::string_view name);

// Adds a violation of `field` if `id` is not an id that users may choose.
void CheckId(absl::string_view field, absl::string_view id, rpc::FieldViolations* violations);

// The first `segments` pairs of a name: ParentOf("a/1/b/2", 1) is "a/1".
std::string Prefix(absl::string_view name, int pairs);

}  // namespace lotse::types
