#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "lotse/type/v1alpha/change_service.pb.h"

namespace lotse::history {

// Differences that are listed; what comes behind is left out.
inline constexpr int kMostDifferences = 1000;

// The fields in which two messages of one type differ, in their order, but for
// `update_time`. Elements of a list are compared by position.
std::vector<type::v1alpha::DiffRevisionsResponse::Difference> Diff(
    const google::protobuf::Message& before, const google::protobuf::Message& after);

}  // namespace lotse::history
