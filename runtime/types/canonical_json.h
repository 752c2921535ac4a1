#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace lotse::types {

// Largest integer that a JSON number holds exactly (RFC 7493, section 2.2).
inline constexpr int64_t kLargestExact = (int64_t{1} << 53) - 1;

// The one JSON text of a message: equal messages give equal bytes, on every
// machine and with every version of the protobuf library. This is what is
// hashed; serialized protobuf is not canonical.
//
// The form follows RFC 8785 (JSON Canonicalization Scheme):
// - keys are the JSON names of the fields, in ascending order of their bytes;
// - no white space;
// - in strings only `"`, `\` and U+0000 to U+001F are escaped, everything else
//   stands as UTF-8;
// - integers of all widths are JSON numbers, because RFC 8785 knows no other
//   kind; only those within ±(2^53 - 1) are exact there, so others are refused;
// - a `double` is written with the fewest digits that tell it from every other
//   one. Only 0 and those from 10^-6 to 2^53 - 1, with either sign, are: these
//   have no exponent there;
// - a map with string keys is an object, its keys in ascending order of their
//   bytes; every entry is written, also one whose value is the default;
// - enum values by name, bytes as Base64, well-known types like any message;
// - fields that are absent are left out. A field without presence is absent
//   when it holds its default; one with presence (`optional`, a message, a
//   member of a oneof) is written whenever it is set, also to its default.
//
// Refused with InvalidArgument, naming the path: numbers outside the ranges, fields of type
// `float`, maps with other keys, enum numbers without a name, strings that are not UTF-8, and
// unknown fields (they could not be written, so the hash would not cover them).
absl::StatusOr<std::string> CanonicalJson(const google::protobuf::Message& message);

}  // namespace lotse::types
