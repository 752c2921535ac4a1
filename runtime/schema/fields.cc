#include "runtime/schema/fields.h"

#include <algorithm>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/filter/value.h"

namespace lotse::schema {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::FieldMaskUtil;
using google::protobuf::util::MessageDifferencer;

namespace {

std::string Join(absl::string_view path, absl::string_view field) {
  return path.empty() ? std::string(field) : absl::StrCat(path, ".", field);
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0
                              : reflection->HasField(message, field);
}

// The messages in a field, one or many.
void EachMutable(Message* message, const FieldDescriptor* field,
                 absl::FunctionRef<void(Message*)> take) {
  const Reflection* reflection = message->GetReflection();
  if (!field->is_repeated()) return take(reflection->MutableMessage(message, field));
  for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
    take(reflection->MutableRepeatedMessage(message, field, i));
  }
}

void Each(const Message& message, const FieldDescriptor* field, absl::string_view path,
          absl::FunctionRef<void(const Message&, const std::string&)> take) {
  const Reflection* reflection = message.GetReflection();
  const std::string here = Join(path, field->name());
  if (!field->is_repeated()) return take(reflection->GetMessage(message, field), here);
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    take(reflection->GetRepeatedMessage(message, field, i), absl::StrCat(here, "[", i, "]"));
  }
}

bool SaidAlready(const rpc::FieldViolations& violations, absl::string_view path) {
  return std::any_of(violations.begin(), violations.end(), [&](const rpc::FieldViolation& v) {
    if (!absl::StartsWith(v.field, path)) return false;
    return v.field.size() == path.size() || v.field[path.size()] == '.' ||
           v.field[path.size()] == '[';
  });
}

bool SameField(const Message& a, const Message& b, const FieldDescriptor* field) {
  MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {field}, {field});
}

void Collect(const MessageRule& rule, const Message& message, const std::string& path,
             std::vector<Reference>* out) {
  if (!rule.has_reference) return;
  const Reflection* reflection = message.GetReflection();
  for (const FieldRule& field : rule.fields) {
    if (!IsSet(message, field.field)) continue;
    const std::string here = Join(path, field.field->name());
    if (field.inner != nullptr) {
      Each(message, field.field, "", [&](const Message& inner, const std::string&) {
        Collect(*field.inner, inner, here, out);
      });
    } else if (!field.reference.empty() && field.field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field.field); ++i) {
        out->push_back({&field, here, reflection->GetRepeatedString(message, field.field, i)});
      }
    } else if (!field.reference.empty()) {
      out->push_back({&field, here, reflection->GetString(message, field.field)});
    }
  }
}

// What a mask may name of a message: a field, or one within a message that is not
// repeated. Empty if it may.
std::string WrongPath(const Descriptor* message, absl::string_view path) {
  const FieldDescriptor* field = nullptr;
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) {
      const bool inside =
          !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (!inside) {
        return absl::StrCat("nothing within ", field->name(), " can be named; name it as a whole");
      }
      message = field->message_type();
    }
    field = message->FindFieldByName(std::string(part));
    if (field == nullptr) {
      std::vector<std::string> names;
      for (int i = 0; i < message->field_count(); ++i) names.push_back(message->field(i)->name());
      return absl::StrCat("names no field; give some of ", absl::StrJoin(names, ", "), ", or *");
    }
  }
  return "";
}

// True if only the server may set what the first part of a path names.
bool IsServers(const Kind& kind, absl::string_view path) {
  const absl::string_view first = path.substr(0, path.find('.'));
  const FieldDescriptor* field =
      kind.prototype->GetDescriptor()->FindFieldByName(std::string(first));
  const FieldRule& rule = kind.rule->fields[field->index()];
  return rule.output_only || rule.identifier || field == kind.etag;
}

// The fields that a mask stands for.
FieldMask Spell(const Kind& kind, const FieldMask* mask, absl::string_view path,
                const Message& wanted, rpc::FieldViolations* violations) {
  FieldMask out;
  const Descriptor* descriptor = kind.prototype->GetDescriptor();
  if (mask == nullptr || (mask->paths_size() == 1 && mask->paths(0) == "*")) {
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      const bool meant = mask != nullptr || IsSet(wanted, field);
      if (meant && !IsServers(kind, field->name())) out.add_paths(field->name());
    }
    return out;
  }
  if (mask->paths_size() > kMaxMaskPaths) {
    violations->push_back({absl::StrCat(path, ".paths"),
                           absl::StrCat("too many; give at most ", kMaxMaskPaths, ", or *")});
    return out;
  }
  for (int i = 0; i < mask->paths_size(); ++i) {
    const std::string& named = mask->paths(i);
    const std::string wrong =
        named == "*" ? "* stands alone or not at all" : WrongPath(descriptor, named);
    if (!wrong.empty()) {
      violations->push_back({absl::StrCat(path, ".paths[", i, "]"), wrong});
    } else if (!IsServers(kind, named)) {
      out.add_paths(named);
    }
  }
  return out;
}

}  // namespace

void ClearOutputOnly(const MessageRule& rule, Message* message) {
  if (!rule.has_output_only) return;
  for (const FieldRule& field : rule.fields) {
    if (!IsSet(*message, field.field)) continue;
    if (field.output_only) {
      message->GetReflection()->ClearField(message, field.field);
    } else if (field.inner != nullptr) {
      EachMutable(message, field.field, [&](Message* m) { ClearOutputOnly(*field.inner, m); });
    }
  }
}

bool ClearPersonal(const MessageRule& rule, Message* message) {
  if (!rule.has_personal) return false;
  bool found = false;
  for (const FieldRule& field : rule.fields) {
    if (!IsSet(*message, field.field)) continue;
    if (field.personal) {
      message->GetReflection()->ClearField(message, field.field);
      found = true;
    } else if (field.inner != nullptr) {
      EachMutable(message, field.field,
                  [&](Message* m) { found |= ClearPersonal(*field.inner, m); });
    }
  }
  return found;
}

void CheckRequired(const MessageRule& rule, const Message& message, absl::string_view path,
                   rpc::FieldViolations* violations) {
  if (!rule.has_required) return;
  for (const FieldRule& field : rule.fields) {
    if (violations->size() >= kMostViolations) return;
    if (field.output_only) continue;
    const bool set = IsSet(message, field.field);
    const bool scalar = field.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
                        field.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
                        field.field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
    const bool may_be_zero = scalar && !field.field->is_repeated() && !field.field->has_presence();
    if (field.required && !set && !may_be_zero) {
      const std::string here = Join(path, field.field->name());
      if (!SaidAlready(*violations, here))
        violations->push_back({here, "missing; give it", "fehlt; angeben"});
    } else if (set && field.inner != nullptr) {
      Each(message, field.field, path, [&](const Message& inner, const std::string& here) {
        if (violations->size() >= kMostViolations) return;
        CheckRequired(*field.inner, inner, here, violations);
      });
    }
  }
}

void CheckImmutable(const MessageRule& rule, const Message& before, const Message& after,
                    absl::string_view path, rpc::FieldViolations* violations) {
  for (const FieldRule& field : rule.fields) {
    if (!field.immutable || SameField(before, after, field.field)) continue;
    violations->push_back({Join(path, field.field->name()),
                           "never changes after the creation; give what it was",
                           "ändert sich nach dem Anlegen nicht mehr; angeben, was es war"});
  }
}

std::vector<Reference> ReferencesOf(const MessageRule& rule, const Message& message) {
  std::vector<Reference> out;
  Collect(rule, message, "", &out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

IndexRows IndexRowsOf(const Kind& kind, const Message& resource) {
  IndexRows rows;
  for (const FieldRule* rule : kind.indexed) {
    std::vector<std::string> values = filter::OrderedValues(resource, rule->field);
    if (values.empty() && !rule->field->is_repeated()) values.emplace_back();
    for (std::string& value : values) rows.insert({rule, std::move(value)});
  }
  return rows;
}

void ApplyMask(const Kind& kind, const FieldMask* mask, absl::string_view path,
               const Message& wanted, Message* resource, rpc::FieldViolations* violations) {
  const size_t before = violations->size();
  const FieldMask paths = Spell(kind, mask, path, wanted, violations);
  if (violations->size() > before || paths.paths().empty()) return;
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(wanted, paths, options, resource);
}

bool SameContent(const Kind& kind, const Message& a, const Message& b) {
  const std::unique_ptr<Message> left(a.New());
  const std::unique_ptr<Message> right(b.New());
  left->CopyFrom(a);
  right->CopyFrom(b);
  for (Message* message : {left.get(), right.get()}) {
    ClearOutputOnly(*kind.rule, message);
    message->GetReflection()->ClearField(message, kind.etag);
  }
  return MessageDifferencer::Equals(*left, *right);
}

}  // namespace lotse::schema
