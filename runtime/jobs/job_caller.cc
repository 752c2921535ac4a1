#include "runtime/jobs/job_caller.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/rpc/error.h"

namespace lotse::jobs {

JobCaller::JobCaller(const resource::Cause& cause, std::string reason, const auth::GrantBook* book)
    // Everybody else needs a role, and no role allows what is no permission.
    : unlimited_(cause.view.Opens(type::v1alpha::PERMISSION_UNSPECIFIED, "")),
      groups_(cause.view.groups()),
      book_(book) {
  cause_.actor = cause.actor;
  cause_.role = cause.role;
  cause_.view = cause.view;
  cause_.reason = std::move(reason);
  for (auth::Right& right : cause.view.RightsAt("", absl::InfinitePast())) {
    if (right.grant.empty()) configured_.push_back(std::move(right));
  }
}

auth::View JobCaller::View(absl::Time now) const {
  if (unlimited_) return cause_.view;
  std::vector<auth::Right> rights = configured_;
  book_->AddRights(cause_.actor, groups_, &rights);
  return auth::View(std::make_shared<const auth::Access>(std::move(rights), groups_),
                    type::v1alpha::PERMISSION_UNSPECIFIED, now);
}

resource::Cause JobCaller::Now() const {
  resource::Cause cause = cause_;
  cause.renew = [this]() -> absl::StatusOr<resource::Cause> {
    resource::Cause renewed = cause_;
    renewed.view = View(absl::Now());
    return renewed;
  };
  return cause;
}

absl::Status JobCaller::Write(resource::Store* store, const std::function<bool()>& stopped,
                              absl::FunctionRef<absl::Status(resource::Tx&)> work) const {
  constexpr absl::Duration kPause = absl::Milliseconds(200);
  while (true) {
    absl::Status status = store->WriteAndWait(Now(), work);
    const bool later = rpc::ReasonOf(status) == type::v1alpha::ERROR_REASON_OVERLOADED;
    if (!later || stopped()) return status;
    absl::SleepFor(kPause);
  }
}

}  // namespace lotse::jobs
