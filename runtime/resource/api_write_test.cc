// Rights that end, and a shell that stops, while a write waits.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "runtime/resource/api.h"
#include "runtime/resource/api_testing.h"

namespace lotse::resource {
namespace {

using namespace apitest;  // NOLINT: every name of the requests comes from there.
using kerneltest::Note;
using kerneltest::Task;
using testing::ElementsAre;
using testing::IsEmpty;

// What an earlier run of a write left elsewhere must not be answered with a refusal.
TEST_F(ApiTest, AWriteThatIsRunAgainIsDecidedOnce) {
  SQLite::Database(folder_ + "/data/x.db", SQLite::OPEN_READWRITE)
      .exec(
          "CREATE TRIGGER spoil BEFORE INSERT ON change WHEN NEW.resource LIKE '%/spoil' BEGIN "
          "SELECT RAISE(ROLLBACK, 'spoilt'); END");
  HoldWriter();
  int asked = 0, runs = 0;
  Cause cause = {"ada", "", ""};
  cause.renew = [&]() -> absl::StatusOr<Cause> {
    if (++asked > 1) return rpc::NotFound(kProject);
    return Cause{"ada", "", ""};
  };
  absl::Status done;
  absl::Notification ended;
  store().Write(
      {}, cause, [&](Tx&) { return ++runs, Store::Fate::kDiscard; },
      [&](absl::Status status) {
        done = std::move(status);
        ended.Notify();
      });
  store().Write(
      {}, {"test", "", ""},
      [](Tx& tx) -> absl::StatusOr<Store::Fate> {
        Task task;
        task.set_name("programmes/p/tasks/spoil");
        task.set_title("spoils what is written with it");
        if (absl::Status s = tx.Create(&task); !s.ok()) return s;
        return Store::Fate::kKeep;
      },
      [](const absl::Status&) {});
  Release();
  ended.WaitForNotification();
  EXPECT_TRUE(done.ok()) << done;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(asked, 1);
}

TEST_F(ApiTest, AWriteIsDecidedAgainWhenItsTurnComes) {
  HoldWriter();
  SetRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  auto fast = std::async(std::launch::async, [&] { return MakeTask("fast"); });
  WaitUntilAsked(1);
  auto slow = std::async(std::launch::async, [&] { return MakeTaskSlowly("slow"); });
  WaitUntilAsked(2);  // Both were admitted by what they could do then.
  SetRole(type::v1alpha::ROLE_UNSPECIFIED);
  Release();
  EXPECT_EQ(fast.get(), kNotFound);
  EXPECT_EQ(slow.get(), kNotFound);
  WaitUntilAsked(2);  // Both were asked again.
  EXPECT_THAT(Logged(), IsEmpty());
}

TEST_F(ApiTest, WritesThatWaitAreDoneAlsoWhenTheShellStops) {
  HoldWriter();
  std::vector<std::future<rpc::ErrorReason>> calls;
  for (size_t i = 0; i <= kMostWaiting; ++i) {
    calls.push_back(
        std::async(std::launch::async, [this, i] { return MakeTask(absl::StrCat("m", i)); }));
  }
  // One is too much; then the others wait.
  const auto is_ready = [](auto& call) {
    return call.wait_for(std::chrono::milliseconds(5)) == std::future_status::ready;
  };
  auto refused = calls.end();
  while (refused == calls.end()) refused = std::find_if(calls.begin(), calls.end(), is_ready);
  EXPECT_EQ(refused->get(), type::v1alpha::ERROR_REASON_OVERLOADED);
  calls.erase(refused);
  shell_->Stop();
  EXPECT_EQ(MakeTask("late"), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  Release();
  for (auto& call : calls) EXPECT_EQ(call.get(), kOk);
}

TEST_F(ApiTest, AWriteIsDoneInTheRoleOfItsTurn) {
  HoldWriter();
  SetRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  auto made = std::async(std::launch::async, [&] { return MakeTask("m"); });
  WaitUntilAsked(1);
  SetRole(type::v1alpha::ROLE_PLATFORM_ADMIN);
  Release();
  EXPECT_EQ(made.get(), kOk);
  EXPECT_THAT(Logged(), ElementsAre("CREATE programmes/p/tasks/m ada as PLATFORM_ADMIN"));
}

TEST_F(ApiTest, ARightThatEndedGivesNoReplyOfEarlier) {
  const std::string id = "7d9a4c1e-3b7f-4f55-8a0e-6f2f7b1c9d10";
  ASSERT_EQ(MakeTask("m", id), kOk);
  EXPECT_EQ(MakeTask("m", id), kOk);
  HoldWriter();
  SetRole(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  auto again = std::async(std::launch::async, [&] { return MakeTask("m", id); });
  WaitUntilAsked(1);
  SetRole(type::v1alpha::ROLE_AUDITOR);
  Release();
  EXPECT_EQ(again.get(), kMissing);
}

}  // namespace
}  // namespace lotse::resource
