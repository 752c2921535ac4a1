// What the files of waves that are not anonymous hold and what they do not.
#include "services/survey/responses/personal_wave.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/survey/responses/personal_testing.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr char kOtherSurvey[] = "programmes/p/engagements/e/surveys/t/waves/w";

class PersonalWaveTest : public PersonalTest {
 protected:
  // All bytes of the answers, with what lies in their log.
  std::string AnswerBytes() {
    const std::string file = PersonalWave::FilesOf(folders_, kWave).answers;
    return BytesOf(file) + BytesOf(file + "-wal");
  }
  static std::string NameOf(int i) { return absl::StrCat("Personalnummer ", i); }
  void SubmitMany(int from, int to) {
    for (int i = from; i < to; ++i) {
      Ask(NameOf(i));
      ASSERT_EQ(Submit(HashFor(NameOf(i)), IdOf(i), absl::StrCat("t", i)), kOk);
    }
  }
  std::string KeyFile() { return SurveyKey::FileOf(keys_, "programmes/p/engagements/e/surveys/s"); }
};

TEST_F(PersonalWaveTest, KeepsWhatItTookWhenOpenedAgain) {
  SubmitMany(0, 3);
  ASSERT_EQ(Submit(HashFor(NameOf(0)), IdOf(0), "t0"), kOk);
  EXPECT_TRUE(stored_.duplicate);
  Reopen();
  EXPECT_EQ(wave_->Count(), 3);
  EXPECT_THAT(All(), UnorderedElementsAre("t0", "t1", "t2"));
  ASSERT_EQ(Submit(HashFor(NameOf(1)), IdOf(1), "t1"), kOk);
  EXPECT_TRUE(stored_.duplicate);
}

// Nothing is acknowledged before it is synced: the write-ahead log alone, as a killed process
// leaves it, has it.
TEST_F(PersonalWaveTest, WhatWasAcknowledgedIsInTheLogOfAKilledProcess) {
  SubmitMany(0, 5);
  const auto again =
      PersonalWave::Open(CopyAsKilled(), kWave, kConfidential, 1024, /*wake=*/nullptr);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->Count(), 5);
  SQLite::Database answers(PersonalWave::FilesOf(folders_, kWave).answers, SQLite::OPEN_READONLY);
  EXPECT_EQ(answers.execAndGet("PRAGMA journal_mode").getString(), "wal");
}

TEST_F(PersonalWaveTest, ConfidentialAnswersNameNobody) {
  SubmitMany(0, 30);
  ASSERT_EQ(Save(HashFor(NameOf(0)), IdOf(0), "x"), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  const std::string bytes = AnswerBytes();
  ASSERT_THAT(bytes, HasSubstr("t17"));
  EXPECT_THAT(bytes, Not(HasSubstr("Personalnummer")));
  for (int i = 0; i < 30; ++i) EXPECT_THAT(bytes, Not(HasSubstr(HashFor(NameOf(i)))));
  EXPECT_THAT(bytes, Not(HasSubstr(stored_.withdrawal_code + " ")));
  const std::string secret = BytesOf(KeyFile());
  SQLite::Database key(KeyFile(), SQLite::OPEN_READONLY);
  SQLite::Statement select(key, "SELECT secret FROM survey_key");
  ASSERT_TRUE(select.executeStep());
  EXPECT_THAT(bytes, Not(HasSubstr(select.getColumn(0).getString())));
  EXPECT_FALSE(std::filesystem::exists(PersonalWave::FilesOf({folder_, folder_}, kWave).ledger))
      << "the invitations lie apart";
  for (const HeldResponse& row : Rows()) {
    EXPECT_THAT(row.pseudonym, SizeIs(32));
    EXPECT_EQ(absl::ToUnixSeconds(row.first_time) % (24 * 60 * 60), 0) << "days only";
  }
}

TEST_F(PersonalWaveTest, CodesAreKeptHashed) {
  SubmitMany(0, 3);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr(stored_.withdrawal_code)));
  EXPECT_THAT(BytesOf(KeyFile()), Not(HasSubstr(stored_.withdrawal_code)));
}

TEST_F(PersonalWaveTest, AnswersWithNamesLieUnderTheirRecipients) {
  wave_.reset();
  std::filesystem::remove(PersonalWave::FilesOf(folders_, kWave).answers);
  std::filesystem::remove(PersonalWave::FilesOf(folders_, kWave).ledger);
  Reopen(kIdentified);
  SubmitMany(0, 3);
  EXPECT_EQ(stored_.withdrawal_code, "");
  const auto rows = Rows();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].pseudonym, NameOf(0));
  EXPECT_EQ(rows[0].first_time, now_);
  EXPECT_EQ(ShownUsed(), 3) << "it is no secret who answered";
}

// Two waves of a survey ask the same people: who is who can be told from one to the other,
// and from one survey to another it cannot.
TEST_F(PersonalWaveTest, WavesOfASurveyAreAPanel) {
  const auto next = Open(kOther, kConfidential), apart = Open(kOtherSurvey, kConfidential);
  ASSERT_TRUE(next.ok() && apart.ok());
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const auto pseudonym = wave_->PseudonymOf(NameOf(i));
    EXPECT_EQ(pseudonym, (*next)->PseudonymOf(NameOf(i)));
    EXPECT_NE(pseudonym, (*apart)->PseudonymOf(NameOf(i)));
    EXPECT_TRUE(seen.insert(*pseudonym).second);
  }
}

TEST_F(PersonalWaveTest, DestroyingTheKeyCutsTheLink) {
  SubmitMany(0, 3);
  const std::string code = stored_.withdrawal_code;
  ASSERT_TRUE(wave_->Close().ok());
  wave_.reset();
  std::filesystem::remove(KeyFile());
  Reopen();
  EXPECT_EQ(wave_->PseudonymOf(NameOf(0)), std::nullopt);
  EXPECT_THAT(All(), SizeIs(3)) << "figures can still be made";
  EXPECT_EQ(Withdraw(code), kOk);
  EXPECT_FALSE(std::filesystem::exists(KeyFile())) << "no other one takes its place";
  // A key that another wave makes later is none of this one's people.
  ASSERT_TRUE(Open(kOther, kConfidential).ok());
  Reopen();
  EXPECT_EQ(wave_->PseudonymOf(NameOf(0)), std::nullopt);
}

TEST_F(PersonalWaveTest, WithoutItsKeyAnOpenWaveTakesNothing) {
  Ask("anna");
  wave_.reset();
  std::filesystem::remove(KeyFile());
  Reopen();
  EXPECT_EQ(Submit(HashFor("anna"), kFirst, "a"), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
}

// A response that waits is stored with the token that is good when its turn comes.
TEST_F(PersonalWaveTest, ATokenThatIsRevokedOrReplacedMeanwhileStoresNothing) {
  for (const char* who : {"anna", "bert", "cleo", "dora"}) Ask(who);
  ASSERT_EQ(Save(HashFor("cleo"), IdOf(3), "Entwurf"), kOk);
  // The thread that writes waits in the turn of the last one.
  absl::Mutex mutex;
  bool begun = false, go_on = false;
  Response first = Of(HashFor("dora"), IdOf(4), "d");
  first.allowed = [&] {
    absl::MutexLock lock(&mutex);
    begun = true;
    mutex.Await(absl::Condition(&go_on));
    return absl::OkStatus();
  };
  std::map<std::string, type::v1alpha::ErrorReason> told;
  const auto tell = [&](const char* who, const absl::Status& status) {
    absl::MutexLock lock(&mutex);
    told[who] = rpc::ReasonOf(status);
  };
  wave_->Add(first, {}, [&](absl::StatusOr<Stored> s) { tell("dora", s.status()); });
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&begun));
  }
  for (const char* who : {"anna", "bert"}) {
    wave_->Add(Of(HashFor(who), IdOf(who[0]), "x"), {},
               [&, who](absl::StatusOr<Stored> s) { tell(who, s.status()); });
  }
  wave_->Save(Of(HashFor("cleo"), IdOf(3), "mehr"), "1", {},
              [&](absl::StatusOr<int64_t> s) { tell("cleo", s.status()); });
  std::atomic<bool> changed = false;
  std::thread inviting([&] {
    EXPECT_TRUE(wave_
                    ->ChangeLedger([](sql::Connection& connection) {
                      MarkInvitation(connection, "anna", {.revoked = true});
                      MarkInvitation(connection, "cleo", {.revoked = true});
                      Invite(connection, {HashFor("bert", 1), "bert", "haus"}, /*reissue=*/true);
                    })
                    .ok());
    changed = true;
  });
  ASSERT_TRUE(Soon([&] {
    bool revoked = false;
    EXPECT_TRUE(wave_
                    ->ReadLedger({},
                                 [&](sql::Connection& connection) {
                                   revoked =
                                       !FindInvitation(connection, HashFor("anna")).has_value();
                                 })
                    .ok());
    return revoked;
  }));
  EXPECT_FALSE(changed) << "answered when nothing comes with the former token any more";
  {
    absl::MutexLock lock(&mutex);
    go_on = true;
  }
  inviting.join();
  ASSERT_TRUE(Soon([&] {
    absl::MutexLock lock(&mutex);
    return told.size() == 4;
  }));
  constexpr auto kRefused = type::v1alpha::ERROR_REASON_INVITATION_REFUSED;
  EXPECT_THAT(told, UnorderedElementsAre(std::pair("anna", kRefused), std::pair("bert", kRefused),
                                         std::pair("cleo", kRefused), std::pair("dora", kOk)));
  EXPECT_THAT(All(), ElementsAre("d"));
  EXPECT_EQ(Submit(HashFor("bert", 1), IdOf('b'), "x"), kOk) << "the new one is good";
}

// As in WavePair: nobody who polls sees a single person answer.
TEST_F(PersonalWaveTest, ConfidentialInvitationsAreShownInSteps) {
  std::set<int64_t> told;
  for (int i = 0; i < 45; ++i) {
    SubmitMany(i, i + 1);
    told.insert(ShownUsed());
  }
  EXPECT_THAT(told, ElementsAre(0, 10, 20, 30));
  Reopen();
  EXPECT_EQ(ShownUsed(), 30) << "what was shown stays";
  SubmitMany(45, 50);
  EXPECT_EQ(ShownUsed(), 40) << "who waits is known again";
  bool seems_usable = false;
  ASSERT_TRUE(wave_
                  ->ReadLedger({},
                               [&](sql::Connection& connection) {
                                 EXPECT_THAT(Reminders(connection, "", 100), SizeIs(10));
                                 for (int i = 0; i < 50; ++i) {
                                   seems_usable |= SeemsUsable(connection, HashFor(NameOf(i)));
                                 }
                               })
                  .ok());
  EXPECT_TRUE(seems_usable);
  ASSERT_TRUE(wave_->Close().ok());
  EXPECT_EQ(ShownUsed(), 50);
}

TEST_F(PersonalWaveTest, NothingIsLeftOfWhatWasWithdrawn) {
  Ask("anna");
  ASSERT_EQ(Submit(HashFor("anna"), kFirst, "was ich niemandem sage"), kOk);
  const std::string code = stored_.withdrawal_code;
  ASSERT_EQ(Edit(HashFor("anna"), kFirst, "was ich doch sage", "1"), kOk);
  EXPECT_THAT(AnswerBytes(), HasSubstr("was ich niemandem sage"));
  ASSERT_TRUE(wave_->Tidy().ok());
  const int woken = woken_;
  ASSERT_EQ(Withdraw(code), kOk);
  EXPECT_GT(woken_, woken);
  EXPECT_TRUE(wave_->HasToTidy());
  ASSERT_TRUE(wave_->Tidy().ok());
  EXPECT_FALSE(wave_->HasToTidy());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("was ich")));
}

// Whoever withdrew was answered before the log is emptied, and nobody asks for it again.
TEST_F(PersonalWaveTest, WhatACrashLeftInTheLogGoesWhenItIsOpened) {
  Ask("anna");
  Ask("bert");
  ASSERT_EQ(Submit(HashFor("anna"), kFirst, "was ich niemandem sage"), kOk);
  ASSERT_EQ(Save(HashFor("bert"), kSecond, "was ich noch nicht sage"), kOk);
  ASSERT_EQ(Withdraw(stored_.withdrawal_code), kOk);
  ASSERT_TRUE(wave_->Close().ok());
  const WaveFolders copy = CopyAsKilled();
  const auto bytes = [&] {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(copy.answers)) {
      if (entry.is_regular_file()) all += BytesOf(entry.path());
    }
    return all;
  };
  ASSERT_THAT(bytes(), HasSubstr("was ich niemandem sage"));
  ASSERT_THAT(bytes(), HasSubstr("was ich noch nicht sage"));
  const auto store = *ResponseStore::Open(copy.answers, /*max_waiting=*/1024, copy.keys);
  EXPECT_TRUE(*store->IsClosed(kWave));
  EXPECT_TRUE(Soon([&] { return !absl::StrContains(bytes(), "was ich"); }));
}

TEST_F(PersonalWaveTest, WhatWasNotHandedInIsGoneWhenItIsClosed) {
  Ask("anna");
  ASSERT_EQ(Save(HashFor("anna"), kFirst, "noch nicht fertig"), kOk);
  ASSERT_TRUE(wave_->Tidy().ok());
  const int woken = woken_;
  ASSERT_TRUE(wave_->Close().ok());
  EXPECT_GT(woken_, woken);
  EXPECT_TRUE(wave_->HasToTidy()) << "also after a crash, see Reopen";
  Reopen();
  ASSERT_TRUE(wave_->Tidy().ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("noch nicht fertig")));
}

TEST_F(PersonalWaveTest, LostFilesAreNotMadeAnew) {
  SubmitMany(0, 2);
  const PersonalWave::Files files = PersonalWave::FilesOf(folders_, kWave);
  for (const std::string& lost : {files.answers, files.ledger}) {
    wave_.reset();
    const std::string kept = folder_ + "/kept";
    std::filesystem::rename(lost, kept);
    EXPECT_TRUE(absl::IsDataLoss(Open(kWave, kConfidential).status())) << lost;
    std::filesystem::remove(lost);
    std::filesystem::rename(kept, lost);
    Reopen();
  }
  EXPECT_TRUE(absl::IsDataLoss(Open(kWave, kIdentified).status())) << "of another mode";
  EXPECT_TRUE(Open(kWave, Wave::IDENTITY_UNSPECIFIED).ok());
  EXPECT_TRUE(absl::IsDataLoss(Open(kOther, Wave::IDENTITY_UNSPECIFIED).status()));
}

class StoreOfModesTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    store_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
  }
  void TearDown() override {
    store_.reset();
    ResponsesTest::TearDown();
  }
  void Ask(const char* wave) {
    ASSERT_TRUE(store_
                    ->ChangeLedger(wave,
                                   [](sql::Connection& connection) {
                                     Invite(connection, {HashOfToken("t"), "anna", ""}, false);
                                   })
                    .ok());
  }
  absl::StatusOr<bool> Add(const char* wave) {
    return AddAndWait(*store_, {wave, kFirst, HashOfToken("t"), instrument_, Text("a"), nullptr});
  }
  std::unique_ptr<ResponseStore> store_;
};

TEST_F(StoreOfModesTest, EachWaveIsOfItsMode) {
  ASSERT_TRUE(store_->Prepare(kWave, Wave::IDENTITY_ANONYMOUS).ok());
  ASSERT_TRUE(store_->Prepare(kOther, Wave::IDENTITY_CONFIDENTIAL).ok());
  ASSERT_TRUE(store_->Prepare(kOther, Wave::IDENTITY_CONFIDENTIAL).ok()) << "again";
  for (const char* wave : {kWave, kOther}) {
    Ask(wave);
    ASSERT_TRUE(Add(wave).ok());
    EXPECT_EQ(*store_->Count(wave), 1);
  }
  EXPECT_FALSE(store_->Personal(kWave).ok());
  EXPECT_FALSE(store_->Personal(kOtherSurvey).ok()) << "nobody prepared it";
  const auto personal = store_->Personal(kOther);
  ASSERT_TRUE(personal.ok()) << personal.status();
  EXPECT_EQ((*personal)->identity(), Wave::IDENTITY_CONFIDENTIAL);
  EXPECT_FALSE(store_->Prepare(kOther, Wave::IDENTITY_IDENTIFIED).ok()) << "it has answers";
  EXPECT_FALSE(store_->Close(kOther, Wave::IDENTITY_ANONYMOUS).ok());
  EXPECT_TRUE(store_->Close(kOther).ok());
}

// A release can be revoked, and another promise be made then.
TEST_F(StoreOfModesTest, AnotherPromiseNeedsOtherInvitations) {
  const Wave::Identity modes[] = {Wave::IDENTITY_ANONYMOUS, Wave::IDENTITY_CONFIDENTIAL,
                                  Wave::IDENTITY_IDENTIFIED, Wave::IDENTITY_ANONYMOUS};
  for (const auto mode : modes) {
    ASSERT_TRUE(store_->Prepare(kWave, mode).ok());
    EXPECT_EQ(rpc::ReasonOf(Add(kWave).status()), type::v1alpha::ERROR_REASON_INVITATION_REFUSED);
    Ask(kWave);
  }
  EXPECT_TRUE(Add(kWave).ok());
}

}  // namespace
}  // namespace lotse::survey
