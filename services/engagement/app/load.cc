#include "services/engagement/app/load.h"

#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/type/v1alpha/grant.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/engagement_steps.h"

namespace lotse::engagement {

using v1alpha::Engagement;

absl::Status CheckNotOver(resource::Tx& tx, const google::protobuf::Message& resource,
                          absl::string_view name) {
  const absl::string_view owner = schema::OwnerOf(name);
  const auto* kind = resource.GetDescriptor();
  if (owner == name || owner.find("/engagements/") == absl::string_view::npos ||
      kind == type::v1alpha::Grant::descriptor() || kind == v1alpha::ExportJob::descriptor() ||
      kind == v1alpha::ImportJob::descriptor()) {
    return absl::OkStatus();
  }
  Engagement engagement;
  // What is missing is told where it is looked for.
  if (!tx.Load(owner, &engagement).ok() || !IsOver(engagement)) return absl::OkStatus();
  const bool value =
      kind == v1alpha::Indicator::descriptor() || kind == v1alpha::Measurement::descriptor();
  if (value && engagement.state() == Engagement::STATE_CLOSED) return absl::OkStatus();
  return CheckUnderWay(engagement);
}

absl::Status NeedReason(absl::string_view reason, const rpc::Wording& why) {
  rpc::FieldViolations violations;
  CheckReasonGiven(reason, why, &violations);
  return rpc::InvalidFields(violations);
}

}  // namespace lotse::engagement
