// Storing resources as they are, and undoing a part of a transaction.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "runtime/resource/contract/test_subjects.h"
#include "runtime/resource/store.h"
#include "runtime/rpc/error.h"

namespace lotse::resource {
namespace {

using contract::Harness;
using kerneltest::Task;
using kerneltest::Town;
using testing::ElementsAre;

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : harness_({contract::kTestService}) {
    contract::SetUpTests(&harness_);
    contract::MakeProject(&harness_, "p");
    town_.set_name("administrations/a");
    town_.set_title("A");
    town_.set_etag("12");
    town_.mutable_create_time()->set_seconds(1700000000);
    task_.set_name("programmes/p/tasks/t");
    task_.set_title("T");
    task_.set_state(Task::STATE_DONE);
    task_.set_town(town_.name());
    task_.set_etag("3");
    task_.mutable_create_time()->set_seconds(1700000001);
    task_.mutable_update_time()->set_seconds(1700000002);
  }

  absl::Status Write(const std::function<absl::Status(Tx&)>& work) {
    Cause cause = {"ada", "", ""};
    cause.reason = "moved";
    return harness_.store().WriteAndWait(cause, work);
  }
  // Imports copies, so that what is stored can be compared.
  absl::Status Import(Tx& tx, std::vector<const google::protobuf::Message*> resources) {
    std::vector<std::unique_ptr<google::protobuf::Message>> copies;
    std::vector<google::protobuf::Message*> pointers;
    for (const auto* resource : resources) {
      copies.emplace_back(resource->New())->CopyFrom(*resource);
      pointers.push_back(copies.back().get());
    }
    return tx.Import(pointers);
  }
  rpc::ErrorReason ReasonOfImport(std::vector<const google::protobuf::Message*> resources) {
    return rpc::ReasonOf(Write([&](Tx& tx) { return Import(tx, resources); }));
  }

  Harness harness_;
  Town town_;
  Task task_;
};

TEST_F(ImportTest, KeepsEverythingAndMayReferForward) {
  // The one that refers comes first.
  ASSERT_EQ(ReasonOfImport({&task_, &town_}), 0);
  std::vector<std::string> log;
  ASSERT_TRUE(harness_.store()
                  .Read([&](Tx& tx) -> absl::Status {
                    Task task;
                    Town town;
                    if (absl::Status s = tx.Load(task_.name(), &task); !s.ok()) return s;
                    if (absl::Status s = tx.Load(town_.name(), &town); !s.ok()) return s;
                    EXPECT_EQ(task.DebugString(), task_.DebugString());
                    EXPECT_EQ(town.DebugString(), town_.DebugString());
                    history::ReadEntries(
                        tx.connection(), "administrations/a", 0, 10, [&](const auto& entry) {
                          log.push_back(
                              absl::StrCat(entry.verb, " ", entry.revision, " ", entry.reason));
                          return true;
                        });
                    int64_t entries = 0;
                    return history::VerifyAllLogs(tx.connection(), &entries);
                  })
                  .ok());
  EXPECT_THAT(log, ElementsAre("IMPORT 12 moved"));
  // The link is there: what is referred to cannot go.
  EXPECT_EQ(rpc::ReasonOf(Write([&](Tx& tx) { return tx.Delete(&town_); })),
            type::v1alpha::ERROR_REASON_RESOURCE_IN_USE);
}

TEST_F(ImportTest, WhatLeadsNowhereIsRefused) {
  EXPECT_EQ(ReasonOfImport({&task_}), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  task_.set_name("programmes/q/tasks/t");
  EXPECT_EQ(ReasonOfImport({&task_, &town_}), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  task_.set_name("programmes/p/tasks/t");
  auto* id = task_.add_external_ids();
  id->set_system("akten");
  id->set_value("1");
  Task other = task_;
  other.set_name("programmes/p/tasks/u");
  EXPECT_EQ(ReasonOfImport({&task_, &town_, &other}), type::v1alpha::ERROR_REASON_VALUE_TAKEN);
  EXPECT_EQ(ReasonOfImport({&task_, &town_}), 0) << "nothing of the refused ones was kept";
}

TEST_F(ImportTest, AnEtagThatIsNoneIsTheFirstRevision) {
  town_.set_etag("x");
  ASSERT_EQ(ReasonOfImport({&town_}), 0);
  Town stored;
  ASSERT_TRUE(harness_.store().Read([&](Tx& tx) { return tx.Load(town_.name(), &stored); }).ok());
  EXPECT_EQ(stored.etag(), "1");
}

TEST_F(ImportTest, WhatIsTriedIsUndoneByAnError) {
  std::vector<std::string> written;
  const absl::Status status = Write([&](Tx& tx) -> absl::Status {
    if (absl::Status s = Import(tx, {&town_}); !s.ok()) return s;
    const absl::Status tried = tx.Try([&]() -> absl::Status {
      if (absl::Status s = Import(tx, {&task_}); !s.ok()) return s;
      // One within the other: the inner error undoes only the inner work.
      Task inner = task_;
      inner.set_name("programmes/p/tasks/inner");
      const absl::Status within = tx.Try([&]() -> absl::Status {
        if (absl::Status s = Import(tx, {&inner}); !s.ok()) return s;
        return absl::CancelledError("inner");
      });
      EXPECT_TRUE(absl::IsCancelled(within));
      EXPECT_FALSE(tx.CheckThere(inner.name(), true).ok());
      EXPECT_TRUE(tx.CheckThere(task_.name(), true).ok());
      return absl::CancelledError("outer");
    });
    EXPECT_TRUE(absl::IsCancelled(tried));
    Task last = task_;
    last.set_name("programmes/p/tasks/last");
    if (absl::Status s = tx.Try([&] { return Import(tx, {&last}); }); !s.ok()) return s;
    for (const auto& entry : tx.written()) written.push_back(entry.resource);
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(written, ElementsAre("administrations/a", "programmes/p/tasks/last"));
  ASSERT_TRUE(harness_.store()
                  .Read([&](Tx& tx) {
                    EXPECT_FALSE(tx.CheckThere(task_.name(), true).ok());
                    EXPECT_TRUE(tx.CheckThere("programmes/p/tasks/last", true).ok());
                    int64_t entries = 0;
                    return history::VerifyAllLogs(tx.connection(), &entries);
                  })
                  .ok());
}

}  // namespace
}  // namespace lotse::resource
