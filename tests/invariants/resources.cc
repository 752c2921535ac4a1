#include "tests/invariants/resources.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "google/type/decimal.pb.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/meeting_record.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "tests/invariants/house.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using google::protobuf::FieldDescriptor;

namespace {

type::v1alpha::Text Text(const std::string& german) {
  type::v1alpha::Text text;
  auto* variant = text.add_variants();
  variant->set_language("de");
  variant->set_text(german);
  return text;
}

// A unit of the administration; now and then of another one.
std::string Unit(Dice* dice) {
  const char* town = dice->Chance(3) ? "administrations/nachbarstadt" : kTown;
  return absl::StrCat(town, "/orgUnits/", dice->Chance(60) ? "kita" : "personal");
}

std::string Track(Dice* dice) {
  return absl::StrCat(dice->Chance(3) ? kOther : kEngagement, "/tracks/",
                      dice->Chance(60) ? "soziales" : "ordnung");
}

std::string Function(Dice* dice) { return dice->Chance(5) ? "Frau Müller" : "leitung"; }

void FillGoal(const State& state, absl::CivilDay today, Dice* dice, api::Goal* goal) {
  goal->set_level(dice->Chance(75) ? api::Goal::LEVEL_ACTION
                                   : static_cast<api::Goal::Level>(dice->Below(4)));
  if (dice->Chance(85)) {
    goal->set_parent_goal(dice->Chance(80) ? absl::StrCat(kEngagement, "/goals/mittel")
                                           : AnyOf(state, "Goal", dice));
  }
  if (dice->Chance(70)) goal->set_track(Track(dice));
  if (dice->Chance(85)) goal->set_accountable_unit(Unit(dice));
  if (dice->Chance(85)) *goal->mutable_due_date() = dice->Day(today);
  if (dice->Chance(25)) *goal->mutable_success_statement() = Text("Es liegt aus.");
  if (dice->Chance(75)) {
    const std::string indicator = AnyOf(state, "Indicator", dice);
    if (!indicator.empty()) goal->add_indicators(indicator);
  }
  if (dice->Chance(90)) *goal->mutable_feasibility() = Text("Es ist bezahlt.");
  if (dice->Chance(90)) goal->add_needs(absl::StrCat(kEngagement, "/needs/formulare"));
}

void FillMeasure(const State& state, absl::CivilDay today, Dice* dice, api::Measure* measure) {
  for (int i = dice->Chance(92) ? 1 + dice->Below(2) : 0; i > 0; --i) {
    std::string goal = AnyOf(state, "Goal", dice);
    // Rather one that it can be approved for.
    for (const auto* other : state.LiveBelow<api::Goal>(kEngagement)) {
      const bool adopted = other->state() == api::Goal::STATE_ADOPTED;
      const bool serves = adopted && other->level() == api::Goal::LEVEL_ACTION;
      if (serves && dice->Chance(60)) goal = other->name();
    }
    if (!goal.empty()) measure->add_goals()->set_goal(goal);
  }
  if (dice->Chance(50)) measure->set_track(Track(dice));
  if (dice->Chance(92)) measure->set_accountable_unit(Unit(dice));
  if (dice->Chance(30)) measure->add_contributing_units(Unit(dice));
  if (dice->Chance(90)) *measure->mutable_due_date() = dice->Day(today);
  if (dice->Chance(30)) {
    auto* responsibility = measure->add_responsibilities();
    responsibility->set_function_id(Function(dice));
    responsibility->set_role(api::Responsibility::ROLE_RESPONSIBLE);
  }
  if (dice->Chance(60)) {
    auto* effort = measure->add_efforts();
    effort->set_org_unit(Unit(dice));
    effort->set_year(2021);
    effort->set_month(9 + dice->Below(2));
    effort->mutable_days()->set_value(dice->Number());
  }
}

// Up to three targets, one period after the other, in any order; now and then none.
void AddTargets(Dice* dice, api::Indicator* indicator) {
  absl::CivilDay first = DayOf(dice->Day(absl::CivilDay(2021, 6, 1)));
  for (int i = dice->Below(4); i > 0; --i) {
    const absl::CivilDay last = first + 30 + dice->Below(200);
    auto* target = indicator->add_targets();
    target->set_target_id(absl::StrCat("ziel-", i));
    *target->mutable_start_date() = DateOf(first);
    *target->mutable_end_date() = DateOf(last);
    target->mutable_value()->set_value(dice->Number());
    first = last + 1 + dice->Below(40);
  }
  const int count = indicator->targets_size();
  if (count > 1) indicator->mutable_targets()->SwapElements(0, dice->Below(count));
}

// By what values are broken down, half of the time.
void AddDimension(Dice* dice, api::IndicatorDefinition* definition) {
  if (dice->Chance(50)) return;
  auto* dimension = definition->add_dimensions();
  dimension->set_dimension_id("ort");
  *dimension->mutable_title() = Text("Ort");
  for (const char* id : {"innen", "aussen"}) {
    auto* category = dimension->add_categories();
    category->set_category_id(id);
    *category->mutable_title() = Text(id);
  }
}

void FillIndicator(absl::CivilDay today, Dice* dice, api::Indicator* indicator) {
  auto* definition = indicator->mutable_definition();
  *definition->mutable_unit() = Text("Personen");
  definition->set_value_type(api::IndicatorDefinition::VALUE_TYPE_NUMBER);
  definition->set_direction(dice->Chance(50) ? api::IndicatorDefinition::DIRECTION_INCREASE
                                             : api::IndicatorDefinition::DIRECTION_DECREASE);
  definition->set_accumulation(
      static_cast<api::IndicatorDefinition::Accumulation>(1 + dice->Below(3)));
  definition->set_aggregation(api::IndicatorDefinition::AGGREGATION_SUM);
  definition->set_decimals(2);
  AddDimension(dice, definition);
  if (dice->Chance(70)) {
    indicator->mutable_baseline()->mutable_value()->set_value(dice->Number());
    *indicator->mutable_baseline()->mutable_date() = dice->Day(today);
  } else if (dice->Chance(50)) {
    *indicator->mutable_baseline()->mutable_waiver_reason() = Text("Noch nie gemessen.");
  }
  AddTargets(dice, indicator);
  if (dice->Chance(40)) indicator->set_interval_months(1 + dice->Below(5));
  indicator->set_key(dice->Chance(50));
  if (dice->Chance(30)) indicator->set_track(Track(dice));
  if (dice->Chance(30)) indicator->set_accountable_unit(Unit(dice));
}

void FillMeasurement(Dice* dice, api::Measurement* measurement) {
  const int month = 1 + dice->Below(12);
  auto* start = measurement->mutable_start_date();
  start->set_year(2021);
  start->set_month(month);
  start->set_day(1);
  *measurement->mutable_end_date() = *start;
  measurement->mutable_end_date()->set_day(28);
  if (dice->Chance(90)) {
    measurement->mutable_value()->set_value(dice->Number());
    for (const char* id : {"innen", "aussen"}) {
      if (dice->Chance(40)) continue;
      auto* part = measurement->add_breakdown();
      part->set_dimension_id("ort");
      part->set_category_id(id);
      part->mutable_value()->set_value(dice->Number());
    }
  } else {
    *measurement->mutable_not_measurable_reason() = Text("Es gab keine Zählung.");
  }
  if (dice->Chance(30)) *measurement->mutable_as_of_date() = measurement->start_date();
}

void FillAgreement(const State& state, absl::CivilDay today, Dice* dice,
                   api::Agreement* agreement) {
  if (dice->Chance(90)) *agreement->mutable_effective_date() = dice->Day(today);
  if (dice->Chance(40)) *agreement->mutable_engagement_end_date() = dice->Day(today + 400);
  for (const auto* other : state.LiveBelow<api::Agreement>(kEngagement)) {
    const bool in_force = other->state() == api::Agreement::STATE_IN_FORCE;
    if (in_force && dice->Chance(85)) agreement->set_amends(other->name());
  }
  if (dice->Chance(85)) *agreement->mutable_amendment_reason() = Text("Ein Amt kommt dazu.");
  if (dice->Chance(90)) agreement->add_focus_items()->set_focus_id("kita");
}

void FillRest(const State& state, absl::CivilDay today, Dice* dice, Message* resource) {
  if (auto* milestone = dynamic_cast<api::Milestone*>(resource)) {
    *milestone->mutable_due_date() = dice->Day(today);
  } else if (auto* item = dynamic_cast<api::ActionItem*>(resource)) {
    *item->mutable_due_date() = dice->Day(today);
    if (dice->Chance(40)) item->set_responsible_unit(Unit(dice));
    if (dice->Chance(20)) item->set_responsible_function(Function(dice));
    if (dice->Chance(30)) item->set_phase(AnyOf(state, "Phase", dice));
  } else if (auto* decision = dynamic_cast<api::Decision*>(resource)) {
    *decision->mutable_text() = Text("Die Gruppe stimmt zu.");
    decision->set_body(AnyOf(state, "Body", dice));
    if (dice->Chance(30)) decision->set_replaces(AnyOf(state, "Decision", dice));
    // Rather one that holds, and can be revoked.
    for (const auto* other : state.LiveBelow<api::Decision>(kEngagement)) {
      const bool holds = other->state() == api::Decision::STATE_ADOPTED ||
                         other->state() == api::Decision::STATE_ADOPTED_MODIFIED;
      if (holds && dice->Chance(40)) decision->set_replaces(other->name());
    }
  } else if (auto* record = dynamic_cast<api::MeetingRecord*>(resource)) {
    record->set_body(AnyOf(state, "Body", dice));
    *record->mutable_meeting_date() = dice->Day(today - 60);
    *record->mutable_text() = Text("Es wurde gesprochen.");
  } else if (auto* phase = dynamic_cast<api::Phase*>(resource)) {
    phase->set_position(1 + dice->Below(600));
  }
}

}  // namespace

const std::vector<KindOfThing>& Kinds() {
  static const auto* kinds = new std::vector<KindOfThing>{
      {"Goal", "goal", "goals", nullptr, 7},
      {"Measure", "measure", "measures", nullptr, 9},
      {"Indicator", "indicator", "indicators", nullptr, 7},
      {"Measurement", "measurement", "measurements", "Indicator", 14},
      {"Milestone", "milestone", "milestones", "Measure", 5},
      {"Agreement", "agreement", "agreements", nullptr, 6},
      {"ActionItem", "action_item", "actionItems", nullptr, 6},
      {"Decision", "decision", "decisions", nullptr, 6},
      {"MeetingRecord", "meeting_record", "meetingRecords", nullptr, 4},
      {"Phase", "phase", "phases", "Track", 11},
      {"Track", "track", "tracks", nullptr, 2},
      {"Engagement", "engagement", "engagements", nullptr, 0},
  };
  return *kinds;
}

const KindOfThing* KindNamed(const std::string& message) {
  for (const KindOfThing& kind : Kinds()) {
    if (kind.message == message) return &kind;
  }
  return nullptr;
}

void SetString(const char* field, const std::string& value, Message* message) {
  const auto* found = message->GetDescriptor()->FindFieldByName(field);
  if (found != nullptr) message->GetReflection()->SetString(message, found, value);
}

void SetText(const char* field, const std::string& text, Message* message) {
  const auto* found = message->GetDescriptor()->FindFieldByName(field);
  if (found == nullptr) return;
  message->GetReflection()->MutableMessage(message, found)->CopyFrom(Text(text));
}

void Fill(const KindOfThing& kind, const State& state, absl::CivilDay today, Dice* dice,
          Message* resource) {
  SetText("title", absl::StrCat(kind.message, " ", dice->Below(100)), resource);
  if (auto* goal = dynamic_cast<api::Goal*>(resource)) return FillGoal(state, today, dice, goal);
  if (auto* measure = dynamic_cast<api::Measure*>(resource)) {
    return FillMeasure(state, today, dice, measure);
  }
  if (auto* indicator = dynamic_cast<api::Indicator*>(resource)) {
    return FillIndicator(today, dice, indicator);
  }
  if (auto* measurement = dynamic_cast<api::Measurement*>(resource)) {
    return FillMeasurement(dice, measurement);
  }
  if (auto* agreement = dynamic_cast<api::Agreement*>(resource)) {
    return FillAgreement(state, today, dice, agreement);
  }
  FillRest(state, today, dice, resource);
}

std::vector<std::string> NamesBelow(const State& state, const std::string& message,
                                    const std::string& parent) {
  std::vector<std::string> names;
  const std::string below = absl::StrCat(parent, "/");
  for (const auto& [name, resource] : state.resources) {
    if (resource->GetDescriptor()->name() != message || !absl::StartsWith(name, below)) continue;
    const auto* deleted = resource->GetDescriptor()->FindFieldByName("delete_time");
    if (!resource->GetReflection()->HasField(*resource, deleted)) names.push_back(name);
  }
  return names;
}

std::vector<std::string> NamesOf(const State& state, const std::string& message, bool foreign) {
  return NamesBelow(state, message, foreign ? kOther : kEngagement);
}

std::string AnyOf(const State& state, const std::string& message, Dice* dice) {
  const std::vector<std::string> names = NamesOf(state, message, dice->Chance(4));
  return names.empty() ? "" : dice->OneOf(names);
}

std::string ChangeField(const State& state, absl::CivilDay today, Dice* dice, Message* resource) {
  const auto* descriptor = resource->GetDescriptor();
  const auto* reflection = resource->GetReflection();
  // As in a new one, or as in another.
  const std::unique_ptr<Message> other(resource->New());
  Fill(*KindNamed(descriptor->name()), state, today, dice, other.get());
  const std::vector<std::string> names = NamesOf(state, descriptor->name(), false);
  if (dice->Chance(20) && !names.empty()) {
    other->CopyFrom(*state.resources.at(dice->OneOf(names)));
  }
  // Rather a field that people fill; but never name, etag and times.
  std::vector<const FieldDescriptor*> fields;
  if (dice->Chance(75)) reflection->ListFields(*other, &fields);
  const bool any = fields.empty();
  for (int i = 0; any && i < descriptor->field_count(); ++i) {
    fields.push_back(descriptor->field(i));
  }
  const FieldDescriptor* field = dice->OneOf(fields);
  const bool kept =
      field->name() == "name" || field->name() == "etag" || absl::EndsWith(field->name(), "_time");
  if (kept) return "title";
  const std::unique_ptr<Message> alone(resource->New());
  alone->CopyFrom(*other);
  for (int i = 0; i < descriptor->field_count(); ++i) {
    if (descriptor->field(i) != field) reflection->ClearField(alone.get(), descriptor->field(i));
  }
  reflection->ClearField(resource, field);
  if (dice->Chance(25)) return field->name();
  resource->MergeFrom(*alone);
  if (field->enum_type() != nullptr && !field->is_repeated()) {
    reflection->SetEnumValue(resource, field, dice->Below(field->enum_type()->value_count()));
  } else if (field->type() == FieldDescriptor::TYPE_BOOL) {
    reflection->SetBool(resource, field, dice->Chance(50));
  }
  return field->name();
}

}  // namespace lotse::invariants
