#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// Values of fields as texts, the same for index rows and for filters. Within one
// field the order of the texts, compared as bytes, is the order of the values:
//   string      itself
//   bool        "0" or "1"
//   enum        its number as an int32, in 8 hex digits with the sign bit flipped
//   integers    16 hex digits, for all but 64-bit unsigned with the sign bit flipped
//   Date        "YYYY-MM-DD" of google.type.Date, 00 for what is not given
//   Timestamp   microseconds since 1970 as an integer; what is finer is cut off
//   ExternalId  system, "\x1f" and value of lotse.type.v1alpha.ExternalId
// Dates and timestamps out of their range count as its nearest end.
namespace lotse::filter {

// Whether values of the field, or the elements of a repeated one, have such a text.
bool IsOrdered(const google::protobuf::FieldDescriptor* field);

// The texts of what is set in an ordered field of this message: of a repeated
// field one per element, none for an absent field and for an empty string without
// presence; other scalars without presence always have a value.
std::vector<std::string> OrderedValues(const google::protobuf::Message& message,
                                       const google::protobuf::FieldDescriptor* field);

// The text of a value as people write it: 42, true, OPEN or STATE_OPEN,
// 2026-11-25, 2026-11-25T10:00:00Z, system/value. INVALID_ARGUMENT says what would
// be right and does not repeat the literal.
absl::StatusOr<std::string> EncodeLiteral(const google::protobuf::FieldDescriptor* field,
                                          absl::string_view literal);

// "a, b, c": at most 20 of the names, so that an error stays short.
std::string JoinNames(const std::vector<std::string>& names);

}  // namespace lotse::filter
