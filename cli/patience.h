#pragma once

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "cli/channel.h"

namespace lotse::cli {

// Sends a request; again, a few times, where the service asks to come back later. For
// requests that do no harm when they come twice. Errors as Client::Call.
absl::Status CallPatiently(Client* client, const google::protobuf::Message& request,
                           google::protobuf::Message* reply);

}  // namespace lotse::cli
