#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "runtime/resource/tx.h"

// A request that is sent again is answered as the first time (AIP-155).
namespace lotse::resource {

// Runs `work`, which fills the empty `reply`, unless a request with this `request_id`
// was done before: then `reply` is what was answered. Remembers what was done.
// REQUEST_ID_REUSED if it was another request, or the error of `work`.
absl::Status Once(Tx& tx, const Method& method, const google::protobuf::Message& request,
                  google::protobuf::Message* reply, absl::FunctionRef<absl::Status()> work);

}  // namespace lotse::resource
