#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "google/protobuf/text_format.h"
#include "runtime/rpc/error.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
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

constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
constexpr auto kInvalid = type::v1alpha::ERROR_REASON_INVALID_FIELDS;
constexpr auto kNotFound = type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND;
constexpr char kParent[] = "programmes/p/engagements/e";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// What the peers answer about a small engagement with one question.
void Answer(ReportInputs* inputs) {
  engagement::v1alpha::Engagement engagement;
  google::protobuf::TextFormat::ParseFromString(
      R"(name: "programmes/p/engagements/e" etag: "1"
         title { variants { language: "de" text: "Begleitung <Musterstadt>" } }
         phases { phase_id: "bestand" state: STATE_ACTIVE
                  title { variants { language: "de" text: "Bestandsaufnahme" } }
                  start_date { year: 2021 month: 4 day: 2 } })",
      &engagement);
  inputs->process.engagement = engagement;
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
}

void SayNothing(ReportInputs* inputs) {
  Source source;
  source.set_service("survey");
  source.set_resource(kWave);
  source.set_state(Source::STATE_UNREACHABLE);
  inputs->sources.push_back(source);
}

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/reportingXXXXXX";
    folder_ = mkdtemp(pattern.data());
    store_ =
        *resource::Store::Open(folder_ + "/x.db", [this] { return absl::FromUnixSeconds(now_); });
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  ErrorReason Create(const v1alpha::CreateReportRequest& q) {
    report_.Clear();
    status_ = CreateReport(
        *store_,
        [this](const std::string&, const std::vector<std::string>&, absl::Time,
               ReportInputs* inputs) {
          ++asked_;
          if (!peers_.ok()) return peers_;
          if (down_) {
            SayNothing(inputs);
          } else {
            Answer(inputs);
          }
          return absl::OkStatus();
        },
        absl::InfiniteFuture(), q, &report_);
    return rpc::ReasonOf(status_);
  }
  ErrorReason Create(const char* id = "r", const char* language = "") {
    v1alpha::CreateReportRequest q;
    q.set_parent(kParent);
    q.set_report_id(id);
    q.mutable_report()->add_waves(kWave);
    q.mutable_report()->set_language(language);
    return Create(q);
  }
  template <class Q, class R>
  ErrorReason Call(absl::Status (*use_case)(Tx&, const Q&, R*), const Q& q, R* r) {
    r->Clear();
    status_ = store_->Read([&](Tx& tx) { return use_case(tx, q, r); });
    return rpc::ReasonOf(status_);
  }
  std::string Render(const char* id, v1alpha::RenderReportRequest::Format format) {
    v1alpha::RenderReportRequest q;
    q.set_name(std::string(kParent) + "/reports/" + id);
    q.set_format(format);
    EXPECT_EQ(Call(&RenderReport, q, &rendered_), kOk) << status_;
    return rendered_.content();
  }

  std::string folder_;
  int64_t now_ = 1795388400;
  std::unique_ptr<resource::Store> store_;
  absl::Status status_, peers_;
  bool down_ = false;
  int asked_ = 0;
  Report report_;
  v1alpha::RenderReportResponse rendered_;
};

TEST_F(AppTest, SameSourcesSameBytes) {
  ASSERT_EQ(Create("r"), kOk) << status_;
  const std::string hash = report_.content_sha256();
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
  now_ += int64_t{86400} * 30;
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
  ASSERT_EQ(Call(&ListReports, list, &page), kOk);
  EXPECT_EQ(page.reports_size(), 0);
}

TEST_F(AppTest, CreateChecksTheRequest) {
  EXPECT_EQ(Create(v1alpha::CreateReportRequest()), kInvalid);
  EXPECT_EQ(Create("R"), kInvalid);
  EXPECT_EQ(Create("r", "fr"), kInvalid);
  EXPECT_EQ(asked_, 0);
}

TEST_F(AppTest, ReadMethods) {
  ASSERT_EQ(Create(), kOk);
  v1alpha::GetReportRequest get;
  Report read;
  EXPECT_EQ(Call(&GetReport, get, &read), kInvalid);
  get.set_name("programmes/p/engagements/e/reports/none");
  EXPECT_EQ(Call(&GetReport, get, &read), kNotFound);
  get.set_name(report_.name());
  ASSERT_EQ(Call(&GetReport, get, &read), kOk);
  EXPECT_EQ(read.DebugString(), report_.DebugString());

  v1alpha::ListReportsRequest list;
  v1alpha::ListReportsResponse page;
  EXPECT_EQ(Call(&ListReports, list, &page), kInvalid);
  list.set_parent(kParent);
  ASSERT_EQ(Call(&ListReports, list, &page), kOk);
  ASSERT_EQ(page.reports_size(), 1);
  EXPECT_FALSE(page.reports(0).has_document());
  EXPECT_EQ(page.reports(0).content_sha256(), report_.content_sha256());
  list.set_page_token("x");
  EXPECT_EQ(Call(&ListReports, list, &page), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);

  v1alpha::RenderReportRequest render;
  EXPECT_EQ(Call(&RenderReport, render, &rendered_), kInvalid);
  render.set_name("programmes/p/engagements/e/reports/none");
  render.set_format(v1alpha::RenderReportRequest::FORMAT_HTML);
  EXPECT_EQ(Call(&RenderReport, render, &rendered_), kNotFound);
}

}  // namespace
}  // namespace lotse::reporting
