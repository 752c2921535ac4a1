#include "services/engagement/domain/municipal_service_rules.h"

#include <set>

#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/code_checks.h"
#include "services/engagement/domain/field_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using v1alpha::AccessBarrier;
using v1alpha::MunicipalService;

constexpr char kUnit[] = "administrations/{administration}/orgUnits/{org_unit}";
constexpr char kService[] =
    "administrations/{administration}/municipalServices/{municipal_service}";

// Source: municipal_service.proto.
constexpr int kMaxCodes = 30;
constexpr int kMaxChannels = 20;
constexpr int kMaxBundled = 50;
constexpr int kMaxBarriers = 50;

void CheckBundled(const MunicipalService& service, rpc::FieldViolations* violations) {
  constexpr char kField[] = "municipal_service.bundled_services";
  CheckLimit(kField, service.bundled_services_size(), kMaxBundled, violations);
  std::set<std::string> seen;
  for (int i = 0; i < service.bundled_services_size(); ++i) {
    const std::string& other = service.bundled_services(i);
    const std::string at = At(kField, i);
    if (!CheckNameBeside(at, kService, other, service.name(), violations)) continue;
    if (other == service.name()) {
      violations->push_back(Violation(
          at, {"ist dieses Angebot selbst; weglassen", "is this service itself; leave it out"}));
    } else if (!seen.insert(other).second) {
      violations->push_back(Violation(at, {"ist schon da; jedes Angebot nur einmal angeben",
                                           "is there already; give each service once"}));
    }
  }
}

void CheckBarrier(const std::string& at, const AccessBarrier& barrier,
                  rpc::FieldViolations* violations) {
  types::CheckText(at + ".title", barrier.title(), violations);
  CheckOptionalText(at + ".evidence", barrier.evidence(), violations);
  CheckEnum(at + ".severity", barrier, "severity", violations, Zero::kMissing);
  CheckEnum(at + ".state", barrier, "state", violations);
  CheckOptionalDate(at + ".state_date", barrier.has_state_date(), barrier.state_date(), violations);
}

}  // namespace

rpc::FieldViolations CheckMunicipalService(const MunicipalService& service) {
  rpc::FieldViolations violations;
  types::CheckText("municipal_service.title", service.title(), &violations);
  if (!service.owner_unit().empty()) {
    CheckNameBeside("municipal_service.owner_unit", kUnit, service.owner_unit(), service.name(),
                    &violations);
  }
  CheckCodes("municipal_service.target_groups", service.target_groups(), kMaxCodes, &violations);
  CheckCodes("municipal_service.task_areas", service.task_areas(), kMaxCodes, &violations);
  CheckEnum("municipal_service.offer", service, "offer", &violations);
  CheckTexts("municipal_service.access_channels", service.access_channels(), kMaxChannels,
             &violations);
  CheckBundled(service, &violations);
  CheckElements(
      "municipal_service.barriers", "barrier_id", service.barriers(), kMaxBarriers,
      &AccessBarrier::barrier_id,
      [&](const std::string& at, const AccessBarrier& barrier) {
        CheckBarrier(at, barrier, &violations);
      },
      &violations);
  types::CheckExternalIds("municipal_service.external_ids", service.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
