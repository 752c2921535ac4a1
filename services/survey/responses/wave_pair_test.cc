#include "services/survey/responses/wave_pair.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/survey/responses/stored_response.pb.h"
#include "services/survey/responses/wave_pair_testing.h"

namespace lotse::survey {
namespace {

using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
using type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
using type::v1alpha::ERROR_REASON_STORE_CORRUPT;
using type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;

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
                    MarkInvitation(connection, "r1", {{}, {}, /*revoked=*/true});
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
               [&](absl::StatusOr<Stored> duplicate) {
                 ASSERT_TRUE(duplicate.ok()) << duplicate.status();
                 absl::MutexLock lock(&mutex);
                 stored += !duplicate->duplicate;
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
}

TEST_F(WavePairTest, HalfAPairIsNotMadeWholeInSilence) {
  InviteMany(1);
  ASSERT_FALSE(*Add(kFirst, Text("a"), HashOf(0)));
  pair_.reset();
  for (const std::string& file : {files_.answers, files_.ledger}) {
    std::filesystem::rename(file, file + ".kept");
    const absl::Status half = WavePair::Open(folder_, kWave, 1, nullptr).status();
    EXPECT_EQ(half.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(half.message()), ::testing::HasSubstr("is lost"));
    std::filesystem::rename(file + ".kept", file);
  }
  Reopen();
  EXPECT_EQ(pair_->Count(), 1);
}

TEST_F(WavePairTest, AConflictLeavesTheInvitationUnused) {
  InviteMany(1);
  ASSERT_FALSE(*Add(kFirst, Text("a")));
  EXPECT_EQ(rpc::ReasonOf(Add(kFirst, Text("b"), HashOf(0)).status()),
            ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_FALSE(*Add(kSecond, Text("b"), HashOf(0)));
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
                  ->ForEach(*instrument_, {},
                            [&](const Answers& answers, int) {
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
    EXPECT_EQ(rpc::ReasonOf(pair_->ForEach(*instrument_, {}, [](const Answers&, int) {})),
              ERROR_REASON_STORE_CORRUPT);
  }
}

}  // namespace
}  // namespace lotse::survey
