#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

// How JOSE writes bytes and objects (RFC 7515, section 2).
namespace lotse::auth {

// The bytes in `text`, which is base64url without padding and in the one spelling
// that these bytes have; nullopt otherwise. The empty text is no bytes.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

// A JSON object. Refused, as nullopt: what is none, an object with two values of
// one name, and what is nested deeper than 16.
std::optional<google::protobuf::Struct> ParseJsonObject(absl::string_view json);

// The value of a name; null if there is none.
const google::protobuf::Value* FindMember(const google::protobuf::Struct& object,
                                          absl::string_view name);

// The text of a name; nullopt if there is none, or it is no text.
std::optional<absl::string_view> TextMember(const google::protobuf::Struct& object,
                                            absl::string_view name);

}  // namespace lotse::auth
