#include "services/engagement/app/setup_rules.h"

#include "runtime/rpc/error.h"
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

}  // namespace

void AddSetupRules(resource::Standard* standard) {
  resource::RulesOf<Programme> programmes;
  programmes.check = &CheckProgramme;
  programmes.update = [](Tx& tx, const Programme&, Programme* after) {
    return CheckEngagementsOf(tx, *after);
  };
  standard->Add(programmes);

  resource::RulesOf<Administration> administrations;
  administrations.check = &CheckAdministration;
  standard->Add(administrations);
}

}  // namespace lotse::engagement
