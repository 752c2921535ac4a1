#include "runtime/schema/checks.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"
#include "runtime/filter/value.h"
#include "runtime/schema/address.h"

namespace lotse::schema {

using google::protobuf::FieldDescriptor;

namespace {

bool IsTimestamp(const FieldDescriptor* field) {
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         !field->is_repeated() && field->message_type()->full_name() == "google.protobuf.Timestamp";
}

bool IsString(const FieldDescriptor* field) {
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated();
}

// What is found by a customary name is read without a second look.
absl::Status CheckTypes(const Method& method) {
  const auto wrong = [](const FieldDescriptor* field, bool right) {
    return field != nullptr && (field->is_repeated() || !right);
  };
  for (const FieldDescriptor* field :
       {method.name, method.parent, method.id, method.etag, method.reason, method.request_id,
        method.page_token, method.filter, method.order_by}) {
    if (field != nullptr && !IsString(field)) return Wrong(field->full_name(), "is no text");
  }
  for (const FieldDescriptor* field :
       {method.validate_only, method.allow_missing, method.show_deleted}) {
    if (wrong(field, field && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL)) {
      return Wrong(field->full_name(), "is no truth value");
    }
  }
  const FieldDescriptor* size = method.page_size;
  if (wrong(size, size && size->cpp_type() == FieldDescriptor::CPPTYPE_INT32)) {
    return Wrong(size->full_name(), "is no int32");
  }
  const FieldDescriptor* mask = method.update_mask;
  if (wrong(mask, mask && mask->message_type() == google::protobuf::FieldMask::descriptor())) {
    return Wrong(mask->full_name(), "is no field mask");
  }
  const FieldDescriptor* resource = method.resource;
  const bool standard =
      method.verb == Method::Verb::kCreate || method.verb == Method::Verb::kUpdate;
  if (standard && wrong(resource, resource && resource->message_type() ==
                                                  method.kind->prototype->GetDescriptor())) {
    return Wrong(resource->full_name(), "is not the resource");
  }
  return absl::OkStatus();
}

// What is logged must be no change, and have an owner.
absl::Status CheckAuditedRead(const Method& method) {
  if (!method.audited_read) return absl::OkStatus();
  const std::string& where = method.descriptor->full_name();
  using Verb = Method::Verb;
  const bool reads =
      method.verb == Verb::kGet || method.verb == Verb::kList || method.verb == Verb::kCustom;
  const bool writes = method.etag != nullptr || method.request_id != nullptr ||
                      method.validate_only != nullptr || method.reason != nullptr ||
                      method.descriptor->client_streaming();
  if (!reads || writes) return Wrong(where, "changes something, so it is no `audited_read`");
  if (method.patterns.empty()) return Wrong(where, "an `audited_read` needs `name` or `parent`");
  for (const std::string& pattern : method.patterns) {
    if (OwnerOf(pattern).empty()) return Wrong(where, "nobody owns what this `audited_read` names");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Wrong(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

absl::Status CheckKind(const Kind& kind) {
  const std::string& where = kind.prototype->GetDescriptor()->full_name();
  if (!IsString(kind.name)) return Wrong(where, "a resource needs a field `name`");
  if (!IsString(kind.etag)) return Wrong(where, "a resource needs a field `etag`");
  if (!IsTimestamp(kind.create_time)) return Wrong(where, "a resource needs `create_time`");
  for (const FieldDescriptor* time : {kind.update_time, kind.delete_time}) {
    if (time != nullptr && !IsTimestamp(time)) return Wrong(time->full_name(), "is no time");
  }
  if (kind.type.empty() || kind.singular.empty() || kind.patterns.empty()) {
    return Wrong(where, "google.api.resource needs type, singular and pattern");
  }
  for (const std::string& pattern : kind.patterns) {
    if (OwnerOf(pattern).empty()) return Wrong(where, absl::StrCat("nobody owns ", pattern));
  }
  for (const FieldRule& rule : kind.rule->fields) {
    const bool indexed = rule.index != type::v1alpha::INDEX_UNSPECIFIED;
    if (indexed && !filter::IsOrdered(rule.field)) {
      return Wrong(rule.field->full_name(), "a field of this type cannot be indexed");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMethod(const Method& method) {
  const std::string& where = method.descriptor->full_name();
  if (absl::Status s = CheckTypes(method); !s.ok()) return s;
  if (absl::Status s = CheckAuditedRead(method); !s.ok()) return s;
  using Verb = Method::Verb;
  const Verb verb = method.verb;
  const bool by_name = verb == Verb::kGet || verb == Verb::kDelete || verb == Verb::kUndelete;
  if (by_name && method.name == nullptr) return Wrong(where, "its request needs `name`");
  const bool with_resource = verb == Verb::kCreate || verb == Verb::kUpdate;
  if (with_resource && method.resource == nullptr) {
    return Wrong(where, absl::StrCat("its request needs `", method.kind->singular, "`"));
  }
  if (verb == Verb::kUndelete && method.kind->delete_time == nullptr) {
    return Wrong(where, "what has no `delete_time` cannot be undeleted");
  }
  if (verb != Verb::kList) return absl::OkStatus();
  const bool pages = method.page_size != nullptr && method.page_token != nullptr;
  if (!pages) return Wrong(where, "its request needs page fields");
  if (!IsString(method.descriptor->output_type()->FindFieldByName("next_page_token"))) {
    return Wrong(where, "its response needs `next_page_token`");
  }
  return absl::OkStatus();
}

}  // namespace lotse::schema
