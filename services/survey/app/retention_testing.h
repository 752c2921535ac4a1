#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/app_testing.h"
#include "services/survey/app/field_periods.h"

// The base of the tests of what the calendar does with waves and their files, by a clock that
// the tests set.
namespace lotse::survey {

class RetentionTest : public AppTest {
 protected:
  void SetUp() override {
    AppTest::SetUp();
    Watch();
  }
  void TearDown() override {
    periods_.reset();
    AppTest::TearDown();
  }
  void Watch() {
    periods_ = std::make_unique<FieldPeriods>(
        store_.get(), responses_.get(), [this](const absl::Status&) { ++failures_; },
        [this](int64_t open) { open_ = open; });
  }
  // As after a crash: what was in memory only is gone.
  void Restart() {
    periods_.reset();
    responses_.reset();
    responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    standard_ = std::make_unique<resource::Standard>(&store_->schema());
    AddRules(responses_.get(), standard_.get());
    Watch();
  }
  ErrorReason KeepFor(int months, const char* reason = "") {
    v1alpha::UpdateSurveyRequest q;
    q.mutable_survey()->set_name(kSurvey);
    q.mutable_survey()->mutable_retention()->set_answers_months(months);
    q.mutable_survey()->mutable_retention()->set_reason(reason);
    q.mutable_update_mask()->add_paths("retention");
    return Run(q, &survey_);
  }
  ErrorReason Purge(const std::string& etag, const char* reason = "Projekt beendet") {
    v1alpha::PurgeWaveRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    q.set_reason(reason);
    wave_.Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(PurgeWave(*store_, *responses_, {cause_, {}}, q, &wave_));
  }
  // Closed on 15 January 2021 with so many answers.
  void MakeClosedWave(int answers = 12) {
    MakeOpenWave();
    for (int i = 0; i < answers; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
    ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  }
  std::string DueDate() {
    EXPECT_EQ(GetWave(), kOk);
    return wave_.has_purge_due_date()
               ? absl::StrFormat("%d-%d-%d", wave_.purge_due_date().year(),
                                 wave_.purge_due_date().month(), wave_.purge_due_date().day())
               : "never";
  }
  bool FilesAreThere() { return responses_->HasFiles(kWave); }
  std::vector<std::string> LoggedByTheService() {
    std::vector<std::string> log;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 100, [&](const history::Entry& entry) {
        if (entry.actor != "tester") log.push_back(absl::StrCat(entry.verb, ": ", entry.reason));
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return log;
  }

  std::unique_ptr<FieldPeriods> periods_;
  std::atomic<int> failures_ = 0;
  std::atomic<int64_t> open_ = -1;  // Waves, as was told; -1: nothing was.
};

}  // namespace lotse::survey
