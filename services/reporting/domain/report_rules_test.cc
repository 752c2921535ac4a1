#include "services/reporting/domain/report_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;
using v1alpha::ReportTemplate;

constexpr char kName[] = "programmes/p/engagements/e/reports/r";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kMaterial[] = "programmes/p/engagements/e/studies/s/materialReleases/m";

void AddText(const std::string& section, const std::string& wording, Report* report) {
  v1alpha::ReportText* text = report->add_texts();
  text->set_section_id(section);
  auto* variant = text->mutable_text()->add_variants();
  variant->set_language("de");
  variant->set_text(wording);
}

void SetDays(absl::CivilDay start, absl::CivilDay end, Report* report) {
  *report->mutable_start_date() = types::ToDate(start);
  *report->mutable_end_date() = types::ToDate(end);
}

TEST(CheckReport, FindsEachFault) {
  struct Case {
    std::function<void(Report*)> change;
    std::string field;  // Empty: nothing is wrong.
  };
  const Case cases[] = {
      {[](Report*) {}, ""},
      {[](Report* r) { r->add_waves(kWave); }, ""},
      {[](Report* r) { r->set_language("en"); }, ""},
      {[](Report* r) { r->set_language("fr"); }, "report.language"},
      {[](Report* r) { r->add_waves("w"); }, "report.waves[0]"},
      {[](Report* r) { r->add_waves("programmes/p/engagements/x/surveys/s/waves/w"); },
       "report.waves[0]"},
      {[](Report* r) {
         r->add_waves(kWave);
         r->add_waves(kWave);
       },
       "report.waves[1]"},
      {[](Report* r) {
         for (int i = 0; i < 20; ++i) r->add_waves(absl::StrCat(kWave, i));
       },
       ""},
      {[](Report* r) {
         for (int i = 0; i < 21; ++i) r->add_waves(absl::StrCat(kWave, i));
       },
       "report.waves"},
      {[](Report* r) { r->add_releases(absl::StrCat(kWave, "/releases/r")); }, ""},
      {[](Report* r) { r->add_releases(kWave); }, "report.releases[0]"},
      {[](Report* r) {
         for (int i = 0; i < 21; ++i) r->add_releases(absl::StrCat(kWave, "/releases/r", i));
       },
       "report.releases"},
      {[](Report* r) { r->add_material_releases(kMaterial); }, ""},
      {[](Report* r) { r->add_material_releases("programmes/p/engagements/e/studies/s"); },
       "report.material_releases[0]"},
      {[](Report* r) {
         r->add_material_releases("programmes/p/engagements/x/studies/s/materialReleases/m");
       },
       "report.material_releases[0]"},
      {[](Report* r) {
         r->add_material_releases(kMaterial);
         r->add_material_releases(kMaterial);
       },
       "report.material_releases[1]"},
      {[](Report* r) {
         for (int i = 0; i < 20; ++i) r->add_material_releases(absl::StrCat(kMaterial, i));
       },
       ""},
      {[](Report* r) {
         for (int i = 0; i < 21; ++i) r->add_material_releases(absl::StrCat(kMaterial, i));
       },
       "report.material_releases"},
      {[](Report* r) { r->set_kind(static_cast<Report::Kind>(9)); }, "report.kind"},
      {[](Report* r) { r->set_template_("programmes/p/reportTemplates/t"); }, ""},
      {[](Report* r) { r->set_template_("reportTemplates/t"); }, "report.template"},
      {[](Report* r) { r->set_template_("programmes/q/reportTemplates/t"); }, "report.template"},
      {[](Report* r) { r->mutable_title()->add_variants()->set_language("de"); },
       "report.title.variants[0].text"},
      {[](Report* r) { SetDays(absl::CivilDay(2021, 4, 1), absl::CivilDay(2021, 4, 1), r); }, ""},
      {[](Report* r) { SetDays(absl::CivilDay(2021, 4, 2), absl::CivilDay(2021, 4, 1), r); },
       "report.end_date"},
      {[](Report* r) { r->mutable_start_date()->set_year(2021); }, "report.start_date"},
      {[](Report* r) { r->mutable_end_date()->set_year(2021); }, "report.end_date"},
      {[](Report* r) { r->add_external_ids()->set_system("akte"); },
       "report.external_ids[0].value"},
      {[](Report* r) { AddText("recommendations", "*Mehr* davon.", r); }, ""},
      // What is no mark of these texts is shown as it is written; HTML is not.
      {[](Report* r) { AddText("a", "# Oben\n\n> Zitat\n\n![Bild](b.png) `a < b`", r); }, ""},
      {[](Report* r) { AddText("a", "[Uster](https://uster.example)", r); }, ""},
      {[](Report* r) { AddText("a", "Mehr <b>davon</b>.", r); },
       "report.texts[0].text.variants[0].text"},
      {[](Report* r) { AddText("a", "<https://uster.example>", r); },
       "report.texts[0].text.variants[0].text"},
      {[](Report* r) { AddText("", "Text", r); }, "report.texts[0].section_id"},
      {[](Report* r) { AddText("a", "", r); }, "report.texts[0].text.variants[0].text"},
      {[](Report* r) { AddText("a", std::string(20'000, 'x'), r); }, ""},
      {[](Report* r) { AddText("a", std::string(20'001, 'x'), r); },
       "report.texts[0].text.variants[0].text"},
      {[](Report* r) {
         AddText("a", "eins", r);
         AddText("a", "zwei", r);
       },
       "report.texts[1].section_id"},
      {[](Report* r) {
         for (int i = 0; i < 50; ++i) AddText(absl::StrCat("a", i), std::string(20'000, 'x'), r);
       },
       ""},
      {[](Report* r) {
         for (int i = 0; i < 51; ++i) AddText(absl::StrCat("a", i), "x", r);
       },
       "report.texts"},
      {[](Report* r) {
         for (int i = 0; i < 49; ++i) AddText(absl::StrCat("a", i), std::string(20'000, 'x'), r);
         std::string wide;
         for (int i = 0; i < 10'001; ++i) wide += "ü";
         AddText("b", wide, r);
       },
       "report.texts"},
  };
  for (const Case& c : cases) {
    Report report;
    report.set_name(kName);
    c.change(&report);
    const auto violations = CheckReport(report);
    ASSERT_EQ(violations.size(), c.field.empty() ? 0u : 1u) << c.field;
    if (c.field.empty()) continue;
    EXPECT_EQ(violations[0].field, c.field);
    EXPECT_FALSE(violations[0].german.empty()) << c.field;
  }
}

TEST(Report, HasAKindAndALanguage) {
  Report report;
  EXPECT_EQ(KindOf(report), Report::KIND_STOCK_TAKING);
  EXPECT_STREQ(LanguageTagOf(report), "de");
  report.set_kind(Report::KIND_FINAL);
  report.set_language("en");
  EXPECT_EQ(KindOf(report), Report::KIND_FINAL);
  EXPECT_STREQ(LanguageTagOf(report), "en");
}

TEST(CheckTemplateOf, TakesOneOfTheKind) {
  struct Case {
    Report::Kind of_report;
    Report::Kind of_template;
    bool right;
  };
  const Case cases[] = {
      {Report::KIND_FINAL, Report::KIND_FINAL, true},
      {Report::KIND_UNSPECIFIED, Report::KIND_STOCK_TAKING, true},
      {Report::KIND_FINAL, Report::KIND_PROGRESS, false},
  };
  for (const Case& c : cases) {
    Report report;
    report.set_kind(c.of_report);
    ReportTemplate report_template;
    report_template.set_kind(c.of_template);
    const auto violations = CheckTemplateOf(report, report_template);
    EXPECT_EQ(violations.empty(), c.right) << c.of_report << c.of_template;
    if (!violations.empty()) {
      EXPECT_EQ(violations[0].field, "report.template");
    }
  }
}

TEST(CheckTextsOf, NamesEachThatIsForNoSection) {
  Report report;
  for (const char* id : {"lage", "recomendations", "ausblick"}) AddText(id, "Text", &report);
  EXPECT_TRUE(CheckTextsOf(report, {"ausblick", "lage", "recomendations"}).empty());
  const auto violations = CheckTextsOf(report, {"lage", "recommendations"});
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "report.texts[1].section_id");
  EXPECT_EQ(violations[0].description,
            "`recomendations` is no section of the template; give one of: lage, recommendations");
  EXPECT_NE(violations[0].german.find("lage, recommendations"), std::string::npos);
  EXPECT_EQ(violations[1].field, "report.texts[2].section_id");
}

TEST(CheckNoPilot, NamesEachPilot) {
  Report report;
  std::vector<survey::v1alpha::TabulateWaveResponse> waves(3);
  for (int i = 0; i < 3; ++i) {
    report.add_waves(absl::StrCat(kWave, i));
    waves[i].mutable_wave()->set_name(report.waves(i));
  }
  std::vector<survey::v1alpha::Release> releases(2);
  for (int i = 0; i < 2; ++i) {
    report.add_releases(absl::StrCat(kWave, "0/releases/", i));
    releases[i].set_name(report.releases(i));
  }
  EXPECT_TRUE(CheckNoPilot(report, waves, releases).empty());
  waves[1].set_pilot(true);
  releases[1].set_pilot(true);
  // One that was not reached is not among them.
  waves.erase(waves.begin());
  releases.erase(releases.begin());
  const auto violations = CheckNoPilot(report, waves, releases);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "report.waves[1]");
  EXPECT_EQ(violations[1].field, "report.releases[1]");
}

}  // namespace
}  // namespace lotse::reporting
