#include "runtime/jobs/job_queue.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "runtime/resource/contract/harness.h"
#include "runtime/resource/resource_test.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::jobs {
namespace {

using resource::Tx;

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kOverloaded = type::v1alpha::ERROR_REASON_OVERLOADED;
constexpr auto kRateLimited = type::v1alpha::ERROR_REASON_RATE_LIMITED;

class JobQueueTest : public ::testing::Test {
 protected:
  JobQueueTest()
      : queue_(
            "castles", [this](Tx&, const JobQueue::Job& job) { return gone_.count(job.name) == 0; },
            [this](size_t waiting) { waiting_ = waiting; }) {}

  static JobQueue::Job Job(const std::string& name, const std::string& actor) {
    return {name, absl::UnixEpoch(), JobCaller({actor, "", ""}, name, nullptr)};
  }
  rpc::ErrorReason Offer(const std::string& name, const std::string& actor = "ada") {
    absl::Status offered;
    EXPECT_TRUE(place_.store()
                    .WriteAndWait({"test", "", ""},
                                  [&](Tx& tx) {
                                    offered = queue_.Offer(tx, Job(name, actor));
                                    return absl::OkStatus();
                                  })
                    .ok());
    return rpc::ReasonOf(offered);
  }
  std::string Next() { return queue_.Next()->name; }

  resource::contract::Harness place_{
      {kerneltest::GetTownRequest::descriptor()->file()->service(0)->full_name()}};
  // Jobs that do not wait any more.
  std::set<std::string> gone_;
  size_t waiting_ = 0;  // As the queue tells it.
  JobQueue queue_;
};

TEST_F(JobQueueTest, TellsHowManyWait) {
  EXPECT_EQ(Offer("a"), kOk);
  EXPECT_EQ(waiting_, 0U) << "nothing is committed";
  EXPECT_EQ(Offer("b"), kOk);
  queue_.OnCommit();
  EXPECT_EQ(waiting_, 2U);
  queue_.Resume(Job("c", "ada"));
  EXPECT_EQ(waiting_, 3U);
  EXPECT_EQ(Next(), "a");
  EXPECT_EQ(waiting_, 2U);
}

TEST_F(JobQueueTest, GivesJobsInTheirOrderOnceTheyAreCommitted) {
  EXPECT_TRUE(queue_.Idle());
  EXPECT_EQ(Offer("b"), kOk);
  queue_.OnCommit();
  EXPECT_EQ(Offer("a"), kOk);
  EXPECT_FALSE(queue_.Idle());
  EXPECT_EQ(Next(), "b");
  queue_.OnCommit();
  queue_.Resume(Job("c", "ada"));
  EXPECT_EQ(Next(), "a");
  EXPECT_EQ(Next(), "c");
  EXPECT_FALSE(queue_.Idle()) << "it runs";
}

TEST_F(JobQueueTest, AStopEndsTheWaiting) {
  EXPECT_EQ(Offer("a"), kOk);
  queue_.OnCommit();
  std::thread stopping([this] { queue_.Stop(); });
  stopping.join();
  EXPECT_FALSE(queue_.Next().has_value()) << "what waits is left for the next start";
}

TEST_F(JobQueueTest, RefusesTooMany) {
  for (size_t i = 0; i < JobQueue::kMaxOfCaller; ++i) EXPECT_EQ(Offer(absl::StrCat("a", i)), kOk);
  EXPECT_EQ(Offer("a9"), kRateLimited);
  EXPECT_EQ(Offer("a0"), kOk) << "a transaction that is run again";
  for (size_t i = JobQueue::kMaxOfCaller; i < JobQueue::kMaxWaiting; ++i) {
    EXPECT_EQ(Offer(absl::StrCat("b", i), absl::StrCat("bob", i)), kOk);
  }
  queue_.OnCommit();
  EXPECT_EQ(Offer("c", "cleo"), kOverloaded);
  // What was cancelled, or was not kept, makes room.
  gone_ = {"a1", "a2"};
  EXPECT_EQ(Offer("c", "cleo"), kOk);
  EXPECT_EQ(Offer("a9"), kOk);
  EXPECT_EQ(Offer("d", "dora"), kOverloaded);
}

}  // namespace
}  // namespace lotse::jobs
