#pragma once

#include "google/protobuf/message.h"

namespace lotse::resource {

// Clears what only the server may set (`google.api.field_behavior` OUTPUT_ONLY),
// here and in messages within. What a caller sent there is ignored (AIP-203).
void ClearOutputOnly(google::protobuf::Message* message);

}  // namespace lotse::resource
