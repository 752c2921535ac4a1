#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "lotse/type/v1alpha/external_id.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::types {

// Most external ids of a resource.
inline constexpr int kMaxExternalIds = 8;
// Longest external id in bytes of UTF-8. Source: external_id.proto.
inline constexpr int kMaxExternalIdBytes = 256;

// Adds what is wrong with the external ids that stand at `field`: their number,
// system and value as external_id.proto says, and each system stands once, else
// nobody knows which of its ids to use. A violation never repeats a value.
void CheckExternalIds(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<type::v1alpha::ExternalId>& ids,
                      rpc::FieldViolations* violations);

}  // namespace lotse::types
