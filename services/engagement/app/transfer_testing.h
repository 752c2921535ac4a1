#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/code_list.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "lotse/type/v1alpha/blob_service.pb.h"
#include "runtime/blob/content.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/request.h"
#include "runtime/types/sha256.h"
#include "runtime/types/uuid.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/app/transfer_kinds.h"
#include "services/engagement/app/transfer_run.h"
#include "services/engagement/app/transfers.h"
#include "services/engagement/domain/body_test_data.h"
#include "services/engagement/domain/chain_test_data.h"

namespace lotse::engagement {

using google::protobuf::Message;
using resource::Tx;
using v1alpha::ExportJob;
using v1alpha::ImportJob;

inline constexpr char kOwner[] = "programmes/viv";

// A store with the jobs of a daemon, without gRPC.
class TransferPlace {
 public:
  TransferPlace() {
    std::string pattern = testing::TempDir() + "/transferXXXXXX";
    folder_ = mkdtemp(pattern.data());
    Restart();
  }
  ~TransferPlace() {
    transfers.reset();
    store.reset();
    std::filesystem::remove_all(folder_);
  }

  // Store and jobs anew, as after a start; nothing runs before Start.
  void Restart() {
    transfers.reset();
    store.reset();
    std::vector<std::string> services = ServiceNames();
    services.push_back(
        type::v1alpha::GetBlobRequest::descriptor()->file()->service(0)->full_name());
    resource::Store::Options options;
    options.path = folder_ + "/x.db";
    options.schema = *resource::Schema::Compile(services);
    options.clock = &absl::Now;
    store = *resource::Store::Open(std::move(options));
    standard = std::make_unique<resource::Standard>(&store->schema());
    AddRules(standard.get());
    transfers =
        std::make_unique<Transfers>(store.get(), standard.get(), &book,
                                    [](const absl::Status& status) { ADD_FAILURE() << status; });
    transfers->AddRules(standard.get());
  }
  int Start() {
    const absl::StatusOr<int> left = transfers->Start();
    EXPECT_TRUE(left.ok()) << left.status();
    return left.value_or(-1);
  }

  absl::Status Write(const std::function<absl::Status(Tx&)>& work) {
    return store->WriteAndWait(cause, work);
  }
  // Stores a resource as it is, past the rules of its kind; in its first state if it has none.
  template <class R>
  void Put(const std::string& name, R resource) {
    resource.set_name(name);
    const auto* state = R::descriptor()->FindFieldByName("state");
    if (state != nullptr && resource.GetReflection()->GetEnumValue(resource, state) == 0) {
      resource.GetReflection()->SetEnumValue(&resource, state, 1);
    }
    const absl::Status status = Write([&](Tx& tx) { return tx.Create(&resource); });
    ASSERT_TRUE(status.ok()) << name << ": " << status;
  }
  template <class R>
  R Stored(const std::string& name) {
    R resource;
    const absl::Status status = store->Read([&](Tx& tx) { return tx.Load(name, &resource); });
    EXPECT_TRUE(status.ok()) << status;
    return resource;
  }
  bool Has(const std::string& name) {
    return store->Read([&](Tx& tx) { return tx.CheckThere(name, true); }).ok();
  }
  template <class R>
  void Change(const std::string& name, const std::function<void(R*)>& change) {
    const absl::Status status = Write([&](Tx& tx) {
      R resource;
      if (absl::Status s = tx.Load(name, &resource); !s.ok()) return s;
      change(&resource);
      return tx.Save("TEST", "", &resource);
    });
    ASSERT_TRUE(status.ok()) << status;
  }

  std::string Upload(const std::string& parent, const std::string& content) {
    type::v1alpha::Blob blob;
    blob.set_name(absl::StrCat(parent, "/blobs/", types::NewRandomUuid()));
    blob.set_sha256(types::Sha256Hex(content));
    const absl::Status status = Write([&](Tx& tx) {
      blob::PutContent(tx, blob.name(), content);
      return tx.Create(&blob);
    });
    EXPECT_TRUE(status.ok()) << status;
    return blob.name();
  }
  std::string Content(const std::string& blob) {
    const absl::StatusOr<std::string> content = blob::ReadContent(store.get(), {}, blob);
    EXPECT_TRUE(content.ok()) << content.status();
    return content.value_or("");
  }

  // Creates a job by its standard method; it ends by itself where jobs run.
  template <class Q, class Job>
  absl::Status Create(const std::string& parent, Job* job) {
    Q q;
    q.set_parent(parent);
    const auto& method = store->schema().MethodOf(Q::descriptor());
    q.GetReflection()->MutableMessage(&q, method.resource)->CopyFrom(*job);
    return Write([&](Tx& tx) { return standard->Run(tx, method, q, job); });
  }
  template <class Job>
  Job Ended(const Job& job) {
    for (int i = 0; i < 3000 && !transfers->Idle(); ++i) absl::SleepFor(absl::Milliseconds(10));
    return Stored<Job>(job.name());
  }

  ExportJob Export(const std::string& parent, const std::string& collection = "") {
    ExportJob job;
    job.set_form(collection.empty() ? v1alpha::TRANSFER_FORM_ENGAGEMENT
                                    : v1alpha::TRANSFER_FORM_CSV);
    job.set_collection(collection);
    const absl::Status status = Create<v1alpha::CreateExportJobRequest>(parent, &job);
    EXPECT_TRUE(status.ok()) << status;
    return status.ok() ? Ended(job) : job;
  }
  ImportJob Import(const std::string& parent, const std::string& content,
                   const std::string& collection = "", bool trial = false) {
    ImportJob job;
    job.set_form(collection.empty() ? v1alpha::TRANSFER_FORM_ENGAGEMENT
                                    : v1alpha::TRANSFER_FORM_CSV);
    job.set_collection(collection);
    job.set_source(Upload(parent, content));
    job.set_trial(trial);
    const absl::Status status = Create<v1alpha::CreateImportJobRequest>(parent, &job);
    EXPECT_TRUE(status.ok()) << status;
    return status.ok() ? Ended(job) : job;
  }

  // All resources that go through files, as they are stored, by name.
  std::map<std::string, std::string> All() {
    std::map<std::string, std::string> all;
    for (const std::string owner : {kPlace, kOwner, "administrations/musterstadt"}) {
      for (const auto& kind : store->schema().kinds()) {
        const auto parents = ParentsBelow(*kind, owner);
        if (!IsTransferred(*kind) || !parents.has_value()) continue;
        const std::unique_ptr<Message> resource(kind->prototype->New());
        const absl::Status status = store->Read([&](Tx& tx) {
          return tx.ForEach(*parents, resource.get(), [&] {
            all[schema::TextIn(*resource, kind->name)] = resource->Utf8DebugString();
            return absl::OkStatus();
          });
        });
        EXPECT_TRUE(status.ok()) << status;
      }
    }
    return all;
  }

  resource::Cause cause = {"tester", "", ""};
  auth::GrantBook book;
  std::unique_ptr<resource::Store> store;
  std::unique_ptr<resource::Standard> standard;
  std::unique_ptr<Transfers> transfers;

 private:
  std::string folder_;
};

// An engagement with something of most kinds, with states and with a circle: a gate that was
// passed with a condition names the action item, and that names the phase.
inline void FillEngagement(TransferPlace* place) {
  const std::string administration = "administrations/musterstadt";
  place->Put(kOwner, GoodProgramme());
  place->Put(administration, GoodAdministration());
  for (const char* unit : {"kita", "personal", "soziales"}) {
    auto one = FromText<v1alpha::OrgUnit>(R"(title { variants { language: "de" text: "Amt" } })");
    place->Put(absl::StrCat(administration, "/orgUnits/", unit), one);
  }
  auto ideal = GoodPhaseTemplate();
  ideal.set_state(v1alpha::PhaseTemplate::STATE_PUBLISHED);
  place->Put("codeLists/c-01-v1", FromText<v1alpha::CodeList>(R"(
      list_uri: "urn:lotse:codelist:c-01" version: "1" entries { code: "produktbezogen" })"));
  place->Put(ideal.name(), ideal);
  auto engagement = GoodEngagement();
  engagement.set_phase_template(ideal.name());
  engagement.set_state(v1alpha::Engagement::STATE_ACTIVE);
  place->Put(kPlace, engagement);
  const auto titled = [](const char* text) {
    return absl::StrCat("title { variants { language: \"de\" text: \"", text, "\" } }");
  };
  const std::string track = absl::StrCat(kPlace, "/tracks/soziales");
  place->Put(track, FromText<v1alpha::Track>(titled("Soziales").c_str()));
  const std::string phase = track + "/phases/bestand";
  place->Put(phase, FromText<v1alpha::Phase>(absl::StrCat(titled("Bestand"),
                                                          " phase_id: \"bestand\" position: 100 ",
                                                          "state: STATE_COMPLETED")
                                                 .c_str()));
  auto item = FromText<v1alpha::ActionItem>(
      absl::StrCat(titled("=1+1"), " due_date { year: 2021 month: 9 day: 30 } phase: \"", phase,
                   "\"")
          .c_str());
  const std::string item_name = absl::StrCat(kPlace, "/actionItems/ausgangswert");
  place->Put(item_name, item);
  place->Change<v1alpha::Phase>(phase, [&](v1alpha::Phase* one) {
    auto* verdict = one->add_verdicts();
    verdict->set_verdict(v1alpha::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
    verdict->add_conditions(item_name);
  });
  place->Put(GoodFinding().name(), GoodFinding());
  place->Put(GoodNeed().name(), GoodNeed());
  const std::string guiding = absl::StrCat(kPlace, "/goals/teilhabe");
  place->Put(guiding, FromText<v1alpha::Goal>(
                          absl::StrCat(titled("Teilhabe"),
                                       " level: LEVEL_GUIDING state: STATE_ADOPTED version: 1")
                              .c_str()));
  auto above = FromText<v1alpha::Goal>(
      absl::StrCat(titled("Zugang"), " level: LEVEL_INTERMEDIATE state: STATE_ADOPTED version: 2 ",
                   "parent_goal: \"", guiding, "\"")
          .c_str());
  place->Put(absl::StrCat(kPlace, "/goals/zugang"), above);
  auto goal = GoodGoal();
  goal.set_state(v1alpha::Goal::STATE_DRAFT);
  goal.set_version(1);
  place->Put(goal.name(), goal);
  place->Put(GoodMeasure().name(), GoodMeasure());
  place->Put(GoodMilestone().name(), GoodMilestone());
  place->Put(GoodIndicator().name(), GoodIndicator());
  place->Put(GoodBody().name(), GoodBody());
  place->Put(GoodDecision().name(), GoodDecision());
  place->Put(GoodRecord().name(), GoodRecord());
}

}  // namespace lotse::engagement
