#pragma once

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/schema.h"

// What all requests have in common, read by the customary names of their fields.
namespace lotse::schema {

// Longest `reason` of a request, in bytes.
inline constexpr size_t kMaxReasonBytes = 1000;

// Values of a request's fields; empty, 0 or false where it has no such field.
std::string TextIn(const google::protobuf::Message& request,
                   const google::protobuf::FieldDescriptor* field);
bool FlagIn(const google::protobuf::Message& request,
            const google::protobuf::FieldDescriptor* field);

// What a request is about: the name of the resource or of the parent, as it was
// sent; empty if it has neither.
std::string SubjectOf(const Method& method, const google::protobuf::Message& request);

// What is wrong with the names, ids, request id and reason of a request.
rpc::FieldViolations CheckRequest(const Method& method, const google::protobuf::Message& request);

// The name of what a request creates: its parent, the collection and its id, or a
// UUID of version 7 where the request may leave the id out.
std::string NameToCreate(const Method& method, const google::protobuf::Message& request,
                         absl::Time now);

// The scope of what a request is about, also before it has a name; see address.h.
std::string ScopeOf(const Method& method, const google::protobuf::Message& request);

// The same bytes for the same request. They may differ between two versions of the
// protobuf library: a request that is repeated over an upgrade then counts as another.
std::string BytesOf(const google::protobuf::Message& request);

}  // namespace lotse::schema
