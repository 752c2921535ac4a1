#include "services/engagement/app/value_rules.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "runtime/indicators/definitions.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/units.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/indicator_rules.h"
#include "services/engagement/domain/measurement_rules.h"
#include "services/engagement/domain/track_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using indicators::DefinitionOf;
using resource::Tx;
using v1alpha::Indicator;
using v1alpha::Measurement;

namespace {

// A name, if the caller may know of it.
rpc::Wording Known(const Tx& tx, const std::string& name) {
  if (tx.view().Knows(name)) return {name, name};
  return {"einer, die nicht zu sehen ist", "something you may not see"};
}

// Whether a definition is that of the shared indicator. What does not exist, or the caller
// may not know, is refused as every reference is.
absl::Status CheckShared(Tx& tx, const Indicator& indicator) {
  const std::string& name = indicator.shared_indicator();
  Indicator shared;
  if (name.empty() || !tx.view().Knows(name)) return absl::OkStatus();
  const absl::Status loaded = tx.Load(name, &shared);
  if (rpc::ReasonOf(loaded) == type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND) {
    return absl::OkStatus();
  }
  if (!loaded.ok()) return loaded;
  return rpc::InvalidFields(CheckInherits(indicator, shared));
}

// Whether no other indicator of the engagement inherits the same: a shared indicator has
// one value at each site.
absl::Status CheckOnlyHeir(Tx& tx, const Indicator& indicator) {
  if (indicator.shared_indicator().empty()) return absl::OkStatus();
  Indicator other;
  return tx.ForEach(schema::ParentOf(indicator.name()), &other, [&]() -> absl::Status {
    if (other.name() == indicator.name() ||
        other.shared_indicator() != indicator.shared_indicator()) {
      return absl::OkStatus();
    }
    const rpc::Wording heir = Known(tx, other.name());
    return rpc::InvalidFields({Violation(
        "indicator.shared_indicator",
        {absl::StrCat("wird schon geerbt von ", heir.de, "; Fachbereiche als Dimension angeben"),
         absl::StrCat("is inherited by ", heir.en, " already; give departments as a dimension")})});
  });
}

absl::Status OnCreateIndicator(Tx& tx, Indicator* indicator) {
  indicator->set_definition_version(1);
  if (absl::Status s = CheckOnlyHeir(tx, *indicator); !s.ok()) return s;
  return CheckShared(tx, *indicator);
}

// Whether the adopted goals that are measured by an indicator lack nothing when it is
// changed (invariant 5).
absl::Status CheckGoalsOf(Tx& tx, const Indicator& before, const Indicator& after) {
  if (!CanMeasure(before) || CanMeasure(after)) return absl::OkStatus();
  const absl::string_view place = schema::ParentOf(after.name());
  std::vector<v1alpha::Goal> goals;
  if (absl::Status s = LoadAll(tx, place, &goals); !s.ok()) return s;
  std::erase_if(goals, [&](const v1alpha::Goal& goal) {
    return !absl::c_linear_search(goal.indicators(), after.name());
  });
  std::vector<Indicator> indicators;
  if (absl::Status s = LoadAll(tx, place, &indicators); !s.ok()) return s;
  for (Indicator& indicator : indicators) {
    if (indicator.name() == after.name()) indicator = after;
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_GOAL_INCOMPLETE,
                            IncompleteGoals(goals, indicators));
}

absl::Status OnUpdateIndicator(Tx& tx, const Indicator& before, Indicator* after) {
  if (absl::Status s = CheckGoalsOf(tx, before, *after); !s.ok()) return s;
  if (SameDefinition(before, *after)) return absl::OkStatus();
  if (absl::Status s = rpc::InvalidFields(KeepDefinition(before, after)); !s.ok()) return s;
  return CheckShared(tx, *after);
}

// Whether a measurement has a place among the others of its indicator.
absl::Status CheckAmong(Tx& tx, const Measurement& measurement,
                        const std::vector<Measurement>& all) {
  if (const Measurement* other = Overlapped(measurement, all); other != nullptr) {
    const rpc::Wording before = Known(tx, other->name());
    return rpc::InvalidFields({Violation(
        "measurement.start_date",
        {absl::StrCat("der Zeitraum überschneidet sich mit dem von ", before.de,
                      "; Tage außerhalb davon angeben"),
         absl::StrCat("the period overlaps that of ", before.en, "; give days outside of it")})});
  }
  int others = 0;
  for (const Measurement& other : all) others += other.name() != measurement.name() ? 1 : 0;
  if (others < kMostMeasurements) return absl::OkStatus();
  return rpc::InvalidFields({Violation(
      "parent", {absl::StrCat("hat ", kMostMeasurements,
                              " Messungen und nimmt keine mehr auf; eine neue Kennzahl anlegen"),
                 absl::StrCat("has ", kMostMeasurements,
                              " measurements, and takes no more; create a new indicator")})});
}

// What goes for a measurement that is entered.
absl::Status Enter(const Indicator& indicator, const std::vector<Measurement>& all,
                   Measurement* measurement) {
  if (measurement->source() == Measurement::SOURCE_UNSPECIFIED) {
    measurement->set_source(Measurement::SOURCE_MANUAL);
  }
  const auto& definition = DefinitionOf(indicator, measurement->definition_version());
  if (absl::Status s = rpc::InvalidFields(CheckMeasuredBy(definition, *measurement)); !s.ok()) {
    return s;
  }
  SetWarnings(indicator, all, measurement);
  return absl::OkStatus();
}

absl::Status OnCreateMeasurement(Tx& tx, Measurement* measurement) {
  Indicator indicator;
  std::vector<Measurement> all;
  if (absl::Status s = LoadAround(tx, *measurement, &indicator, &all); !s.ok()) return s;
  measurement->set_state(Measurement::STATE_DRAFT);
  measurement->set_revision_number(1);
  measurement->set_definition_version(indicator.definition_version());
  if (absl::Status s = CheckAmong(tx, *measurement, all); !s.ok()) return s;
  return Enter(indicator, all, measurement);
}

absl::Status OnUpdateMeasurement(Tx& tx, const Measurement& before, Measurement* after) {
  if (google::protobuf::util::MessageDifferencer::Equals(before, *after)) return absl::OkStatus();
  if (absl::Status s = CheckOpen(before); !s.ok()) return s;
  Indicator indicator;
  std::vector<Measurement> all;
  if (absl::Status s = LoadAround(tx, *after, &indicator, &all); !s.ok()) return s;
  return Enter(indicator, all, after);
}

absl::Status OnRestoreMeasurement(Tx& tx, const Measurement& measurement) {
  Indicator indicator;
  std::vector<Measurement> all;
  if (absl::Status s = LoadAround(tx, measurement, &indicator, &all); !s.ok()) return s;
  return CheckAmong(tx, measurement, all);
}

}  // namespace

absl::Status CheckPlace(Tx& tx, const Indicator& indicator) { return CheckOnlyHeir(tx, indicator); }

absl::Status CheckPlace(Tx& tx, const Measurement& measurement) {
  Indicator indicator;
  std::vector<Measurement> all;
  if (absl::Status s = LoadAround(tx, measurement, &indicator, &all); !s.ok()) return s;
  if (absl::Status s = CheckAmong(tx, measurement, all); !s.ok()) return s;
  const int version = measurement.definition_version();
  if (version < 1 || version > indicator.definition_version()) {
    return rpc::InvalidFields(
        {Violation("measurement.definition_version",
                   {absl::StrCat("keine Fassung der Definition von ", indicator.name(),
                                 "; die angeben, nach der gemessen wurde"),
                    absl::StrCat("no version of ", indicator.name(),
                                 "; give the one that it was measured by")})});
  }
  return rpc::InvalidFields(CheckMeasuredBy(DefinitionOf(indicator, version), measurement));
}

absl::Status LoadMeasurements(Tx& tx, const std::string& indicator,
                              std::vector<Measurement>* measurements) {
  measurements->clear();
  Measurement measurement;
  return tx.ForEach(indicator, &measurement, [&] {
    measurements->push_back(measurement);
    return absl::OkStatus();
  });
}

absl::Status LoadAround(Tx& tx, const Measurement& measurement, Indicator* indicator,
                        std::vector<Measurement>* measurements) {
  const std::string parent(schema::ParentOf(measurement.name()));
  if (absl::Status s = tx.Load(parent, indicator); !s.ok()) return s;
  return LoadMeasurements(tx, parent, measurements);
}

void AddValueRules(resource::Standard* standard) {
  resource::RulesOf<Indicator> indicators;
  indicators.check = &CheckIndicator;
  indicators.create = &OnCreateIndicator;
  indicators.update = &OnUpdateIndicator;
  indicators.restore = &CheckOnlyHeir;
  standard->Add(WithOwnUnits(indicators));

  resource::RulesOf<Measurement> measurements;
  measurements.check = &CheckMeasurement;
  measurements.create = &OnCreateMeasurement;
  measurements.update = &OnUpdateMeasurement;
  measurements.remove = [](Tx&, const Measurement& m) { return CheckDeletable(m); };
  measurements.restore = &OnRestoreMeasurement;
  standard->Add(measurements);
}

}  // namespace lotse::engagement
