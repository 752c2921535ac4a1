#include "services/engagement/exchange/table_cells.h"

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"

namespace lotse::engagement {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using google::type::Date;
using google::type::Decimal;

namespace {

bool IsMessage(const FieldDescriptor& field, const google::protobuf::Descriptor* type) {
  return !field.is_repeated() && field.message_type() == type;
}

// Whether protobuf's JSON of the value is a text, which stands without its quotation marks.
bool IsTextInJson(const FieldDescriptor& field) {
  if (field.is_repeated()) return false;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.message_type() == Timestamp::descriptor();
    default:
      return field.type() == FieldDescriptor::TYPE_BYTES;
  }
}

// The value as protobuf's JSON: of a message with this field alone, that message aside.
std::string JsonOf(const Message& message, const FieldDescriptor& field) {
  const std::unique_ptr<Message> alone(message.New());
  alone->CopyFrom(message);
  std::vector<const FieldDescriptor*> set;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* other : set) {
    if (other != &field) reflection->ClearField(alone.get(), other);
  }
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  // An Any is never a cell; a time outside of its range cannot be printed and is left out.
  if (!google::protobuf::util::MessageToJsonString(*alone, &json, options).ok()) return "";
  absl::string_view value = json;
  if (!absl::ConsumePrefix(&value, absl::StrCat("{\"", field.name(), "\":"))) return "";
  absl::ConsumeSuffix(&value, "}");
  if (IsTextInJson(field)) {
    absl::ConsumePrefix(&value, "\"");
    absl::ConsumeSuffix(&value, "\"");
  }
  return std::string(value);
}

bool SetJson(const std::string& text, const FieldDescriptor& field, Message* message) {
  const std::string quote = IsTextInJson(field) ? "\"" : "";
  if (!quote.empty() && text.find_first_of("\"\\") != std::string::npos) return false;
  const std::string json = absl::StrCat("{\"", field.name(), "\":", quote, text, quote, "}");
  const std::unique_ptr<Message> alone(message->New());
  if (!google::protobuf::util::JsonStringToMessage(json, alone.get()).ok()) return false;
  std::vector<const FieldDescriptor*> set;
  alone->GetReflection()->ListFields(*alone, &set);
  if (set.size() > 1 || (set.size() == 1 && set[0] != &field)) return false;
  const auto* reflection = message->GetReflection();
  reflection->ClearField(message, &field);
  if (set.empty()) return true;  // Said to be what it is without being set.
  if (field.is_repeated() || field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    message->MergeFrom(*alone);
  } else {
    reflection->SwapFields(message, alone.get(), {&field});
  }
  return true;
}

std::string DayOf(const Date& date) {
  const bool whole = date.year() >= 1000 && date.year() <= 9999 && date.month() >= 1 &&
                     date.month() <= 99 && date.day() >= 1 && date.day() <= 99;
  return whole ? absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day()) : "";
}

bool ReadDay(absl::string_view text, Date* date) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2) {
    return false;
  }
  int32_t values[3];
  for (int i = 0; i < 3; ++i) {
    if (!absl::SimpleAtoi(parts[i], &values[i]) || values[i] < 1) return false;
  }
  date->set_year(values[0]);
  date->set_month(values[1]);
  date->set_day(values[2]);
  return true;
}

}  // namespace

bool IsOneCell(const FieldDescriptor& field) {
  return IsMessage(field, Date::descriptor()) || IsMessage(field, Timestamp::descriptor()) ||
         IsMessage(field, Decimal::descriptor());
}

std::string CellOf(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    return reflection->FieldSize(message, &field) == 0 ? "" : JsonOf(message, field);
  }
  if (field.type() == FieldDescriptor::TYPE_STRING) return reflection->GetString(message, &field);
  if (!reflection->HasField(message, &field)) return "";
  if (IsMessage(field, Decimal::descriptor())) {
    return static_cast<const Decimal&>(reflection->GetMessage(message, &field)).value();
  }
  if (IsMessage(field, Date::descriptor())) {
    const auto& date = static_cast<const Date&>(reflection->GetMessage(message, &field));
    if (const std::string day = DayOf(date); !day.empty()) return day;
    if (date.ByteSizeLong() == 0) return "";
  }
  return JsonOf(message, field);
}

bool SetCell(const std::string& text, const FieldDescriptor& field, Message* message) {
  const auto* reflection = message->GetReflection();
  if (text.empty()) {
    reflection->ClearField(message, &field);
    return true;
  }
  if (!field.is_repeated() && field.type() == FieldDescriptor::TYPE_STRING) {
    reflection->SetString(message, &field, text);
    return true;
  }
  if (IsMessage(field, Decimal::descriptor())) {
    static_cast<Decimal*>(reflection->MutableMessage(message, &field))->set_value(text);
    return true;
  }
  if (IsMessage(field, Date::descriptor()) && !absl::StartsWith(text, "{")) {
    Date date;
    if (!ReadDay(text, &date)) return false;
    reflection->MutableMessage(message, &field)->CopyFrom(date);
    return true;
  }
  return SetJson(text, field, message);
}

std::string ExampleOf(const FieldDescriptor& field) {
  if (field.is_repeated()) return "a list in JSON, as an export has it";
  if (IsMessage(field, Date::descriptor())) return "a day such as 2026-03-01";
  if (IsMessage(field, Timestamp::descriptor())) return "a time such as 2026-03-01T12:00:00Z";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("one of its names, such as ",
                          field.enum_type()->value(field.enum_type()->value_count() - 1)->name());
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "JSON, as an export has it";
    default:
      return "a number";
  }
}

}  // namespace lotse::engagement
