#include "services/reporting/document/plan/sample_plan.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::reporting {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::Body;
using engagement::v1alpha::Decision;
using engagement::v1alpha::Finding;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::IndicatorDefinition;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Measurement;
using engagement::v1alpha::MeetingRecord;
using engagement::v1alpha::Milestone;
using engagement::v1alpha::Need;
using engagement::v1alpha::OrgUnit;

namespace {

std::string NameOf(const std::string& collection, const std::string& id) {
  return absl::StrCat(kPlanEngagement, "/", collection, "/", id);
}

std::string UnitName(const std::string& id) {
  return absl::StrCat("administrations/musterstadt/orgUnits/", id);
}

// Adds a resource to a list, the first of which was created first.
template <class Resource>
Resource& Add(const std::string& name, const char* german, const char* english,
              std::optional<std::vector<Resource>>& list) {
  if (!list.has_value()) list.emplace();
  Resource& resource = list->emplace_back();
  resource.set_name(name);
  resource.set_etag(absl::StrCat(list->size()));
  resource.mutable_create_time()->set_seconds(1770000000 + static_cast<int64_t>(list->size()));
  if constexpr (requires { resource.mutable_title(); }) {
    *resource.mutable_title() = MakeText(german, english);
  }
  return resource;
}

void AddFindings(ReportInputs& inputs) {
  auto& findings = inputs.process.findings;
  Finding& lack = Add(NameOf("findings", "sprache"), "Bescheide sind schwer verständlich",
                      "Letters are hard to understand", findings);
  lack.set_kind(Finding::KIND_NEED);
  lack.set_state(Finding::STATE_VALIDATED);
  *lack.mutable_statement() = MakeText("Viele fragen nach, was gemeint ist.", "Many ask back.");
  lack.add_evidence()->mutable_source()->set_name(NameOf("surveys/personal/waves", "w1"));
  *lack.add_evidence()->mutable_note() = MakeText("Rückmeldung am Empfang", "Said at the desk");
  Finding& strength = Add(NameOf("findings", "lotsen"), "Ehrenamtliche Lotsen gibt es schon",
                          "There are volunteer guides", findings);
  strength.set_kind(Finding::KIND_POTENTIAL);
  strength.set_state(Finding::STATE_VALIDATED);
  auto* evidence = strength.add_evidence();
  evidence->mutable_source()->set_name(NameOf("documents", "jahresbericht"));
  *evidence->mutable_note() = MakeText("Seite 4", "page 4");
  Add(NameOf("findings", "offen"), "Noch zu besprechen", "To be talked about", findings)
      .set_state(Finding::STATE_DRAFT);
  Finding& rejected = Add(NameOf("findings", "falsch"), "Nicht bestätigt", "Wrong", findings);
  rejected.set_kind(Finding::KIND_NEED);
  rejected.set_state(Finding::STATE_REJECTED);
  Add(NameOf("needs", "spaeter"), "Barrierefreie Räume", "Accessible rooms", inputs.process.needs);
  Need& need = Add(NameOf("needs", "klartext"), "Verständliche Bescheide", "Plain letters",
                   inputs.process.needs);
  need.set_priority(1);
  need.add_findings(NameOf("findings", "sprache"));
}

Goal& AddGoal(const std::string& id, const char* german, const char* english, Goal::Level level,
              Goal::State state, const std::string& above, ReportInputs& inputs) {
  Goal& goal = Add(NameOf("goals", id), german, english, inputs.process.goals);
  goal.set_level(level);
  goal.set_state(state);
  if (state != Goal::STATE_DRAFT) *goal.mutable_adopt_date() = MakeDate(2026, 5, 1);
  if (!above.empty()) goal.set_parent_goal(NameOf("goals", above));
  return goal;
}

void AddGoals(ReportInputs& inputs) {
  // The upper goals come last: their place is told by the tree, not by the list.
  Goal& letters = AddGoal("bescheide", "Alle Bescheide sind in klarer Sprache",
                          "All letters are in clear language", Goal::LEVEL_ACTION,
                          Goal::STATE_ADOPTED, "verstehen", inputs);
  letters.set_accountable_unit(UnitName("hauptamt"));
  *letters.mutable_due_date() = MakeDate(2026, 12, 31);
  letters.add_indicators(NameOf("indicators", "bescheide"));
  Goal& staff = AddGoal("personal", "Das Personal ist geschult", "Staff are trained",
                        Goal::LEVEL_ACTION, Goal::STATE_DRAFT, "verstehen", inputs);
  *staff.mutable_success_statement() = MakeText("Alle haben ein Zertifikat", "All have one");
  auto* version = staff.add_earlier_versions();
  version->set_version(1);
  *version->mutable_title() = MakeText("Die Hälfte ist geschult", "Half of the staff are trained");
  *version->mutable_due_date() = MakeDate(2026, 10, 1);
  AddGoal("entwurf", "Nur ein Entwurf", "Just a draft", Goal::LEVEL_ACTION, Goal::STATE_DRAFT,
          "verstehen", inputs);
  AddGoal("verstehen", "Man versteht einander", "People understand one another",
          Goal::LEVEL_INTERMEDIATE, Goal::STATE_ADOPTED, "offen", inputs);
  AddGoal("offen", "Die Verwaltung ist offen für alle", "The administration is open to all",
          Goal::LEVEL_GUIDING, Goal::STATE_PARTLY_ACHIEVED, "", inputs);
}

Measure& AddMeasure(const std::string& id, const char* german, const char* english,
                    Measure::State state, ReportInputs& inputs) {
  Measure& measure = Add(NameOf("measures", id), german, english, inputs.process.measures);
  measure.set_state(state);
  measure.set_accountable_unit(UnitName("hauptamt"));
  *measure.mutable_due_date() = MakeDate(2027, 3, 31);
  // 30 September 2026, 22:30 UTC: the first of October where the administrations are.
  measure.mutable_update_time()->set_seconds(1790807400);
  return measure;
}

void AddEffort(const std::string& unit, int year, int month, const char* days, Measure& measure) {
  engagement::v1alpha::Effort& effort = *measure.add_efforts();
  effort.set_org_unit(UnitName(unit));
  effort.set_year(year);
  effort.set_month(month);
  effort.mutable_days()->set_value(days);
}

void AddMeasures(ReportInputs& inputs) {
  Measure& course =
      AddMeasure("kurs", "Schreibkurs", "Writing course", Measure::STATE_IN_PROGRESS, inputs);
  course.add_goals()->set_goal(NameOf("goals", "bescheide"));
  course.set_progress_percent(60);
  AddEffort("hauptamt", 2026, 10, "2.5", course);
  AddEffort("hauptamt", 2026, 11, "2", course);
  AddEffort("jugend", 2026, 12, "1.5", course);
  AddEffort("hauptamt", 2026, 9, "99",
            AddMeasure("idee", "Ein Gedanke", "A thought", Measure::STATE_IDEA, inputs));
  Measure& late =
      AddMeasure("muster", "Musterbriefe", "Model letters", Measure::STATE_IN_PROGRESS, inputs);
  *late.mutable_due_date() = MakeDate(2026, 11, 21);
  Measure& held = AddMeasure("lotsen", "Lotsendienst", "Guides", Measure::STATE_BLOCKED, inputs);
  auto* blocker = held.add_blockers();
  blocker->set_blocker_id("stelle");
  *blocker->mutable_title() = MakeText("Stelle unbesetzt", "Post not filled");
  *blocker->mutable_from_date() = MakeDate(2026, 9, 1);
  AddEffort("hauptamt", 2026, 9, "1", held);
  AddEffort("hauptamt", 2026, 10, "99",
            AddMeasure("tag", "Tag der offenen Tür", "Open day", Measure::STATE_CANCELLED, inputs));
  Measure& goes_on =
      AddMeasure("runde", "Runder Tisch", "Round table", Measure::STATE_SUSTAINED, inputs);
  *goes_on.mutable_finish_date() = MakeDate(2026, 8, 1);
  goes_on.mutable_update_time()->set_seconds(1765000000);  // December 2025.
  Measure& planned = AddMeasure("film", "Film", "Film", Measure::STATE_PLANNED, inputs);
  planned.clear_due_date();
  planned.clear_accountable_unit();
}

Indicator& AddIndicator(const std::string& name, const char* german, const char* english,
                        int effect_level, ReportInputs& inputs) {
  Indicator& indicator = Add(name, german, english, inputs.process.indicators);
  IndicatorDefinition& definition = *indicator.mutable_definition();
  *definition.mutable_unit() = MakeText("Personen", "people");
  *definition.mutable_method() = MakeText("Gezählt wird am Empfang.", "Counted at the desk.");
  definition.set_value_type(IndicatorDefinition::VALUE_TYPE_COUNT);
  definition.set_direction(IndicatorDefinition::DIRECTION_INCREASE);
  definition.set_accumulation(IndicatorDefinition::ACCUMULATION_INCREMENT);
  definition.set_effect_level(effect_level);
  indicator.set_definition_version(1);
  return indicator;
}

void AddControlling(ReportInputs& inputs) {
  AddIndicator(NameOf("indicators", "anfragen"), "Anfragen", "Requests", 1, inputs);
  Indicator& trained =
      AddIndicator(NameOf("indicators", "geschulte"), "Geschulte", "People trained", 2, inputs);
  trained.set_key(true);
  trained.mutable_baseline()->mutable_value()->set_value("0");
  *trained.mutable_baseline()->mutable_date() = MakeDate(2026, 1, 1);
  auto* target = trained.add_targets();
  *target->mutable_start_date() = MakeDate(2026, 1, 1);
  *target->mutable_end_date() = MakeDate(2026, 12, 31);
  target->mutable_value()->set_value("80");
  auto* dimension = trained.mutable_definition()->add_dimensions();
  dimension->set_dimension_id("amt");
  *dimension->mutable_title() = MakeText("Amt", "Department");
  for (const char* id : {"soziales", "jugend"}) {
    auto* category = dimension->add_categories();
    category->set_category_id(id);
    *category->mutable_title() = MakeText(id, id);
  }
  auto* soziales =
      AddMeasurement("geschulte", "q1", MakeDate(2026, 1, 1), MakeDate(2026, 3, 31), "12", inputs)
          .add_breakdown();
  soziales->set_dimension_id("amt");
  soziales->set_category_id("soziales");
  soziales->mutable_value()->set_value("7");
  *AddMeasurement("geschulte", "q2", MakeDate(2026, 4, 1), MakeDate(2026, 6, 30), nullptr, inputs)
       .mutable_not_measurable_reason() = MakeText("Kurse fielen aus.", "No courses.");
  AddMeasurement("geschulte", "q3", MakeDate(2026, 7, 1), MakeDate(2026, 9, 30), "23", inputs);
  AddMeasurement("geschulte", "okt", MakeDate(2026, 10, 1), MakeDate(2026, 10, 31), "5", inputs)
      .set_state(Measurement::STATE_SUBMITTED);
  AddMeasurement("geschulte", "dez", MakeDate(2026, 12, 1), MakeDate(2026, 12, 31), "9", inputs);
}

void AddMonitoring(ReportInputs& inputs) {
  Indicator& jobs = AddIndicator("programmes/vopi/indicators/arbeit", "Arbeitslosenquote",
                                 "Unemployment rate", 6, inputs);
  IndicatorDefinition& definition = *jobs.mutable_definition();
  *definition.mutable_unit() = MakeText("%", "%");
  definition.set_value_type(IndicatorDefinition::VALUE_TYPE_PERCENT);
  definition.set_direction(IndicatorDefinition::DIRECTION_DECREASE);
  definition.set_accumulation(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
  definition.set_decimals(1);
  *jobs.add_earlier_definitions() = definition;
  *definition.mutable_method() = MakeText("Neue Zählweise.", "Counted anew.");
  jobs.set_definition_version(2);
  *jobs.mutable_baseline()->mutable_waiver_reason() = MakeText("Nicht erhoben", "Not collected");
  inputs.process.goals->back().add_indicators(jobs.name());
  AddMeasurement("arbeit", "y24", MakeDate(2024, 1, 1), MakeDate(2024, 12, 31), "8.25", inputs);
  AddMeasurement("arbeit", "y25", MakeDate(2025, 1, 1), MakeDate(2025, 12, 31), "9", inputs)
      .set_definition_version(2);
  AddIndicator("programmes/vopi/indicators/fremd", "Nicht im Plan", "Not in the plan", 7, inputs);
}

void AddBodies(ReportInputs& inputs) {
  Body& steering = Add(NameOf("bodies", "steuerung"), "Steuerungsgruppe Vielfalt",
                       "Steering group diversity", inputs.process.bodies);
  steering.set_kind(Body::KIND_STEERING);
  steering.add_members()->set_function_id("leitung-soziales");
  auto* left = steering.add_members();
  left->set_function_id("leitung-jugend");
  *left->mutable_to_date() = MakeDate(2026, 11, 21);
  auto* to_come = steering.add_members();
  to_come->set_function_id("leitung-kultur");
  *to_come->mutable_from_date() = MakeDate(2026, 11, 23);
  Add(NameOf("bodies", "rat"), "Stadtrat", "Town council", inputs.process.bodies)
      .set_kind(Body::KIND_COUNCIL);
  const auto add_meeting = [&](const char* id, const google::type::Date& day, int attendees) {
    MeetingRecord& record =
        Add(NameOf("meetingRecords", id), "", "", inputs.process.meeting_records);
    record.set_body(NameOf("bodies", "steuerung"));
    *record.mutable_meeting_date() = day;
    record.set_attendee_count(attendees);
    return &record;
  };
  add_meeting("m0", MakeDate(2025, 12, 1), 50);
  add_meeting("m1", MakeDate(2026, 3, 1), 9);
  add_meeting("m2", MakeDate(2026, 6, 1), 0)->add_decisions(NameOf("decisions", "vertagt"));
  add_meeting("m3", MakeDate(2026, 11, 22), 11);
  add_meeting("m4", MakeDate(2026, 11, 23), 11)->add_decisions(NameOf("decisions", "neu"));
}

void AddDecisions(ReportInputs& inputs) {
  const auto add = [&](const char* id, const char* german, const char* english,
                       Decision::State state) -> Decision& {
    Decision& decision = Add(NameOf("decisions", id), german, english, inputs.process.decisions);
    decision.set_body(NameOf("bodies", "steuerung"));
    *decision.mutable_text() = MakeText("So wird es gemacht.", "This is how it is done.");
    decision.set_state(state);
    return decision;
  };
  Decision& modified = add("ziele", "Ziele", "Goals", Decision::STATE_ADOPTED_MODIFIED);
  *modified.mutable_decide_date() = MakeDate(2026, 11, 22);
  *modified.mutable_modification() = MakeText("Bis 2027.", "Until 2027.");
  add("vertagt", "Namen", "Names", Decision::STATE_DEFERRED);
  *add("alt", "Auftakt", "Kick-off", Decision::STATE_ADOPTED).mutable_decide_date() =
      MakeDate(2025, 12, 1);
  add("neu", "Noch nicht", "Not yet", Decision::STATE_PROPOSED);
}

void AddSteps(ReportInputs& inputs) {
  const auto add = [&](const char* id, const char* german, const char* english,
                       const google::type::Date& due, ActionItem::State state) -> ActionItem& {
    ActionItem& item = Add(NameOf("actionItems", id), german, english, inputs.process.action_items);
    *item.mutable_due_date() = due;
    item.set_state(state);
    return item;
  };
  add("raum", "Raum buchen", "Book a room", MakeDate(2026, 12, 24), ActionItem::STATE_OPEN)
      .set_decision(NameOf("decisions", "ziele"));
  add("liste", "Liste schreiben", "Write a list", MakeDate(2026, 11, 1), ActionItem::STATE_OPEN);
  ActionItem& handed = add("netz", "Netzwerk pflegen", "Keep the network", MakeDate(2026, 10, 1),
                           ActionItem::STATE_HANDED_OVER);
  handed.set_responsible_unit(UnitName("hauptamt"));
  *handed.mutable_close_date() = MakeDate(2026, 9, 30);
  const auto milestone = [&](const char* measure, const char* german, const char* english) {
    Milestone& point = Add(absl::StrCat(NameOf("measures", measure), "/milestones/halb"), german,
                           english, inputs.process.milestones);
    *point.mutable_due_date() = MakeDate(2026, 12, 1);
    point.set_state(Milestone::STATE_OPEN);
  };
  milestone("kurs", "Halbzeit", "Half-time");
  milestone("tag", "Entfällt mit der Maßnahme", "Falls with its measure");
}

}  // namespace

Measurement& AddMeasurement(const std::string& indicator, const std::string& id,
                            const google::type::Date& first, const google::type::Date& last,
                            const char* value, ReportInputs& inputs) {
  std::string name;
  for (const Indicator& one : *inputs.process.indicators) {
    if (one.name().substr(one.name().rfind('/') + 1) == indicator) name = one.name();
  }
  Measurement& measurement =
      Add(absl::StrCat(name, "/measurements/", id), "", "", inputs.process.measurements);
  *measurement.mutable_start_date() = first;
  *measurement.mutable_end_date() = last;
  if (value != nullptr) measurement.mutable_value()->set_value(value);
  measurement.set_state(Measurement::STATE_VALIDATED);
  measurement.set_definition_version(1);
  return measurement;
}

void AddSamplePlan(ReportInputs& inputs) {
  Add(UnitName("hauptamt"), "Hauptamt", "Main office", inputs.process.org_units);
  AddFindings(inputs);
  AddGoals(inputs);
  AddMeasures(inputs);
  AddControlling(inputs);
  AddMonitoring(inputs);
  AddBodies(inputs);
  AddDecisions(inputs);
  AddSteps(inputs);
  for (const char* list :
       {"findings", "needs", "goals", "measures", "measures/-/milestones", "indicators",
        "indicators/-/measurements", "decisions", "meetingRecords", "bodies", "actionItems"}) {
    v1alpha::Source source;
    source.set_service("engagement");
    source.set_resource(absl::StrCat(kPlanEngagement, "/", list));
    source.set_state(v1alpha::Source::STATE_REACHED);
    source.set_revision(std::string(64, 'd'));
    inputs.sources.push_back(source);
  }
}

ReportInputs SamplePlan(Language language, v1alpha::Report::Kind kind) {
  ReportInputs inputs;
  inputs.language = language;
  inputs.as_of_date = MakeDate(2026, 11, 22);
  inputs.engagement_name = kPlanEngagement;
  inputs.report.set_kind(kind);
  *inputs.report.mutable_start_date() = MakeDate(2026, 1, 1);
  AddSamplePlan(inputs);
  return inputs;
}

}  // namespace lotse::reporting
