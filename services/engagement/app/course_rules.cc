#include "services/engagement/app/course_rules.h"

#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/engagement_rules.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::Engagement;
using v1alpha::Programme;

// [create]
// Whether an engagement fits into its programme.
absl::Status CheckFit(Tx& tx, const Engagement& engagement) {
  Programme programme;
  if (absl::Status s = tx.Load(schema::ParentOf(engagement.name()), &programme); !s.ok()) return s;
  return rpc::InvalidFields(CheckEngagementIn(engagement, programme));
}

absl::Status OnCreate(Tx& tx, Engagement* engagement) {
  engagement->set_state(Engagement::STATE_DRAFT);
  return CheckFit(tx, *engagement);
}
// [/create]

}  // namespace

void AddCourseRules(resource::Standard* standard) {
  resource::RulesOf<Engagement> engagements;
  engagements.check = &CheckEngagement;
  engagements.create = &OnCreate;
  engagements.update = [](Tx& tx, const Engagement&, Engagement* after) {
    return CheckFit(tx, *after);
  };
  engagements.restore = [](Tx& tx, const Engagement& engagement) {
    return CheckFit(tx, engagement);
  };
  standard->Add(engagements);
}

}  // namespace lotse::engagement
