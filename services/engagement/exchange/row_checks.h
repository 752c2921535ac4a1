#pragma once

#include <cstddef>

#include "google/protobuf/message.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/schema/schema.h"

namespace lotse::engagement {

// Bytes that a resource which is brought back may have, as protobuf encodes it: the methods
// make none that is larger.
inline constexpr size_t kMaxRestoredBytes = 256 << 10;

// What is wrong with what only the server sets in a resource that is brought back from a
// file, where no method has set it: no state, values of enums that there are not, days and
// texts that no method takes, an integer below zero (those that the server sets count), no etag or
// one that is no revision (1 to 2^53), phases of version 0.1.0, more than kMaxRestoredBytes. Paths
// begin with the kind, for example `goal.etag`.
rpc::FieldViolations CheckRestored(const schema::Kind& kind,
                                   const google::protobuf::Message& resource);

}  // namespace lotse::engagement
