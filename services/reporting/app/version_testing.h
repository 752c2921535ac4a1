#pragma once

#include "services/reporting/app/reporting_testing.h"

// The base of the tests of versions that were made.
namespace lotse::reporting {

// A report with its first version, a draft.
class VersionTesting : public ReportingTest {
 protected:
  void SetUp() override {
    ReportingTest::SetUp();
    ASSERT_EQ(MakeReport(), kOk) << status_;
    Start();
    MakeVersion();
  }

  v1alpha::VerifyReportVersionResponse Verify() {
    v1alpha::VerifyReportVersionRequest q;
    q.set_name(version_.name());
    v1alpha::VerifyReportVersionResponse r;
    EXPECT_EQ(Look(&VerifyReportVersion, q, &r), kOk) << status_;
    return r;
  }
};

}  // namespace lotse::reporting
