#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "lotse/type/v1alpha/annotations.pb.h"

// What the annotations in the protos say, compiled once at start. Looking an
// option up costs more than reading the field it belongs to.
namespace lotse::schema {

struct MessageRule;

// What holds for one field.
struct FieldRule {
  const google::protobuf::FieldDescriptor* field = nullptr;
  bool required = false;
  bool immutable = false;
  bool output_only = false;
  bool identifier = false;
  bool personal = false;
  bool carried = false;
  type::v1alpha::Index index = type::v1alpha::INDEX_UNSPECIFIED;
  // Type of the resource that it names, for example `survey.lotse/Instrument`.
  std::string reference;
  // Of a field that holds messages.
  const MessageRule* inner = nullptr;
};

// What holds for the fields of one message, by their index in the descriptor.
struct MessageRule {
  std::vector<FieldRule> fields;
  // Whether any field here or further in has the mark: a large tree without it is
  // not walked.
  bool has_required = false;
  bool has_output_only = false;
  bool has_personal = false;
  bool has_reference = false;
};

// One kind of resource.
struct Kind {
  // For example `engagement.lotse/Goal`.
  std::string type;
  // For example `org_unit`, for `singular: "orgUnit"`: names the field of a request that
  // holds one, and, with `_id` behind it, the id that is chosen.
  std::string singular;
  std::vector<std::string> patterns;
  // The prototype; `New` makes an empty resource.
  const google::protobuf::Message* prototype;
  const MessageRule* rule;
  // The fields that every resource has.
  const google::protobuf::FieldDescriptor* name;
  const google::protobuf::FieldDescriptor* etag;
  const google::protobuf::FieldDescriptor* create_time;
  // Null where a kind does not have them. With `delete_time` a kind is deleted
  // softly and can be undeleted (AIP-164).
  const google::protobuf::FieldDescriptor* update_time;
  const google::protobuf::FieldDescriptor* delete_time;
  // Fields of the resource itself that are computed and not stored.
  std::vector<const google::protobuf::FieldDescriptor*> computed;
  // Fields of the resource itself that are indexed.
  std::vector<const FieldRule*> indexed;
  // Kinds whose names continue one of this.
  std::vector<const Kind*> children;
  // Stands for the kind in the store, which says so when it is opened.
  int32_t number = 0;
  // What reading one needs: the permission of its Get; UNSPECIFIED where it has none.
  type::v1alpha::Permission read = type::v1alpha::PERMISSION_UNSPECIFIED;
};

// One method.
struct Method {
  enum class Verb { kGet, kList, kCreate, kUpdate, kDelete, kUndelete, kCustom };

  const google::protobuf::MethodDescriptor* descriptor;
  Verb verb = Verb::kCustom;
  // What it is about; null for a custom method that is about no resource.
  const Kind* kind = nullptr;
  const MessageRule* request;
  // What its subject, the `name`, the `parent`, or the name of the resource to update,
  // may look like; none if it refers to nothing that is known.
  std::vector<std::string> patterns;
  // Whether a call is noted in the change log before it is answered; annotations.proto.
  bool audited_read = false;
  // Fields of the request by their customary names; null where it has none.
  const google::protobuf::FieldDescriptor* name;
  const google::protobuf::FieldDescriptor* parent;
  const google::protobuf::FieldDescriptor* id;
  const google::protobuf::FieldDescriptor* resource;
  const google::protobuf::FieldDescriptor* update_mask;
  const google::protobuf::FieldDescriptor* etag;
  const google::protobuf::FieldDescriptor* reason;
  const google::protobuf::FieldDescriptor* request_id;
  const google::protobuf::FieldDescriptor* validate_only;
  const google::protobuf::FieldDescriptor* allow_missing;
  const google::protobuf::FieldDescriptor* page_size;
  const google::protobuf::FieldDescriptor* page_token;
  const google::protobuf::FieldDescriptor* filter;
  const google::protobuf::FieldDescriptor* order_by;
  const google::protobuf::FieldDescriptor* show_deleted;
};

// The kinds and methods of a daemon.
class Schema {
 public:
  // Compiles the services of these full names and every resource of their packages that
  // their files know. InvalidArgument, naming what is wrong: a service that is not linked, a
  // resource without name, etag or create_time or that nobody owns, an index on a
  // field that cannot be ordered, a reference to a type that does not exist, a
  // standard method without the fields it needs.
  static absl::StatusOr<std::unique_ptr<Schema>> Compile(const std::vector<std::string>& services);
  // As Compile, with descriptors and prototypes from elsewhere, which outlive it.
  static absl::StatusOr<std::unique_ptr<Schema>> CompileFrom(
      const google::protobuf::DescriptorPool* pool, google::protobuf::MessageFactory* factory,
      const std::vector<std::string>& services);

  // The method that takes this request: each takes a type of its own (AIP-130).
  const Method& MethodOf(const google::protobuf::Descriptor* request) const;
  // Null if it is no kind of this daemon.
  const Kind* KindOf(const google::protobuf::Descriptor* message) const;
  const Kind* KindOfType(absl::string_view type) const;
  // What a name in `field` may look like, by the type that it refers to, or whose
  // parents it refers to; none if that is not known here.
  std::vector<std::string> PatternsFor(const google::protobuf::FieldDescriptor* field) const;
  // The kind whose pattern fits `name`; null if none does.
  const Kind* KindOfName(absl::string_view name) const;

  const std::vector<std::unique_ptr<Kind>>& kinds() const { return kinds_; }
  const std::vector<std::unique_ptr<Method>>& methods() const { return methods_; }

 private:
  friend class SchemaCompiler;
  Schema() = default;

  std::vector<std::unique_ptr<Kind>> kinds_;
  std::vector<std::unique_ptr<Method>> methods_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<MessageRule>> rules_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const Kind*> by_message_;
  absl::flat_hash_map<std::string, const Kind*> by_type_;
  absl::flat_hash_map<const google::protobuf::Descriptor*, const Method*> by_request_;
};

}  // namespace lotse::schema
