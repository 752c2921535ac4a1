#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using type::v1alpha::ERROR_REASON_RESPONSE_ERASED;

class ErasureTest : public AppTest {
 protected:
  static v1alpha::EraseResponseRequest ErasureOf(int person, std::vector<std::string> codes = {}) {
    v1alpha::EraseResponseRequest q;
    q.set_parent(kWave);
    q.set_response_id(Response(person, "1").response_id());
    q.mutable_codes()->Assign(codes.begin(), codes.end());
    q.set_reason("Wunsch");
    return q;
  }
  ErrorReason Erase(const v1alpha::EraseResponseRequest& q) {
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    v1alpha::EraseResponseResponse r;
    return Reason(EraseResponse(*store_, *responses_, {cause_, {}}, q, &r));
  }
  ErrorReason EraseQuestions(std::vector<std::string> codes, const std::string& etag,
                             bool validate_only = false, const char* reason = "zu heikel") {
    v1alpha::EraseAnswersRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    q.mutable_codes()->Assign(codes.begin(), codes.end());
    q.set_reason(reason);
    q.set_validate_only(validate_only);
    return EraseQuestions(q);
  }
  ErrorReason EraseQuestions(const v1alpha::EraseAnswersRequest& q) {
    wave_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(EraseAnswers(*store_, *responses_, {cause_, {}}, q, &wave_));
  }
  void SubmitMany(int from, int to) {
    for (int i = from; i < to; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  }
  // The entries of the log with this verb, whole.
  std::vector<std::string> Logged(const std::string& verb) {
    std::vector<std::string> found;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& e) {
        if (e.verb == verb) {
          found.push_back(absl::StrCat(e.actor, " ", e.resource, " ", e.reason, " ", e.content));
        }
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
};

TEST_F(ErasureTest, AResponseIsErasedAndNotTakenAgain) {
  MakeOpenWave();
  SubmitMany(0, 12);
  ASSERT_EQ(Erase(ErasureOf(5)), kOk) << status_;
  EXPECT_EQ(Submit(5, "1"), ERROR_REASON_RESPONSE_ERASED);
  EXPECT_EQ(Submit(6, "1"), kOk);
  EXPECT_TRUE(submitted_.duplicate());
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(wave_.response_count(), 11);
  ASSERT_EQ(Tabulate(), kOk);
}

// Reply, log and wave are the same whether there was such a response.
TEST_F(ErasureTest, TellsNothingOfWhetherItWasThere) {
  MakeOpenWave();
  SubmitMany(0, 20);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20);
  ASSERT_EQ(Erase(ErasureOf(5)), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20) << "a step back would tell";
  EXPECT_EQ(wave_.erasure_requests(), 1);
  ASSERT_EQ(Erase(ErasureOf(700)), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.response_count(), 20);
  EXPECT_EQ(wave_.erasure_requests(), 2);
  EXPECT_EQ(Submit(5, "1"), Submit(700, "1"));
}

TEST_F(ErasureTest, TheLogHasWhoAndWhyAndNeverWhose) {
  MakeOpenWave();
  SubmitMany(0, 2);
  ASSERT_EQ(Erase(ErasureOf(1)), kOk) << status_;
  ASSERT_EQ(Erase(ErasureOf(0, {"Q1"})), kOk) << status_;
  const auto logged = Logged("ERASE_RESPONSE");
  EXPECT_THAT(logged, ::testing::SizeIs(2));
  EXPECT_THAT(logged, Each(AllOf(HasSubstr("tester"), HasSubstr("Wunsch"),
                                 Not(HasSubstr("4000-8000")), Not(HasSubstr("Q1")))));
}

TEST_F(ErasureTest, FindsEachFault) {
  MakeOpenWave();
  SubmitMany(0, 1);
  auto q = ErasureOf(0);
  q.set_reason(" ");
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0, {"Q9"});
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0);
  q.set_response_id("17");
  EXPECT_EQ(Erase(q), kInvalid);
  q = ErasureOf(0);
  q.set_parent("programmes/p/engagements/e/surveys/s/waves/x");
  EXPECT_EQ(Erase(q), kNotFound);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.erasure_requests(), 0);
  EXPECT_EQ(Submit(0, "1"), kOk) << "nothing was erased";
  EXPECT_TRUE(submitted_.duplicate());
}

TEST_F(ErasureTest, OfAClosedWaveNotOneAlone) {
  MakeOpenWave();
  SubmitMany(0, 12);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(Erase(ErasureOf(5)), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("by subtraction"));
  EXPECT_EQ(Erase(ErasureOf(700)), kWrongState);
  EXPECT_EQ(Erase(ErasureOf(5, {"Q1"})), kWrongState);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk);
  EXPECT_EQ(Erase(ErasureOf(5)), kDeleted);
}

TEST_F(ErasureTest, NotBeforeItIsReleased) {
  MakeWave();
  EXPECT_EQ(Erase(ErasureOf(5)), kWrongState);
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kWrongState);
}

TEST_F(ErasureTest, QuestionsAreErasedOfAll) {
  MakeOpenWave();
  SubmitMany(0, 15);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  ASSERT_EQ(tables_.tables(0).base(), 15);
  const std::string etag = wave_.etag();
  EXPECT_EQ(EraseQuestions({"Q1"}, ""), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q1"}, "1"), kEtag);
  EXPECT_EQ(EraseQuestions({}, etag), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q9"}, etag), kInvalid);
  EXPECT_EQ(EraseQuestions({"Q1"}, etag, false, " "), kInvalid);
  ASSERT_EQ(EraseQuestions({"Q1"}, etag, /*validate_only=*/true), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables(0).base(), 15) << "only tried";
  ASSERT_EQ(EraseQuestions({"Q1"}, etag), kOk) << status_;
  EXPECT_THAT(wave_.erased_codes(), ElementsAre("Q1"));
  EXPECT_EQ(wave_.response_count(), 15);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables_size(), 0);
  EXPECT_EQ(tables_.response_rate().responses(), 15);
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ElementsAre(HasSubstr("tester")));
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ElementsAre(HasSubstr("zu heikel")));
}

// The files are closed before the wave is. If that fails then, nobody sees that the ten are not
// full any more.
TEST_F(ErasureTest, WhatIsToldDoesNotGoBackWhereClosingFails) {
  MakeOpenWave();
  SubmitMany(0, 20);
  ASSERT_EQ(Erase(ErasureOf(5)), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  const std::string etag = wave_.etag();
  constexpr auto kNoRoom = type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;
  v1alpha::CloseWaveRequest q;
  q.set_name(kWave);
  q.set_etag(etag);
  EXPECT_EQ(WriteWith(q, &wave_,
                      [&](Tx& tx) -> absl::Status {
                        const absl::Status closed = CloseWave(tx, *responses_, q, &wave_);
                        return closed.ok() ? rpc::Error(kNoRoom, "the disk is full") : closed;
                      }),
            kNoRoom);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_OPEN);
  EXPECT_EQ(wave_.response_count(), 20);
  ASSERT_EQ(Close(etag), kOk) << status_;
  EXPECT_EQ(wave_.response_count(), 19);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables(0).base(), 19);
}

// What could not be done is noted all the same, with who asked for it: some of it may be done.
TEST_F(ErasureTest, IsNotedBeforeItIsDone) {
  MakeWave(Wave::ACCESS_INVITED);
  Wave personal = wave_;
  personal.set_identity(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(UpdateWave(personal), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  // Somebody who reads for long keeps what is erased from leaving the log of the file.
  const absl::Status read = (*responses_->Personal(kWave))->ReadRows({}, [&](sql::Connection& c) {
    RowsBehind(c, "", 1, 1, /*former=*/false);
    std::thread([&] {
      EXPECT_EQ(Erase(ErasureOf(1)), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
      ASSERT_EQ(GetWave(), kOk);
      EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()),
                type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
    }).join();
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_THAT(Logged("ERASE_RESPONSE"), ElementsAre(HasSubstr("Wunsch")));
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ElementsAre(HasSubstr("zu heikel")));
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.erasure_requests(), 1);
  EXPECT_THAT(wave_.erased_codes(), ElementsAre("Q1"));
  EXPECT_EQ(Erase(ErasureOf(1)), kOk) << "to do it again is right";
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kEtag) << "it was changed meanwhile";
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kOk);
}

// To write the files of a wave anew takes long, and nobody else waits for it.
TEST_F(ErasureTest, HoldsUpNoOtherWrites) {
  MakeOpenWave();
  SubmitMany(0, 12);
  absl::Mutex mutex;
  bool reading = false, go_on = false;
  std::thread reader([&] {
    const CompiledInstrument instrument(GoodInstrument());
    const absl::Status read = responses_->ForEach(kWave, instrument, {}, [&](const Answers&, int) {
      absl::MutexLock lock(&mutex);
      reading = true;
      mutex.Await(absl::Condition(&go_on));
    });
    EXPECT_TRUE(read.ok()) << read;
  });
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&reading));
  }
  ErrorReason erased = kInvalid;
  std::thread eraser([&] { erased = Erase(ErasureOf(5)); });
  const auto noted = [&] { return !Logged("ERASE_RESPONSE").empty(); };
  for (int i = 0; i < 500 && !noted(); ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_TRUE(noted()) << "before it is done";
  v1alpha::UpdateSurveyRequest q;
  q.mutable_survey()->set_name(kSurvey);
  q.mutable_survey()->mutable_retention()->set_answers_months(12);
  q.mutable_update_mask()->add_paths("retention");
  if (noted()) {
    EXPECT_TRUE(store_
                    ->WriteAndWait(cause_,
                                   [&](Tx& tx) {
                                     return standard_->Run(
                                         tx, store_->schema().MethodOf(q.GetDescriptor()), q,
                                         &survey_);
                                   })
                    .ok());
  }
  {
    absl::MutexLock lock(&mutex);
    go_on = true;
  }
  reader.join();
  eraser.join();
  EXPECT_EQ(erased, kOk) << status_;
  EXPECT_EQ(Submit(5, "1"), ERROR_REASON_RESPONSE_ERASED);
}

// The answer may be lost, or a crash be between the note and what it tells of.
TEST_F(ErasureTest, QuestionsAreErasedAgainForTheSameRequest) {
  MakeOpenWave();
  SubmitMany(0, 15);
  v1alpha::EraseAnswersRequest q;
  q.set_name(kWave);
  q.set_etag(wave_.etag());
  q.add_codes("Q1");
  q.set_reason("zu heikel");
  q.set_request_id("0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13");
  ASSERT_EQ(EraseQuestions(q), kOk) << status_;
  const Wave first = wave_;
  EXPECT_EQ(first.response_count(), 10);
  ASSERT_EQ(EraseQuestions(q), kOk) << status_;
  EXPECT_EQ(wave_.etag(), first.etag());
  EXPECT_THAT(Logged("ERASE_ANSWERS"), ::testing::SizeIs(1));
  q.set_reason("anders");
  EXPECT_EQ(EraseQuestions(q), type::v1alpha::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(ErasureTest, QuestionsOfADeletedWaveStay) {
  MakeOpenWave();
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk);
  EXPECT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kDeleted);
}

TEST_F(ErasureTest, QuestionsOfAnOpenWaveAreNotKeptOfThoseWhoComeLater) {
  MakeOpenWave();
  SubmitMany(0, 15);
  ASSERT_EQ(EraseQuestions({"Q1"}, wave_.etag()), kOk) << status_;
  SubmitMany(15, 30);
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_EQ(tables_.tables_size(), 0);
  EXPECT_EQ(tables_.response_rate().responses(), 30);
}

}  // namespace
}  // namespace lotse::survey
