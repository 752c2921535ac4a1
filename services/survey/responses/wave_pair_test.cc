#include "services/survey/responses/wave_pair.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/responses_testing.h"
#include "services/survey/responses/stored_response.pb.h"

namespace lotse::survey {
namespace {

using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
using type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
using type::v1alpha::ERROR_REASON_STORE_CORRUPT;
using type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;

std::string HashOf(int number) {
  const auto hash = types::Sha256(absl::StrCat("token ", number));
  return std::string(hash.begin(), hash.end());
}

class WavePairTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    files_ = WavePair::FilesOf(folder_, kWave);
    Reopen();
  }
  void TearDown() override {
    pair_.reset();
    ResponsesTest::TearDown();
  }
  void Reopen() {
    pair_.reset();
    auto pair = WavePair::Open(folder_, kWave, /*max_waiting=*/1024, /*wake=*/nullptr);
    ASSERT_TRUE(pair.ok()) << pair.status();
    pair_ = *std::move(pair);
  }
  absl::StatusOr<bool> Add(const std::string& id, Answers answers, std::string token_hash = "") {
    return AddAndWait(*pair_,
                      {kWave, id, std::move(token_hash), instrument_, std::move(answers), nullptr});
  }
  // One with an invitation of its own.
  void AddInvited(int number) {
    ASSERT_TRUE(Add(IdOf(number), Text(absl::StrCat(number)), HashOf(number)).ok());
  }
  std::vector<std::string> All() {
    std::vector<std::string> texts;
    EXPECT_TRUE(pair_
                    ->ForEach(*instrument_,
                              [&](const Answers& answers) { texts.push_back(answers[0].text()); })
                    .ok());
    return texts;
  }
  void InviteMany(int count) {
    ASSERT_TRUE(pair_
                    ->ChangeLedger([&](sql::Connection& connection) {
                      for (int i = 0; i < count; ++i) {
                        Invite(connection, {HashOf(i), absl::StrCat("r", i), "s"}, false);
                      }
                    })
                    .ok());
  }
  std::vector<InvitationTally> TalliesNow() {
    std::vector<InvitationTally> tallies;
    EXPECT_TRUE(
        pair_->ReadLedger([&](sql::Connection& connection) { tallies = Tallies(connection); })
            .ok());
    return tallies;
  }
  std::set<std::string> ToRemind() {
    std::set<std::string> recipients;
    EXPECT_TRUE(pair_
                    ->ReadLedger([&](sql::Connection& connection) {
                      for (const Reminder& reminder : Reminders(connection, "", 100'000)) {
                        recipients.insert(reminder.recipient);
                      }
                    })
                    .ok());
    return recipients;
  }
  static int64_t Ask(const std::string& file, const std::string& question) {
    SQLite::Database database(file, SQLite::OPEN_READONLY, 5000);
    return database.execAndGet(question).getInt64();
  }

  WavePair::Files files_;
  std::unique_ptr<WavePair> pair_;
};

TEST_F(WavePairTest, KeepsAnswers) {
  ASSERT_FALSE(*Add(kFirst, Text("a")));
  ASSERT_FALSE(*Add(kSecond, Text("b")));
  Reopen();
  EXPECT_THAT(All(), UnorderedElementsAre("a", "b"));
  EXPECT_EQ(pair_->Count(), 2);
}

TEST_F(WavePairTest, SameIsADuplicateOtherIsAConflict) {
  ASSERT_FALSE(*Add(kFirst, Text("a")));
  EXPECT_EQ(pair_->Count(), 1);
  EXPECT_TRUE(*Add(kFirst, Text("a")));
  EXPECT_EQ(rpc::ReasonOf(Add(kFirst, Text("b")).status()), ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_EQ(pair_->Count(), 1);
  EXPECT_THAT(All(), UnorderedElementsAre("a"));
  ASSERT_FALSE(*Add(kSecond, Text("b")));
  EXPECT_EQ(pair_->Count(), 2);
}

TEST_F(WavePairTest, FilesHoldNoJournalAfterACommit) {
  ASSERT_FALSE(*Add(kFirst, Text("unmistakable words")));
  for (const std::string& file : FilesThere()) {
    if (std::filesystem::path(file).extension() == ".db") continue;
    EXPECT_EQ(std::filesystem::file_size(folder_ + "/" + file), 0u) << file;
  }
  EXPECT_THAT(FilesThere(), SizeIs(4));
}

TEST_F(WavePairTest, AnInvitationIsGoodForOneResponse) {
  InviteMany(2);
  ASSERT_FALSE(*Add(kFirst, Text("a"), HashOf(0)));
  // The same again is the same, and does not ask for the token.
  EXPECT_TRUE(*Add(kFirst, Text("a"), HashOf(0)));
  EXPECT_TRUE(*Add(kFirst, Text("a"), HashOf(7)));
  const absl::Status used = Add(kSecond, Text("b"), HashOf(0)).status();
  const absl::Status unknown = Add(kSecond, Text("b"), HashOf(7)).status();
  EXPECT_EQ(rpc::ReasonOf(used), ERROR_REASON_INVITATION_REFUSED);
  EXPECT_EQ(used, unknown);
  ASSERT_TRUE(pair_
                  ->ChangeLedger([](sql::Connection& connection) {
                    MarkInvitation(connection, "r1", {false, false, /*revoked=*/true});
                  })
                  .ok());
  EXPECT_EQ(Add(kSecond, Text("b"), HashOf(1)).status(), used);
  EXPECT_THAT(All(), UnorderedElementsAre("a"));
  EXPECT_EQ(Ask(files_.ledger, "SELECT sum(used) FROM invitation"), 1);
}

TEST_F(WavePairTest, ARefusedResponseLeavesItsInvitationUnused) {
  InviteMany(1);
  const absl::Status refused =
      AddAndWait(*pair_, {kWave, kFirst, HashOf(0), instrument_, Text("a"),
                          [] { return absl::PermissionDeniedError("taken away"); }})
          .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Ask(files_.ledger, "SELECT sum(used) FROM invitation"), 0);
  EXPECT_FALSE(*Add(kFirst, Text("a"), HashOf(0)));
}

TEST_F(WavePairTest, ThoseThatWaitTogetherAreAllStored) {
  absl::Mutex mutex;
  int stored = 0;
  for (int i = 0; i < 500; ++i) {
    pair_->Add({kWave, IdOf(i), "", instrument_, Text(absl::StrCat(i)), nullptr}, {},
               [&](absl::StatusOr<bool> duplicate) {
                 ASSERT_TRUE(duplicate.ok()) << duplicate.status();
                 absl::MutexLock lock(&mutex);
                 stored += !*duplicate;
               });
  }
  const auto all = [&] { return stored == 500; };
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&all));
  }
  EXPECT_EQ(pair_->Count(), 500);
  EXPECT_THAT(All(), SizeIs(500));
}

TEST_F(WavePairTest, TakesNothingMoreOnceClosed) {
  InviteMany(3);
  ASSERT_FALSE(*Add(kFirst, Text("a"), HashOf(0)));
  ASSERT_TRUE(pair_->Close().ok());
  ASSERT_TRUE(pair_->Close().ok());
  for (int opened = 0; opened < 2; ++opened) {
    for (const char* id : {kFirst, kSecond}) {
      EXPECT_EQ(rpc::ReasonOf(Add(id, Text("a"), HashOf(1)).status()), ERROR_REASON_WAVE_NOT_OPEN);
    }
    EXPECT_EQ(rpc::ReasonOf(pair_->ChangeLedger([](sql::Connection&) {})),
              ERROR_REASON_WAVE_NOT_OPEN);
    Reopen();
  }
  EXPECT_THAT(All(), UnorderedElementsAre("a"));
}

TEST_F(WavePairTest, AClosedWaveKnowsHowManyWereInvitedAndNobodyOfThem) {
  InviteMany(30);
  for (int i = 0; i < 13; ++i) AddInvited(i);
  ASSERT_TRUE(pair_->Close().ok());
  const auto tallies = TalliesNow();
  ASSERT_THAT(tallies, SizeIs(1));
  EXPECT_EQ(tallies[0].stratum, "s");
  EXPECT_EQ(tallies[0].invited, 30);
  EXPECT_EQ(tallies[0].used, 13);
  pair_.reset();
  const std::string ledger = BytesOf(files_.ledger);
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(ledger.find(HashOf(i)), std::string::npos);
    EXPECT_EQ(ledger.find(absl::StrCat("r", i, std::string(3, '\0'))), std::string::npos);
  }
}

TEST_F(WavePairTest, FilesOfAnotherWaveAreRefused) {
  pair_.reset();
  const auto other = WavePair::FilesOf(folder_, kOther);
  std::filesystem::copy(files_.answers, other.answers);
  std::filesystem::copy(files_.ledger, other.ledger);
  EXPECT_EQ(WavePair::Open(folder_, kOther, 1, nullptr).status().code(),
            absl::StatusCode::kDataLoss);
  // Nor is half a pair of it.
  std::filesystem::remove(other.answers);
  EXPECT_EQ(WavePair::Open(folder_, kOther, 1, nullptr).status().code(),
            absl::StatusCode::kDataLoss);
}

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
  // All ten of those who came first by chance: once in 184,756 runs.
  EXPECT_LT(shown_of_first_ten, 10);
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

// Rows of version 0.1.0 are answers as protobuf encodes them.
class FormerRows : public WavePairTest {
 protected:
  void Put(const std::string& id, const std::string& bytes) {
    SQLite::Database raw(files_.answers, SQLite::OPEN_READWRITE, 5000);
    SQLite::Statement insert(raw, "INSERT OR REPLACE INTO response VALUES (?, ?, 1)");
    insert.bind(1, id);
    insert.bind(2, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()));
    insert.exec();
  }
  static std::string Former(const std::string& text) {
    stored::StoredResponse former;
    *former.mutable_answers() = Text(text);
    return former.SerializeAsString();
  }
};

TEST_F(FormerRows, AreReadAndKnown) {
  Put(kFirst, Former("a"));
  Put(kSecond, "");
  int empty = 0;
  std::vector<std::string> texts;
  ASSERT_TRUE(pair_
                  ->ForEach(*instrument_,
                            [&](const Answers& answers) {
                              empty += answers.empty();
                              if (!answers.empty()) texts.push_back(answers[0].text());
                            })
                  .ok());
  EXPECT_EQ(empty, 1);
  EXPECT_THAT(texts, UnorderedElementsAre("a"));
  EXPECT_TRUE(*Add(kFirst, Text("a")));
  EXPECT_TRUE(*Add(kSecond, {}));
  EXPECT_EQ(rpc::ReasonOf(Add(kFirst, Text("b")).status()), ERROR_REASON_RESPONSE_CONFLICT);
}

TEST_F(FormerRows, DamagedOnesAreFound) {
  Answers unknown = Text("a");
  unknown[0].set_code("Q2");
  stored::StoredResponse other;
  *other.mutable_answers() = unknown;
  for (const std::string& row :
       {std::string("\n\x7f"), other.SerializeAsString(), std::string("\x01\x01", 2)}) {
    Put(kFirst, row);
    EXPECT_EQ(rpc::ReasonOf(Add(kFirst, Text("a")).status()), ERROR_REASON_STORE_CORRUPT);
    EXPECT_EQ(rpc::ReasonOf(pair_->ForEach(*instrument_, [](const Answers&) {})),
              ERROR_REASON_STORE_CORRUPT);
  }
}

}  // namespace
}  // namespace lotse::survey
