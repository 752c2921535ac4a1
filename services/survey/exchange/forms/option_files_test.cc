#include "services/survey/exchange/forms/option_files.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/forms/rule_findings.h"

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;
using v1alpha::Instrument;

// A form with a list in each of `files`.
ImportResult Form(const std::string& files, const std::string& settings = "") {
  ImportResult result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(
          "title { variants { language: 'fr' text: 'T' } } option_lists { code: 'l' file: '", files,
          "' } sections { questions { code: 'a' option_list: 'l' ", settings, " } }"),
      &result.instrument));
  result.places.lists["l"] = {3, "survey", "type"};
  return result;
}

std::vector<std::string> Lines(const ImportResult& result,
                               ImportFinding::Severity least = ImportFinding::SEVERITY_WARNING) {
  std::vector<std::string> lines;
  for (const ImportFinding& finding : result.findings) {
    if (finding.severity() < least) continue;
    lines.push_back(absl::StrCat(ImportFinding::Severity_Name(finding.severity()).substr(9), " ",
                                 finding.sheet(), "!", finding.line(), "!", finding.column(), " ",
                                 finding.code(), ": ", finding.message()));
  }
  return lines;
}

// `code=text{column=value}` for each option.
std::vector<std::string> Options(const ImportResult& result) {
  std::vector<std::string> lines;
  for (const auto& option : result.instrument.option_lists(0).options()) {
    std::string line = absl::StrCat(option.code(), "=", option.label().variants(0).language(), ":",
                                    option.label().variants(0).text());
    const std::map<std::string, std::string> columns(option.columns().begin(),
                                                     option.columns().end());
    for (const auto& [name, value] : columns) absl::StrAppend(&line, "{", name, "=", value, "}");
    lines.push_back(line);
  }
  return lines;
}

constexpr char kValue[] =
    "settings { key: 'value' value: 'ID' } settings { key: 'rows' value: '3' }";

TEST(OptionFiles, BecomeOptionsOfTheirLists) {
  const struct {
    const char* name;
    const char* settings;
    const char* content;
    std::vector<std::string> options;
  } cases[] = {
      {"o.csv",
       "",
       "name,label,land\nc, Celle ,N\n\nm,\"Mainz, R\",\n",
       {"c=fr:Celle{land=N}", "m=fr:Mainz, R"}},
      {"o.CSV", kValue, "ID;label;name\n7;Celle;\n", {"7=fr:Celle{ID=7}"}},
      {"o.xml",
       "",
       "<root>\n<item><name>c</name><label>Celle</label><land>N</land></item><!-- x -->\n"
       "<item><name>m</name><label>Mainz</label></item></root>",
       {"c=fr:Celle{land=N}", "m=fr:Mainz"}},
      {"o.xml",  // A reference to half a character.
       "",
       "<root><item><name>c</name><label>C&#xD800;</label></item></root>",
       {"c=fr:C\uFFFD\uFFFD\uFFFD"}},
      {"o.geojson",
       "",
       R"({"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":null,
           "properties":{"title":"Celle","land":"N","grad":9.5,"x":[1]}},
          {"properties":{"id":"m","title":"Mainz"}}]})",
       {"7=fr:Celle{grad=9.5}{id=7}{land=N}{title=Celle}", "m=fr:Mainz{id=m}{title=Mainz}"}},
  };
  for (const auto& c : cases) {
    ImportResult result = Form(c.name, c.settings);
    TakeOptionsOfFiles({{c.name, c.content}}, "de", &result);
    EXPECT_THAT(Lines(result), IsEmpty()) << c.name;
    EXPECT_EQ(Options(result), c.options) << c.name;
    EXPECT_EQ(result.instrument.option_lists(0).file(), "");
    EXPECT_EQ(result.instrument.sections(0).questions(0).settings().count("value"), 0u);
    EXPECT_THAT(Lines(result, ImportFinding::SEVERITY_NOTE),
                ElementsAre(HasSubstr("NOTE survey!3!type l: The ")));
  }
}

TEST(OptionFiles, WhatIsWrongHasItsPlace) {
  const struct {
    const char* name;
    std::string content;
    const char* line;
  } cases[] = {
      {"o.txt", "", "ERROR o.txt!0! l: It cannot be read: give a file with the ending"},
      {"o.csv", "", "ERROR o.csv!0! l: There is no option in it"},
      {"o.csv", "name\n\xFF\n", "not valid UTF-8"},
      {"o.csv", "name\nc,d\n", "row 2, column B: the column has no name"},
      {"o.csv", "label,ID\nCelle,1\n",
       "ERROR o.csv!1!name l: There is no option with a column `name` in it; they have `ID`, "
       "`label`."},
      {"o.csv", "name,label\nc,C\n,D\n", "ERROR o.csv!3!name l: `` is no name of an option"},
      {"o.csv", "name,k,k\nc,1,2\n",
       "row 1, column C: the column `k` is there twice; give each its own name"},
      {"o.xml", "<root>\n<item><name>c</name>\n<k>1</k>\n<k>2</k></item></root>",
       "line 4: the column `k` is there twice"},
      {"o.csv", "name\na b\n", "ERROR o.csv!2!name l: `a b` is no name of an option"},
      {"o.csv", "name,label\nc,C\nc,D\n", "ERROR o.csv!3!name l: The option `c` is there twice"},
      {"o.csv", "name\nc\n", "WARNING o.csv!2!label c: The option has no label"},
      {"o.xml", "<root><item></root>", "ERROR o.xml!0! l: It cannot be read: line 1"},
      {"o.xml", "<root/>", "ERROR o.xml!0! l: There is no option in it"},
      {"o.geojson", "[]",
       "it is no JSON in UTF-8, or more than 16 lists and objects in one another; give a "
       "FeatureCollection of GeoJSON (RFC 7946)"},
      // The parser would take minutes for it.
      {"o.geojson", absl::StrCat("{\"a\":", std::string(120'000, '[')), "more than 16 lists"},
      {"o.geojson", "{\"features\":[],\"features\":[]}", "it is no JSON in UTF-8"},
      {"o.geojson", "{\"features\":{}}", "it has no list `features`"},
      {"o.geojson", "{\"features\":[1]}", "feature 1 is no object"},
      {"o.geojson",
       "{\"features\":[{\"id\":\"a\",\"geometry\":{},\"properties\":{\"title\":\"A\"}}]}",
       "WARNING o.geojson!0! l: The places on the map were left out."},
      {"o.geojson", std::string((1u << 20) + 1, ' '), "give at most 1048576 of GeoJSON"},
  };
  for (const auto& c : cases) {
    ImportResult result = Form(c.name);
    TakeOptionsOfFiles({{c.name, c.content}}, "de", &result);
    EXPECT_THAT(Lines(result), Contains(HasSubstr(c.line))) << c.content.substr(0, 80);
  }
}

TEST(OptionFiles, ThatAreNotThereOrNotNamedAreTold) {
  ImportResult result = Form("o.csv");
  TakeOptionsOfFiles({{"p.csv", "name\nc\n"}, {"p.csv", ""}}, "de", &result);
  EXPECT_THAT(Lines(result),
              ElementsAre("ERROR survey!3!type l: The options are in the file `o.csv`, which was "
                          "not given; give it with the form.",
                          "WARNING p.csv!0! : No list of the form is in a file of this name; left "
                          "out.",
                          "ERROR p.csv!0! : Two files have this name; give it once."));
  EXPECT_EQ(result.instrument.option_lists(0).file(), "o.csv");
  result = Form("o.csv");
  TakeOptionsOfFiles({{"O.CSV", "name\nc\n"}}, "de", &result);
  EXPECT_THAT(Lines(result), Contains("ERROR survey!3!type l: The options are in the file `o.csv`, "
                                      "which was not given; `O.CSV` was: write both alike."));
}

TEST(OptionFiles, ColumnsThatDifferAreRefusedAndReservedOnesLeftOut) {
  ImportResult result = Form("o.csv", kValue);
  *result.instrument.mutable_sections(0)->add_questions() =
      result.instrument.sections(0).questions(0);
  result.instrument.mutable_sections(0)->mutable_questions(1)->clear_settings();
  TakeOptionsOfFiles({{"o.csv", "name,ID\nc,1\n"}}, "de", &result);
  EXPECT_THAT(Lines(result), ElementsAre(HasSubstr("ERROR survey!3!type a: Questions take "
                                                   "different columns of `o.csv`")));
  ImportResult reserved = Form("o.csv", kValue);
  TakeOptionsOfFiles({{"o.csv", "name,ID,label\nc,1,C\n"}}, "de", &reserved);
  EXPECT_THAT(Lines(reserved),
              ElementsAre("WARNING o.csv!0!name l: The column was left out: `ID` is the name."));
  EXPECT_THAT(Options(reserved), ElementsAre("1=fr:C{ID=1}"));
}

TEST(OptionFiles, ReservedColumnsAreSeenInAnyRow) {
  ImportResult result = Form("o.csv", kValue);
  TakeOptionsOfFiles({{"o.csv", "name,ID,label\n,1,C\nd,2,D\n"}}, "de", &result);
  EXPECT_THAT(Lines(result),
              ElementsAre("WARNING o.csv!0!name l: The column was left out: `ID` is the name."));
}

TEST(OptionFiles, AMissingColumnIsToldOnceAndNothingIsTaken) {
  ImportResult result = Form("o.csv");
  TakeOptionsOfFiles({{"o.csv", "ID,label\n1,C\n2,D\n"}}, "de", &result);
  EXPECT_THAT(Lines(result, ImportFinding::SEVERITY_NOTE),
              ElementsAre(HasSubstr("There is no option with a column `name` in it")));
}

TEST(OptionFiles, OptionsAreNotedIfAllWereTaken) {
  ImportResult one = Form("o.csv");
  TakeOptionsOfFiles({{"o.csv", "name,label\nc,C\n"}}, "de", &one);
  EXPECT_THAT(Lines(one, ImportFinding::SEVERITY_NOTE),
              ElementsAre("NOTE survey!3!type l: The one option of the file `o.csv` is part of the "
                          "questionnaire now."));
  ImportResult wrong = Form("o.csv");
  TakeOptionsOfFiles({{"o.csv", "name,label\nc,C\na b,D\n"}}, "de", &wrong);
  EXPECT_THAT(Lines(wrong, ImportFinding::SEVERITY_NOTE),
              ElementsAre(HasSubstr("`a b` is no name of an option")));
}

TEST(OptionFiles, ManyOptionsAreRefused) {
  std::string content = "name,label\n";
  for (int i = 0; i <= 20'000; ++i) absl::StrAppend(&content, i, ",x\n");
  ImportResult result = Form("o.csv");
  TakeOptionsOfFiles({{"o.csv", content}}, "de", &result);
  EXPECT_THAT(Lines(result), ElementsAre(HasSubstr("ERROR o.csv!20002!name l: More than 20000")));
}

constexpr char kForm[] =
    "survey,,,,\n,type,name,label,choice_filter\n,text,land,Land?,\n"
    ",select_one_from_file orte.csv,ort,Ort?,land = ${land}\nsettings,,,,\n,form_title,,,\n,T,,,\n";

TEST(ReadForm, TakesFilesAndCountsThem) {
  const auto read = [](const FormFiles& files) {
    return ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, kForm, "de", nullptr, &files);
  };
  const auto result = read({{"orte.csv", "name,label,land\nc,Celle,N\n"}});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result), IsEmpty());
  EXPECT_THAT(Options(*result), ElementsAre("c=de:Celle{land=N}"));
  EXPECT_THAT(Lines(*read({})),
              Contains(HasSubstr("ERROR survey!4!type orte: The options are in the file")));
  // Without the files it is as before: the list stays outside.
  EXPECT_THAT(Lines(*ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, kForm, "de")), IsEmpty());
  EXPECT_THAT(std::string(read({{"orte.csv", std::string(kMaxFormBytes, ',')}}).status().message()),
              HasSubstr("with its files; give at most"));
  EXPECT_THAT(std::string(read(FormFiles(51)).status().message()), HasSubstr("at most 50"));
}

TEST(ReadForm, RulesThatAFileBreaksHaveTheirRowInIt) {
  const FormFiles files = {{"orte.csv", "name,label,land\nc,Celle,N\nm,<b>Mainz</b>,R\n"}};
  ImportResult result =
      *ReadForm(ImportInstrumentRequest::FORMAT_XLSFORM, kForm, "de", nullptr, &files);
  ASSERT_THAT(Lines(result), IsEmpty());
  result.findings =
      RuleFindings(CheckInstrument(result.instrument), ImportFinding::SEVERITY_ERROR, result);
  EXPECT_THAT(Lines(result), ElementsAre(HasSubstr("ERROR orte.csv!3!label orte: has markup")));
}

TEST(ReadForm, TakesFilesOfXforms) {
  const std::string form =
      "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml'>"
      "<h:head><h:title>T</h:title><model><instance><data id='f'><a/></data></instance>\n"
      "<instance id='orte' src='jr://file-csv/orte.csv'/></model></h:head><h:body>"
      "<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('orte')/root/item\">"
      "<value ref='ID'/><label ref='Ort'/></itemset></select1></h:body></h:html>";
  const FormFiles files = {{"orte.csv", "ID,Ort\n1,Celle\n"}};
  const auto result = ReadForm(ImportInstrumentRequest::FORMAT_XFORMS, form, "de", nullptr, &files);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Lines(*result, ImportFinding::SEVERITY_ERROR), IsEmpty());
  EXPECT_THAT(Options(*result), ElementsAre(HasSubstr("{ID=1}{Ort=Celle}")));
  const FormFiles none;
  EXPECT_THAT(Lines(*ReadForm(ImportInstrumentRequest::FORMAT_XFORMS, form, "de", nullptr, &none),
                    ImportFinding::SEVERITY_ERROR),
              ElementsAre(HasSubstr("ERROR !2! orte: The options are in the file `orte.csv`")));
}

}  // namespace
}  // namespace lotse::survey
