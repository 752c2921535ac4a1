#include "runtime/auth/grant_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/auth/grant_copy.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::auth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kName[] = "programmes/p/grants/";

// A feed of grants as lotse-engagement has it, in pages of two.
struct Feed {
  struct Entry {
    std::string name;
    bool deleted;
    std::string verb = "";  // Of an entry that changes no grant.
  };
  std::vector<Entry> entries;
  std::string epoch = "a";  // Another one after a restore.
  bool down = false;
  int asked = 0;
  absl::Time last_asked;
  absl::Duration takes;  // How long an answer takes.

  absl::StatusOr<GrantFollower::Response> List(const GrantFollower::Request& request) {
    ++asked;
    last_asked = absl::Now();
    absl::SleepFor(takes);
    EXPECT_EQ(request.parent(), "-");
    EXPECT_EQ(request.resource_types(0), "type.lotse/Grant");
    if (down) return absl::UnavailableError("down");
    if (!request.cursor().empty() && request.cursor().substr(0, 1) != epoch) {
      return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN, "another log");
    }
    size_t next = request.cursor().empty() ? 0 : std::stoul(request.cursor().substr(1));
    GrantFollower::Response response;
    for (int i = 0; i < 2 && next < entries.size(); ++i, ++next) {
      auto* change = response.add_changes();
      change->set_resource(kName + entries[next].name);
      change->set_verb(entries[next].deleted ? "DELETE" : "CREATE");
      change->set_revision(1);
      Grant grant;
      grant.set_name(change->resource());
      grant.set_subject("ada");
      grant.set_role(type::v1alpha::ROLE_AUDITOR);
      if (!entries[next].verb.empty()) {
        change->set_verb(entries[next].verb);
        change->set_revision(0);
        continue;
      }
      if (!entries[next].deleted) change->mutable_content()->PackFrom(grant);
    }
    response.set_next_cursor(absl::StrCat(epoch, next));
    response.set_more(next < entries.size());
    return response;
  }
};

class FollowerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/followerXXXXXX";
    folder_ = mkdtemp(pattern.data());
    Start();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // As after a start of the daemon.
  void Start(absl::Duration max_age = absl::InfiniteDuration()) {
    follower_.reset();
    registry_ = std::make_unique<prometheus::Registry>();
    book_ = std::make_unique<GrantBook>();
    follower_ = std::make_unique<GrantFollower>(
        folder_ + "/grants.pb", book_.get(),
        [this](const auto& request) { return feed_.List(request); }, &log_, registry_.get(),
        max_age);
  }
  std::vector<std::string> Grants() const {
    std::vector<Right> rights;
    book_->AddRights("ada", {}, &rights);
    std::vector<std::string> out;
    for (const Right& right : rights) out.push_back(right.grant.substr(sizeof kName - 1));
    return out;
  }
  double LastSuccess() const { return registry_->Collect()[0].metric[0].gauge.value; }

  std::string folder_;
  Feed feed_;
  ops::Log log_{"test", -1};
  std::unique_ptr<prometheus::Registry> registry_;
  std::unique_ptr<GrantBook> book_;
  std::unique_ptr<GrantFollower> follower_;
};

TEST_F(FollowerTest, FollowsGrantsAndTheirEnd) {
  feed_.entries = {{"a", false}, {"b", false}, {"c", false}, {"b", true}, {"d", false}};
  EXPECT_FALSE(book_->complete());
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_TRUE(book_->complete());
  EXPECT_THAT(Grants(), ElementsAre("a", "c", "d"));
  feed_.entries.push_back({"a", true});
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_THAT(Grants(), ElementsAre("c", "d"));
  EXPECT_GT(LastSuccess(), 1e9);
}

TEST_F(FollowerTest, KnowsNothingUntilAllWasRead) {
  feed_.entries = {{"a", false}};
  feed_.down = true;
  EXPECT_FALSE(follower_->Follow().ok());
  EXPECT_FALSE(book_->complete());
  EXPECT_EQ(LastSuccess(), 0);
  feed_.down = false;
  EXPECT_TRUE(follower_->Follow().ok());
  EXPECT_TRUE(book_->complete());
}

TEST_F(FollowerTest, WhatIsKnownIsAsOldAsTheQuestion) {
  Start(absl::Hours(1));
  feed_.entries = {{"a", false}};
  feed_.takes = absl::Milliseconds(20);
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_FALSE(book_->Trusted(feed_.last_asked + absl::Hours(1)));
  EXPECT_TRUE(book_->Trusted(feed_.last_asked + absl::Minutes(59)));
}

TEST_F(FollowerTest, NoGrantsAreKnownToo) {
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_TRUE(book_->complete());
  EXPECT_THAT(Grants(), IsEmpty());
}

TEST_F(FollowerTest, TheCopyOutlivesAStart) {
  feed_.entries = {{"a", false}, {"b", false}};
  ASSERT_TRUE(follower_->Follow().ok());
  feed_.down = true;
  Start();
  EXPECT_TRUE(book_->complete());
  EXPECT_THAT(Grants(), ElementsAre("a", "b"));
  EXPECT_FALSE(follower_->Follow().ok());
  EXPECT_EQ(LastSuccess(), 0);
  EXPECT_THAT(Grants(), ElementsAre("a", "b"));
  feed_.down = false;
  feed_.entries.push_back({"a", true});
  feed_.asked = 0;
  EXPECT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(feed_.asked, 1);  // It went on where it was.
  EXPECT_THAT(Grants(), ElementsAre("b"));
}

TEST_F(FollowerTest, ACopyThatCouldNotBeWrittenIsWrittenLater) {
  feed_.entries = {{"a", false}};
  ASSERT_TRUE(follower_->Follow().ok());
  feed_.entries.push_back({"a", true});
  std::filesystem::create_directory(folder_ + "/grants.pb.part");  // In the way.
  EXPECT_FALSE(follower_->Follow().ok());
  EXPECT_THAT(Grants(), IsEmpty());
  EXPECT_FALSE(follower_->Follow().ok());
  std::filesystem::remove(folder_ + "/grants.pb.part");
  ASSERT_TRUE(follower_->Follow().ok());
  Start();
  EXPECT_THAT(Grants(), IsEmpty());
}

TEST_F(FollowerTest, ReadingAndErasingChangesNoGrant) {
  feed_.entries = {{"a", false}, {"b", false}, {"a", false, "READ"}, {"b", false, "ERASE"}};
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_THAT(Grants(), ElementsAre("a", "b"));
}

TEST_F(FollowerTest, WhatIsKnownCountsUntilItIsTooOld) {
  feed_.entries = {{"a", false}};
  Start(absl::Minutes(10));
  ASSERT_TRUE(follower_->Follow().ok());
  const absl::Time known = absl::Now();
  EXPECT_TRUE(book_->Trusted(known + absl::Minutes(9)));
  EXPECT_FALSE(book_->Trusted(known + absl::Minutes(10)));
  // A start makes nothing younger, and a question without an answer neither.
  feed_.down = true;
  absl::SleepFor(absl::Milliseconds(1100));
  Start(absl::Seconds(1));
  EXPECT_FALSE(follower_->Follow().ok());
  EXPECT_FALSE(book_->Trusted(absl::Now()));
  feed_.down = false;
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_TRUE(book_->Trusted(absl::Now()));
  Start();
  EXPECT_TRUE(book_->Trusted(absl::Now() + absl::Hours(24 * 365 * 100)));
}

TEST_F(FollowerTest, TheCopySaysNowAndThenWhenItWasRight) {
  feed_.entries = {{"a", false}};
  Start(absl::Seconds(20));  // So it is written every second.
  ASSERT_TRUE(follower_->Follow().ok());
  absl::SleepFor(absl::Milliseconds(2100));
  ASSERT_TRUE(follower_->Follow().ok());
  const absl::Time known = absl::Now();
  Start(absl::Seconds(20));
  EXPECT_TRUE(book_->Trusted(known + absl::Seconds(18)));
  EXPECT_FALSE(book_->Trusted(known + absl::Seconds(20)));
}

TEST_F(FollowerTest, ACopyOfTheFutureIsNotYoungerThanNow) {
  GrantCopy copy;
  copy.set_known_at(absl::ToUnixSeconds(absl::Now() + absl::Hours(1000)));
  std::ofstream(folder_ + "/grants.pb") << copy.SerializeAsString();
  Start(absl::Hours(1));
  EXPECT_TRUE(book_->Trusted(absl::Now()));
  EXPECT_FALSE(book_->Trusted(absl::Now() + absl::Hours(1)));
}

TEST_F(FollowerTest, ABrokenCopyIsReadAnew) {
  feed_.entries = {{"a", false}};
  ASSERT_TRUE(follower_->Follow().ok());
  std::ofstream(folder_ + "/grants.pb") << "\xFF broken";
  Start();
  EXPECT_FALSE(book_->complete());
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_THAT(Grants(), ElementsAre("a"));
}

TEST_F(FollowerTest, AnotherLogIsReadFromTheStart) {
  feed_.entries = {{"a", false}, {"b", false}};
  ASSERT_TRUE(follower_->Follow().ok());
  feed_.epoch = "b";
  feed_.entries = {{"c", false}};
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_THAT(Grants(), ElementsAre("c"));
}

TEST_F(FollowerTest, GoesOnByItself) {
  follower_->Start();
  for (int i = 0; i < 2000 && !book_->complete(); ++i) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(book_->complete());
  follower_.reset();  // Does not wait for the next time.
}

}  // namespace
}  // namespace lotse::auth
