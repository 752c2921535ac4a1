#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/app/use_cases.h"
#include "services/engagement/domain/programme_rules.h"

namespace lotse::engagement {

absl::Status GetProgramme(Tx& tx, const v1alpha::GetProgrammeRequest& q, v1alpha::Programme* r) {
  rpc::FieldViolations violations;
  types::CheckName("name", "programmes/{programme}", q.name(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  return tx.Load(q.name(), r);
}

absl::Status ListProgrammes(Tx& tx, const v1alpha::ListProgrammesRequest& q,
                            v1alpha::ListProgrammesResponse* r) {
  return tx.List({"", q.page_size(), q.page_token()}, r);
}

absl::Status CreateProgramme(Tx& tx, const v1alpha::CreateProgrammeRequest& q,
                             v1alpha::Programme* r) {
  rpc::FieldViolations violations = CheckProgramme(q.programme());
  types::CheckId("programme_id", q.programme_id(), &violations);
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  *r = q.programme();
  r->set_name(absl::StrCat("programmes/", q.programme_id()));
  return tx.Create(r);
}

}  // namespace lotse::engagement
