#include "services/survey/exchange/limesurvey/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/limesurvey/translation_testing.h"

namespace lotse::survey::limesurvey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TranslationTest : public testing::Test {
 protected:
  const SourceQuestion& Question(absl::string_view code) const {
    return *variables_.QuestionByCode(code);
  }

  absl::StatusOr<std::string> Condition(absl::string_view script,
                                        const Translator::Place& place = {}) {
    const absl::StatusOr<Expression> tree = ParseExpressionScript(script);
    return tree.ok() ? translator_.Condition(*tree, place) : tree.status();
  }
  absl::StatusOr<std::string> Value(absl::string_view script) {
    const absl::StatusOr<Expression> tree = ParseExpressionScript(script);
    return tree.ok() ? translator_.Value(*tree, {}) : tree.status();
  }

  const SourceSurvey survey_ = TestSurvey();
  FindingList findings_;
  CodeNames codes_{&findings_};
  const Variables variables_{survey_, &codes_};
  Translator translator_{variables_, false};
};

struct Case {
  const char* script;
  const char* xpath;
};

TEST_F(TranslationTest, ConditionsKeepTheirMeaning) {
  const Case cases[] = {
      // Comparisons.
      {"One.NAOK == \"x\"", "${One} = 'x'"},
      {"One.NAOK eq 'x'", "${One} = 'x'"},
      {"One != '-oth-'", "${One} != 'other'"},
      {"'-oth-' == One.NAOK", "'other' = ${One}"},
      {"countif('-oth-', One, Rank_1) > 0",
       "number(${One} = 'other') + number(selected-at(${Rank}, 0) = '-oth-') > 0"},
      {"One_other == '-oth-'", "${One_other} = '-oth-'"},
      {"One ne ''", "${One} != ''"},
      {"Num < 5", "${Num} < 5"},
      {"Num lt 5", "${Num} < 5"},
      {"Num le 5 or Num gt 6", "${Num} <= 5 or ${Num} > 6"},
      {"Num ge -1", "${Num} >= -1"},
      {"Num == '5'", "${Num} = 5"},
      {"One == 5", "${One} = 5"},
      {"Day >= '2024-02-01'", "${Day} >= date('2024-02-01')"},
      {"Num > Nums_1", "${Num} > ${Nums_1}"},
      {"(One == 'a') == (One == 'b')", "(${One} = 'a') = (${One} = 'b')"},
      // Truth.
      {"One", "${One} != '' and ${One} != '0'"},
      {"One or Text == 'a'", "${One} != '' and ${One} != '0' or ${Text} = 'a'"},
      {"One and Text == 'a'", "${One} != '' and ${One} != '0' and ${Text} = 'a'"},
      {"0 or 1", "false() or true()"},
      {"!One", "not(${One} != '' and ${One} != '0')"},
      {"!(Num > 3)", "not(${Num} > 3)"},
      {"a_b == 1 and 0", ""},
      // And and or.
      {"One == 'a' && (Text == 'b' || Num == 1)", "${One} = 'a' and (${Text} = 'b' or ${Num} = 1)"},
      {"One == 'a' and Text == 'b' or Num == 1", "${One} = 'a' and ${Text} = 'b' or ${Num} = 1"},
      // No answer.
      {"is_empty(One)", "${One} = ''"},
      {"!is_empty(One.NAOK)", "${One} != ''"},
      {"is_empty(Multi_a)", "not(selected(${Multi}, 'a'))"},
      {"!is_empty(Multi_a.NAOK)", "selected(${Multi}, 'a')"},
      {"is_empty(One == 'a')", "(${One} = 'a') = ''"},
      // Choices.
      {"Multi_a == 'Y'", "selected(${Multi}, 'a')"},
      {"'Y' == Multi_a", "selected(${Multi}, 'a')"},
      {"Multi_a != 'Y'", "not(selected(${Multi}, 'a'))"},
      {"Multi_a == ''", "not(selected(${Multi}, 'a'))"},
      {"Multi_a != ''", "selected(${Multi}, 'a')"},
      {"Multi_a == 'N'", "false()"},
      {"Multi_a != 'N'", "true()"},
      {"Multi_a", "selected(${Multi}, 'a')"},
      {"!Multi_a", "not(selected(${Multi}, 'a'))"},
      {"Box_r_k == 1", "selected(${Box_r}, 'k')"},
      // Names.
      {"Multi_other == 'x'", "${Multi_other} = 'x'"},
      {"One_other.NAOK != ''", "${One_other} != ''"},
      {"Com_acomment == 'x'", "${Com_acomment} = 'x'"},
      {"Arr_x == 'A1'", "${Arr_x} = 'A1'"},
      {"Dual_x_1 == 'A1'", "${Dual_x_1} = 'A1'"},
      {"Cell_r_k > 2", "${Cell_r_k} > 2"},
      {"Rank_1 == 'a'", "selected-at(${Rank}, 0) = 'a'"},
      {"File_filecount > 0", "number(${File} != '') > 0"},
      {"9X1X1.NAOK == 'a'", "${One} = 'a'"},
      {"9X1X2a == 'Y'", "selected(${Multi}, 'a')"},
      {"9X1X1other == 'a'", "${One_other} = 'a'"},
      {"9X1X132 == 'Y'", "selected(${One1}, '2')"},
      {"9X1X10x#0 == 'a'", "${Dual_x_0} = 'a'"},
      {"One.value == 'a'", "${One} = 'a'"},
      {"One.valueNAOK == 'a'", "${One} = 'a'"},
      {"One.code == 'a'", "${One} = 'a'"},
      {"that.One.NAOK == 'a'", "${One} = 'a'"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<std::string> xpath = Condition(c.script);
    EXPECT_EQ(xpath.ok() ? *xpath : "", c.xpath) << c.script << " " << xpath.status();
  }
}

TEST_F(TranslationTest, ValuesAndFunctionsKeepTheirMeaning) {
  for (const SourceQuestion& question : survey_.groups[0].questions) {
    translator_.SetRelevance(question, "");
  }
  const Case cases[] = {
      {"Num + 1", "coalesce(${Num}, 0) + 1"},
      {"Num - Nums_1 * 2", "${Num} - ${Nums_1} * 2"},
      {"(Num - 1) * 2", "(${Num} - 1) * 2"},
      {"Num - (Nums_1 - 2)", "${Num} - (${Nums_1} - 2)"},
      {"Num / 2", "${Num} div 2"},
      {"-Num", "-${Num}"},
      {"+Num", "number(${Num})"},
      {"Text + '!'", "concat(${Text}, '!')"},
      {"Multi_a", "if(selected(${Multi}, 'a'), 'Y', '')"},
      {"One.shown", "jr:choice-name(${One}, '${One}')"},
      {"Arr_x.shown", "jr:choice-name(${Arr_x}, '${Arr_x}')"},
      {"Rank_2.shown", "jr:choice-name(selected-at(${Rank}, 1), '${Rank}')"},
      {"Multi_a.shown", "if(selected(${Multi}, 'a'), jr:choice-name('a', '${Multi}'), '')"},
      {"Text.shown", "${Text}"},
      {"INSERTANS:9X1X4", "${Text}"},
      {"if(One == 'a', 'x', Text)", "if(${One} = 'a', 'x', ${Text})"},
      {"if(Multi_a, 1, 2)", "if(selected(${Multi}, 'a'), 1, 2)"},
      {"count(One, Multi_a)", "number(${One} != '') + number(selected(${Multi}, 'a'))"},
      {"count(that.Multi.NAOK)", "count-selected(${Multi})"},
      {"count(Multi_a, Multi_b)",
       "number(selected(${Multi}, 'a')) + number(selected(${Multi}, 'b'))"},
      {"count()", "0"},
      {"sum(Num, 3, Nums_1)", "coalesce(${Num}, 0) + 3 + coalesce(${Nums_1}, 0)"},
      {"sum(that.Nums.NAOK)", "coalesce(${Nums_1}, 0) + coalesce(${Nums_2}, 0)"},
      {"countif('A1', Arr_x, Arr_y)", "number(${Arr_x} = 'A1') + number(${Arr_y} = 'A1')"},
      {"countifop('>=', 3, Num)", "number(${Num} >= 3)"},
      {"countifop('ne', 3, Num)", "number(${Num} != 3)"},
      {"min(Num, 3)", "min(${Num}, 3)"},
      {"max(Num, 3)", "max(${Num}, 3)"},
      {"round(Num / 2, 1)", "round(${Num} div 2, 1)"},
      {"intval(Text)", "int(${Text})"},
      {"strlen(Text)", "string-length(${Text})"},
      {"join(Text, ' ', One)", "concat(${Text}, ' ', ${One})"},
      {"implode(', ', Text, One)", "join(', ', ${Text}, ${One})"},
      {"substr(Text, 1, 3)", "substr(${Text}, 1, 4)"},
      {"substr(Text, 2)", "substr(${Text}, 2)"},
      {"is_numeric(Text)", "number(${Text}) = number(${Text})"},
      {"regexMatch('/^a+$/', Text)", "regex(${Text}, '^a+$')"},
      {"pow(Num, 2)", "pow(${Num}, 2)"},
      {"nl2br(Text)", "${Text}"},
      {R"('it\'s')", "\"it's\""},
      {R"('it\'s \"so\"')", R"(concat('it', "'", 's "so"'))"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<std::string> xpath = Value(c.script);
    EXPECT_EQ(xpath.ok() ? *xpath : "", c.xpath) << c.script << " " << xpath.status();
  }
  EXPECT_THAT(translator_.TakeRemarks(), IsEmpty());
}

TEST_F(TranslationTest, WhatHasNoCounterpartIsRefused) {
  const Case cases[] = {
      {"Nothing == 1", "`Nothing` is no question of this survey"},
      {"TOKEN:FIRSTNAME == 'a'", "`TOKEN:FIRSTNAME` is no question"},
      {"Multi == 'a'", "`Multi` has several answers"},
      {"Lang == 'de'", "`Lang` is a question that was left out"},
      {"self == 1", "`self` means no single answer here"},
      {"One.question == 'a'", "`.question` of `One.question` has no counterpart"},
      {"One.relevanceStatus", "`.relevanceStatus`"},
      {"Text < 'b'", "whether a text comes before `b`"},
      {"Text + One == 'a'", "`+` adds numbers and joins texts"},
      {"rand(1, 2) == 1", "the function `rand()` has no counterpart"},
      {"date('Y') == 2024", "the function `date()`"},
      {"if(One, 1)", "`if()` needs a condition and two values"},
      {"countifop('~', 1, Num)", "a comparison in quotation marks first"},
      {"regexMatch('/a(?=b)/', Text)", "looking around"},
      {"regexMatch(Text, One)", "the pattern of `regexMatch()` has to be a text"},
      {"substr(Text, Num)", "`substr()` needs a text and one or two numbers"},
      {"sum(that.Nums.sq_1.NAOK)", "`.sq_1` behind `that` has no counterpart"},
      {"abs(1, 2)", "`abs()` needs 1 to 1 arguments"},
  };
  for (const Case& c : cases) {
    const absl::Status status = Condition(c.script).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.script;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.xpath)) << c.script;
  }
}

TEST_F(TranslationTest, PointsAreNoCodes) {
  Translator with_points(variables_, true);
  EXPECT_FALSE(with_points.Value(Name("One.value"), {}).ok());
  EXPECT_TRUE(with_points.Value(Name("One.NAOK"), {}).ok());
}

TEST_F(TranslationTest, TheAnswerItselfIsADot) {
  const Variable& number = variables_.Of(Question("Num"), "");
  const Variable& choice = variables_.Of(Question("Multi"), "");
  const Translator::Place of_number{&Question("Num"), &number};
  const Translator::Place of_choice{&Question("Multi"), &choice};
  EXPECT_EQ(*Condition("self > 3 and this < 9", of_number), ". > 3 and . < 9");
  EXPECT_EQ(*Condition("Num > 3", of_number), ". > 3");
  EXPECT_EQ(*Condition("count(self.NAOK) <= 2", of_choice), "count-selected(.) <= 2");
  EXPECT_EQ(*Condition("Multi_a == 'Y'", of_choice), "selected(., 'a')");
  EXPECT_FALSE(Condition("self == 'a'", of_choice).ok());
}

// Without `.NAOK` an expression is false while what it names is not relevant.
TEST_F(TranslationTest, RelevanceOfWhatIsNamedIsKept) {
  translator_.SetRelevance(Question("One"), "${Text} = 'a'");
  translator_.SetRelevance(Question("Num"), "");
  const Case cases[] = {
      {"One == 'x'", "${One} = 'x'"},
      {"One.NAOK != 'x'", "${One} != 'x'"},
      {"One != 'x'", "(${Text} = 'a') and (${One} != 'x')"},
      {"is_empty(One)", "(${Text} = 'a') and (${One} = '')"},
      {"!is_empty(One)", "${One} != ''"},
      {"One == 'x' or Num > 1", "(${Text} = 'a') and (${One} = 'x' or ${Num} > 1)"},
      {"One == 'x' and Num != 1", "${One} = 'x' and ${Num} != 1"},
      {"One == 'x' or One == 'y'", "${One} = 'x' or ${One} = 'y'"},
      {"One == ''", "(${Text} = 'a') and (${One} = '')"},
      {"One == Num", "(${Text} = 'a') and (${One} = ${Num})"},
      {"Num != 1", "${Num} != 1"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<std::string> xpath = Condition(c.script);
    EXPECT_EQ(xpath.ok() ? *xpath : "", c.xpath) << c.script << " " << xpath.status();
  }
  EXPECT_EQ(*Value("One"), "${One}");
  EXPECT_EQ(*Value("if(One == 'x', 1, 2)"), "if((${Text} = 'a'), if(${One} = 'x', 1, 2), '')");
  EXPECT_THAT(translator_.TakeRemarks(), IsEmpty());
  EXPECT_EQ(*Condition("Text != 'x'"), "${Text} != 'x'");
  EXPECT_THAT(translator_.TakeRemarks(), ElementsAre(HasSubstr("`Text` comes later")));
}

TEST_F(TranslationTest, WhatIsReadOtherwiseIsRemarked) {
  EXPECT_EQ(*Condition("Num > '5'"), "${Num} > 5");
  EXPECT_THAT(translator_.TakeRemarks(), ElementsAre(HasSubstr("compared as a number")));
  EXPECT_EQ(*Condition("regexMatch(Text, '/^a$/')"), "regex(${Text}, '^a$')");
  EXPECT_THAT(translator_.TakeRemarks(), Contains(HasSubstr("has its pattern second")));
}

TEST_F(TranslationTest, NothingGrowsBeyondItsLimit) {
  std::string nested = "Text";
  for (int i = 0; i < 40; ++i) nested = absl::StrCat("is_numeric(", nested, ")");
  EXPECT_FALSE(Condition(nested).ok());
  std::string long_names = "Multi_a.shown";
  for (int i = 0; i < 300; ++i) absl::StrAppend(&long_names, " == Multi_a.shown");
  EXPECT_THAT(std::string(Condition(long_names).status().message()),
              HasSubstr("translated it would have"));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
