// SMART: specific, measurable, achievable, relevant, in time (invariant 5, D-083).
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/goal_rules.h"

namespace lotse::engagement {

using v1alpha::Goal;
using v1alpha::Indicator;
using v1alpha::MissingInGoal;

bool IsShared(const Goal& goal) { return goal.name().find("/engagements/") == std::string::npos; }

namespace {

// What an indicator lacks to measure a goal; empty: nothing.
rpc::Wording LackOf(const Indicator& indicator) {
  if (indicator.definition().unit().variants().empty()) return {"eine Einheit", "a unit"};
  const v1alpha::Baseline& baseline = indicator.baseline();
  if (!baseline.has_value() && baseline.waiver_reason().variants().empty()) {
    return {"ein Ausgangswert, oder warum es keinen gibt",
            "a baseline, or the reason why it has none"};
  }
  if (indicator.targets().empty()) return {"ein Zielwert", "a target"};
  return {};
}

// What a goal lacks to be measured; empty: nothing.
rpc::Wording LackOfMeasure(const Goal& goal, const std::vector<Indicator>& indicators) {
  if (!goal.success_statement().variants().empty()) return {};
  rpc::Wording lacks = {
      "wird nicht gemessen; eine Kennzahl mit Einheit, Ausgangswert und Zielwert angeben, oder "
      "woran der Erfolg zu erkennen ist",
      "is not measured; give it an indicator with unit, baseline and target, or a success "
      "statement"};
  for (const Indicator& indicator : indicators) {
    const rpc::Wording lack = LackOf(indicator);
    if (lack.en.empty()) return {};
    absl::StrAppend(&lacks.de, "; ", indicator.name(), " fehlt ", lack.de);
    absl::StrAppend(&lacks.en, "; ", indicator.name(), " lacks ", lack.en);
  }
  return lacks;
}

}  // namespace

bool CanMeasure(const Indicator& indicator) { return LackOf(indicator).en.empty(); }

std::vector<MissingInGoal> MissingIn(const Goal& goal, const std::vector<Indicator>& indicators) {
  std::vector<MissingInGoal> missing;
  const auto need = [&](bool there, absl::string_view field, const rpc::Wording& description) {
    if (there) return;
    MissingInGoal& item = missing.emplace_back();
    item.set_field(std::string(field));
    item.set_description(description.en);
    item.set_description_de(description.de);
  };
  if (goal.level() == Goal::LEVEL_GUIDING) return missing;
  need(!goal.parent_goal().empty(), "parent_goal",
       {"hat kein Oberziel; eines der nächsthöheren Ebene angeben",
        "has no parent; give it a goal of the level above"});
  if (goal.level() == Goal::LEVEL_INTERMEDIATE) return missing;
  const bool shared = IsShared(goal);
  need(shared || !goal.needs().empty() || !goal.shared_goal().empty(), "needs",
       {"antwortet auf keinen Bedarf; einen angeben, damit man sieht, wofür es ist",
        "answers no need; give it one, so that it is seen what it is for"});
  need(shared || !goal.accountable_unit().empty(), "accountable_unit",
       {"hat keine Stelle, die es verantwortet; eine angeben",
        "has no unit that answers for it; give one"});
  need(goal.has_due_date(), "due_date",
       {"hat keinen Termin; sagen, bis wann es erreicht ist",
        "has no date; say by when it is reached"});
  const rpc::Wording lack = LackOfMeasure(goal, indicators);
  need(lack.en.empty(), "indicators", lack);
  need(shared || !goal.feasibility().variants().empty(), "feasibility",
       {"sagt nicht, warum es mit dem, was da ist, erreichbar ist; das sagen",
        "does not say why it can be reached with what is there; say so"});
  return missing;
}

absl::Status CheckComplete(const Goal& goal, const std::vector<Indicator>& indicators) {
  std::vector<rpc::Obstacle> obstacles;
  for (const MissingInGoal& missing : MissingIn(goal, indicators)) {
    obstacles.push_back({absl::StrCat(goal.name(), "#", missing.field()),
                         {missing.description_de(), missing.description()}});
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_GOAL_INCOMPLETE, obstacles);
}

}  // namespace lotse::engagement
