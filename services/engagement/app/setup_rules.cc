#include "services/engagement/app/setup_rules.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/administration_rules.h"
#include "services/engagement/domain/engagement_rules.h"
#include "services/engagement/domain/municipal_service_rules.h"
#include "services/engagement/domain/org_unit_rules.h"
#include "services/engagement/domain/phase_template_rules.h"
#include "services/engagement/domain/programme_rules.h"
#include "services/engagement/domain/unit_interface_rules.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::Administration;
using v1alpha::Engagement;
using v1alpha::MunicipalService;
using v1alpha::OrgUnit;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;
using v1alpha::UnitInterface;

// Whether the engagements that a programme has already still fit into it.
absl::Status CheckEngagementsOf(Tx& tx, const Programme& programme) {
  rpc::FieldViolations violations;
  Engagement engagement;
  const auto check = [&] {
    bool amended = false;
    if (absl::Status s = FindAmended(tx, engagement, &amended); !s.ok()) return s;
    CheckEngagementFits(programme, engagement, amended, &violations);
    return absl::OkStatus();
  };
  if (absl::Status s = tx.ForEach(programme.name(), &engagement, check); !s.ok()) return s;
  return rpc::InvalidFields(violations);
}

// What is published stays as it is; a new version takes its place.
absl::Status KeepPublished(Tx& tx, const PhaseTemplate& before, const PhaseTemplate& after) {
  if (before.state() == PhaseTemplate::STATE_DRAFT) return absl::OkStatus();
  const schema::Kind& kind = *tx.schema().KindOf(PhaseTemplate::descriptor());
  if (schema::SameContent(kind, before, after)) return absl::OkStatus();
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_CONTENT_FINAL, before.name(),
      {absl::StrCat("ist ", PhaseTemplateMachine().NameOf(before.state()),
                    " und wird nicht mehr geändert; eine neue anlegen, die sie ablöst"),
       absl::StrCat("is ", PhaseTemplateMachine().NameOf(before.state()),
                    " and is not changed any more; create another that supersedes it")},
      {{"resource", before.name()}});
}

// The units above a unit, from its parent on, as far as they are there: the kernel refuses
// a parent that is not.
absl::Status LoadAbove(Tx& tx, const OrgUnit& unit, std::vector<OrgUnit>* above) {
  std::string next = unit.parent_unit();
  while (!next.empty() && above->size() < kMaxUnitDepth) {
    OrgUnit& loaded = above->emplace_back();
    const absl::Status s = tx.Load(next, &loaded);
    if (rpc::ReasonOf(s) == type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) {
      above->pop_back();
      return absl::OkStatus();
    }
    if (!s.ok()) return s;
    if (next == unit.name()) return absl::OkStatus();
    next = loaded.parent_unit();
  }
  return absl::OkStatus();
}

absl::Status OnUnitUpdate(Tx& tx, const OrgUnit& before, const OrgUnit& after) {
  using google::protobuf::util::MessageDifferencer;
  const bool stays =
      before.parent_unit() == after.parent_unit() &&
      MessageDifferencer::Equals(before.valid_from_date(), after.valid_from_date()) &&
      MessageDifferencer::Equals(before.valid_to_date(), after.valid_to_date());
  if (stays) return absl::OkStatus();
  std::vector<OrgUnit> above;
  if (absl::Status s = LoadAbove(tx, after, &above); !s.ok()) return s;
  rpc::FieldViolations violations = CheckUnitBelow(after, above);
  if (!violations.empty()) return rpc::InvalidFields(violations);
  std::vector<OrgUnit> all;
  OrgUnit unit;
  const auto take = [&] {
    all.push_back(unit);
    return absl::OkStatus();
  };
  if (absl::Status s = tx.ForEach(schema::ParentOf(after.name()), &unit, take); !s.ok()) return s;
  return rpc::InvalidFields(CheckUnitOver(after, static_cast<int>(above.size()), all));
}

// What is known from another field.
absl::Status Complete(Administration* administration) {
  if (administration->land().empty()) administration->set_land(LandOf(*administration));
  return absl::OkStatus();
}

absl::Status Complete(UnitInterface* unit_interface) {
  if (unit_interface->state() == UnitInterface::STATE_UNSPECIFIED) {
    unit_interface->set_state(UnitInterface::STATE_OPEN);
  }
  return absl::OkStatus();
}

// A kind of which something is completed whenever it is stored.
template <class R>
resource::RulesOf<R> Completing(rpc::FieldViolations (*check)(const R&)) {
  resource::RulesOf<R> rules;
  rules.check = check;
  rules.create = [](Tx&, R* resource) { return Complete(resource); };
  rules.update = [](Tx&, const R&, R* after) { return Complete(after); };
  return rules;
}

}  // namespace

absl::Status CheckPlace(Tx& tx, const OrgUnit& unit) {
  std::vector<OrgUnit> above;
  if (absl::Status s = LoadAbove(tx, unit, &above); !s.ok()) return s;
  return rpc::InvalidFields(CheckUnitBelow(unit, above));
}

void AddSetupRules(resource::Standard* standard) {
  resource::RulesOf<Programme> programmes;
  programmes.check = &CheckProgramme;
  programmes.update = [](Tx& tx, const Programme& before, Programme* after) {
    return SameRoom(before, *after) ? absl::OkStatus() : CheckEngagementsOf(tx, *after);
  };
  standard->Add(programmes);

  resource::RulesOf<PhaseTemplate> templates;
  templates.check = &CheckPhaseTemplate;
  templates.create = [](Tx&, PhaseTemplate* created) {
    created->set_state(PhaseTemplate::STATE_DRAFT);
    return absl::OkStatus();
  };
  templates.update = [](Tx& tx, const PhaseTemplate& before, PhaseTemplate* after) {
    return KeepPublished(tx, before, *after);
  };
  standard->Add(templates);

  standard->Add(Completing<Administration>(&CheckAdministration));
  standard->Add(Completing<UnitInterface>(&CheckUnitInterface));

  resource::RulesOf<OrgUnit> units;
  units.check = &CheckOrgUnit;
  units.create = [](Tx& tx, OrgUnit* unit) { return CheckPlace(tx, *unit); };
  units.update = [](Tx& tx, const OrgUnit& before, OrgUnit* after) {
    return OnUnitUpdate(tx, before, *after);
  };
  units.restore = [](Tx& tx, const OrgUnit& unit) { return CheckPlace(tx, unit); };
  standard->Add(units);

  resource::RulesOf<MunicipalService> services;
  services.check = &CheckMunicipalService;
  standard->Add(services);
}

}  // namespace lotse::engagement
