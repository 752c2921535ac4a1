// Versions of a Lotse that kept no files and did not tell a report what was released last.
#include "services/reporting/app/former_versions.h"

#include "services/reporting/app/version_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;

constexpr int kFiles = static_cast<int>(std::size(kArtifactFormats)) - 1;  // JSON was kept.

class FormerVersionsTest : public VersionTesting {
 protected:
  // The store as an earlier Lotse would have left it.
  void MakeFormer() {
    Force([](Tx& tx) -> absl::Status {
      Report report;
      if (absl::Status s = tx.Load(kReport, &report); !s.ok()) return s;
      for (int number = 1; number <= report.latest_version(); ++number) {
        ReportVersion version;
        if (absl::Status s = tx.Load(VersionName(kReport, number), &version); !s.ok()) return s;
        for (const auto format : kArtifactFormats) {
          if (format != v1alpha::ARTIFACT_FORMAT_JSON) Forget(tx, version.name(), format);
        }
        version.mutable_settings()->clear_last_released_number();
        if (absl::Status s = tx.Save("TEST", "", &version); !s.ok()) return s;
      }
      report.clear_last_released_number();
      return tx.Save("TEST", "", &report);
    });
  }
  // Takes over, and tells what became of it as `reports, files, lost, unread`.
  std::string Take() {
    const absl::StatusOr<FormerVersionsTaken> taken = TakeFormerVersions(store_.get());
    if (!taken.ok()) return taken.status().ToString();
    return absl::StrCat(taken->reports, ", ", taken->files, ", ", taken->lost, ", ", taken->unread);
  }
};

TEST_F(FormerVersionsTest, AReportKnowsWhatWasReleased) {
  Release();
  MakeFormer();
  const std::string etag = Stored<Report>(kReport).etag();
  EXPECT_EQ(Take(), absl::StrCat("1, ", kFiles, ", 0, 0"));
  EXPECT_EQ(Stored<Report>(kReport).last_released_number(), 1);
  EXPECT_NE(Stored<Report>(kReport).etag(), etag);
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kWrongState);
  EXPECT_EQ(Assemble(), kInvalid) << "no reason";
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->waves[0].mutable_response_rate()->set_responses(216);
    inputs->waves[0].mutable_response_rate()->set_rate_per_mille(360);
    return absl::OkStatus();
  };
  MakeVersion(German("Zahlendreher"));
  EXPECT_EQ(version_.changed_cells(), 2);
  ASSERT_EQ(Document(), kOk);
  EXPECT_THAT(document_.DebugString(), HasSubstr("Grund: Zahlendreher"));
  Release();
  EXPECT_EQ(Version(1).state(), ReportVersion::STATE_SUPERSEDED);
}

TEST_F(FormerVersionsTest, WhatWasWithdrawnWasReleased) {
  Release();
  MakeVersion(German("eins"));
  Release();
  ASSERT_EQ(Withdraw(German("falsch")), kOk) << status_;
  MakeVersion(German("zwei"));
  MakeFormer();
  EXPECT_EQ(Take(), absl::StrCat("1, ", 3 * kFiles, ", 0, 0"));
  EXPECT_EQ(Stored<Report>(kReport).last_released_number(), 2);
  EXPECT_EQ(Stored<Report>(kReport).released_version(), "");
  EXPECT_EQ(Version(3).settings().last_released_number(), 0) << "what was made stays as it is";
}

TEST_F(FormerVersionsTest, WhereNothingWasReleasedNothingIsChanged) {
  MakeFormer();
  const std::string before = Stored<Report>(kReport).DebugString();
  EXPECT_EQ(Take(), absl::StrCat("0, ", kFiles, ", 0, 0"));
  EXPECT_EQ(Stored<Report>(kReport).DebugString(), before);
}

// What waits since the last run is made as the correction that it is.
TEST_F(FormerVersionsTest, WhatWaitsIsACorrection) {
  Release();
  assembler_.reset();
  MakeAssembler();
  ASSERT_EQ(Assemble(German("Zahlendreher")), kOk) << status_;
  MakeFormer();
  EXPECT_EQ(Take(), absl::StrCat("1, ", kFiles, ", 0, 0"));
  EXPECT_EQ(Start(), 1);
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_DRAFT) << version_.DebugString();
  ASSERT_EQ(Document(), kOk);
  EXPECT_THAT(document_.DebugString(), HasSubstr("Grund: Zahlendreher"));
}

TEST_F(FormerVersionsTest, FilesAreMadeAsTheyWereFrozen) {
  ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk);
  const std::string html = file_.content;
  MakeFormer();
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kCorrupt);
  EXPECT_FALSE(Verify().same());
  EXPECT_EQ(Take(), absl::StrCat("0, ", kFiles, ", 0, 0"));
  EXPECT_TRUE(Verify().same());
  ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk) << status_;
  EXPECT_EQ(file_.content, html);
}

TEST_F(FormerVersionsTest, WhatWouldBeOtherwiseStaysMissing) {
  MakeFormer();
  version_ = Version(1);
  version_.mutable_artifacts(0)->set_sha256(std::string(64, 'a'));
  Force([&](Tx& tx) { return tx.Save("TEST", "", &version_); });
  EXPECT_EQ(Take(), absl::StrCat("0, ", kFiles - 1, ", 1, 0"));
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kCorrupt);
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_XLSX), kOk) << status_;
  const auto verified = Verify();
  EXPECT_FALSE(verified.same());
  EXPECT_EQ(verified.checks(1).found_sha256(), "") << "nothing else is kept in its place";
}

TEST_F(FormerVersionsTest, OfADamagedDocumentNoFilesAreMade) {
  MakeVersion();
  MakeFormer();
  Force([](Tx& tx) {
    const std::string first = VersionName(kReport, 1);
    Forget(tx, first, v1alpha::ARTIFACT_FORMAT_JSON);
    PutFile(tx, first, v1alpha::ARTIFACT_FORMAT_JSON, "{}");
    return absl::OkStatus();
  });
  EXPECT_EQ(Take(), absl::StrCat("0, ", kFiles, ", ", kFiles, ", 0")) << "that of the other are";
  EXPECT_TRUE(Verify().same());
}

TEST_F(FormerVersionsTest, IsDoneOnce) {
  Release();
  MakeFormer();
  EXPECT_EQ(Take(), absl::StrCat("1, ", kFiles, ", 0, 0"));
  MakeFormer();
  Restart();
  EXPECT_EQ(Take(), "0, 0, 0, 0");
}

TEST_F(FormerVersionsTest, DeletedReportsAreTakenOverToo) {
  ASSERT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kOk) << status_;
  MakeFormer();
  EXPECT_EQ(Take(), absl::StrCat("0, ", kFiles, ", 0, 0"));
  EXPECT_TRUE(Verify().same());
}

// A version that is not there any more is a fault of the store: its owner is tried again.
TEST_F(FormerVersionsTest, WhatIsUnreadIsTriedAgain) {
  Release();
  MakeFormer();
  const auto set_latest = [](int number) {
    return [number](Tx& tx) -> absl::Status {
      Report report;
      if (absl::Status s = tx.Load(kReport, &report); !s.ok()) return s;
      report.set_latest_version(number);
      return tx.Save("TEST", "", &report);
    };
  };
  Force(set_latest(2));
  EXPECT_EQ(Take(), "0, 0, 0, 1");
  Force(set_latest(1));
  EXPECT_EQ(Take(), absl::StrCat("1, ", kFiles, ", 0, 0"));
}

}  // namespace
}  // namespace lotse::reporting
