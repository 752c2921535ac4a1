#include "runtime/history/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/history/states.h"
#include "runtime/resource/contract/harness.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::history {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::Change;

class FeedTest : public testing::Test {
 protected:
  void Make(const std::string& project) {
    kerneltest::CreateProjectRequest request;
    kerneltest::Project reply;
    request.set_project_id(project);
    request.mutable_project()->set_title(project);
    ASSERT_TRUE(kernel_.Call(request, &reply).ok());
  }
  void Make(const std::string& project, const std::string& task) {
    kerneltest::CreateTaskRequest request;
    kerneltest::Task reply;
    request.set_parent("programmes/" + project);
    request.set_task_id(task);
    request.mutable_task()->set_title(task);
    const absl::Status status = kernel_.Call(request, &reply);
    ASSERT_TRUE(status.ok()) << status;
  }
  void Delete(const std::string& project, const std::string& task) {
    kerneltest::DeleteTaskRequest request;
    kerneltest::Task reply;
    request.set_name(absl::StrCat("programmes/", project, "/tasks/", task));
    ASSERT_TRUE(kernel_.Call(request, &reply).ok());
  }

  // Reads on with `cursor_`, which a client would keep as text.
  std::vector<std::string> Read(const std::string& parent, int limit = 1000,
                                const std::string& filter = "") {
    changes_.clear();
    status_ = kernel_.store().Read([&](resource::Tx& tx) -> absl::Status {
      tx.SetView(view_);
      absl::StatusOr<Cursor> cursor = Cursor::FromText(tx.token_key(), parent, cursor_);
      if (!cursor.ok()) return cursor.status();
      absl::Status status =
          ReadFeed(tx, {parent, limit, filter, false, types_}, &*cursor, &changes_, &more_);
      if (status.ok()) cursor_ = cursor->ToText(tx.token_key(), parent);
      return status;
    });
    std::vector<std::string> names;
    for (const Change& change : changes_) {
      names.push_back(absl::StrCat(change.verb(), " ", change.resource()));
    }
    return names;
  }

  resource::contract::Harness kernel_{{"lotse.kerneltest.KernelTestService"}};
  std::string cursor_;
  std::vector<std::string> types_;
  auth::View view_;
  std::vector<Change> changes_;
  bool more_ = false;
  absl::Status status_;
};

TEST_F(FeedTest, OneOwnerInOrderAndNothingTwice) {
  Make("p");
  Make("p", "a");
  Make("q");
  EXPECT_THAT(Read("programmes/p"),
              ElementsAre("CREATE programmes/p", "CREATE programmes/p/tasks/a"));
  EXPECT_FALSE(more_);
  EXPECT_THAT(Read("programmes/p"), IsEmpty());
  Delete("p", "a");
  EXPECT_THAT(Read("programmes/p"), ElementsAre("DELETE programmes/p/tasks/a"));
  EXPECT_EQ(changes_[0].sequence(), 3);
  EXPECT_EQ(changes_[0].revision(), 2);
  kerneltest::Task task;
  ASSERT_TRUE(changes_[0].content().UnpackTo(&task));
  EXPECT_TRUE(task.has_delete_time());
}

TEST_F(FeedTest, PrefixesMeanWholeIds) {
  for (const char* project : {"p", "p-2", "p0", "q"}) Make(project);
  EXPECT_THAT(Read("programmes/p/-"), ElementsAre("CREATE programmes/p"));
  cursor_.clear();
  EXPECT_THAT(Read("programmes/-"), SizeIs(4));
  cursor_.clear();
  EXPECT_THAT(Read("administrations/-"), IsEmpty());
  cursor_.clear();
  EXPECT_THAT(Read("-"), SizeIs(4));
}

TEST_F(FeedTest, SmallSteps) {
  for (const char* project : {"p", "q", "r"}) {
    Make(project);
    for (const char* task : {"a", "b", "c"}) Make(project, task);
  }
  std::vector<std::string> all;
  int steps = 0;
  do {
    for (std::string& name : Read("-", 5)) all.push_back(std::move(name));
    ASSERT_TRUE(status_.ok()) << status_;
    ASSERT_LT(++steps, 10);
  } while (more_);
  EXPECT_EQ(steps, 3);
  EXPECT_THAT(all, SizeIs(12));
  EXPECT_EQ(all[4], "CREATE programmes/q");
  // A filter moves the cursor past what it leaves out.
  cursor_.clear();
  EXPECT_THAT(Read("-", 2, "resource = \"programmes/r/*\""),
              ElementsAre("CREATE programmes/r/tasks/a", "CREATE programmes/r/tasks/b"));
  EXPECT_TRUE(more_);
  EXPECT_THAT(Read("-", 2, "resource = \"programmes/r/*\""),
              ElementsAre("CREATE programmes/r/tasks/c"));
  EXPECT_FALSE(more_);
  Read("-", 2, "nonsense = 1");
  EXPECT_EQ(rpc::ReasonOf(status_), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
}

TEST_F(FeedTest, CursorOfAnotherParentOrStoreIsRefused) {
  Make("p");
  Read("-");
  Read("programmes/p");
  EXPECT_EQ(rpc::ReasonOf(status_), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
  resource::contract::Harness other({"lotse.kerneltest.KernelTestService"});
  EXPECT_FALSE(Cursor::FromText(other.store().token_key(), "-", cursor_).ok());
}

// As after a restore from an older backup, with and without new entries since.
TEST_F(FeedTest, LogThatWasPutBackIsNoticed) {
  const char* const damages[] = {
      "DELETE FROM change WHERE sequence = 3; UPDATE head SET sequence = 2",
      R"(UPDATE change SET hash = x'00000000000000' WHERE sequence = 3;
         UPDATE head SET hash = x'00000000000000')",
      "DELETE FROM change; DELETE FROM head",
  };
  int number = 0;
  for (const char* damage : damages) {
    const std::string project = absl::StrCat("p", ++number);
    const std::string parent = "programmes/" + project;
    Make(project);
    Make(project, "a");
    Make(project, "b");
    cursor_.clear();
    EXPECT_THAT(Read(parent), SizeIs(3));
    kernel_.Sql(damage);
    Read(parent);
    EXPECT_EQ(rpc::ReasonOf(status_), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN) << damage;
  }
}

TEST_F(FeedTest, KeepsToTypes) {
  Make("p");
  Make("p", "a");
  types_ = {"kerneltest.lotse/Task"};
  EXPECT_THAT(Read("-"), ElementsAre("CREATE programmes/p/tasks/a"));
  types_ = {"kerneltest.lotse/Project"};
  Make("p", "b");
  Make("q");
  EXPECT_THAT(Read("-"), ElementsAre("CREATE programmes/q"));
}

// Others come and go in the feed of a prefix as the reader's rights do.
TEST_F(FeedTest, ShowsWhatTheReaderMaySee) {
  Make("p");
  Make("q");
  const auto may_see = [&](const char* prefix) {
    view_ = auth::View(std::make_shared<auth::Access>(
                           std::vector{auth::Right{prefix, type::v1alpha::ROLE_AUDITOR}}),
                       type::v1alpha::PERMISSION_CHANGE_READ, absl::Now());
  };
  may_see("programmes/p");
  EXPECT_THAT(Read("-"), ElementsAre("CREATE programmes/p"));
  EXPECT_FALSE(more_);
  may_see("programmes/q");
  EXPECT_THAT(Read("-"), ElementsAre("CREATE programmes/q"));
  Make("p", "a");
  EXPECT_THAT(Read("-"), IsEmpty());
  EXPECT_TRUE(status_.ok()) << status_;
  may_see("");
  EXPECT_THAT(Read("-"), ElementsAre("CREATE programmes/p/tasks/a"));
}

TEST_F(FeedTest, ParentsThatAreNone) {
  for (const char* parent :
       {"-", "programmes/p", "programmes/p/-", "programmes/-", "programmes/p/engagements/e",
        "programmes/p/engagements/e/-", "administrations/a", "administrations/-", "territories"}) {
    EXPECT_EQ(CheckFeedParent(parent), "") << parent;
  }
  for (const char* parent :
       {"", "x", "programmes", "programmes/-/-", "programmes/P", "--", "/-",
        "programmes/p/engagements", "programmes/p/engagements/-", "programmes/p/goals/g", "-/-"}) {
    EXPECT_NE(CheckFeedParent(parent), "") << parent;
  }
}

TEST_F(FeedTest, StateAtATime) {
  Make("p");
  Make("p", "a");
  const absl::Time between = kernel_.now;
  Make("p", "b");
  Delete("p", "a");
  ASSERT_TRUE(kernel_.store()
                  .Read([&](resource::Tx& tx) {
                    sql::Connection& c = tx.connection();
                    const int64_t then = SequenceAt(c, "programmes/p", between);
                    EXPECT_EQ(then, 2);
                    const auto state = StateAt(c, "programmes/p", then);
                    EXPECT_THAT(state, SizeIs(2));
                    EXPECT_EQ(state.count("programmes/p/tasks/a"), 1);
                    const auto now = StateAt(c, "programmes/p", 4);
                    EXPECT_THAT(now, SizeIs(2));
                    EXPECT_EQ(now.count("programmes/p/tasks/a"), 0) << "deleted";
                    EXPECT_EQ(now.at("programmes/p/tasks/b"), 3);
                    EXPECT_EQ(SequenceAt(c, "programmes/p", absl::UnixEpoch()), 0);
                    EXPECT_THAT(StateAt(c, "programmes/p", 0), IsEmpty());
                    EXPECT_THAT(StateAt(c, "programmes/none", 0), IsEmpty());
                    return absl::OkStatus();
                  })
                  .ok());
}

}  // namespace
}  // namespace lotse::history
