// Random calls against a store and against a model of it that is a map.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/resource/contract/task_model.h"
#include "runtime/resource/contract/test_subjects.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"

namespace lotse::resource {
namespace {

using contract::kOk;
using contract::Model;
using contract::Outcome;

using kerneltest::CreateTaskRequest;
using kerneltest::DeleteTaskRequest;
using kerneltest::FinishTaskRequest;
using kerneltest::GetTaskRequest;
using kerneltest::ListTasksRequest;
using kerneltest::ListTasksResponse;
using kerneltest::Task;
using kerneltest::UndeleteTaskRequest;
using kerneltest::UpdateTaskRequest;

class ModelTest : public ::testing::TestWithParam<int> {
 protected:
  ModelTest() : harness_({contract::kTestService}), random_(GetParam()) {
    contract::SetUpTests(&harness_);
    for (const char* id : {"p", "q"}) contract::MakeProject(&harness_, id);
    for (const char* id : {"a", "b"}) contract::MakeTown(&harness_, id);
  }

  int Below(int end) { return static_cast<int>(random_() % end); }
  bool Rarely() { return Below(8) == 0; }

  std::string Parent() {
    const int n = Below(20);
    return n == 0 ? "programmes/none" : n < 14 ? "programmes/p" : "programmes/q";
  }
  std::string Name() { return absl::StrCat(Parent(), "/tasks/t", Below(6)); }

  // Mostly the present one.
  std::string EtagOf(const std::string& name) {
    const auto it = model_.tasks.find(name);
    if (it == model_.tasks.end() || Rarely()) return absl::StrCat(Below(5));
    return it->second.etag();
  }

  Task Content() {
    Task task;
    if (Below(10) > 0) task.set_title(absl::StrCat("title ", Below(3)));
    if (Below(2) == 0) task.set_effort_hours(Below(3));
    task.set_code(Rarely() ? "other" : "code");
    if (Below(3) == 0) task.set_assignee("Ada");
    const char* const towns[] = {"", "administrations/a", "administrations/b",
                                 "administrations/none"};
    task.set_town(towns[Rarely() ? 3 : Below(3)]);
    for (int i = Below(3); i > 0; --i) task.add_steps()->set_title("step");
    if (Below(3) == 0) {
      task.add_external_ids()->set_system("list");
      task.mutable_external_ids(0)->set_value(absl::StrCat(Below(5)));
    }
    if (Below(2) == 0) task.mutable_due_date()->set_month(1 + Below(3));
    if (Rarely()) task.set_state(Task::STATE_DONE);
    return task;
  }

  template <class Request>
  void Common(Request* request) {
    if (Below(3) == 0) request->set_request_id(contract::RequestId(Below(60)));
    request->set_validate_only(Rarely());
  }

  template <class Request>
  void Compare(const Request& request, Outcome (Model::*run)(const Request&)) {
    Task reply;
    const absl::Status status = harness_.Call(request, &reply);
    model_.now = harness_.now;
    const Outcome expected = (model_.*run)(request);
    const std::string reason = status.ok() ? kOk : std::string(rpc::NameOf(rpc::ReasonOf(status)));
    ASSERT_EQ(reason, expected.reason) << request.ShortDebugString() << status;
    if (status.ok()) {
      ASSERT_EQ(reply.ShortDebugString(), expected.task.ShortDebugString())
          << request.GetDescriptor()->name() << request.ShortDebugString();
    }
    ++outcomes_[request.GetDescriptor()->name() + " " + reason];
    if (status.ok() && Below(3) == 0) last_ = [this, request, run] { Compare(request, run); };
  }

  void Step();
  void Update();
  void List();
  void CompareState();
  void CompareRelations();

  contract::Harness harness_;
  Model model_;
  std::mt19937 random_;
  std::function<void()> last_;
  std::map<std::string, int> outcomes_;
};

void ModelTest::Update() {
  const char* const paths[] = {"title", "effort_hours", "code",     "town",
                               "steps", "external_ids", "due_date", "due_date.month",
                               "state", "etag",         "name"};
  UpdateTaskRequest request;
  *request.mutable_task() = Content();
  request.mutable_task()->set_name(Name());
  if (Below(2) == 0) request.mutable_task()->set_etag(EtagOf(request.task().name()));
  switch (Below(6)) {
    case 0:
      break;
    case 1:
      request.mutable_update_mask()->add_paths("*");
      if (Rarely()) request.mutable_update_mask()->add_paths("title");
      break;
    default:
      for (int i = 1 + Below(3); i > 0; --i)
        request.mutable_update_mask()->add_paths(paths[Below(11)]);
      if (Rarely()) request.mutable_update_mask()->add_paths("steps.title");
  }
  request.set_allow_missing(Below(4) == 0);
  Common(&request);
  Compare(request, &Model::Update);
}

void ModelTest::List() {
  ListTasksRequest request;
  request.set_parent(Parent());
  request.set_show_deleted(Below(2) == 0);
  request.set_page_size(1 + Below(4));
  std::string have, want;
  ListTasksResponse response;
  if (request.parent() == "programmes/none") {
    EXPECT_TRUE(absl::IsNotFound(harness_.Call(request, &response)));
    return;
  }
  do {
    ASSERT_TRUE(harness_.Call(request, &response).ok());
    for (const Task& task : response.tasks()) absl::StrAppend(&have, task.ShortDebugString(), "\n");
    request.set_page_token(response.next_page_token());
  } while (!response.next_page_token().empty());
  for (const Task& task : model_.List(request.parent(), request.show_deleted())) {
    absl::StrAppend(&want, task.ShortDebugString(), "\n");
  }
  ASSERT_EQ(have, want) << request.ShortDebugString();
}

void ModelTest::Step() {
  switch (Below(12)) {
    case 0:
      return List();
    case 1: {
      GetTaskRequest request;
      request.set_name(Name());
      Task task;
      const bool there = harness_.Call(request, &task).ok();
      ASSERT_EQ(there, model_.Get(request).reason == kOk);
      ASSERT_EQ(task.ShortDebugString(), model_.Get(request).task.ShortDebugString());
      return;
    }
    case 2:
    case 3: {
      CreateTaskRequest request;
      request.set_parent(Parent());
      request.set_task_id(absl::StrCat("t", Below(6)));
      *request.mutable_task() = Content();
      Common(&request);
      return Compare(request, &Model::Create);
    }
    case 4: {
      DeleteTaskRequest request;
      request.set_name(Name());
      if (Below(2) == 0) request.set_etag(EtagOf(request.name()));
      request.set_allow_missing(Below(4) == 0);
      Common(&request);
      return Compare(request, &Model::Delete);
    }
    case 5:
    case 6: {
      UndeleteTaskRequest request;
      request.set_name(Name());
      request.set_etag(Rarely() ? "" : EtagOf(request.name()));
      Common(&request);
      return Compare(request, &Model::Undelete);
    }
    case 7: {
      FinishTaskRequest request;
      request.set_name(Name());
      request.set_etag(Rarely() ? "" : EtagOf(request.name()));
      Common(&request);
      return Compare(request, &Model::Finish);
    }
    case 8:
      // The last call once more, as a client does that heard no answer.
      if (last_) {
        const std::function<void()> again = last_;
        again();
      }
      return;
    default:
      return Update();
  }
}

// The state that follows from the logs, and the logs themselves.
void ModelTest::CompareState() {
  std::map<std::string, std::string> logged, want;
  const absl::Status status = harness_.store().Read([&](Tx& tx) {
    for (const char* owner : {"programmes/p", "programmes/q"}) {
      history::ReadEntries(tx.connection(), owner, 0, INT64_MAX, [&](const history::Entry& entry) {
        if (entry.resource == owner) return true;
        Task task;
        EXPECT_TRUE(task.ParseFromString(entry.content));
        task.set_etag(absl::StrCat(entry.revision));
        logged[entry.resource] = task.ShortDebugString();
        return true;
      });
    }
    int64_t entries = 0;
    return history::VerifyAllLogs(tx.connection(), &entries);
  });
  EXPECT_TRUE(status.ok()) << status;
  for (const auto& [name, task] : model_.tasks) want[name] = task.ShortDebugString();
  EXPECT_EQ(logged, want);
  CompareRelations();
}

// The rows of indexes and links follow from the tasks.
void ModelTest::CompareRelations() {
  const Kind& kind = *harness_.schema().KindOf(Task::descriptor());
  std::set<std::string> index, links;
  for (const auto& [name, task] : model_.tasks) {
    const schema::Address address = schema::AddressOf(name);
    for (const auto& [rule, value] : schema::IndexRowsOf(kind, task)) {
      const bool unique = rule->index == type::v1alpha::INDEX_UNIQUE;
      index.insert(absl::StrCat("field_index|", address.scope, "|", kind.number, "|",
                                rule->field->number(), "|", value, "|", address.local, "|",
                                unique));
    }
    if (task.has_delete_time() || task.town().empty()) continue;
    links.insert(absl::StrCat("link||", task.town(), "|", name, "|town|", kind.number));
  }
  const auto lines = [&](const std::string& table) {
    const std::vector<std::string> all =
        absl::StrSplit(harness_.Dump({table}), '\n', absl::SkipEmpty());
    return std::set<std::string>(all.begin(), all.end());
  };
  EXPECT_EQ(lines("field_index"), index);
  EXPECT_EQ(lines("link"), links);
}

TEST_P(ModelTest, BehavesAsTheModel) {
  for (int step = 0; step < 4000; ++step) {
    ASSERT_NO_FATAL_FAILURE(Step()) << "step " << step;
    if (step == 2000) harness_.Reopen();
  }
  for (int i = 0; i < 10; ++i) ASSERT_NO_FATAL_FAILURE(List());
  CompareState();
  // Every kind of outcome was met, else the test is weaker than it looks.
  for (const char* outcome :
       {"CreateTaskRequest OK", "CreateTaskRequest RESOURCE_EXISTS",
        "CreateTaskRequest RESOURCE_NOT_FOUND", "CreateTaskRequest INVALID_FIELDS",
        "UpdateTaskRequest OK", "UpdateTaskRequest ETAG_MISMATCH",
        "UpdateTaskRequest INVALID_FIELDS", "UpdateTaskRequest VALUE_TAKEN",
        "UpdateTaskRequest RESOURCE_DELETED", "UpdateTaskRequest REQUEST_ID_REUSED",
        "DeleteTaskRequest OK", "DeleteTaskRequest RESOURCE_DELETED", "UndeleteTaskRequest OK",
        "FinishTaskRequest OK", "FinishTaskRequest ETAG_MISMATCH"}) {
    EXPECT_GT(outcomes_[outcome], 0) << outcome;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace lotse::resource
