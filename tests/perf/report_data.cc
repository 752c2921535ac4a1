#include "tests/perf/report_data.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/schema/address.h"
#include "services/reporting/document/sample_inputs.h"

namespace lotse::perf {
namespace {

using namespace engagement::v1alpha;  // NOLINT: it is about nothing else.
using reporting::MakeDate;
using reporting::MakeText;
using reporting::ProcessInputs;

constexpr char kProgramme[] = "programmes/p";
constexpr char kAdministration[] = "administrations/stadt";
constexpr char kUnit[] = "administrations/stadt/orgUnits/hauptamt";

google::type::Date Month(int month) { return MakeDate(2026 + (month / 12), month % 12 + 1, 15); }

// A resource with name, etag and title.
template <class Resource>
Resource Made(const std::string& name, const std::string& title) {
  Resource made;
  made.set_name(name);
  made.set_etag("1");
  *made.mutable_title() = MakeText(title, title);
  return made;
}

void AddCourse(const std::string& engagement, const PlanSize& size, ProcessInputs* process) {
  auto& tracks = process->tracks.emplace();
  auto& phases = process->phases.emplace();
  for (int t = 0; t < size.tracks; ++t) {
    tracks.push_back(
        Made<Track>(absl::StrCat(engagement, "/tracks/t", t), absl::StrCat("Amt ", t + 1)));
    for (int p = 0; p < size.phases; ++p) {
      Phase phase = Made<Phase>(absl::StrCat(tracks.back().name(), "/phases/p", p),
                                absl::StrCat("Phase ", p + 1));
      phase.set_phase_id(absl::StrCat("p", p));
      phase.set_position((p + 1) * 100);
      phase.set_state(p < 3    ? Phase::STATE_COMPLETED
                      : p == 3 ? Phase::STATE_ACTIVE
                               : Phase::STATE_PLANNED);
      *phase.mutable_planned_start_date() = Month(p);
      *phase.mutable_planned_end_date() = Month(p + 1);
      phases.push_back(std::move(phase));
    }
  }
}

void AddPlan(const std::string& engagement, const PlanSize& size, ProcessInputs* process) {
  auto& goals = process->goals.emplace();
  for (int g = 0; g < size.goals; ++g) {
    Goal goal = Made<Goal>(absl::StrCat(engagement, "/goals/g", g),
                           absl::StrCat("Bescheide sind verständlich, Teil ", g + 1));
    goal.set_level(g == 0  ? Goal::LEVEL_GUIDING
                   : g < 4 ? Goal::LEVEL_INTERMEDIATE
                           : Goal::LEVEL_ACTION);
    if (g > 0) goal.set_parent_goal(absl::StrCat(engagement, "/goals/g", g < 4 ? 0 : g % 3 + 1));
    goal.set_state(g % 5 == 4 ? Goal::STATE_ACHIEVED : Goal::STATE_ADOPTED);
    goal.set_accountable_unit(kUnit);
    *goal.mutable_due_date() = Month(10);
    goals.push_back(std::move(goal));
  }
  auto& measures = process->measures.emplace();
  for (int m = 0; m < size.measures; ++m) {
    Measure measure = Made<Measure>(absl::StrCat(engagement, "/measures/m", m),
                                    absl::StrCat("Fortbildung für Führungskräfte, Reihe ", m + 1));
    measure.set_state(static_cast<Measure::State>(2 + m % 9));
    measure.add_goals()->set_goal(goals[4 + m % (size.goals - 4)].name());
    measure.set_accountable_unit(kUnit);
    measure.set_progress_percent(m * 7 % 101);
    *measure.mutable_start_date() = Month(m % 8);
    *measure.mutable_due_date() = Month(m % 8 + 4);
    measures.push_back(std::move(measure));
  }
}

void AddFigures(const std::string& engagement, const PlanSize& size, ProcessInputs* process) {
  auto& indicators = process->indicators.emplace();
  auto& measurements = process->measurements.emplace();
  for (int i = 0; i < size.indicators; ++i) {
    Indicator indicator = Made<Indicator>(absl::StrCat(engagement, "/indicators/i", i),
                                          absl::StrCat("Rückfragen je Monat, Stelle ", i + 1));
    auto& definition = *indicator.mutable_definition();
    *definition.mutable_unit() = MakeText("Rückfragen", "questions");
    definition.set_value_type(IndicatorDefinition::VALUE_TYPE_COUNT);
    definition.set_direction(IndicatorDefinition::DIRECTION_DECREASE);
    definition.set_accumulation(IndicatorDefinition::ACCUMULATION_SNAPSHOT);
    definition.set_aggregation(IndicatorDefinition::AGGREGATION_NONE);
    definition.set_effect_level(i % 7 + 1);
    indicator.set_definition_version(1);
    indicator.mutable_baseline()->mutable_value()->set_value("400");
    *indicator.mutable_baseline()->mutable_date() = MakeDate(2025, 12, 31);
    Target& target = *indicator.add_targets();
    target.set_target_id("ziel");
    *target.mutable_start_date() = MakeDate(2026, 1, 1);
    *target.mutable_end_date() = MakeDate(2027, 12, 31);
    target.mutable_value()->set_value("200");
    for (int m = 0; m < size.measurements; ++m) {
      Measurement measurement;
      measurement.set_name(absl::StrCat(indicator.name(), "/measurements/m", m));
      measurement.set_etag("1");
      *measurement.mutable_start_date() = MakeDate(2026 + m / 12, m % 12 + 1, 1);
      *measurement.mutable_end_date() = MakeDate(2026 + m / 12, m % 12 + 1, 28);
      measurement.mutable_value()->set_value(absl::StrCat(400 - m * 12));
      measurement.set_state(Measurement::STATE_LOCKED);
      measurement.set_definition_version(1);
      measurements.push_back(std::move(measurement));
    }
    indicators.push_back(std::move(indicator));
  }
}

void AddSteering(const std::string& engagement, const PlanSize& size, ProcessInputs* process) {
  auto& bodies = process->bodies.emplace();
  bodies.push_back(Made<Body>(absl::StrCat(engagement, "/bodies/steuerung"), "Steuerungsgruppe"));
  auto& decisions = process->decisions.emplace();
  for (int d = 0; d < size.decisions; ++d) {
    Decision decision = Made<Decision>(absl::StrCat(engagement, "/decisions/d", d),
                                       absl::StrCat("Beschluss ", d + 1));
    *decision.mutable_text() = MakeText("Es wird so gemacht wie vorgelegt.", "It is done so.");
    decision.set_body(bodies[0].name());
    decision.set_state(Decision::STATE_ADOPTED);
    *decision.mutable_decide_date() = Month(d % 10);
    decisions.push_back(std::move(decision));
  }
}

// Adds an entry of the log for a resource.
class Feed {
 public:
  static constexpr int kPage = 1000;

  template <class Resource>
  void Add(const Resource& resource) {
    if (pages_.empty() || pages_.back().changes_size() == kPage) {
      if (!pages_.empty()) pages_.back().set_more(true);
      pages_.emplace_back().set_next_cursor(absl::StrCat(pages_.size()));
    }
    auto& change = *pages_.back().add_changes();
    change.set_owner(std::string(schema::OwnerOf(resource.name())));
    change.set_sequence(++sequences_[change.owner()]);
    change.set_resource(resource.name());
    change.set_verb("CREATE");
    change.set_revision(1);
    change.mutable_content()->PackFrom(resource);
    change.set_hash(std::string(32, 'h'));
  }
  template <class Resource>
  void Add(const std::optional<std::vector<Resource>>& resources) {
    if (!resources.has_value()) return;
    for (const Resource& resource : *resources) Add(resource);
  }

  std::vector<type::v1alpha::ListChangesResponse> Take() && { return std::move(pages_); }

 private:
  std::vector<type::v1alpha::ListChangesResponse> pages_;
  std::map<std::string, int64_t> sequences_;
};

}  // namespace

std::string EngagementName(int number) {
  return absl::StrFormat("%s/engagements/e%04d", kProgramme, number);
}

ProcessInputs MakeProcess(const std::string& engagement, const PlanSize& size) {
  ProcessInputs process;
  process.programme = Made<Programme>(kProgramme, "Vielfalt in der Verwaltung");
  process.administration = Made<Administration>(kAdministration, "Stadt Musterstadt");
  process.engagement = Made<Engagement>(engagement, "Begleitung Musterstadt");
  process.engagement->set_administration(kAdministration);
  process.engagement->set_state(Engagement::STATE_ACTIVE);
  process.org_units.emplace().push_back(Made<OrgUnit>(kUnit, "Hauptamt"));
  AddCourse(engagement, size, &process);
  AddPlan(engagement, size, &process);
  AddFigures(engagement, size, &process);
  AddSteering(engagement, size, &process);
  process.agreements.emplace();
  process.findings.emplace();
  process.needs.emplace();
  process.milestones.emplace();
  process.meeting_records.emplace();
  process.action_items.emplace();
  return process;
}

reporting::ReportInputs MakeProgressInputs(const PlanSize& size) {
  reporting::ReportInputs inputs = reporting::SampleInputs(reporting::Language::kGerman);
  inputs.engagement_name = EngagementName(0);
  inputs.report.set_kind(reporting::v1alpha::Report::KIND_PROGRESS);
  inputs.process = MakeProcess(inputs.engagement_name, size);
  // Every list is a source of its own.
  for (const char* list : {"tracks", "tracks/-/phases", "agreements", "findings", "needs", "goals",
                           "measures", "milestones", "indicators", "indicators/-/measurements",
                           "decisions", "meetingRecords", "bodies", "actionItems"}) {
    reporting::v1alpha::Source source;
    source.set_service("engagement");
    source.set_resource(absl::StrCat(inputs.engagement_name, "/", list));
    source.set_state(reporting::v1alpha::Source::STATE_REACHED);
    source.set_revision(std::string(64, 'd'));
    inputs.sources.push_back(source);
  }
  return inputs;
}

std::vector<type::v1alpha::ListChangesResponse> FeedOf(
    const std::vector<ProcessInputs>& processes) {
  Feed feed;
  for (const ProcessInputs& process : processes) {
    if (&process == &processes[0]) {
      feed.Add(*process.programme);
      feed.Add(*process.administration);
      feed.Add(process.org_units);
    }
    feed.Add(*process.engagement);
    feed.Add(process.tracks);
    feed.Add(process.phases);
    feed.Add(process.goals);
    feed.Add(process.measures);
    feed.Add(process.indicators);
    feed.Add(process.measurements);
    feed.Add(process.bodies);
    feed.Add(process.decisions);
  }
  return std::move(feed).Take();
}

}  // namespace lotse::perf
