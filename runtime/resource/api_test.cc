// Reads that are noted.
#include "runtime/resource/api.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "runtime/resource/api_testing.h"

namespace lotse::resource {
namespace {

using namespace apitest;  // NOLINT: every name of the requests comes from there.
using kerneltest::Note;
using kerneltest::Task;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ApiTest, WhatPersonsSaidIsReadWithAnEntryInTheLog) {
  SetRole(type::v1alpha::ROLE_AUDITOR);
  Note note;
  EXPECT_EQ(GetNote(kNote, &note), kOk);
  EXPECT_EQ(note.text(), "said by a person");
  const std::string one = absl::StrCat("READ ", kNote, " ada as AUDITOR");
  EXPECT_THAT(Logged(), ElementsAre(one));

  // Each time, and in whatever way a method is done.
  EXPECT_EQ(GetNote(kNote, &note), kOk);
  ReadTasksRequest read;
  read.set_parent(kProject);
  ReadTasksResponse tasks;
  EXPECT_EQ(Call(&ApiTestService::Stub::ReadTasks, read, &tasks), kOk);
  EXPECT_EQ(tasks.tasks(), 1);
  WeighTasksRequest weigh;
  weigh.set_parent(kProject);
  EXPECT_EQ(Call(&ApiTestService::Stub::WeighTasks, weigh, &tasks), kOk);
  EXPECT_EQ(tasks.tasks(), 7);
  const std::string all = absl::StrCat("READ ", kProject, " ada as AUDITOR");
  EXPECT_THAT(Logged(), ElementsAre(one, one, all, all));
}

TEST_F(ApiTest, WhatIsRefusedLeavesNoEntry) {
  Note note;
  EXPECT_EQ(GetNote("programmes/p/tasks/t/notes/absent", &note), kNotFound);
  EXPECT_EQ(GetNote("programmes/p/tasks/t", &note), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  SetRole(type::v1alpha::ROLE_UNSPECIFIED);
  EXPECT_EQ(GetNote(kNote, &note), kNotFound);
  WeighTasksRequest weigh;
  weigh.set_parent("programmes/q");
  ReadTasksResponse tasks;
  EXPECT_EQ(Call(&ApiTestService::Stub::WeighTasks, weigh, &tasks), kNotFound);
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_F(ApiTest, WhatCannotBeLoggedIsNotAnswered) {
  HoldWriter();
  for (size_t i = 0; i < kMostWaiting; ++i) {
    store().Write(
        {}, {"test", "", ""}, [](Tx&) { return Store::Fate::kDiscard; },
        [](const absl::Status&) {});
  }
  Note note;
  EXPECT_EQ(GetNote(kNote, &note), type::v1alpha::ERROR_REASON_OVERLOADED);
  Release();
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_F(ApiTest, AnEntryThatTheStoreRefusesIsNoAnswer) {
  // Nothing more can be put into the log.
  SQLite::Database(folder_ + "/data/x.db", SQLite::OPEN_READWRITE)
      .exec(
          "CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'no room'); END");
  Note note;
  EXPECT_NE(GetNote(kNote, &note), kOk);
  ReadTasksRequest read;
  read.set_parent(kProject);
  ReadTasksResponse tasks;
  EXPECT_NE(Call(&ApiTestService::Stub::ReadTasks, read, &tasks), kOk);
  WeighTasksRequest weigh;
  weigh.set_parent(kProject);
  EXPECT_NE(Call(&ApiTestService::Stub::WeighTasks, weigh, &tasks), kOk);
}

TEST_F(ApiTest, AReadThatIsNotedHoldsUpNoWrite) {
  HoldWriter();
  ReadTasksRequest read;
  read.set_parent(kProject);
  ReadTasksResponse tasks;
  auto reading = std::async(std::launch::async,
                            [&] { return Call(&ApiTestService::Stub::ReadTasks, read, &tasks); });
  EXPECT_TRUE(service_.read.WaitForNotificationWithTimeout(absl::Seconds(20)));
  // It is not answered before the entry is there.
  EXPECT_EQ(reading.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  Release();
  EXPECT_EQ(reading.get(), kOk);
  EXPECT_EQ(tasks.tasks(), 1);
}

TEST_F(ApiTest, AnAnswerWithoutAnEntryIsAFault) {
  service_.forgets = true;
  Note note;
  EXPECT_EQ(GetNote(kNote, &note), type::v1alpha::ERROR_REASON_INTERNAL);
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_F(ApiTest, AReadIsNotedOnlyWhileItIsAllowed) {
  HoldWriter();
  SetRole(type::v1alpha::ROLE_AUDITOR);
  Note note;
  auto read = std::async(std::launch::async, [&] { return GetNote(kNote, &note); });
  WaitUntilAsked(1);
  SetRole(type::v1alpha::ROLE_UNSPECIFIED);
  Release();
  EXPECT_EQ(read.get(), kNotFound);
  EXPECT_THAT(Logged(), IsEmpty());
}

}  // namespace
}  // namespace lotse::resource
