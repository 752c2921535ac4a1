#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/use_cases.h"
#include "services/engagement/domain/administration_rules.h"

namespace lotse::engagement {

absl::Status GetAdministration(Tx& tx, const v1alpha::GetAdministrationRequest& q,
                               v1alpha::Administration* r) {
  rpc::FieldViolations violations;
  types::CheckName("name", "administrations/{administration}", q.name(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return tx.Load(q.name(), r);
}

absl::Status ListAdministrations(Tx& tx, const v1alpha::ListAdministrationsRequest& q,
                                 v1alpha::ListAdministrationsResponse* r) {
  return tx.List({"", q.page_size(), q.page_token()}, r);
}

absl::Status CreateAdministration(Tx& tx, const v1alpha::CreateAdministrationRequest& q,
                                  v1alpha::Administration* r) {
  rpc::FieldViolations violations = CheckAdministration(q.administration());
  types::CheckId("administration_id", q.administration_id(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  *r = q.administration();
  r->set_name(absl::StrCat("administrations/", q.administration_id()));
  return tx.Create(r);
}

}  // namespace lotse::engagement
