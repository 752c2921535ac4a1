#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/exchange/xlsform/xlsform_testing.h"

// Lists of options, and the questions that use them.

namespace lotse::survey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Lists as `ja_nein: ja=de=Ja nein=de=Nein`.
std::vector<std::string> Lists(const ImportResult& result) {
  std::vector<std::string> lists;
  for (const auto& list : result.instrument.option_lists()) {
    std::string line = absl::StrCat(list.code(), ":", list.file().empty() ? "" : " ", list.file());
    for (const auto& option : list.options()) {
      absl::StrAppend(&line, " ", option.code(), "=", Wordings(option.label()));
    }
    lists.push_back(line);
  }
  return lists;
}

ImportResult Form(absl::string_view survey, absl::string_view choices) {
  return Read(absl::StrCat("| survey |\n| | type | name | label | choice_filter |\n", survey,
                           "\n| choices |\n", choices));
}

TEST(XlsformChoices, AreListsWithColumns) {
  const ImportResult result = Form(
      "| | select_one orte-neu | o | O | kreis = ${k} and name != '' |\n"
      "| | select_multiple kreis | k | K |",
      R"(
    | | list name | value | label::de | label::English | kreis | $kuid | image
    | | kreis     | a     | Alpha     | Alpha (en)     |       | 7     | a.png
    | | orte-neu  | 1     | Eins      |                | a     |       |
    | | kreis     | b     | Beta      |                |       |       |)");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Lists(result),
              ElementsAre("kreis: a=de=Alpha en=Alpha (en) b=de=Beta", "orte_neu: 1=de=Eins"));
  EXPECT_EQ(Find(result, "o").option_list(), "orte_neu");
  EXPECT_EQ(Find(result, "o").logic().option_filter(), "kreis = ${k} and name != ''");
  const auto& option = result.instrument.option_lists(1).options(0);
  ASSERT_EQ(option.columns_size(), 1);
  EXPECT_EQ(option.columns().at("kreis"), "a");
  EXPECT_EQ(result.instrument.option_lists(0).options(0).media(0).file(), "a.png");
  EXPECT_THAT(Notes(result),
              ElementsAre("choices!$kuid:7 : A column that a program keeps for itself; left out.",
                          "choices!list name:9 orte_neu: The list `orte-neu` became `orte_neu`."));
}

TEST(XlsformChoices, WhatIsWrongIsSaidWithItsPlace) {
  const struct {
    const char* survey;
    const char* choices;
    const char* message;
  } cases[] = {
      {"| | select_one janein | a | A |", "| | list_name | name | label |\n| | ja_nein | 1 | x |",
       "survey!type:3 a: There is no list `janein` in `choices`; did you mean ja_nein?"},
      {"| | select_one | a | A |", "| | list_name | name | label |",
       "survey!type:3 a: The list is missing; give its name behind the type."},
      {"| | select_one ${b} | a | A |", "",
       "survey!type:3 a: Options from earlier answers are not supported; give a list."},
      {"| | select_one_from_file a.txt | a | A |", "",
       "survey!type:3 a: `a.txt` is no file with options; give the name of one that ends with "
       ".csv, .xml or .geojson."},
      {"| | select_one_from_file ../a.csv | a | A |", "",
       "survey!type:3 ../a: No name of a file: give one of at most 255 bytes without a path."},
      {"| | select_one l or_other | a | A | x = 1 |",
       "| | list_name | name | label |\n| | l | 1 | x |",
       "survey!type:3 a: `or_other` is for a choice from a whole list; add an option `other`."},
      {"| | text | a | A |", "| | list_name | name | label |\n| | l | | x |",
       "choices!name:6 l: The option has no name; give one."},
      {"| | text | a | A |", "| | list_name | name | label |\n| | | 1 | x |",
       "choices!list_name:6 1: The option has no list; give its name in `list_name`."},
      {"| | text | a | A |", "| | list_name | name | label |\n| | l | a b | x |",
       "choices!name:6 a b: `a b` is no name of an option; give 1 to 64 characters without "
       "spaces."},
      {"| | text | a | A |", "| | list_name | name | label |\n| | l | ${a} | x |",
       "choices!name:6 ${a}: `${a}` is no name of an option; give 1 to 64 characters without "
       "spaces."},
      {"| | text | a | A |", "| | list_name | name | label |\n| | l | 1 | x |\n| | l | 1 | y |",
       "choices!name:7 1: The option `1` is in the list `l` twice; give each its own name."},
      {"| | text | a | A |", "| | liste | name | label |\n| | l | 1 | x |",
       "choices!list_name:5 : There is no column `list_name`; add it."},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(Errors(Form(c.survey, c.choices)), Contains(c.message)) << c.survey << c.choices;
  }
}

TEST(XlsformChoices, OptionsWithoutALabelGetTheirName) {
  const ImportResult result =
      Form("| | select_one l | a | A |", "| | list_name | name | label |\n| | l | 1 | |");
  EXPECT_THAT(Lists(result), ElementsAre("l: 1=de=1"));
  EXPECT_THAT(Warnings(result),
              ElementsAre("choices!label:6 1: The option has no label; its name stands for it."));
}

TEST(XlsformChoices, OrOtherIsAnOptionAndAText) {
  const ImportResult result = Form(
      "| | select_one l or_other | a | A |\n"
      "| | select_multiple m or_other | b | B |\n"
      "| | select_one m | c | ${a_other} |",
      "| | list_name | name | label::de | label::fr |\n"
      "| | l | 1 | x | y |\n| | m | 1 | z | |");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_EQ(Tree(result),
            "[(SINGLE_CHOICE a) (TEXT a_other) (MULTIPLE_CHOICE b) (TEXT b_other) "
            "(SINGLE_CHOICE c)]");
  EXPECT_THAT(Lists(result), ElementsAre("l: 1=de=x fr=y other=de=Sonstiges fr=Autre", "m: 1=de=z",
                                         "m_or_other: 1=de=z other=de=Sonstiges"));
  EXPECT_EQ(Find(result, "b").option_list(), "m_or_other");
  EXPECT_EQ(Find(result, "c").option_list(), "m");
  EXPECT_EQ(Find(result, "a_other").logic().relevant(), "selected(${a}, 'other')");
  EXPECT_EQ(Wordings(Find(result, "a_other").text()), "de=Sonstiges, und zwar:");
  EXPECT_THAT(Errors(Form("| | select_one l or_other | a | A |\n| | text | a_other | B |",
                          "| | list_name | name | label |\n| | l | 1 | x |")),
              ElementsAre(HasSubstr("The name `a_other` is there twice")));
}

TEST(XlsformChoices, ListsInFilesAreNamed) {
  const ImportResult result = Form(
      "| | select_one_from_file orte.csv | o | O |\n"
      "| | select_one_from_file orte.csv | p | P |\n"
      "| | xml-external | arten-neu | |\n"
      "| | calculate | c | | |",
      "");
  EXPECT_THAT(Lists(result), ElementsAre("arten_neu: arten-neu.xml", "orte: orte.csv"));
  EXPECT_EQ(Find(result, "o").option_list(), "orte");
  EXPECT_EQ(Find(result, "p").option_list(), "orte");
  EXPECT_THAT(Errors(result),
              ElementsAre(HasSubstr("survey!calculation:6 c: Nothing is computed")));
}

}  // namespace
}  // namespace lotse::survey
