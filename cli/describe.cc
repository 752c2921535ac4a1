// lotse describe: the fields of a type or a method.
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/catalog.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "cli/text.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"

namespace lotse::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::string ValueTypeOf(const FieldDescriptor& field) {
  if (field.type() == FieldDescriptor::TYPE_ENUM) return field.enum_type()->full_name();
  if (field.type() == FieldDescriptor::TYPE_MESSAGE) return field.message_type()->full_name();
  return field.type_name();
}

std::string TypeOf(const FieldDescriptor& field) {
  if (field.is_map()) {
    return absl::StrCat("map<", ValueTypeOf(*field.message_type()->map_key()), ", ",
                        ValueTypeOf(*field.message_type()->map_value()), ">");
  }
  const char* label = field.is_repeated() ? "repeated "
                      : field.has_presence() && field.real_containing_oneof() == nullptr &&
                              field.message_type() == nullptr
                          ? "optional "
                          : "";
  return absl::StrCat(label, ValueTypeOf(field));
}

// What the annotations say of a field: behaviour, oneof, the resource it names.
std::vector<std::string> NotesOf(const FieldDescriptor& field) {
  std::vector<std::string> notes;
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    notes.push_back(
        google::api::FieldBehavior_Name(options.GetExtension(google::api::field_behavior, i)));
  }
  if (field.real_containing_oneof() != nullptr) {
    notes.push_back(absl::StrCat("one of ", field.real_containing_oneof()->name()));
  }
  if (options.HasExtension(google::api::resource_reference)) {
    const auto& reference = options.GetExtension(google::api::resource_reference);
    notes.push_back(reference.type().empty()
                        ? absl::StrCat("names the parent of a ", reference.child_type())
                        : absl::StrCat("names a ", reference.type()));
  }
  return notes;
}

std::string MessageText(const Descriptor& message) {
  int name_width = 0;
  int type_width = 0;
  for (int i = 0; i < message.field_count(); ++i) {
    name_width = std::max(name_width, DisplayWidth(message.field(i)->name()));
    type_width = std::max(type_width, DisplayWidth(TypeOf(*message.field(i))));
  }
  std::string text = absl::StrCat("message ", message.full_name(), "\n");
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    std::string line = absl::StrCat("  ", PadRight(field.name(), name_width), "  ",
                                    PadRight(TypeOf(field), type_width), "  ",
                                    absl::StrJoin(NotesOf(field), ", "));
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

std::string EnumText(const EnumDescriptor& enumeration) {
  std::string text = absl::StrCat("enum ", enumeration.full_name(), "\n");
  for (int i = 0; i < enumeration.value_count(); ++i) {
    absl::StrAppend(&text, "  ", enumeration.value(i)->name(), "\n");
  }
  return text;
}

std::string MessageAsJson(const Descriptor& message) {
  std::vector<std::string> fields;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    fields.push_back(JsonObject()
                         .Add("name", field.name())
                         .Add("jsonName", field.json_name())
                         .Add("type", TypeOf(field))
                         .AddRaw("notes", JsonStrings(NotesOf(field)))
                         .str());
  }
  return JsonObject()
      .Add("message", message.full_name())
      .AddRaw("fields", absl::StrCat("[", absl::StrJoin(fields, ","), "]"))
      .str();
}

std::string EnumAsJson(const EnumDescriptor& enumeration) {
  std::vector<std::string> values;
  for (int i = 0; i < enumeration.value_count(); ++i) {
    values.push_back(enumeration.value(i)->name());
  }
  return JsonObject()
      .Add("enum", enumeration.full_name())
      .AddRaw("values", JsonStrings(values))
      .str();
}

void PrintMethod(const MethodDescriptor& method, bool json, std::ostream& out) {
  if (json) {
    out << JsonObject()
               .Add("method", MethodPath(method))
               .AddRaw("request", MessageAsJson(*method.input_type()))
               .AddRaw("reply", MessageAsJson(*method.output_type()))
               .str()
        << "\n";
    return;
  }
  out << "method " << MethodPath(method) << "\n\nrequest: " << MessageText(*method.input_type())
      << "\nreply: " << MessageText(*method.output_type());
}

}  // namespace

absl::Status RunDescribe(const Invocation& invocation) {
  const std::string& name = invocation.args.positional[0];
  const bool json = invocation.settings.json;
  std::ostream& out = invocation.environment.out;
  if (const auto method = FindMethod(name); method.ok()) {
    PrintMethod(**method, json, out);
    return absl::OkStatus();
  }
  const absl::StatusOr<NamedType> type = FindType(name);
  if (!type.ok()) return type.status();
  if (type->message != nullptr) {
    out << (json ? MessageAsJson(*type->message) + "\n" : MessageText(*type->message));
  } else {
    out << (json ? EnumAsJson(*type->enumeration) + "\n" : EnumText(*type->enumeration));
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
