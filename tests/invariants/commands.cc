#include "tests/invariants/commands.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lotse/engagement/v1alpha/agreement_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "lotse/engagement/v1alpha/track_service.pb.h"
#include "tests/invariants/closing.h"
#include "tests/invariants/dice.h"
#include "tests/invariants/house.h"
#include "tests/invariants/replaced.h"
#include "tests/invariants/resources.h"
#include "tests/invariants/shared.h"
#include "tests/invariants/steps.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using google::protobuf::FieldDescriptor;

namespace {

class Maker {
 public:
  Maker(uint64_t number, const State& state, absl::CivilDay today)
      : state_(state), today_(today), dice_(number) {}

  Command Make() {
    Command command;
    const int what = dice_.Below(100);
    const auto* engagement = state_.Get<api::Engagement>(kEngagement);
    if (engagement->state() == api::Engagement::STATE_SUSPENDED && dice_.Chance(30)) {
      command.request = Resume(*engagement);
      return command;
    }
    if (engagement->state() == api::Engagement::STATE_CLOSING && dice_.Chance(75)) {
      command.request = TowardsTheEnd(state_, &dice_);
      return command;
    }
    if (what < 4) {
      command.days = dice_.Below(40);
    } else if (dice_.Chance(13)) {
      command.request = AboutShared(state_, today_, &dice_);
    } else if (dice_.Chance(3)) {
      command.request = AboutReplaced(state_, &dice_);
    } else if (what < 28) {
      command.request = Create();
    } else if (what < 42) {
      command.request = Update(&command.must_fail);
    } else if (what < 48) {
      command.request = dice_.Chance(50) ? MeetGate() : MakeApprovable();
    } else if (what < 51) {
      command.request = DeleteOrUndelete(&command.must_fail);
    } else if (what < 53) {
      command.request = ChangeFrame();
    } else {
      command.request = Step(&command.must_fail);
    }
    return command;
  }

  // How it is sent: tried first, or with an id, and again. Only what can be tried has an id.
  void Send(Command* command) {
    if (command->request == nullptr) return;
    const auto* type = command->request->GetDescriptor();
    if (type->FindFieldByName("validate_only") == nullptr) return;
    command->trial = dice_.Chance(10);
    if (type->FindFieldByName("request_id") == nullptr || dice_.Chance(70)) return;
    const uint64_t first = dice_.Any(), last = dice_.Any();
    const std::string id =
        absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", first >> 32, first & 0xffff,
                        (first >> 16) & 0xfff, last >> 52, last & 0xffffffffffff);
    SetString("request_id", id, command->request.get());
    command->again = dice_.Chance(50);
  }

 private:
  // The etag of a resource; now and then none, or another.
  std::string EtagOf(const Message& resource, bool* wrong, bool needed) {
    const auto* field = resource.GetDescriptor()->FindFieldByName("etag");
    std::string etag = resource.GetReflection()->GetString(resource, field);
    if (dice_.Chance(94)) return etag;
    if (dice_.Chance(50)) {
      *wrong = *wrong || needed;
      return "";
    }
    *wrong = true;
    return absl::StrCat(etag, "0");
  }

  std::unique_ptr<Message> Resume(const api::Engagement& engagement) {
    auto request = std::make_unique<api::MoveEngagementRequest>();
    request->set_name(engagement.name());
    request->set_etag(engagement.etag());
    request->set_step(api::ENGAGEMENT_STEP_RESUME);
    return request;
  }

  // Goals, measures, indicators and values more often than the rest.
  KindOfThing AnyKind() {
    return dice_.Chance(50) ? dice_.OneOf(Kinds()) : Kinds()[static_cast<size_t>(dice_.Below(4))];
  }

  std::unique_ptr<Message> Create() {
    const KindOfThing kind = AnyKind();
    const size_t there = NamesOf(state_, kind.message, false).size();
    if (there >= static_cast<size_t>(kind.most) && dice_.Chance(97)) return nullptr;
    if (kind.most == 0) return nullptr;
    auto request = NewRequest(absl::StrCat("Create", kind.message, "Request"));
    const std::string parent =
        kind.below == nullptr ? kEngagement : AnyOf(state_, kind.below, &dice_);
    // What lies in the other engagement is not played with.
    if (EngagementOf(parent) != kEngagement) return nullptr;
    SetString("parent", parent, request.get());
    SetString((std::string(kind.field) + "_id").c_str(), absl::StrCat("x", dice_.Below(20)),
              request.get());
    const auto* field = request->GetDescriptor()->FindFieldByName(kind.field);
    Message* resource = request->GetReflection()->MutableMessage(request.get(), field);
    Fill(kind, state_, today_, &dice_, resource);
    if (auto* value = dynamic_cast<api::Measurement*>(resource)) FitBreakdown(parent, value);
    return request;
  }

  // Leaves the categories out where there are none, most of the time.
  void FitBreakdown(const std::string& parent, api::Measurement* measurement) {
    const auto* indicator = state_.Get<api::Indicator>(parent);
    const bool none = indicator == nullptr || indicator->definition().dimensions().empty();
    if (none && dice_.Chance(95)) measurement->clear_breakdown();
  }

  std::unique_ptr<Message> Update(bool* must_fail) {
    const KindOfThing kind = AnyKind();
    const std::vector<std::string> names = NamesOf(state_, kind.message, false);
    const bool engagement = std::string(kind.message) == "Engagement";
    if (names.empty() && !engagement) return nullptr;
    const Message& is = *state_.resources.at(engagement ? kEngagement : Furthest(names));
    auto request = NewRequest(absl::StrCat("Update", kind.message, "Request"));
    const auto* field = request->GetDescriptor()->FindFieldByName(kind.field);
    Message* resource = request->GetReflection()->MutableMessage(request.get(), field);
    resource->CopyFrom(is);
    SetString("etag", EtagOf(is, must_fail, /*needed=*/false), resource);
    std::vector<std::string> changed = {ChangeField(state_, today_, &dice_, resource)};
    if (dice_.Chance(20)) changed.push_back(ChangeField(state_, today_, &dice_, resource));
    const auto* mask = request->GetDescriptor()->FindFieldByName("update_mask");
    Message* paths = request->GetReflection()->MutableMessage(request.get(), mask);
    const auto* path = paths->GetDescriptor()->FindFieldByName("paths");
    if (dice_.Chance(15)) changed = {"*"};
    for (const std::string& name : changed) paths->GetReflection()->AddString(paths, path, name);
    return request;
  }

  // One of the names; more often than not what has come far, and may change less.
  std::string Furthest(const std::vector<std::string>& names) {
    std::string furthest = dice_.OneOf(names);
    for (int i = 0; i < 2; ++i) {
      const std::string other = dice_.OneOf(names);
      const bool further =
          StateOf(*state_.resources.at(other)) > StateOf(*state_.resources.at(furthest));
      if (further) furthest = other;
    }
    return furthest;
  }

  // Says that what a gate asks for is there, all or some of it.
  std::unique_ptr<Message> MeetGate() {
    const std::vector<std::string> names = NamesOf(state_, "Phase", false);
    if (names.empty()) return nullptr;
    const auto* phase = state_.Get<api::Phase>(dice_.OneOf(names));
    auto request = std::make_unique<api::UpdatePhaseRequest>();
    *request->mutable_phase() = *phase;
    const bool all = dice_.Chance(80);
    for (auto& criterion : *request->mutable_phase()->mutable_criteria()) {
      if (all || dice_.Chance(50)) criterion.set_result(api::GateCriterion::RESULT_MET);
    }
    for (auto& deliverable : *request->mutable_phase()->mutable_deliverables()) {
      if (all || dice_.Chance(50)) deliverable.set_state(api::GateDeliverable::STATE_APPROVED);
    }
    request->mutable_update_mask()->add_paths("criteria");
    request->mutable_update_mask()->add_paths("deliverables");
    return request;
  }

  // Gives a measure what it needs to be approved, but for the gate.
  std::unique_ptr<Message> MakeApprovable() {
    std::vector<const api::Measure*> measures;
    for (const auto* measure : state_.LiveBelow<api::Measure>(kEngagement)) {
      if (measure->state() <= api::Measure::STATE_PLANNED) measures.push_back(measure);
    }
    if (measures.empty()) return nullptr;
    auto request = std::make_unique<api::UpdateMeasureRequest>();
    api::Measure* measure = request->mutable_measure();
    *measure = *dice_.OneOf(measures);
    measure->clear_goals();
    for (const auto* goal : state_.LiveBelow<api::Goal>(kEngagement)) {
      const bool adopted = goal->state() == api::Goal::STATE_ADOPTED;
      if (!adopted || goal->level() != api::Goal::LEVEL_ACTION) continue;
      if (measure->goals().empty() || dice_.Chance(30))
        measure->add_goals()->set_goal(goal->name());
    }
    measure->set_accountable_unit(absl::StrCat(kTown, "/orgUnits/kita"));
    *measure->mutable_due_date() = dice_.Day(today_);
    for (const char* field : {"goals", "accountable_unit", "due_date"}) {
      request->mutable_update_mask()->add_paths(field);
    }
    return request;
  }

  std::unique_ptr<Message> DeleteOrUndelete(bool* must_fail) {
    const KindOfThing kind = dice_.OneOf(Kinds());
    std::vector<const Message*> deleted, live;
    for (const auto& [name, resource] : state_.resources) {
      if (resource->GetDescriptor()->name() != kind.message) continue;
      if (EngagementOf(name) != kEngagement) continue;
      const auto* time = resource->GetDescriptor()->FindFieldByName("delete_time");
      const bool gone = resource->GetReflection()->HasField(*resource, time);
      (gone ? deleted : live).push_back(resource.get());
    }
    const bool undelete = !deleted.empty() && dice_.Chance(50);
    const auto& from = undelete ? deleted : live;
    if (from.empty()) return nullptr;
    const Message& resource = *dice_.OneOf(from);
    auto request =
        NewRequest(absl::StrCat(undelete ? "Undelete" : "Delete", kind.message, "Request"));
    SetString("name", NameOf(resource), request.get());
    SetString("etag", EtagOf(resource, must_fail, undelete), request.get());
    return request;
  }

  // Changes dates and limit of the programme, what units can give, or what is said at the end.
  std::unique_ptr<Message> ChangeFrame() {
    if (dice_.Chance(35)) {
      auto request = std::make_unique<api::UpdateProgrammeRequest>();
      *request->mutable_programme() = *state_.Get<api::Programme>(kProgramme);
      request->mutable_programme()->set_engagement_months_limit(10 + dice_.Below(12));
      if (dice_.Chance(30))
        *request->mutable_programme()->mutable_end_date() = dice_.Day(today_ + 700);
      request->mutable_update_mask()->add_paths("engagement_months_limit");
      request->mutable_update_mask()->add_paths("end_date");
      return request;
    }
    if (dice_.Chance(50)) {
      auto request = std::make_unique<api::UpdateTrackRequest>();
      *request->mutable_track() =
          *state_.Get<api::Track>(absl::StrCat(kEngagement, "/tracks/soziales"));
      for (auto& capacity : *request->mutable_track()->mutable_capacities()) {
        capacity.mutable_days_per_month()->set_value(dice_.Number());
      }
      request->mutable_update_mask()->add_paths("capacities");
      return request;
    }
    auto request = std::make_unique<api::UpdateEngagementRequest>();
    *request->mutable_engagement() = *state_.Get<api::Engagement>(kEngagement);
    request->mutable_engagement()->mutable_final_report()->set_name(
        absl::StrCat(kEngagement, "/reports/bericht"));
    request->mutable_engagement()->mutable_final_report()->set_revision(1);
    request->mutable_engagement()->set_sustaining(api::Engagement::SUSTAINING_NONE);
    request->mutable_update_mask()->add_paths("final_report");
    request->mutable_update_mask()->add_paths("sustaining");
    return request;
  }

  const StepRequest& AnyStep() {
    int total = 0;
    for (const StepRequest& step : Steps()) total += step.weight;
    int at = dice_.Below(total);
    for (const StepRequest& step : Steps()) {
      if ((at -= step.weight) < 0) return step;
    }
    return Steps()[0];
  }

  std::unique_ptr<Message> Step(bool* must_fail) {
    // One for which there is something to do, most of the time.
    const StepRequest* step = nullptr;
    std::vector<std::string> names;
    for (int tries = 0; tries < 5 && names.empty(); ++tries) {
      step = &AnyStep();
      names = ReadyFor(*step);
    }
    if (names.empty() || dice_.Chance(12)) names = NamesFor(*step);
    if (names.empty()) return nullptr;
    const Message& resource = *state_.resources.at(dice_.OneOf(names));
    auto request = NewRequest(step->request);
    SetString("name", NameOf(resource), request.get());
    SetString("etag", EtagOf(resource, must_fail, /*needed=*/true), request.get());
    FillStep(*step, resource, request.get());
    return request;
  }

  std::vector<std::string> NamesFor(const StepRequest& step) {
    if (std::string(step.message) == "Engagement") return {kEngagement};
    return NamesOf(state_, step.message, false);
  }

  // Those of which a hint says that the step can be taken.
  std::vector<std::string> ReadyFor(const StepRequest& step) {
    std::vector<std::string> ready;
    for (const std::string& name : NamesFor(step)) {
      const int state = StateOf(*state_.resources.at(name));
      for (const Hint& hint : Hints()) {
        if (step.request == std::string(hint.request) && hint.state == state) {
          ready.push_back(name);
        }
      }
    }
    return ready;
  }

  void FillStep(const StepRequest& step, const Message& resource, Message* request) {
    const auto* reflection = request->GetReflection();
    if (const auto* field = request->GetDescriptor()->FindFieldByName("step")) {
      int number = dice_.Below(field->enum_type()->value_count());
      for (const Hint& hint : Hints()) {
        const bool fits = !hint.steps.empty() && step.request == std::string(hint.request) &&
                          hint.state == StateOf(resource);
        if (fits && dice_.Chance(80)) number = dice_.OneOf(hint.steps);
      }
      // Nearly nothing can be done once an engagement is over: it ends in few runs.
      const bool ends = number == api::ENGAGEMENT_STEP_CANCEL ||
                        (number == api::ENGAGEMENT_STEP_BEGIN_CLOSING && dice_.Chance(40));
      if (std::string(step.message) == "Engagement" && ends) number = api::ENGAGEMENT_STEP_SUSPEND;
      reflection->SetEnumValue(request, field, number);
    }
    if (dice_.Chance(75)) SetString("reason", "Es ist so.", request);
    if (dice_.Chance(35)) SetString("override_reason", "Es eilt.", request);
    if (dice_.Chance(60)) SetText("text", "So ist es richtig.", request);
    if (dice_.Chance(25)) SetText("modification", "Mit einer Frist.", request);
    SetText("new_title", "Zweite Hälfte", request);
    SetString("new_phase_id", absl::StrCat("y", dice_.Below(20)), request);
    if (std::string(step.request) == "DecideGoalRequest" && dice_.Chance(10)) {
      SetString("decision", AnyOf(state_, "Decision", &dice_), request);
    }
    auto* split = dynamic_cast<api::SplitPhaseRequest*>(request);
    if (split != nullptr && dice_.Chance(50)) split->add_criterion_ids("gesagt");
    if (auto* decide = dynamic_cast<api::DecideGateRequest*>(request)) FillVerdict(decide);
    if (auto* enforce = dynamic_cast<api::EnforceAgreementRequest*>(request)) {
      if (dice_.Chance(10)) return;
      auto* consent = enforce->add_consents();
      SetText("party", "Stadt", consent);
      *consent->mutable_date() = dice_.Day(today_);
    }
  }

  void FillVerdict(api::DecideGateRequest* decide) {
    decide->set_verdict(dice_.Chance(60) ? api::GateVerdict::VERDICT_PASSED
                                         : static_cast<api::GateVerdict::Verdict>(dice_.Below(5)));
    const bool with = decide->verdict() == api::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS;
    if (!dice_.Chance(with ? 90 : 3)) return;
    auto* condition = decide->add_conditions();
    condition->set_action_item_id(absl::StrCat("auflage", dice_.Below(30)));
    SetText("title", "Nachreichen", condition);
    *condition->mutable_due_date() = dice_.Day(today_);
  }

  static std::string NameOf(const Message& resource) {
    return resource.GetReflection()->GetString(resource,
                                               resource.GetDescriptor()->FindFieldByName("name"));
  }
  static int StateOf(const Message& resource) {
    const auto* field = resource.GetDescriptor()->FindFieldByName("state");
    return field == nullptr ? 0 : resource.GetReflection()->GetEnumValue(resource, field);
  }

  const State& state_;
  const absl::CivilDay today_;
  Dice dice_;
};

}  // namespace

Command MakeCommand(uint64_t number, const State& state, absl::CivilDay today) {
  Maker maker(number, state, today);
  Command command = maker.Make();
  maker.Send(&command);
  return command;
}

}  // namespace lotse::invariants
