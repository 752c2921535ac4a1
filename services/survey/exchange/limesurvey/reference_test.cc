#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

// Reads the real surveys among the reference data. The counts were taken from the files by hand.

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using v1alpha::Question;

class LimesurveyReference : public testing::Test {
 protected:
  // False, and the test is skipped, if the file is not there.
  bool Open(const std::string& name) {
    std::string content, path;
    if (!ReadReference(name, &content, &path)) return false;
    absl::StatusOr<ImportResult> result =
        absl::string_view(name).find(".tsv") == absl::string_view::npos
            ? ReadLss(content)
            : ReadLimesurveyTsv(content);
    EXPECT_TRUE(result.ok()) << result.status();
    if (!result.ok()) return false;
    result_ = *std::move(result);
    for (const auto& section : result_.instrument.sections()) Collect(section.questions());
    return true;
  }

  void Collect(const google::protobuf::RepeatedPtrField<Question>& questions) {
    for (const Question& question : questions) {
      questions_.push_back(&question);
      Collect(question.questions());
    }
  }

  // How many questions there are of each type of LimeSurvey.
  std::map<std::string, int> Types() const {
    std::map<std::string, int> types;
    for (const Question* question : questions_) {
      const auto type = question->settings().find("limesurvey_type");
      if (type != question->settings().end()) ++types[type->second];
    }
    return types;
  }

  const Question& Find(absl::string_view code) const {
    for (const Question* question : questions_) {
      if (question->code() == code) return *question;
    }
    ADD_FAILURE() << "no question " << code;
    return Question::default_instance();
  }

  ImportResult result_;
  std::vector<const Question*> questions_;
};

#define OPEN_OR_SKIP(name) \
  if (!Open(name)) GTEST_SKIP() << "no reference data: " << name << " cannot be opened"

TEST_F(LimesurveyReference, EmployeeSurveyOfTheOldLayout) {
  OPEN_OR_SKIP("uk_rse_core_survey.lss");
  // 59 questions of 11 types.
  EXPECT_EQ(Types(), (std::map<std::string, int>{{"!", 13},
                                                 {"Y", 12},
                                                 {"S", 8},
                                                 {"F", 6},
                                                 {"L", 5},
                                                 {"K", 4},
                                                 {"Q", 4},
                                                 {"N", 3},
                                                 {"M", 2},
                                                 {"D", 1},
                                                 {"R", 1}}));
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_THAT(Warnings(result_), IsEmpty());
  // A welcome, six groups, and an end; three sections of notes and descriptions.
  EXPECT_EQ(result_.instrument.sections_size(), 8);
  EXPECT_EQ(Find("socio1").options_size(), 249);
  EXPECT_EQ(Find("socio1").options(1).label().variants(0).text(), "\u00C5land Islands");
  EXPECT_EQ(Find("currentEmp13").options_size(), 66);
  EXPECT_EQ(Find("likerttime1").items_size(), 6);
  EXPECT_EQ(Find("likerttime1").options_size(), 5);
  EXPECT_EQ(Find("prevEmp2").kind(), Question::KIND_RANKING);
  EXPECT_EQ(Find("prevEmp2").options_size(), 8);
  EXPECT_EQ(Find("skill1").questions_size(), 3);
  EXPECT_EQ(OutlineOf(Find("proj4can_other")),
            "TEXT proj4can_other 'Other' [if selected(${proj4can}, 'other')]");
  EXPECT_EQ(OutlineOf(Find("rse3_SQ001")),
            "INTEGER rse3_SQ001 'Who uses the code that you write?' * 0..100/1 (Mostly me \u2013 "
            "Mostly others)");
  int required = 0;
  for (const Question* question : questions_) {
    const bool is_whole = question->settings().contains("limesurvey_type");
    required += is_whole && question->required();
  }
  // 35 are mandatory; of the groups of fields (4 numbers, 1 texts) each field is.
  EXPECT_EQ(required, 35 - 5);
}

// The file has 13 equations, which LimeSurvey made of its 16 conditions.
TEST_F(LimesurveyReference, EquationsAndConditionsSayTheSame) {
  OPEN_OR_SKIP("uk_rse_core_survey.lss");
  std::map<std::string, std::string> relevances;
  for (const Question* question : questions_) {
    const bool is_whole = question->settings().contains("limesurvey_type");
    if (is_whole && !question->logic().relevant().empty()) {
      relevances[question->code()] = question->logic().relevant();
    }
  }
  EXPECT_EQ(relevances,
            (std::map<std::string, std::string>{
                {"edu2", "${edu1} = '3' or ${edu1} = '4' or ${edu1} = '5' or ${edu1} = '7'"},
                {"edu3", "${edu2} = '66'"},
                {"currentEmp2", "${currentEmp1} = 'uni'"},
                {"currentEmp3", "${currentEmp2} = '130'"},
                {"currentEmp4", "${currentEmp1} != 'uni'"},
                {"currentEmp13", "${currentEmp7} = 'Y'"},
                {"soft1can", "${soft2can} = 'Y'"},
                {"paper3", "${paper2} = 'Y'"},
                {"paper4", "${paper3} = 'N'"},
                {"conf2can", "${conf1can} = 'Y'"},
                {"open1can", "${open01can} = 'Y'"},
                {"open3can", "${open03can} = 'Y'"},
                {"ukrs3", "${ukrse2} = 'other'"}}));
}

TEST_F(LimesurveyReference, SurveysOfTheNewLayouts) {
  OPEN_OR_SKIP("citric_answers.lss");
  EXPECT_EQ(Types(), (std::map<std::string, int>{{"M", 1}, {"F", 1}}));
  EXPECT_EQ(OutlineOf(Find("Q01")),
            "MULTIPLE_CHOICE Q01 'This is the first question' SQ001:First option SQ002:Second "
            "option SQ003:Third option");
  EXPECT_EQ(Find("Q02").items_size(), 5);
  EXPECT_EQ(Find("Q02").options_size(), 5);
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_THAT(Warnings(result_), IsEmpty());
}

TEST_F(LimesurveyReference, ASurveyThatTakesArchives) {
  OPEN_OR_SKIP("citric_survey.lss");
  EXPECT_EQ(Types(), (std::map<std::string, int>{{"T", 1}, {"5", 1}, {"Y", 1}}));
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_THAT(Warnings(result_), ElementsAre(HasSubstr("G02Q03 The question of the type `|` was "
                                                       "left out: none of the kinds of files")));
}

TEST_F(LimesurveyReference, TheOldestOfTheNewLayouts) {
  OPEN_OR_SKIP("citric_432535.lss");
  EXPECT_THAT(Outline(result_.instrument),
              ElementsAre("NOTE description 'This is an example survey'",
                          "NOTE welcome 'Welcome to an example survey'",
                          "NOTE group1_description 'A group'",
                          "SINGLE_CHOICE G01Q01 'Text for question 1' * 1:1 2:2 3:3 4:4 5:5 (Help "
                          "for question 1)",
                          "TEXT G01Q02 'Text for question 2' [check string-length(.) <= 255]",
                          "NOTE end_text 'See ya!'"));
  EXPECT_THAT(Errors(result_), IsEmpty());
  EXPECT_THAT(Warnings(result_), IsEmpty());
}

TEST_F(LimesurveyReference, NeedsSurveyAsATable) {
  OPEN_OR_SKIP("mitwirken.limesurvey.tsv");
  // 41 questions of 6 types, 75 subquestions and 28 answers.
  EXPECT_EQ(Types(), (std::map<std::string, int>{
                         {"M", 12}, {"S", 12}, {"L", 8}, {"T", 4}, {"X", 3}, {"N", 2}}));
  int subquestions = 0, answers = 0, relevances = 0;
  for (const Question* question : questions_) {
    const bool multiple = question->kind() == Question::KIND_MULTIPLE_CHOICE;
    (multiple ? subquestions : answers) += question->options_size();
    relevances += !question->logic().relevant().empty();
  }
  EXPECT_EQ(subquestions, 75);
  EXPECT_EQ(answers, 28);
  // 14 questions have a relevance; one of them names a choice that is not there.
  EXPECT_EQ(relevances, 13);
  EXPECT_THAT(Errors(result_),
              ElementsAre(HasSubstr("`teilhabegruppen_other` is no question of this survey")));
  EXPECT_THAT(Warnings(result_),
              ElementsAre(HasSubstr("151 email This question seems to ask for contact data"),
                          HasSubstr("151 email `regexMatch()` has its pattern second"),
                          HasSubstr("152 telefon This question seems to ask for contact data")));
  EXPECT_EQ(Find("email").logic().constraint(), "regex(., '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')");
  EXPECT_EQ(Find("gesetzveraenderungte").logic().relevant(),
            "${wissengesetz} = 'ja' and ${veraenderunggesetzar} = 'jahab' or "
            "${veraenderunggesetzar} = 'jazus'");
  EXPECT_EQ(result_.instrument.style(), "pages");
  EXPECT_EQ(result_.instrument.sections(1).title().variants(0).text(),
            "Teil A \u2013 Allgemeine Angaben");
}

}  // namespace
}  // namespace lotse::survey::limesurvey
