#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using type::v1alpha::ERROR_REASON_INVALID_FIELDS;
using type::v1alpha::ERROR_REASON_QUOTA_FULL;
using v1alpha::Quota;

class QuotasTest : public AppTest {
 protected:
  static void AddQuota(const char* code, const char* option, Quota::Action action, Wave* wave) {
    Quota* quota = wave->add_quotas();
    quota->set_code(code);
    quota->set_limit(20);
    quota->set_action(action);
    auto* condition = quota->add_conditions();
    condition->set_question("Q1");
    condition->add_options(option);
  }
  // An open wave that wants 20 of either answer, and refuses more of the first.
  void MakeQuotaWave() {
    MakeWave();
    Wave wave = wave_;
    AddQuota("oft", "1", Quota::ACTION_REFUSE, &wave);
    AddQuota("nie", "2", Quota::ACTION_NOTE, &wave);
    ASSERT_EQ(UpdateWave(wave), kOk) << status_;
    ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
    ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  }
  void SubmitMany(int count, const char* option) {
    for (int i = 0; i < count; ++i) ASSERT_EQ(Submit(++people_, option), kOk) << status_;
  }
  const v1alpha::GetCollectionReportResponse& Report() {
    v1alpha::GetCollectionReportRequest q;
    q.set_name(kWave);
    report_.Clear();
    EXPECT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report_)), kOk)
        << status_;
    return report_;
  }
  // What is shown is shown by a thread of the store.
  bool SoonCounted(int quota, int64_t count) {
    for (int i = 0; i < 1000; ++i) {
      if (Report().quotas(quota).counted() == count) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  }

  int people_ = 0;
  v1alpha::GetCollectionReportResponse report_;
};

TEST_F(QuotasTest, RefuseOrNoteWhatIsTooMuch) {
  MakeQuotaWave();
  SubmitMany(20, "1");
  SubmitMany(10, "2");  // Of the newest up to nine are not shown.
  ASSERT_TRUE(SoonCounted(0, 20));
  EXPECT_TRUE(report_.quotas(0).full());
  EXPECT_EQ(report_.quotas(0).code(), "oft");
  EXPECT_EQ(report_.quotas(0).limit(), 20);
  EXPECT_EQ(report_.quotas(0).action(), Quota::ACTION_REFUSE);
  EXPECT_EQ(Submit(1000, "1"), ERROR_REASON_QUOTA_FULL);
  EXPECT_THAT(status_.ToString(), HasSubstr(kWave));
  EXPECT_EQ(Submit(1, "1"), kOk) << "the same again is the same";
  EXPECT_TRUE(submitted_.duplicate());
  SubmitMany(29, "2");
  ASSERT_TRUE(SoonCounted(1, 30));
  EXPECT_TRUE(report_.quotas(1).full()) << "and still more are taken";
  EXPECT_EQ(report_.total().completed(), 50);

  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_THAT(Report().quotas(), SizeIs(2));
  EXPECT_FALSE(report_.quotas(0).has_counted()) << "exact figures are protected together";
  EXPECT_EQ(report_.total().completed(), 59);
}

// Somebody who tries after each answer learns nothing that the steps do not tell.
TEST_F(QuotasTest, ProbingTellsNothingButSteps) {
  MakeQuotaWave();
  for (int i = 1; i <= 45; ++i) {
    // Every third answer is of the group; whoever probes is one of it.
    const ErrorReason reason = Submit(++people_, i % 3 == 0 ? "1" : "2");
    ASSERT_TRUE(reason == kOk) << status_;
    const int64_t counted = Report().quotas(0).counted();
    EXPECT_EQ(counted % WavePair::kStep, 0);
    EXPECT_LE(counted, i / 3);
    EXPECT_FALSE(report_.quotas(0).full());
  }
}

TEST_F(QuotasTest, AskForWhatTheQuestionnaireHas) {
  MakeWave();
  Wave wave = wave_;
  AddQuota("viel", "3", Quota::ACTION_NOTE, &wave);
  EXPECT_EQ(UpdateWave(wave), ERROR_REASON_INVALID_FIELDS);
  wave.mutable_quotas(0)->mutable_conditions(0)->set_question("Q2");
  EXPECT_EQ(UpdateWave(wave), ERROR_REASON_INVALID_FIELDS);
  auto create = WaveRequest();
  create.set_wave_id("andere");
  *create.mutable_wave()->add_quotas() = wave.quotas(0);
  EXPECT_EQ(Run(create, &wave_), ERROR_REASON_INVALID_FIELDS);
  create.mutable_wave()->mutable_quotas(0)->mutable_conditions(0)->set_question("Q1");
  create.mutable_wave()->mutable_quotas(0)->mutable_conditions(0)->set_options(0, "1");
  EXPECT_EQ(Run(create, &wave_), kOk) << status_;
}

TEST_F(QuotasTest, AreFixedWithTheRelease) {
  MakeQuotaWave();
  Wave wave = wave_;
  wave.mutable_quotas(0)->set_limit(30);
  EXPECT_EQ(UpdateWave(wave), kWrongState);
  wave = wave_;
  wave.clear_quotas();
  v1alpha::UpdateWaveRequest q;
  *q.mutable_wave() = wave;
  q.mutable_update_mask()->add_paths("quotas");
  EXPECT_EQ(Run(q, &wave_), kWrongState);
}

}  // namespace
}  // namespace lotse::survey
