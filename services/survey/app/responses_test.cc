#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/app/app_testing.h"

// Each method: success, each documented error.
namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(AppTest, AnswersAreTakenWhileTheWaveIsOpen) {
  EXPECT_EQ(Submit(1, "1"), kNotFound);
  MakeWave();
  EXPECT_EQ(Submit(1, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  ASSERT_EQ(Release(wave_.etag()), kOk);
  ASSERT_EQ(Open(wave_.etag()), kOk);
  ASSERT_EQ(Submit(1, "1"), kOk);
  EXPECT_FALSE(submitted_.duplicate());
  ASSERT_EQ(Submit(1, "1"), kOk);
  EXPECT_TRUE(submitted_.duplicate());
  EXPECT_EQ(Submit(1, "2"), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(Submit(2, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_EQ(*responses_->Count(kWave), 1);
}

TEST_F(AppTest, WrongAnswersAreRefusedWithoutBeingRepeated) {
  MakeOpenWave();
  EXPECT_EQ(Submit(1, "geheim"), kInvalid);
  EXPECT_THAT(status_.ToString(), HasSubstr("answers[0].choice"));
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("geheim")));
  EXPECT_EQ(Submit(1, "1", "Q9"), kInvalid);
  v1alpha::SubmitResponseRequest q;
  q.set_parent(kWave);
  q.set_response_id("anna.muster@example.org");
  EXPECT_EQ(Submit(q), kInvalid);
  EXPECT_THAT(status_.ToString(), Not(HasSubstr("anna")));
  EXPECT_EQ(*responses_->Count(kWave), 0);
}

TEST_F(AppTest, RightsCountWhenTheTurnComes) {
  MakeOpenWave();
  allowed_ = rpc::Error(type::v1alpha::ERROR_REASON_PERMISSION_MISSING, "revoked meanwhile");
  EXPECT_EQ(Submit(1, "1"), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(*responses_->Count(kWave), 0);
}

// Closing comes first to the answers: a response that was checked before is refused.
TEST_F(AppTest, NothingIsStoredOnceClosingBegan) {
  MakeOpenWave();
  ASSERT_TRUE(responses_->Close(kWave).ok());
  EXPECT_EQ(Submit(1, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_EQ(*responses_->Count(kWave), 0);
  ASSERT_EQ(Close(wave_.etag()), kOk) << "again, to its end";
}

TEST_F(AppTest, NobodySeesASingleAnswerArrive) {
  MakeOpenWave();
  const Wave opened = wave_;
  v1alpha::GetWaveRequest get;
  get.set_name(kWave);
  for (int person = 1; person <= 25; ++person) {
    now_ += absl::Seconds(1);
    ASSERT_EQ(Submit(person, "1"), kOk);
    ASSERT_EQ(Run(get, &wave_), kOk);
    EXPECT_EQ(wave_.response_count(), person / 10 * 10);
    EXPECT_EQ(wave_.etag(), opened.etag());
    EXPECT_EQ(wave_.update_time().seconds(), opened.update_time().seconds());
  }
  EXPECT_EQ(Tabulate(), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  EXPECT_EQ(tables_.tables_size(), 0);
}

TEST_F(AppTest, ClosedWaveIsTabulatedProtected) {
  EXPECT_EQ(Tabulate(), kNotFound);
  MakeOpenWave();
  for (int person = 0; person < 20; ++person)
    ASSERT_EQ(Submit(person, person < 12 ? "1" : "2"), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.wave().response_count(), 20);
  EXPECT_EQ(tables_.response_rate().rate_per_mille(), 500);
  ASSERT_EQ(tables_.tables_size(), 1);
  EXPECT_EQ(tables_.tables(0).rows(0).count(), 12);
  EXPECT_EQ(tables_.tables(0).rows(1).share_per_mille(), 400);
}

TEST_F(AppTest, SmallWaveShowsNothing) {
  MakeOpenWave();
  for (int person = 0; person < 9; ++person) ASSERT_EQ(Submit(person, "1"), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_FALSE(wave_.has_response_count());
  ASSERT_EQ(Tabulate(), kOk);
  EXPECT_FALSE(tables_.response_rate().has_responses());
  EXPECT_EQ(tables_.tables(0).not_shown(), v1alpha::FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL);
  EXPECT_FALSE(tables_.tables(0).has_base());
}

TEST_F(AppTest, TabulateChecksTheName) { EXPECT_EQ(Tabulate(""), kInvalid); }

}  // namespace
}  // namespace lotse::survey
