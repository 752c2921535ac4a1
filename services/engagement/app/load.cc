#include "services/engagement/app/load.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

absl::Status NeedReason(absl::string_view reason, absl::string_view why) {
  if (!reason.empty()) return absl::OkStatus();
  return rpc::InvalidFields({{"reason", absl::StrCat("missing; ", why)}});
}

}  // namespace lotse::engagement
