#pragma once

#include "google/protobuf/text_format.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/municipal_service.pb.h"
#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/unit_interface.pb.h"

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

// A programme in which everything is said that can be.
inline v1alpha::Programme WholeProgramme() {
  v1alpha::Programme programme = GoodProgramme();
  programme.MergeFrom(FromText<v1alpha::Programme>(R"(
    grant_holder { variants { language: "de" text: "Institut für Verwaltung" } }
    funding_path { variants { language: "de" text: "Bundesprogramm Vielfalt" } }
    funding_path { variants { language: "de" text: "Teilprogramm Rathaus" } }
    funders { funder_id: "bund" code { list: "codeLists/c-18-v1" code: "bund" }
      share_percent { value: "66.6" } reference: "AZ 4711"
      start_date { year: 2021 month: 1 day: 1 } end_date { year: 2023 month: 6 day: 30 }
      publicity_text { variants { language: "de" text: "gefördert durch den Bund" } }
      duties { duty_id: "sachbericht-2021"
        title { variants { language: "de" text: "Sachbericht" } }
        due_date { year: 2022 month: 3 day: 31 } fulfil_date { year: 2022 month: 3 day: 1 } }
      duties { duty_id: "sachbericht-2022"
        title { variants { language: "de" text: "Sachbericht" } }
        due_date { year: 2023 month: 3 day: 31 } } }
    funders { funder_id: "land" title { variants { language: "de" text: "Landesministerium" } }
      share_percent { value: "33.4" } }
    partners { partner_id: "kreis" title { variants { language: "de" text: "Kreis" } }
      role { variants { language: "de" text: "Umsetzung" } }
      administration: "administrations/kreis" }
    laender: "03" laender: "07"
    population_min: 20000 population_max: 100000
    engagement_months_min: 12 retention_months: 24
    core_activities { list: "codeLists/c-07-v1" code: "beratung" }
    target_groups { list: "codeLists/c-05-v1" code: "beschaeftigte" })"));
  return programme;
}

// One in which everything is said that can be.
inline v1alpha::PhaseTemplate WholePhaseTemplate() {
  return FromText<v1alpha::PhaseTemplate>(R"(
    name: "programmes/viv/phaseTemplates/eins"
    title { variants { language: "de" text: "Verlauf" } } version: "1"
    phases { phase_id: "auftrag" title { variants { language: "de" text: "Auftrag" } }
      start_month: -1 end_month: 2
      decided_by { variants { language: "de" text: "Steuerungsgruppe" } } skippable: true
      criteria { criterion_id: "unterschrift"
        title { variants { language: "de" text: "Unterschrieben" } } mandatory: true }
      criteria { criterion_id: "auslastung" check: CHECK_CAPACITY
        title { variants { language: "de" text: "Auslastung" } } }
      deliverables { deliverable_id: "fahrplan"
        title { variants { language: "de" text: "Fahrplan" } } mandatory: true }
      tools { variants { language: "de" text: "Leitfaden" } } }
    phases { phase_id: "bestand" title { variants { language: "de" text: "Bestand" } } })");
}

inline v1alpha::OrgUnit GoodOrgUnit() {
  return FromText<v1alpha::OrgUnit>(R"(
    name: "administrations/musterstadt/orgUnits/soziales"
    title { variants { language: "de" text: "Amt für Soziales" } }
    parent_unit: "administrations/musterstadt/orgUnits/dezernat"
    valid_from_date { year: 2020 month: 1 day: 1 } valid_to_date { year: 2029 month: 12 day: 31 }
    task_areas { list: "codeLists/c-03-v1" code: "soziales" }
    contact_intensity: CONTACT_INTENSITY_HIGH headcount: 40)");
}

inline v1alpha::UnitInterface GoodUnitInterface() {
  return FromText<v1alpha::UnitInterface>(R"(
    name: "administrations/musterstadt/unitInterfaces/zuzug"
    title { variants { language: "de" text: "Zuzug" } }
    units: "administrations/musterstadt/orgUnits/soziales"
    units: "administrations/musterstadt/orgUnits/dezernat"
    problem { variants { language: "de" text: "Akten wandern doppelt" } }
    remedy { variants { language: "de" text: "Laufzettel" } })");
}

inline v1alpha::MunicipalService GoodMunicipalService() {
  return FromText<v1alpha::MunicipalService>(R"(
    name: "administrations/musterstadt/municipalServices/wohngeld"
    title { variants { language: "de" text: "Wohngeld" } }
    owner_unit: "administrations/musterstadt/orgUnits/soziales"
    target_groups { list: "codeLists/c-05-v1" code: "familien" }
    task_areas { list: "codeLists/c-03-v1" code: "wohnen" }
    offer: OFFER_REGULAR
    access_channels { variants { language: "de" text: "Schalter" } }
    bundled_services: "administrations/musterstadt/municipalServices/beratung"
    barriers { barrier_id: "sprache" severity: SEVERITY_HIGH state: STATE_REDUCED
      title { variants { language: "de" text: "Vordrucke nur auf Deutsch" } }
      evidence { variants { language: "de" text: "Befragung 2021" } }
      state_date { year: 2022 month: 5 day: 1 } })");
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
      phase_id: "ziele" start_month: 5 end_month: 6 serves: SERVES_GOALS
      title { variants { language: "de" text: "Zieldefinition" } }
    })");
}

}  // namespace lotse::engagement
