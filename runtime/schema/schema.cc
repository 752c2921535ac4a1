#include "runtime/schema/schema.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "runtime/schema/address.h"
#include "runtime/schema/checks.h"
#include "runtime/types/resource_name.h"

namespace lotse::schema {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

namespace {

// `orgUnit` as fields are called: `org_unit`.
std::string InSnakeCase(absl::string_view name) {
  std::string out;
  for (const char c : name) {
    if (absl::ascii_isupper(c)) out.push_back('_');
    out.push_back(absl::ascii_tolower(c));
  }
  return out;
}

FieldRule RuleOf(const FieldDescriptor* field) {
  FieldRule rule;
  rule.field = field;
  const auto& options = field->options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    switch (options.GetExtension(google::api::field_behavior, i)) {
      case google::api::REQUIRED:
        rule.required = true;
        break;
      case google::api::IMMUTABLE:
        rule.immutable = true;
        break;
      case google::api::OUTPUT_ONLY:
        rule.output_only = true;
        break;
      case google::api::IDENTIFIER:
        rule.identifier = true;
        break;
      default:
        break;
    }
  }
  rule.personal = options.GetExtension(type::v1alpha::personal);
  rule.carried = options.GetExtension(type::v1alpha::carried);
  rule.index = options.GetExtension(type::v1alpha::indexed);
  if (options.HasExtension(google::api::resource_reference)) {
    rule.reference = options.GetExtension(google::api::resource_reference).type();
  }
  return rule;
}

Method::Verb VerbOf(const std::string& name, const Kind* kind) {
  if (kind == nullptr) return Method::Verb::kCustom;
  const std::string& noun = kind->prototype->GetDescriptor()->name();
  const std::pair<absl::string_view, Method::Verb> verbs[] = {
      {"Get", Method::Verb::kGet},
      {"Create", Method::Verb::kCreate},
      {"Update", Method::Verb::kUpdate},
      {"Delete", Method::Verb::kDelete},
      {"Undelete", Method::Verb::kUndelete}};
  for (const auto& [prefix, verb] : verbs) {
    if (name == absl::StrCat(prefix, noun)) return verb;
  }
  return Method::Verb::kCustom;
}

std::tuple<bool, bool, bool, bool> Marks(const MessageRule& rule) {
  return {rule.has_required, rule.has_output_only, rule.has_personal, rule.has_reference};
}

}  // namespace

class SchemaCompiler {
 public:
  SchemaCompiler(Schema* schema, const DescriptorPool* pool, MessageFactory* factory)
      : schema_(schema), pool_(pool), factory_(factory) {}

  absl::Status Run(const std::vector<std::string>& services) {
    std::vector<const google::protobuf::ServiceDescriptor*> found;
    for (const std::string& name : services) {
      found.push_back(pool_->FindServiceByName(name));
      if (found.back() == nullptr) return Wrong(name, "there is no such service");
      if (absl::Status s = AddFile(found.back()->file()); !s.ok()) return s;
    }
    LinkKinds();
    for (const auto* service : found) {
      for (int i = 0; i < service->method_count(); ++i) {
        if (absl::Status s = AddMethod(service->method(i)); !s.ok()) return s;
      }
    }
    Summarize();
    if (absl::Status s = CheckIndexes(); !s.ok()) return s;
    if (absl::Status s = CheckOutputOnly(); !s.ok()) return s;
    return CheckReferences();
  }

 private:
  // Takes the resources of a file and of the files it imports of its package, or of what all
  // services share. Another package lends its messages only: another service keeps its resources.
  absl::Status AddFile(const FileDescriptor* file) {
    if (!absl::StartsWith(file->package(), "lotse.") || !files_.insert(file).second) {
      return absl::OkStatus();
    }
    for (int i = 0; i < file->dependency_count(); ++i) {
      const FileDescriptor* imported = file->dependency(i);
      const bool shared = absl::StartsWith(imported->package(), "lotse.type.");
      if (!shared && imported->package() != file->package()) continue;
      if (absl::Status s = AddFile(imported); !s.ok()) return s;
    }
    for (int i = 0; i < file->message_type_count(); ++i) {
      if (!file->message_type(i)->options().HasExtension(google::api::resource)) continue;
      if (absl::Status s = AddKind(file->message_type(i)); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status AddKind(const Descriptor* message) {
    const auto& option = message->options().GetExtension(google::api::resource);
    auto kind = std::make_unique<Kind>();
    kind->type = option.type();
    kind->singular = InSnakeCase(option.singular());
    kind->patterns.assign(option.pattern().begin(), option.pattern().end());
    kind->prototype = factory_->GetPrototype(message);
    kind->rule = AddRule(message);
    kind->name = message->FindFieldByName("name");
    kind->etag = message->FindFieldByName("etag");
    kind->create_time = message->FindFieldByName("create_time");
    kind->update_time = message->FindFieldByName("update_time");
    kind->delete_time = message->FindFieldByName("delete_time");
    if (absl::Status s = CheckKind(*kind); !s.ok()) return s;
    for (const FieldRule& rule : kind->rule->fields) {
      if (rule.field->options().GetExtension(type::v1alpha::computed)) {
        kind->computed.push_back(rule.field);
      }
      if (rule.index != type::v1alpha::INDEX_UNSPECIFIED) kind->indexed.push_back(&rule);
    }
    schema_->by_message_[message] = kind.get();
    if (!schema_->by_type_.try_emplace(kind->type, kind.get()).second) {
      return Wrong(message->full_name(), "its resource type is used twice");
    }
    schema_->kinds_.push_back(std::move(kind));
    return absl::OkStatus();
  }

  // The rule of a message and of those within; each message once.
  const MessageRule* AddRule(const Descriptor* message) {
    auto& rule = schema_->rules_[message];
    if (rule != nullptr) return rule.get();
    rule = std::make_unique<MessageRule>();
    MessageRule* const out = rule.get();
    std::vector<FieldRule> fields;
    for (int i = 0; i < message->field_count(); ++i) {
      FieldRule field = RuleOf(message->field(i));
      if (message->field(i)->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        field.inner = AddRule(message->field(i)->message_type());
      }
      fields.push_back(std::move(field));
    }
    out->fields = std::move(fields);
    return out;
  }

  void LinkKinds() {
    for (const auto& child : schema_->kinds_) {
      for (const auto& parent : schema_->kinds_) {
        const bool below =
            std::any_of(child->patterns.begin(), child->patterns.end(), [&](const auto& pattern) {
              return std::count(parent->patterns.begin(), parent->patterns.end(),
                                ParentOf(pattern)) > 0;
            });
        if (below) parent->children.push_back(child.get());
      }
    }
  }

  // What a list gives: the resource that its answer repeats; null if it is no list.
  const Kind* ListedBy(const MethodDescriptor* method) const {
    if (!absl::StartsWith(method->name(), "List")) return nullptr;
    // What takes a name tells something about that, and is no list of what is below.
    if (method->input_type()->FindFieldByName("name") != nullptr) return nullptr;
    for (int i = 0; i < method->output_type()->field_count(); ++i) {
      const FieldDescriptor* field = method->output_type()->field(i);
      if (!field->is_repeated() || field->message_type() == nullptr) continue;
      const Kind* kind = schema_->KindOf(field->message_type());
      if (kind != nullptr) return kind;
    }
    return nullptr;
  }

  // What another method is about: the resource it answers with, or the one that its
  // `name` or `parent` refers to.
  const Kind* KindOf(const MethodDescriptor* method, const MessageRule& request) const {
    if (const Kind* kind = schema_->KindOf(method->output_type()); kind != nullptr) return kind;
    for (const FieldRule& rule : request.fields) {
      if (!rule.field->options().HasExtension(google::api::resource_reference)) continue;
      const auto& reference = rule.field->options().GetExtension(google::api::resource_reference);
      const std::string& type =
          reference.type().empty() ? reference.child_type() : reference.type();
      const bool about = rule.field->name() == "name" || rule.field->name() == "parent";
      if (about) return schema_->KindOfType(type);
    }
    return nullptr;
  }

  void SetRead(const MethodDescriptor& get, const Kind* of) {
    for (auto& kind : schema_->kinds_) {
      if (kind.get() == of) kind->read = get.options().GetExtension(type::v1alpha::permission);
    }
  }

  absl::Status AddMethod(const MethodDescriptor* descriptor) {
    auto method = std::make_unique<Method>();
    const Descriptor* request = descriptor->input_type();
    const auto field = [&](absl::string_view name) {
      return request->FindFieldByName(std::string(name));
    };
    method->descriptor = descriptor;
    method->request = AddRule(request);
    method->kind = ListedBy(descriptor);
    if (method->kind != nullptr) {
      method->verb = Method::Verb::kList;
    } else {
      method->kind = KindOf(descriptor, *method->request);
      method->verb = VerbOf(descriptor->name(), method->kind);
    }
    if (method->verb == Method::Verb::kGet) SetRead(*descriptor, method->kind);
    method->name = field("name");
    method->parent = field("parent");
    method->update_mask = field("update_mask");
    method->etag = field("etag");
    method->reason = field("reason");
    method->request_id = field("request_id");
    method->validate_only = field("validate_only");
    method->allow_missing = field("allow_missing");
    method->page_size = field("page_size");
    method->page_token = field("page_token");
    method->filter = field("filter");
    method->order_by = field("order_by");
    method->show_deleted = field("show_deleted");
    if (const FieldDescriptor* subject = method->name ? method->name : method->parent) {
      method->patterns = schema_->PatternsFor(subject);
    } else if (method->verb == Method::Verb::kUpdate) {
      method->patterns = method->kind->patterns;
    }
    method->id = method->kind ? field(absl::StrCat(method->kind->singular, "_id")) : nullptr;
    method->resource = method->kind ? field(method->kind->singular) : nullptr;
    method->audited_read = descriptor->options().GetExtension(type::v1alpha::audited_read);
    const Descriptor* reply = descriptor->output_type();
    if (method->request_id != nullptr && schema_->KindOf(reply) == nullptr &&
        reply->field_count() > 0) {
      return Wrong(descriptor->full_name(),
                   "has a `request_id`, but its reply, which is no resource, is not kept");
    }
    if (absl::Status s = CheckMethod(*method); !s.ok()) return s;
    if (!schema_->by_request_.try_emplace(request, method.get()).second) {
      return Wrong(descriptor->full_name(), "another method takes the same request");
    }
    schema_->methods_.push_back(std::move(method));
    return absl::OkStatus();
  }

  // Whether marks are found further in; messages may contain one another, so it
  // is done until nothing changes.
  void Summarize() {
    for (bool changed = true; changed;) {
      changed = false;
      for (auto& [message, rule] : schema_->rules_) {
        const auto before = Marks(*rule);
        for (const FieldRule& field : rule->fields) {
          const MessageRule* inner = field.inner;
          rule->has_required |= field.required || (inner && inner->has_required);
          rule->has_output_only |= field.output_only || (inner && inner->has_output_only);
          rule->has_personal |= field.personal || (inner && inner->has_personal);
          rule->has_reference |= !field.reference.empty() || (inner && inner->has_reference);
        }
        changed |= before != Marks(*rule);
      }
    }
  }

  // Only fields of a resource itself have rows in an index.
  absl::Status CheckIndexes() const {
    for (const auto& [message, rule] : schema_->rules_) {
      if (schema_->KindOf(message) != nullptr) continue;
      for (const FieldRule& field : rule->fields) {
        if (field.index != type::v1alpha::INDEX_UNSPECIFIED) {
          return Wrong(field.field->full_name(), "only a field of a resource can be indexed");
        }
      }
    }
    return absl::OkStatus();
  }

  // What the server sets within what a caller writes goes with the next update, unless a rule of
  // the kind carries it over.
  absl::Status CheckOutputOnly() const {
    for (const auto& kind : schema_->kinds_) {
      for (const FieldRule& rule : kind->rule->fields) {
        const bool kept = rule.output_only || rule.carried;
        if (!kept && rule.inner != nullptr && rule.inner->has_output_only) {
          return Wrong(rule.field->full_name(), "holds fields that only the server may set");
        }
      }
    }
    return absl::OkStatus();
  }

  // A type of this daemon must exist; others are not looked up.
  absl::Status CheckReferences() const {
    absl::flat_hash_set<std::string> domains;
    for (const auto& kind : schema_->kinds_) {
      domains.insert(kind->type.substr(0, kind->type.find('/')));
    }
    for (const auto& [message, rule] : schema_->rules_) {
      for (const FieldRule& field : rule->fields) {
        const auto& options = field.field->options();
        if (!options.HasExtension(google::api::resource_reference)) continue;
        const std::string& where = field.field->full_name();
        if (field.field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
          return Wrong(where, "only a text can refer to a resource");
        }
        const auto& reference = options.GetExtension(google::api::resource_reference);
        const std::string& type =
            reference.type().empty() ? reference.child_type() : reference.type();
        if (schema_->KindOfType(type) != nullptr) continue;
        if (type.empty() || domains.contains(type.substr(0, type.find('/')))) {
          return Wrong(where, absl::StrCat("there is no resource ", type));
        }
      }
    }
    return absl::OkStatus();
  }

  Schema* const schema_;
  const DescriptorPool* const pool_;
  MessageFactory* const factory_;
  absl::flat_hash_set<const FileDescriptor*> files_;
};

absl::StatusOr<std::unique_ptr<Schema>> Schema::Compile(const std::vector<std::string>& services) {
  return CompileFrom(DescriptorPool::generated_pool(), MessageFactory::generated_factory(),
                     services);
}

absl::StatusOr<std::unique_ptr<Schema>> Schema::CompileFrom(
    const DescriptorPool* pool, MessageFactory* factory, const std::vector<std::string>& services) {
  std::unique_ptr<Schema> schema(new Schema());
  if (absl::Status s = SchemaCompiler(schema.get(), pool, factory).Run(services); !s.ok()) return s;
  return schema;
}

const Method& Schema::MethodOf(const Descriptor* request) const { return *by_request_.at(request); }

const Kind* Schema::KindOf(const Descriptor* message) const {
  const auto it = by_message_.find(message);
  return it == by_message_.end() ? nullptr : it->second;
}

const Kind* Schema::KindOfType(absl::string_view type) const {
  const auto it = by_type_.find(type);
  return it == by_type_.end() ? nullptr : it->second;
}

std::vector<std::string> Schema::PatternsFor(const FieldDescriptor* field) const {
  const auto& reference = field->options().GetExtension(google::api::resource_reference);
  if (const Kind* kind = KindOfType(reference.type()); kind != nullptr) return kind->patterns;
  std::vector<std::string> patterns;
  if (const Kind* kind = KindOfType(reference.child_type()); kind != nullptr) {
    for (const std::string& pattern : kind->patterns) patterns.emplace_back(ParentOf(pattern));
  }
  return patterns;
}

const Kind* Schema::KindOfName(absl::string_view name) const {
  for (const auto& kind : kinds_) {
    for (const std::string& pattern : kind->patterns) {
      if (types::FitsName(pattern, name)) return kind.get();
    }
  }
  return nullptr;
}

}  // namespace lotse::schema
