#include "cli/engagement/fake_engagements.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/agreement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/goal_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/measure_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_template_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/progress_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/track_service.grpc.pb.h"
#include "lotse/type/v1alpha/change_service.grpc.pb.h"

namespace lotse::cli {

using grpc::ServerContext;
using grpc::Status;
using namespace engagement::v1alpha;  // NOLINT: every service comes from there.

namespace {

template <typename Resource>
Status Find(const std::map<std::string, Resource>& all, const std::string& name, Resource* reply) {
  const auto it = all.find(name);
  if (it == all.end()) return Status(grpc::StatusCode::NOT_FOUND, name + " is not there");
  *reply = it->second;
  return Status::OK;
}

template <typename Resource>
Status Add(const std::string& name, Resource resource, std::map<std::string, Resource>* all,
           Resource* reply) {
  resource.set_name(name);
  resource.set_etag("1");
  *reply = (*all)[name] = resource;
  return Status::OK;
}

template <typename List>
void CopyTo(const List& list, google::protobuf::RepeatedPtrField<typename List::value_type>* to) {
  to->Assign(list.begin(), list.end());
}

}  // namespace

struct FakeEngagements::Services {
  explicit Services(FakeEngagements* fake)
      : engagement_(fake),
        track_(fake),
        phase_(fake),
        plan_(fake),
        goal_(fake),
        measure_(fake),
        agreement_(fake),
        progress_(fake),
        indicator_(fake),
        programme_(fake),
        measurement_(fake),
        change_(fake) {}

  void Register(grpc::ServerBuilder* builder) {
    for (grpc::Service* service : std::initializer_list<grpc::Service*>{
             &engagement_, &track_, &phase_, &plan_, &goal_, &measure_, &agreement_, &progress_,
             &indicator_, &programme_, &measurement_, &change_}) {
      builder->RegisterService(service);
    }
  }

  struct OfEngagements : EngagementService::Service {
    explicit OfEngagements(FakeEngagements* fake) : fake(fake) {}
    Status GetEngagement(ServerContext*, const GetEngagementRequest* q, Engagement* r) override {
      return Find(fake->engagements, q->name(), r);
    }
    Status CreateEngagement(ServerContext*, const CreateEngagementRequest* q,
                            Engagement* r) override {
      if (Status s = fake->Call("CreateEngagement"); !s.ok()) return s;
      return Add(absl::StrCat(q->parent(), "/engagements/", q->engagement_id()), q->engagement(),
                 &fake->engagements, r);
    }
    FakeEngagements* const fake;
  };

  struct OfTracks : TrackService::Service {
    explicit OfTracks(FakeEngagements* fake) : fake(fake) {}
    Status GetTrack(ServerContext*, const GetTrackRequest* q, Track* r) override {
      return Find(fake->tracks, q->name(), r);
    }
    Status ListTracks(ServerContext*, const ListTracksRequest*, ListTracksResponse* r) override {
      for (const auto& [name, track] : fake->tracks) *r->add_tracks() = track;
      return Status::OK;
    }
    Status CreateTrack(ServerContext*, const CreateTrackRequest* q, Track* r) override {
      if (Status s = fake->Call("CreateTrack " + q->track_id()); !s.ok()) return s;
      const std::string name = absl::StrCat(q->parent(), "/tracks/", q->track_id());
      Phase phase;
      (void)Add(name + "/phases/eins", Phase(), &fake->phases, &phase);
      (void)Add(name + "/phases/zwei", Phase(), &fake->phases, &phase);
      return Add(name, q->track(), &fake->tracks, r);
    }
    FakeEngagements* const fake;
  };

  struct OfPhases : PhaseService::Service {
    explicit OfPhases(FakeEngagements* fake) : fake(fake) {}
    Status GetPhase(ServerContext*, const GetPhaseRequest* q, Phase* r) override {
      return Find(fake->phases, q->name(), r);
    }
    // One to a page.
    Status ListPhases(ServerContext*, const ListPhasesRequest* q, ListPhasesResponse* r) override {
      const std::string parent = q->parent().substr(0, q->parent().find("/-"));
      bool behind = q->page_token().empty();
      for (const auto& [name, phase] : fake->phases) {
        if (!absl::StartsWith(name, parent + "/")) continue;
        if (behind && r->phases_size() == 1) {
          r->set_next_page_token(r->phases(0).name());
          break;
        }
        if (behind) *r->add_phases() = phase;
        behind = behind || name == q->page_token();
      }
      return Status::OK;
    }
    Status CheckGate(ServerContext*, const CheckGateRequest*, CheckGateResponse* r) override {
      *r = fake->gate;
      return Status::OK;
    }
    Status MovePhase(ServerContext*, const MovePhaseRequest* q, Phase* r) override {
      const std::string step = PhaseStep_Name(q->step());
      if (Status s = fake->Call(step); !s.ok()) return s;
      static const std::map<PhaseStep, Phase::State> kStates = {
          {PHASE_STEP_PREPARE, Phase::STATE_READY},
          {PHASE_STEP_START, Phase::STATE_ACTIVE},
          {PHASE_STEP_ENTER_GATE, Phase::STATE_IN_GATE}};
      return Change(q->name(), q->etag(), kStates.at(q->step()), r);
    }
    Status DecideGate(ServerContext*, const DecideGateRequest* q, Phase* r) override {
      if (Status s = fake->Call("DecideGate"); !s.ok()) return s;
      fake->decision = *q;
      GateVerdict* verdict = fake->phases.at(q->name()).add_verdicts();
      verdict->set_verdict(q->verdict());
      verdict->set_reason(q->reason());
      verdict->set_body(q->body());
      verdict->set_decided_by_function(q->decided_by_function());
      verdict->mutable_date()->set_year(2026);
      verdict->mutable_date()->set_month(7);
      verdict->mutable_date()->set_day(1);
      for (const GateCondition& condition : q->conditions()) {
        verdict->add_conditions(
            absl::StrCat(kEngagement, "/actionItems/", condition.action_item_id()));
      }
      return Change(q->name(), q->etag(),
                    q->verdict() == GateVerdict::VERDICT_FAILED ? Phase::STATE_ACTIVE
                                                                : Phase::STATE_COMPLETED,
                    r);
    }
    Status Change(const std::string& name, const std::string& etag, Phase::State state,
                  Phase* r) const {
      Phase& phase = fake->phases.at(name);
      if (phase.etag() != etag) return Status(grpc::StatusCode::ABORTED, "another etag");
      phase.set_state(state);
      phase.set_etag(etag + "1");
      *r = phase;
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfTemplates : PhaseTemplateService::Service {
    explicit OfTemplates(FakeEngagements* fake) : fake(fake) {}
    Status ListPhaseTemplates(ServerContext*, const ListPhaseTemplatesRequest*,
                              ListPhaseTemplatesResponse* r) override {
      CopyTo(fake->templates, r->mutable_phase_templates());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfGoals : GoalService::Service {
    explicit OfGoals(FakeEngagements* fake) : fake(fake) {}
    Status ListGoals(ServerContext*, const ListGoalsRequest*, ListGoalsResponse* r) override {
      CopyTo(fake->goals, r->mutable_goals());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfMeasures : MeasureService::Service {
    explicit OfMeasures(FakeEngagements* fake) : fake(fake) {}
    Status ListMeasures(ServerContext*, const ListMeasuresRequest*,
                        ListMeasuresResponse* r) override {
      CopyTo(fake->measures, r->mutable_measures());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfAgreements : AgreementService::Service {
    explicit OfAgreements(FakeEngagements* fake) : fake(fake) {}
    Status ListAgreements(ServerContext*, const ListAgreementsRequest*,
                          ListAgreementsResponse* r) override {
      CopyTo(fake->agreements, r->mutable_agreements());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfProgress : ProgressService::Service {
    explicit OfProgress(FakeEngagements* fake) : fake(fake) {}
    Status ListGaps(ServerContext*, const ListGapsRequest*, ListGapsResponse* r) override {
      CopyTo(fake->gaps, r->mutable_gaps());
      return Status::OK;
    }
    Status ListDueItems(ServerContext*, const ListDueItemsRequest* q,
                        ListDueItemsResponse* r) override {
      fake->due_request = *q;
      if (Status s = fake->Call("ListDueItems " + q->parent()); !s.ok()) return s;
      CopyTo(fake->due, r->mutable_items());
      if (fake->today.year() != 0) *r->mutable_today() = fake->today;
      return Status::OK;
    }
    Status GetCapacity(ServerContext*, const GetCapacityRequest*, GetCapacityResponse* r) override {
      CopyTo(fake->capacity, r->mutable_rows());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfIndicators : IndicatorService::Service {
    explicit OfIndicators(FakeEngagements* fake) : fake(fake) {}
    Status ListIndicators(ServerContext*, const ListIndicatorsRequest*,
                          ListIndicatorsResponse* r) override {
      CopyTo(fake->indicators, r->mutable_indicators());
      return Status::OK;
    }
    Status ListDueMeasurements(ServerContext*, const ListDueMeasurementsRequest* q,
                               ListDueMeasurementsResponse* r) override {
      if (Status s = fake->Call("ListDueMeasurements " + q->parent()); !s.ok()) return s;
      CopyTo(fake->due_measurements[q->parent()], r->mutable_due_measurements());
      return Status::OK;
    }
    Status GetAchievement(ServerContext*, const GetAchievementRequest* q,
                          GetAchievementResponse* r) override {
      fake->achievement_request = *q;
      *r = fake->achievement;
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfProgrammes : ProgrammeService::Service {
    explicit OfProgrammes(FakeEngagements* fake) : fake(fake) {}
    Status GetProgramme(ServerContext*, const GetProgrammeRequest* q, Programme* r) override {
      if (fake->refused_from.count("GetProgramme") > 0) {
        return Status(fake->refusal, "GetProgramme is refused");
      }
      r->set_name(q->name());
      return Status::OK;
    }
    Status ListReportingDuties(ServerContext*, const ListReportingDutiesRequest* q,
                               ListReportingDutiesResponse* r) override {
      if (Status s = fake->Call("ListReportingDuties"); !s.ok()) return s;
      fake->duties_request = *q;
      CopyTo(fake->duties, r->mutable_reporting_duties());
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfMeasurements : MeasurementService::Service {
    explicit OfMeasurements(FakeEngagements* fake) : fake(fake) {}
    Status ListMeasurements(ServerContext*, const ListMeasurementsRequest* q,
                            ListMeasurementsResponse* r) override {
      for (const auto& [name, measurement] : fake->measurements) {
        if (absl::StartsWith(name, q->parent() + "/")) *r->add_measurements() = measurement;
      }
      return Status::OK;
    }
    Status CreateMeasurement(ServerContext*, const CreateMeasurementRequest* q,
                             Measurement* r) override {
      if (Status s = fake->Call("CreateMeasurement"); !s.ok()) return s;
      Measurement made = q->measurement();
      made.set_state(Measurement::STATE_DRAFT);
      return Add(absl::StrCat(q->parent(), "/measurements/", q->measurement_id()), made,
                 &fake->measurements, r);
    }
    Status UpdateMeasurement(ServerContext*, const UpdateMeasurementRequest* q,
                             Measurement* r) override {
      if (Status s = fake->Call("UpdateMeasurement"); !s.ok()) return s;
      Measurement& there = fake->measurements.at(q->measurement().name());
      there.clear_value();
      if (q->measurement().has_value()) *there.mutable_value() = q->measurement().value();
      *there.mutable_not_measurable_reason() = q->measurement().not_measurable_reason();
      *r = there;
      return Status::OK;
    }
    Status MoveMeasurement(ServerContext*, const MoveMeasurementRequest* q,
                           Measurement* r) override {
      return Move(q->name(), MeasurementStep_Name(q->step()), Measurement::STATE_SUBMITTED, r);
    }
    Status DecideMeasurement(ServerContext*, const DecideMeasurementRequest* q,
                             Measurement* r) override {
      return Move(q->name(), MeasurementStep_Name(q->step()), Measurement::STATE_VALIDATED, r);
    }
    Status Move(const std::string& name, const std::string& step, Measurement::State state,
                Measurement* r) const {
      if (Status s = fake->Call(step); !s.ok()) return s;
      fake->measurements.at(name).set_state(state);
      *r = fake->measurements.at(name);
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  struct OfChanges : type::v1alpha::ChangeService::Service {
    explicit OfChanges(FakeEngagements* fake) : fake(fake) {}
    // One to a page, as of the states.
    Status DiffStates(ServerContext*, const type::v1alpha::DiffStatesRequest* q,
                      type::v1alpha::DiffStatesResponse* r) override {
      fake->difference_request = *q;
      const size_t number = q->page_token().empty() ? 0 : std::stoul(q->page_token());
      if (number < fake->differences.size()) *r->add_resources() = fake->differences[number];
      if (number + 1 < fake->differences.size()) r->set_next_page_token(absl::StrCat(number + 1));
      return Status::OK;
    }
    Status ListChanges(ServerContext*, const type::v1alpha::ListChangesRequest* q,
                       type::v1alpha::ListChangesResponse* r) override {
      for (const auto& change : fake->log) {
        if (r->changes_size() < q->page_size()) *r->add_changes() = change;
      }
      return Status::OK;
    }
    Status ListStates(ServerContext*, const type::v1alpha::ListStatesRequest* q,
                      type::v1alpha::ListStatesResponse* r) override {
      fake->as_of_seconds = q->as_of_time().seconds();
      const size_t number = q->page_token().empty() ? 0 : std::stoul(q->page_token());
      if (number < fake->states.size()) *r->add_resources() = fake->states[number];
      if (number + 1 < fake->states.size()) r->set_next_page_token(absl::StrCat(number + 1));
      return Status::OK;
    }
    FakeEngagements* const fake;
  };

  OfEngagements engagement_;
  OfTracks track_;
  OfPhases phase_;
  OfTemplates plan_;
  OfGoals goal_;
  OfMeasures measure_;
  OfAgreements agreement_;
  OfProgress progress_;
  OfIndicators indicator_;
  OfProgrammes programme_;
  OfMeasurements measurement_;
  OfChanges change_;
};

FakeEngagements::FakeEngagements() : services_(std::make_unique<Services>(this)) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  services_->Register(&builder);
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeEngagements::~FakeEngagements() { server_->Shutdown(); }

CliResult FakeEngagements::Run(std::vector<std::string> words) {
  words.push_back("--engagement=" + address_);
  return RunCli(words);
}

Status FakeEngagements::Call(const std::string& method) {
  const auto refused = refused_from.find(method);
  if (refused != refused_from.end() && calls_[method]++ >= refused->second) {
    return Status(refusal, method + " is refused", refusal_details.SerializeAsString());
  }
  if (!absl::StartsWith(method, "List")) changes.push_back(method);
  return Status::OK;
}

}  // namespace lotse::cli
