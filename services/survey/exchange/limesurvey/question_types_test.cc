#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

// What each type of question of LimeSurvey becomes.

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

// Subquestions of the question 1 as `code=text`, those behind `/` of the second scale.
std::string Subs(const std::vector<std::string>& codes, int scale = 0,
                 absl::string_view more = "") {
  std::string rows;
  for (const std::string& code : codes) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=", scale, code, "|parent_qid=1|gid=1|title=", code,
                                            "|question=", code, "?|language=de|scale_id=", scale,
                                            more.empty() ? "" : "|", more)));
  }
  return rows;
}
std::string Subquestions(const std::vector<std::string>& codes, absl::string_view more = "") {
  return TableOf("subquestions", Subs(codes, 0, more));
}
std::string Answers(const std::vector<std::string>& codes, int scale = 0) {
  std::string rows;
  for (const std::string& code : codes) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=1|code=", code, "|answer=", code,
                                            "!|language=de|scale_id=", scale)));
  }
  return rows;
}
std::string Options(const std::vector<std::string>& codes) {
  return TableOf("answers", Answers(codes));
}
// Settings of the question 1 as `name=value`.
std::string Settings(const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string rows;
  for (const auto& [name, value] : settings) {
    absl::StrAppend(&rows, Row(absl::StrCat("qid=1|attribute=", name, "|value=", value)));
  }
  return TableOf("question_attributes", rows);
}

struct Case {
  const char* type;
  const char* columns;
  std::string tables;
  std::vector<std::string> outline;
};

void ExpectOutlines(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion(c.type, c.columns, c.tables));
    EXPECT_THAT(Outline(result.instrument), ElementsAreArray(c.outline)) << c.type << c.columns;
    EXPECT_THAT(Errors(result), IsEmpty()) << c.type << c.columns;
    EXPECT_THAT(Warnings(result), IsEmpty()) << c.type << c.columns;
  }
}

TEST(QuestionTypes, SingleAnswers) {
  ExpectOutlines({
      {"L", "mandatory=Y", Options({"a", "b"}), {"SINGLE_CHOICE Q1 'Frage?' * a:a! b:b!"}},
      {"!", "", Options({"a"}), {"SINGLE_CHOICE Q1 'Frage?' a:a!"}},
      {"L",
       "other=Y",
       Options({"a"}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! -oth-:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, '-oth-')]"}},
      {"L",
       "other=Y",
       Options({"a"}) + Settings({{"other_replace_text", "Und zwar"},
                                  {"other_comment_mandatory", "1"},
                                  {"other_numbers_only", "1"}}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! -oth-:Und zwar",
        "DECIMAL Q1_other 'Sonstiges' * [if selected(${Q1}, '-oth-')]"}},
      {"L",
       "",
       Options({"a"}) + Settings({{"random_order", "1"}}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! random"}},
      {"L",
       "",
       Options({"a"}) + Settings({{"answer_order", "random"}}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! random"}},
      {"O",
       "mandatory=Y",
       Options({"a"}),
       {"SINGLE_CHOICE Q1 'Frage?' * a:a!", "TEXT Q1_comment 'Q1_comment'"}},
      {"5", "", "", {"SINGLE_CHOICE Q1 'Frage?' 1:1 2:2 3:3 4:4 5:5"}},
      {"Y", "", "", {"SINGLE_CHOICE Q1 'Frage?' Y:Ja N:Nein"}},
      {"G", "", "", {"SINGLE_CHOICE Q1 'Frage?' F:Weiblich M:M\u00E4nnlich"}},
      {"X", "mandatory=Y", "", {"NOTE Q1 'Frage?'"}},
      {"S", "help=Hilfe", "", {"TEXT Q1 'Frage?' (Hilfe)"}},
      {"T", "", "", {"TEXT Q1 'Frage?'"}},
      {"U", "", "", {"TEXT Q1 'Frage?'"}},
      {"S",
       "",
       Settings({{"maximum_chars", "20"}}),
       {"TEXT Q1 'Frage?' [check string-length(.) <= 20]"}},
      {"S", "", Settings({{"numbers_only", "1"}}), {"DECIMAL Q1 'Frage?'"}},
      {"N", "", "", {"DECIMAL Q1 'Frage?'"}},
      {"N",
       "",
       Settings({{"min_num_value_n", "1"}, {"max_num_value_n", "2.5"}}),
       {"DECIMAL Q1 'Frage?' [check (. >= 1) and (. <= 2.5)]"}},
      {"N",
       "",
       Settings({{"num_value_int_only", "1"}, {"min_num_value_n", "1"}, {"max_num_value_n", "9"}}),
       {"INTEGER Q1 'Frage?' >=1 <=9"}},
      {"D", "", "", {"DATE Q1 'Frage?'"}},
      {"D", "", Settings({{"date_format", "H:i"}}), {"TIME Q1 'Frage?'"}},
      {"D", "", Settings({{"date_format", "d.m.Y H:i"}}), {"DATE_TIME Q1 'Frage?'"}},
      {"D",
       "",
       Settings({{"date_min", "1990"}, {"date_max", "2024-05-01"}}),
       {"DATE Q1 'Frage?' [check (date(.) >= date('1990-01-01')) and (date(.) <= "
        "date('2024-05-01'))]"}},
      {"S", "preg=/^[0-9]{5}$/", "", {"TEXT Q1 'Frage?' [check regex(., '^[0-9]{5}$')]"}},
      {"N",
       "",
       Settings({{"em_validation_q", "self > 3"}, {"em_validation_q_tip", "Zu klein"}}),
       {"DECIMAL Q1 'Frage?' [check . > 3]"}},
      {"*", "question={1 + 2}", "", {"CALCULATION Q1 'Q1' [is 1 + 2]"}},
      {"*",
       "question=",
       Settings({{"equation", "x{1 + 2}"}}),
       {"CALCULATION Q1 'Q1' [is concat('x', 1 + 2)]"}},
      {"*",
       "question=Summe",
       Settings({{"equation", "{1 + 2}"}}),
       {"CALCULATION Q1 'Q1' [is 1 + 2]", "NOTE Q1_text 'Summe'"}},
      {"|",
       "",
       Settings(
           {{"allowed_filetypes", "png,pdf"}, {"max_filesize", "100"}, {"max_num_of_files", "1"}}),
       {"FILE Q1 'Frage?' image/png application/pdf"}},
      {"|",
       "",
       Settings({{"allowed_filetypes", "png"}, {"min_num_of_files", "1"}}),
       {"FILE Q1 'Frage?' * image/png"}},
      {"S", "", Settings({{"hidden", "1"}}), {"HIDDEN Q1 'Frage?'"}},
  });
}

TEST(QuestionTypes, ChoicesAndOrders) {
  ExpectOutlines({
      {"M", "mandatory=Y", Subquestions({"a", "b"}), {"MULTIPLE_CHOICE Q1 'Frage?' * a:a? b:b?"}},
      {"M",
       "other=Y",
       Subquestions({"a"}),
       {"MULTIPLE_CHOICE Q1 'Frage?' a:a? other:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, 'other')]"}},
      {"M",
       "other=Y",
       Subquestions({"other"}),
       {"MULTIPLE_CHOICE Q1 'Frage?' other:other? -oth-:Sonstiges",
        "TEXT Q1__oth_ 'Sonstiges' [if selected(${Q1}, '-oth-')]"}},
      {"P",
       "other=Y",
       Subquestions({"a"}),
       {"MULTIPLE_CHOICE Q1 'Frage?' a:a? other:Sonstiges",
        "TEXT Q1_acomment 'a?' [if selected(${Q1}, 'a')]",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, 'other')]",
        "TEXT Q1_othercomment 'Q1_othercomment' [if selected(${Q1}, 'other')]"}},
      {"M",
       "",
       Subquestions({"a", "b"}) + Settings({{"min_answers", "1"},
                                            {"max_answers", "2"},
                                            {"exclude_all_others", "b"},
                                            {"random_order", "1"}}),
       {"MULTIPLE_CHOICE Q1 'Frage?' a:a? b:b? [check (count-selected(.) >= 1) and "
        "(count-selected(.) <= 2) and (not(selected(., 'b')) or count-selected(.) = 1)] random"}},
      {"R", "mandatory=Y", Options({"a", "b"}), {"RANKING Q1 'Frage?' * a:a! b:b!"}},
      {"R", "", Subquestions({"a", "b"}), {"RANKING Q1 'Frage?' a:a? b:b?"}},
  });
}

TEST(QuestionTypes, Arrays) {
  const std::string abc = " a:a! b:b!";
  const std::string rows = " Q1_x=x? Q1_y=y?";
  ExpectOutlines({
      {"F",
       "mandatory=Y",
       Subquestions({"x", "y"}) + Options({"a", "b"}),
       {"MATRIX Q1 'Frage?' *" + rows + abc}},
      {"H",
       "",
       Subquestions({"x", "y"}) + Options({"a", "b"}),
       {"MATRIX Q1 'Frage?'" + rows + abc}},
      {"A", "", Subquestions({"x", "y"}), {"MATRIX Q1 'Frage?'" + rows + " 1:1 2:2 3:3 4:4 5:5"}},
      {"B",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 10:10"}},
      {"C",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " Y:Ja U:Unsicher N:Nein"}},
      {"E",
       "",
       Subquestions({"x", "y"}),
       {"MATRIX Q1 'Frage?'" + rows + " I:Zunahme S:Gleich D:Abnahme"}},
      {"1",
       "",
       Subquestions({"x"}) + TableOf("answers", Answers({"a"}, 0) + Answers({"b"}, 1)) +
           Settings({{"dualscale_headerA", "links"}, {"dualscale_headerB", "rechts"}}),
       {"MATRIX Q1_scale1 'Frage? \u2013 links' Q1_x_0=x? a:a!",
        "MATRIX Q1_scale2 'Frage? \u2013 rechts' Q1_x_1=x? b:b!"}},
      {"K",
       "mandatory=Y",
       Subquestions({"x", "y"}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?' *", "  DECIMAL Q1_y 'y?' *"}},
      {"K",
       "",
       Subquestions({"x"}) + Settings({{"num_value_int_only", "1"}, {"min_num_value_n", "0"}}),
       {"GROUP Q1 'Frage?'", "  INTEGER Q1_x 'x?' >=0"}},
      {"K",
       "",
       Subquestions({"x"}) +
           Settings({{"slider_layout", "1"}, {"slider_max", "10"}, {"slider_accuracy", "0.5"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?' 0..10/0.5"}},
      {"Q", "", Subquestions({"x"}), {"GROUP Q1 'Frage?'", "  TEXT Q1_x 'x?'"}},
      {"Q",
       "",
       Subquestions({"x"}) + Settings({{"numbers_only", "1"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x 'x?'"}},
      {"Q",
       "",
       Subquestions({"x"}) + Settings({{"em_validation_sq", "strlen(this) > 2"}}),
       {"GROUP Q1 'Frage?'", "  TEXT Q1_x 'x?' [check string-length(.) > 2]"}},
      {";",
       "mandatory=Y",
       TableOf("subquestions", Subs({"x"}) + Subs({"k", "l"}, 1)),
       {"GROUP Q1 'Frage?'", "  TEXT Q1_x_k 'x? \u2013 k?' *", "  TEXT Q1_x_l 'x? \u2013 l?' *"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k"}, 1)),
       {"GROUP Q1 'Frage?'", "  INTEGER Q1_x_k 'x? \u2013 k?' >=1 <=10"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k"}, 1)) +
           Settings({{"input_boxes", "1"}, {"multiflexible_min", "3"}}),
       {"GROUP Q1 'Frage?'", "  DECIMAL Q1_x_k 'x? \u2013 k?' [check . >= 3]"}},
      {":",
       "",
       TableOf("subquestions", Subs({"x"}) + Subs({"k", "l"}, 1)) +
           Settings({{"multiflexible_checkbox", "1"}}),
       {"GROUP Q1 'Frage?'", "  MULTIPLE_CHOICE Q1_x 'x?' k:k? l:l?"}},
  });
}

TEST(QuestionTypes, RowsWithLogicAreQuestionsOfTheirOwn) {
  const std::string rows = Subs({"x"}, 0, "relevance=Q1_y == 'a'") + Subs({"y"});
  const ImportResult result =
      ReadAsLss(OneQuestion("F", "mandatory=Y", TableOf("subquestions", rows) + Options({"a"})));
  EXPECT_THAT(
      Outline(result.instrument),
      ElementsAre("GROUP Q1 'Frage?'", "  SINGLE_CHOICE Q1_x 'x?' * a:a! [if ${Q1_y} = 'a']",
                  "  SINGLE_CHOICE Q1_y 'y?' * a:a!"));
  EXPECT_EQ(result.instrument.sections(0).questions(0).appearance(), "table-list");
  EXPECT_THAT(Warnings(result), IsEmpty());

  const ImportResult options = ReadAsLss(OneQuestion("M", "", TableOf("subquestions", rows)));
  EXPECT_THAT(
      Outline(options.instrument),
      ElementsAre("MULTIPLE_CHOICE Q1 'Frage?' x:x? y:y? [offers name != 'x' or (false())]"))
      << "a choice is `Y` or nothing";
}

TEST(QuestionTypes, FiltersOfArraysFollowTheOtherQuestion) {
  const auto with = [](absl::string_view type, absl::string_view filter) {
    const std::string question = "|parent_qid=0|gid=1|language=de|question=F?|question_order=";
    return ReadAsLss(Lss(absl::StrCat(
        TableOf("questions", Row(absl::StrCat("qid=2|title=Q2|type=M", question, 1)) +
                                 Row(absl::StrCat("qid=1|title=Q1|type=", type, question, 2))),
        TableOf("subquestions",
                Subs({"a", "b"}) + Row("qid=5|parent_qid=2|title=a|question=A|language=de")),
        Options({"1"}), Settings({{std::string(filter), "Q2"}}))));
  };
  EXPECT_THAT(Outline(with("M", "array_filter").instrument),
              Contains("MULTIPLE_CHOICE Q1 'F?' a:a? b:b? [offers name != 'a' or "
                       "(selected(${Q2}, 'a'))]"));
  EXPECT_THAT(Outline(with("M", "array_filter_exclude").instrument),
              Contains("MULTIPLE_CHOICE Q1 'F?' a:a? b:b? [offers name != 'a' or "
                       "(not(selected(${Q2}, 'a')))]"));
  EXPECT_THAT(Outline(with("F", "array_filter").instrument),
              Contains("  SINGLE_CHOICE Q1_a 'a?' 1:1! [if selected(${Q2}, 'a')]"));
  EXPECT_THAT(Outline(with("Q", "array_filter").instrument),
              Contains("  TEXT Q1_a 'a?' [if selected(${Q2}, 'a')]"));
}

TEST(QuestionTypes, DefaultsAreWhatStandsThereAtTheStart) {
  const auto defaults = [](const std::vector<std::string>& rows) {
    std::string all;
    for (const std::string& row : rows) all += Row(absl::StrCat("qid=1|language=de|", row));
    return TableOf("defaultvalues", all);
  };
  ExpectOutlines({
      {"L",
       "",
       Options({"a"}) + defaults({"sqid=0|specialtype=|defaultvalue=a"}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! [first 'a']"}},
      {"N",
       "",
       defaults({"sqid=0|specialtype=|defaultvalue=5"}),
       {"DECIMAL Q1 'Frage?' [first 5]"}},
      {"S", "", defaults({"sqid=0|specialtype=|defaultvalue=5"}), {"TEXT Q1 'Frage?' [first '5']"}},
      {"S",
       "",
       defaults({"sqid=0|specialtype=|defaultvalue={1 + 2}"}),
       {"TEXT Q1 'Frage?' [first 1 + 2]"}},
      {"M",
       "",
       Subquestions({"a", "b", "c"}) +
           defaults({"sqid=0a|specialtype=|defaultvalue=Y", "sqid=0c|specialtype=|defaultvalue=Y"}),
       {"MULTIPLE_CHOICE Q1 'Frage?' a:a? b:b? c:c? [first 'a c']"}},
      {"Q",
       "",
       Subquestions({"x"}) + defaults({"sqid=0x|specialtype=|defaultvalue=ja"}),
       {"GROUP Q1 'Frage?'", "  TEXT Q1_x 'x?' [first 'ja']"}},
      {"L",
       "other=Y",
       Options({"a"}) + defaults({"sqid=0|specialtype=other|defaultvalue=x"}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! -oth-:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, '-oth-')] [first 'x']"}},
  });
}

TEST(QuestionTypes, WhatIsNotTakenOverIsNamed) {
  const struct {
    const char* type;
    const char* columns;
    std::string tables;
    const char* warning;
  } cases[] = {
      {"I", "", "", "The question of the type `I` was left out: a switch of the language"},
      {"W", "", "", "its answers are in a label set"},
      {"?", "", "", "its type is not known"},
      {"", "", "", "its type is not known"},
      {"|", "", Settings({{"allowed_filetypes", "zip"}}), "none of the kinds of files"},
      {"|", "", Settings({{"allowed_filetypes", "png, zip"}}), "not taken here: zip."},
      {"|", "", Settings({{"max_num_of_files", "3"}}), "Up to 3 files were taken; here it is one."},
      {"|", "", Settings({{"max_filesize", "10240"}}), "the largest has 2097152 bytes"},
      {"S", "mandatory=S", "", "reminds of a missing answer once"},
      {"S", "preg=/a(?=b)/", "", "The check `/a(?=b)/` was left out"},
      {"S", "", Settings({{"em_validation_q", "rand(1, 2)"}}),
       "The check `rand(1, 2)` was left out"},
      {"S", "", Settings({{"time_limit", "60"}}), "The setting `time_limit` (`60`)"},
      {"S", "", Settings({{"random_group", "g"}}), "The setting `random_group` (`g`)"},
      {"L", "", Options({"a"}) + Settings({{"hidden", "1"}}), "It is always hidden in LimeSurvey"},
      {"K", "", Subquestions({"x"}) + Settings({{"equals_num_value", "100"}}),
       "The check `equals_num_value` of the sum of all answers (`100`)"},
      {"F", "", Subquestions({"x"}) + Options({"a"}) + Settings({{"min_answers", "1"}}),
       "The check `min_answers` of all answers together"},
      {"F", "", Subquestions({"x"}) + Options({"a"}) + Settings({{"random_order", "1"}}),
       "rows come in an order that is drawn"},
      {"S", "question=Ihre E-Mail-Adresse?", "", "seems to ask for contact data"},
      {"S", "question=", "", "There is no text here; the code stands for it."},
      {"S", "question=Hallo {TOKEN:FIRSTNAME}", "",
       "`{TOKEN:FIRSTNAME}` stays in the text as it is"},
  };
  for (const auto& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion(c.type, c.columns, c.tables));
    EXPECT_THAT(Warnings(result), Contains(HasSubstr(c.warning))) << c.type << c.columns;
  }
}

TEST(QuestionTypes, WhatIsWrongIsAnError) {
  const struct {
    const char* type;
    const char* columns;
    std::string tables;
    const char* error;
  } cases[] = {
      {"L", "", "", "There is no answer to choose; give 1 to 500"},
      {"M", "", "", "There is no subquestion to choose"},
      {"F", "", Options({"a"}), "The array has 0 rows; give 1 to 200"},
      {"F", "", Subquestions({"x"}), "There is no answer to choose"},
      {"K", "", "", "There is no subquestion"},
      {":", "", Subquestions({"x"}), "The array has 1 rows and 0 columns"},
      {"S", "relevance=Nix == 1", "",
       "Who is asked cannot be said here as `Nix == 1` says it: `Nix` is no question"},
      {"S", "relevance=rand(1)", "", "the function `rand()` has no counterpart"},
      {"*", "question={rand(1, 2)}", "", "The equation `rand(1, 2)` has no counterpart here"},
      {"N", "",
       Settings({{"num_value_int_only", "1"}, {"min_num_value_n", "9"}, {"max_num_value_n", "1"}}),
       "The largest number is less than the smallest"},
      {"K", "", Subquestions({"x"}) + Settings({{"slider_layout", "1"}, {"slider_max", "0"}}),
       "The slider has no range"},
      {"L", "", Options({"a b"}), "`a b` cannot be the code of an option"},
  };
  for (const auto& c : cases) {
    const ImportResult result = ReadAsLss(OneQuestion(c.type, c.columns, c.tables));
    EXPECT_THAT(Errors(result), Contains(HasSubstr(c.error))) << c.type << c.columns;
  }
}

TEST(QuestionTypes, LooksAreKept) {
  const ImportResult result = ReadAsLss(
      OneQuestion("!", "", Options({"a"}) + Settings({{"cssclass", "breit"}, {"hide_tip", "0"}})));
  const v1alpha::Question& question = result.instrument.sections(0).questions(0);
  EXPECT_EQ(question.appearance(), "minimal");
  EXPECT_EQ(question.settings_size(), 2);
  EXPECT_EQ(question.settings().at("cssclass"), "breit");
  EXPECT_EQ(question.settings().at("limesurvey_type"), "!");
}

}  // namespace
}  // namespace lotse::survey::limesurvey
