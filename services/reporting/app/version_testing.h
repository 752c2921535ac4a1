#pragma once

#include "services/reporting/app/reporting_testing.h"
#include "services/reporting/app/version_store.h"

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

  // Writes past the rules.
  void Force(absl::FunctionRef<absl::Status(Tx&)> work) {
    const absl::Status written = store_->WriteAndWait(cause_, work);
    ASSERT_TRUE(written.ok()) << written;
  }
  // Forgets what is kept of a file. Its name in the store is read for ever.
  static void Forget(Tx& tx, const std::string& version, v1alpha::ArtifactFormat format) {
    const std::string setting =
        format == v1alpha::ARTIFACT_FORMAT_JSON
            ? absl::StrCat("document/", version)
            : absl::StrCat("artifact/", version, "/", FileTypeOf(format)->word);
    tx.connection().Prepare("DeleteSetting").Bind(1, setting).Run();
  }
  // Keeps other bytes of a file than were frozen; nothing if they are empty.
  void Damage(v1alpha::ArtifactFormat format, const std::string& content) {
    Force([&](Tx& tx) {
      Forget(tx, version_.name(), format);
      if (!content.empty()) PutFile(tx, version_.name(), format, content);
      return absl::OkStatus();
    });
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
