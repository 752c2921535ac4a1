#include "runtime/filter/value.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lotse::filter {
namespace {

using absl::InvalidArgumentError;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxNames = 20;
constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr absl::string_view kDate = "google.type.Date";
constexpr absl::string_view kTimestamp = "google.protobuf.Timestamp";
constexpr absl::string_view kExternalId = "lotse.type.v1alpha.ExternalId";

// One value, or element `index` of a repeated field.
template <typename T>
T Get(const Message& message, const FieldDescriptor* field, int index,
      T (Reflection::*one)(const Message&, const FieldDescriptor*) const,
      T (Reflection::*element)(const Message&, const FieldDescriptor*, int) const) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? (reflection->*element)(message, field, index)
                              : (reflection->*one)(message, field);
}

std::string Flipped(int64_t number) {
  const uint64_t sign = uint64_t{1} << 63;
  return absl::StrCat(absl::Hex(static_cast<uint64_t>(number) ^ sign, absl::kZeroPad16));
}

std::string EncodeEnumNumber(int number) {
  return absl::StrCat(absl::Hex(static_cast<uint32_t>(number) ^ 0x80000000U, absl::kZeroPad8));
}

std::string EncodeMessage(const Message& value) {
  // Fields by number, so that messages of any descriptor pool will do.
  const Reflection* reflection = value.GetReflection();
  const auto field = [&](int at) { return value.GetDescriptor()->FindFieldByNumber(at); };
  const auto clamped = [&](int at, int last) {
    return std::clamp(reflection->GetInt32(value, field(at)), 0, last);
  };
  const std::string& type = value.GetDescriptor()->full_name();
  if (type == kDate) {
    return absl::StrCat(absl::Dec(clamped(1, 9999), absl::kZeroPad4), "-",
                        absl::Dec(clamped(2, 99), absl::kZeroPad2), "-",
                        absl::Dec(clamped(3, 99), absl::kZeroPad2));
  }
  if (type == kTimestamp) {
    const int64_t seconds = reflection->GetInt64(value, field(1));
    const int64_t within = clamped(2, 999'999'999) / 1000;
    return Flipped(std::clamp(seconds, kFirstSecond, kLastSecond) * 1'000'000 + within);
  }
  return absl::StrCat(reflection->GetString(value, field(1)), "\x1f",
                      reflection->GetString(value, field(2)));
}

std::string Encode(const Message& message, const FieldDescriptor* field, int at) {
  using R = Reflection;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Get(message, field, at, &R::GetString, &R::GetRepeatedString);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Get(message, field, at, &R::GetBool, &R::GetRepeatedBool) ? "1" : "0";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EncodeEnumNumber(Get(message, field, at, &R::GetEnumValue, &R::GetRepeatedEnumValue));
    case FieldDescriptor::CPPTYPE_INT32:
      return Flipped(Get(message, field, at, &R::GetInt32, &R::GetRepeatedInt32));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Flipped(Get(message, field, at, &R::GetUInt32, &R::GetRepeatedUInt32));
    case FieldDescriptor::CPPTYPE_INT64:
      return Flipped(Get(message, field, at, &R::GetInt64, &R::GetRepeatedInt64));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(absl::Hex(Get(message, field, at, &R::GetUInt64, &R::GetRepeatedUInt64),
                                    absl::kZeroPad16));
    default:
      return EncodeMessage(field->is_repeated()
                               ? message.GetReflection()->GetRepeatedMessage(message, field, at)
                               : message.GetReflection()->GetMessage(message, field));
  }
}

absl::StatusOr<std::string> EncodeEnum(const EnumDescriptor* type, absl::string_view literal) {
  std::string prefix;  // "QUESTION_KIND_" for QuestionKind
  for (const char c : type->name()) {
    if (absl::ascii_isupper(c) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(c);
  }
  prefix += '_';
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    const std::string& whole = type->value(i)->name();
    const bool has_prefix = whole.compare(0, prefix.size(), prefix) == 0;
    const std::string name = has_prefix ? whole.substr(prefix.size()) : whole;
    if (literal == whole || literal == name) return EncodeEnumNumber(type->value(i)->number());
    if (name != "UNSPECIFIED") names.push_back(name);
  }
  return InvalidArgumentError(
      absl::StrCat("not a ", type->name(), "; give one of ", JoinNames(names)));
}

template <typename T>
absl::StatusOr<std::string> EncodeNumber(absl::string_view literal) {
  T number = 0;
  // SimpleAtoi also takes blanks and a plus sign.
  const bool plain = !literal.empty() && absl::ascii_isdigit(literal.back()) &&
                     (literal[0] == '-' || absl::ascii_isdigit(literal[0]));
  if (!plain || !absl::SimpleAtoi(literal, &number)) {
    return InvalidArgumentError(absl::StrCat("not a whole number from ",
                                             std::numeric_limits<T>::min(), " to ",
                                             std::numeric_limits<T>::max()));
  }
  if (std::is_same_v<T, uint64_t>) return absl::StrCat(absl::Hex(number, absl::kZeroPad16));
  return Flipped(static_cast<int64_t>(number));
}

absl::StatusOr<std::string> EncodeMessageLiteral(absl::string_view type,
                                                 absl::string_view literal) {
  if (type == kDate) {
    absl::CivilDay day;
    if (literal.size() == 10 && absl::ParseCivilTime(literal, &day) &&
        absl::FormatCivilTime(day) == literal) {
      return std::string(literal);
    }
    return InvalidArgumentError("not a day; write it as 2026-11-25");
  }
  if (type == kTimestamp) {
    absl::Time time;
    // ParseTime also takes blanks, signs and words for the infinite.
    if (literal.size() >= 20 && absl::ascii_isdigit(literal[0]) && literal[4] == '-' &&
        !absl::ascii_isspace(literal.back()) &&
        absl::ParseTime(absl::RFC3339_full, literal, &time, nullptr) &&
        time >= absl::FromUnixSeconds(kFirstSecond) &&
        time < absl::FromUnixSeconds(kLastSecond + 1)) {
      return Flipped(absl::ToUnixMicros(time));
    }
    return InvalidArgumentError("not a time; write it as 2026-11-25T10:00:00Z");
  }
  const size_t slash = literal.find('/');
  const absl::string_view system = literal.substr(0, slash);
  if (slash == absl::string_view::npos || slash == 0 || slash + 1 == literal.size() ||
      !std::all_of(system.begin(), system.end(), [](char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
      })) {
    return InvalidArgumentError("not an id of another system; write it as system/value");
  }
  return absl::StrCat(system, "\x1f", literal.substr(slash + 1));
}

}  // namespace

bool IsOrdered(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const absl::string_view type = field->message_type()->full_name();
      return type == kDate || type == kTimestamp || type == kExternalId;
    }
    case FieldDescriptor::CPPTYPE_STRING:
      return field->type() == FieldDescriptor::TYPE_STRING;
    default:
      return field->cpp_type() != FieldDescriptor::CPPTYPE_FLOAT &&
             field->cpp_type() != FieldDescriptor::CPPTYPE_DOUBLE;
  }
}

std::vector<std::string> OrderedValues(const Message& message, const FieldDescriptor* field) {
  std::vector<std::string> values;
  const Reflection* reflection = message.GetReflection();
  if (field->is_repeated()) {
    const int size = reflection->FieldSize(message, field);
    values.reserve(size);
    for (int i = 0; i < size; ++i) values.push_back(Encode(message, field, i));
  } else if (!field->has_presence() || reflection->HasField(message, field)) {
    values.push_back(Encode(message, field, 0));
    if (!field->has_presence() && values.back().empty()) values.clear();
  }
  return values;
}

absl::StatusOr<std::string> EncodeLiteral(const FieldDescriptor* field, absl::string_view literal) {
  if (!IsOrdered(field)) {
    return InvalidArgumentError(absl::StrCat(
        field->name(), " has no single value; compare a field of it, if it has some, or ask ",
        field->name(), ":*"));
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return std::string(literal);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (literal == "true" || literal == "false") return literal == "true" ? "1" : "0";
      return InvalidArgumentError("not a truth value; give true or false");
    case FieldDescriptor::CPPTYPE_ENUM:
      return EncodeEnum(field->enum_type(), literal);
    case FieldDescriptor::CPPTYPE_INT32:
      return EncodeNumber<int32_t>(literal);
    case FieldDescriptor::CPPTYPE_UINT32:
      return EncodeNumber<uint32_t>(literal);
    case FieldDescriptor::CPPTYPE_INT64:
      return EncodeNumber<int64_t>(literal);
    case FieldDescriptor::CPPTYPE_UINT64:
      return EncodeNumber<uint64_t>(literal);
    default:
      return EncodeMessageLiteral(field->message_type()->full_name(), literal);
  }
}

std::string JoinNames(const std::vector<std::string>& names) {
  const size_t shown = std::min(names.size(), kMaxNames);
  return absl::StrCat(absl::StrJoin(names.begin(), names.begin() + shown, ", "),
                      shown < names.size() ? ", ..." : "");
}

}  // namespace lotse::filter
