#include "runtime/types/json_object.h"

#include <string>

#include "google/protobuf/util/json_util.h"

namespace lotse::types {

using google::protobuf::Struct;
using google::protobuf::Value;

namespace {

// Whether `json` stays within the depth. The parser takes a time that grows with the
// square of the depth of lists, so strangers must not reach it with deep ones. Texts in
// single quotes, which the parser would take, are refused here.
bool IsFlat(absl::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxJsonDepth) return false;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == '\'') {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Struct> ParseJsonObject(absl::string_view json) {
  if (!IsFlat(json)) return std::nullopt;
  Struct object;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, &object);
  if (!parsed.ok()) return std::nullopt;
  return object;
}

const Value* FindMember(const Struct& object, absl::string_view name) {
  const auto it = object.fields().find(std::string(name));
  return it == object.fields().end() ? nullptr : &it->second;
}

std::optional<absl::string_view> TextMember(const Struct& object, absl::string_view name) {
  const Value* value = FindMember(object, name);
  if (value == nullptr || !value->has_string_value()) return std::nullopt;
  return value->string_value();
}

}  // namespace lotse::types
