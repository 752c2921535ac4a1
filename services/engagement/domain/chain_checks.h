#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/code_checks.h"

// Checks that findings, needs, goals and measures have in common. Each adds what is wrong
// to `violations`, with paths that begin with the given field.
namespace lotse::engagement {

using Names = google::protobuf::RepeatedPtrField<std::string>;

// `other` is a name in `collection` right below the same engagement or programme as
// `name`; or empty.
void CheckSibling(absl::string_view field, absl::string_view collection, absl::string_view name,
                  absl::string_view other, rpc::FieldViolations* violations);

// As CheckSibling for each of a list: at most `limit`, none empty, none twice.
void CheckSiblings(absl::string_view field, absl::string_view collection, absl::string_view name,
                   const Names& others, int limit, rpc::FieldViolations* violations);

// `unit` is the name of an organisational unit; or empty.
void CheckUnit(absl::string_view field, absl::string_view unit, rpc::FieldViolations* violations);

// At most `limit` names in `pattern`, none twice.
void CheckNames(absl::string_view field, absl::string_view pattern, const Names& names, int limit,
                rpc::FieldViolations* violations);

// At most `limit` organisational units, none twice.
void CheckUnits(absl::string_view field, const Names& units, int limit,
                rpc::FieldViolations* violations);

// What a resource is about: `content_level` and `content_field`, which may be absent.
// `path` is that of the resource.
template <class Resource>
void CheckContentPlace(absl::string_view path, const Resource& resource,
                       rpc::FieldViolations* violations) {
  const std::string at(path);
  if (resource.has_content_level()) {
    CheckCode(at + ".content_level", resource.content_level(), violations);
  }
  if (resource.has_content_field()) {
    CheckCode(at + ".content_field", resource.content_field(), violations);
  }
}

// What a step is called in a state machine: the name of its value behind `_STEP_`;
// `UNSPECIFIED` for a number that is none.
std::string StepName(const google::protobuf::EnumDescriptor* steps, int step);
template <class Step>
std::string StepName(Step step) {
  return StepName(google::protobuf::GetEnumDescriptor<Step>(), step);
}

// The step called `step` is one of those that a method takes.
void CheckStepIsOneOf(std::initializer_list<absl::string_view> steps, absl::string_view step,
                      rpc::FieldViolations* violations);

// A reason is there. `why` says what it is needed for.
void CheckReasonGiven(absl::string_view reason, const rpc::Wording& why,
                      rpc::FieldViolations* violations);

// The same as a status: INVALID_FIELDS if there is none.
absl::Status NeedReason(absl::string_view reason, const rpc::Wording& why);

}  // namespace lotse::engagement
