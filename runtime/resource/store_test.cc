#include "runtime/resource/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "runtime/resource/contract/test_subjects.h"
#include "runtime/rpc/error.h"
#include "sql/resource_schema.h"

namespace lotse::resource {
namespace {

using contract::Harness;
using kerneltest::Project;
using kerneltest::Task;
using kerneltest::Town;
using testing::ElementsAre;
using testing::HasSubstr;

struct Former {
  std::string kind, name, content;
  int64_t revision;
};

// A store as version 0.1.0 wrote it.
class FormerStoreTest : public ::testing::Test {
 protected:
  FormerStoreTest() {
    std::string pattern = testing::TempDir() + "/formerXXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~FormerStoreTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::vector<Former>& rows) {
    const sql::EmbeddedFile insert[] = {
        {"former.sql",
         "-- name: Insert\nINSERT INTO resource (kind, name, content, revision) "
         "VALUES ($1, $2, $3, $4);\n"}};
    const sql::Statements statements(insert);
    sql::Database::Options options;
    options.path = folder_ + "/x.db";
    options.migrations = absl::MakeConstSpan(resource_schema, 1);
    options.statements = &statements;
    auto database = sql::Database::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)
                    ->WriteAndWait([&](sql::Connection& connection) {
                      for (const Former& row : rows) {
                        connection.Prepare("Insert")
                            .Bind(1, row.kind)
                            .Bind(2, row.name)
                            .BindBytes(3, row.content)
                            .Bind(4, row.revision)
                            .Run();
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& version = LOTSE_VERSION) {
    Store::Options options;
    options.version = version;
    options.path = folder_ + "/x.db";
    options.schema = *Schema::Compile({contract::kTestService});
    options.clock = [] { return absl::FromUnixSeconds(1795388400); };
    return Store::Open(std::move(options));
  }

  template <class R>
  static Former Row(R resource, int64_t revision) {
    resource.set_title("Old");
    resource.mutable_create_time()->set_seconds(1700000000);
    return {R::descriptor()->full_name(), resource.name(), resource.SerializeAsString(), revision};
  }

  std::string folder_;
};

TEST_F(FormerStoreTest, IsTakenOverWithItsRevisions) {
  Town town;
  town.set_name("administrations/a");
  Project project;
  project.set_name("programmes/p");
  Task task;
  task.set_name("programmes/p/tasks/t");
  task.set_town("administrations/a");
  Write({Row(task, 7), Row(project, 3), Row(town, 1)});
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  for (int round = 0; round < 2; ++round) {
    Task loaded;
    std::vector<std::string> log;
    const absl::Status status = (*store)->Read([&](Tx& tx) -> absl::Status {
      if (absl::Status s = tx.Load("programmes/p/tasks/t", &loaded); !s.ok()) return s;
      history::ReadEntries(tx.connection(), "programmes/p", 0, 10, [&](const auto& entry) {
        log.push_back(absl::StrCat(entry.verb, " ", entry.resource, " ", entry.revision));
        return true;
      });
      Page page;
      page.parent = "programmes/p";
      page.filter = "title = \"Old\"";
      kerneltest::ListTasksResponse response;
      if (absl::Status s = tx.List(page, &response); !s.ok()) return s;
      EXPECT_EQ(response.tasks_size(), 1);
      int64_t entries = 0;
      return history::VerifyAllLogs(tx.connection(), &entries);
    });
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(loaded.etag(), "7");
    EXPECT_EQ(loaded.create_time().seconds(), 1700000000);
    EXPECT_THAT(log, ElementsAre("IMPORT programmes/p 3", "IMPORT programmes/p/tasks/t 7"));
    // The second time there is nothing to take over.
    store->reset();
    store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
  }
  EXPECT_EQ(rpc::ReasonOf((*store)->WriteAndWait({"ada", "", ""},
                                                 [](Tx& tx) -> absl::Status {
                                                   Town stored;
                                                   absl::Status s =
                                                       tx.Load("administrations/a", &stored);
                                                   return s.ok() ? tx.Delete(&stored) : s;
                                                 })),
            type::v1alpha::ERROR_REASON_RESOURCE_IN_USE);
}

TEST_F(FormerStoreTest, IsRefusedIfItHoldsAnythingElse) {
  Town town;
  town.set_name("administrations/a");
  Former row = Row(town, 1);
  row.kind = "lotse.kerneltest.Village";
  Write({row});
  const absl::Status status = Open().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("lotse.kerneltest.Village"));
}

TEST_F(FormerStoreTest, IsRefusedIfDamaged) {
  Town town;
  town.set_name("administrations/a");
  Former row = Row(town, 1);
  row.content = "\xFF\xFF\xFF";
  Write({row});
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(FormerStoreTest, IsRefusedByAnEarlierVersionThanTheLast) {
  Write({});
  ASSERT_TRUE(Open("0.9.9").ok());
  ASSERT_TRUE(Open("0.9.9").ok());
  ASSERT_TRUE(Open("0.10.0").ok());
  for (int round = 0; round < 2; ++round) {
    const absl::Status status = Open("0.9.9").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(status.message(), folder_ +
                                    "/x.db: was written by a newer version of Lotse (0.10.0);"
                                    " start that version");
  }
  EXPECT_TRUE(Open("0.10.0").ok());
}

TEST(StoreTest, KeepsNumbersAndKeyOverARestart) {
  Harness harness({contract::kTestService});
  contract::SetUpTests(&harness);
  contract::MakeProject(&harness, "p");
  for (const char* id : {"a", "b"}) contract::MakeTask(&harness, "p", id);
  kerneltest::ListTasksRequest request;
  request.set_parent("programmes/p");
  request.set_page_size(1);
  kerneltest::ListTasksResponse response;
  ASSERT_TRUE(harness.Call(request, &response).ok());
  const std::string before = harness.Dump();
  harness.Reopen();
  EXPECT_EQ(harness.Dump(), before);
  request.set_page_token(response.next_page_token());
  ASSERT_TRUE(harness.Call(request, &response).ok());
  EXPECT_EQ(response.tasks(0).name(), "programmes/p/tasks/b");
}

TEST(StoreTest, ForEachTakesWhatIsRightBelowAndThere) {
  Harness harness({contract::kTestService});
  contract::SetUpTests(&harness);
  for (const char* project : {"p", "pq"}) {
    contract::MakeProject(&harness, project);
    for (const char* id : {"c", "a", "b"}) contract::MakeTask(&harness, project, id);
  }
  kerneltest::DeleteTaskRequest remove;
  remove.set_name("programmes/p/tasks/b");
  Task task;
  ASSERT_TRUE(harness.Call(remove, &task).ok());
  std::vector<std::string> names;
  const auto each = [&](Tx& tx) {
    return tx.ForEach("programmes/p", &task, [&] {
      names.push_back(task.name());
      return names.size() < 2 ? absl::OkStatus() : absl::CancelledError("enough");
    });
  };
  EXPECT_TRUE(absl::IsCancelled(harness.store().Read(each)));
  EXPECT_THAT(names, ElementsAre("programmes/p/tasks/a", "programmes/p/tasks/c"));
}

TEST(StoreTest, NothingIsUndeletedBelowWhatIsDeleted) {
  Harness harness({contract::kTestService});
  contract::SetUpTests(&harness);
  contract::MakeProject(&harness, "p");
  Task task = contract::MakeTask(&harness, "p", "t");
  kerneltest::DeleteTaskRequest remove;
  remove.set_name(task.name());
  ASSERT_TRUE(harness.Call(remove, &task).ok());
  kerneltest::DeleteProjectRequest remove_parent;
  remove_parent.set_name("programmes/p");
  Project project;
  ASSERT_TRUE(harness.Call(remove_parent, &project).ok());
  kerneltest::UndeleteTaskRequest undelete;
  undelete.set_name(task.name());
  undelete.set_etag(task.etag());
  EXPECT_EQ(rpc::ReasonOf(harness.Call(undelete, &task)),
            type::v1alpha::ERROR_REASON_RESOURCE_DELETED);
  kerneltest::UndeleteProjectRequest undelete_parent;
  undelete_parent.set_name("programmes/p");
  undelete_parent.set_etag(project.etag());
  ASSERT_TRUE(harness.Call(undelete_parent, &project).ok());
  EXPECT_TRUE(harness.Call(undelete, &task).ok());
}

TEST(StoreTest, WhatIsDeletedRefersToNothing) {
  Harness harness({contract::kTestService});
  contract::SetUpTests(&harness);
  contract::MakeProject(&harness, "p");
  for (const char* id : {"a", "b", "c", "d"}) contract::MakeTown(&harness, id);
  Task task;
  task.add_steps()->set_title("eins");
  task.mutable_steps(0)->set_town("administrations/a");
  task = contract::MakeTask(&harness, "p", "t", task);
  kerneltest::DeleteTaskRequest remove;
  remove.set_name(task.name());
  ASSERT_TRUE(harness.Call(remove, &task).ok());
  Task imported = task;
  imported.set_name("programmes/p/tasks/u");
  imported.mutable_steps(0)->set_town("administrations/c");
  Task alone = imported;
  alone.set_name("programmes/p/tasks/v");
  alone.mutable_steps(0)->set_town("administrations/d");
  const auto change = [&](Tx& tx) {
    task.mutable_steps(0)->set_town("administrations/b");
    if (absl::Status s = tx.Save("CHANGE", "", &task); !s.ok()) return s;
    if (absl::Status s = tx.Import(3, &imported); !s.ok()) return s;
    return tx.Import(3, &alone);
  };
  ASSERT_TRUE(harness.store().WriteAndWait(Cause(), change).ok());
  // Nothing keeps what only they name, and they find it again.
  Town town;
  kerneltest::DeleteTownRequest remove_town;
  remove_town.set_name("administrations/d");
  EXPECT_TRUE(harness.Call(remove_town, &town).ok());
  for (Task* deleted : {&task, &imported}) {
    kerneltest::UndeleteTaskRequest undelete;
    undelete.set_name(deleted->name());
    undelete.set_etag(deleted->etag());
    EXPECT_TRUE(harness.Call(undelete, deleted).ok()) << deleted->name();
  }
  remove_town.set_name("administrations/b");
  EXPECT_EQ(rpc::ReasonOf(harness.Call(remove_town, &town)),
            type::v1alpha::ERROR_REASON_RESOURCE_IN_USE);
}

// How many statements the common calls take. A change here changes what every call
// of every service costs.
TEST(StoreTest, CallsTakeAsManyStatementsAsBefore) {
  Harness harness({contract::kTestService});
  contract::SetUpTests(&harness);
  contract::MakeProject(&harness, "p");
  Task task = contract::MakeTask(&harness, "p", "t");
  std::vector<std::string> costs = {absl::StrCat("Create ", harness.statements())};
  const auto call = [&](const std::string& what, const auto& request, auto reply) {
    const absl::Status status = harness.Call(request, &reply);
    EXPECT_TRUE(status.ok()) << status;
    costs.push_back(absl::StrCat(what, " ", harness.statements()));
    return reply;
  };
  kerneltest::UpdateTaskRequest update;
  *update.mutable_task() = task;
  update.mutable_task()->set_effort_hours(3);
  task = call("Update", update, task);
  update.mutable_task()->clear_etag();
  call("Update without a change", update, task);
  update.mutable_task()->set_title("other");
  update.set_request_id(contract::RequestId(1));
  call("Update of an indexed field, with request_id", update, task);
  call("Replay", update, task);
  kerneltest::GetTaskRequest get;
  get.set_name(task.name());
  call("Get", get, task);
  kerneltest::ListTasksRequest list;
  list.set_parent("programmes/p");
  call("List", list, kerneltest::ListTasksResponse());
  kerneltest::DeleteTaskRequest remove;
  remove.set_name(task.name());
  call("Delete", remove, task);
  for (const std::string& cost : costs) std::cout << cost << "\n";
  EXPECT_THAT(costs, ElementsAre("Create 11", "Update 7", "Update without a change 2",
                                 "Update of an indexed field, with request_id 11", "Replay 2",
                                 "Get 1", "List 2", "Delete 9"));
}

}  // namespace
}  // namespace lotse::resource
