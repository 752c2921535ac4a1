#include "services/engagement/app/rules.h"

#include "services/engagement/app/body_rules.h"
#include "services/engagement/app/chain_rules.h"
#include "services/engagement/app/codes.h"
#include "services/engagement/app/course_rules.h"
#include "services/engagement/app/reference_rules.h"
#include "services/engagement/app/setup_rules.h"
#include "services/engagement/app/value_rules.h"

namespace lotse::engagement {

void AddRules(resource::Standard* standard) {
  AddReferenceRules(standard);
  AddSetupRules(standard);
  AddCourseRules(standard);
  AddChainRules(standard);
  AddBodyRules(standard);
  AddValueRules(standard);
  standard->AddForAll(&CheckCodesExist);
}

}  // namespace lotse::engagement
