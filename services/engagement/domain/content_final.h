#pragma once

#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

// CONTENT_FINAL: `name`, whose state has this name, is not edited or deleted any more.
// `instead` says what is possible. Metadata `state`.
absl::Status ContentIsFinal(absl::string_view name, absl::string_view state,
                            const rpc::Wording& instead);

// CONTENT_FINAL if a field of a resource, but for its etag and for `free`, differs.
// `description` goes on from its name and says how it can be changed all the same.
absl::Status CheckContentFinal(const google::protobuf::Message& before,
                               const google::protobuf::Message& after,
                               std::initializer_list<absl::string_view> free,
                               const rpc::Wording& description);

}  // namespace lotse::engagement
