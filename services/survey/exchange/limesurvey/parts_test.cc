#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/exchange/limesurvey/braces.h"
#include "services/survey/exchange/limesurvey/code_names.h"
#include "services/survey/exchange/limesurvey/conditions.h"
#include "services/survey/exchange/limesurvey/file_types.h"
#include "services/survey/exchange/limesurvey/fixed_options.h"
#include "services/survey/exchange/limesurvey/name_parts.h"
#include "services/survey/exchange/limesurvey/pattern.h"
#include "services/survey/exchange/limesurvey/translation_testing.h"

// The small rules of reading LimeSurvey.

namespace lotse::survey::limesurvey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(CodeNames, GivesEachCodeOnce) {
  FindingList findings;
  CodeNames codes(&findings);
  const std::string wide(80, 'x');
  const struct {
    std::string wanted;
    std::string code;
  } cases[] = {
      {"Q1", "Q1"},
      {"Q1", "Q1_2"},
      {"Q1", "Q1_3"},
      {"Q1_2", "Q1_2_2"},
      {"1a", "q_1a"},
      {"a-b.c", "a_b_c"},
      {"gefl\u00FC", "gefl_"},
      {"", "q_"},
      {"_x", "q_x"},
      {wide, wide.substr(0, 64)},
      {wide, wide.substr(0, 56) + "_2"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(codes.Take(c.wanted, 7), c.code);
    EXPECT_TRUE(IsQuestionCode(c.code));
  }
  const std::vector<v1alpha::ImportFinding> notes = std::move(findings).Take();
  EXPECT_EQ(notes.size(), 10u);
  EXPECT_EQ(notes[0].line(), 7);
  EXPECT_THAT(notes[0].message(), HasSubstr("it is called `Q1_2`, also in expressions"));
}

TEST(Braces, WhiteSpaceAtTheEdgeMakesText) {
  const auto split = [](absl::string_view text) {
    std::vector<std::string> pieces;
    for (const TextPiece& piece : SplitAtBraces(text)) {
      pieces.push_back(absl::StrCat(piece.is_expression ? "=" : "", piece.text));
    }
    return pieces;
  };
  EXPECT_THAT(split("a {Q1} b{Q2}"), ElementsAre("a ", "=Q1", " b", "=Q2"));
  EXPECT_THAT(split("{Q1}"), ElementsAre("=Q1"));
  EXPECT_THAT(split("p { color:red } {}"), ElementsAre("p { color:red } {}"));
  EXPECT_THAT(split("{ Q1} {Q1 } {Q1"), ElementsAre("{ Q1} {Q1 } {Q1"));
  EXPECT_THAT(split("{if(a &gt; 1 &amp;&amp; b == &quot;x&quot;, 1, 2)}"),
              ElementsAre("=if(a > 1 && b == \"x\", 1, 2)"));
  EXPECT_THAT(split("{{Q1}}"), ElementsAre("{", "=Q1", "}"));
  EXPECT_THAT(split(""), IsEmpty());
}

TEST(NameParts, AreTakenApart) {
  const struct {
    const char* name;
    const char* parts;
  } cases[] = {
      {"Q1", "|Q1||0"},
      {"Q1.NAOK", "|Q1||1"},
      {"Q1.code.NAOK", "|Q1||1"},
      {"Q1_SQ.shown", "|Q1_SQ|shown|0"},
      {"Q1.valueNAOK", "|Q1|value|1"},
      {"self.NAOK", "self|||1"},
      {"this", "this|||0"},
      {"self.sq_a.NAOK", "self||sq_a|1"},
      {"that.Q1.NAOK", "that|Q1||1"},
      {"that", "that|||0"},
      {"INSERTANS:1X2X3", "|1X2X3||0"},
  };
  for (const auto& c : cases) {
    const NameParts parts = SplitName(c.name);
    EXPECT_EQ(absl::StrCat(parts.pronoun, "|", parts.variable, "|", parts.attribute, "|",
                           parts.naok ? 1 : 0),
              c.parts)
        << c.name;
  }
}

TEST(Pattern, FitsTheWholeTextWhereTheOriginalIsFoundInIt) {
  const struct {
    const char* preg;
    const char* pattern;
  } cases[] = {
      {"/^[0-9]{5}$/", "^[0-9]{5}$"},
      {"^[0-9]{5}$", "^[0-9]{5}$"},
      {"/^a$/i", "(?i)^a$"},
      {"/^a$/ui", "(?i)^a$"},
      {"#^a/b$#", "^a/b$"},
      {"/abc/", "^[\\s\\S]*(abc)[\\s\\S]*$"},
      {"/^a|b$/", "^[\\s\\S]*(^a|b$)[\\s\\S]*$"},
      {"/^a\\$/", "^[\\s\\S]*(^a\\$)[\\s\\S]*$"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<std::string> pattern = PatternOf(c.preg);
    ASSERT_TRUE(pattern.ok()) << c.preg << pattern.status();
    EXPECT_EQ(*pattern, c.pattern) << c.preg;
  }
  const struct {
    const char* preg;
    const char* message;
  } wrong[] = {
      {"", "the pattern is empty"},     {"//", "the pattern is empty"},
      {"/abc", "no closing `/`"},       {"/abc/x", "the flag `x`"},
      {"/(a)\\1/", "a back reference"}, {"/a(?!b)/", "looking around"},
      {"/(?<=a)b/", "looking around"},  {"/(?>a)b/", "looking around"},
  };
  for (const auto& c : wrong) {
    EXPECT_THAT(std::string(PatternOf(c.preg).status().message()), HasSubstr(c.message)) << c.preg;
  }
  EXPECT_TRUE(PatternOf("/\\\\(?:1)/").ok()) << "a backslash before a group";
}

TEST(FileTypes, TakesWhatCanBeTaken) {
  const FileTypes types = MediaTypesOf("JPG, jpeg,png ;zip; PDF,txt");
  EXPECT_THAT(types.taken, ElementsAre("image/jpeg", "image/png", "application/pdf", "text/plain"));
  EXPECT_THAT(types.refused, ElementsAre("zip"));
  EXPECT_THAT(MediaTypesOf("").taken, ElementsAre("image/png", "image/jpeg", "application/pdf"));
  EXPECT_THAT(MediaTypesOf("zip").taken, IsEmpty());
}

TEST(FixedOptions, HaveTheLanguagesOfTheSurvey) {
  const std::vector<Language> languages = {
      {"de", "de", false}, {"de-easy", "de", true}, {"tr", "tr", false}};
  const auto outline = [&](char type) {
    std::string line;
    for (const v1alpha::Option& option : FixedOptions(type, languages)) {
      absl::StrAppend(&line, line.empty() ? "" : " ", option.code());
      for (const auto& variant : option.label().variants()) {
        absl::StrAppend(&line, ":", variant.text());
      }
    }
    return line;
  };
  EXPECT_EQ(outline('Y'), "Y:Ja:Ja:Yes N:Nein:Nein:No");
  EXPECT_EQ(outline('G'), "F:Weiblich:Weiblich:Female M:M\u00E4nnlich:M\u00E4nnlich:Male");
  EXPECT_EQ(outline('C'), "Y:Ja:Ja:Yes U:Unsicher:Unsicher:Uncertain N:Nein:Nein:No");
  EXPECT_EQ(outline('E'),
            "I:Zunahme:Zunahme:Increase S:Gleich:Gleich:Same D:Abnahme:Abnahme:Decrease");
  EXPECT_EQ(outline('5'), "1:1:1:1 2:2:2:2 3:3:3:3 4:4:4:4 5:5:5:5");
  EXPECT_EQ(outline('A'), outline('5'));
  EXPECT_EQ(FixedOptions('B', languages).size(), 10u);
  EXPECT_EQ(FixedOptions('E', {})[0].code(), "I");
  EXPECT_TRUE(HasFixedOptions("de-x-informal"));
  EXPECT_FALSE(HasFixedOptions("tr"));
}

// Conditions as `scenario question field method value`.
TEST(Conditions, AreJoinedByScenarioAndSubject) {
  const SourceSurvey survey = TestSurvey();
  FindingList findings;
  CodeNames codes(&findings);
  const Variables variables(survey, &codes);
  Translator translator(variables, false);
  const SourceCondition a{1, 0, "1", "9X1X1", "==", "a"};
  const SourceCondition b{1, 0, "1", "9X1X1", "==", "b"};
  const struct {
    const char* what;
    std::vector<SourceCondition> conditions;
    const char* xpath;
  } cases[] = {
      {"one", {a}, "${One} = 'a'"},
      {"the same question", {a, b}, "${One} = 'a' or ${One} = 'b'"},
      {"two questions",
       {a, {1, 0, "3", "9X1X3", ">", "5"}, b},
       "(${One} = 'a' or ${One} = 'b') and ${Num} > 5"},
      {"two scenarios", {a, {1, 2, "3", "9X1X3", "<=", "5"}}, "${One} = 'a' or ${Num} <= 5"},
      {"scenarios in any order",
       {{1, 2, "3", "9X1X3", ">=", "5"}, a},
       "${One} = 'a' or ${Num} >= 5"},
      {"a multiple choice", {{1, 0, "2", "9X1X2", "==", "a"}}, "selected(${Multi}, 'a')"},
      {"choices of one are alternatives",
       {{1, 0, "2", "9X1X2", "==", "a"}, {1, 0, "2", "9X1X2", "==", "b"}},
       "selected(${Multi}, 'a') or selected(${Multi}, 'b')"},
      {"by their columns they are not",
       {{1, 0, "2", "+9X1X2a", "==", "Y"}, {1, 0, "2", "+9X1X2b", "!=", "Y"}},
       "selected(${Multi}, 'a') and not(selected(${Multi}, 'b'))"},
      {"a row of an array", {{1, 0, "7", "9X1X7x", "==", "A1"}}, "${Arr_x} = 'A1'"},
      {"no answer", {{1, 0, "1", "9X1X1", "==", " "}}, "${One} = ''"},
      {"any answer", {{1, 0, "1", "9X1X1", "!=", ""}}, "${One} != ''"},
      {"another answer", {{1, 0, "3", "9X1X3", "<", "@9X1X81@"}}, "${Num} < ${Nums_1}"},
      {"an expression",
       {{1, 0, "3", "9X1X3", "==", "{Nums_1 + 1}"}},
       "${Num} = coalesce(${Nums_1}, 0) + 1"},
      {"a pattern", {{1, 0, "4", "9X1X4", "RX", "/^a$/"}}, "regex(${Text}, '^a$')"},
      {"blanks around the method", {{1, 0, "1", "9X1X1", " == ", "a"}}, "${One} = 'a'"},
  };
  for (const auto& c : cases) {
    SourceQuestion question;
    question.conditions = c.conditions;
    const absl::StatusOr<Expression> tree = FromConditions(question, variables);
    ASSERT_TRUE(tree.ok()) << c.what << tree.status();
    const absl::StatusOr<std::string> xpath = translator.Condition(*tree, {});
    EXPECT_EQ(xpath.ok() ? *xpath : "", c.xpath) << c.what << xpath.status();
  }
  SourceQuestion question;
  question.conditions = {{1, 0, "1", "9X1X1", "~", "a"}};
  EXPECT_THAT(std::string(FromConditions(question, variables).status().message()),
              HasSubstr("the method `~` of a condition is not known"));
  question.conditions.assign(501, a);
  EXPECT_THAT(std::string(FromConditions(question, variables).status().message()),
              HasSubstr("501 conditions, at most 500"));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
