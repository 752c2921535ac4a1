#pragma once

#include "google/protobuf/text_format.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"

// Resources that are right; tests break one thing at a time.
namespace lotse::engagement {

template <class Message>
Message FromText(const char* text) {
  Message message;
  google::protobuf::TextFormat::ParseFromString(text, &message);
  return message;
}

inline v1alpha::Programme GoodProgramme() {
  return FromText<v1alpha::Programme>(R"(
    title { variants { language: "de" text: "Vielfalt in der Verwaltung" } }
    short_name: "ViV"
    start_date { year: 2021 month: 1 day: 1 }
    end_date { year: 2023 month: 12 day: 31 }
    engagement_months_limit: 15)");
}

inline v1alpha::Administration GoodAdministration() {
  return FromText<v1alpha::Administration>(R"(
    title { variants { language: "de" text: "Stadt Musterstadt" } }
    level: LEVEL_MUNICIPALITY territory_key: "03151009" population: 43000)");
}

inline v1alpha::Engagement GoodEngagement() {
  return FromText<v1alpha::Engagement>(R"(
    title { variants { language: "de" text: "Musterstadt" } }
    administration: "administrations/musterstadt"
    start_date { year: 2021 month: 3 day: 1 }
    end_date { year: 2022 month: 5 day: 31 })");
}

inline v1alpha::Agreement GoodAgreement() {
  return FromText<v1alpha::Agreement>(R"(
    effective_date { year: 2021 month: 3 day: 1 }
    focus_items {
      focus_id: "kita" priority: 1 weight { value: "62.5" }
      content_level { list: "codeLists/c-01-v1" code: "produktbezogen" }
    }
    frame { bodies { variants { language: "de" text: "Steuerungsgruppe" } } }
    consents {
      party { variants { language: "de" text: "Stadt" } }
      function_id: "oberbuergermeister"
      date { year: 2021 month: 2 day: 20 }
    })");
}

// Two phases; the gate of the first has criteria and deliverables of each weight.
inline v1alpha::PhaseTemplate GoodPhaseTemplate() {
  return FromText<v1alpha::PhaseTemplate>(R"(
    name: "programmes/viv/phaseTemplates/ideal" version: "1"
    title { variants { language: "de" text: "Idealtypisch" } }
    phases {
      phase_id: "bestand" start_month: 2 end_month: 5 skippable: true waivable: true
      title { variants { language: "de" text: "Bestandsaufnahme" } }
      criteria {
        criterion_id: "befunde" mandatory: true
        title { variants { language: "de" text: "Befunde sind bestätigt" } }
      }
      criteria {
        criterion_id: "ausgangswerte" mandatory: true check: CHECK_BASELINES
        title { variants { language: "de" text: "Ausgangswerte liegen vor" } }
      }
      criteria {
        criterion_id: "akzeptanz"
        title { variants { language: "de" text: "Der Prozess wird angenommen" } }
      }
      deliverables {
        deliverable_id: "bericht" mandatory: true
        title { variants { language: "de" text: "Bericht" } }
      }
      deliverables {
        deliverable_id: "landkarte"
        title { variants { language: "de" text: "Akteurslandkarte" } }
      }
    }
    phases {
      phase_id: "ziele" start_month: 5 end_month: 6
      title { variants { language: "de" text: "Zieldefinition" } }
    })");
}

}  // namespace lotse::engagement
