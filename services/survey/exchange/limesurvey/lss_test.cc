#include "services/survey/exchange/limesurvey/lss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// All wordings of a text as `tag:text`, of plain language as `tag+:text`.
std::string Wordings(const type::v1alpha::Text& text) {
  std::string all;
  for (const auto& variant : text.variants()) {
    absl::StrAppend(&all, all.empty() ? "" : " ", variant.language(),
                    variant.plain_language() ? "+" : "", ":", variant.text());
  }
  return all;
}

std::string Document(absl::string_view tables) {
  return absl::StrCat("<document><LimeSurveyDocType>Survey</LimeSurveyDocType>", tables,
                      "</document>");
}

std::string Question(int id, absl::string_view more) {
  return Row(absl::StrCat("qid=", id, "|parent_qid=0|gid=1|title=Q", id, "|question_order=", id,
                          "|language=de|", more));
}

// The same survey in two languages, in both layouts.
const char* const kOldLayout[] = {
    "gid=1|group_name=Gruppe|group_order=1|language=de",
    "gid=1|group_name=Group|group_order=1|language=en",
};

void ExpectBothLanguages(const ImportResult& result) {
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result), IsEmpty());
  EXPECT_EQ(Wordings(result.instrument.title()), "de:Titel en:Title");
  ASSERT_EQ(result.instrument.sections_size(), 1);
  const v1alpha::InstrumentSection& section = result.instrument.sections(0);
  EXPECT_EQ(Wordings(section.title()), "de:Gruppe en:Group");
  ASSERT_EQ(section.questions_size(), 1);
  const v1alpha::Question& question = section.questions(0);
  EXPECT_EQ(Wordings(question.text()), "de:Frage en:Question");
  EXPECT_EQ(Wordings(question.hint()), "de:Hilfe");
  EXPECT_EQ(Wordings(question.items(0).text()), "de:Zeile en:Row");
  EXPECT_EQ(Wordings(question.options(0).label()), "de:Erste en:First");
  EXPECT_EQ(question.options(1).code(), "A2");
}

TEST(Lss, OldLayoutHasOneRowForEachLanguage) {
  const std::string question = "qid=1|parent_qid=0|gid=1|title=Q1|type=F|";
  const std::string row = "qid=2|parent_qid=1|gid=1|title=x|type=T|";
  ExpectBothLanguages(ReadAsLss(Document(absl::StrCat(
      TableOf("answers", Row("qid=1|code=A2|answer=Zweite|sortorder=2|language=de|scale_id=0") +
                             Row("qid=1|code=A1|answer=Erste|sortorder=1|language=de|scale_id=0") +
                             Row("qid=1|code=A1|answer=First|sortorder=1|language=en|scale_id=0")),
      TableOf("groups", Row(kOldLayout[0]) + Row(kOldLayout[1])),
      TableOf("questions", Row(question + "question=Frage|help=Hilfe|language=de") +
                               Row(question + "question=Question|help=|language=en")),
      TableOf("subquestions",
              Row(row + "question=Zeile|language=de") + Row(row + "question=Row|language=en")),
      TableOf("surveys", Row("sid=9|language=de|additional_languages=en")),
      TableOf("surveys_languagesettings", Row("surveyls_language=de|surveyls_title=Titel") +
                                              Row("surveyls_language=en|surveyls_title=Title"))))));
}

TEST(Lss, NewLayoutHasTextsInTablesOfTheirOwn) {
  ExpectBothLanguages(ReadAsLss(Document(absl::StrCat(
      TableOf("answers", Row("aid=1|qid=1|code=A2|sortorder=2|scale_id=0") +
                             Row("aid=2|qid=1|code=A1|sortorder=1|scale_id=0")),
      TableOf("answer_l10ns", Row("aid=2|answer=Erste|language=de") +
                                  Row("aid=2|answer=First|language=en") +
                                  Row("aid=1|answer=Zweite|language=de")),
      TableOf("groups", Row("gid=1|group_order=1")),
      TableOf("group_l10ns", Row("gid=1|group_name=Gruppe|language=de") +
                                 Row("gid=1|group_name=Group|language=en")),
      TableOf("questions", Row("qid=1|parent_qid=0|gid=1|title=Q1|type=F") +
                               Row("qid=2|parent_qid=1|gid=1|title=x|type=T")),
      TableOf("question_l10ns", Row("qid=1|question=Frage|help=Hilfe|language=de") +
                                    Row("qid=1|question=Question|help=|language=en") +
                                    Row("qid=2|question=Zeile|language=de") +
                                    Row("qid=2|question=Row|language=en")),
      TableOf("surveys", Row("sid=9|language=de|additional_languages=en")),
      TableOf("surveys_languagesettings", Row("surveyls_language=de|surveyls_title=Titel") +
                                              Row("surveyls_language=en|surveyls_title=Title"))))));
}

TEST(Lss, DefaultsOfTheNewLayoutAreFound) {
  const std::string row = "|qid=1|scale_id=0|sqid=0|specialtype=";
  const ImportResult result = ReadAsLss(OneQuestion(
      "S", "",
      TableOf("defaultvalues",
              Row("dvid=7" + row) + Row("dvid=8|qid=1|specialtype=x") + Row("dvid=9|qid=77")) +
          TableOf("defaultvalue_l10ns", Row("id=1|dvid=7|language=de|defaultvalue=ja") +
                                            Row("id=2|dvid=5|language=de|defaultvalue=x"))));
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT Q1 'Frage?' [first 'ja']"));
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("A default of the kind `x` was left out"),
                          HasSubstr("A row of <defaultvalues> belongs to no question"),
                          HasSubstr("A row of <defaultvalue_l10ns> belongs to no default")));
}

TEST(Lss, EverythingComesInItsOrder) {
  const auto question = [](int id, int group, int order) {
    return Row(absl::StrCat("qid=", id, "|parent_qid=0|gid=", group, "|title=Q", id,
                            "|question=Q|type=S|language=de|question_order=", order));
  };
  const ImportResult result = ReadAsLss(Document(absl::StrCat(
      TableOf("groups", Row("gid=1|group_order=2") + Row("gid=2|group_order=1")),
      TableOf("questions", question(1, 1, 2) + question(2, 2, 1) + question(3, 1, 1)),
      TableOf("surveys", Row("sid=9|language=de|format=G")),
      TableOf("surveys_languagesettings", Row("surveyls_language=de|surveyls_title=T")))));
  EXPECT_THAT(Outline(result.instrument), ElementsAre("TEXT Q2 'Q'", "TEXT Q3 'Q'", "TEXT Q1 'Q'"));
  EXPECT_EQ(result.instrument.form_id(), "9");
  EXPECT_EQ(result.instrument.style(), "pages");
  EXPECT_EQ(result.instrument.sections(0).appearance(), "field-list");
}

TEST(Lss, RelevanceIsThatOfQuestionsAndGroups) {
  const ImportResult result = ReadAsLss(Document(absl::StrCat(
      TableOf("groups", Row("gid=1|group_order=1") + Row("gid=2|group_order=2|grelevance=Q1=='a'")),
      TableOf(
          "questions",
          Question(1, "question=F|type=S") +
              Question(2, "question=F|type=S|relevance={Q1 != 'b'}") +
              Row("qid=3|parent_qid=0|gid=2|title=Q3|question=F|type=S|language=de|relevance=1") +
              Row("qid=4|parent_qid=0|gid=2|title=Q4|question=F|type=S|language=de|"
                  "relevance=Q2 != 'x'")),
      TableOf("surveys", Row("sid=9|language=de")),
      TableOf("surveys_languagesettings", Row("surveyls_language=de|surveyls_title=T")))));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT Q1 'F'", "TEXT Q2 'F' [if ${Q1} != 'b']", "TEXT Q3 'F'",
                          "TEXT Q4 'F' [if (${Q1} != 'b') and (${Q2} != 'x')]"));
  EXPECT_EQ(result.instrument.sections(1).relevant(), "${Q1} = 'a'");
}

TEST(Lss, ConditionsCountWhereThereIsNoEquation) {
  const auto read = [](absl::string_view relevance, absl::string_view value) {
    return ReadAsLss(Lss(absl::StrCat(
        TableOf("questions",
                Question(1, "question=F|type=S") +
                    Question(2, absl::StrCat("question=F|type=S|relevance=", relevance))),
        TableOf("conditions", Row(absl::StrCat("cid=1|qid=2|cqid=1|cfieldname=9X1X1|method===|"
                                               "scenario=1|value=",
                                               value))))));
  };
  const ImportResult without = read("1", "a");
  EXPECT_THAT(Outline(without.instrument), Contains("TEXT Q2 'F' [if ${Q1} = 'a']"));
  EXPECT_THAT(Warnings(without), IsEmpty());
  const ImportResult same = read("((9X1X1.NAOK == \"a\"))", "a");
  EXPECT_THAT(Outline(same.instrument), Contains("TEXT Q2 'F' [if ${Q1} = 'a']"));
  EXPECT_THAT(Warnings(same), IsEmpty());
  const ImportResult other = read("Q1 == 'b'", "a");
  EXPECT_THAT(Outline(other.instrument), Contains("TEXT Q2 'F' [if ${Q1} = 'b']"));
  EXPECT_THAT(Warnings(other), ElementsAre(HasSubstr("they say `${Q1} = 'a'`")));
  EXPECT_THAT(Errors(read("1", "{rand(1)}")),
              ElementsAre(HasSubstr("The conditions cannot be said here")));
}

TEST(Lss, TextsAreAskedWithTheAnswersInThem) {
  const ImportResult result = ReadAsLss(Lss(absl::StrCat(
      TableOf("questions",
              Question(1, "question=F|type=L") +
                  Question(2, "question=<p>Sie w&auml;hlten {Q1.shown} ({Q1}).</p>|type=S") +
                  Question(3, "question={Q1.shown}: {if(Q1 == 'a', '<b>ja</b>', '')}|type=S") +
                  Question(4, "question=$ {Q1} { x } ${SURVEYNAME}|type=S")),
      TableOf("answers", Row("qid=1|code=a|answer=A|language=de")))));
  EXPECT_THAT(
      Outline(result.instrument),
      ElementsAre("SINGLE_CHOICE Q1 'F' a:A",
                  "CALCULATION Q1__shown 'Q1__shown' [is jr:choice-name(${Q1}, '${Q1}')]",
                  "TEXT Q2 'Sie w\u00E4hlten ${Q1__shown} (${Q1}).'",
                  "CALCULATION text_2 'text_2' [is if(${Q1} = 'a', 'ja', '')]",
                  "TEXT Q3 '${Q1__shown}: ${text_2}'", "TEXT Q4 '$ ${Q1} { x } $ {SURVEYNAME}'"));
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("`{SURVEYNAME}` stays in the text as it is")));
}

TEST(Lss, TextsAroundTheSurveyBecomeNotes) {
  const ImportResult result = ReadAsLss(Document(
      absl::StrCat(TableOf("groups", Row("gid=1|description=Zu Ihnen|language=de")),
                   TableOf("questions", Question(1, "question=F|type=S")),
                   TableOf("surveys", Row("sid=9|language=de")),
                   TableOf("surveys_languagesettings",
                           Row("surveyls_language=de|surveyls_title=T|surveyls_description=Worum|"
                               "surveyls_welcometext=Hallo|surveyls_endtext=Danke|"
                               "surveyls_policy_notice=Datenschutz")))));
  EXPECT_THAT(
      Outline(result.instrument),
      ElementsAre("NOTE description 'Worum'", "NOTE welcome 'Hallo'",
                  "NOTE group1_description 'Zu Ihnen'", "TEXT Q1 'F'", "NOTE end_text 'Danke'"));
  EXPECT_THAT(Notes(result), Contains(HasSubstr("it is read before sending, not after")));
  EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr("The notice of data protection")));
}

TEST(Lss, WhatHasNoPlaceIsNamed) {
  const struct {
    std::string tables;
    const char* warning;
  } cases[] = {
      {TableOf("quota", Row("id=1|name=Frauen|qlimit=50|active=1")),
       "The quota `Frauen` of 50 was not taken over; nobody is turned away."},
      {TableOf("assessments", Row("id=1")), "The table <assessments> was left out."},
      {TableOf("question_attributes", Row("qid=77|attribute=a|value=b")),
       "A row of <question_attributes> belongs to no question and was left out."},
      {TableOf("answers", Row("qid=77|code=a")), "A row of <answers> belongs to no question"},
      {TableOf("group_l10ns", Row("gid=5|group_name=x|language=de")), "belongs to no group"},
      {TableOf("answer_l10ns", Row("aid=5|answer=x|language=de")), "belongs to no answer"},
      {TableOf("question_l10ns", Row("qid=1|question=x|language=fr")),
       "Texts in languages that the survey does not have: 1"},
  };
  for (const auto& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion("S", "", c.tables));
    EXPECT_THAT(Warnings(result), ElementsAre(HasSubstr(c.warning))) << c.warning;
    EXPECT_THAT(Errors(result), IsEmpty()) << c.warning;
  }
  EXPECT_THAT(Warnings(ReadAsLss(Lss(TableOf("questions", "")))),
              ElementsAre(HasSubstr("A group without questions was left out.")));
}

TEST(Lss, LanguagesGetTagsOfTheStandard) {
  const std::string survey = "language=de-informal|additional_languages=de-easy en";
  const std::string question = "qid=1|parent_qid=0|gid=1|title=Q1|type=S|";
  const ImportResult result = ReadAsLss(Document(absl::StrCat(
      TableOf("groups", Row("gid=1|group_order=1")),
      TableOf("questions", Row(question + "question=Du?|language=de-informal") +
                               Row(question + "question=Leicht?|language=de-easy")),
      TableOf("surveys", Row("sid=9|" + survey)),
      TableOf("surveys_languagesettings", Row("surveyls_language=en|surveyls_title=T")))));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Wordings(result.instrument.sections(0).questions(0).text()),
            "de-x-informal:Du? de+:Leicht?");
  EXPECT_EQ(Wordings(result.instrument.title()), "en:T");
}

TEST(Lss, CodesThatCannotBeAreRenamedAlsoInExpressions) {
  const ImportResult result = ReadAsLss(Lss(
      TableOf("questions", Row("qid=1|parent_qid=0|gid=1|title=1a|question=F|type=S|language=de") +
                               Row("qid=2|parent_qid=0|gid=1|title=b-c|question=F {9X1X1}|type=S|"
                                   "language=de|relevance=9X1X1 == 'x'"))));
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("TEXT q_1a 'F'", "TEXT b_c 'F ${q_1a}' [if ${q_1a} = 'x']"));
  EXPECT_THAT(Notes(result), Contains(HasSubstr("`1a` cannot be a code here")));

  const ImportResult twice = ReadAsLss(Lss(TableOf(
      "questions", Row("qid=1|parent_qid=0|gid=1|title=A|question=F|type=S|language=de") +
                       Row("qid=2|parent_qid=0|gid=1|title=A|question=F|type=S|language=de") +
                       Row("qid=3|parent_qid=0|gid=1|title=B|question=F|type=S|language=de|"
                           "relevance=9X1X2 == 'x'") +
                       Row("qid=4|parent_qid=0|gid=1|title=C|question=F|type=S|language=de|"
                           "relevance=A == 'x'"))));
  EXPECT_THAT(Outline(twice.instrument), Contains("TEXT B 'F' [if ${A_2} = 'x']"));
  EXPECT_THAT(Errors(twice), ElementsAre(HasSubstr("several questions are called `A`")));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
