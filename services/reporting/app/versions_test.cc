// What becomes of versions that were made, and what is read of them. Over a real store.
#include "services/reporting/app/version_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;

class VersionsTest : public VersionTesting {
 protected:
  // What a version must say for ever.
  static std::string Frozen(const ReportVersion& version) {
    ReportVersion frozen = version;
    for (const char* field :
         {"state", "etag", "update_time", "release_time", "replaced_by", "withdraw_reason"}) {
      const auto* descriptor = ReportVersion::descriptor()->FindFieldByName(field);
      frozen.GetReflection()->ClearField(&frozen, descriptor);
    }
    return frozen.DebugString();
  }
  ErrorReason Diff(const std::string& base, v1alpha::DiffReportVersionsResponse* r) {
    v1alpha::DiffReportVersionsRequest q;
    q.set_name(version_.name());
    q.set_base(base);
    return Look(&DiffReportVersions, q, r);
  }
};

TEST_F(VersionsTest, GoesFromDraftToWithdrawn) {
  ASSERT_EQ(Step(&SubmitReportVersion), kOk) << status_;
  EXPECT_EQ(version_.state(), ReportVersion::STATE_IN_REVIEW);
  ASSERT_EQ(Step(&ReturnReportVersion), kOk);
  EXPECT_EQ(version_.state(), ReportVersion::STATE_DRAFT);
  ASSERT_EQ(Step(&SubmitReportVersion), kOk);
  ASSERT_EQ(Step(&ReleaseReportVersion), kOk);
  EXPECT_EQ(version_.state(), ReportVersion::STATE_RELEASED);
  EXPECT_TRUE(version_.has_release_time());
  EXPECT_EQ(Stored<Report>(kReport).released_version(), version_.name());
  EXPECT_EQ(Stored<Report>(kReport).last_released_number(), 1);
  EXPECT_EQ(Withdraw({}), kInvalid) << "no reason";
  ASSERT_EQ(Withdraw(German("Zahlen vertauscht")), kOk) << status_;
  EXPECT_EQ(version_.state(), ReportVersion::STATE_WITHDRAWN);
  EXPECT_EQ(version_.withdraw_reason().variants(0).text(), "Zahlen vertauscht");
  EXPECT_EQ(Stored<Report>(kReport).released_version(), "");
  EXPECT_EQ(Stored<Report>(kReport).last_released_number(), 1);
  EXPECT_EQ(Document(), kOk) << "it can still be read";
}

TEST_F(VersionsTest, AReleaseSupersedesTheOneBefore) {
  Release();
  MakeVersion(German("eins"));
  Release();
  EXPECT_EQ(Version(1).state(), ReportVersion::STATE_SUPERSEDED);
  EXPECT_EQ(Version(1).replaced_by(), Version(2).name());
  ASSERT_EQ(Withdraw(German("falsch")), kOk);
  EXPECT_EQ(Stored<Report>(kReport).released_version(), "") << "the first counts no more";
  EXPECT_EQ(Assemble(), kInvalid) << "one was released, if also withdrawn";
  MakeVersion(German("zwei"));
  Release();
  EXPECT_EQ(Version(2).state(), ReportVersion::STATE_WITHDRAWN);
  EXPECT_EQ(Version(2).replaced_by(), Version(3).name());
  EXPECT_EQ(Version(1).replaced_by(), Version(2).name());
  EXPECT_EQ(Stored<Report>(kReport).released_version(), Version(3).name());
}

TEST_F(VersionsTest, ALaterOneTakesThePlaceOfADraft) {
  ASSERT_EQ(Step(&SubmitReportVersion), kOk);
  MakeVersion();
  EXPECT_EQ(Version(1).state(), ReportVersion::STATE_SUPERSEDED);
  version_ = Version(1);
  EXPECT_EQ(Step(&ReleaseReportVersion), kWrongState);
}

TEST_F(VersionsTest, IsNotReleasedWhileALaterOneIsBeingMade) {
  ASSERT_EQ(Step(&SubmitReportVersion), kOk);
  assembler_.reset();
  MakeAssembler();
  ASSERT_EQ(Assemble(), kOk);
  version_ = Version(1);
  EXPECT_EQ(Step(&ReleaseReportVersion), kWrongState);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("v0002 is being made"));
}

TEST_F(VersionsTest, StepsHaveErrors) {
  const std::string etag = version_.etag();
  version_.clear_etag();
  EXPECT_EQ(Step(&SubmitReportVersion), kInvalid);
  version_ = Version(1);
  version_.set_etag("99");
  EXPECT_EQ(Step(&SubmitReportVersion), kEtag);
  version_ = Version(1);
  EXPECT_EQ(Step(&ReturnReportVersion), kWrongState);
  version_ = Version(1);
  EXPECT_EQ(Step(&ReleaseReportVersion), kWrongState);
  version_ = Version(1);
  EXPECT_EQ(Withdraw(German("so")), kWrongState);
  version_.set_name(absl::StrCat(kReport, "/versions/v0009"));
  version_.set_etag(etag);
  EXPECT_EQ(Step(&SubmitReportVersion), kNotFound);
  version_.set_name("v0001");
  EXPECT_EQ(Step(&SubmitReportVersion), kInvalid);
}

// Whatever is done, what a version says stays as it was made, to the byte.
TEST_F(VersionsTest, AFrozenVersionNeverChanges) {
  const std::string frozen = Frozen(version_);
  ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk);
  const std::string html = file_.content;
  const auto expect_same = [&](const char* after) {
    version_ = Version(1);
    EXPECT_EQ(Frozen(version_), frozen) << after;
    ASSERT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kOk) << after << status_;
    EXPECT_EQ(file_.content, html) << after;
    EXPECT_TRUE(Verify().same()) << after;
  };
  ASSERT_EQ(Step(&SubmitReportVersion), kOk);
  expect_same("submit");
  ASSERT_EQ(Step(&ReturnReportVersion), kOk);
  expect_same("return");
  Release();
  expect_same("release");
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_language("en");
  update.mutable_report()->mutable_title()->CopyFrom(German("Ganz anders"));
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  expect_same("a change of the report");
  MakeVersion(German("anders"));
  expect_same("another version");
  version_ = Version(2);
  Release();
  expect_same("its release");
  version_ = Version(2);
  ASSERT_EQ(Withdraw(German("doch nicht")), kOk);
  expect_same("its withdrawal");
  Restart();
  expect_same("a restart");
}

TEST_F(VersionsTest, ComparesWithAnEarlierOne) {
  v1alpha::DiffReportVersionsResponse diff;
  EXPECT_EQ(Diff("", &diff), kInvalid) << "it is the first";
  EXPECT_EQ(Diff(version_.name(), &diff), kInvalid) << "the same";
  MakeVersion();
  ASSERT_EQ(Diff("", &diff), kOk) << status_;
  EXPECT_EQ(diff.base(), Version(1).name()) << "none was released: the one before";
  EXPECT_EQ(diff.cell_count(), 0);
  EXPECT_EQ(diff.changed_sections_size(), 0);
  EXPECT_EQ(diff.changed_texts_size(), 0);
  Release();
  MakeVersion(German("drei"));
  MakeVersion(German("vier"));
  ASSERT_EQ(Diff("", &diff), kOk);
  EXPECT_EQ(diff.base(), Version(2).name()) << "the one that was released";
  ASSERT_EQ(Diff(Version(3).name(), &diff), kOk);
  EXPECT_EQ(diff.base(), Version(3).name());
  EXPECT_EQ(Diff("programmes/p/engagements/e/reports/x/versions/v0001", &diff), kInvalid);
  EXPECT_EQ(Diff(absl::StrCat(kReport, "/versions/v0000"), &diff), kNotFound);
  version_ = Version(2);
  EXPECT_EQ(Diff(Version(3).name(), &diff), kInvalid) << "a later one";
  version_.set_name(absl::StrCat(kReport, "/versions/v0009"));
  EXPECT_EQ(Diff("", &diff), kNotFound);
}

// The number of cells is the same in the version, in its list and where versions are compared:
// neither a new title nor another revision of a source is a value.
TEST_F(VersionsTest, CountsTheCellsThatChangedAndNoOthers) {
  Release();
  const auto answer = [this](int responses, int per_mille, const char* revision) {
    answer_ = [=](const Report&, ReportInputs* inputs) {
      Answer(inputs);
      inputs->waves[0].mutable_response_rate()->set_responses(responses);
      inputs->waves[0].mutable_response_rate()->set_rate_per_mille(per_mille);
      inputs->sources[1].set_revision(revision);
      return absl::OkStatus();
    };
  };
  v1alpha::DiffReportVersionsResponse diff;
  answer(213, 355, "9");
  MakeVersion(German("Quelle"));
  EXPECT_EQ(version_.changed_cells(), 0);
  ASSERT_EQ(Diff("", &diff), kOk);
  EXPECT_EQ(diff.cell_count(), 0);
  answer(216, 360, "10");
  MakeVersion(German("Zahl"));
  EXPECT_EQ(version_.changed_cells(), 2) << "number and rate";
  ASSERT_EQ(Diff("", &diff), kOk);
  EXPECT_EQ(diff.cell_count(), 2);
  ASSERT_EQ(Document(), kOk);
  EXPECT_THAT(document_.DebugString(), HasSubstr("213"));
  // Of what was withdrawn nothing is told again.
  Release();
  ASSERT_EQ(Withdraw(German("falsch")), kOk) << status_;
  answer(213, 355, "11");
  MakeVersion(German("Wieder"));
  EXPECT_EQ(version_.changed_cells(), 2);
  ASSERT_EQ(Document(), kOk);
  EXPECT_THAT(document_.DebugString(), ::testing::Not(HasSubstr("216")));
}

// A correction that was made before tells what the withdrawn version said.
TEST_F(VersionsTest, NoCorrectionTellsAgainWhatIsWithdrawnMeanwhile) {
  const auto answer = answer_;
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->waves[0].mutable_response_rate()->set_responses(216);
    inputs->waves[0].mutable_response_rate()->set_rate_per_mille(360);
    return absl::OkStatus();
  };
  MakeVersion();
  Release();
  answer_ = answer;
  MakeVersion(German("Zahl"));
  ASSERT_EQ(Document(), kOk);
  ASSERT_THAT(document_.DebugString(), HasSubstr("216"));
  ASSERT_EQ(Step(&SubmitReportVersion), kOk);
  version_ = Version(2);
  ASSERT_EQ(Withdraw(German("Die Zahl ist zu genau.")), kOk) << status_;
  version_ = Version(3);
  EXPECT_EQ(version_.state(), ReportVersion::STATE_SUPERSEDED);
  EXPECT_EQ(Step(&ReleaseReportVersion), kWrongState);
  MakeVersion(German("Zahl"));
  ASSERT_EQ(Document(), kOk);
  EXPECT_THAT(document_.DebugString(), ::testing::Not(HasSubstr("216")));
  Release();
  assembler_.reset();
  MakeAssembler();
  ASSERT_EQ(Assemble(German("fünf")), kOk) << status_;
  version_ = Version(4);
  EXPECT_EQ(Withdraw(German("falsch")), kWrongState) << "what is being made might repeat it";
}

TEST_F(VersionsTest, WhatWasNotMadeSaysNothing) {
  assembler_.reset();
  MakeAssembler();
  ASSERT_EQ(Assemble(), kOk);
  EXPECT_EQ(Document(), kWrongState);
  EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), kWrongState);
  v1alpha::VerifyReportVersionRequest verify;
  verify.set_name(version_.name());
  v1alpha::VerifyReportVersionResponse verified;
  EXPECT_EQ(Look(&VerifyReportVersion, verify, &verified), kWrongState);
  v1alpha::DiffReportVersionsResponse diff;
  EXPECT_EQ(Diff("", &diff), kWrongState);
}

// What was never released is read by those who write it and those who decide on it.
TEST_F(VersionsTest, ReadersReadWhatWasReleased) {
  const auto look = [&] {
    const ErrorReason reason = Document();
    EXPECT_EQ(GetFile(v1alpha::ARTIFACT_FORMAT_HTML), reason);
    v1alpha::VerifyReportVersionRequest verify;
    verify.set_name(version_.name());
    v1alpha::VerifyReportVersionResponse verified;
    EXPECT_EQ(Look(&VerifyReportVersion, verify, &verified), reason);
    return reason;
  };
  constexpr auto kMissing = type::v1alpha::ERROR_REASON_PERMISSION_MISSING;
  for (const auto role : {type::v1alpha::ROLE_ANALYST, type::v1alpha::ROLE_STEERING_GROUP_MEMBER}) {
    Become(role);
    EXPECT_EQ(look(), kOk) << role;
  }
  Become(type::v1alpha::ROLE_AUDITOR);
  EXPECT_EQ(look(), kMissing);
  cause_.view = {};
  Release();
  MakeVersion(German("eins"));
  Become(type::v1alpha::ROLE_AUDITOR);
  v1alpha::DiffReportVersionsResponse diff;
  EXPECT_EQ(Diff(Version(1).name(), &diff), kMissing) << "it would tell of the draft";
  version_ = Version(1);
  EXPECT_EQ(look(), kOk) << status_;
}

TEST_F(VersionsTest, AReportThatWasReleasedStays) {
  Release();
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kWrongState);
  ASSERT_EQ(Withdraw(German("falsch")), kOk);
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kWrongState);
}

TEST_F(VersionsTest, AreReadAndListed) {
  ReportVersion read;
  ASSERT_EQ(ByName<v1alpha::GetReportVersionRequest>(version_.name().c_str(), &read), kOk);
  EXPECT_EQ(read.DebugString(), version_.DebugString());
  MakeVersion();
  v1alpha::ListReportVersionsRequest q;
  v1alpha::ListReportVersionsResponse page;
  EXPECT_EQ(Run(q, &page), kInvalid);
  q.set_parent("programmes/p/engagements/e/reports/none");
  EXPECT_EQ(Run(q, &page), kNotFound);
  for (const char* parent : {kReport, "programmes/p/engagements/e/reports/-"}) {
    q.set_parent(parent);
    ASSERT_EQ(Run(q, &page), kOk) << status_;
    EXPECT_EQ(page.versions_size(), 2);
  }
  q.set_filter("state = SUPERSEDED");
  ASSERT_EQ(Run(q, &page), kOk) << status_;
  EXPECT_EQ(page.versions_size(), 1);
  q.set_page_token("x");
  EXPECT_EQ(Run(q, &page), kToken);
}

}  // namespace
}  // namespace lotse::reporting
