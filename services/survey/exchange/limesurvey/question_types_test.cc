#include "services/survey/exchange/limesurvey/types_testing.h"

// What each type of question of LimeSurvey becomes; those with rows are in array_types_test.cc.

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(QuestionTypes, SingleAnswers) {
  ExpectOutlines({
      {"L", "mandatory=Y", Options({"a", "b"}), {"SINGLE_CHOICE Q1 'Frage?' * a:a! b:b!"}},
      {"!", "", Options({"a"}), {"SINGLE_CHOICE Q1 'Frage?' a:a!"}},
      {"L",
       "other=Y",
       Options({"a"}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! other:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, 'other')]"}},
      {"L",
       "other=Y",
       Options({"a"}) + Settings({{"other_replace_text", "Und zwar"},
                                  {"other_comment_mandatory", "1"},
                                  {"other_numbers_only", "1"}}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! other:Und zwar",
        "DECIMAL Q1_other 'Sonstiges' * [if selected(${Q1}, 'other')]"}},
      {"L",
       "other=Y",
       Options({"other"}),
       {"SINGLE_CHOICE Q1 'Frage?' other:other! -oth-:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, '-oth-')]"}},
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
       {"SINGLE_CHOICE Q1 'Frage?' * a:a!", "TEXT Q1_comment 'Kommentar'"}},
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
        "TEXT Q1_othercomment 'Kommentar' [if selected(${Q1}, 'other')]"}},
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
       {"SINGLE_CHOICE Q1 'Frage?' a:a! other:Sonstiges",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, 'other')] [first 'x']"}},
      {"L",
       "other=Y",
       Options({"a"}) + defaults({"sqid=0|specialtype=|defaultvalue=-oth-"}),
       {"SINGLE_CHOICE Q1 'Frage?' a:a! other:Sonstiges [first 'other']",
        "TEXT Q1_other 'Sonstiges' [if selected(${Q1}, 'other')]"}},
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
