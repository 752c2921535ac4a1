#include "services/engagement/app/transfers.h"

#include <gmock/gmock.h>

#include "services/engagement/app/transfer_testing.h"

// The life of exports and imports. Over a real store.
namespace lotse::engagement {
namespace {

using v1alpha::TRANSFER_STATE_CANCELLED;
using v1alpha::TRANSFER_STATE_FAILED;
using v1alpha::TRANSFER_STATE_SUCCEEDED;
using v1alpha::TRANSFER_STATE_WAITING;

class TransfersTest : public ::testing::Test {
 protected:
  void SetUp() override { FillEngagement(&place_); }

  rpc::ErrorReason Begin(ExportJob* job) {
    job->set_form(v1alpha::TRANSFER_FORM_CSV);
    if (job->collection().empty()) job->set_collection("goals");
    return rpc::ReasonOf(place_.Create<v1alpha::CreateExportJobRequest>(kPlace, job));
  }
  rpc::ErrorReason Delete(const std::string& name) {
    v1alpha::DeleteExportJobRequest q;
    q.set_name(name);
    google::protobuf::Empty none;
    const auto& method = place_.store->schema().MethodOf(q.GetDescriptor());
    return rpc::ReasonOf(
        place_.Write([&](Tx& tx) { return place_.standard->Run(tx, method, q, &none); }));
  }
  ExportJob Cancel(const std::string& name) {
    ExportJob job;
    v1alpha::CancelExportJobRequest q;
    q.set_name(name);
    const absl::Status status = place_.Write([&](Tx& tx) { return CancelExportJob(tx, q, &job); });
    EXPECT_TRUE(status.ok()) << status;
    return job;
  }

  static constexpr int kRows = 10000;

  // An import that takes a while.
  ImportJob BeginImport(int rows) {
    ImportJob job;
    job.set_form(v1alpha::TRANSFER_FORM_CSV);
    job.set_collection("needs");
    std::string table = "name,title.variants,priority\n";
    for (int i = 0; i < rows; ++i) {
      absl::StrAppend(&table, "n", i,
                      R"(,"[{""language"":""de"",""text"":""N""}]",1)"
                      "\n");
    }
    job.set_source(place_.Upload(kPlace, table));
    const absl::Status status = place_.Create<v1alpha::CreateImportJobRequest>(kPlace, &job);
    EXPECT_TRUE(status.ok()) << status;
    return job;
  }
  void WaitForFirstRows(const std::string& name) {
    for (int i = 0; i < 6000; ++i) {
      if (place_.Stored<ImportJob>(name).decided_count() > 0) return;
      absl::SleepFor(absl::Milliseconds(5));
    }
    ADD_FAILURE() << "it does not begin";
  }

  TransferPlace place_;
};

TEST_F(TransfersTest, WaitsRunsAndEnds) {
  ExportJob job;
  ASSERT_EQ(Begin(&job), 0);
  EXPECT_EQ(job.state(), TRANSFER_STATE_WAITING);
  EXPECT_EQ(Delete(job.name()), type::v1alpha::ERROR_REASON_WRONG_STATE);
  place_.Restart();
  place_.Start();
  ExportJob other;
  ASSERT_EQ(Begin(&other), 0);
  const ExportJob ended = place_.Ended(other);
  EXPECT_EQ(ended.state(), TRANSFER_STATE_SUCCEEDED) << ended.DebugString();
  EXPECT_EQ(ended.row_count(), 3);
  EXPECT_EQ(Delete(ended.name()), 0);
  // Its file stays.
  EXPECT_FALSE(place_.Content(ended.blob()).empty());
}

TEST_F(TransfersTest, WhatAnEarlierRunLeftHasFailed) {
  ExportJob job;
  ASSERT_EQ(Begin(&job), 0);
  ImportJob running;
  running.set_name(absl::StrCat(kPlace, "/importJobs/halb"));
  running.set_state(v1alpha::TRANSFER_STATE_RUNNING);
  place_.Put(running.name(), running);
  place_.Restart();
  EXPECT_EQ(place_.Start(), 2);
  job = place_.Stored<ExportJob>(job.name());
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_TRUE(job.has_end_time());
  EXPECT_EQ(place_.Stored<ImportJob>(running.name()).state(), TRANSFER_STATE_FAILED);
  place_.Restart();
  EXPECT_EQ(place_.Start(), 0);
}

TEST_F(TransfersTest, IsCancelled) {
  ExportJob job;
  ASSERT_EQ(Begin(&job), 0);
  const ExportJob cancelled = Cancel(job.name());
  EXPECT_EQ(cancelled.state(), TRANSFER_STATE_CANCELLED);
  place_.Start();
  EXPECT_EQ(place_.Ended(job).state(), TRANSFER_STATE_CANCELLED);
  EXPECT_TRUE(place_.Stored<ExportJob>(job.name()).blob().empty());
  // What has ended is answered as it is.
  ExportJob other;
  ASSERT_EQ(Begin(&other), 0);
  const ExportJob ended = place_.Ended(other);
  ASSERT_EQ(ended.state(), TRANSFER_STATE_SUCCEEDED);
  EXPECT_EQ(Cancel(other.name()).etag(), ended.etag());
}

// A job that takes the name of one that was deleted runs for whoever created it, not for
// whoever created the one before.
TEST_F(TransfersTest, ANameThatIsGivenAnewRunsForItsOwnCreator) {
  place_.Start();
  const ImportJob busy = BeginImport(kRows);
  WaitForFirstRows(busy.name());
  ExportJob job;
  job.set_form(v1alpha::TRANSFER_FORM_ENGAGEMENT);
  const auto create = [&](const char* actor) {
    place_.cause.actor = actor;
    v1alpha::CreateExportJobRequest q;
    q.set_parent(kPlace);
    q.set_export_job_id("x");
    *q.mutable_export_job() = job;
    const auto& method = place_.store->schema().MethodOf(q.GetDescriptor());
    ExportJob created;
    const absl::Status status =
        place_.Write([&](Tx& tx) { return place_.standard->Run(tx, method, q, &created); });
    EXPECT_TRUE(status.ok()) << status;
    return created;
  };
  const std::string name = create("alice").name();
  Cancel(name);
  EXPECT_EQ(Delete(name), 0);
  const ExportJob again = create("bob");
  ASSERT_EQ(place_.Stored<ImportJob>(busy.name()).state(), v1alpha::TRANSFER_STATE_RUNNING)
      << "both wait behind it";
  const ExportJob ended = place_.Ended(again);
  ASSERT_EQ(ended.state(), TRANSFER_STATE_SUCCEEDED) << ended.DebugString();
  EXPECT_THAT(place_.Content(ended.blob()), ::testing::HasSubstr(R"("actor":"bob")"));
}

TEST_F(TransfersTest, OneThatRunsIsCancelledBetweenTransactions) {
  place_.Start();
  ImportJob job = BeginImport(kRows);
  WaitForFirstRows(job.name());
  v1alpha::CancelImportJobRequest q;
  q.set_name(job.name());
  ASSERT_TRUE(place_.Write([&](Tx& tx) { return CancelImportJob(tx, q, &job); }).ok());
  EXPECT_EQ(job.state(), v1alpha::TRANSFER_STATE_RUNNING);
  EXPECT_TRUE(job.cancelling());
  job = place_.Ended(job);
  EXPECT_EQ(job.state(), TRANSFER_STATE_CANCELLED) << job.DebugString();
  EXPECT_EQ(job.row_count(), kRows);
  EXPECT_EQ(job.decided_count(), job.created_count());
  EXPECT_LT(job.decided_count(), kRows);
}

TEST_F(TransfersTest, AStopEndsItBetweenTransactions) {
  place_.Start();
  const ImportJob job = BeginImport(kRows);
  WaitForFirstRows(job.name());
  place_.Restart();
  const auto stopped = place_.Stored<ImportJob>(job.name());
  EXPECT_EQ(stopped.state(), TRANSFER_STATE_FAILED) << stopped.DebugString();
  EXPECT_EQ(stopped.failure().reason(), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_GT(stopped.created_count(), 0);
  EXPECT_LT(stopped.created_count(), kRows);
  // The same again makes what is missing.
  EXPECT_EQ(place_.Start(), 0);
  const ImportJob again = place_.Ended(BeginImport(kRows));
  EXPECT_EQ(again.unchanged_count(), stopped.created_count()) << again.DebugString();
  EXPECT_EQ(again.created_count() + again.unchanged_count(), kRows);
}

// At a stop they are gone before the store is, which writes what it has taken.
TEST_F(TransfersTest, WhatIsCommittedAfterThemWaitsForTheNextStart) {
  place_.Start();
  place_.transfers.reset();
  ExportJob job;
  ASSERT_EQ(Begin(&job), 0);
  EXPECT_EQ(job.state(), TRANSFER_STATE_WAITING);
  place_.Restart();
  EXPECT_EQ(place_.Start(), 1);
  job = place_.Stored<ExportJob>(job.name());
  EXPECT_EQ(job.state(), TRANSFER_STATE_FAILED);
  EXPECT_EQ(job.failure().reason(), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
}

TEST_F(TransfersTest, TooManyThatWaitAreRefused) {
  for (size_t i = 0; i < jobs::JobQueue::kMaxWaiting; ++i) {
    place_.cause.actor = absl::StrCat("caller ", i / jobs::JobQueue::kMaxOfCaller);
    ExportJob job;
    ASSERT_EQ(Begin(&job), 0) << i;
  }
  place_.cause.actor = "another";
  ExportJob job;
  EXPECT_EQ(Begin(&job), type::v1alpha::ERROR_REASON_OVERLOADED);
}

TEST_F(TransfersTest, CancelledOnesOfManyTakeNoPlace) {
  for (size_t i = 0; i < 2 * jobs::JobQueue::kMaxWaiting; ++i) {
    place_.cause.actor = absl::StrCat("caller ", i);
    ExportJob job;
    ASSERT_EQ(Begin(&job), 0) << i;
    Cancel(job.name());
  }
}

TEST_F(TransfersTest, NobodyTakesAllPlaces) {
  std::vector<ExportJob> jobs(jobs::JobQueue::kMaxOfCaller);
  for (ExportJob& job : jobs) ASSERT_EQ(Begin(&job), 0);
  ExportJob job;
  EXPECT_EQ(Begin(&job), type::v1alpha::ERROR_REASON_RATE_LIMITED);
  place_.cause.actor = "another";
  EXPECT_EQ(Begin(&job), 0);
  // What is ended waits no more.
  place_.cause.actor = "tester";
  place_.Start();
  EXPECT_TRUE(place_.Ended(jobs.back()).has_end_time());
  EXPECT_EQ(Begin(&job), 0);
}

TEST_F(TransfersTest, WhatWasOnlyTriedTakesNoPlace) {
  const auto& method =
      place_.store->schema().MethodOf(v1alpha::CreateExportJobRequest::descriptor());
  for (size_t i = 0; i < 2 * jobs::JobQueue::kMaxWaiting; ++i) {
    v1alpha::CreateExportJobRequest q;
    q.set_parent(kPlace);
    q.mutable_export_job()->set_form(v1alpha::TRANSFER_FORM_ENGAGEMENT);
    ExportJob job;
    const absl::Status status = place_.Write([&](Tx& tx) -> absl::Status {
      if (absl::Status s = place_.standard->Run(tx, method, q, &job); !s.ok()) return s;
      return absl::CancelledError("validate_only");
    });
    EXPECT_TRUE(absl::IsCancelled(status)) << i << status;
  }
  place_.Start();
  ExportJob job;
  ASSERT_EQ(Begin(&job), 0);
  EXPECT_EQ(place_.Ended(job).state(), TRANSFER_STATE_SUCCEEDED);
}

// While one import runs, nothing comes out of the queue.
TEST_F(TransfersTest, WhatWasCancelledTakesNoPlace) {
  place_.Start();
  const ImportJob busy = BeginImport(kRows);
  WaitForFirstRows(busy.name());
  for (size_t i = 0; i < jobs::JobQueue::kMaxOfCaller; ++i) {
    ExportJob job;
    ASSERT_EQ(Begin(&job), 0) << i;
    Cancel(job.name());
  }
  std::vector<ExportJob> jobs(jobs::JobQueue::kMaxOfCaller);
  for (ExportJob& job : jobs) ASSERT_EQ(Begin(&job), 0);
  ExportJob one_more;
  EXPECT_EQ(Begin(&one_more), type::v1alpha::ERROR_REASON_RATE_LIMITED);
  ASSERT_EQ(place_.Stored<ImportJob>(busy.name()).state(), v1alpha::TRANSFER_STATE_RUNNING);
  ImportJob ending;
  v1alpha::CancelImportJobRequest q;
  q.set_name(busy.name());
  ASSERT_TRUE(place_.Write([&](Tx& tx) { return CancelImportJob(tx, q, &ending); }).ok());
  for (const ExportJob& job : jobs) {
    EXPECT_EQ(place_.Ended(job).state(), TRANSFER_STATE_SUCCEEDED);
  }
}

TEST_F(TransfersTest, WhatWasOnlyTriedTakesNoPlaceWhenOthersCommit) {
  const auto& method =
      place_.store->schema().MethodOf(v1alpha::CreateExportJobRequest::descriptor());
  for (size_t i = 0; i < jobs::JobQueue::kMaxOfCaller; ++i) {
    v1alpha::CreateExportJobRequest q;
    q.set_parent(kPlace);
    q.mutable_export_job()->set_form(v1alpha::TRANSFER_FORM_ENGAGEMENT);
    ExportJob job;
    const absl::Status status = place_.Write([&](Tx& tx) -> absl::Status {
      if (absl::Status s = place_.standard->Run(tx, method, q, &job); !s.ok()) return s;
      return absl::CancelledError("validate_only");
    });
    ASSERT_TRUE(absl::IsCancelled(status)) << i << status;
  }
  place_.Put(absl::StrCat(kOwner, "/indicators/andere"), GoodIndicator());
  ExportJob job;
  EXPECT_EQ(Begin(&job), 0);
}

TEST_F(TransfersTest, WhatIsWrongIsRefusedAtOnce) {
  ExportJob none;
  none.set_collection("blobs");
  EXPECT_EQ(Begin(&none), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  none.set_collection("grants");
  EXPECT_EQ(Begin(&none), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  ImportJob job;
  job.set_form(v1alpha::TRANSFER_FORM_CSV);
  job.set_collection("needs");
  job.set_source(absl::StrCat(kPlace, "/blobs/018f3c1e-1111-4111-8111-111111111111"));
  EXPECT_EQ(rpc::ReasonOf(place_.Create<v1alpha::CreateImportJobRequest>(kPlace, &job)),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  // Nothing of it runs.
  place_.Start();
  EXPECT_TRUE(place_.transfers->Idle());
  // Contributors of the programme may not read files there.
  job.set_source(place_.Upload(kPlace, "name\nx\n"));
  place_.cause.view = auth::View(std::make_shared<const auth::Access>(std::vector<auth::Right>{
                                     {kPlace, type::v1alpha::ROLE_PLATFORM_ADMIN}}),
                                 type::v1alpha::PERMISSION_UNSPECIFIED, absl::Now());
  EXPECT_EQ(rpc::ReasonOf(place_.Create<v1alpha::CreateImportJobRequest>(kPlace, &job)),
            type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
}

}  // namespace
}  // namespace lotse::engagement
