#include "services/engagement/app/rules.h"

#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/domain/administration_rules.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/programme_rules.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::Administration;
using v1alpha::Engagement;
using v1alpha::Programme;

// Whether the engagements that a programme has already still fit into it.
absl::Status CheckEngagementsOf(Tx& tx, const Programme& programme) {
  rpc::FieldViolations violations;
  Engagement engagement;
  const auto check = [&] {
    CheckEngagementFits(programme, engagement, &violations);
    return absl::OkStatus();
  };
  if (absl::Status s = tx.ForEach(programme.name(), &engagement, check); !s.ok()) return s;
  return rpc::InvalidFields(violations);
}

// [create]
// Whether an engagement fits into its programme, which is loaded.
absl::Status CheckFit(Tx& tx, const Engagement& engagement, Programme* programme) {
  if (absl::Status s = tx.Load(schema::ParentOf(engagement.name()), programme); !s.ok()) return s;
  return rpc::InvalidFields(CheckEngagementIn(engagement, *programme));
}

absl::Status OnCreate(Tx& tx, Engagement* engagement) {
  Programme programme;
  if (absl::Status s = CheckFit(tx, *engagement, &programme); !s.ok()) return s;
  CopyPhases(programme, engagement);
  return absl::OkStatus();
}
// [/create]

}  // namespace

void AddRules(resource::Standard* standard) {
  resource::RulesOf<Programme> programmes;
  programmes.check = &CheckProgramme;
  programmes.update = [](Tx& tx, const Programme&, Programme* after) {
    return CheckEngagementsOf(tx, *after);
  };
  standard->Add(programmes);

  resource::RulesOf<Administration> administrations;
  administrations.check = &CheckAdministration;
  standard->Add(administrations);

  resource::RulesOf<Engagement> engagements;
  engagements.check = &CheckEngagement;
  engagements.create = &OnCreate;
  engagements.update = [](Tx& tx, const Engagement&, Engagement* after) {
    Programme programme;
    return CheckFit(tx, *after, &programme);
  };
  engagements.restore = [](Tx& tx, const Engagement& engagement) {
    Programme programme;
    return CheckFit(tx, engagement, &programme);
  };
  standard->Add(engagements);
}

}  // namespace lotse::engagement
