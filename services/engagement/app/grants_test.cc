#include "services/engagement/app/grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/programme_service.pb.h"
#include "runtime/types/date.h"
#include "services/app_testing.h"
#include "services/engagement/app/rules.h"
#include "services/engagement/app/service_names.h"
#include "services/engagement/domain/test_data.h"

// Each method of GrantService: success, each documented error. Over a real store.
namespace lotse::engagement {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using type::v1alpha::Grant;

constexpr auto kMissing = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;
constexpr char kProgramme[] = "programmes/viv";

class GrantsTest : public AppTesting {
 protected:
  GrantsTest() : AppTesting(ServiceNames()) { now_ = absl::FromUnixSeconds(1'800'000'000); }
  void SetUp() override {
    AppTesting::SetUp();
    keeper_ = std::make_unique<GrantKeeper>(store_.get(), &book_, [](int) {});
    keeper_->AddRules(standard_.get());
    ASSERT_TRUE(keeper_->Start().ok());
    v1alpha::CreateProgrammeRequest q;
    q.set_programme_id("viv");
    *q.mutable_programme() = GoodProgramme();
    v1alpha::Programme programme;
    ASSERT_EQ(Run(q, &programme), kOk) << status_;
  }
  void TearDown() override {
    AppTesting::TearDown();
    keeper_.reset();
  }

  // Calls as somebody with this role in the programme.
  void ActAs(type::v1alpha::Role role) {
    cause_ = {"giver", "", "",
              auth::View(std::make_shared<auth::Access>(std::vector{auth::Right{kProgramme, role}}),
                         type::v1alpha::PERMISSION_GRANT_WRITE, now_)};
  }
  rpc::ErrorReason Give(const char* id, type::v1alpha::Role role = type::v1alpha::ROLE_AUDITOR,
                        absl::Duration lasts = absl::ZeroDuration()) {
    v1alpha::CreateGrantRequest q;
    q.set_parent(kProgramme);
    q.set_grant_id(id);
    q.mutable_grant()->set_subject("ada");
    q.mutable_grant()->set_role(role);
    q.mutable_grant()->set_reason("test");
    if (lasts != absl::ZeroDuration()) {
      *q.mutable_grant()->mutable_expire_time() = types::ToTimestamp(now_ + lasts);
    }
    return Run(q, &grant_);
  }
  rpc::ErrorReason Take(const char* id, bool validate_only = false) {
    v1alpha::DeleteGrantRequest q;
    q.set_name(absl::StrCat(kProgramme, "/grants/", id));
    q.set_validate_only(validate_only);
    google::protobuf::Empty r;
    return Run(q, &r);
  }
  std::vector<std::string> AdasGrants() const {
    std::vector<auth::Right> rights;
    book_.AddRights("ada", {}, &rights);
    std::vector<std::string> names;
    for (const auth::Right& right : rights) names.push_back(right.grant);
    return names;
  }

  auth::GrantBook book_;
  std::unique_ptr<GrantKeeper> keeper_;
  Grant grant_;
};

TEST_F(GrantsTest, AGrantCountsFromItsAnswerToThatOfItsEnd) {
  EXPECT_THAT(AdasGrants(), IsEmpty());
  ASSERT_EQ(Give("a"), kOk) << status_;
  EXPECT_EQ(grant_.granted_by(), "tester");
  EXPECT_THAT(AdasGrants(), ElementsAre("programmes/viv/grants/a"));
  EXPECT_EQ(Take("a", /*validate_only=*/true), kOk);
  EXPECT_THAT(AdasGrants(), ElementsAre("programmes/viv/grants/a"));
  EXPECT_EQ(Take("a"), kOk);
  EXPECT_THAT(AdasGrants(), IsEmpty());
  EXPECT_EQ(Take("a"), kNotFound);
}

TEST_F(GrantsTest, RefusedGrantsDoNotCount) {
  EXPECT_EQ(Give("a", type::v1alpha::ROLE_AUDITOR, -absl::Seconds(1)), kInvalid);
  EXPECT_EQ(Give("b", type::v1alpha::ROLE_UNSPECIFIED), kInvalid);
  EXPECT_THAT(AdasGrants(), IsEmpty());
}

TEST_F(GrantsTest, TheEndCanBeChangedAndNothingElse) {
  ASSERT_EQ(Give("a", type::v1alpha::ROLE_AUDITOR, absl::Hours(1)), kOk);
  v1alpha::UpdateGrantRequest q;
  *q.mutable_grant() = grant_;
  *q.mutable_grant()->mutable_expire_time() = types::ToTimestamp(now_ + absl::Hours(2));
  ASSERT_EQ(Run(q, &grant_), kOk) << status_;
  EXPECT_EQ(book_.At(kProgramme, now_ + absl::Minutes(90)).size(), 1u);
  q.mutable_grant()->set_etag("");
  q.mutable_grant()->set_role(type::v1alpha::ROLE_PLATFORM_ADMIN);
  EXPECT_EQ(Run(q, &grant_), kInvalid);
  q.mutable_grant()->set_role(type::v1alpha::ROLE_AUDITOR);
  q.mutable_grant()->set_etag("no");
  EXPECT_EQ(Run(q, &grant_), kEtag);
}

TEST_F(GrantsTest, NobodyGivesByAGrantThatWasTakenInTheSameCommit) {
  v1alpha::CreateGrantRequest q;
  q.set_parent(kProgramme);
  q.set_grant_id("own");
  q.mutable_grant()->set_subject("giver");
  q.mutable_grant()->set_role(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  q.mutable_grant()->set_reason("test");
  ASSERT_EQ(Run(q, &grant_), kOk) << status_;
  const auth::Right own = auth::RightOf(grant_);
  cause_ = {"giver", "", "",
            auth::View(std::make_shared<auth::Access>(std::vector{own}),
                       type::v1alpha::PERMISSION_GRANT_WRITE, now_)};
  EXPECT_EQ(Give("a", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR), kOk) << status_;
  EXPECT_EQ(Take("own"), kOk) << status_;
  // The rights that the call came with are those of before.
  EXPECT_EQ(Give("b", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR), kMissing);
  EXPECT_EQ(Take("a"), kMissing);
}

TEST_F(GrantsTest, AnEtagDoesNotFitToAnotherGrantOfTheName) {
  ASSERT_EQ(Give("koordination"), kOk) << status_;
  const Grant former = grant_;
  ASSERT_EQ(Take("koordination"), kOk) << status_;
  ASSERT_EQ(Give("koordination"), kOk) << status_;
  v1alpha::DeleteGrantRequest q;
  q.set_name(former.name());
  q.set_etag(former.etag());
  google::protobuf::Empty r;
  EXPECT_EQ(Run(q, &r), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
  q.set_etag(grant_.etag());
  EXPECT_EQ(Run(q, &r), kOk) << status_;
}

TEST_F(GrantsTest, AnotherGrantOfTheNameGivesNothing) {
  const auto call_with_own = [&](const std::string& holder, bool is_group,
                                 type::v1alpha::Role role) {
    v1alpha::CreateGrantRequest q;
    q.set_parent(kProgramme);
    q.set_grant_id("own");
    is_group ? q.mutable_grant()->set_group(holder) : q.mutable_grant()->set_subject(holder);
    q.mutable_grant()->set_role(role);
    q.mutable_grant()->set_reason("test");
    cause_ = {"tester", "", ""};
    EXPECT_EQ(Run(q, &grant_), kOk) << status_;
    // By the grant that was there when the call came.
    const auth::Right own = {kProgramme, type::v1alpha::ROLE_INSTITUTE_CONSULTANT,
                             absl::InfiniteFuture(), grant_.name()};
    cause_ = {"giver", "", "",
              auth::View(std::make_shared<auth::Access>(std::vector{own},
                                                        std::vector<std::string>{"team"}),
                         type::v1alpha::PERMISSION_GRANT_WRITE, now_)};
    const rpc::ErrorReason given = Give("a", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR);
    cause_ = {"tester", "", ""};
    if (given == kOk) {
      EXPECT_EQ(Take("a"), kOk);
    }
    EXPECT_EQ(Take("own"), kOk) << status_;
    return given;
  };
  const auto consultant = type::v1alpha::ROLE_INSTITUTE_CONSULTANT;
  EXPECT_EQ(call_with_own("giver", false, consultant), kOk);
  EXPECT_EQ(call_with_own("team", true, consultant), kOk);
  EXPECT_EQ(call_with_own("somebody", false, consultant), kMissing);
  EXPECT_EQ(call_with_own("team", false, consultant), kMissing);
  EXPECT_EQ(call_with_own("giver", true, consultant), kMissing);
  EXPECT_EQ(call_with_own("giver", false, type::v1alpha::ROLE_AUDITOR), kMissing);
}

TEST_F(GrantsTest, NobodyGivesMoreThanTheyHave) {
  ActAs(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_EQ(Give("a", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR), kOk) << status_;
  EXPECT_EQ(grant_.granted_by(), "giver");
  EXPECT_EQ(Give("b", type::v1alpha::ROLE_PLATFORM_ADMIN), kMissing);
  EXPECT_EQ(Take("a"), kOk) << status_;
  EXPECT_EQ(Give("c", type::v1alpha::ROLE_DATA_STEWARD), kMissing);
  ActAs(type::v1alpha::ROLE_PLATFORM_ADMIN);
  EXPECT_EQ(Give("d", type::v1alpha::ROLE_DATA_STEWARD), kOk) << status_;
  ActAs(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  EXPECT_EQ(Take("d"), kMissing);  // Nor takes what they could not give.
}

TEST_F(GrantsTest, NobodyTakesWhatLastsLongerThanTheirRight) {
  ASSERT_EQ(Give("endless", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR), kOk);
  const Grant endless = grant_;
  ASSERT_EQ(Give("short", type::v1alpha::ROLE_MUNICIPAL_COORDINATOR, absl::Hours(1)), kOk);
  const auth::Right until_friday = {kProgramme, type::v1alpha::ROLE_INSTITUTE_CONSULTANT,
                                    now_ + absl::Hours(2)};
  cause_.view = auth::View(std::make_shared<auth::Access>(std::vector{until_friday}),
                           type::v1alpha::PERMISSION_GRANT_WRITE, now_);
  EXPECT_EQ(Take("endless"), kMissing);
  v1alpha::UpdateGrantRequest q;
  *q.mutable_grant() = endless;
  *q.mutable_grant()->mutable_expire_time() = types::ToTimestamp(now_ + absl::Minutes(1));
  EXPECT_EQ(Run(q, &grant_), kMissing);
  EXPECT_EQ(Take("short"), kOk) << status_;
}

// Calls that only check leave names behind that nobody reads; they do not pile up.
TEST_F(GrantsTest, ManyChecksAreReadAtOnce) {
  ASSERT_EQ(Give("a"), kOk);
  v1alpha::CreateGrantRequest q;
  q.set_parent(kProgramme);
  q.mutable_grant()->set_subject("ada");
  q.mutable_grant()->set_role(type::v1alpha::ROLE_AUDITOR);
  q.mutable_grant()->set_reason("test");
  q.set_validate_only(true);
  for (int i = 0; i < 1100; ++i) {
    q.set_grant_id(absl::StrCat("check", i));
    ASSERT_EQ(Run(q, &grant_), kOk) << status_;
  }
  ASSERT_EQ(Give("b"), kOk);
  EXPECT_THAT(AdasGrants(), ElementsAre("programmes/viv/grants/a", "programmes/viv/grants/b"));
  EXPECT_EQ(Take("a"), kOk);
  EXPECT_THAT(AdasGrants(), ElementsAre("programmes/viv/grants/b"));
}

TEST_F(GrantsTest, AreReadWhenTheDaemonStarts) {
  ASSERT_EQ(Give("a"), kOk);
  ASSERT_EQ(Give("b"), kOk);
  auth::GrantBook book;
  int unread = -1;
  GrantKeeper keeper(store_.get(), &book, [&](int owners) { unread = owners; });
  EXPECT_FALSE(book.complete());
  ASSERT_TRUE(keeper.Start().ok());
  EXPECT_TRUE(book.complete());
  EXPECT_EQ(book.At(kProgramme, now_).size(), 2u);
  EXPECT_EQ(unread, 0);
}

TEST_F(GrantsTest, WhoSeesThis) {
  ASSERT_EQ(Give("a"), kOk);
  v1alpha::ListEffectiveGrantsRequest q;
  v1alpha::ListEffectiveGrantsResponse r;
  const auto ask = [&](const char* name) {
    q.set_name(name);
    return ReadWith(q, &r, [&](Tx& tx) { return ListEffectiveGrants(tx, book_, q, &r); });
  };
  EXPECT_EQ(ask("programmes/viv/surveys/s"), kOk) << status_;
  EXPECT_EQ(r.grants_size(), 1);
  ASSERT_EQ(Give("b"), kOk);
  q.set_page_size(1);
  EXPECT_EQ(ask(kProgramme), kOk);
  EXPECT_EQ(r.grants(0).name(), "programmes/viv/grants/a");
  q.set_page_token(r.next_page_token());
  EXPECT_EQ(ask(kProgramme), kOk);
  EXPECT_EQ(r.grants(0).name(), "programmes/viv/grants/b");
  EXPECT_EQ(r.next_page_token(), "");
  q.set_page_token("no");
  EXPECT_EQ(ask(kProgramme), kToken);
  q.clear_page_token();
  EXPECT_EQ(ask("programmes/other"), kNotFound);
  EXPECT_EQ(ask("elsewhere"), kInvalid);
}

TEST_F(GrantsTest, WhatMayIDo) {
  ActAs(type::v1alpha::ROLE_RESPONDENT);
  v1alpha::GetMyRightsResponse r;
  ASSERT_TRUE(GetMyRights(store_->schema(), cause_, now_, {}, &r).ok());
  EXPECT_EQ(r.subject(), "giver");
  ASSERT_EQ(r.rights_size(), 1);
  EXPECT_EQ(r.rights(0).prefix(), kProgramme);
  EXPECT_THAT(r.rights(0).permissions(), ElementsAre(type::v1alpha::PERMISSION_RESPONSE_SUBMIT,
                                                     type::v1alpha::PERMISSION_RESPONSE_RESUME));
  v1alpha::GetMyRightsRequest elsewhere;
  elsewhere.set_name("programmes/other");
  r.Clear();
  ASSERT_TRUE(GetMyRights(store_->schema(), cause_, now_, elsewhere, &r).ok());
  EXPECT_EQ(r.rights_size(), 0);
  for (const char* wrong : {"x", "programmes/", "programmes/a/b", "programmes/a/b/c d", "-"}) {
    elsewhere.set_name(wrong);
    EXPECT_EQ(Reason(GetMyRights(store_->schema(), cause_, now_, elsewhere, &r)), kInvalid)
        << wrong;
  }
}

}  // namespace
}  // namespace lotse::engagement
