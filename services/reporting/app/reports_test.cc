// The standard methods of reports and templates. Over a real store.
#include "services/reporting/app/reporting_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;

class ReportsTest : public ReportingTest {
 protected:
  ReportTemplate Usual(Report::Kind kind) {
    v1alpha::GetUsualReportTemplateRequest q;
    q.set_kind(kind);
    ReportTemplate usual;
    EXPECT_EQ(Read(&GetUsualReportTemplate, q, &usual), kOk) << status_;
    return usual;
  }
  ErrorReason MakeTemplate(const ReportTemplate& wanted, const char* id = "t") {
    v1alpha::CreateReportTemplateRequest q;
    q.set_parent("programmes/p");
    q.set_report_template_id(id);
    *q.mutable_report_template() = wanted;
    return Run(q, &template_);
  }

  ReportTemplate template_;
};

TEST_F(ReportsTest, IsCreatedReadChangedAndDeleted) {
  Report wanted;
  wanted.set_kind(Report::KIND_PROGRESS);
  wanted.set_latest_version(7);  // Only the server sets it.
  ASSERT_EQ(MakeReport(wanted), kOk) << status_;
  EXPECT_EQ(report_.latest_version(), 0);
  EXPECT_EQ(asked_, 0) << "a report alone asks nobody";
  const std::string etag = report_.etag();
  ASSERT_EQ(MakeReport(wanted), kOk) << "the same again";
  EXPECT_EQ(report_.etag(), etag);
  wanted.set_language("en");
  EXPECT_EQ(MakeReport(wanted), kExists);

  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_language("en");
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  EXPECT_EQ(report_.kind(), Report::KIND_PROGRESS);
  update.mutable_report()->set_etag("99");
  EXPECT_EQ(Run(update, &report_), kEtag);
  update.mutable_report()->clear_etag();
  update.mutable_report()->set_language("fr");
  EXPECT_EQ(Run(update, &report_), kInvalid);
  update.mutable_report()->set_language("de");
  update.mutable_report()->set_kind(Report::KIND_FINAL);
  EXPECT_EQ(Run(update, &report_), kInvalid) << "what it is for stays";
  update.mutable_report()->set_name("programmes/p/engagements/e/reports/none");
  EXPECT_EQ(Run(update, &report_), kNotFound);

  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, "99", &report_), kEtag);
  ASSERT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeleteReportRequest>(kReport, &report_), kDeleted);
  const std::string deleted = report_.etag();
  ASSERT_EQ(ByName<v1alpha::GetReportRequest>(kReport, &report_), kOk);
  ASSERT_EQ(ByName<v1alpha::UndeleteReportRequest>(kReport, report_.etag(), &report_), kOk);
  EXPECT_EQ(ByName<v1alpha::UndeleteReportRequest>(kReport, report_.etag(), &report_), kExists);
}

TEST_F(ReportsTest, CreateChecksTheRequest) {
  EXPECT_EQ(MakeReport(Report(), "R"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report_id"));
  Report wanted;
  wanted.add_waves("programmes/p/engagements/x/surveys/s/waves/w");
  EXPECT_EQ(MakeReport(wanted), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report.waves[0]"));
  wanted.clear_waves();
  wanted.add_external_ids()->set_system("akte");
  wanted.mutable_external_ids(0)->set_value("12");
  ASSERT_EQ(MakeReport(wanted), kOk) << status_;
  EXPECT_EQ(MakeReport(wanted, "s"), kTaken);
}

TEST_F(ReportsTest, AreListed) {
  ASSERT_EQ(MakeReport(), kOk);
  v1alpha::ListReportsRequest q;
  v1alpha::ListReportsResponse page;
  EXPECT_EQ(Run(q, &page), kInvalid);
  q.set_parent(kEngagement);
  ASSERT_EQ(Run(q, &page), kOk);
  EXPECT_EQ(page.reports_size(), 1);
  q.set_page_token("x");
  EXPECT_EQ(Run(q, &page), kToken);
}

TEST_F(ReportsTest, TakesATemplateOfItsProgrammeAndKind) {
  ASSERT_EQ(MakeTemplate(Usual(Report::KIND_FINAL)), kOk) << status_;
  const std::string name = template_.name();
  Report wanted;
  wanted.set_template_(name);
  EXPECT_EQ(MakeReport(wanted), kInvalid) << "it is for another kind";
  wanted.set_kind(Report::KIND_FINAL);
  wanted.set_template_("programmes/p/reportTemplates/none");
  EXPECT_EQ(MakeReport(wanted), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report.template"));
  wanted.set_template_("programmes/q/reportTemplates/t");
  EXPECT_EQ(MakeReport(wanted), kInvalid);
  wanted.set_template_(name);
  ASSERT_EQ(MakeReport(wanted), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeleteReportTemplateRequest>(name.c_str(), &template_), kInUse);
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_update_mask()->add_paths("template");
  ASSERT_EQ(Run(update, &report_), kOk) << status_;
  EXPECT_EQ(ByName<v1alpha::DeleteReportTemplateRequest>(name.c_str(), &template_), kOk);
}

TEST_F(ReportsTest, TextsAreForSectionsThatAreThere) {
  Report wanted;
  wanted.set_kind(Report::KIND_PROGRESS);
  wanted.add_texts()->set_section_id("recomendations");
  *wanted.mutable_texts(0)->mutable_text() = German("Mehr davon.");
  EXPECT_EQ(MakeReport(wanted), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report.texts[0].section_id"));
  EXPECT_THAT(std::string(status_.message()), HasSubstr(", recommendations, "));
  wanted.mutable_texts(0)->set_section_id("recommendations");
  ASSERT_EQ(MakeReport(wanted), kOk) << status_;
  ReportTemplate without = Usual(Report::KIND_PROGRESS);
  without.mutable_sections()->DeleteSubrange(0, without.sections_size() - 1);
  ASSERT_EQ(MakeTemplate(without), kOk) << status_;
  v1alpha::UpdateReportRequest update;
  update.mutable_report()->set_name(kReport);
  update.mutable_report()->set_template_(template_.name());
  update.mutable_update_mask()->add_paths("template");
  EXPECT_EQ(Run(update, &report_), kInvalid) << "its own template has no such section";
}

// What a caller may not know of is refused in the same words whether it is there or not.
TEST_F(ReportsTest, TellsNothingOfTemplatesThatTheCallerMayNotKnow) {
  ASSERT_EQ(MakeTemplate(Usual(Report::KIND_FINAL)), kOk) << status_;
  Become(type::v1alpha::ROLE_INSTITUTE_CONSULTANT);
  const auto refusal = [&](const char* id, const std::string& name) {
    Report wanted;
    wanted.set_template_(name);
    EXPECT_EQ(MakeReport(wanted, id), kInvalid) << name;
    return std::string(status_.message());
  };
  EXPECT_EQ(refusal("r", template_.name()), refusal("r", "programmes/p/reportTemplates/none"));
  EXPECT_THAT(refusal("r", template_.name()), HasSubstr("does not exist"));
  Become(type::v1alpha::ROLE_INSTITUTE_CONSULTANT, "programmes/q");
  v1alpha::CreateReportRequest q;
  q.set_parent("programmes/q/engagements/e");
  q.set_report_id("r");
  q.mutable_report()->set_template_(template_.name());
  EXPECT_EQ(Run(q, &report_), kInvalid);
  const std::string there(status_.message());
  q.mutable_report()->set_template_("programmes/p/reportTemplates/none");
  EXPECT_EQ(Run(q, &report_), kInvalid);
  EXPECT_EQ(std::string(status_.message()), there);
}

TEST_F(ReportsTest, TemplatesAreCreatedChangedAndDeleted) {
  ReportTemplate wanted = Usual(Report::KIND_PROGRESS);
  ASSERT_EQ(MakeTemplate(wanted), kOk) << status_;
  const ReportTemplate made = template_;
  EXPECT_EQ(made.sections_size(), wanted.sections_size());
  wanted.clear_sections();
  EXPECT_EQ(MakeTemplate(wanted, "leer"), kInvalid);
  EXPECT_THAT(std::string(status_.message()), HasSubstr("report_template.sections"));
  v1alpha::UpdateReportTemplateRequest update;
  *update.mutable_report_template() = made;
  update.mutable_report_template()->clear_etag();
  update.mutable_report_template()->set_accent_colour("#ffff00");
  EXPECT_EQ(Run(update, &template_), kInvalid) << "too little contrast";
  update.mutable_report_template()->set_accent_colour("#1a4480");
  ASSERT_EQ(Run(update, &template_), kOk) << status_;
  update.mutable_report_template()->set_kind(Report::KIND_FINAL);
  EXPECT_EQ(Run(update, &template_), kInvalid);
  const std::string name = template_.name();
  ASSERT_EQ(ByName<v1alpha::DeleteReportTemplateRequest>(name.c_str(), &template_), kOk);
  ASSERT_EQ(
      ByName<v1alpha::UndeleteReportTemplateRequest>(name.c_str(), template_.etag(), &template_),
      kOk)
      << status_;
}

TEST_F(ReportsTest, HasAUsualTemplateOfEachKind) {
  for (const auto kind : {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS, Report::KIND_FINAL}) {
    const ReportTemplate usual = Usual(kind);
    EXPECT_EQ(usual.kind(), kind);
    EXPECT_EQ(usual.name(), "");
    EXPECT_GT(usual.sections_size(), 0);
  }
  v1alpha::GetUsualReportTemplateRequest q;
  ReportTemplate usual;
  EXPECT_EQ(Read(&GetUsualReportTemplate, q, &usual), kInvalid);
  q.set_kind(static_cast<Report::Kind>(9));
  EXPECT_EQ(Read(&GetUsualReportTemplate, q, &usual), kInvalid);
}

}  // namespace
}  // namespace lotse::reporting
