#include "runtime/history/state_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/resource/contract/harness.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/date.h"

namespace lotse::history {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using type::v1alpha::DiffStatesRequest;
using type::v1alpha::DiffStatesResponse;
using ResourceDifference = DiffStatesResponse::ResourceDifference;

constexpr char kOwner[] = "programmes/p";

class StatePagesTest : public testing::Test {
 protected:
  StatePagesTest() {
    kerneltest::CreateProjectRequest request;
    kerneltest::Project reply;
    request.set_project_id("p");
    request.mutable_project()->set_title("p");
    EXPECT_TRUE(kernel_.Call(request, &reply).ok());
  }

  void Make(const std::string& id, const std::string& title) {
    kerneltest::CreateTaskRequest request;
    kerneltest::Task reply;
    request.set_parent(kOwner);
    request.set_task_id(id);
    request.mutable_task()->set_title(title);
    request.mutable_task()->set_assignee("Ada");
    const absl::Status status = kernel_.Call(request, &reply);
    ASSERT_TRUE(status.ok()) << status;
  }
  void Change(const std::string& id, const std::string& title,
              const std::string& assignee = "Ada") {
    kerneltest::UpdateTaskRequest request;
    kerneltest::Task reply;
    request.mutable_task()->set_name(NameOf(id));
    request.mutable_task()->set_title(title);
    request.mutable_task()->set_assignee(assignee);
    const absl::Status status = kernel_.Call(request, &reply);
    ASSERT_TRUE(status.ok()) << status;
  }
  void Delete(const std::string& id) {
    kerneltest::DeleteTaskRequest request;
    kerneltest::Task reply;
    request.set_name(NameOf(id));
    ASSERT_TRUE(kernel_.Call(request, &reply).ok());
  }
  static std::string NameOf(const std::string& id) { return absl::StrCat(kOwner, "/tasks/", id); }

  // The time of the last call; the next one is a second later.
  google::protobuf::Timestamp Now() const { return types::ToTimestamp(kernel_.now); }

  absl::Status Ask(const DiffStatesRequest& request) {
    reply_.Clear();
    return kernel_.store().Read([&](resource::Tx& tx) {
      tx.SetView(view_);
      return ReadStateDiff(tx, request, &reply_);
    });
  }

  static std::string Short(const std::string& name) {
    return name == kOwner ? "owner" : name.substr(sizeof kOwner);
  }

  // What became of what, by short names; every page.
  std::vector<std::string> Lines(DiffStatesRequest request) {
    std::vector<std::string> lines;
    pages_ = 0;
    do {
      const absl::Status status = Ask(request);
      EXPECT_TRUE(status.ok()) << status;
      ++pages_;
      for (const ResourceDifference& found : reply_.resources()) {
        std::string line = absl::StrCat(ResourceDifference::Kind_Name(found.kind()).substr(5), " ",
                                        Short(found.resource()), " ", found.from_revision(), ">",
                                        found.to_revision());
        for (const auto& difference : found.differences()) {
          absl::StrAppend(&line, " ", difference.path(), ": ", difference.before(), " > ",
                          difference.after());
        }
        lines.push_back(line);
      }
      request.set_page_token(reply_.next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  DiffStatesRequest Since(const google::protobuf::Timestamp& time) {
    DiffStatesRequest request;
    request.set_parent(kOwner);
    *request.mutable_from_time() = time;
    return request;
  }

  resource::contract::Harness kernel_{{"lotse.kerneltest.KernelTestService"}};
  auth::View view_;
  DiffStatesResponse reply_;
  int pages_ = 0;
};

TEST_F(StatePagesTest, SaysWhatWasAddedChangedAndRemoved) {
  Make("changed", "a");
  Make("removed", "b");
  Make("same", "c");
  const auto from = Now();
  Make("added", "d");
  Change("changed", "aa");
  Delete("removed");
  const auto to = Now();
  Change("changed", "aaa");
  Make("later", "e");
  DiffStatesRequest request = Since(from);
  *request.mutable_to_time() = to;
  EXPECT_THAT(Lines(request), ElementsAre("ADDED tasks/added 0>1",
                                          "CHANGED tasks/changed 1>2 title: \"a\" > \"aa\"",
                                          "REMOVED tasks/removed 1>0"));
  // Of what there is now a reader sees it as it is then; of what is gone as it was.
  kerneltest::Task task;
  ASSERT_TRUE(reply_.resources(1).content().UnpackTo(&task));
  EXPECT_EQ(task.title(), "aa");
  EXPECT_EQ(task.etag(), "");
  ASSERT_TRUE(reply_.resources(2).content().UnpackTo(&task));
  EXPECT_EQ(task.title(), "b");
  EXPECT_FALSE(task.has_delete_time());
  EXPECT_EQ(reply_.from_sequence(), 4);
  EXPECT_EQ(reply_.to_sequence(), 7);
  EXPECT_EQ(reply_.from_hash().size(), 32u);
  EXPECT_NE(reply_.from_hash(), reply_.to_hash());
  // Until now.
  EXPECT_THAT(Lines(Since(to)), ElementsAre("CHANGED tasks/changed 2>3 title: \"aa\" > \"aaa\"",
                                            "ADDED tasks/later 0>1"));
}

TEST_F(StatePagesTest, WhatCameBackIsNotThere) {
  Make("a", "before");
  const auto from = Now();
  Change("a", "other");
  Change("a", "before");
  Make("b", "there for a while");
  Delete("b");
  EXPECT_THAT(Lines(Since(from)), IsEmpty());
  EXPECT_THAT(Lines(Since(Now())), IsEmpty());
  google::protobuf::Timestamp long_ago;
  long_ago.set_seconds(1);
  EXPECT_THAT(Lines(Since(long_ago)), ElementsAre("ADDED owner 0>1", "ADDED tasks/a 0>3"));
  EXPECT_EQ(reply_.from_sequence(), 0);
  EXPECT_EQ(reply_.from_hash(), "");
}

TEST_F(StatePagesTest, PagesBelongToTheSameStates) {
  const auto from = Now();
  for (const char* id : {"a", "b", "c", "d", "e"}) Make(id, id);
  DiffStatesRequest request = Since(from);
  request.set_page_size(2);
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_THAT(reply_.resources(), SizeIs(2));
  request.set_page_token(reply_.next_page_token());
  Make("f", "later");
  Delete("c");
  EXPECT_THAT(Lines(request),
              ElementsAre("ADDED tasks/c 0>1", "ADDED tasks/d 0>1", "ADDED tasks/e 0>1"));
  EXPECT_EQ(pages_, 2);
  // The token of another question.
  request.mutable_from_time()->set_seconds(1);
  EXPECT_EQ(rpc::ReasonOf(Ask(request)), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
}

TEST_F(StatePagesTest, APageComparesSoManyAndGoesOn) {
  const auto from = Now();
  for (int i = 0; i < kMostCompared + 1; ++i) Make(absl::StrCat("t", i), "t");
  const auto between = Now();
  for (int i = 0; i < kMostCompared + 1; ++i) {
    Change(absl::StrCat("t", i), "other");
    Change(absl::StrCat("t", i), "t");
  }
  DiffStatesRequest request = Since(between);
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_THAT(reply_.resources(), IsEmpty());
  EXPECT_NE(reply_.next_page_token(), "");
  EXPECT_THAT(Lines(request), IsEmpty());
  EXPECT_EQ(pages_, 2);
  request = Since(from);
  request.set_page_size(1000);
  EXPECT_THAT(Lines(request), SizeIs(kMostCompared + 1));
}

TEST_F(StatePagesTest, WhatWasErasedIsInNeither) {
  Make("a", "a");
  const auto from = Now();
  Change("a", "a", "Berta");
  ASSERT_THAT(Lines(Since(from)), ElementsAre(HasSubstr("assignee: \"Ada\" > \"Berta\"")));
  resource::Cause cause;
  ASSERT_TRUE(
      kernel_.store()
          .WriteAndWait(cause,
                        [&](resource::Tx& tx) { return tx.ErasePersonal(NameOf("a")).status(); })
          .ok());
  EXPECT_THAT(Lines(Since(from)), IsEmpty());
  google::protobuf::Timestamp long_ago;
  long_ago.set_seconds(1);
  Lines(Since(long_ago));
  EXPECT_THAT(reply_.DebugString(), Not(HasSubstr("Berta")));
}

TEST_F(StatePagesTest, ShowsWhatTheCallerMayReadOnly) {
  const auto from = Now();
  Make("a", "a");
  EXPECT_THAT(Lines(Since(from)), SizeIs(1));
  const auto may_see = [&](const char* prefix) {
    view_ = auth::View(std::make_shared<auth::Access>(
                           std::vector{auth::Right{prefix, type::v1alpha::ROLE_AUDITOR}}),
                       type::v1alpha::PERMISSION_CHANGE_READ, absl::Now());
  };
  may_see("programmes/q");
  EXPECT_THAT(Lines(Since(from)), IsEmpty());
  may_see(kOwner);
  EXPECT_THAT(Lines(Since(from)), SizeIs(1));
}

TEST_F(StatePagesTest, RefusesNonsense) {
  const auto wrong = [&](const DiffStatesRequest& request) {
    const absl::Status status = Ask(request);
    EXPECT_EQ(rpc::ReasonOf(status), type::v1alpha::ERROR_REASON_INVALID_FIELDS) << status;
    return std::string(status.message());
  };
  DiffStatesRequest request;
  for (const char* parent : {"", "x", "programmes", "programmes/-", "-", "programmes/p/-"}) {
    request = Since(Now());
    request.set_parent(parent);
    // What it says is right there: no prefix is.
    EXPECT_THAT(wrong(request),
                AllOf(HasSubstr("give one like programmes/vopi or"), Not(HasSubstr("prefix"))))
        << parent;
  }
  request = Since(Now());
  request.clear_from_time();
  wrong(request);
  request = Since(Now());
  request.mutable_to_time()->set_seconds(1);
  wrong(request);
  request = Since(Now());
  request.set_page_size(-1);
  wrong(request);
  request = Since(Now());
  request.set_page_token("x");
  EXPECT_EQ(rpc::ReasonOf(Ask(request)), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
}

}  // namespace
}  // namespace lotse::history
