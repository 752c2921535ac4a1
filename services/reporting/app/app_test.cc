#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/app_testing.h"
#include "services/reporting/app/use_cases.h"

// Each method: success, each documented error. Over a real store, with peers
// that answer, refuse or are down.
namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using type::v1alpha::ErrorReason;
using v1alpha::Report;
using v1alpha::Source;

constexpr char kParent[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// What the peers answer about a small engagement with one question.
void Answer(ReportInputs* inputs) {
  engagement::v1alpha::Engagement engagement;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e" etag: "1"
         title { variants { language: "de" text: "Begleitung <Musterstadt>" } })",
      &engagement);
  inputs->process.engagement = engagement;
  engagement::v1alpha::Phase phase;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e/tracks/t/phases/bestand" phase_id: "bestand"
         state: STATE_ACTIVE title { variants { language: "de" text: "Bestandsaufnahme" } }
         start_date { year: 2021 month: 4 day: 2 })",
      &phase);
  inputs->process.phases = {phase};
  survey::v1alpha::TabulateWaveResponse tables;
  google::protobuf::TextFormat::ParseFromString(
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
                  rows { code: "3" label { variants { language: "de" text: "non-binär" } } } })",
      &tables);
  inputs->waves.push_back(tables);
  for (const char* service : {"engagement", "survey"}) {
    Source source;
    source.set_service(service);
    source.set_resource(service == std::string("survey") ? kWave : kParent);
    source.set_state(Source::STATE_REACHED);
    source.set_revision("1");
    inputs->sources.push_back(source);
  }
  Source list = inputs->sources[0];
  list.set_resource(std::string(kParent) + "/tracks/-/phases");
  list.set_revision(std::string(64, 'a'));
  inputs->sources.push_back(list);
}

void SayNothing(ReportInputs* inputs) {
  Source source;
  source.set_service("survey");
  source.set_resource(kWave);
  source.set_state(Source::STATE_UNREACHABLE);
  inputs->sources.push_back(source);
}

class AppTest : public AppTesting {
 protected:
  AppTest() : AppTesting({"lotse.reporting.v1alpha.ReportService"}) {
    now_ = absl::FromUnixSeconds(1795388400);
  }
  ErrorReason Create(const v1alpha::CreateReportRequest& q) {
    report_.Clear();
    return Reason(CreateReport(
        *store_,
        [this](const std::string&, const std::vector<std::string>&, absl::Time,
               ReportInputs* inputs) {
          ++asked_;
          if (!peers_.ok()) return peers_;
          if (down_) {
            SayNothing(inputs);
          } else {
            Answer(inputs);
            inputs->waves[0].set_pilot(pilot_);
          }
          if (deleted_) inputs->process.engagement->mutable_delete_time()->set_seconds(1);
          return absl::OkStatus();
        },
        cause_, absl::InfiniteFuture(), q, &report_));
  }
  ErrorReason Create(const char* id = "r", const char* language = "") {
    v1alpha::CreateReportRequest q;
    q.set_parent(kParent);
    q.set_report_id(id);
    q.mutable_report()->add_waves(kWave);
    q.mutable_report()->set_language(language);
    return Create(q);
  }
  std::string Render(const char* id, v1alpha::RenderReportRequest::Format format) {
    v1alpha::RenderReportRequest q;
    q.set_name(std::string(kParent) + "/reports/" + id);
    q.set_format(format);
    EXPECT_EQ(Read(&RenderReport, q, &rendered_), kOk) << status_;
    return rendered_.content();
  }

  absl::Status peers_;
  bool down_ = false;
  bool deleted_ = false;
  bool pilot_ = false;
  int asked_ = 0;
  Report report_;
  v1alpha::RenderReportResponse rendered_;
};

TEST_F(AppTest, SameSourcesSameBytes) {
  ASSERT_EQ(Create("r"), kOk) << status_;
  const std::string hash = report_.content_sha256();
  EXPECT_EQ(report_.document().sources_size(), 3);
  ASSERT_EQ(report_.sources_size(), 2) << "a list has no revision of its own";
  EXPECT_EQ(report_.sources(1).name(), kWave);
  EXPECT_EQ(report_.sources(1).revision(), 1);
  ASSERT_EQ(Create("r2"), kOk);
  EXPECT_EQ(report_.content_sha256(), hash);
  const std::string html = Render("r", v1alpha::RenderReportRequest::FORMAT_HTML);
  EXPECT_EQ(Render("r2", v1alpha::RenderReportRequest::FORMAT_HTML), html);
  EXPECT_EQ(rendered_.content_type(), "text/html; charset=utf-8");
  EXPECT_EQ(rendered_.sha256(), types::Sha256Hex(html));
  EXPECT_THAT(html, HasSubstr(hash));
  EXPECT_THAT(html, Not(HasSubstr("<Musterstadt>")));
  EXPECT_EQ(types::Sha256Hex(Render("r", v1alpha::RenderReportRequest::FORMAT_JSON)), hash);
}

TEST_F(AppTest, AskedAgainLaterIsTheSameReport) {
  ASSERT_EQ(Create(), kOk);
  const std::string first = report_.DebugString();
  now_ += absl::Hours(24 * 30);
  down_ = true;
  ASSERT_EQ(Create(), kOk);
  EXPECT_EQ(report_.DebugString(), first);
  EXPECT_EQ(asked_, 1) << "a report that was made does not ask again";
  EXPECT_EQ(Create("r", "en"), type::v1alpha::ERROR_REASON_RESOURCE_EXISTS);
}

TEST_F(AppTest, ProtectedFigureIsNowhere) {
  ASSERT_EQ(Create(), kOk);
  for (const auto format :
       {v1alpha::RenderReportRequest::FORMAT_HTML, v1alpha::RenderReportRequest::FORMAT_JSON}) {
    const std::string text = Render("r", format);
    EXPECT_THAT(text, HasSubstr("non-binär"));
    EXPECT_THAT(text, HasSubstr("103"));
    EXPECT_THAT(text, Not(HasSubstr("102")));
  }
}

TEST_F(AppTest, SourceThatIsDownIsNamed) {
  down_ = true;
  ASSERT_EQ(Create(), kOk) << status_;
  EXPECT_EQ(report_.document().sources(0).state(), Source::STATE_UNREACHABLE);
  EXPECT_EQ(report_.sources_size(), 0) << "what was not read has no revision";
  EXPECT_THAT(Render("r", v1alpha::RenderReportRequest::FORMAT_HTML),
              HasSubstr("nicht erreichbar"));
}

TEST_F(AppTest, RefusalOfAPeerIsPassedOn) {
  peers_ = rpc::NotFound(kParent);
  EXPECT_EQ(Create(), kNotFound);
  peers_ = rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED, "open");
  EXPECT_EQ(Create(), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
  v1alpha::ListReportsRequest list;
  v1alpha::ListReportsResponse page;
  list.set_parent(kParent);
  ASSERT_EQ(Read(&ListReports, list, &page), kOk);
  EXPECT_EQ(page.reports_size(), 0);
}

TEST_F(AppTest, NoReportOnADeletedEngagement) {
  deleted_ = true;
  EXPECT_EQ(Create(), kDeleted);
  EXPECT_THAT(std::string(status_.message()), HasSubstr(kParent));
  deleted_ = false;
  EXPECT_EQ(Create(), kOk) << status_;
}

TEST_F(AppTest, NoReportOfAPilot) {
  pilot_ = true;
  EXPECT_EQ(Create(), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report.waves[0]: is a pilot"));
  pilot_ = false;
  EXPECT_EQ(Create(), kOk) << status_;
}

TEST_F(AppTest, CreateChecksTheRequest) {
  EXPECT_EQ(Create(v1alpha::CreateReportRequest()), kInvalid);
  EXPECT_EQ(Create("R"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report_id"));
  EXPECT_EQ(Create("r", "fr"), kInvalid);
  EXPECT_EQ(asked_, 0);
}

TEST_F(AppTest, ReadMethods) {
  ASSERT_EQ(Create(), kOk);
  v1alpha::GetReportRequest get;
  Report read;
  EXPECT_EQ(Run(get, &read), kInvalid);
  get.set_name("programmes/p/engagements/e/reports/none");
  EXPECT_EQ(Run(get, &read), kNotFound);
  get.set_name(report_.name());
  ASSERT_EQ(Run(get, &read), kOk);
  EXPECT_EQ(read.DebugString(), report_.DebugString());

  v1alpha::ListReportsRequest list;
  v1alpha::ListReportsResponse page;
  EXPECT_EQ(Read(&ListReports, list, &page), kInvalid);
  list.set_parent(kParent);
  ASSERT_EQ(Read(&ListReports, list, &page), kOk);
  ASSERT_EQ(page.reports_size(), 1);
  EXPECT_FALSE(page.reports(0).has_document());
  EXPECT_EQ(page.reports(0).content_sha256(), report_.content_sha256());
  list.set_page_token("x");
  EXPECT_EQ(Read(&ListReports, list, &page), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);

  v1alpha::RenderReportRequest render;
  EXPECT_EQ(Read(&RenderReport, render, &rendered_), kInvalid);
  render.set_name("programmes/p/engagements/e/reports/none");
  render.set_format(v1alpha::RenderReportRequest::FORMAT_HTML);
  EXPECT_EQ(Read(&RenderReport, render, &rendered_), kNotFound);
}

}  // namespace
}  // namespace lotse::reporting
