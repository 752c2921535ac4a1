#include "services/engagement/app/reference_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "runtime/rpc/error.h"
#include "services/engagement/app/codes.h"
#include "services/engagement/app/successors.h"
#include "services/engagement/domain/code_list_rules.h"
#include "services/engagement/domain/territory_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using resource::Tx;
using v1alpha::CodeList;
using v1alpha::Territory;

absl::Status OnCreate(Tx& tx, Territory* territory) {
  SetFromKey(territory);
  if (territory->level() != Territory::LEVEL_DISTRICT) return absl::OkStatus();
  const absl::Status town = tx.CheckThere(TerritoryName(TownOf(territory->key())), /*live=*/true);
  if (town.ok()) territory->set_level(Territory::LEVEL_DISTRICT_TOWN);
  return absl::OkStatus();
}

// Whether a territory becomes itself by what it becomes.
absl::Status CheckNoCircle(Tx& tx, const Territory& territory) {
  const auto as_stored = [](const std::string&) -> const Territory* { return nullptr; };
  for (int i = 0; i < territory.successors_size(); ++i) {
    const absl::StatusOr<bool> circle =
        LeadsTo(tx, territory.successors(i), territory.name(), as_stored);
    if (!circle.ok()) return circle.status();
    if (!*circle) continue;
    return rpc::InvalidFields({Violation(absl::StrCat("territory.successors[", i, "]"),
                                         {"wird selbst zu diesem Gebiet; weglassen",
                                          "becomes this territory itself; leave it out"})});
  }
  return absl::OkStatus();
}

absl::Status OnUpdate(Tx& tx, const Territory&, Territory* after) {
  if (!after->title().empty()) after->set_derived(false);
  return CheckNoCircle(tx, *after);
}

// What lies in a territory names it by its key only: that is no link.
absl::Status CheckNothingIn(Tx& tx, const Territory& territory) {
  const std::string part = territory.level() == Territory::LEVEL_LAND          ? "land"
                           : territory.level() == Territory::LEVEL_ASSOCIATION ? "association"
                                                                               : "district";
  if (territory.level() == Territory::LEVEL_MUNICIPALITY) return absl::OkStatus();
  resource::Page page;
  page.size = 1;
  page.filter =
      absl::StrCat(part, " = \"", territory.key(), "\" AND key != \"", territory.key(), "\"");
  v1alpha::ListTerritoriesResponse inside;
  if (absl::Status s = tx.List(page, &inside); !s.ok()) return s;
  if (inside.territories().empty()) return absl::OkStatus();
  const std::string& first = inside.territories(0).name();
  return rpc::Precondition(type::v1alpha::ERROR_REASON_RESOURCE_IN_USE, territory.name(),
                           {absl::StrCat("kann nicht gelöscht werden: ", first, " liegt darin"),
                            absl::StrCat("cannot be deleted: ", first, " lies in it")},
                           {{"referrer", first}, {"field", part}});
}

absl::Status CheckListKept(Tx& tx, const CodeList& before, CodeList* after) {
  if (!MeansTheSame(before, *after)) {
    return rpc::Precondition(
        type::v1alpha::ERROR_REASON_CONTENT_FINAL, before.name(),
        {"sagt, was vergebene Codes bedeuten: nur Bezeichnungen in weiteren Sprachen, andere "
         "Schreibweisen und Übergänge dürfen sich ändern; eine neue Fassung anlegen",
         "says what codes mean that were given: only wordings in further languages, aliases and "
         "crosswalks may change; create another version"},
        {{"resource", before.name()}});
  }
  return CheckCodesExist(tx, *after);
}

}  // namespace

void AddReferenceRules(resource::Standard* standard) {
  resource::RulesOf<Territory> territories;
  territories.check = &CheckTerritory;
  territories.create = &OnCreate;
  territories.update = &OnUpdate;
  territories.remove = &CheckNothingIn;
  territories.restore = &CheckNoCircle;
  standard->Add(territories);

  resource::RulesOf<CodeList> code_lists;
  code_lists.check = &CheckCodeList;
  code_lists.create = [](Tx& tx, CodeList* list) { return CheckCodesExist(tx, *list); };
  code_lists.update = &CheckListKept;
  standard->Add(code_lists);
}

}  // namespace lotse::engagement
