// What is erased of a wave that is not anonymous is gone from its files, and only that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "services/survey/responses/personal_testing.h"
#include "services/survey/responses/removal.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using State = HeldResponse::State;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kErased = type::v1alpha::ERROR_REASON_RESPONSE_ERASED;

class PersonalErasureTest : public PersonalTest {
 protected:
  std::string AnswerBytes() {
    const std::string file = PersonalWave::FilesOf(folders_, kWave).answers;
    return BytesOf(file) + BytesOf(file + "-wal");
  }
  // Of two people, one of whom changed what they said.
  void SubmitTwo() {
    for (const char* recipient : {"eins", "zwei"}) Ask(recipient);
    ASSERT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim vorher"), kOk);
    ASSERT_EQ(Edit(HashFor("eins"), IdOf(1), "geheim nachher", EtagOf(1)), kOk);
    ASSERT_EQ(Submit(HashFor("zwei"), IdOf(2), "offen"), kOk);
  }
};

TEST_F(PersonalErasureTest, AWholeResponseGoesWithItsVersionsAndStaysAway) {
  SubmitTwo();
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), {}).ok());
  EXPECT_EQ(wave_->Count(), 1);
  EXPECT_THAT(All(), ElementsAre("offen"));
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim vorher"), kErased);
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(3), "anders"),
            type::v1alpha::ERROR_REASON_INVITATION_REFUSED)
      << "the person answered";
  // Again, and of nobody, changes nothing; nor does opening the files anew.
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), {}).ok());
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(7), {}).ok());
  Reopen();
  EXPECT_EQ(wave_->Count(), 1);
}

TEST_F(PersonalErasureTest, AResponseIsFoundByItsPseudonym) {
  SubmitTwo();
  ASSERT_TRUE(wave_->Erase(*instrument_, Which{.pseudonym = *wave_->PseudonymOf("eins")}, {}).ok());
  EXPECT_THAT(All(), ElementsAre("offen"));
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim vorher"), kErased);
}

TEST_F(PersonalErasureTest, ADraftGoesToo) {
  Ask("eins");
  ASSERT_EQ(Save(HashFor("eins"), IdOf(1), "geheim"), kOk);
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), {}).ok());
  EXPECT_EQ(wave_->Count(), 0);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(2), "doch"), kOk) << "as if it had never been saved";
}

// A program that was offline hands it in later.
TEST_F(PersonalErasureTest, AResponseThatIsNotThereYetIsNeverTaken) {
  Ask("eins");
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), {}).ok());
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim"), kErased);
  EXPECT_EQ(Save(HashFor("eins"), IdOf(1), "geheim"), kErased);
  EXPECT_EQ(Submit(HashFor("niemand"), IdOf(1), "geheim"), kErased) << "whatever the token";
  Reopen();
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim"), kErased) << "and later";
  EXPECT_EQ(wave_->Count(), 0);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr(IdOf(1)))) << "kept as a salted hash";
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(2), "neu"), kOk) << "under another id they may answer";
}

TEST_F(PersonalErasureTest, AnErasedDraftIsNotTakenAgainUnderItsId) {
  for (const char* recipient : {"eins", "zwei"}) Ask(recipient);
  ASSERT_EQ(Save(HashFor("eins"), IdOf(1), "geheim"), kOk);
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), {}).ok());
  ASSERT_EQ(Save(HashFor("zwei"), IdOf(2), "geheim"), kOk);
  ASSERT_TRUE(wave_->Erase(*instrument_, Which{.pseudonym = *wave_->PseudonymOf("zwei")}, {}).ok());
  EXPECT_EQ(Save(HashFor("eins"), IdOf(1), "geheim", EtagOf(1)), kErased);
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "geheim"), kErased);
  EXPECT_EQ(Submit(HashFor("zwei"), IdOf(2), "geheim"), kErased);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
}

// Only some answers of it: the response itself is still awaited.
TEST_F(PersonalErasureTest, SingleAnswersForbidNoId) {
  Ask("eins");
  const std::vector<std::string> codes = {Text("x")[0].code()};
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), codes).ok());
  EXPECT_EQ(Submit(HashFor("eins"), IdOf(1), "offen"), kOk);
}

// Somebody reads for long: then the log cannot be emptied yet, and it is done later by itself.
TEST_F(PersonalErasureTest, WhatCannotLeaveTheLogYetIsSeenToLater) {
  SubmitTwo();
  const std::vector<std::string> codes = {Text("x")[0].code()};
  for (const bool all : {false, true}) {
    ASSERT_TRUE(wave_->Tidy().ok());
    woken_ = 0;
    absl::Status erased;
    EXPECT_TRUE(wave_
                    ->ReadRows({},
                               [&](sql::Connection& connection) {
                                 RowsBehind(connection, "", 1, 1, false);
                                 std::thread eraser([&] {
                                   erased = all ? wave_->EraseQuestions(*instrument_, codes)
                                                : wave_->Erase(*instrument_, IdOf(1), {});
                                 });
                                 eraser.join();
                               })
                    .ok());
    EXPECT_EQ(rpc::ReasonOf(erased), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE) << erased;
    EXPECT_TRUE(wave_->HasToTidy());
    EXPECT_EQ(woken_, 1);
  }
  ASSERT_TRUE(wave_->Tidy().ok());
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
}

TEST_F(PersonalErasureTest, SomeAnswersGoAlsoFromFormerVersions) {
  SubmitTwo();
  const std::string code = Text("x")[0].code();
  ASSERT_TRUE(wave_->Close().ok()) << "also of a closed wave";
  const std::vector<std::string> codes = {code};
  ASSERT_TRUE(wave_->Erase(*instrument_, IdOf(1), codes).ok());
  EXPECT_EQ(wave_->Count(), 2) << "the response stays";
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  EXPECT_THAT(AnswerBytes(), HasSubstr("offen"));
}

TEST_F(PersonalErasureTest, AQuestionIsErasedOfAllAndNotKeptOfThoseWhoCome) {
  SubmitTwo();
  Ask("drei");
  const std::vector<std::string> codes = {Text("x")[0].code()};
  ASSERT_TRUE(wave_->EraseQuestions(*instrument_, codes).ok());
  ASSERT_EQ(Submit(HashFor("drei"), IdOf(3), "geheim danach"), kOk);
  Reopen();
  ASSERT_EQ(Submit(HashFor("drei"), IdOf(3), "geheim danach"), kOk);
  EXPECT_TRUE(stored_.duplicate);
  EXPECT_EQ(wave_->Count(), 3);
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("geheim")));
  EXPECT_THAT(AnswerBytes(), Not(HasSubstr("offen")));
}

TEST_F(PersonalErasureTest, FilesAndKeyAreRemoved) {
  SubmitTwo();
  const std::string key = SurveyKey::FileOf(keys_, "programmes/p/engagements/e/surveys/s");
  ASSERT_TRUE(std::filesystem::exists(key));
  wave_.reset();
  ASSERT_TRUE(FilesAreThere(folders_, kWave));
  ASSERT_TRUE(OverwriteAndRemoveFiles(folders_, kWave).ok());
  EXPECT_FALSE(FilesAreThere(folders_, kWave));
  EXPECT_TRUE(std::filesystem::exists(key)) << "other waves may need it";
  ASSERT_TRUE(OverwriteAndRemoveKey(folders_, "programmes/p/engagements/e/surveys/s").ok());
  EXPECT_FALSE(std::filesystem::exists(key));
}

}  // namespace
}  // namespace lotse::survey
