// What others can see of a wave, and what the places of its rows tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "services/survey/responses/wave_pair_testing.h"

namespace lotse::survey {
namespace {

using ::testing::SizeIs;

// What others see.
class ViewTest : public WavePairTest {
 protected:
  int64_t ShownAnswers() {
    EXPECT_TRUE(pair_->Tidy().ok());
    return Ask(files_.answers, "SELECT sum(shown) FROM response");
  }
  int64_t ShownInvitations() {
    EXPECT_TRUE(pair_->Tidy().ok());
    return Ask(files_.ledger, "SELECT sum(shown) FROM invitation");
  }
};

TEST_F(ViewTest, AdvancesInSteps) {
  InviteMany(100);
  for (int i = 0; i < 45; ++i) {
    AddInvited(i);
    if (i == 20) Reopen();
    const int64_t there = i + 1;
    EXPECT_EQ(ShownAnswers(), there / 10 * 10) << there;
    EXPECT_EQ(ShownInvitations(), std::max<int64_t>(there / 10 - 1, 0) * 10) << there;
    EXPECT_THAT(ToRemind(), SizeIs(100 - ShownInvitations())) << there;
  }
  EXPECT_EQ(Ask(files_.ledger, "SELECT sum(used) FROM invitation"), 45);
}

TEST_F(ViewTest, WhichInvitationsAreShownIsDrawn) {
  InviteMany(100);
  for (int i = 0; i < 20; ++i) AddInvited(i);
  ASSERT_EQ(ShownInvitations(), 10);
  const std::set<std::string> left = ToRemind();
  int shown_of_first_ten = 0;
  for (int i = 0; i < 10; ++i) shown_of_first_ten += !left.contains(absl::StrCat("r", i));
  // All or none of those who came first by chance: twice in 184,756 runs.
  EXPECT_LT(shown_of_first_ten, 10);
  EXPECT_GT(shown_of_first_ten, 0);
}

TEST_F(ViewTest, ShowsAllAnswersOnceClosed) {
  InviteMany(100);
  for (int i = 0; i < 13; ++i) AddInvited(i);
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(Ask(files_.answers, "SELECT sum(shown) FROM response"), 13);
  EXPECT_TRUE(pair_->Tidy().ok());
}

// Where a row lies in the file. A long row spills over to a page of its own, and
// SQLite hands out pages as rows come: so the place tells the order.
class PlaceTest : public WavePairTest {
 protected:
  static std::string Mark(int number) { return absl::StrFormat("#%04d#", number); }
  void AddLong(int count) {
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(Add(IdOf(i), Text(std::string(1500, 'x') + Mark(i))).ok());
    }
  }
  // How many of the ids are greater than the one that came before.
  static int IdsInOrder(int count) {
    int in_order = 0;
    for (int i = 1; i < count; ++i) in_order += IdOf(i - 1) < IdOf(i);
    return in_order;
  }
  // How many of the responses 0 to `count` lie behind the one that came before.
  int NeighboursInOrder(int count) {
    const std::string bytes = BytesOf(files_.answers);
    int in_order = 0;
    for (int i = 1; i < count; ++i) {
      EXPECT_NE(bytes.find(Mark(i)), std::string::npos);
      in_order += bytes.find(Mark(i - 1)) < bytes.find(Mark(i));
    }
    return in_order;
  }
};

TEST_F(PlaceTest, WhatIsNewLiesInTheOrderOfItsComing) {
  AddLong(9);
  // The first one begins a new file, the others lie behind one another.
  EXPECT_EQ(NeighboursInOrder(9), 8) << "the attack that the others defeat";
}

TEST_F(PlaceTest, FilesForgetTheOrder) {
  AddLong(200);
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  EXPECT_EQ(NeighboursInOrder(200), IdsInOrder(200)) << "the order of the ids, and no other";
}

TEST_F(PlaceTest, FilesAreNotWrittenAnewForNothing) {
  AddLong(20);
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  const auto written = std::filesystem::last_write_time(files_.answers);
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  EXPECT_EQ(std::filesystem::last_write_time(files_.answers), written);
  ASSERT_TRUE(Add(IdOf(20), Text("x")).ok());
  const auto added = std::filesystem::last_write_time(files_.answers);
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  EXPECT_GT(std::filesystem::last_write_time(files_.answers), added);
}

TEST_F(PlaceTest, TheLedgerIsWrittenAnewWhenItsRowsChange) {
  const auto written = [&] { return std::filesystem::last_write_time(files_.ledger); };
  AddLong(1);
  const auto before = written();
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  EXPECT_EQ(written(), before);
  InviteMany(3);
  AddLong(2);
  const auto invited = written();
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  EXPECT_GT(written(), invited);
}

// So it need not be written anew for each that is used.
TEST_F(PlaceTest, UsingAnInvitationMovesNoRow) {
  InviteMany(500);
  ASSERT_TRUE(Add(kFirst, Text("x")).ok());
  ASSERT_TRUE(pair_->ForgetOrder().ok());
  const std::string before = BytesOf(files_.ledger);
  for (int i = 0; i < 100; ++i) AddInvited(i);
  ASSERT_TRUE(pair_->Tidy().ok());
  const std::string after = BytesOf(files_.ledger);
  ASSERT_EQ(after.size(), before.size());
  for (int i = 0; i < 500; ++i) EXPECT_EQ(after.find(HashOf(i)), before.find(HashOf(i))) << i;
}

TEST_F(PlaceTest, TidyingForgetsItWhenATenthIsNew) {
  AddLong(200);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(NeighboursInOrder(200), IdsInOrder(200));
  EXPECT_FALSE(pair_->HasToTidy());
  for (int i = 200; i < 221; ++i) ASSERT_TRUE(Add(IdOf(i), Text(Mark(i))).ok());
  const auto before = std::filesystem::file_size(files_.answers);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(std::filesystem::file_size(files_.answers), before) << "not yet";
  ASSERT_TRUE(Add(IdOf(221), Text(Mark(221))).ok());
  EXPECT_TRUE(pair_->HasToTidy());
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(NeighboursInOrder(222), IdsInOrder(222));
}

// Closing itself does not write the files anew; it is not forgotten, whatever happens.
TEST_F(PlaceTest, AClosedWaveIsWrittenAnewEvenAfterACrash) {
  InviteMany(3);
  AddLong(9);
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(NeighboursInOrder(9), 8) << "not yet";
  EXPECT_TRUE(pair_->HasToTidy());
  Reopen();
  EXPECT_TRUE(pair_->HasToTidy());
  const auto ledger = std::filesystem::last_write_time(files_.ledger);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(NeighboursInOrder(9), IdsInOrder(9));
  EXPECT_GT(std::filesystem::last_write_time(files_.ledger), ledger);
  EXPECT_FALSE(pair_->HasToTidy());
  Reopen();
  EXPECT_FALSE(pair_->HasToTidy()) << "once";
}

TEST_F(PlaceTest, FirstResponseAfterOpeningForgetsWhatACrashLeft) {
  AddLong(9);
  Reopen();
  EXPECT_FALSE(pair_->HasToTidy());
  EXPECT_EQ(NeighboursInOrder(9), 8);
  ASSERT_TRUE(Add(IdOf(9), Text("x")).ok());
  EXPECT_TRUE(pair_->HasToTidy());
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(NeighboursInOrder(9), IdsInOrder(9));
}

}  // namespace
}  // namespace lotse::survey
