// What is told of a version while it is made, and that nothing of it is kept. Over a real store.
#include <string>

#include "absl/synchronization/notification.h"
#include "services/reporting/app/reporting_testing.h"

namespace lotse::reporting {
namespace {

using v1alpha::AssemblyProgress;

class AssemblyProgressTest : public ReportingTest {
 protected:
  void SetUp() override {
    ReportingTest::SetUp();
    ASSERT_EQ(MakeReport(), kOk) << status_;
  }

  static std::string Words(const ReportVersion& version) {
    if (!version.has_progress()) return "nothing";
    const AssemblyProgress& progress = version.progress();
    return absl::StrCat(AssemblyProgress::Step_Name(progress.step()), " ", progress.done(), "/",
                        progress.total());
  }
  // What GetReportVersion tells, as `STEP_GATHERING 1/3`, which is what the list tells too.
  std::string Told() {
    ReportVersion got;
    EXPECT_EQ(ByName<v1alpha::GetReportVersionRequest>(version_.name().c_str(), &got), kOk)
        << status_;
    v1alpha::ListReportVersionsRequest list;
    list.set_parent(kReport);
    v1alpha::ListReportVersionsResponse listed;
    EXPECT_EQ(Run(list, &listed), kOk) << status_;
    EXPECT_EQ(listed.versions_size(), 1);
    if (listed.versions_size() == 1) EXPECT_EQ(Words(listed.versions(0)), Words(got));
    return Words(got);
  }
  // What would be told of the version if it was still being made.
  std::string Left() {
    ReportVersion version = version_;
    version.set_state(ReportVersion::STATE_ASSEMBLING);
    EXPECT_TRUE(standard_->Complete(&version).ok());
    return Words(version);
  }
};

TEST_F(AssemblyProgressTest, IsToldWhileTheOtherServicesAreAsked) {
  absl::Notification asked, count, counted, end;
  answer_ = [&](const Report&, ReportInputs* inputs) {
    asked.Notify();
    count.WaitForNotification();
    told_(1, 3);
    counted.Notify();
    end.WaitForNotification();
    Answer(inputs);
    return absl::OkStatus();
  };
  ASSERT_EQ(Assemble(), kOk) << status_;
  EXPECT_EQ(Words(version_), "STEP_WAITING 0/0") << "the answer tells it too";
  EXPECT_EQ(Told(), "STEP_WAITING 0/0");
  EXPECT_FALSE(Stored<ReportVersion>(version_.name()).has_progress());
  Start();
  asked.WaitForNotification();
  EXPECT_EQ(Told(), "STEP_GATHERING 0/0") << "nobody counted yet";
  count.Notify();
  counted.WaitForNotification();
  EXPECT_EQ(Told(), "STEP_GATHERING 1/3");
  EXPECT_FALSE(Stored<ReportVersion>(version_.name()).has_progress());
  end.Notify();
  Await();
  ASSERT_EQ(version_.state(), ReportVersion::STATE_DRAFT) << version_.DebugString();
  EXPECT_EQ(Told(), "nothing");
  EXPECT_EQ(Left(), "nothing");
  EXPECT_EQ(version_.etag(), "3") << "asked for, begun, frozen: no revision tells of progress";
}

TEST_F(AssemblyProgressTest, IsGoneWhenAVersionHasFailed) {
  answer_ = [&](const Report&, ReportInputs*) {
    told_(1, 3);
    return rpc::NotFound(kEngagement);
  };
  Start();
  ASSERT_EQ(Assemble(), kOk) << status_;
  Await();
  ASSERT_EQ(version_.state(), ReportVersion::STATE_FAILED) << version_.DebugString();
  EXPECT_EQ(Told(), "nothing");
  EXPECT_EQ(Left(), "nothing");
}

// What was told of it is gone with the process that made it.
TEST_F(AssemblyProgressTest, AVersionThatWasPutBackWaitsAgain) {
  absl::Notification asked, stopped;
  answer_ = [&](const Report&, ReportInputs* inputs) {
    told_(1, 3);
    asked.Notify();
    stopped.WaitForNotification();
    Answer(inputs);
    return absl::OkStatus();
  };
  Start();
  ASSERT_EQ(Assemble(), kOk) << status_;
  asked.WaitForNotification();
  EXPECT_EQ(Told(), "STEP_GATHERING 1/3");
  assembler_->Stop();
  stopped.Notify();
  Restart();
  EXPECT_EQ(Told(), "STEP_WAITING 0/0");
}

}  // namespace
}  // namespace lotse::reporting
