// The contract of what is handed in again, a row of it each.
#include "services/survey/responses/personal_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/responses/personal_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using type::v1alpha::ErrorReason;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kConflict = type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
constexpr auto kRefused = type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
constexpr auto kErased = type::v1alpha::ERROR_REASON_RESPONSE_ERASED;
constexpr auto kEtag = type::v1alpha::ERROR_REASON_ETAG_MISMATCH;

class PersonalRowsTest : public PersonalTest {
 protected:
  void SetUp() override {
    PersonalTest::SetUp();
    Ask("anna");
    Ask("bert");
  }
  const std::string anna_ = HashFor("anna"), bert_ = HashFor("bert"), nobody_ = HashFor("nobody");
};

TEST_F(PersonalRowsTest, SubmittingTheSameAgainIsADuplicate) {
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  EXPECT_FALSE(stored_.duplicate);
  const std::string code = stored_.withdrawal_code;
  EXPECT_THAT(code, SizeIs(kTokenLength));
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  EXPECT_TRUE(stored_.duplicate);
  EXPECT_EQ(stored_.withdrawal_code, code) << "a lost reply loses nothing";
  EXPECT_EQ(wave_->Count(), 1);
}

TEST_F(PersonalRowsTest, OnlyThePersonIsToldTheCodeAgain) {
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  for (const std::string& other : {bert_, nobody_}) {
    ASSERT_EQ(Submit(other, kFirst, "a"), kOk);
    EXPECT_TRUE(stored_.duplicate);
    EXPECT_EQ(stored_.withdrawal_code, "");
  }
  Ask("anna", 1);
  ASSERT_EQ(Submit(HashFor("anna", 1), kFirst, "a"), kOk);
  EXPECT_EQ(stored_.withdrawal_code, "") << "who issues tokens could withdraw for others";
}

TEST_F(PersonalRowsTest, OtherAnswersUnderTheSameIdAreAConflict) {
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(Submit(anna_, kFirst, "b"), kConflict);
  EXPECT_EQ(Submit(bert_, kFirst, "b"), kConflict);
  EXPECT_EQ(Submit(nobody_, kFirst, "b"), kConflict);
  EXPECT_THAT(All(), ElementsAre("a"));
}

TEST_F(PersonalRowsTest, APersonAnswersOnce) {
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(Submit(anna_, kSecond, "a"), kRefused);
  Ask("anna", 1);
  EXPECT_EQ(Submit(HashFor("anna", 1), kSecond, "a"), kRefused);
  EXPECT_EQ(Submit(nobody_, kSecond, "a"), kRefused);
  ASSERT_EQ(Submit(bert_, kSecond, "b"), kOk);
  EXPECT_EQ(wave_->Count(), 2);
}

TEST_F(PersonalRowsTest, RevokedInvitationsAreRefused) {
  ASSERT_TRUE(wave_
                  ->ChangeLedger([](sql::Connection& connection) {
                    MarkInvitation(connection, "anna", {{}, {}, true});
                  })
                  .ok());
  EXPECT_EQ(Submit(anna_, kFirst, "a"), kRefused);
  EXPECT_EQ(Save(anna_, kFirst, "a"), kRefused);
  EXPECT_EQ(rpc::ReasonOf(wave_->Resume(anna_, {}).status()), kRefused);
}

TEST_F(PersonalRowsTest, RightsCountWhenTheTurnComes) {
  allowed_ = [] { return rpc::Error(type::v1alpha::ERROR_REASON_PERMISSION_MISSING, "revoked"); };
  constexpr auto kMissing = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;
  EXPECT_EQ(Submit(anna_, kFirst, "a"), kMissing);
  EXPECT_EQ(Save(anna_, kFirst, "a"), kMissing);
  EXPECT_EQ(Edit(anna_, kFirst, "a", "1"), kMissing);
  EXPECT_EQ(Withdraw("x"), kMissing);
  EXPECT_THAT(Rows(), IsEmpty());
}

TEST_F(PersonalRowsTest, DraftsAreSavedByTheirEtags) {
  ASSERT_EQ(Save(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(etag_, "1");
  EXPECT_EQ(Save(anna_, kFirst, "b"), kEtag) << "the first time again";
  EXPECT_EQ(Save(anna_, kSecond, "b"), kEtag) << "another device that did not resume";
  EXPECT_EQ(Save(anna_, kFirst, "b", "7"), kEtag);
  ASSERT_EQ(Save(anna_, kFirst, "b", "1"), kOk);
  EXPECT_EQ(etag_, "2");
  EXPECT_EQ(Save(anna_, kFirst, "c", "1"), kEtag) << "it would lose b";
  ASSERT_EQ(Save(anna_, kFirst, "b", "1"), kOk) << "the reply was lost";
  EXPECT_EQ(etag_, "2");
  EXPECT_EQ(Save(bert_, kFirst, "x"), kConflict) << "an id of somebody else";
  EXPECT_EQ(Save(bert_, kSecond, "x", "1"), kEtag) << "there is nothing yet";
  const auto held = wave_->Resume(anna_, {});
  ASSERT_TRUE(held.ok() && held->has_value());
  EXPECT_EQ((*held)->state, HeldResponse::State::kDraft);
  EXPECT_EQ((*held)->response_id, kFirst);
  EXPECT_EQ((*held)->version, 0);
}

TEST_F(PersonalRowsTest, DraftsDoNotCount) {
  ASSERT_EQ(Save(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(wave_->Count(), 0);
  EXPECT_THAT(All(), IsEmpty());
  Reopen();
  EXPECT_EQ(wave_->Count(), 0);
  ASSERT_EQ(Submit(anna_, kFirst, "b"), kOk);
  EXPECT_FALSE(stored_.duplicate);
  EXPECT_EQ(wave_->Count(), 1);
  EXPECT_THAT(All(), ElementsAre("b"));
  EXPECT_EQ(Save(anna_, kFirst, "c", "2"), kConflict);
  EXPECT_EQ(Save(anna_, kSecond, "c"), kRefused);
}

TEST_F(PersonalRowsTest, SubmittingReplacesADraftOfAnotherId) {
  ASSERT_EQ(Save(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(Submit(nobody_, kFirst, "a"), kRefused);
  EXPECT_EQ(Submit(bert_, kFirst, "a"), kConflict);
  ASSERT_EQ(Submit(anna_, kSecond, "b"), kOk);
  ASSERT_THAT(Rows(), SizeIs(1));
  EXPECT_EQ(Rows()[0].response_id, kSecond);
  EXPECT_EQ(Rows()[0].version, 1);
}

// Who issues invitations could otherwise read with a new token what was answered before.
TEST_F(PersonalRowsTest, ANewTokenGivesNothingOfWhatCameBefore) {
  ASSERT_EQ(Save(anna_, kFirst, "a"), kOk);
  ASSERT_EQ(Submit(bert_, kSecond, "b"), kOk);
  Ask("anna", 1);
  Ask("bert", 1);
  const std::string anna = HashFor("anna", 1), bert = HashFor("bert", 1);
  for (const std::string& token : {anna, bert}) {
    const auto held = wave_->Resume(token, {});
    ASSERT_TRUE(held.ok()) << held.status();
    EXPECT_FALSE(held->has_value());
  }
  EXPECT_EQ(rpc::ReasonOf(wave_->Resume(anna_, {}).status()), kRefused) << "the former token";
  EXPECT_EQ(Edit(bert, kSecond, "c", "1"), kRefused);
  EXPECT_EQ(Save(anna, IdOf(3), "c", "1"), kEtag);
  ASSERT_EQ(Save(anna, IdOf(3), "c"), kOk) << "they can begin again";
  ASSERT_EQ(Submit(anna, IdOf(3), "c"), kOk);
}

TEST_F(PersonalRowsTest, EditsMakeVersions) {
  EXPECT_EQ(Edit(anna_, kFirst, "b", "1"), kRefused) << "nothing was submitted";
  ASSERT_EQ(Save(anna_, kFirst, "a"), kOk);
  EXPECT_EQ(Edit(anna_, kFirst, "b", "1"), type::v1alpha::ERROR_REASON_WRONG_STATE);
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  const auto held = wave_->Resume(anna_, {});
  ASSERT_TRUE(held.ok() && held->has_value());
  const std::string etag = EtagOf((*held)->revision);
  EXPECT_EQ(Edit(anna_, kSecond, "b", etag), kRefused);
  EXPECT_EQ(Edit(bert_, kFirst, "b", etag), kRefused);
  EXPECT_EQ(Edit(anna_, kFirst, "b", "1"), kEtag);
  ASSERT_EQ(Edit(anna_, kFirst, "b", etag), kOk);
  const std::string second = etag_;
  ASSERT_EQ(Edit(anna_, kFirst, "b", etag), kOk) << "the reply was lost";
  EXPECT_EQ(etag_, second);
  EXPECT_EQ(Edit(anna_, kFirst, "c", etag), kEtag) << "it would lose b";
  ASSERT_THAT(Rows(), SizeIs(1));
  const HeldResponse row = Rows()[0];
  EXPECT_EQ(row.version, 2);
  ASSERT_THAT(row.former, SizeIs(1));
  EXPECT_EQ(row.former[0].version, 1);
  EXPECT_THAT(All(), ElementsAre("b"));
  EXPECT_EQ(wave_->Count(), 1);
}

TEST_F(PersonalRowsTest, FormerVersionsDoNotGrowForEver) {
  ASSERT_EQ(Submit(anna_, kFirst, "0"), kOk);
  etag_ = "1";
  for (int i = 1; i <= kMaxFormerVersions + 5; ++i) {
    ASSERT_EQ(Edit(anna_, kFirst, absl::StrCat(i), etag_), kOk);
  }
  const HeldResponse row = Rows().at(0);
  EXPECT_EQ(row.version, kMaxFormerVersions + 6);
  EXPECT_THAT(row.former, SizeIs(kMaxFormerVersions));
  EXPECT_EQ(row.former.back().version, kMaxFormerVersions + 5);
}

TEST_F(PersonalRowsTest, WhatWasWithdrawnIsNotTakenAgain) {
  EXPECT_EQ(Withdraw("0123456789abcdefghjkmnpqrs"), kRefused);
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  const std::string code = stored_.withdrawal_code;
  ASSERT_EQ(Edit(anna_, kFirst, "b", "1"), kOk);
  ASSERT_EQ(Withdraw(code), kOk);
  EXPECT_EQ(wave_->Count(), 0);
  ASSERT_EQ(Withdraw(code), kOk) << "again";
  EXPECT_EQ(wave_->Count(), 0);
  EXPECT_EQ(Submit(anna_, kFirst, "a"), kErased);
  EXPECT_EQ(Submit(nobody_, kFirst, "a"), kErased);
  EXPECT_EQ(Submit(anna_, kSecond, "a"), kRefused);
  EXPECT_EQ(Save(anna_, kFirst, "a"), kErased);
  EXPECT_EQ(Save(anna_, kSecond, "a"), kRefused);
  EXPECT_EQ(Edit(anna_, kFirst, "a", "2"), kErased);
  const HeldResponse row = Rows().at(0);
  EXPECT_EQ(row.state, HeldResponse::State::kWithdrawn);
  EXPECT_EQ(row.row, "");
  EXPECT_THAT(row.former, IsEmpty());
  EXPECT_THAT(All(), IsEmpty());
}

TEST_F(PersonalRowsTest, ClosedWavesTakeWithdrawalsOnly) {
  ASSERT_EQ(Submit(anna_, kFirst, "a"), kOk);
  const std::string code = stored_.withdrawal_code;
  ASSERT_EQ(Save(bert_, kSecond, "b"), kOk);
  ASSERT_TRUE(wave_->Close().ok());
  constexpr auto kNotOpen = type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;
  EXPECT_EQ(Submit(bert_, kSecond, "b"), kNotOpen);
  EXPECT_EQ(Save(bert_, kSecond, "b"), kNotOpen);
  EXPECT_EQ(Edit(anna_, kFirst, "b", "1"), kNotOpen);
  EXPECT_THAT(Rows(), SizeIs(1)) << "drafts are gone";
  ASSERT_EQ(Withdraw(code), kOk);
  Reopen();
  EXPECT_EQ(Submit(bert_, kSecond, "b"), kNotOpen);
  EXPECT_EQ(wave_->Count(), 0);
}

}  // namespace
}  // namespace lotse::survey
