#include "runtime/types/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Below it, numbers are written with an exponent.
constexpr double kSmallestPlain = 1e-6;

absl::Status Refuse(absl::string_view path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(path.empty() ? "the message" : path, " ", why));
}

absl::Status AppendInteger(int64_t value, absl::string_view path, std::string& out) {
  if (value > kLargestExact || value < -kLargestExact) {
    return Refuse(path, "is not within ±(2^53 - 1)");
  }
  absl::StrAppend(&out, value);
  return absl::OkStatus();
}

absl::Status AppendUnsigned(uint64_t value, absl::string_view path, std::string& out) {
  if (value > static_cast<uint64_t>(kLargestExact)) {
    return Refuse(path, "is not within ±(2^53 - 1)");
  }
  absl::StrAppend(&out, value);
  return absl::OkStatus();
}

absl::Status AppendString(absl::string_view text, absl::string_view path, std::string& out) {
  if (!IsUtf8(text)) return Refuse(path, "is not UTF-8");
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[c >> 4];
          out += kHex[c & 0xF];
        } else {
          out += c;
        }
    }
  }
  out += '"';
  return absl::OkStatus();
}

// RFC 8785, 3.2.2.3, of which this is the part without an exponent.
absl::Status AppendNumber(double value, absl::string_view path, std::string& out) {
  const double size = std::abs(value);
  const bool is_plain = size >= kSmallestPlain && size <= static_cast<double>(kLargestExact);
  if (size != 0 && !is_plain) {
    return Refuse(path, "is neither 0 nor within ±10^-6 and ±(2^53 - 1)");
  }
  std::array<char, 64> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(),
                                     size == 0 ? size : value, std::chars_format::fixed);
  out.append(text.data(), written.ptr);
  return absl::OkStatus();
}

absl::Status AppendEnum(const FieldDescriptor& field, int number, absl::string_view path,
                        std::string& out) {
  const EnumValueDescriptor* value = field.enum_type()->FindValueByNumber(number);
  if (value == nullptr) return Refuse(path, absl::StrCat("has no name for number ", number));
  return AppendString(value->name(), path, out);
}

absl::Status AppendMessage(const Message& message, const std::string& path, std::string& out);

// A value of a field; `index` is -1 for a field that is not repeated.
absl::Status AppendValue(const Message& message, const FieldDescriptor& field, int index,
                         const std::string& path, std::string& out) {
  const Reflection& r = *message.GetReflection();
  const FieldDescriptor* f = &field;
  const bool one = index < 0;
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendInteger(one ? r.GetInt32(message, f) : r.GetRepeatedInt32(message, f, index),
                           path, out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendInteger(one ? r.GetInt64(message, f) : r.GetRepeatedInt64(message, f, index),
                           path, out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendUnsigned(one ? r.GetUInt32(message, f) : r.GetRepeatedUInt32(message, f, index),
                            path, out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendUnsigned(one ? r.GetUInt64(message, f) : r.GetRepeatedUInt64(message, f, index),
                            path, out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out +=
          (one ? r.GetBool(message, f) : r.GetRepeatedBool(message, f, index)) ? "true" : "false";
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(
          field, one ? r.GetEnumValue(message, f) : r.GetRepeatedEnumValue(message, f, index), path,
          out);
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = one ? r.GetStringReference(message, f, &scratch)
                                    : r.GetRepeatedStringReference(message, f, index, &scratch);
      if (field.type() != FieldDescriptor::TYPE_BYTES) return AppendString(text, path, out);
      return AppendString(absl::Base64Escape(text), path, out);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(one ? r.GetMessage(message, f) : r.GetRepeatedMessage(message, f, index),
                           path, out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendNumber(one ? r.GetDouble(message, f) : r.GetRepeatedDouble(message, f, index),
                          path, out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Refuse(path, "is a floating-point number of 32 bits");
  }
  return Refuse(path, "is of an unknown type");
}

// A map as an object. Its entries lie in any order, in memory and serialized.
absl::Status AppendMap(const Message& message, const FieldDescriptor& field,
                       const std::string& path, std::string& out) {
  const FieldDescriptor& key = *field.message_type()->map_key();
  if (key.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return Refuse(path, "is a map whose keys are not strings");
  }
  const Reflection& r = *message.GetReflection();
  std::vector<std::pair<std::string, const Message*>> entries;
  for (int i = 0; i < r.FieldSize(message, &field); ++i) {
    const Message& entry = r.GetRepeatedMessage(message, &field, i);
    entries.emplace_back(entry.GetReflection()->GetString(entry, &key), &entry);
  }
  std::sort(entries.begin(), entries.end());
  out += '{';
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto& [name, entry] = entries[i];
    const std::string inner = absl::StrCat(path, "[", name, "]");
    if (i > 0) out += ',';
    if (absl::Status s = AppendString(name, path, out); !s.ok()) return s;
    out += ':';
    const FieldDescriptor& value = *field.message_type()->map_value();
    if (absl::Status s = AppendValue(*entry, value, -1, inner, out); !s.ok()) return s;
  }
  out += '}';
  return absl::OkStatus();
}

absl::Status AppendField(const Message& message, const FieldDescriptor& field,
                         const std::string& path, std::string& out) {
  if (field.is_map()) return AppendMap(message, field, path, out);
  if (!field.is_repeated()) return AppendValue(message, field, -1, path, out);
  out += '[';
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    if (absl::Status s = AppendValue(message, field, i, absl::StrCat(path, "[", i, "]"), out);
        !s.ok()) {
      return s;
    }
  }
  out += ']';
  return absl::OkStatus();
}

absl::Status AppendMessage(const Message& message, const std::string& path, std::string& out) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return Refuse(path, "has unknown fields");
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  std::sort(fields.begin(), fields.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
    return a->json_name() < b->json_name();
  });
  out += '{';
  for (size_t i = 0; i < fields.size(); ++i) {
    const FieldDescriptor& field = *fields[i];
    const std::string inner = absl::StrCat(path, path.empty() ? "" : ".", field.name());
    if (i > 0) out += ',';
    if (absl::Status s = AppendString(field.json_name(), inner, out); !s.ok()) return s;
    out += ':';
    if (absl::Status s = AppendField(message, field, inner, out); !s.ok()) return s;
  }
  out += '}';
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> CanonicalJson(const Message& message) {
  std::string out;
  if (absl::Status s = AppendMessage(message, "", out); !s.ok()) return s;
  return out;
}

}  // namespace lotse::types
