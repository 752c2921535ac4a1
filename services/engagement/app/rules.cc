#include "services/engagement/app/rules.h"

#include "services/engagement/app/body_rules.h"
#include "services/engagement/app/chain_rules.h"
#include "services/engagement/app/codes.h"
#include "services/engagement/app/course_rules.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/reference_rules.h"
#include "services/engagement/app/setup_rules.h"
#include "services/engagement/app/value_rules.h"

namespace lotse::engagement {
namespace {

// What holds for all kinds.
absl::Status CheckAll(resource::Tx& tx, const google::protobuf::Message& resource) {
  const auto* name = resource.GetDescriptor()->FindFieldByName("name");
  if (absl::Status s =
          CheckNotOver(tx, resource, resource.GetReflection()->GetString(resource, name));
      !s.ok()) {
    return s;
  }
  return CheckCodesExist(tx, resource);
}

}  // namespace

void AddRules(resource::Standard* standard) {
  AddReferenceRules(standard);
  AddSetupRules(standard);
  AddCourseRules(standard);
  AddChainRules(standard);
  AddBodyRules(standard);
  AddValueRules(standard);
  standard->AddForAll(&CheckAll);
}

}  // namespace lotse::engagement
