#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/quexml.h"
#include "services/survey/exchange/quexml_testing.h"

// Files that are not what they claim to be, too large, or made to do harm.

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::ImportFinding;
using v1alpha::Instrument;

TEST(Quexml, WhatIsNotQuexmlIsRefusedWithItsLine) {
  const struct {
    const char* what;
    std::string xml;
    const char* message;
  } cases[] = {
      {"nothing", "", "line 1: not well-formed"},
      {"not XML", "Frage;Antwort", "line 1: not well-formed"},
      {"tag not closed", "<questionnaire>\n<title>x</questionnaire>", "line 2: not well-formed"},
      {"other root", "<?xml version='1.0'?>\n<survey/>",
       "line 2: not queXML: the root element is <survey>"},
      {"two roots", "<questionnaire/>\n<questionnaire/>", "line 2: not well-formed XML (a second"},
      {"Latin-1", "<questionnaire>\n\n<title>M\xFCnster</title></questionnaire>", "line 3: a byte"},
      {"control character", "<questionnaire>\n\x02</questionnaire>", "line 2: a byte"},
      {"NUL", std::string("<questionnaire/>\0\n", 18), "line 1: a byte"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Refusal(c.xml), testing::StartsWith(c.message)) << c.what;
  }
  EXPECT_THAT(Refusal("<questionnaire/>", "deutsch!"), HasSubstr("BCP 47"));
}

TEST(Quexml, LimitsAreClearErrors) {
  const auto numbered = [](int count) {
    std::string questions;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&questions, "<question><text>x</text><response varName='Q", i,
                      "'><free/></response></question>\n");
    }
    return questions;
  };
  EXPECT_THAT(CheckInstrument(Read(Form(numbered(kMaxQuestions))).instrument), IsEmpty());
  EXPECT_THAT(Refusal(Form(numbered(kMaxQuestions + 1))),
              testing::StartsWith("line 2002: more than 2000 questions"));

  std::string sections;
  for (int i = 0; i <= kMaxSections; ++i) {
    absl::StrAppend(&sections, "<section><question><text>x</text><response varName='Q", i,
                    "'><free/></response></question></section>\n");
  }
  EXPECT_THAT(
      Refusal(absl::StrCat("<questionnaire><title>T</title>", sections, "</questionnaire>")),
      testing::StartsWith("line 201: more than 200 sections"));

  std::string large(kMaxQuexmlBytes, ' ');
  const std::string form = Form(numbered(1));
  large.replace(0, form.size(), form);
  EXPECT_EQ(Refusal(large), "");
  EXPECT_THAT(Refusal(large + " "), HasSubstr("at most 2097152"));
}

TEST(Quexml, EntitiesOfAFileAreNeverExpanded) {
  // Expanded, this text would have a billion letters; and the second entity
  // would show a file of this machine.
  std::string xml =
      "<!DOCTYPE questionnaire [<!ENTITY a0 \"ha\"><!ENTITY x SYSTEM \"file:///etc/hosts\">\n";
  for (int i = 1; i <= 30; ++i) {
    absl::StrAppend(&xml, "<!ENTITY a", i, " \"&a", i - 1, ";&a", i - 1, ";\">\n");
  }
  absl::StrAppend(&xml, "]>",
                  Form("<question><text>&a30; &x;</text><response varName='T'>"
                       "<free/></response></question>"));
  const ImportResult result = Read(xml);
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT T '&a30; &x;'"));
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("document type declaration was skipped")));
}

TEST(Quexml, ReferencesToCharactersThatDoNotExistStayReadable) {
  const ImportResult result = Read(
      Form("<question><text>a&#xD800;z</text><response varName='T&#xDFFF;'><fixed><category>"
           "<label>x</label><value>&#xD800;</value></category></fixed></response></question>"));
  for (const ImportFinding& finding : result.findings) {
    ImportFinding copy;
    EXPECT_TRUE(copy.ParseFromString(finding.SerializeAsString()));
  }
  Instrument copy;
  EXPECT_TRUE(copy.ParseFromString(result.instrument.SerializeAsString()));
  EXPECT_THAT(Errors(result), testing::Not(IsEmpty()));
}

// The text of a question is repeated in each that it becomes; and so a file of
// two megabytes could become gigabytes.
TEST(Quexml, ALongTextAboveManyPartsIsNotMultiplied) {
  const std::string text = absl::StrCat("<text>", std::string(700'000, 'x'), "</text>");
  const auto parts = [](int count, absl::string_view element, absl::string_view content) {
    std::string xml;
    for (int i = 0; i < count; ++i) {
      absl::StrAppend(&xml, "<", element, " varName='V", i, "'>", content, "</", element, ">");
    }
    return xml;
  };
  const std::string one = "<response varName='R'><free/></response>";
  const auto question = [&](const std::string& content) {
    return Form(absl::StrCat("<question>", text, content, "</question>"));
  };

  for (const std::string& content :
       {parts(500, "response", "<free/>"), parts(500, "subQuestion", "<text>y</text>") + one}) {
    const ImportResult result = Read(question(content));
    EXPECT_THAT(Errors(result), ElementsAre(HasSubstr("too long; it has 700000 bytes")));
    EXPECT_EQ(Outline(result.instrument).size(), 500u);
    EXPECT_LT(result.instrument.ByteSizeLong(), 100'000u);
  }
  const struct {
    std::string content;
    const char* error;
  } floods[] = {
      {parts(30'000, "subQuestion", "") + one, "R The question has 30000 sub-questions"},
      {parts(2001, "response", "<free/>"), "V0 The question has 2001 responses; give 1 to 2000"},
  };
  for (const auto& flood : floods) {
    const ImportResult result = Read(question(flood.content));
    EXPECT_THAT(Errors(result), testing::Contains(HasSubstr(flood.error)));
    EXPECT_LT(result.instrument.ByteSizeLong(), 1000u);
  }
}

TEST(Quexml, ATextOfLettersIsCutBetweenLetters) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "\u00E4";
  const ImportResult result = Read(Form(absl::StrCat(
      "<question><text>", text, "</text><response varName='T'><free/></response></question>")));
  EXPECT_THAT(Errors(result), ElementsAre("2 T The text: too long; it has 10000 bytes of UTF-8, "
                                          "give at most 8192."));
  Instrument copy;
  EXPECT_TRUE(copy.ParseFromString(result.instrument.SerializeAsString()));
  EXPECT_EQ(copy.sections(0).questions(0).text().variants(0).text(), text.substr(0, 128));
}

TEST(Quexml, AQuestionnaireLargerThanAMessageIsRefused) {
  // 8,000 bytes are a text, and 600 times as much are too many.
  std::string responses;
  for (int i = 0; i < 600; ++i) {
    absl::StrAppend(&responses, "<response varName='V", i, "'><free/></response>");
  }
  const std::string xml = Form(absl::StrCat("<question><text>", std::string(8000, 'x'), "</text>",
                                            responses, "</question>"));
  EXPECT_THAT(Refusal(xml), HasSubstr("bytes, at most 4194304; a text above several responses"));
}

TEST(Quexml, DeepNestingAndFloodsOfFindingsStaySmall) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<b>";
  deep += "tief";
  for (int i = 0; i < 100'000; ++i) deep += "</b>";
  const ImportResult nested = Read(Form(absl::StrCat(
      "<question><text>", deep, "</text><response varName='T'><free/></response></question>")));
  EXPECT_THAT(Outline(nested.instrument), ElementsAre("TEXT T 'tief'"));

  std::string flood;
  for (int i = 0; i < 100'000; ++i) flood += "<x/>";
  const ImportResult flooded = Read(Form(flood));
  EXPECT_EQ(Warnings(flooded).size(), FindingList::kLimit + 1u);
  EXPECT_THAT(Warnings(flooded), testing::Contains(HasSubstr("more findings of this severity")));
  EXPECT_THAT(Errors(flooded), ElementsAre(HasSubstr("no question")));
}

}  // namespace
}  // namespace lotse::survey
