#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/survey/app/use_cases.h"

namespace lotse::survey {

// Runs a method of which `work` is one transaction, and waits for it. As resource::Api does for
// methods that are no more than that: a request that is sent again is answered as the first time,
// and what is only checked is discarded. `work` fills the empty `r`.
absl::Status WriteOnce(resource::Store& store, const OnBehalf& caller,
                       const google::protobuf::Message& q, google::protobuf::Message* r,
                       absl::FunctionRef<absl::Status(Tx&)> work);

}  // namespace lotse::survey
