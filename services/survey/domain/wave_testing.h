#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/survey.pb.h"

// What the tests of the rules of waves have in common.
namespace lotse::survey {

// A planned wave from 1 April to 31 May 2021 with all that a release needs.
inline v1alpha::Wave GoodWave() {
  v1alpha::Wave wave;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/surveys/s/waves/w"
         title { variants { language: "de" text: "Erste Welle" } }
         instrument: "programmes/p/engagements/e/instruments/i" phase_id: "bestand"
         start_date { year: 2021 month: 4 day: 1 } end_date { year: 2021 month: 5 day: 31 }
         invited_count: 600 state: STATE_PLANNED access: ACCESS_INVITED partial_from_section: 2
         identity: IDENTITY_CONFIDENTIAL
         population: "programmes/p/engagements/e/surveys/s/populations/p"
         consent_text: "programmes/p/engagements/e/surveys/s/consentTexts/c"
         data_protection_notice: "programmes/p/engagements/e/surveys/s/consentTexts/n")",
      &wave);
  return wave;
}

inline constexpr v1alpha::Wave::State kAllStates[] = {
    v1alpha::Wave::STATE_PLANNED, v1alpha::Wave::STATE_RELEASED, v1alpha::Wave::STATE_OPEN,
    v1alpha::Wave::STATE_CLOSED, v1alpha::Wave::STATE_PURGED};

// The wave in this state; with what a release leaves, unless it is planned.
inline v1alpha::Wave WaveIn(v1alpha::Wave::State state) {
  v1alpha::Wave wave = GoodWave();
  wave.set_state(state);
  if (state != v1alpha::Wave::STATE_PLANNED) {
    wave.mutable_release()->set_special_category_basis(
        v1alpha::WaveRelease::SPECIAL_CATEGORY_BASIS_NONE_ASKED);
  }
  return wave;
}

// The day before the first, the first, the last and the one after the last of GoodWave.
inline constexpr absl::CivilDay kBefore(2021, 3, 31), kFirst(2021, 4, 1), kLast(2021, 5, 31),
    kAfter(2021, 6, 1);

inline google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// 00:30 in Berlin on that day, in the summer; it is the day before in UTC.
inline absl::Time EarlyOn(absl::CivilDay day) {
  return absl::FromCivil(day, absl::UTCTimeZone()) - absl::Minutes(90);
}

}  // namespace lotse::survey
