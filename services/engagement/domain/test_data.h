#pragma once

#include "google/protobuf/text_format.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
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

}  // namespace lotse::engagement
