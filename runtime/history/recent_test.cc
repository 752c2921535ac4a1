#include "runtime/history/recent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "runtime/resource/contract/harness.h"
#include "runtime/resource/resource_test.pb.h"

namespace lotse::history {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class RecentTest : public testing::Test {
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
    ASSERT_TRUE(kernel_.Call(request, &reply).ok());
  }
  void Begin() {
    ASSERT_TRUE(kernel_.store()
                    .Read([&](resource::Tx& tx) {
                      recent_.emplace(tx);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  std::vector<std::string> Take(const std::vector<std::string>& types) {
    std::vector<std::string> names;
    EXPECT_TRUE(kernel_.store()
                    .Read([&](resource::Tx& tx) {
                      names = recent_->Take(tx, types);
                      return absl::OkStatus();
                    })
                    .ok());
    return names;
  }

  resource::contract::Harness kernel_{{"lotse.kerneltest.KernelTestService"}};
  std::optional<Recent> recent_;
};

TEST_F(RecentTest, NamesWhatCameSinceItBegan) {
  Make("p");
  Make("p", "before");
  Begin();
  EXPECT_THAT(Take({"kerneltest.lotse/Task"}), IsEmpty());
  Make("p", "a");
  Make("q");
  Make("q", "b");
  EXPECT_THAT(Take({"kerneltest.lotse/Task"}),
              UnorderedElementsAre("programmes/p/tasks/a", "programmes/q/tasks/b"));
  EXPECT_THAT(Take({"kerneltest.lotse/Task"}), IsEmpty()) << "nothing comes twice";
  Make("r");
  Make("r", "c");
  EXPECT_THAT(Take({"kerneltest.lotse/Project"}), ElementsAre("programmes/r"));
}

TEST_F(RecentTest, WhatCouldNotBeReadComesWithTheNextTake) {
  Make("p");
  Begin();
  Make("p", "a");
  kernel_.Sql("ALTER TABLE change_content RENAME TO away");
  EXPECT_FALSE(kernel_.store()
                   .Read([&](resource::Tx& tx) {
                     recent_->Take(tx, {"kerneltest.lotse/Task"});
                     return absl::OkStatus();
                   })
                   .ok());
  kernel_.Sql("ALTER TABLE away RENAME TO change_content");
  EXPECT_THAT(Take({"kerneltest.lotse/Task"}), ElementsAre("programmes/p/tasks/a"));
}

}  // namespace
}  // namespace lotse::history
