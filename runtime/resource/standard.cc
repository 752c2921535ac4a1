#include "runtime/resource/standard.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/fields.h"

namespace lotse::resource {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;

Page PageOf(const Method& method, const google::protobuf::Message& request) {
  Page page;
  page.parent = TextIn(request, method.parent);
  page.size = request.GetReflection()->GetInt32(request, method.page_size);
  page.token = TextIn(request, method.page_token);
  page.filter = TextIn(request, method.filter);
  page.order_by = TextIn(request, method.order_by);
  page.show_deleted = FlagIn(request, method.show_deleted);
  return page;
}

const Rules& Standard::RulesFor(const Kind& kind) const {
  static const auto* none = new Rules();
  const auto it = rules_.find(&kind);
  return it == rules_.end() ? *none : it->second;
}

absl::Status Standard::Run(Tx& tx, const Method& method, const Message& request,
                           Message* reply) const {
  using Verb = Method::Verb;
  switch (method.verb) {
    case Verb::kGet:
      return Get(tx, method, request, reply);
    case Verb::kList:
      return List(tx, method, request, reply);
    case Verb::kCreate:
      return Create(tx, method, request, reply);
    case Verb::kUpdate:
      return Update(tx, method, request, reply);
    case Verb::kDelete:
      return Delete(tx, method, request, reply);
    case Verb::kUndelete:
      return Undelete(tx, method, request, reply);
    case Verb::kCustom:
      break;
  }
  return absl::InternalError(
      absl::StrCat(method.descriptor->full_name(), " is no standard method"));
}

absl::Status Standard::Complete(Message* reply) const {
  if (const Kind* kind = schema_->KindOf(reply->GetDescriptor()); kind != nullptr) {
    const Rules& rules = RulesFor(*kind);
    // Nothing was answered where the resource may be missing.
    const bool empty = TextIn(*reply, kind->name).empty();
    return rules.complete && !empty ? rules.complete(reply) : absl::OkStatus();
  }
  const auto* reflection = reply->GetReflection();
  for (int i = 0; i < reply->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = reply->GetDescriptor()->field(i);
    if (field->message_type() == nullptr || !field->is_repeated()) continue;
    const Kind* kind = schema_->KindOf(field->message_type());
    if (kind == nullptr || !RulesFor(*kind).complete) continue;
    for (int k = 0; k < reflection->FieldSize(*reply, field); ++k) {
      Message* resource = reflection->MutableRepeatedMessage(reply, field, k);
      if (absl::Status s = RulesFor(*kind).complete(resource); !s.ok()) return s;
    }
  }
  return absl::OkStatus();
}

absl::Status Standard::Check(const Kind& kind, const Message& resource,
                             rpc::FieldViolations violations) const {
  if (const Rules& rules = RulesFor(kind); rules.check) {
    for (auto& violation : rules.check(resource)) violations.push_back(std::move(violation));
  }
  schema::CheckRequired(*kind.rule, resource, kind.singular, &violations);
  return rpc::InvalidFields(violations);
}

absl::Status Standard::Get(Tx& tx, const Method& method, const Message& request,
                           Message* reply) const {
  return tx.Load(TextIn(request, method.name), reply);
}

absl::Status Standard::List(Tx& tx, const Method& method, const Message& request,
                            Message* reply) const {
  const Page page = PageOf(method, request);
  if (absl::Status s = tx.CheckThere(page.parent, /*live=*/false); !s.ok()) return s;
  return tx.List(page, reply);
}

// [create]
absl::Status Standard::CreateNamed(Tx& tx, const Method& method, const Message& wanted,
                                   const std::string& name, rpc::FieldViolations violations,
                                   Message* reply) const {
  const Kind& kind = *method.kind;
  reply->CopyFrom(wanted);
  schema::ClearOutputOnly(*kind.rule, reply);
  reply->GetReflection()->SetString(reply, kind.name, name);
  reply->GetReflection()->ClearField(reply, kind.etag);
  if (absl::Status s = Check(kind, *reply, std::move(violations)); !s.ok()) return s;
  const Rules& rules = RulesFor(kind);
  if (rules.create) {
    if (absl::Status s = rules.create(tx, reply); !s.ok()) return s;
  }
  if (for_all_) {
    if (absl::Status s = for_all_(tx, *reply); !s.ok()) return s;
  }
  const size_t written = tx.written().size();
  if (absl::Status s = tx.Create(reply); !s.ok()) return s;
  const bool is_new = tx.written().size() > written;
  return is_new && rules.created ? rules.created(tx, *reply) : absl::OkStatus();
}
// [/create]

absl::Status Standard::Create(Tx& tx, const Method& method, const Message& request,
                              Message* reply) const {
  return CreateNamed(tx, method, request.GetReflection()->GetMessage(request, method.resource),
                     NameToCreate(method, request, tx.now()), CheckRequest(method, request), reply);
}

absl::Status Standard::Update(Tx& tx, const Method& method, const Message& request,
                              Message* reply) const {
  const Kind& kind = *method.kind;
  const auto* reflection = request.GetReflection();
  const std::unique_ptr<Message> wanted(kind.prototype->New());
  wanted->CopyFrom(reflection->GetMessage(request, method.resource));
  schema::ClearOutputOnly(*kind.rule, wanted.get());
  const std::string name = TextIn(*wanted, kind.name);
  absl::Status loaded = tx.Load(name, reply);
  if (absl::IsNotFound(loaded) && FlagIn(request, method.allow_missing)) {
    return CreateNamed(tx, method, *wanted, name, {}, reply);
  }
  if (!loaded.ok()) return loaded;
  if (IsDeleted(kind, *reply)) return WasDeleted(name);
  // The etag of what a caller sent was cleared with what only the server sets.
  const std::string etag = TextIn(reflection->GetMessage(request, method.resource), kind.etag);
  if (absl::Status s = etag.empty() ? absl::OkStatus() : CheckEtag(kind, etag, *reply); !s.ok()) {
    return s;
  }

  const std::unique_ptr<Message> before(kind.prototype->New());
  before->CopyFrom(*reply);
  const bool masked = method.update_mask != nullptr &&
                      reflection->HasField(request, method.update_mask) &&
                      reflection->GetMessage(request, method.update_mask).ByteSizeLong() > 0;
  const FieldMask mask =
      masked ? static_cast<const FieldMask&>(reflection->GetMessage(request, method.update_mask))
             : FieldMask();
  rpc::FieldViolations violations;
  schema::ApplyMask(kind, masked ? &mask : nullptr, "update_mask", *wanted, reply, &violations);
  schema::CheckImmutable(*kind.rule, *before, *reply, kind.singular, &violations);
  if (absl::Status s = Check(kind, *reply, std::move(violations)); !s.ok()) return s;
  if (const Rules& rules = RulesFor(kind); rules.update) {
    if (absl::Status s = rules.update(tx, *before, reply); !s.ok()) return s;
  }
  if (for_all_) {
    if (absl::Status s = for_all_(tx, *reply); !s.ok()) return s;
  }
  return tx.Save("UPDATE", TextIn(request, method.reason), reply);
}

absl::Status Standard::Delete(Tx& tx, const Method& method, const Message& request,
                              Message* reply) const {
  const Kind& kind = *method.kind;
  const bool allow_missing = FlagIn(request, method.allow_missing);
  const std::unique_ptr<Message> resource(kind.prototype->New());
  const std::string name = TextIn(request, method.name);
  const absl::Status loaded = tx.Load(name, resource.get());
  if (absl::IsNotFound(loaded) && allow_missing) return absl::OkStatus();
  if (!loaded.ok()) return loaded;
  const bool was_deleted = IsDeleted(kind, *resource);
  if (was_deleted && !allow_missing) {
    return rpc::Precondition(type::v1alpha::ERROR_REASON_RESOURCE_DELETED, name,
                             {"wurde schon gelöscht", "was deleted already"}, {{"resource", name}});
  }
  if (!was_deleted) {
    const std::string etag = TextIn(request, method.etag);
    if (absl::Status s = etag.empty() ? absl::OkStatus() : CheckEtag(kind, etag, *resource);
        !s.ok()) {
      return s;
    }
    if (const Rules& rules = RulesFor(kind); rules.remove) {
      if (absl::Status s = rules.remove(tx, *resource); !s.ok()) return s;
    }
    if (for_all_) {
      if (absl::Status s = for_all_(tx, *resource); !s.ok()) return s;
    }
    if (absl::Status s = tx.Delete(resource.get()); !s.ok()) return s;
  }
  if (reply->GetDescriptor() == resource->GetDescriptor()) reply->CopyFrom(*resource);
  return absl::OkStatus();
}

absl::Status Standard::Undelete(Tx& tx, const Method& method, const Message& request,
                                Message* reply) const {
  const Kind& kind = *method.kind;
  const std::string name = TextIn(request, method.name);
  const std::string etag = TextIn(request, method.etag);
  if (etag.empty()) return CheckEtag(kind, etag, *reply);
  if (absl::Status s = tx.Load(name, reply); !s.ok()) return s;
  if (!IsDeleted(kind, *reply)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      absl::StrCat(name, " is not deleted"), {{"resource", name}});
  }
  if (absl::Status s = CheckEtag(kind, etag, *reply); !s.ok()) return s;
  if (const Rules& rules = RulesFor(kind); rules.restore) {
    if (absl::Status s = rules.restore(tx, *reply); !s.ok()) return s;
  }
  if (for_all_) {
    if (absl::Status s = for_all_(tx, *reply); !s.ok()) return s;
  }
  const std::unique_ptr<Message> deleted(reply->New());
  deleted->CopyFrom(*reply);
  if (absl::Status s = tx.Undelete(reply); !s.ok()) return s;
  const Rules& rules = RulesFor(kind);
  return rules.restored ? rules.restored(tx, *deleted) : absl::OkStatus();
}

}  // namespace lotse::resource
