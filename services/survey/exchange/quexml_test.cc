#include "services/survey/exchange/quexml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/quexml_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Quexml, MapsEachFormOfQuestion) {
  const std::string boxes =
      absl::StrCat("<question><text>Was?</text>", Box("M_AO00", "dies"), Box("M_AO07", "das"),
                   Box("MB", "Sonstiges"), "</question>");
  const struct {
    const char* what;
    std::string xml;
    std::vector<std::string> outline;
  } cases[] = {
      {"single choice",
       absl::StrCat("<question><text>Ob?</text><response varName='S'>", kYesNo,
                    "</response></question>"),
       {"SINGLE_CHOICE S 'Ob?' 1.5:Ja -oth-:Nein"}},
      {"matrix",
       absl::StrCat("<question><text>Wie?</text><subQuestion varName='G_1'><text>hier</text>"
                    "</subQuestion><subQuestion varName='G_2'><text>dort</text></subQuestion>"
                    "<response varName='G'>",
                    kYesNo, "</response></question>"),
       {"MATRIX G 'Wie?' G_1=hier G_2=dort 1.5:Ja -oth-:Nein"}},
      {"multiple choice", boxes, {"MULTIPLE_CHOICE M 'Was?' AO00:dies AO07:das B:Sonstiges"}},
      {"one box",
       absl::StrCat("<question><text>Ok?</text>", Box("M", "ja"), "</question>"),
       {"MULTIPLE_CHOICE M 'Ok?' M:ja"}},
      {"integer",
       "<question><text>Wie alt?</text><response varName='Z'><free><format>integer</format>"
       "<length>10</length><label/></free></response></question>",
       {"INTEGER Z 'Wie alt?'"}},
      {"text",
       "<question><text>Was noch?</text><response varName='T'><free><format>longtext</format>"
       "</free></response></question>",
       {"TEXT T 'Was noch?'"}},
      {"matrix of free answers",
       "<question><text>Wie viele?</text><subQuestion varName='F_1'><text>Frauen</text>"
       "</subQuestion><subQuestion varName='F_2'><text>M\u00E4nner</text></subQuestion>"
       "<response varName='F'><free><format>integer</format></free></response></question>",
       {"INTEGER F_1 'Wie viele? \u2013 Frauen'", "INTEGER F_2 'Wie viele? \u2013 M\u00E4nner'"}},
      {"contingent question",
       "<question><text>Wo?</text><response varName='W'><fixed><category><label>anderswo</label>"
       "<value>-oth-</value><contingentQuestion varName='Wother'><text>und zwar</text>"
       "<length>24</length><format>longtext</format></contingentQuestion></category>"
       "<category><label>hier</label><value>1</value></category></fixed></response></question>",
       {"SINGLE_CHOICE W 'Wo?' -oth-:anderswo 1:hier",
        "TEXT Wother 'und zwar' if W ANY_CHOSEN -oth-"}},
      {"contingent question of a box",
       absl::StrCat("<question><text>Was?</text>", Box("W_a", "dies"),
                    Box("W_b", "anderes",
                        "<contingentQuestion varName='Wo'><text>was</text></contingentQuestion>"),
                    "</question>"),
       {"MULTIPLE_CHOICE W 'Was?' a:dies b:anderes", "TEXT Wo 'was' if W ANY_CHOSEN b"}},
      {"filter",
       "<question><text>Kinder?</text><response varName='K'><fixed><category><label>nein</label>"
       "<value>0</value><skipTo>E</skipTo></category><category><label>ja</label><value>1</value>"
       "</category></fixed></response></question>"
       "<question><text>Wie viele?</text><response varName='N'><free><format>integer</format>"
       "</free></response></question>"
       "<question><text>Ende</text><response varName='E'><free><format>longtext</format></free>"
       "</response></question>",
       {"SINGLE_CHOICE K 'Kinder?' 0:nein 1:ja", "INTEGER N 'Wie viele?' if K NONE_CHOSEN 0",
        "TEXT E 'Ende'"}},
  };
  for (const auto& c : cases) {
    const ImportResult result = Read(Form(c.xml));
    EXPECT_EQ(Outline(result.instrument), c.outline) << c.what;
    EXPECT_THAT(Warnings(result), IsEmpty()) << c.what;
    EXPECT_THAT(Errors(result), IsEmpty()) << c.what;
    EXPECT_THAT(CheckInstrument(result.instrument), IsEmpty()) << c.what;
  }
}

TEST(Quexml, TakesOverTitlesLimitsAndTheLanguage) {
  const ImportResult result = Read(
      "<questionnaire><title>Jugend &amp; Stadt</title><section><sectionInfo><position>title"
      "</position><text>Vorfragen</text><administration>self</administration></sectionInfo>"
      "<question><text>Wie alt?</text><response varName='Z'><free><format>integer</format>"
      "<min>14</min><max>25</max></free></response></question></section></questionnaire>");
  EXPECT_EQ(result.instrument.title().variants(0).text(), "Jugend & Stadt");
  EXPECT_EQ(result.instrument.title().variants(0).language(), "de");
  EXPECT_EQ(result.instrument.sections(0).title().variants(0).text(), "Vorfragen");
  EXPECT_EQ(result.instrument.sections(0).questions(0).minimum(), 14);
  EXPECT_EQ(result.instrument.sections(0).questions(0).maximum(), 25);
  EXPECT_THAT(Warnings(result), IsEmpty());
}

TEST(Quexml, ReadsTextsWhoseMarkupIsNotEscaped) {
  const ImportResult result =
      Read(Form("<question><text>Was <bold>noch</bold>?<br/>Und<p>wie</p><p>oft</p></text>"
                "<response varName='T'><free/></response></question>"));
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT T 'Was noch? Und wie oft'"));
  EXPECT_THAT(Notes(result), testing::Contains(HasSubstr("markup was removed: 1.")));
}

TEST(Quexml, NotesWhatIsWorthKnowing) {
  const ImportResult result = Read(Form(
      "<question><text>&lt;p&gt;Was &lt;b&gt;noch&lt;/b&gt;?&lt;/p&gt;</text>\n"
      "<response varName='W'><fixed><category><label><![CDATA[<i>anders</i>]]></label>"
      "<value>-oth-</value>\n<contingentQuestion varName='Wo'><text>was</text><length>24</length>"
      "</contingentQuestion></category></fixed></response></question>"));
  EXPECT_THAT(Outline(result.instrument), ElementsAre("SINGLE_CHOICE W 'Was noch?' -oth-:anders",
                                                      "TEXT Wo 'was' if W ANY_CHOSEN -oth-"));
  EXPECT_THAT(
      Notes(result),
      ElementsAre(HasSubstr("no mandatory marks"), HasSubstr("markup was removed: 2."),
                  HasSubstr("no limit here: 1."), HasSubstr("4 Wo Free text is stored"),
                  HasSubstr("4 Wo It became a question of its own, asked only of those who chose "
                            "`-oth-` in `W`")));
}

TEST(Quexml, WarnsOfWhatItLeavesOutOrChanges) {
  const std::string response = absl::StrCat("<response varName='S'>", kYesNo, "</response>");
  const struct {
    const char* what;
    std::string question;
    const char* warning;
  } cases[] = {
      {"unknown element", absl::StrCat("<text>x</text>", response, "<hint>y</hint>"),
       "unknown <hint> in <question>"},
      {"stray text", absl::StrCat("<text>x</text>verloren", response), "directly in <question>"},
      {"unknown attribute",
       absl::StrCat("<text>x</text><response varName='S' colour='red'>", kYesNo, "</response>"),
       "attribute `colour` of <response>"},
      {"default value",
       absl::StrCat("<text>x</text><response varName='S' defaultValue='1.5'>", kYesNo,
                    "</response>"),
       "attribute `defaultValue`"},
      {"instruction",
       absl::StrCat("<text>x</text><directive><position>during</position><text>Nur eines</text>"
                    "</directive>",
                    response),
       "The instruction was left out"},
      {"second fixed",
       absl::StrCat("<text>x</text><response varName='S'>", kYesNo, kYesNo, "</response>"),
       "A second <fixed>"},
      {"fixed and free",
       absl::StrCat("<text>x</text><response varName='S'>", kYesNo,
                    "<free><format>text</format></free></response>"),
       "several forms"},
      {"filter",
       "<text>x</text><response varName='S'><fixed><category><label>a</label><value>1</value>"
       "<skipTo>Q9</skipTo></category></fixed></response>",
       "The filter of `1` leads to no later question and was left out"},
      {"no label",
       "<text>x</text><response varName='S'><fixed><category><label/><value>1</value>"
       "</category></fixed></response>",
       "the code stands for it"},
      {"label of a field",
       "<text>x</text><response varName='S'><free><format>text</format><label>Euro</label></free>"
       "</response>",
       "The label beside the field"},
      {"date", "<text>x</text><response varName='S'><free><format>date</format></free></response>",
       "format `date`"},
      {"limit that is no number",
       "<text>x</text><response varName='S'><free><format>integer</format><min>a</min></free>"
       "</response>",
       "The limit <min>"},
      {"contact data",
       "<text>Ihre E-Mail-Adresse?</text><response varName='S'><free><format>text</format></free>"
       "</response>",
       "contact data"},
      {"telephone number as integer",
       "<text>Ihre Telefonnummer?</text><response varName='S'><free><format>integer</format>"
       "</free></response>",
       "contact data"},
      {"several responses",
       absl::StrCat("<text>x</text>", response,
                    "<response varName='T'><free><format>text</format></free></response>"),
       "The 2 responses"},
      {"no common stem", absl::StrCat("<text>x</text>", Box("laut", "a"), Box("Hell", "b")),
       "no common stem"},
  };
  for (const auto& c : cases) {
    const ImportResult result = Read(Form(absl::StrCat("<question>", c.question, "</question>")));
    EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr(c.warning))) << c.what;
    EXPECT_THAT(Errors(result), IsEmpty()) << c.what;
    EXPECT_THAT(CheckInstrument(result.instrument), IsEmpty()) << c.what;
  }
}

TEST(Quexml, WarnsOfWholePartsThatHaveNoCounterpart) {
  const ImportResult result = Read(
      "<questionnaire><title>T</title><subtitle>U</subtitle>\n"
      "<investigator><name><lastName>A</lastName></name></investigator><dataCollector/>\n"
      "<questionnaireInfo><position>before</position><text>Liebe alle</text></questionnaireInfo>\n"
      "<section><sectionInfo><position>before</position><text>Vorab</text></sectionInfo>\n"
      "<question><text>Nur Text</text></question></section>\n"
      "<section><question><text>x</text><subQuestion varName='D_1'><text>a</text></subQuestion>"
      "<response varName='D1'><fixed/></response><response varName='D2'><fixed/></response>"
      "</question>\n<question><text>x</text><response varName='V'><vas/></response></question>\n"
      "<question><text>x</text><subQuestion varName='V_1'/><response varName='V'><vas/></response>"
      "</question>\n<question><text>x</text><response varName='T'><free/></response></question>"
      "</section></questionnaire>");
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT T 'x'"));
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("1  The subtitle"), HasSubstr("2  What is said of the invest"),
                          HasSubstr("3  The text around"), HasSubstr("4  A text of the section"),
                          HasSubstr("4  A section without questions"),
                          HasSubstr("5  A question without a response"),
                          HasSubstr("6 D1 A matrix with several responses"),
                          HasSubstr("7 V A response that is neither"),
                          HasSubstr("8 V A matrix whose response is neither")));
}

TEST(Quexml, SourceFaultsAreErrorsWithTheirLine) {
  const std::string good = absl::StrCat("<question><text>x</text><response varName='S'>", kYesNo,
                                        "</response></question>\n");
  const struct {
    const char* what;
    std::string question;
    const char* error;
  } cases[] = {
      {"no varName", "<question><text>x</text><response><free/></response></question>",
       "3  This cannot be a code"},
      {"varName that is no code",
       "<question><text>x</text><response varName='a-b'><free/></response></question>",
       "3 a-b This cannot be a code"},
      {"code used twice",
       "<question><text>x</text><response varName='S'><free/></response></question>",
       "3 S The code is used already in line 2"},
      {"value used twice",
       "<question><text>x</text><response varName='T'><fixed><category><label>a</label>"
       "<value>1</value></category><category><label>b</label><value>1</value></category></fixed>"
       "</response></question>",
       "3 T The value `1` stands twice"},
      {"value that is no code",
       "<question><text>x</text><response varName='T'><fixed><category><label>a</label>"
       "<value>a b</value></category></fixed></response></question>",
       "3 T The value of this category"},
      {"no categories",
       "<question><text>x</text><response varName='T'><fixed/></response></question>",
       "3 T The question has 0 options"},
      {"range turned round",
       "<question><text>x</text><response varName='T'><free><format>integer</format>"
       "<min>9</min><max>1</max></free></response></question>",
       "3 T <max>: less than"},
      {"minimum that JSON cannot keep",
       "<question><text>x</text><response varName='T'><free><format>integer</format>"
       "<min>-9007199254740992</min></free></response></question>",
       "3 T <min>: beyond"},
      {"text too long",
       absl::StrCat("<question><text>", std::string(9000, 'x'),
                    "</text><response varName='T'><free/></response></question>"),
       "3 T The text: too long"},
  };
  for (const auto& c : cases) {
    const ImportResult result = Read(Form(good + c.question));
    EXPECT_THAT(Errors(result), testing::Contains(testing::StartsWith(c.error))) << c.what;
  }
  EXPECT_THAT(Errors(Read("<questionnaire/>")),
              ElementsAre(HasSubstr("no title"), HasSubstr("no question")));
}

TEST(Quexml, ReadsTheSampleQuestionnaireOfTheProject) {
  std::ifstream file("tests/data/rathaus.quexml.xml", std::ios::binary);
  ASSERT_TRUE(file) << "run this test in the root of the project";
  std::ostringstream content;
  content << file.rdbuf();
  const ImportResult result = Read(content.str());
  EXPECT_THAT(CheckInstrument(result.instrument), IsEmpty());
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("The text around the questionnaire")));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Outline(result.instrument).size(), 14u);
}

}  // namespace
}  // namespace lotse::survey
