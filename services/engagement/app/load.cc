#include "services/engagement/app/load.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/type/v1alpha/grant.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/agreement_rules.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/violation.h"

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

absl::Status FindAmended(resource::Tx& tx, const Engagement& engagement, bool* amended) {
  *amended = false;
  if (!engagement.has_agreed_end_date()) return absl::OkStatus();
  std::vector<v1alpha::Agreement> versions;
  if (absl::Status s = LoadAll(tx, engagement.name(), &versions); !s.ok()) return s;
  *amended = EndIsAmended(versions);
  return absl::OkStatus();
}

std::string ReasonSeen(absl::string_view resource) { return absl::StrCat("see ", resource); }

absl::Status CheckStepGiven(const google::protobuf::EnumDescriptor* steps, int step) {
  if (step != 0 && steps->FindValueByNumber(step) != nullptr) return absl::OkStatus();
  std::vector<std::string> names;
  for (int i = 1; i < steps->value_count(); ++i) {
    names.push_back(StepName(steps, steps->value(i)->number()));
  }
  const std::string all = absl::StrJoin(names, ", ");
  return rpc::InvalidFields(
      {Violation("step", {absl::StrCat("fehlt oder ist unbekannt; anzugeben ist eines von ", all),
                          absl::StrCat("missing or unknown; give ", all)})});
}

}  // namespace lotse::engagement
