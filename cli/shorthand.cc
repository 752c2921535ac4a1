#include "cli/shorthand.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/catalog.h"
#include "cli/failure.h"
#include "google/api/resource.pb.h"

namespace lotse::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Struct;
using google::protobuf::Value;

// The longest pattern of each type that a method answers with, taken apart.
const std::map<std::string, std::vector<std::string>>& Patterns() {
  static const auto* patterns = [] {
    auto* found = new std::map<std::string, std::vector<std::string>>();
    for (const auto* method : AllMethods()) {
      const auto& options = method->output_type()->options();
      if (!options.HasExtension(google::api::resource)) continue;
      const auto& resource = options.GetExtension(google::api::resource);
      for (const std::string& pattern : resource.pattern()) {
        std::vector<std::string> parts = absl::StrSplit(pattern, '/');
        std::vector<std::string>& longest = (*found)[resource.type()];
        if (parts.size() > longest.size()) longest = std::move(parts);
      }
    }
    return found;
  }();
  return *patterns;
}

Value StringValue(absl::string_view text) {
  Value value;
  value.set_string_value(std::string(text));
  return value;
}

Value NumberValue(int number) {
  Value value;
  value.set_number_value(number);
  return value;
}

Value StructValue(std::initializer_list<std::pair<const char*, Value>> fields) {
  Value value;
  for (const auto& [name, field] : fields) {
    (*value.mutable_struct_value()->mutable_fields())[name] = field;
  }
  return value;
}

bool IsText(const Value& value) { return value.kind_case() == Value::kStringValue; }

Value TextOf(absl::string_view text) {
  Value value;
  *(*value.mutable_struct_value()->mutable_fields())["variants"]
       .mutable_list_value()
       ->add_values() = StructValue({{"language", StringValue("de")}, {"text", StringValue(text)}});
  return value;
}

absl::Status DateOf(const ScriptFrame& frame, Value* value) {
  const absl::StatusOr<absl::CivilDay> day = ScriptDay(value->string_value(), frame);
  if (!day.ok()) return day.status();
  *value = StructValue({{"year", NumberValue(static_cast<int>(day->year()))},
                        {"month", NumberValue(day->month())},
                        {"day", NumberValue(day->day())}});
  return absl::OkStatus();
}

absl::Status CodeOf(Value* value) {
  const std::vector<std::string> parts = absl::StrSplit(value->string_value(), '/');
  if (parts.size() != 2) return DataError("give LIST/CODE");
  *value = StructValue({{"list", StringValue(absl::StrCat("codeLists/", parts[0]))},
                        {"code", StringValue(parts[1])}});
  return absl::OkStatus();
}

// Days in months: an element for each month of `unit 8-13 2.5`, or of `8-13 2.5`.
absl::Status MonthsOf(const Descriptor& type, const ScriptFrame& frame, absl::string_view text,
                      std::vector<Value>* out) {
  std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  const bool unit = type.FindFieldByName("org_unit") != nullptr;
  if (words.size() != (unit ? 3u : 2u)) return DataError("give months and days");
  const std::vector<std::string> months = absl::StrSplit(words[words.size() - 2], '-');
  int first = 0;
  int last = 0;
  if (months.size() > 2 || !absl::SimpleAtoi(months.front(), &first) ||
      !absl::SimpleAtoi(months.back(), &last) || last < first) {
    return DataError("give a month, or two with - between them");
  }
  for (int number = first; number <= last; ++number) {
    const absl::CivilMonth month = frame.start + (number - 1);
    Value element = StructValue({{"year", NumberValue(static_cast<int>(month.year()))},
                                 {"month", NumberValue(month.month())},
                                 {"days", StringValue(words.back())}});
    if (unit) {
      (*element.mutable_struct_value()->mutable_fields())["orgUnit"] = StringValue(words[0]);
    }
    out->push_back(std::move(element));
  }
  return absl::OkStatus();
}

bool IsMonthly(const Descriptor& type) {
  return type.FindFieldByName("year") != nullptr && type.FindFieldByName("month") != nullptr &&
         type.FindFieldByName("days") != nullptr;
}

// What a field of names refers to; empty for other fields.
std::string TypeOf(const FieldDescriptor& field, bool* parent) {
  const auto& reference = field.options().GetExtension(google::api::resource_reference);
  *parent = !reference.child_type().empty();
  if (*parent) return reference.child_type();
  if (!reference.type().empty()) return reference.type();
  const auto& owner = field.containing_type()->options();
  return field.name() == "name" ? owner.GetExtension(google::api::resource).type() : "";
}

absl::Status WriteOutOne(const FieldDescriptor& field, const ScriptFrame& frame, Value* value) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && IsText(*value)) {
    bool parent = false;
    const std::string type = TypeOf(field, &parent);
    if (type.empty()) return absl::OkStatus();
    const absl::StatusOr<std::string> name = ScriptName(type, parent, value->string_value(), frame);
    if (!name.ok()) return name.status();
    value->set_string_value(*name);
    return absl::OkStatus();
  }
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return absl::OkStatus();
  const Descriptor& type = *field.message_type();
  if (value->has_struct_value()) return WriteOut(type, frame, value->mutable_struct_value());
  if (!IsText(*value)) return absl::OkStatus();
  if (type.full_name() == "google.type.Date") return DateOf(frame, value);
  if (type.full_name() == "lotse.type.v1alpha.Code") return CodeOf(value);
  if (type.full_name() == "google.type.Decimal") {
    *value = StructValue({{"value", *value}});
  } else if (type.full_name() == "lotse.type.v1alpha.Text") {
    *value = TextOf(value->string_value());
  }
  return absl::OkStatus();
}

absl::Status WriteOutList(const FieldDescriptor& field, const ScriptFrame& frame, Value* value) {
  std::vector<Value> elements;
  if (IsText(*value)) {
    for (const absl::string_view part : absl::StrSplit(value->string_value(), '|')) {
      elements.push_back(StringValue(absl::StripAsciiWhitespace(part)));
    }
  } else {
    const auto& values = value->list_value().values();
    elements.assign(values.begin(), values.end());
  }
  std::vector<Value> out;
  for (Value& element : elements) {
    const Descriptor* type = field.message_type();
    if (type == nullptr || !IsMonthly(*type) || !IsText(element)) {
      out.push_back(std::move(element));
    } else if (absl::Status s = MonthsOf(*type, frame, element.string_value(), &out); !s.ok()) {
      return s;
    }
  }
  value->mutable_list_value()->clear_values();
  for (Value& element : out) {
    if (absl::Status s = WriteOutOne(field, frame, &element); !s.ok()) return s;
    *value->mutable_list_value()->add_values() = std::move(element);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<absl::CivilDay> ScriptDay(absl::string_view text, const ScriptFrame& frame) {
  const size_t hyphen = text.rfind('-');
  int month = 0;
  int day = 0;
  if (hyphen == absl::string_view::npos || !absl::SimpleAtoi(text.substr(0, hyphen), &month) ||
      !absl::SimpleAtoi(text.substr(hyphen + 1), &day) || day < 1 || day > 31) {
    return DataError(absl::StrCat(text, " is no day; give MONTH-DAY, for example 8-15"));
  }
  const absl::CivilMonth in = frame.start + (month - 1);
  return std::min(absl::CivilDay(in) + (day - 1), absl::CivilDay(in + 1) - 1);
}

absl::StatusOr<std::string> ScriptName(absl::string_view type, bool parent, absl::string_view text,
                                       const ScriptFrame& frame) {
  if (absl::StartsWith(text, "programmes/") || absl::StartsWith(text, "administrations/") ||
      absl::StartsWith(text, "codeLists/")) {
    return std::string(text);
  }
  const auto pattern = Patterns().find(std::string(type));
  if (pattern == Patterns().end()) return DataError(absl::StrCat("there is no type ", type));
  std::vector<std::string> parts = pattern->second;
  if (parent) parts.resize(parts.size() - 2);
  std::vector<std::string> ids;
  if (!text.empty()) ids = absl::StrSplit(text, '/');
  auto id = ids.begin();
  for (std::string& part : parts) {
    if (part.front() != '{') continue;
    const auto known = frame.ids.find(part.substr(1, part.size() - 2));
    // The last one is the resource itself, though it may be the frame's.
    if (known != frame.ids.end() && (&part != &parts.back() || parent || ids.empty())) {
      part = known->second;
    } else if (id == ids.end()) {
      return DataError(absl::StrCat("'", text, "' has too few ids for ", pattern->first));
    } else {
      part = *id++;
    }
  }
  if (id != ids.end()) {
    return DataError(absl::StrCat("'", text, "' has too many ids for ", pattern->first));
  }
  return absl::StrJoin(parts, "/");
}

absl::Status WriteOut(const Descriptor& type, const ScriptFrame& frame, Struct* fields) {
  std::vector<std::string> absent;
  for (auto& [name, value] : *fields->mutable_fields()) {
    const FieldDescriptor* field = type.FindFieldByCamelcaseName(name);
    if (field == nullptr) return DataError(absl::StrCat(type.name(), " has no field ", name));
    if (IsText(value) && value.string_value() == "-") {
      absent.push_back(name);
      continue;
    }
    const absl::Status written = field->is_repeated() ? WriteOutList(*field, frame, &value)
                                                      : WriteOutOne(*field, frame, &value);
    if (!written.ok()) return DataError(absl::StrCat(name, ": ", written.message()));
  }
  for (const std::string& name : absent) fields->mutable_fields()->erase(name);
  const FieldDescriptor* parent = type.FindFieldByName("parent");
  if (parent == nullptr || fields->fields().contains("parent")) return absl::OkStatus();
  bool is_parent = false;
  const std::string of = TypeOf(*parent, &is_parent);
  if (of.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> whole = ScriptName(of, is_parent, "", frame);
  if (whole.ok()) (*fields->mutable_fields())["parent"] = StringValue(*whole);
  return absl::OkStatus();
}

}  // namespace lotse::cli
