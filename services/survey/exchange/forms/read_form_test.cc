#include "services/survey/exchange/forms/read_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"

namespace lotse::survey {
namespace {

using testing::HasSubstr;
using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;

constexpr char kTable[] =
    R"(| survey |                |       |            |                       |
|        | type           | name  | label      | relevant              |
|        | select_one yn  | works | Arbeit?    |                       |
|        | integer        | hours | Stunden?   | ${works} = 'yes'      |
|        | text           | why   | Warum?     | ${works} = 'maybe'    |
| choices |       |      |       |
|         | list_name | name | label |
|         | yn        | yes  | Ja    |
|         | yn        | no   | Nein  |
| settings |            |
|          | form_title |
|          | Arbeit     |
)";

TEST(ReadForm, ReadsTablesAndWarnsOfOddExpressions) {
  const auto result = ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, kTable, "de");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(CheckInstrument(result->instrument).empty());
  bool warned = false;
  for (const ImportFinding& finding : result->findings) {
    EXPECT_NE(finding.severity(), ImportFinding::SEVERITY_ERROR) << finding.message();
    if (finding.code() != "why") continue;
    warned = finding.severity() == ImportFinding::SEVERITY_WARNING;
    EXPECT_THAT(finding.message(), HasSubstr("maybe"));
    EXPECT_EQ(finding.sheet(), "survey");
    EXPECT_EQ(finding.line(), 5);
    EXPECT_EQ(finding.column(), "relevant");
  }
  EXPECT_TRUE(warned) << "an option that the question does not have";
}

TEST(ReadForm, WarnsOfWhatNoAnonymousWaveCanAsk) {
  constexpr char kDrawn[] =
      R"(| survey |           |       |            |                  |                  |
|        | type      | name  | label      | calculation      | relevant         |
|        | calculate | draw  |            | once(random())   |                  |
|        | calculate | twice |            | once(${draw} * 2) |                 |
|        | text      | why   | Warum?     |                  | ${draw} < 0.5    |
| settings |            |
|          | form_title |
|          | Los        |
)";
  const auto result = ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, kDrawn, "de");
  ASSERT_TRUE(result.ok()) << result.status();
  std::vector<std::string> warned;
  for (const ImportFinding& finding : result->findings) {
    EXPECT_NE(finding.severity(), ImportFinding::SEVERITY_ERROR) << finding.message();
    if (finding.severity() != ImportFinding::SEVERITY_WARNING) continue;
    warned.push_back(absl::StrCat(finding.code(), " ", finding.column(), ": ", finding.message()));
  }
  EXPECT_THAT(warned, testing::Contains(
                          HasSubstr("twice calculation: cannot be asked in an anonymous wave")));
  EXPECT_THAT(warned, testing::Contains(HasSubstr("why relevant: `draw` decides here")));
}

TEST(ReadForm, CountsAllFindingsThatAreNotListed) {
  std::string table = "survey,,,\n,type,name,label\n,begin_group,alle,Alle\n";
  for (int i = 0; i <= 500; ++i) {
    absl::StrAppend(&table, ",begin_group,g", i, ",G\n,text,q,Q\n,end_group,,\n");
  }
  table += ",end_group,,\nsettings,,,\n,form_title,,\n,T,,\n";
  const FormFiles files;
  const auto result =
      ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, table, "de", nullptr, &files);
  ASSERT_TRUE(result.ok()) << result.status();
  int notes = 0;
  for (const ImportFinding& finding : result->findings) {
    if (finding.severity() == ImportFinding::SEVERITY_NOTE) ++notes;
  }
  EXPECT_EQ(notes, 301);
  EXPECT_EQ(result->findings.back().message(),
            "200 more findings of this severity are not listed.");
}

TEST(ReadForm, TakesFilesBesideOptionsOfXformsByLanguageAndTellsGuidance) {
  const std::string form =
      "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'>"
      "<h:head><h:title>T</h:title><model><itext><translation lang='de'><text id='x'><value>Ja"
      "</value><value form='guidance'>Mehr</value><value form='image'>jr://images/x.png</value>"
      "</text></translation><translation lang='en'><text id='x'><value>Yes</value></text>"
      "</translation></itext><instance><data id='f'><a/><b/></data></instance><instance id='l'>"
      "<root><item><itextId>x</itextId><name>1</name></item></root></instance></model></h:head>"
      "<h:body><select1 ref='/data/a'><label>A</label><item><label ref=\"jr:itext('x')\"/><value>1"
      "</value></item></select1><select1 ref='/data/b'><label>B</label><itemset "
      "nodeset=\"instance('l')/root/item\"><value ref='name'/><label ref='jr:itext(itextId)'/>"
      "</itemset></select1></h:body></h:html>";
  const auto result = ReadForm(ImportInstrumentRequest::FORMAT_XFORMS, form, "de");
  ASSERT_TRUE(result.ok()) << result.status();
  const v1alpha::Instrument& instrument = result->instrument;
  ASSERT_EQ(instrument.option_lists_size(), 1);
  for (const v1alpha::Option& option :
       {instrument.sections(0).questions(0).options(0), instrument.option_lists(0).options(0)}) {
    ASSERT_EQ(option.media_size(), 1);
    EXPECT_EQ(option.media(0).ShortDebugString(),
              "kind: KIND_IMAGE language: \"de\" file: \"x.png\"");
  }
  std::vector<std::string> codes;
  for (const ImportFinding& finding : result->findings) {
    if (absl::StrContains(finding.message(), "guidance")) codes.push_back(finding.code());
  }
  EXPECT_THAT(codes, testing::UnorderedElementsAre("a", "l"));
}

TEST(ReadForm, RefusesWhatIsNone) {
  for (const FormFormat format :
       {ImportInstrumentRequest::FORMAT_QUEXML, ImportInstrumentRequest::FORMAT_XFORMS,
        ImportInstrumentRequest::FORMAT_LIMESURVEY, ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV,
        ImportInstrumentRequest::FORMAT_UNSPECIFIED}) {
    EXPECT_FALSE(ReadForm(format, kTable, "de").ok()) << format;
  }
}

TEST(FormatOf, KnowsAFileByWhatIsInIt) {
  const struct {
    std::string content;
    std::optional<FormFormat> format;
  } cases[] = {
      {"PK\x03\x04", ImportInstrumentRequest::FORMAT_XLSFORM},
      {kTable, ImportInstrumentRequest::FORMAT_XLSFORM},
      {"survey\ntype,name\n", ImportInstrumentRequest::FORMAT_XLSFORM},
      {"type;name;label\n", ImportInstrumentRequest::FORMAT_XLSFORM},
      {"<?xml version=\"1.0\"?>\n<questionnaire>", ImportInstrumentRequest::FORMAT_QUEXML},
      {"\xEF\xBB\xBF<document><LimeSurveyDocType>Survey",
       ImportInstrumentRequest::FORMAT_LIMESURVEY},
      {"<h:html xmlns=\"http://www.w3.org/2002/xforms\">", ImportInstrumentRequest::FORMAT_XFORMS},
      {"id\trelated_id\tclass\ttype/scale\n", ImportInstrumentRequest::FORMAT_LIMESURVEY_TSV},
      {"<svg/>", std::nullopt},
      {"", std::nullopt},
      {"hello", std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(FormatOf(c.content), c.format) << c.content;
}

}  // namespace
}  // namespace lotse::survey
