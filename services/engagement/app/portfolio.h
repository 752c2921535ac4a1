#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Which engagements a question is about, as its request says.
struct Portfolio {
  // `programmes/{programme}/engagements/-`, or one engagement.
  std::string parent;
  int32_t page_size = 0;
  // What 0 stands for, and the most.
  int32_t default_size = 10;
  int32_t max_size = 50;
  std::string page_token;
  std::string filter;
};

// Calls `visit` for the engagements of one page that the caller may read, in the order of
// their names, and sets the token of the next page. INVALID_FIELDS, INVALID_PAGE_TOKEN,
// RESOURCE_NOT_FOUND.
absl::Status VisitEngagements(resource::Tx& tx, const Portfolio& portfolio,
                              absl::FunctionRef<absl::Status(const v1alpha::Engagement&)> visit,
                              std::string* next_page_token);

}  // namespace lotse::engagement
