#include "tests/invariants/shared.h"

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.pb.h"
#include "tests/invariants/house.h"
#include "tests/invariants/resources.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Indicator;
using api::IndicatorDefinition;
using api::Measurement;

namespace {

// Where indicators lie: values of the other engagement make sums with those of the first.
std::string Place(Dice* dice) {
  return dice->OneOf<std::string>(
      {kEngagement, kEngagement, kOther, kOther, absl::StrCat(kProgramme, "/indicators")});
}

std::unique_ptr<Message> EnterValue(const State& state, absl::CivilDay today, Dice* dice) {
  std::vector<std::string> heirs;
  const std::string place = Place(dice);
  for (const auto* indicator : state.All<Indicator>()) {
    const bool here = absl::StartsWith(indicator->name(), place) && !indicator->has_delete_time();
    if (here && (EngagementOf(place).empty() || !indicator->shared_indicator().empty())) {
      heirs.push_back(indicator->name());
    }
  }
  if (heirs.empty()) return nullptr;
  auto request = std::make_unique<api::CreateMeasurementRequest>();
  request->set_parent(dice->OneOf(heirs));
  request->set_measurement_id(absl::StrCat("w", dice->Below(12)));
  Fill(*KindNamed("Measurement"), state, today, dice, request->mutable_measurement());
  const auto* indicator = state.Get<Indicator>(request->parent());
  if (indicator->definition().dimensions().empty()) {
    request->mutable_measurement()->clear_breakdown();
  }
  return request;
}

// Hands a value in, validates it, or locks it.
std::unique_ptr<Message> GoOn(const State& state, Dice* dice) {
  const std::vector<std::string> names = NamesBelow(state, "Measurement", Place(dice));
  if (names.empty()) return nullptr;
  const auto* measurement = state.Get<Measurement>(dice->OneOf(names));
  if (measurement->state() == Measurement::STATE_DRAFT) {
    auto move = std::make_unique<api::MoveMeasurementRequest>();
    move->set_name(measurement->name());
    move->set_etag(measurement->etag());
    move->set_step(api::MEASUREMENT_STEP_SUBMIT);
    return move;
  }
  auto decide = std::make_unique<api::DecideMeasurementRequest>();
  decide->set_name(measurement->name());
  decide->set_etag(measurement->etag());
  decide->set_step(measurement->state() == Measurement::STATE_SUBMITTED
                       ? api::MEASUREMENT_STEP_VALIDATE
                       : api::MEASUREMENT_STEP_LOCK);
  return decide;
}

// Changes how something shared is measured, its targets, or how often it is due; of what inherits
// it only what is its own.
std::unique_ptr<Message> Redefine(const Indicator& shared, const State& state, absl::CivilDay today,
                                  Dice* dice) {
  auto request = std::make_unique<api::UpdateIndicatorRequest>();
  Indicator* indicator = request->mutable_indicator();
  Indicator other;
  Fill(*KindNamed("Indicator"), state, today, dice, &other);
  *indicator = shared;
  IndicatorDefinition* definition = indicator->mutable_definition();
  definition->set_decimals(1 + dice->Below(2));
  if (dice->Chance(30)) definition->set_accumulation(other.definition().accumulation());
  if (dice->Chance(30)) *definition->mutable_dimensions() = other.definition().dimensions();
  *indicator->mutable_targets() = other.targets();
  indicator->set_interval_months(other.interval_months());
  indicator->set_key(other.key());
  std::string path = dice->OneOf<std::string>({"definition", "targets", "interval_months", "key"});
  if (!EngagementOf(shared.name()).empty() && path == "definition") path = "interval_months";
  request->mutable_update_mask()->add_paths(path);
  return request;
}

// Says of a category of a measurement, of a final one if there is any, that it is more or less.
std::unique_ptr<Message> ChangeParts(const State& state, Dice* dice) {
  std::vector<const Measurement*> all, locked;
  for (const auto* measurement : state.LiveBelow<Measurement>(kEngagement)) {
    if (measurement->breakdown().empty()) continue;
    all.push_back(measurement);
    if (measurement->state() == Measurement::STATE_LOCKED) locked.push_back(measurement);
  }
  if (all.empty()) return nullptr;
  auto request = std::make_unique<api::UpdateMeasurementRequest>();
  Measurement* measurement = request->mutable_measurement();
  *measurement = *dice->OneOf(locked.empty() ? all : locked);
  measurement->mutable_breakdown(0)->mutable_value()->set_value(dice->Number());
  request->mutable_update_mask()->add_paths("breakdown");
  return request;
}

// Takes over how the shared indicator is measured by now.
std::unique_ptr<Message> Follow(const Indicator& heir, const Indicator& shared) {
  auto request = std::make_unique<api::UpdateIndicatorRequest>();
  *request->mutable_indicator() = heir;
  *request->mutable_indicator()->mutable_definition() = shared.definition();
  request->mutable_update_mask()->add_paths("definition");
  return request;
}

}  // namespace

std::unique_ptr<Message> AboutShared(const State& state, absl::CivilDay today, Dice* dice) {
  if (dice->Chance(12)) return ChangeParts(state, dice);
  if (dice->Chance(35)) return EnterValue(state, today, dice);
  if (dice->Chance(60)) return GoOn(state, dice);
  if (dice->Chance(10)) {
    auto inherit = std::make_unique<api::InheritSharedRequest>();
    inherit->set_name(dice->Chance(50) ? kEngagement : kOther);
    return inherit;
  }
  const std::vector<std::string> names =
      NamesBelow(state, "Indicator", dice->Chance(50) ? kEngagement : kOther);
  if (dice->Chance(45) || names.empty()) {
    const std::string id = dice->OneOf<std::string>({"leute", "quote", "stand"});
    const std::string place = dice->Chance(60) ? kProgramme : kOther;
    const auto* indicator = state.Get<Indicator>(absl::StrCat(place, "/indicators/", id));
    return Redefine(*indicator, state, today, dice);
  }
  // One that lags behind, if there is any.
  for (const std::string& name : names) {
    const auto* heir = state.Get<Indicator>(name);
    const auto* shared = state.Get<Indicator>(heir->shared_indicator());
    if (shared == nullptr || Same(shared->definition(), heir->definition())) continue;
    return Follow(*heir, *shared);
  }
  return nullptr;
}

}  // namespace lotse::invariants
