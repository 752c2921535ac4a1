#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "runtime/resource/tx.h"

// What is asked of a resource that is brought back from the file of an engagement, beyond what
// it is by itself and the permissions of its caller.
namespace lotse::engagement {

// WRONG_STATE, as when it were created, if the engagement of a new resource is over. Not while
// nothing was done to that since it was brought back itself: an import that was interrupted
// goes on.
absl::Status CheckTakesMore(resource::Tx& tx, const google::protobuf::Message& resource);

// What holds between resources in whatever state they are, of one that was stored with those
// that it refers to. Errors are those of the methods of its kind.
absl::Status CheckAmongOthers(resource::Tx& tx, const google::protobuf::Message& resource);

}  // namespace lotse::engagement
