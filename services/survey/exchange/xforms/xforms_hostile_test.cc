#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/exchange/xforms/form_tree.h"
#include "services/survey/exchange/xforms/option_sources.h"
#include "services/survey/exchange/xforms/xforms_testing.h"

// Files that are not what they claim to be, too large, or made to do harm.

namespace lotse::survey::xforms {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string Refusal(absl::string_view xml) {
  const absl::Status status = ReadXforms(xml).status();
  EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

std::string Nested(const std::string& open, const std::string& close, int depth) {
  std::string xml;
  for (int i = 0; i < depth; ++i) xml += open;
  for (int i = 0; i < depth; ++i) xml += close;
  return xml;
}

TEST(Xforms, WhatIsNoFormIsRefusedWithItsLine) {
  const struct {
    const char* what;
    std::string xml;
    const char* message;
  } cases[] = {
      {"nothing", "", "line 1: not well-formed"},
      {"not XML", "Frage;Antwort", "line 1: not well-formed"},
      {"other root", "\n<questionnaire/>", "line 2: not an XForm: the root element is"},
      {"no model", "<html><head/><body/></html>", "there is no <model>"},
      {"no body", "<html><head><model/></head></html>", "there is no <h:body>"},
      {"no instance", "<html><head>\n<model/></head><body/></html>",
       "line 2: not an XForm: the "
       "first <instance> is missing or empty"},
      {"empty instance", "<html><head><model><instance/></model></head><body/></html>",
       "missing or empty"},
      {"two roots",
       "<html><head><model><instance><a/>\n<b/></instance></model></head><body/></html>",
       "line 2: not an XForm: the primary instance has two root elements"},
      {"Latin-1", "<html>\n\xFC</html>", "line 2: a byte"},
      {"UTF-16", std::string("\xFF\xFE<\0h\0", 6), "line 1: a byte"},
      {"too large", std::string(kMaxXformsBytes + 1, ' '), "give at most 4194304"},
  };
  for (const auto& c : cases) EXPECT_THAT(Refusal(c.xml), HasSubstr(c.message)) << c.what;
}

TEST(Xforms, ErrorsNameThePlace) {
  const struct {
    const char* instance;
    const char* model;
    const char* body;
    const char* error;
  } cases[] = {
      {"<a/>", "", "<input ref='/data/b'/>", "4 <input> is for `/data/b`, for which the instance"},
      {"<a/>", "", "<input/>", "4 <input> is for ``"},
      {"<a/>", "", "<group ref='/data/a'><input ref='/data/a'/></group>",
       "4 The group is for /data/a, which has no nodes below it"},
      {"<a/>", "", "<repeat nodeset='/data/a'/>", "4 The repeat is for /data/a"},
      {"<g><a/></g>", "", "<input ref='/data/g'/>", "4 <input> is for /data/g, which has nodes"},
      {"<a/>", "", "<select1 ref='/data/a'/>", "4 a The question has no options"},
      {"<a/>", "",
       "<select1 ref='/data/a'><item><label>x</label><value>x y</value></item></select1>",
       "4 a `x y` cannot be the value of an option"},
      {"<a/>", "",
       "<select1 ref='/data/a'><item><value>x</value></item><item><value>x</value></item>"
       "</select1>",
       "4 a The option `x` is there twice."},
      {"<a/>", "",
       "<select1 ref='/data/a'><itemset nodeset='/data/p[x]'><value ref='x'/></itemset></select1>",
       "4 a The itemset: these are no items of a secondary instance"},
      {"<a/>", "",
       "<select1 ref='/data/a'><itemset nodeset=\"instance('x')/root/item\"><value ref='x'/>"
       "</itemset></select1>",
       "4 a There is no instance `x` for the itemset."},
      {"<a/>", "", "<range ref='/data/a' start='1' end='1' step='1'/>", "4 a The range needs"},
      {"<a/>", "", "<range ref='/data/a' start='1' end='5' step='0'/>", "4 a The range needs"},
      {"<a/>", "<bind nodeset='/data/a' relevant='//b'/>", "",
       "3 a `relevant` of /data/a: `//` looks everywhere"},
      {"<a/>", "<bind nodeset='/data/a' type='int'/><bind nodeset='/data/a' type='date'/>", "",
       "3 a A second bind gives `type` of /data/a in another way"},
      {"<a/>", "<setvalue event='odk-instance-first-load' ref='/data/b'/>", "",
       "3 <setvalue> is for `/data/b`"},
      {"<a/><b/><c/>", "",
       "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/c'>1</setvalue>"
       "</input><input ref='/data/b'><setvalue event='xforms-value-changed' ref='/data/c'>2"
       "</setvalue></input>",
       "4 c /data/c is set to different values by different questions"},
      {"<a/>", "<instance id='l'/><instance id='l'/>", "", "3 l_2 There are two instances `l`"},
      {"<a/><b/>",
       "<instance id='l'><root><item><name>x</name><label><output value='/data/a + 1'/>"
       "</label></item></root></instance>",
       "", "3 An option of a list that questions share shows something else than an answer"},
      {"<a/><b/>",
       "<instance id='l'><root><item><name>x</name><label><output value='../a'/>"
       "</label></item></root></instance>",
       "", "3 An option of a list that questions share shows something else than an answer"},
      {"<a/><b/>",
       "<bind nodeset='/data/b' calculate=\"jr:itext('t')\"/><itext><translation lang='de'><text "
       "id='t'><value><output value='/data/a'/></value></text></translation></itext>",
       "", "3 itext The text `t`, which an expression reads, shows an answer"},
  };
  for (const auto& c : cases) {
    const ImportResult result = ReadForm(FormOf(c.instance, c.model, c.body));
    EXPECT_THAT(Errors(result), Contains(HasSubstr(c.error))) << c.body << c.model;
  }
}

TEST(Xforms, EntitiesOfAFileAreNeverExpanded) {
  std::string xml = "<!DOCTYPE html [<!ENTITY a0 \"ha\"><!ENTITY x SYSTEM \"file:///etc/hosts\">\n";
  for (int i = 1; i <= 30; ++i) {
    absl::StrAppend(&xml, "<!ENTITY a", i, " \"&a", i - 1, ";&a", i - 1, ";\">\n");
  }
  absl::StrAppend(&xml, "]>",
                  FormOf("<a/>", "", "<input ref='/data/a'><label>&a30; &x;</label></input>"));
  const ImportResult result = ReadForm(xml);
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT a text{und:&a30; &x;}"));
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("document type declaration was skipped")));
}

TEST(Xforms, DepthIsLimited) {
  EXPECT_THAT(Refusal(FormOf(Nested("<a>", "</a>", 100'000), "", "")),
              HasSubstr("more than 32 elements within one another"));
  const ImportResult body = ReadForm(FormOf("<a/>", "", Nested("<group>", "</group>", 100'000)));
  EXPECT_THAT(Errors(body), Contains(HasSubstr("give a flatter body")));
  const ImportResult deep = ReadForm(FormOf(Nested("<a>", "</a>", 20), "", ""));
  EXPECT_THAT(Errors(deep), Contains(HasSubstr("More than 12 groups and repeats")));
  const ImportResult brackets = ReadForm(FormOf(
      "<a/>", absl::StrCat("<bind nodeset='/data/a' relevant='", Nested("(", ")", 8000), "'/>"),
      ""));
  EXPECT_THAT(Errors(brackets), IsEmpty());
}

TEST(Xforms, CountsAreLimited) {
  std::string nodes;
  for (int i = 0; i <= kMaxQuestions; ++i) absl::StrAppend(&nodes, "<q", i, "/>");
  EXPECT_THAT(Errors(ReadForm(FormOf(nodes, "", ""))),
              ElementsAre(HasSubstr("q2000 More than 2000 questions")));
  for (int i = 0; i <= kMaxFormNodes; ++i) absl::StrAppend(&nodes, "<r", i, "/>");
  EXPECT_THAT(Refusal(FormOf(nodes, "", "")), HasSubstr("more than 4000 nodes"));

  std::string items;
  for (int i = 0; i <= kMaxListedOptions; ++i)
    absl::StrAppend(&items, "<i><name>", i, "</name></i>");
  const ImportResult list =
      ReadForm(FormOf("<a/>", absl::StrCat("<instance id='l'><r>", items, "</r></instance>"), ""));
  EXPECT_THAT(Errors(list), ElementsAre(HasSubstr("More than 20000 options in all lists")));
  EXPECT_THAT(list.instrument.option_lists(0).options(), SizeIs(kMaxListedOptions));

  std::string groups;
  for (int i = 0; i <= kMaxSections; ++i) absl::StrAppend(&groups, "<g", i, "><x/></g", i, ">");
  EXPECT_THAT(Errors(ReadForm(FormOf(groups, "", ""))),
              ElementsAre(HasSubstr("would have 201 sections")));
}

TEST(Xforms, ManyOfOneKindTakeNoLongerThanTheirNumber) {
  const auto many = [](int count, absl::string_view before, absl::string_view after) {
    std::string xml;
    for (int i = 0; i < count; ++i) absl::StrAppend(&xml, before, i, after);
    return xml;
  };
  const ImportResult binds =
      ReadForm(FormOf("<a/>", many(20'000, "<bind nodeset='/data/a' x", "='1'/>"), ""));
  EXPECT_THAT(Errors(binds), Contains(HasSubstr("/data/a has more than 16 binds")));
  const ImportResult lists = ReadForm(FormOf("<a/>", many(20'000, "<instance id='l.", "'/>"), ""));
  EXPECT_THAT(Errors(lists), ElementsAre(HasSubstr("More than 500 secondary instances")));
  const ImportResult outputs = ReadForm(
      FormOf("<a/>", "",
             absl::StrCat("<input ref='/data/a'><label>",
                          many(20'000, "<output value='1 + ", "'/>"), "</label></input>")));
  EXPECT_THAT(Errors(outputs), Contains(HasSubstr("compute more than 100 values")));
  const ImportResult media =
      ReadForm(FormOf("<a/>",
                      absl::StrCat("<itext><translation lang='de'><text id='t'>",
                                   many(20'000, "<value form='image'>jr://images/", ".png</value>"),
                                   "</text></translation></itext>"),
                      "<input ref='/data/a'><label ref=\"jr:itext('t')\"/></input>"));
  EXPECT_THAT(Warnings(media), Contains(HasSubstr("give at most 16")));
  EXPECT_THAT(Outline(ReadForm(FormOf(many(1999, "<a-", "/>"), "", "")).instrument), SizeIs(1999));
}

// One text of 8 KB, named by each of many options: gigabytes, if it were copied for all.
TEST(Xforms, ATextThatIsNamedOftenIsNotMultiplied) {
  std::string items;
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&items, "<i><name>", i, "</name><itextId>t</itextId></i>");
  }
  const std::string model = absl::StrCat(
      "<itext><translation lang='de'><text id='t'><value>", std::string(8192, 'x'),
      "</value></text></translation></itext><instance id='l'><r>", items, "</r></instance>");
  EXPECT_THAT(Refusal(FormOf("<a/>", model, "")), HasSubstr("more than 4194304 bytes"));
}

TEST(Xforms, LongThingsAreErrorsOrCut) {
  const std::string long_text(1'000'000, 'x');
  const ImportResult text = ReadForm(FormOf(
      "<a/>", "", absl::StrCat("<input ref='/data/a'><label>", long_text, "</label></input>")));
  EXPECT_THAT(Errors(text), ElementsAre(HasSubstr("too long; it has 1000000 bytes")));
  EXPECT_LT(text.instrument.ByteSizeLong(), 1000u);
  const ImportResult expression = ReadForm(
      FormOf("<a/>", absl::StrCat("<bind nodeset='/data/a' relevant=\"'", long_text, "'\"/>"), ""));
  EXPECT_THAT(Errors(expression), ElementsAre(HasSubstr("give at most 65536")));
  const std::string name(800'000, 'x');
  const ImportResult names =
      ReadForm(FormOf(absl::StrCat("<", name, "/>"), absl::StrCat("<bind nodeset='/", name, "'/>"),
                      absl::StrCat("<input ref='", name, "' foo='", name, "'/>")));
  for (const auto& finding : names.findings) EXPECT_LT(finding.ByteSizeLong(), 1000u);
  EXPECT_THAT(Outline(names.instrument), ElementsAre("TEXT " + std::string(64, 'x')));
}

TEST(Xforms, CircularAndDoubledReferencesEnd) {
  const ImportResult result = ReadForm(FormOf(
      "<p><p><a/></p></p><b/>",
      "<bind nodeset='/data/b' calculate='/data/b'/><itext><translation lang='de'><text id='x'>"
      "<value><output ref=\"jr:itext('x')\"/></value></text><text id='x'><value>2</value></text>"
      "</translation><translation lang='German'/></itext>",
      "<repeat nodeset='/data/p'><repeat nodeset='/data/p'><input ref='/data/p/p/a'><label "
      "ref=\"jr:itext('x')\"/></input></repeat></repeat>"));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre(HasSubstr("REPEAT p"), "CALCULATION b text{de:b} calculation{${b}}"));
  EXPECT_THAT(Warnings(result), Contains(HasSubstr("A second <repeat> for /data/p was left out")));
  EXPECT_THAT(Warnings(result), Contains(HasSubstr("A second text `x` in the same language")));
  EXPECT_THAT(Warnings(result), Contains(HasSubstr("there is one with the tag de")));
}

TEST(Xforms, ReferencesToCharactersThatDoNotExistStayReadable) {
  const ImportResult result = ReadForm(
      FormOf("<a>&#xD800;</a>", "<bind nodeset='/data/a' type='&#xD800;' relevant=\"'&#xD800;'\"/>",
             "<input ref='/data/a' appearance='&#xD800;'><label>a&#xD800;&#1;b</label></input>"));
  for (const v1alpha::ImportFinding& finding : result.findings) {
    v1alpha::ImportFinding copy;
    EXPECT_TRUE(copy.ParseFromString(finding.SerializeAsString()));
  }
  v1alpha::Instrument copy;
  EXPECT_TRUE(copy.ParseFromString(result.instrument.SerializeAsString()));
}

}  // namespace
}  // namespace lotse::survey::xforms
