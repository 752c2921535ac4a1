#pragma once

#include <string>

#include "lotse/engagement/v1alpha/finding.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/need.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "services/engagement/domain/test_data.h"

// From findings to measures: resources that are right; tests break one thing at a time.
namespace lotse::engagement {

inline constexpr char kPlace[] = "programmes/viv/engagements/eins";

inline v1alpha::Finding GoodFinding() {
  return FromText<v1alpha::Finding>(R"(
    name: "programmes/viv/engagements/eins/findings/sprachen"
    title { variants { language: "de" text: "Zwölf Sprachen im Haus" } }
    kind: KIND_POTENTIAL
    evidence { note { variants { language: "de" text: "Gespräche im April" } } })");
}

inline v1alpha::Need GoodNeed() {
  return FromText<v1alpha::Need>(R"(
    name: "programmes/viv/engagements/eins/needs/formulare"
    title { variants { language: "de" text: "Formulare, die man versteht" } }
    findings: "programmes/viv/engagements/eins/findings/sprachen"
    priority: 1)");
}

// An action goal that lacks nothing.
inline v1alpha::Goal GoodGoal() {
  return FromText<v1alpha::Goal>(R"(
    name: "programmes/viv/engagements/eins/goals/formulare"
    title { variants { language: "de" text: "Kita-Anmeldung in sechs Sprachen" } }
    level: LEVEL_ACTION
    parent_goal: "programmes/viv/engagements/eins/goals/zugang"
    needs: "programmes/viv/engagements/eins/needs/formulare"
    accountable_unit: "administrations/musterstadt/orgUnits/kita"
    due_date { year: 2021 month: 12 day: 31 }
    success_statement { variants { language: "de" text: "Alle sechs liegen aus." } }
    feasibility { variants { language: "de" text: "Übersetzungen sind bezahlt." } })");
}

inline v1alpha::Indicator GoodIndicator() {
  return FromText<v1alpha::Indicator>(R"(
    name: "programmes/viv/engagements/eins/indicators/formulare"
    title { variants { language: "de" text: "Sprachen je Formular" } }
    definition {
      unit { variants { language: "de" text: "Sprachen" } }
      value_type: VALUE_TYPE_COUNT direction: DIRECTION_INCREASE
      accumulation: ACCUMULATION_SNAPSHOT aggregation: AGGREGATION_NONE
    }
    baseline { value { value: "1" } date { year: 2021 month: 4 day: 1 } }
    targets {
      target_id: "ende" start_date { year: 2021 month: 4 day: 1 }
      end_date { year: 2021 month: 12 day: 31 } value { value: "6" }
    })");
}

// A measure that can be approved.
inline v1alpha::Measure GoodMeasure() {
  return FromText<v1alpha::Measure>(R"(
    name: "programmes/viv/engagements/eins/measures/uebersetzen"
    title { variants { language: "de" text: "Formulare übersetzen" } }
    goals {
      goal: "programmes/viv/engagements/eins/goals/formulare" weight { value: "60.5" }
    }
    accountable_unit: "administrations/musterstadt/orgUnits/kita"
    contributing_units: "administrations/musterstadt/orgUnits/personal"
    responsibilities {
      function_id: "leitung-kita" role: ROLE_RESPONSIBLE
      org_unit: "administrations/musterstadt/orgUnits/kita"
    }
    start_date { year: 2021 month: 9 day: 1 }
    due_date { year: 2021 month: 11 day: 30 }
    efforts {
      org_unit: "administrations/musterstadt/orgUnits/kita" year: 2021 month: 9
      days { value: "3.5" }
    }
    blockers {
      blocker_id: "kein-geld" title { variants { language: "de" text: "Kein Geld" } }
      from_date { year: 2021 month: 10 day: 1 } to_date { year: 2021 month: 10 day: 8 }
    })");
}

inline v1alpha::Milestone GoodMilestone() {
  return FromText<v1alpha::Milestone>(R"(
    name: "programmes/viv/engagements/eins/measures/uebersetzen/milestones/auftrag"
    title { variants { language: "de" text: "Auftrag ist vergeben" } }
    due_date { year: 2021 month: 9 day: 15 })");
}

// The id becomes the last part of the name.
template <class Resource>
Resource Named(Resource resource, const std::string& id) {
  const std::string& name = resource.name();
  resource.set_name(name.substr(0, name.rfind('/') + 1) + id);
  return resource;
}

}  // namespace lotse::engagement
