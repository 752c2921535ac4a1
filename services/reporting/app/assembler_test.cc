// The making of versions: to its end, and what stands in its way. Over a real store.
#include "services/reporting/app/assembler.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "absl/synchronization/notification.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/reporting_testing.h"
#include "services/reporting/app/version_store.h"

namespace lotse::reporting {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class AssemblerTest : public ReportingTest {
 protected:
  void SetUp() override {
    ReportingTest::SetUp();
    Report report;
    report.add_waves(kWave);
    ASSERT_EQ(MakeReport(report), kOk) << status_;
  }
  // Ends as FAILED for this reason.
  void ExpectFailure(const char* reason, const char* message) {
    ASSERT_EQ(Assemble(), kOk) << status_;
    Await();
    EXPECT_EQ(version_.state(), ReportVersion::STATE_FAILED) << version_.DebugString();
    EXPECT_EQ(version_.failure().reason(), reason);
    EXPECT_THAT(version_.failure().message(), HasSubstr(message));
    EXPECT_EQ(version_.content_sha256(), "");
    EXPECT_EQ(version_.artifacts_size(), 0) << "never a part of one";
    EXPECT_EQ(Document(), kWrongState);
  }
};

TEST_F(AssemblerTest, MakesAVersion) {
  ASSERT_EQ(Assemble(), kOk) << status_;
  EXPECT_EQ(version_.name(), absl::StrCat(kReport, "/versions/v0001"));
  EXPECT_EQ(version_.number(), 1);
  EXPECT_EQ(version_.state(), ReportVersion::STATE_REQUESTED);
  EXPECT_EQ(version_.settings().waves(0), kWave);
  EXPECT_EQ(version_.lotse_version(), "") << "it has no files yet";
  EXPECT_EQ(Stored<Report>(kReport).latest_version(), 1);
  EXPECT_EQ(Start(), 1) << "it waits since before the start";
  Await();
  ASSERT_EQ(version_.state(), ReportVersion::STATE_DRAFT) << version_.DebugString();
  EXPECT_EQ(version_.as_of_date().year(), 2026);
  EXPECT_TRUE(version_.has_assemble_time());
  EXPECT_EQ(version_.lotse_version(), LOTSE_VERSION);
  EXPECT_EQ(version_.previous_sha256(), "");
  ASSERT_EQ(version_.sources_size(), 2) << "a list has no revision of its own";
  EXPECT_EQ(version_.sources(0).name(), kEngagement);
  EXPECT_EQ(version_.sources(0).revision(), 4);
  EXPECT_EQ(version_.sources(1).name(), kWave);
  ASSERT_EQ(Document(), kOk) << status_;
  EXPECT_EQ(document_.title(), version_.title());
  EXPECT_EQ(types::Sha256Hex(*types::CanonicalJson(document_)), version_.content_sha256());
  ASSERT_EQ(version_.artifacts_size(), static_cast<int>(std::size(kArtifactFormats)));
  EXPECT_EQ(version_.artifacts(0).format(), v1alpha::ARTIFACT_FORMAT_HTML);
  EXPECT_EQ(version_.artifacts(1).sha256(), version_.content_sha256()) << "the JSON itself";
}

// Invariant 22.
TEST_F(AssemblerTest, TheSameSourcesSayTheSame) {
  Start();
  MakeVersion();
  const ReportVersion first = version_;
  now_ += absl::Hours(1);
  MakeVersion();
  EXPECT_EQ(version_.number(), 2);
  EXPECT_EQ(version_.content_sha256(), first.content_sha256());
  EXPECT_EQ(version_.previous_sha256(), first.content_sha256());
  const ReportVersion superseded = Version(1);
  EXPECT_EQ(superseded.state(), ReportVersion::STATE_SUPERSEDED);
  EXPECT_EQ(superseded.replaced_by(), "") << "it was never released";
}

TEST_F(AssemblerTest, AProtectedFigureIsNowhere) {
  Start();
  MakeVersion();
  for (const auto format : {v1alpha::ARTIFACT_FORMAT_HTML, v1alpha::ARTIFACT_FORMAT_JSON}) {
    ASSERT_EQ(GetFile(format), kOk) << status_;
    EXPECT_THAT(file_.content, HasSubstr("non-binär"));
    // As figures, as a hash may hold any three digits.
    EXPECT_THAT(file_.content, ContainsRegex("[^0-9a-f]103[^0-9a-f]"));
    EXPECT_THAT(file_.content, Not(ContainsRegex("[^0-9a-f]102[^0-9a-f]")));
  }
}

TEST_F(AssemblerTest, ASourceThatIsDownIsNamed) {
  answer_ = [](const Report&, ReportInputs* inputs) {
    v1alpha::Source& source = inputs->sources.emplace_back();
    source.set_service("survey");
    source.set_resource(kWave);
    source.set_state(v1alpha::Source::STATE_UNREACHABLE);
    return absl::OkStatus();
  };
  Start();
  MakeVersion();
  EXPECT_EQ(version_.sources_size(), 0) << "what was not read has no revision";
  ASSERT_EQ(Document(), kOk);
  EXPECT_EQ(document_.sources(0).state(), v1alpha::Source::STATE_UNREACHABLE);
}

TEST_F(AssemblerTest, GathersForTheReportAsItWasWhenItWasAskedFor) {
  Report asked_for;
  answer_ = [&](const Report& report, ReportInputs* inputs) {
    asked_for = report;
    Answer(inputs);
    return absl::OkStatus();
  };
  ASSERT_EQ(Assemble(), kOk);
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_language("en");
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  Start();
  Await();
  EXPECT_EQ(asked_for.language(), "");
  ASSERT_EQ(Document(), kOk);
  EXPECT_EQ(document_.language(), "de");
}

TEST_F(AssemblerTest, ANoOfTheOtherServicesIsTold) {
  Start();
  answer_ = [](const Report&, ReportInputs*) { return rpc::NotFound(kEngagement); };
  ExpectFailure("RESOURCE_NOT_FOUND", kEngagement);
  answer_ = [](const Report&, ReportInputs*) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED, "open");
  };
  ExpectFailure("WAVE_NOT_CLOSED", "open");
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->process.engagement->mutable_delete_time()->set_seconds(1);
    return absl::OkStatus();
  };
  ExpectFailure("RESOURCE_DELETED", kEngagement);
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->waves[0].set_pilot(true);
    return absl::OkStatus();
  };
  ExpectFailure("INVALID_FIELDS", "report.waves[0]: is a pilot");
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->waves[0].mutable_tables(0)->mutable_rows(0)->set_share_per_mille(999);
    return absl::OkStatus();
  };
  ExpectFailure("DOCUMENT_INCOMPLETE", "document.sections");
  answer_ = [](const Report&, ReportInputs*) -> absl::Status { throw std::runtime_error("oh"); };
  ExpectFailure("INTERNAL", "internal fault; incident incident-1");
  EXPECT_THAT(faults_, ::testing::ElementsAre("oh")) << "it is for those who read the log alone";
  // A version that failed is none to be superseded or compared with.
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    return absl::OkStatus();
  };
  MakeVersion();
  EXPECT_EQ(version_.number(), 7);
  EXPECT_EQ(version_.previous_sha256(), "");
  EXPECT_EQ(Version(6).state(), ReportVersion::STATE_FAILED);
}

// While the store takes no writes nobody can be told; once it does the version says why it failed.
TEST_F(AssemblerTest, SaysThatItFailedOnceTheStoreTakesWritesAgain) {
  SQLite::Database other(folder_ + "/x.db", SQLite::OPEN_READWRITE);
  absl::Notification held;
  answer_ = [&](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    other.exec("BEGIN IMMEDIATE");
    held.Notify();
    return absl::OkStatus();
  };
  Start();
  ASSERT_EQ(Assemble(), kOk) << status_;
  held.WaitForNotification();
  // Longer than the freezing and the first word of its failure wait: two seconds each, and one.
  absl::SleepFor(absl::Seconds(6));
  EXPECT_FALSE(assembler_->Idle());
  ReportVersion waits;
  ASSERT_EQ(ByName<v1alpha::GetReportVersionRequest>(version_.name().c_str(), &waits), kOk);
  EXPECT_EQ(waits.state(), ReportVersion::STATE_ASSEMBLING);
  EXPECT_FALSE(waits.has_progress()) << "it is no further than that it ends";
  other.exec("ROLLBACK");
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_FAILED) << version_.DebugString();
  EXPECT_EQ(version_.failure().reason(), "STORE_UNAVAILABLE");
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    return absl::OkStatus();
  };
  MakeVersion();
}

TEST_F(AssemblerTest, AssembleHasErrors) {
  EXPECT_EQ(Assemble(v1alpha::AssembleReportRequest()), kInvalid);
  v1alpha::AssembleReportRequest q;
  q.set_name("programmes/p/engagements/e/reports/none");
  EXPECT_EQ(Assemble(q), kNotFound);
  q.set_name(kReport);
  q.set_etag("99");
  EXPECT_EQ(Assemble(q), kEtag);
  EXPECT_EQ(Assemble(German("grundlos")), kInvalid) << "nothing was released";
  q.set_etag(report_.etag());
  ASSERT_EQ(Assemble(q), kOk) << status_;
  EXPECT_EQ(Assemble(), kWrongState) << "one is being made";
  EXPECT_EQ(asked_, 0);
  ASSERT_EQ(MakeReport(Report(), "weg"), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteReportRequest>(report_.name().c_str(), &report_), kOk);
  q.set_name(report_.name());
  q.clear_etag();
  EXPECT_EQ(Assemble(q), kDeleted);
}

TEST_F(AssemblerTest, TooManyThatWaitAreRefused) {
  v1alpha::AssembleReportRequest q;
  for (size_t i = 0; i <= jobs::JobQueue::kMaxOfCaller; ++i) {
    ASSERT_EQ(MakeReport(Report(), absl::StrCat("w", i).c_str()), kOk);
    q.set_name(report_.name());
    const bool room = i < jobs::JobQueue::kMaxOfCaller;
    EXPECT_EQ(Assemble(q), room ? kOk : type::v1alpha::ERROR_REASON_RATE_LIMITED) << i;
  }
  EXPECT_EQ(Stored<Report>(q.name()).latest_version(), 0) << "nothing was changed";
  Start();
  for (int i = 0; i < 3000 && !assembler_->Idle(); ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(Assemble(q), kOk);
}

TEST_F(AssemblerTest, AReportIsNotDeletedWhileAVersionIsBeingMade) {
  ASSERT_EQ(Assemble(), kOk);
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kWrongState);
  Start();
  Await();
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kOk);
  EXPECT_EQ(Step(&SubmitReportVersion), kDeleted);
}

TEST_F(AssemblerTest, WhatWaitsGoesOnAtTheNextStart) {
  ASSERT_EQ(Assemble(), kOk);
  Restart();
  EXPECT_EQ(Start(), 1);
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_DRAFT);
  Restart();
  EXPECT_EQ(Start(), 0);
}

// A stop in the middle loses nothing: it is put back, and made at the next start.
TEST_F(AssemblerTest, AStopPutsBackWhatIsBeingMade) {
  absl::Notification asked, stopped;
  answer_ = [&](const Report&, ReportInputs* inputs) {
    asked.Notify();
    stopped.WaitForNotification();
    Answer(inputs);
    return absl::OkStatus();
  };
  Start();
  ASSERT_EQ(Assemble(), kOk);
  asked.WaitForNotification();
  EXPECT_EQ(Stored<ReportVersion>(version_.name()).state(), ReportVersion::STATE_ASSEMBLING);
  assembler_->Stop();
  stopped.Notify();
  assembler_.reset();
  version_ = Stored<ReportVersion>(version_.name());
  EXPECT_EQ(version_.state(), ReportVersion::STATE_REQUESTED);
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    return absl::OkStatus();
  };
  Restart();
  EXPECT_EQ(Start(), 1);
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_DRAFT) << version_.DebugString();
}

// What was being made when the service was cut off may be what cut it off.
TEST_F(AssemblerTest, WhatWasCutOffHasFailed) {
  ASSERT_EQ(Assemble(), kOk);
  ASSERT_TRUE(store_
                  ->WriteAndWait(cause_,
                                 [&](Tx& tx) {
                                   ReportVersion version = version_;
                                   version.set_state(ReportVersion::STATE_ASSEMBLING);
                                   return tx.Save("BEGIN", "", &version);
                                 })
                  .ok());
  Restart();
  EXPECT_EQ(Start(), 1);
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_FAILED);
  EXPECT_EQ(version_.failure().reason(), "SHUTTING_DOWN");
  EXPECT_EQ(Assemble(), kOk);
}

TEST_F(AssemblerTest, ACorrectionNamesWhatItCorrects) {
  Start();
  MakeVersion();
  Release();
  const std::string released = version_.content_sha256();
  EXPECT_EQ(Assemble(), kInvalid) << "no reason";
  EXPECT_THAT(std::string(status_.message()), HasSubstr("correction_reason"));
  answer_ = [](const Report&, ReportInputs* inputs) {
    Answer(inputs);
    inputs->waves[0].mutable_response_rate()->set_responses(212);
    inputs->waves[0].mutable_response_rate()->set_rate_per_mille(353);
    return absl::OkStatus();
  };
  MakeVersion(German("Rücklauf falsch gezählt"));
  EXPECT_EQ(version_.correction_reason().variants(0).text(), "Rücklauf falsch gezählt");
  EXPECT_EQ(version_.previous_sha256(), released);
  EXPECT_EQ(Version(1).state(), ReportVersion::STATE_RELEASED) << "until the other is released";
  v1alpha::DiffReportVersionsRequest q;
  q.set_name(version_.name());
  v1alpha::DiffReportVersionsResponse diff;
  ASSERT_EQ(Look(&DiffReportVersions, q, &diff), kOk) << status_;
  EXPECT_EQ(diff.base(), Version(1).name());
  EXPECT_GT(diff.cell_count(), 0);
  EXPECT_EQ(version_.changed_cells(), diff.cell_count());
}

TEST_F(AssemblerTest, TakesTheTemplateOfTheProgramme) {
  v1alpha::CreateReportTemplateRequest create;
  create.set_parent("programmes/p");
  create.set_report_template_id("t");
  ReportTemplate& wanted = *create.mutable_report_template();
  v1alpha::GetUsualReportTemplateRequest usual;
  usual.set_kind(Report::KIND_STOCK_TAKING);
  ASSERT_EQ(Read(&GetUsualReportTemplate, usual, &wanted), kOk);
  wanted.mutable_imprint()->mutable_publisher()->CopyFrom(German("Stadt Musterstadt"));
  ReportTemplate made;
  ASSERT_EQ(Run(create, &made), kOk) << status_;
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_template_(made.name());
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  Start();
  MakeVersion();
  ASSERT_EQ(Document(), kOk);
  EXPECT_EQ(document_.imprint().publisher(), "Stadt Musterstadt");
  EXPECT_EQ(document_.template_().name(), made.name());
  EXPECT_EQ(document_.template_().revision(), 1);
  // Who has a grant for the engagement alone knows nothing of the template, and needs not to.
  Become(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  MakeVersion();
  ASSERT_EQ(Document(), kOk);
  EXPECT_EQ(document_.template_().name(), made.name());
  cause_.view = {};
  EXPECT_EQ(ByName<v1alpha::DeleteReportTemplateRequest>(made.name().c_str(), &made), kInUse);
}

// A text for a section that the template lost meanwhile is not left out without a word.
TEST_F(AssemblerTest, FailsWithATextThatTheTemplateHasNoSectionFor) {
  v1alpha::CreateReportTemplateRequest create;
  create.set_parent("programmes/p");
  create.set_report_template_id("t");
  v1alpha::GetUsualReportTemplateRequest usual;
  usual.set_kind(Report::KIND_STOCK_TAKING);
  ASSERT_EQ(Read(&GetUsualReportTemplate, usual, create.mutable_report_template()), kOk);
  ReportTemplate made;
  ASSERT_EQ(Run(create, &made), kOk) << status_;
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_template_(made.name());
  update.mutable_report()->add_texts()->set_section_id("recommendations");
  *update.mutable_report()->mutable_texts(0)->mutable_text() = German("Mehr davon.");
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  v1alpha::UpdateReportTemplateRequest change;
  change.mutable_report_template()->set_name(made.name());
  // The annex alone, which comes last.
  *change.mutable_report_template()->add_sections() = made.sections(made.sections_size() - 1);
  change.mutable_update_mask()->add_paths("sections");
  ASSERT_EQ(Run(change, &made), kOk) << status_;
  Start();
  ASSERT_EQ(Assemble(), kOk) << status_;
  Await();
  EXPECT_EQ(version_.state(), ReportVersion::STATE_FAILED);
  EXPECT_EQ(version_.failure().reason(), "INVALID_FIELDS");
  EXPECT_THAT(version_.failure().message(), HasSubstr("report.texts[0].section_id"));
  EXPECT_THAT(version_.failure().message(), HasSubstr("annex"));
}

}  // namespace
}  // namespace lotse::reporting
