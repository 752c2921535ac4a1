#include "services/reporting/app/overview.h"

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"

namespace lotse::reporting {

absl::Status ReadEngagements(Mirror& mirror, google::protobuf::Timestamp* as_of,
                             absl::FunctionRef<absl::Status(MirrorView&)> work) {
  return mirror.Read([&](MirrorView& view) -> absl::Status {
    const absl::Time heard_at = view.LastReached(kEngagementService);
    if (heard_at == absl::InfinitePast()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_SOURCE_UNAVAILABLE,
                        "lotse-engagement was not reached yet");
    }
    *as_of = types::ToTimestamp(heard_at);
    return work(view);
  });
}

}  // namespace lotse::reporting
