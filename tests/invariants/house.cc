#include "tests/invariants/house.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "cli/store_verify.h"
#include "google/protobuf/text_format.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/resource/replay.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/engagement/app/bodies.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/goals.h"
#include "services/engagement/app/measures.h"
#include "services/engagement/app/progress.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/app/values.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using google::protobuf::TextFormat;

namespace {

constexpr char kTitle[] = "title { variants { language: \"de\" text: \"Titel\" } } ";

// A phase with something that people say is there, and criteria that the server checks.
std::string PhaseText(const char* id, const char* serves, const std::vector<const char*>& checks,
                      const std::string& rest) {
  std::string text =
      absl::StrCat("phases { phase_id: \"", id, "\" ", kTitle, "serves: SERVES_", serves,
                   " criteria { criterion_id: \"gesagt\" mandatory: true ", kTitle, "} ", rest);
  for (size_t i = 0; i < checks.size(); ++i) {
    absl::StrAppend(&text, "criteria { criterion_id: \"geprueft-", i + 1,
                    "\" mandatory: true check: CHECK_", checks[i], " ", kTitle, "} ");
  }
  return text + "} ";
}

std::string TemplateText() {
  const std::string report = absl::StrCat(
      "waivable: true skippable: true deliverables { deliverable_id: \"bericht\" mandatory: true ",
      kTitle, "} ");
  return absl::StrCat(
      kTitle, "version: \"1\" state: STATE_PUBLISHED ",
      PhaseText("auftrag", "ASSIGNMENT", {}, "skippable: true "),
      PhaseText("bestand", "STOCK_TAKING", {"BASELINES"}, report),
      PhaseText("ziele", "GOALS", {"GOALS_COMPLETE"}, ""),
      PhaseText("massnahmen", "MEASURES", {"CAPACITY", "GOALS_HAVE_MEASURES"}, "skippable: true "),
      PhaseText("umsetzung", "IMPLEMENTATION", {"MEASURES_FINAL", "ACTION_ITEMS_CLOSED"},
                "skippable: true waivable: true "));
}

}  // namespace

std::unique_ptr<Message> NewRequest(const std::string& name) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      "lotse.engagement.v1alpha." + name);
  if (type == nullptr) ADD_FAILURE() << "no " << name;
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

House::House() : now_(absl::FromCivil(absl::CivilHour(2021, 4, 1, 12), absl::UTCTimeZone())) {
  std::string pattern = testing::TempDir() + "/houseXXXXXX";
  folder_ = mkdtemp(pattern.data());
  resource::Store::Options options;
  options.path = folder_ + "/engagement.db";
  std::vector<std::string> services = engagement::ServiceNames();
  // Other kinds refer to files. Named by a message, so that it is linked in.
  services.push_back(type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name());
  options.schema = *resource::Schema::Compile(services);
  options.clock = [this] { return now_; };
  store_ = *resource::Store::Open(std::move(options));
  standard_ = std::make_unique<resource::Standard>(&store_->schema());
  engagement::AddRules(standard_.get());
  AddCustoms();
  Furnish();
}

House::~House() {
  store_.reset();
  std::filesystem::remove_all(folder_);
}

absl::CivilDay House::today() const { return types::ToCivil(types::DayInBerlin(now_)); }

absl::Status House::Call(const Message& request, Message* reply) {
  const resource::Method& method = store_->schema().MethodOf(request.GetDescriptor());
  std::unique_ptr<Message> thrown_away;
  if (reply == nullptr) {
    thrown_away = NewReply(request);
    reply = thrown_away.get();
  }
  if (method.verb != resource::Method::Verb::kCreate) {
    const absl::Status admitted = rpc::InvalidFields(resource::CheckRequest(method, request));
    if (!admitted.ok()) return admitted;
  }
  const auto custom = customs_.find(request.GetDescriptor());
  if (custom == customs_.end()) {
    return Write(request, reply,
                 [&](resource::Tx& tx) { return standard_->Run(tx, method, request, reply); });
  }
  const auto work = [&](resource::Tx& tx) { return custom->second.run(tx, request, reply); };
  return custom->second.reads ? store_->Read(work) : Write(request, reply, work);
}

std::unique_ptr<Message> House::NewReply(const Message& request) const {
  const resource::Method& method = store_->schema().MethodOf(request.GetDescriptor());
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()
                                      ->GetPrototype(method.descriptor->output_type())
                                      ->New());
}

absl::Status House::Write(const Message& request, Message* reply,
                          const std::function<absl::Status(resource::Tx&)>& work) {
  const resource::Method& method = store_->schema().MethodOf(request.GetDescriptor());
  const bool trial = resource::FlagIn(request, method.validate_only);
  absl::Status result;
  absl::Mutex mutex;
  bool done = false;
  store_->Write(
      {}, {kActor, kRole, resource::TextIn(request, method.request_id)},
      [&](resource::Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
        const absl::Status once =
            resource::Once(tx, method, request, reply, [&] { return work(tx); });
        if (!once.ok()) return once;
        return trial ? resource::Store::Fate::kDiscard : resource::Store::Fate::kKeep;
      },
      [&](absl::Status status) {
        absl::MutexLock lock(&mutex);
        result = std::move(status);
        done = true;
      });
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&done));
  return result;
}

State House::Look() {
  State state;
  const absl::Status read = store_->Read([&](resource::Tx& tx) {
    sql::Query heads = tx.connection().Prepare("AllHeads");
    while (heads.Next()) state.heads[heads.Text(0)] = {heads.Number(1), heads.Text(2)};
    sql::Query query = tx.connection().Prepare("AllResources");
    while (query.Next()) {
      const std::string name = schema::FullName(query.View(0), query.View(1));
      const resource::Kind* kind = tx.schema().KindOfName(name);
      std::shared_ptr<Message> resource(kind->prototype->New());
      EXPECT_TRUE(resource->ParseFromString(query.Text(3))) << name;
      resource->GetReflection()->SetString(resource.get(), kind->etag,
                                           absl::StrCat(query.Number(2)));
      state.resources[name] = std::move(resource);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return state;
}

std::vector<history::Entry> House::EntriesSince(const State& state) {
  std::vector<history::Entry> entries;
  const absl::Status read = store_->Read([&](resource::Tx& tx) {
    for (const std::string& owner : tx.Owners()) {
      const auto head = state.heads.find(owner);
      const int64_t last = head == state.heads.end() ? 0 : head->second.first;
      history::ReadEntries(tx.connection(), owner, last, /*limit=*/1000,
                           [&](const history::Entry& entry) {
                             entries.push_back(entry);
                             return true;
                           });
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return entries;
}

std::string House::Verify() {
  store_.reset();
  const auto found = cli::VerifyFolder(folder_);
  if (!found.ok()) return std::string(found.status().message());
  return absl::StrJoin(found->faults, "\n", [](std::string* out, const auto& fault) {
    absl::StrAppend(out, fault.where, ": ", fault.what);
  });
}

void House::AddCustoms() {
  using namespace engagement;  // NOLINT(google-build-using-namespace)
  Add(&MoveEngagement);
  Add(&ProposeAgreement);
  Add(&WithdrawAgreement);
  Add(&EnforceAgreement);
  Add(&RejectAgreement);
  Add<api::MovePhaseRequest, api::Phase>(&MovePhase);
  Add<api::DecideGateRequest, api::Phase>(&DecideGate);
  Add<api::SplitPhaseRequest, api::Phase>(&SplitPhase);
  Add(&ConfirmPhase);
  Add(&MoveActionItem);
  Add<api::MoveDecisionRequest, api::Decision>(&MoveDecision);
  Add<api::MoveMeetingRecordRequest, api::MeetingRecord>(&MoveMeetingRecord);
  Add<api::AddMeetingAddendumRequest, api::MeetingRecord>(&AddMeetingAddendum);
  Add<api::MoveGoalRequest, api::Goal>(&MoveGoal);
  Add<api::DecideGoalRequest, api::Goal>(&DecideGoal);
  Add<api::ConfirmGoalRequest, api::Goal>(&ConfirmGoal);
  Add<api::MoveMeasureRequest, api::Measure>(&MoveMeasure);
  Add<api::DecideMeasureRequest, api::Measure>(&DecideMeasure);
  Add<api::ConfirmMeasureRequest, api::Measure>(&ConfirmMeasure);
  Add<api::MoveMilestoneRequest, api::Milestone>(&MoveMilestone);
  Add<api::MoveMeasurementRequest, api::Measurement>(&MoveMeasurement);
  Add<api::DecideMeasurementRequest, api::Measurement>(&DecideMeasurement);
  Add<api::CorrectMeasurementRequest, api::Measurement>(&CorrectMeasurement);
  Add(&InheritShared);
  Add(&GetAchievement, /*reads=*/true);
  Add(&ListDueMeasurements, /*reads=*/true);
  Add(&ListTargetActual, /*reads=*/true);
  Add(&ListDueItems, /*reads=*/true);
  Add(&GetCapacity, /*reads=*/true);
}

template <class R>
void House::Put(const std::string& name, const std::string& text) {
  R resource;
  ASSERT_TRUE(TextFormat::ParseFromString(text, &resource)) << text;
  resource.set_name(name);
  const absl::Status put = store_->WriteAndWait(
      {"tester", "", ""}, [&](resource::Tx& tx) { return tx.Create(&resource); });
  ASSERT_TRUE(put.ok()) << put << name;
}

void House::MustCall(const std::string& request, const std::string& text) {
  const std::unique_ptr<Message> q = NewRequest(request);
  ASSERT_TRUE(TextFormat::ParseFromString(text, q.get())) << text;
  const absl::Status called = Call(*q);
  ASSERT_TRUE(called.ok()) << request << " " << called;
}

void House::Furnish() {
  Put<api::CodeList>("codeLists/c-01-v1",
                     "list_uri: \"urn:lotse:codelist:c-01\" version: \"1\" "
                     "entries { code: \"produktbezogen\" }");
  MustCall("CreateProgrammeRequest",
           absl::StrCat("programme_id: \"viv\" programme { ", kTitle,
                        "start_date { year: 2021 month: 1 day: 1 } "
                        "end_date { year: 2023 month: 12 day: 31 } engagement_months_limit: 15 }"));
  Put<api::PhaseTemplate>("programmes/viv/phaseTemplates/ideal", TemplateText());
  for (const char* town : {"musterstadt", "nachbarstadt"}) {
    MustCall("CreateAdministrationRequest",
             absl::StrCat("administration_id: \"", town, "\" administration { ", kTitle,
                          "level: LEVEL_MUNICIPALITY population: 43000 }"));
    for (const char* unit : {"kita", "personal"}) {
      MustCall("CreateOrgUnitRequest",
               absl::StrCat("parent: \"administrations/", town, "\" org_unit_id: \"", unit,
                            "\" org_unit { ", kTitle, "}"));
    }
  }
  Share();
  MakeEngagement("eins", "musterstadt");
  MakeEngagement("zwei", "nachbarstadt");
  Activate();
}

// Three indicators of the programme, one for each rule by which sites make something together.
void House::Share() {
  constexpr char kMeasured[] =
      "unit { variants { language: \"de\" text: \"Personen\" } } value_type: VALUE_TYPE_NUMBER "
      "direction: DIRECTION_INCREASE decimals: 2 ";
  constexpr char kFrame[] =
      "baseline { value { value: \"2\" } date { year: 2021 month: 1 day: 1 } } "
      "targets { target_id: \"ende\" start_date { year: 2021 month: 5 day: 1 } "
      "end_date { year: 2021 month: 9 day: 30 } value { value: \"20.5\" } } ";
  const auto share = [&](const char* id, const char* rules) {
    MustCall("CreateIndicatorRequest",
             absl::StrCat("parent: \"programmes/viv\" indicator_id: \"", id, "\" indicator { ",
                          kTitle, kFrame, "definition { ", kMeasured, rules, " } }"));
  };
  share("leute", "accumulation: ACCUMULATION_INCREMENT aggregation: AGGREGATION_SUM");
  share("quote",
        "accumulation: ACCUMULATION_SNAPSHOT aggregation: AGGREGATION_WEIGHTED_MEAN "
        "weight_indicator: \"programmes/viv/indicators/leute\"");
  share("stand", "accumulation: ACCUMULATION_CUMULATIVE aggregation: AGGREGATION_NONE");
}

void House::MakeEngagement(const std::string& id, const std::string& town) {
  const std::string parent = absl::StrCat("parent: \"programmes/viv/engagements/", id, "\" ");
  const std::string unit = absl::StrCat("\"administrations/", town, "/orgUnits/kita\" ");
  MustCall("CreateEngagementRequest",
           absl::StrCat("parent: \"programmes/viv\" engagement_id: \"", id, "\" engagement { ",
                        kTitle, "administration: \"administrations/", town,
                        "\" phase_template: \"programmes/viv/phaseTemplates/ideal\" "
                        "start_date { year: 2021 month: ",
                        // One begins on a day that many months do not have.
                        id == "eins" ? "3 day: 1" : "1 day: 31", " } end_date { year: 2022 month: ",
                        id == "eins" ? "5 day: 31" : "3 day: 20", " } }"));
  for (const char* track : {"soziales", "ordnung"}) {
    MustCall("CreateTrackRequest",
             absl::StrCat(parent, "track_id: \"", track, "\" track { ", kTitle, "org_units: ", unit,
                          "capacities { org_unit: ", unit, "days_per_month { value: \"4\" } } }"));
  }
  MustCall("InheritSharedRequest", "name: \"programmes/viv/engagements/" + id + "\"");
  MustCall("CreateBodyRequest",
           absl::StrCat(parent, "body_id: \"steuerung\" body { ", kTitle, "kind: KIND_STEERING }"));
  MustCall("CreateNeedRequest",
           absl::StrCat(parent, "need_id: \"formulare\" need { ", kTitle, "}"));
  MustCall("CreateGoalRequest",
           absl::StrCat(parent, "goal_id: \"leit\" goal { ", kTitle, "level: LEVEL_GUIDING }"));
  MustCall("CreateGoalRequest",
           absl::StrCat(parent, "goal_id: \"mittel\" goal { ", kTitle,
                        "level: LEVEL_INTERMEDIATE parent_goal: \"programmes/viv/engagements/", id,
                        "/goals/leit\" }"));
}

// Qualified, agreed, active.
void House::Activate() {
  const auto move = [](const char* etag, const char* step) {
    return absl::StrCat("name: \"", kEngagement, "\" etag: \"", etag, "\" step: ENGAGEMENT_STEP_",
                        step);
  };
  MustCall("MoveEngagementRequest", move("1", "QUALIFY"));
  const std::string name = absl::StrCat("name: \"", kEngagement, "/agreements/v1\" ");
  MustCall("CreateAgreementRequest", absl::StrCat("parent: \"", kEngagement,
                                                  "\" agreement_id: \"v1\" agreement { "
                                                  "effective_date { year: 2021 month: 3 day: 1 } "
                                                  "focus_items { focus_id: \"kita\" } }"));
  MustCall("ProposeAgreementRequest", name + "etag: \"1\"");
  MustCall("EnforceAgreementRequest",
           name +
               "etag: \"2\" consents { party { variants { language: \"de\" text: \"Stadt\" } } "
               "date { year: 2021 month: 2 day: 20 } }");
  MustCall("MoveEngagementRequest", move("3", "ACTIVATE"));
}

}  // namespace lotse::invariants
