#pragma once

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "runtime/resource/tx.h"

// A request that is sent again is answered as the first time (AIP-155).
namespace lotse::resource {

// Looks whether a request with this `request_id` was done before; if it was,
// `reply` is what was answered. REQUEST_ID_REUSED if it was another request.
absl::StatusOr<bool> Replay(Tx& tx, const Method& method, const google::protobuf::Message& request,
                            google::protobuf::Message* reply);

// Remembers what a request did.
void Remember(Tx& tx, const Method& method, const google::protobuf::Message& request,
              const google::protobuf::Message& reply);

}  // namespace lotse::resource
