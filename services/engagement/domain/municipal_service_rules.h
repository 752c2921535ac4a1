#pragma once

#include "lotse/engagement/v1alpha/municipal_service.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a municipal service, with paths from `municipal_service`. The unit that
// answers for it and the services under the same roof are of its own administration; no
// service is bundled with itself, or twice (D-028, D-054, D-056).
rpc::FieldViolations CheckMunicipalService(const v1alpha::MunicipalService& service);

}  // namespace lotse::engagement
