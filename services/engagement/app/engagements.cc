#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/use_cases.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/phase_rules.h"

namespace lotse::engagement {
namespace {

constexpr char kProgrammes[] = "programmes/{programme}";
constexpr char kEngagements[] = "programmes/{programme}/engagements/{engagement}";

absl::Status CheckNameIs(absl::string_view field, absl::string_view pattern,
                         absl::string_view name) {
  rpc::FieldViolations violations;
  types::CheckName(field, pattern, name, &violations);
  return rpc::InvalidFields(violations);
}

// A reference inside the service must lead somewhere.
absl::Status CheckAdministrationExists(Tx& tx, absl::string_view name) {
  v1alpha::Administration administration;
  absl::Status found = tx.Load(name, &administration);
  if (!absl::IsNotFound(found)) return found;
  return rpc::InvalidFields(
      {{"engagement.administration",
        "no such administration; create it first or give the name of another"}});
}

using PhaseRule = absl::Status (*)(absl::string_view phase_id, const google::type::Date& today,
                                   v1alpha::Engagement* engagement);

template <class Request>
absl::Status ChangePhase(Tx& tx, const Request& q, PhaseRule rule, v1alpha::Engagement* r) {
  if (absl::Status s = CheckNameIs("name", kEngagements, q.name()); !s.ok()) return s;
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rule(q.phase_id(), types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  return tx.Save(r);
}

}  // namespace

absl::Status GetEngagement(Tx& tx, const v1alpha::GetEngagementRequest& q, v1alpha::Engagement* r) {
  if (absl::Status s = CheckNameIs("name", kEngagements, q.name()); !s.ok()) return s;
  return tx.Load(q.name(), r);
}

absl::Status ListEngagements(Tx& tx, const v1alpha::ListEngagementsRequest& q,
                             v1alpha::ListEngagementsResponse* r) {
  if (absl::Status s = CheckNameIs("parent", kProgrammes, q.parent()); !s.ok()) return s;
  v1alpha::Programme programme;
  if (absl::Status s = tx.Load(q.parent(), &programme); !s.ok()) return s;
  return tx.List({q.parent(), q.page_size(), q.page_token()}, r);
}

absl::Status CreateEngagement(Tx& tx, const v1alpha::CreateEngagementRequest& q,
                              v1alpha::Engagement* r) {
  if (absl::Status s = CheckNameIs("parent", kProgrammes, q.parent()); !s.ok()) return s;
  v1alpha::Programme programme;
  if (absl::Status s = tx.Load(q.parent(), &programme); !s.ok()) return s;
  rpc::FieldViolations violations = CheckEngagement(q.engagement(), programme);
  types::CheckId("engagement_id", q.engagement_id(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  if (absl::Status s = CheckAdministrationExists(tx, q.engagement().administration()); !s.ok()) {
    return s;
  }
  *r = q.engagement();
  r->set_name(absl::StrCat(q.parent(), "/engagements/", q.engagement_id()));
  CopyPhases(programme, r);
  return tx.Create(r);
}

absl::Status StartPhase(Tx& tx, const v1alpha::StartPhaseRequest& q, v1alpha::Engagement* r) {
  return ChangePhase(tx, q, &StartPhase, r);
}

absl::Status CompletePhase(Tx& tx, const v1alpha::CompletePhaseRequest& q, v1alpha::Engagement* r) {
  return ChangePhase(tx, q, &CompletePhase, r);
}

}  // namespace lotse::engagement
