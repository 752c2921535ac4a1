#include "services/engagement/domain/final_content.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

absl::Status ContentIsFinal(absl::string_view name, absl::string_view state,
                            absl::string_view instead) {
  return rpc::Precondition(type::v1alpha::ERROR_REASON_CONTENT_FINAL, name,
                           absl::StrCat("is ", state, " and stays as it is; ", instead),
                           {{"state", state}});
}

}  // namespace lotse::engagement
