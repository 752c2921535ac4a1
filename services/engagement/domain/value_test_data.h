#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/types/date.h"
#include "services/engagement/domain/test_data.h"

// Indicators and measurements that are right; tests break one thing at a time.
namespace lotse::engagement {

inline constexpr char kIndicator[] = "programmes/viv/engagements/eins/indicators/schulungen";

inline v1alpha::Indicator CountedIndicator() {
  auto indicator = FromText<v1alpha::Indicator>(R"(
    title { variants { language: "de" text: "Geschulte Beschäftigte" } }
    definition {
      unit { variants { language: "de" text: "Personen" } }
      value_type: VALUE_TYPE_COUNT
      direction: DIRECTION_INCREASE
      accumulation: ACCUMULATION_SNAPSHOT
      aggregation: AGGREGATION_SUM
      effect_level: 2
      dimensions {
        dimension_id: "amt"
        title { variants { language: "de" text: "Amt" } }
        categories { category_id: "soziales" title { variants { language: "de" text: "Soziales" } } }
        categories { category_id: "jugend" title { variants { language: "de" text: "Jugend" } } }
      }
    }
    definition_version: 1
    baseline { value { value: "10" } date { year: 2021 month: 3 day: 1 } }
    targets {
      target_id: "ende"
      start_date { year: 2021 month: 3 day: 1 } end_date { year: 2022 month: 5 day: 31 }
      value { value: "50" }
    })");
  indicator.set_name(kIndicator);
  return indicator;
}

// A measurement of a month of 2021, in the state VALIDATED.
inline v1alpha::Measurement GoodMeasurement(int month, const std::string& value) {
  v1alpha::Measurement measurement;
  measurement.set_name(absl::StrCat(kIndicator, "/measurements/m", month));
  const absl::CivilMonth of(2021, month);
  *measurement.mutable_start_date() = types::ToDate(absl::CivilDay(of));
  *measurement.mutable_end_date() = types::ToDate(absl::CivilDay(of + 1) - 1);
  measurement.mutable_value()->set_value(value);
  measurement.set_state(v1alpha::Measurement::STATE_VALIDATED);
  measurement.set_definition_version(1);
  measurement.set_revision_number(1);
  return measurement;
}

}  // namespace lotse::engagement
