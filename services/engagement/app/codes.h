#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Whether each code in `resource`, however deep, is one of the list that it names, of
// which each is read once. INVALID_FIELDS with the paths and the first codes that there
// are. That a list was deleted does not matter: what was meant is still known.
absl::Status CheckCodesExist(resource::Tx& tx, const google::protobuf::Message& resource);

}  // namespace lotse::engagement
