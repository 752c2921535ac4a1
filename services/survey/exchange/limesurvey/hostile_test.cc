#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

// Files that are not what they claim to be, too large, or made to do harm.

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string Refusal(absl::string_view xml) {
  const absl::Status status = ReadLss(xml).status();
  EXPECT_TRUE(status.ok() || absl::IsInvalidArgument(status)) << status;
  return std::string(status.message());
}

TEST(HostileLss, WhatIsNoSurveyStructureIsRefusedWithItsLine) {
  const std::string kind = "<LimeSurveyDocType>Survey</LimeSurveyDocType>";
  const struct {
    const char* what;
    std::string xml;
    const char* message;
  } cases[] = {
      {"nothing", "", "line 1: not well-formed"},
      {"not XML", "class\tname", "line 1: not well-formed"},
      {"other root", "<?xml version='1.0'?>\n<questionnaire/>",
       "line 2: no survey structure: the root element is <questionnaire>"},
      {"a question", "<document><LimeSurveyDocType>Question</LimeSurveyDocType></document>",
       "line 1: no survey structure: its `LimeSurveyDocType` is `Question`"},
      {"no kind", "<document/>", "line 1: no survey structure: its `LimeSurveyDocType` is ``"},
      {"no tables", absl::StrCat("<document>", kind, "</document>"),
       "line 1: the table <surveys> is missing"},
      {"no questions",
       absl::StrCat("<document>", kind,
                    "<surveys/><surveys_languagesettings/><groups/></document>"),
       "line 1: the table <questions> is missing"},
      {"two roots", "<document/>\n<document/>", "line 2: not well-formed XML (a second"},
      {"Latin-1", "<document>\n<x>M\xFCnster</x></document>", "line 2: a byte"},
      {"UTF-16", std::string("\xFF\xFE<\0d\0", 6), "line 1: a byte"},
      {"NUL", std::string("<document/>\0\n", 13), "line 1: a byte"},
      {"too large", std::string(kMaxLimesurveyBytes + 1, ' '), "the file has 4194305 bytes"},
  };
  for (const auto& c : cases) EXPECT_THAT(Refusal(c.xml), StartsWith(c.message)) << c.what;
}

TEST(HostileLss, EmptyTablesAreAnError) {
  const ImportResult result = ReadAsLss(
      "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><surveys/>"
      "<surveys_languagesettings/><groups/><questions/></document>");
  EXPECT_THAT(Errors(result), testing::UnorderedElementsAre(HasSubstr("There is no language"),
                                                            HasSubstr("There is no title"),
                                                            HasSubstr("There is no question")));
}

TEST(HostileLss, EntitiesOfAFileAreNeverExpanded) {
  std::string bomb =
      "<!DOCTYPE document [<!ENTITY a0 \"ha\"><!ENTITY x SYSTEM \"file:///etc/hosts\">";
  for (int i = 1; i <= 30; ++i) {
    absl::StrAppend(&bomb, "<!ENTITY a", i, " \"&a", i - 1, ";&a", i - 1, ";\">");
  }
  std::string xml = OneQuestion("S", "");
  const std::size_t at = xml.find("<![CDATA[Frage?]]>");
  xml.replace(at, sizeof("<![CDATA[Frage?]]>") - 1, "&a30; &x;");
  const ImportResult result = ReadAsLss(absl::StrCat(bomb, "]>", xml));
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT Q1 '&a30; &x;'"));
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("document type declaration was skipped")));
}

TEST(HostileLss, ParentsThatAreNoQuestionsAreErrors) {
  const auto row = [](int id, int parent) {
    return Row(absl::StrCat("qid=", id, "|parent_qid=", parent, "|gid=1|title=S", id,
                            "|question=x|type=S|language=de"));
  };
  for (const std::string& rows :
       {row(1, 1), row(1, 2) + row(2, 1), row(1, 0) + row(2, 1) + row(3, 2), row(1, 77)}) {
    const ImportResult result = ReadAsLss(Lss(TableOf("questions", rows)));
    EXPECT_THAT(Errors(result), Contains(HasSubstr("The subquestion belongs to no question")));
  }
  const ImportResult lost = ReadAsLss(Lss(
      TableOf("questions", Row("qid=1|parent_qid=0|gid=9|title=A|question=x|type=S|language=de"))));
  EXPECT_THAT(Errors(lost), Contains(HasSubstr("The question is in no group")));
}

TEST(HostileLss, RelevancesInACircleEnd) {
  const auto row = [](int id, int other) {
    return Row(absl::StrCat("qid=", id, "|parent_qid=0|gid=1|title=Q", id, "|relevance=Q", other,
                            " != 'x'|question=F|type=S|language=de|question_order=", id));
  };
  const ImportResult result =
      ReadAsLss(Lss(TableOf("questions", row(1, 2) + row(2, 1) + row(3, 3))));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT Q1 'F' [if ${Q2} != 'x']",
                          "TEXT Q2 'F' [if (${Q2} != 'x') and (${Q1} != 'x')]",
                          "TEXT Q3 'F' [if ${Q3} != 'x']"));
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("`Q2` comes later")));
}

TEST(HostileLss, DeepNestingAndHugeTextsStaySmall) {
  std::string xml = OneQuestion("S", "");
  const std::size_t at = xml.find("<![CDATA[Frage?]]>");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<b>";
  deep += "tief";
  for (int i = 0; i < 100'000; ++i) deep += "</b>";
  xml.replace(at, sizeof("<![CDATA[Frage?]]>") - 1, deep);
  const ImportResult nested = ReadAsLss(xml);
  EXPECT_THAT(Outline(nested.instrument), ElementsAre("TEXT Q1 'tief'"));

  const ImportResult huge =
      ReadAsLss(OneQuestion("S", absl::StrCat("question=", std::string(1 << 20, 'x'))));
  EXPECT_THAT(Errors(huge), ElementsAre(HasSubstr("too long; it has 1048576 bytes")));
  EXPECT_LT(huge.instrument.ByteSizeLong(), 2000u);

  const ImportResult braces =
      ReadAsLss(OneQuestion("S", absl::StrCat("question=", std::string(1 << 20, '{'))));
  EXPECT_THAT(Errors(braces), ElementsAre(HasSubstr("too long")));
  std::string pipes;
  for (int i = 0; i < 100'000; ++i) pipes += "{x}";
  const ImportResult many = ReadAsLss(OneQuestion("S", "question=" + pipes));
  EXPECT_EQ(Warnings(many).size(), FindingList::kLimit + 1u);
}

TEST(HostileLss, FloodsAreRefused) {
  std::string questions, rows, columns;
  for (int i = 0; i <= kMaxQuestions; ++i) {
    questions += Row(absl::StrCat("qid=", i + 1, "|gid=1|title=Q", i, "|type=S|question=x"));
  }
  EXPECT_THAT(Refusal(Lss(TableOf("questions", questions))), HasSubstr("2001 questions, at most"));
  for (int i = 0; i < 300; ++i) {
    rows += Row(absl::StrCat("qid=r", i, "|parent_qid=1|title=r", i, "|scale_id=0"));
    columns += Row(absl::StrCat("qid=c", i, "|parent_qid=1|title=c", i, "|scale_id=1"));
  }
  EXPECT_THAT(Refusal(OneQuestion(";", "", TableOf("subquestions", rows + columns))),
              HasSubstr("subquestions, answers and cells, at most 50000"));
  EXPECT_THAT(Errors(ReadAsLss(OneQuestion(
                  ";", "",
                  TableOf("subquestions", rows + Row("qid=c0|parent_qid=1|title=c|scale_id=1") +
                                              Row("qid=c1|parent_qid=1|title=d|scale_id=1") +
                                              Row("qid=c2|parent_qid=1|title=e|scale_id=1") +
                                              Row("qid=c3|parent_qid=1|title=f|scale_id=1") +
                                              Row("qid=c4|parent_qid=1|title=g|scale_id=1") +
                                              Row("qid=c5|parent_qid=1|title=h|scale_id=1") +
                                              Row("qid=c6|parent_qid=1|title=i|scale_id=1"))))),
              Contains(HasSubstr("The array has 2100 cells; give at most 2000")));
  EXPECT_THAT(Errors(ReadAsLss(OneQuestion("A", "", TableOf("subquestions", rows)))),
              Contains(HasSubstr("The array has 300 rows; give 1 to 200")));
  std::string languages = "language=de|additional_languages=";
  for (char c = 'a'; c <= 'z'; ++c) absl::StrAppend(&languages, " q", std::string(1, c));
  EXPECT_THAT(Errors(ReadAsLss(Lss(TableOf("questions", ""), languages))),
              Contains(HasSubstr("more than 16 languages")));
}

// Each cell has the text of its row and its column, so a small file could become a large one.
TEST(HostileLss, TextsOfArraysAreNotMultiplied) {
  const std::string text(4000, 'x');
  std::string cells, rows, options;
  for (int i = 0; i < 40; ++i) {
    for (int scale = 0; scale < 2; ++scale) {
      cells += Row(absl::StrCat("qid=", scale, "_", i, "|parent_qid=1|title=s", i,
                                "|language=de|scale_id=", scale, "|question=", text));
    }
    rows += Row(absl::StrCat("qid=r", i, "|parent_qid=1|title=r", i,
                             "|language=de|question=R|relevance=Q1_r0 == 'a'"));
    options += Row(absl::StrCat("qid=1|code=a", i, "|language=de|answer=", text));
  }
  EXPECT_THAT(Refusal(OneQuestion(";", "", TableOf("subquestions", cells))),
              HasSubstr("bytes or more, at most 4194304"));
  const ImportResult shared =
      ReadAsLss(OneQuestion("F", "", TableOf("subquestions", rows) + TableOf("answers", options)));
  EXPECT_THAT(Errors(shared), IsEmpty());
  EXPECT_EQ(shared.instrument.option_lists_size(), 1);
  EXPECT_LT(shared.instrument.ByteSizeLong(), 200'000u);
}

TEST(HostileLss, CodesThatCollideAreErrorsAndNeverBothStored) {
  const auto sub = [](absl::string_view id, absl::string_view code) {
    return Row(absl::StrCat("qid=", id, "|parent_qid=1|title=", code, "|question=x|language=de"));
  };
  const struct {
    const char* type;
    std::string rows;
  } cases[] = {
      {"Q", sub("2", "a") + sub("3", "a")},
      {"M", sub("2", "a") + sub("3", "a")},
      {"Q", sub("2", "")},
      {"P", sub("2", "acomment") + sub("3", "a")},
      {";", sub("2", "a_b") + sub("3", "a")},
  };
  for (const auto& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion(c.type, "", TableOf("subquestions", c.rows)));
    EXPECT_THAT(Errors(result), testing::Not(IsEmpty())) << c.type;
  }
}

TEST(HostileLss, CharactersThatDoNotExistStayReadable) {
  std::string xml = OneQuestion("S", "relevance=x");
  const std::size_t text = xml.find("<![CDATA[Frage?]]>");
  xml.replace(text, sizeof("<![CDATA[Frage?]]>") - 1, "a&#xD800;z {&#xDFFF;}");
  const std::size_t relevance = xml.find("<![CDATA[x]]>");
  xml.replace(relevance, sizeof("<![CDATA[x]]>") - 1, "'&#xD800;' == Q");
  const ImportResult result = ReadAsLss(xml);
  for (const v1alpha::ImportFinding& finding : result.findings) {
    v1alpha::ImportFinding copy;
    EXPECT_TRUE(copy.ParseFromString(finding.SerializeAsString()));
  }
  v1alpha::Instrument copy;
  EXPECT_TRUE(copy.ParseFromString(result.instrument.SerializeAsString()));
  EXPECT_THAT(Errors(result), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
