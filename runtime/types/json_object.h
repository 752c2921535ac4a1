#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

// JSON of strangers.
namespace lotse::types {

// How many lists and objects may be in one another.
inline constexpr int kMaxJsonDepth = 16;

// A JSON object (RFC 8259). Refused, as nullopt: what is none or no UTF-8, an object with two
// values of one name, and what is nested deeper than kMaxJsonDepth.
std::optional<google::protobuf::Struct> ParseJsonObject(absl::string_view json);

// The value of a name; null if there is none.
const google::protobuf::Value* FindMember(const google::protobuf::Struct& object,
                                          absl::string_view name);

// The text of a name; nullopt if there is none, or it is no text.
std::optional<absl::string_view> TextMember(const google::protobuf::Struct& object,
                                            absl::string_view name);

}  // namespace lotse::types
