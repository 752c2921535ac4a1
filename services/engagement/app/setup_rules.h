#pragma once

#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of what is set up before an engagement begins: programmes and
// administrations with what belongs to them.
void AddSetupRules(resource::Standard* standard);

// INVALID_FIELDS: a unit that lies below itself, too deep, or longer there than the unit above
// it. Holds in whatever state they are; for what is brought back.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::OrgUnit& unit);

}  // namespace lotse::engagement
