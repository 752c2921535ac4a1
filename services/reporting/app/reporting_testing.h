#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "services/app_testing.h"
#include "services/reporting/app/assembler.h"
#include "services/reporting/app/read_version.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/render/artifact.h"

// What tests of app/ share: a real store, and in the place of the other services what a test
// lets them answer.
namespace lotse::reporting {

using type::v1alpha::ErrorReason;
using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::ReportVersion;

inline constexpr auto kWrongState = type::v1alpha::ERROR_REASON_WRONG_STATE;
inline constexpr auto kCorrupt = type::v1alpha::ERROR_REASON_STORE_CORRUPT;
inline constexpr char kEngagement[] = "programmes/p/engagements/e";
inline constexpr char kReport[] = "programmes/p/engagements/e/reports/r";
inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

inline type::v1alpha::Text German(const std::string& wording) {
  type::v1alpha::Text text;
  text.add_variants()->set_language("de");
  text.mutable_variants(0)->set_text(wording);
  return text;
}

template <class M>
M FromText(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// What the other services say of a small engagement with one phase and one question.
inline void Answer(ReportInputs* inputs) {
  inputs->process.engagement = FromText<engagement::v1alpha::Engagement>(
      R"(name: "programmes/p/engagements/e" etag: "4"
         title { variants { language: "de" text: "Begleitung <Musterstadt>" } })");
  inputs->process.phases = {FromText<engagement::v1alpha::Phase>(
      R"(name: "programmes/p/engagements/e/tracks/t/phases/bestand" phase_id: "bestand"
         state: STATE_ACTIVE title { variants { language: "de" text: "Bestandsaufnahme" } }
         start_date { year: 2021 month: 4 day: 2 })")};
  inputs->waves = {FromText<survey::v1alpha::TabulateWaveResponse>(
      R"(wave { name: "programmes/p/engagements/e/surveys/s/waves/w" etag: "3" state: STATE_CLOSED
                title { variants { language: "de" text: "Erste Welle" } }
                start_date { year: 2021 month: 4 day: 1 } end_date { year: 2021 month: 5 day: 31 } }
         response_rate { invited: 600 responses: 213 rate_per_mille: 355 }
         disclosure_rule { minimum_base: 10 minimum_cell: 5 }
         tables { code: "Q1" base: 213 missing: 0 protected_count: 103
                  section { variants { language: "de" text: "Teil" } }
                  question { variants { language: "de" text: "Geschlecht" } }
                  rows { code: "1" label { variants { language: "de" text: "weiblich" } }
                         count: 110 share_per_mille: 516 }
                  rows { code: "2" label { variants { language: "de" text: "männlich" } } }
                  rows { code: "3" label { variants { language: "de" text: "non-binär" } } } })")};
  for (const auto& [service, resource, revision] :
       {std::tuple("engagement", std::string(kEngagement), std::string("4")),
        std::tuple("survey", std::string(kWave), std::string("3")),
        std::tuple("engagement", absl::StrCat(kEngagement, "/tracks/-/phases"),
                   std::string(64, 'a'))}) {
    v1alpha::Source& source = inputs->sources.emplace_back();
    source.set_service(service);
    source.set_resource(resource);
    source.set_state(v1alpha::Source::STATE_REACHED);
    source.set_revision(revision);
  }
}

class ReportingTest : public AppTesting {
 protected:
  // By the requests, so that they are linked in.
  ReportingTest()
      : AppTesting(
            {v1alpha::GetReportRequest::descriptor()->file()->service(0)->full_name(),
             v1alpha::GetReportTemplateRequest::descriptor()->file()->service(0)->full_name(),
             v1alpha::GetReportVersionRequest::descriptor()->file()->service(0)->full_name()}) {
    now_ = absl::FromUnixSeconds(1795388400);
  }
  void SetUp() override {
    AppTesting::SetUp();
    AddRules(standard_.get());
    MakeAssembler();
  }
  void TearDown() override {
    assembler_.reset();
    AppTesting::TearDown();
  }

  void MakeAssembler() {
    assembler_ = std::make_unique<Assembler>(
        store_.get(),
        [this](const Report& report, absl::Time, const SourcesRead& told, ReportInputs* inputs) {
          ++asked_;
          told_ = told;
          return answer_(report, inputs);
        },
        [this](absl::string_view what) {
          faults_.push_back(std::string(what));
          return absl::StrCat("incident-", faults_.size());
        },
        [](const absl::Status& status) { ADD_FAILURE() << status; });
    assembler_->AddRules(standard_.get());
  }
  int Start() {
    const absl::StatusOr<int> left = assembler_->Start();
    EXPECT_TRUE(left.ok()) << left.status();
    return left.value_or(-1);
  }
  // Store and assembler anew, as after a start; nothing is made before Start.
  void Restart() {
    assembler_.reset();
    store_.reset();
    OpenStore();
    AddRules(standard_.get());
    MakeAssembler();
  }

  ErrorReason MakeReport(const Report& report = Report(), const char* id = "r") {
    v1alpha::CreateReportRequest q;
    q.set_parent(kEngagement);
    q.set_report_id(id);
    *q.mutable_report() = report;
    return Run(q, &report_);
  }
  ErrorReason Assemble(const type::v1alpha::Text& correction_reason = {}) {
    v1alpha::AssembleReportRequest q;
    q.set_name(kReport);
    if (!correction_reason.variants().empty()) {
      *q.mutable_correction_reason() = correction_reason;
    }
    return Assemble(q);
  }
  ErrorReason Assemble(const v1alpha::AssembleReportRequest& q) {
    return WriteWith(q, &version_, [&](Tx& tx) { return assembler_->Assemble(tx, q, &version_); });
  }
  // Waits until nothing is made any more; `version_` is then the newest.
  void Await() {
    for (int i = 0; i < 3000 && !assembler_->Idle(); ++i) absl::SleepFor(absl::Milliseconds(10));
    version_ = Stored<ReportVersion>(version_.name());
  }
  // Makes a version to its end.
  void MakeVersion(const type::v1alpha::Text& correction_reason = {}) {
    ASSERT_EQ(Assemble(correction_reason), kOk) << status_;
    Await();
    ASSERT_EQ(version_.state(), ReportVersion::STATE_DRAFT) << version_.DebugString();
  }
  // A step that needs name and etag only.
  template <class Q>
  ErrorReason Step(absl::Status (*use_case)(Tx&, const Q&, ReportVersion*)) {
    Q q;
    q.set_name(version_.name());
    q.set_etag(version_.etag());
    return Write(use_case, q, &version_);
  }
  void Release() {
    ASSERT_EQ(Step(&SubmitReportVersion), kOk) << status_;
    ASSERT_EQ(Step(&ReleaseReportVersion), kOk) << status_;
  }
  ErrorReason Withdraw(const type::v1alpha::Text& reason) {
    v1alpha::WithdrawReportVersionRequest q;
    q.set_name(version_.name());
    q.set_etag(version_.etag());
    *q.mutable_withdraw_reason() = reason;
    return Write(&WithdrawReportVersion, q, &version_);
  }

  // What reads a store and not a transaction.
  template <class Q, class R>
  ErrorReason Look(absl::Status (*use_case)(const VersionReader&, const Q&, R*), const Q& q, R* r) {
    r->Clear();
    if (absl::Status s = Admit(q); !s.ok()) return Reason(s);
    return Reason(use_case({*store_, cause_.view, {}}, q, r));
  }
  ErrorReason GetFile(v1alpha::ArtifactFormat format) {
    v1alpha::GetArtifactRequest q;
    q.set_name(version_.name());
    q.set_format(format);
    auto file = GetArtifact({*store_, cause_.view, {}}, q);
    if (file.ok()) file_ = *std::move(file);
    return Reason(file.status());
  }
  ErrorReason Document() {
    v1alpha::GetDocumentRequest q;
    q.set_name(version_.name());
    return Look(&GetDocument, q, &document_);
  }

  // From now on it is somebody who has this role there.
  void Become(type::v1alpha::Role role, const std::string& place = kEngagement) {
    const std::vector<auth::Right> rights = {{place, role}};
    cause_.view = auth::View(std::make_shared<const auth::Access>(rights),
                             type::v1alpha::PERMISSION_UNSPECIFIED, now_);
  }

  template <class R>
  R Stored(const std::string& name) {
    R resource;
    const absl::Status status = store_->Read([&](Tx& tx) { return tx.Load(name, &resource); });
    EXPECT_TRUE(status.ok()) << status;
    return resource;
  }
  ReportVersion Version(int number) {
    return Stored<ReportVersion>(absl::StrCat(kReport, "/versions/v000", number));
  }

  // What the other services say.
  std::function<absl::Status(const Report&, ReportInputs*)> answer_ = [](const Report&,
                                                                         ReportInputs* inputs) {
    Answer(inputs);
    return absl::OkStatus();
  };
  // How they tell how far that is; for `answer_`.
  SourcesRead told_;
  std::atomic<int> asked_ = 0;
  // What stands in the log; to be read while nothing is made.
  std::vector<std::string> faults_;
  std::unique_ptr<Assembler> assembler_;
  Report report_;
  ReportVersion version_;
  v1alpha::Document document_;
  VersionFile file_;
};

}  // namespace lotse::reporting
