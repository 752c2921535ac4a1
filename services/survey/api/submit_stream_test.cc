#include "services/survey/api/submit_stream.h"

#include <gmock/gmock.h>

#include <thread>

#include "services/survey/api/submit_stream_testing.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(SubmitStreamTest, EachItemGetsItsResult) {
  Start();
  EXPECT_TRUE(Send({"a", "wrong", "again"}));
  EXPECT_TRUE(Send({}));
  EXPECT_TRUE(Send({"later", "fault", "b"}));
  auto results = Read(6);
  ASSERT_EQ(results.size(), 6u);
  EXPECT_TRUE(results[1].has_response());
  EXPECT_FALSE(results[1].response().duplicate());
  EXPECT_EQ(ReasonOf(results[2]), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_THAT(results[2].error().ShortDebugString(), HasSubstr("answers[0]"));
  EXPECT_TRUE(results[3].response().duplicate());
  EXPECT_EQ(ReasonOf(results[4]), type::v1alpha::ERROR_REASON_OVERLOADED);
  EXPECT_THAT(results[4].error().ShortDebugString(), HasSubstr("RetryInfo"));
  EXPECT_EQ(ReasonOf(results[5]), type::v1alpha::ERROR_REASON_INTERNAL);
  EXPECT_THAT(results[5].error().ShortDebugString(), Not(HasSubstr("secret")));
  EXPECT_TRUE(results[6].has_response());
  stream_->WritesDone();
  EXPECT_TRUE(Read(1).empty());
  EXPECT_EQ(End(), kOk) << status_;
}

TEST_F(SubmitStreamTest, ResultsComeInTheOrderInWhichTheyAreThere) {
  taker().Hold();
  Start();
  EXPECT_TRUE(Send({"a", "b", "c"}));
  taker().WaitFor(3);
  stream_->WritesDone();
  taker().Release();
  std::vector<int64_t> order;
  SubmitResponsesResponse message;
  while (stream_->Read(&message)) {
    for (const auto& result : message.results()) order.push_back(result.item());
  }
  EXPECT_THAT(order, ::testing::ElementsAre(3, 2, 1));
  EXPECT_EQ(End(), kOk) << status_;
}

TEST_F(SubmitStreamTest, WhoSendsFasterThanIsStoredWaits) {
  taker().Hold();
  Start();
  constexpr int kMessages = 200;
  std::thread sender([&] {
    for (int i = 0; i < kMessages; ++i) {
      EXPECT_TRUE(Send(std::vector<std::string>(SubmitStream::kMaxItems, "x")));
    }
    stream_->WritesDone();
  });
  taker().WaitFor(SubmitStream::kMaxUnderWay);
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(taker().held(), size_t{SubmitStream::kMaxUnderWay}) << "more than the limit";
  taker().Release();
  constexpr size_t kItems = size_t{kMessages} * SubmitStream::kMaxItems;
  EXPECT_EQ(Read(kItems).size(), kItems);
  sender.join();
  EXPECT_EQ(End(), kOk) << status_;
}

TEST_F(SubmitStreamTest, LargeItemsAreBoundedByTheirBytes) {
  taker().Hold();
  Start();
  std::thread sender([&] {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(Send({std::string(1 << 20, 'x')}));
    stream_->WritesDone();
  });
  taker().WaitFor(4);
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_LE(taker().held(), SubmitStream::kMaxBytesUnderWay / (1 << 20) + 1);
  taker().Release();
  EXPECT_EQ(Read(20).size(), 20u);
  sender.join();
  EXPECT_EQ(End(), kOk) << status_;
}

TEST_F(SubmitStreamTest, WrongMessagesEndItAndWrongItemsDoNot) {
  Start();
  stream_->WritesDone();
  EXPECT_NE(End(), kOk) << "nothing was named";
  Open();
  SubmitResponsesRequest unknown;
  unknown.set_parent("programmes/p/engagements/e/surveys/s/waves/none");
  unknown.add_items()->set_response_id("a");
  stream_->Write(unknown);
  EXPECT_TRUE(Read(1).empty());
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  Open();
  unknown.set_parent("programmes/p/waves/none");
  stream_->Write(unknown);
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  for (const bool again : {true, false}) {
    Open();
    EXPECT_TRUE(Send({"a"}));
    EXPECT_EQ(Read(1).size(), 1u);
    SubmitResponsesRequest message;
    if (again) message.set_parent(kWave);
    for (int i = 0; i <= (again ? 0 : SubmitStream::kMaxItems); ++i) message.add_items();
    stream_->Write(message);
    EXPECT_TRUE(Read(1).empty());
    EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
    EXPECT_THAT(status_.message(), HasSubstr(again ? "parent" : "items"));
  }
  Open();
  SubmitResponsesRequest message;
  message.set_parent(kWave);
  message.add_items()->set_parent(kWave);
  message.add_items()->set_response_id("a");
  stream_->Write(message);
  auto results = Read(2);
  EXPECT_EQ(ReasonOf(results[1]), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  EXPECT_TRUE(results[2].has_response());
  stream_->WritesDone();
  EXPECT_EQ(End(), kOk);
}

TEST_F(SubmitStreamTest, WhoStandsStillIsCutAndWhatIsUnderWayIsTold) {
  service_.standstill = absl::Milliseconds(300);
  taker().Hold();
  Start();
  EXPECT_TRUE(Send({"a"}));
  taker().WaitFor(1);
  absl::SleepFor(absl::Milliseconds(600));
  taker().Release();
  EXPECT_EQ(Read(1).size(), 1u);
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_CALLER_GONE) << status_;
  EXPECT_EQ(taker().stored(), 1);
}

TEST_F(SubmitStreamTest, WhoTakesNoResultsIsCut) {
  service_.standstill = absl::Milliseconds(300);
  Start();
  // Errors are large enough to fill what lies between both sides.
  const absl::Time limit = absl::Now() + absl::Seconds(20);
  while (absl::Now() < limit && Send(std::vector<std::string>(SubmitStream::kMaxItems, "wrong"))) {
  }
  EXPECT_LT(absl::Now(), limit) << "it is not cut";
  while (!Read(1).empty()) {
  }
  EXPECT_FALSE(stream_->Finish().ok());
}

TEST_F(SubmitStreamTest, ACallerWhoLeavesIsNotAskedForAnyMore) {
  taker().Hold();
  Start();
  EXPECT_TRUE(Send({"a", "b"}));
  taker().WaitFor(2);
  context_->TryCancel();
  EXPECT_TRUE(Read(1).empty());
  EXPECT_FALSE(stream_->Finish().ok());
  // The server hears of it some time later.
  absl::SleepFor(absl::Milliseconds(200));
  taker().Release();
  EXPECT_EQ(taker().stored(), 0);
}

TEST_F(SubmitStreamTest, AnEndOfTheDaemonLosesNoResult) {
  taker().Hold();
  Start();
  EXPECT_TRUE(Send({"a", "b"}));
  taker().WaitFor(2);
  shell_->Stop();
  absl::SleepFor(absl::Milliseconds(100));
  Send({"c"});
  taker().Release();
  auto results = Read(3);
  EXPECT_EQ(results.size(), 2u);
  EXPECT_TRUE(results[1].has_response() && results[2].has_response());
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_EQ(taker().stored(), 2);
}

TEST_F(SubmitStreamTest, ARightThatEndsEndsIt) {
  taker().Hold();
  Start();
  EXPECT_TRUE(Send({"a"}));
  taker().WaitFor(1);
  // It was asked for when the item was read; now its turn comes.
  role_ = type::v1alpha::ROLE_AUDITOR;
  taker().Release();
  auto results = Read(2);
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(ReasonOf(results[1]), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  EXPECT_EQ(taker().stored(), 0);
  Open();
  Send({"a"});
  EXPECT_TRUE(Read(1).empty());
  EXPECT_EQ(End(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
}

TEST_F(SubmitStreamTest, ItemsCountAsCallsOfTheirCaller) {
  options_.per_caller = ops::CallerLimits::Options{/*calls_per_second=*/1, 10, 10};
  Start();
  EXPECT_TRUE(Send(std::vector<std::string>(10, "a")));
  int stored = 0, limited = 0;
  for (const auto& [item, result] : Read(10)) {
    if (result.has_response()) ++stored;
    if (ReasonOf(result) != type::v1alpha::ERROR_REASON_RATE_LIMITED) continue;
    ++limited;
    EXPECT_THAT(result.error().ShortDebugString(), HasSubstr("RetryInfo"));
  }
  EXPECT_GE(stored, 1);
  EXPECT_GE(limited, 6);
  EXPECT_EQ(stored + limited, 10);
  EXPECT_EQ(taker().stored(), stored);
  stream_->WritesDone();
  EXPECT_EQ(End(), kOk);
}

}  // namespace
}  // namespace lotse::survey
