#include "services/reporting/document/build_document.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/survey/v1alpha/table.pb.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/document/key_figures.h"
#include "services/reporting/document/sample_inputs.h"
#include "services/reporting/document/sample_releases.h"
#include "tests/support/surroundings.h"

namespace lotse::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1alpha::Document;
using v1alpha::Report;
using v1alpha::Section;
using v1alpha::Source;

constexpr Report::Kind kKinds[] = {Report::KIND_STOCK_TAKING, Report::KIND_PROGRESS,
                                   Report::KIND_FINAL};

Document Build(const ReportInputs& inputs) {
  absl::StatusOr<Document> document = BuildDocument(inputs);
  EXPECT_TRUE(document.ok()) << document.status();
  return document.value_or(Document());
}

std::vector<std::string> Ids(const Document& document) {
  std::vector<std::string> ids;
  for (const Section& section : document.sections()) ids.push_back(section.section_id());
  return ids;
}

// The section with an id, at the top or one level below; an empty one if there is none.
Section Find(const Document& document, const std::string& id) {
  for (const Section& section : document.sections()) {
    if (section.section_id() == id) return section;
    for (const Section& inner : section.sections()) {
      if (inner.section_id() == id) return inner;
    }
  }
  return {};
}

// All figures of a section and those below it, in order.
void AppendFigures(const Section& section, std::vector<int64_t>& out) {
  for (const v1alpha::Block& block : section.blocks()) {
    for (const v1alpha::Row& row : block.table().rows()) {
      for (const v1alpha::Cell& cell : row.cells()) {
        if (cell.has_integer()) out.push_back(cell.integer());
        if (cell.has_share()) out.push_back(cell.share().per_mille());
        if (cell.has_number()) out.push_back(cell.number().unscaled());
      }
    }
  }
  for (const Section& inner : section.sections()) AppendFigures(inner, out);
}

std::vector<int64_t> Figures(const Document& document) {
  std::vector<int64_t> out;
  for (const Section& section : document.sections()) AppendFigures(section, out);
  return out;
}

std::string Json(const ReportInputs& inputs) {
  const absl::StatusOr<std::string> json = types::CanonicalJson(Build(inputs));
  EXPECT_TRUE(json.ok()) << json.status();
  return json.value_or("");
}

TEST(BuildDocumentTest, FollowsTheTemplateOfItsKind) {
  const Document stock = Build(SampleReport(Language::kGerman, Report::KIND_STOCK_TAKING));
  EXPECT_EQ(stock.language(), "de");
  EXPECT_EQ(stock.title(), "Bestandsanalyse: Interkulturelle Öffnung der Stadt Musterstadt");
  EXPECT_EQ(stock.subtitle(), "Stadt Musterstadt · Programm VOPI");
  EXPECT_EQ(stock.as_of_date().day(), 22);
  EXPECT_EQ(Ids(stock).front(), "summary");
  EXPECT_EQ(Ids(stock).back(), "annex");
  EXPECT_THAT(Ids(stock), Contains("findings"));
  EXPECT_THAT(Ids(stock), Not(Contains("measures")));
  const Document progress = Build(SampleReport(Language::kEnglish, Report::KIND_PROGRESS));
  EXPECT_EQ(progress.title(), "Progress report: Intercultural opening of Musterstadt");
  EXPECT_THAT(Ids(progress), Contains("measures"));
  EXPECT_THAT(Ids(progress), Contains("deviations"));
  EXPECT_THAT(Ids(progress), Not(Contains("corrections"))) << "there is nothing to correct";
  const Document final_report = Build(SampleReport(Language::kEnglish, Report::KIND_FINAL));
  EXPECT_EQ(final_report.title(), "Final report: Intercultural opening of Musterstadt");
}

TEST(BuildDocumentTest, TellsWhereItComesFrom) {
  const ReportInputs inputs = SampleReport(Language::kGerman, Report::KIND_PROGRESS);
  const Document document = Build(inputs);
  EXPECT_EQ(document.sources_size(), static_cast<int>(inputs.sources.size()));
  EXPECT_EQ(document.log_heads_size(), 1);
  EXPECT_FALSE(document.has_template_());
  ASSERT_EQ(document.rules_size(), 5);
  EXPECT_EQ(document.rules(4).rule_id(), "usual-template");
}

TEST(BuildDocumentTest, ShowsWhatPeopleWroteForASection) {
  const Section section =
      Find(Build(SampleReport(Language::kGerman, Report::KIND_PROGRESS)), "recommendations");
  bool found = false;
  for (const v1alpha::Block& block : section.blocks()) {
    found = found || block.list().items_size() == 2;
  }
  EXPECT_TRUE(found) << section.DebugString();
}

// Everything is read from the inputs: neither the zone nor the language of the process counts.
TEST(BuildDocumentTest, GivesTheSameBytesEverywhere) {
  testing_support::MakeGermanLocale();
  bool comma = false;
  for (const Report::Kind kind : kKinds) {
    for (const Language language : {Language::kGerman, Language::kEnglish}) {
      const std::string first = types::Sha256Hex(Json(SampleReport(language, kind)));
      EXPECT_EQ(types::Sha256Hex(Json(SampleReport(language, kind))), first);
      for (const char* zone : {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"}) {
        for (const char* locale : {"C", "C.UTF-8", "de_DE.UTF-8"}) {
          const testing_support::Surroundings around(locale, zone);
          comma = comma || testing_support::Surroundings::HasComma();
          EXPECT_EQ(types::Sha256Hex(Json(SampleReport(language, kind))), first)
              << Report::Kind_Name(kind) << " " << zone << " " << locale
              << (around.found() ? "" : " (not installed)");
        }
      }
    }
  }
  if (!comma) GTEST_SKIP() << "the sources of locales are not installed; zones were compared";
}

TEST(BuildDocumentTest, HasTheSameFiguresInBothLanguages) {
  for (const Report::Kind kind : kKinds) {
    const std::vector<int64_t> german = Figures(Build(SampleReport(Language::kGerman, kind)));
    EXPECT_GT(german.size(), 90u);
    EXPECT_EQ(german, Figures(Build(SampleReport(Language::kEnglish, kind))));
  }
}

TEST(BuildDocumentTest, WarnsFirstAboutWhatIsMissing) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves.clear();
  inputs.sources[5].set_state(Source::STATE_UNREACHABLE);
  inputs.sources[5].clear_revision();
  const Document document = Build(inputs);
  EXPECT_THAT(CheckDocument(document), IsEmpty());
  std::vector<std::string> warnings;
  for (const v1alpha::Block& block : document.sections(0).blocks()) {
    if (block.paragraph().kind() != v1alpha::Paragraph::KIND_WARNING) continue;
    warnings.push_back(block.paragraph().text());
  }
  EXPECT_THAT(warnings,
              testing::ElementsAre(HasSubstr("Der Dienst für Befragungen war nicht erreichbar")));
  EXPECT_THAT(Ids(document), Not(Contains("survey")));
}

TEST(BuildDocumentTest, CanBeFrozenWithNothingAtAll) {
  for (const Report::Kind kind : kKinds) {
    ReportInputs inputs;
    inputs.report.set_kind(kind);
    inputs.as_of_date = MakeDate(2026, 11, 22);
    inputs.engagement_name = "programmes/vopi/engagements/musterstadt";
    const Document document = Build(inputs);
    EXPECT_THAT(document.title(), HasSubstr(": musterstadt"));
    EXPECT_EQ(document.subtitle(), "");
    EXPECT_THAT(CheckDocument(document), IsEmpty());
  }
}

// What is overdue depends on the day of the report, and on nothing else.
TEST(BuildDocumentTest, TellsWhatIsOverdueOnItsDay) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.process = SampleProcessOfTwoTracks();
  // The first key statement, in the list below the intro.
  const auto summary = [&inputs] {
    return Find(Build(inputs), "summary").blocks(1).list().items(0).spans(0).text();
  };
  EXPECT_THAT(summary(), HasSubstr("Überfällige Phasen: 1."));
  inputs.as_of_date = MakeDate(2026, 11, 21);
  EXPECT_THAT(summary(), Not(HasSubstr("berfällig")));
}

TEST(BuildDocumentTest, KeepsSeveralWavesApart) {
  ReportInputs inputs = SampleInputs(Language::kGerman);
  inputs.waves.push_back(SampleWave());
  inputs.waves[1].mutable_wave()->set_name("programmes/vopi/engagements/e/surveys/buerger/waves/1");
  inputs.sources.push_back(inputs.sources[5]);
  inputs.sources.back().set_resource(inputs.waves[1].wave().name());
  const Document document = Build(inputs);
  const Section survey = Find(document, "survey");
  ASSERT_EQ(survey.sections_size(), 2);
  EXPECT_EQ(survey.sections(0).section_id(), "survey--beschaeftigte--2026");
  EXPECT_EQ(survey.sections(1).section_id(), "survey--buerger--1");
  EXPECT_THAT(CheckDocument(document), IsEmpty());
}

// A template of the programme, with one section that shows the number of measures.
ReportInputs WithOwnTemplate(const std::string& title) {
  ReportInputs inputs = SampleReport(Language::kGerman, Report::KIND_PROGRESS);
  inputs.report_template.set_name("programmes/vopi/reportTemplates/kurz");
  inputs.report_template.set_etag("7");
  inputs.report_template.set_accent_colour("#1f4e79");
  v1alpha::TemplateSection& section = *inputs.report_template.add_sections();
  section.set_section_id("kurz");
  *section.mutable_title() = MakeText(title, title);
  section.set_condition(v1alpha::TemplateSection::CONDITION_ALWAYS);
  *inputs.report_template.mutable_imprint()->mutable_publisher() =
      MakeText("{administration}", "{administration}");
  return inputs;
}

TEST(BuildDocumentTest, FillsInTheTemplateOfAProgramme) {
  const Document document =
      Build(WithOwnTemplate("{measures, plural, one {Eine Maßnahme} other {# Maßnahmen}}"));
  ASSERT_EQ(document.sections_size(), 1);
  EXPECT_THAT(document.sections(0).title(), HasSubstr(" Maßnahmen"));
  EXPECT_THAT(document.sections(0).blocks(0).paragraph().text(), HasSubstr("nichts vor"));
  EXPECT_EQ(document.imprint().publisher(), "Stadt Musterstadt");
  EXPECT_EQ(document.appearance().accent_colour(), "#1f4e79");
  EXPECT_EQ(document.template_().name(), "programmes/vopi/reportTemplates/kurz");
  EXPECT_EQ(document.template_().revision(), 7);
  EXPECT_EQ(document.rules(document.rules_size() - 1).rule_id(), "suppression");
  EXPECT_THAT(CheckDocument(document), IsEmpty());
}

// Whether a message can hold a floating-point number, at whatever depth.
bool HoldsFloats(const google::protobuf::Descriptor& type,
                 std::set<const google::protobuf::Descriptor*>* seen) {
  using google::protobuf::FieldDescriptor;
  if (!seen->insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
        field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT ||
        (field.message_type() != nullptr && HoldsFloats(*field.message_type(), seen))) {
      return true;
    }
  }
  return false;
}

// What is rounded once stays as it is.
TEST(BuildDocumentTest, HasNoFloatingPointNumbers) {
  std::set<const google::protobuf::Descriptor*> seen;
  EXPECT_FALSE(HoldsFloats(*Document::descriptor(), &seen));
  seen.clear();
  EXPECT_TRUE(HoldsFloats(*survey::v1alpha::TableSpec::descriptor(), &seen));
}

TEST(BuildDocumentTest, WhereNobodyIsNamedTheAdministrationPublishes) {
  ReportInputs inputs = SampleReport(Language::kGerman, Report::KIND_PROGRESS);
  EXPECT_EQ(Build(inputs).imprint().publisher(), "Stadt Musterstadt");
  inputs.process.administration.reset();
  EXPECT_FALSE(Build(inputs).has_imprint());
}

TEST(BuildDocumentTest, FundersSayTheirsWhereTheTemplateSaysNothingOfThem) {
  ReportInputs inputs = SampleReport(Language::kEnglish, Report::KIND_PROGRESS);
  engagement::v1alpha::Programme& programme = *inputs.process.programme;
  programme.add_funders();  // Wants nothing to be said.
  for (const char* const english : {"Funded by the Land", "Funded by the Land", "Funded {by} us"}) {
    *programme.add_funders()->mutable_publicity_text() = MakeText("Gefördert", english);
  }
  const Document document = Build(inputs);
  EXPECT_THAT(document.imprint().funder_statements(),
              ElementsAre("Funded by the Land", "Funded {by} us"))
      << "they are no messages";
  EXPECT_THAT(CheckDocument(document), IsEmpty());
  inputs = WithOwnTemplate("Kurz");
  *inputs.process.programme->add_funders()->mutable_publicity_text() = MakeText("Land", "Land");
  EXPECT_THAT(Build(inputs).imprint().funder_statements(), ElementsAre("Land"));
  *inputs.report_template.mutable_imprint()->add_funder_statements() = MakeText("Bund", "Bund");
  EXPECT_THAT(Build(inputs).imprint().funder_statements(), ElementsAre("Bund"));
  inputs.process.programme.reset();
  EXPECT_THAT(Build(inputs).imprint().funder_statements(), ElementsAre("Bund"));
}

TEST(BuildDocumentTest, NamesTheSectionWhoseTextIsWrong) {
  const absl::StatusOr<Document> document = BuildDocument(WithOwnTemplate("{massnahmen}"));
  EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(document.status().message()), HasSubstr("section `kurz`: title"));
}

// A value that is not known is not written as 0.
TEST(BuildDocumentTest, DoesNotMakeUpWhatIsNotKnown) {
  ReportInputs inputs = WithOwnTemplate("Maßnahmen: {measures}");
  inputs.process.measures.reset();
  EXPECT_EQ(Build(inputs).sections(0).title(), "kurz");
}

// Whoever reads it can see how many answered of how many, and no answers but the released ones.
TEST(BuildDocumentTest, AReportOfAReleaseAloneIsComplete) {
  for (const Report::Kind kind : kKinds) {
    ReportInputs inputs = SampleReport(Language::kGerman, kind);
    const Document with_wave = Build(inputs);
    LeaveReleaseAlone(inputs);
    const Document alone = Build(inputs);
    EXPECT_THAT(CheckDocument(alone), IsEmpty());
    for (const char* id : {"data-basis", "released-tables", "provenance"}) {
      EXPECT_EQ(Find(alone, id).SerializeAsString(), Find(with_wave, id).SerializeAsString()) << id;
    }
    EXPECT_EQ(Find(alone, "survey").sections_size(), 1);
  }
}

TEST(BuildDocumentTest, CountsTheWavesItTellsOf) {
  ReportInputs inputs = SampleReport(Language::kGerman, Report::KIND_PROGRESS);
  inputs.report.add_waves(SampleWave().wave().name());
  inputs.report.add_releases(inputs.releases[0].release.name());
  EXPECT_EQ(KeyFiguresOf(inputs).waves, 1);
  inputs.report.clear_waves();
  LeaveReleaseAlone(inputs);
  EXPECT_EQ(KeyFiguresOf(inputs).waves, 1);
  inputs.release_waves.clear();
  EXPECT_EQ(KeyFiguresOf(inputs).waves, std::nullopt);
  inputs.report.clear_releases();
  EXPECT_EQ(KeyFiguresOf(inputs).waves, 0);
}

}  // namespace
}  // namespace lotse::reporting
