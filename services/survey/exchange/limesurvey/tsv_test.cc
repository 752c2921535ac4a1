#include "services/survey/exchange/limesurvey/tsv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "services/survey/exchange/limesurvey/limesurvey_testing.h"

namespace lotse::survey::limesurvey {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A table with `|` in the place of the tab; its head comes first.
std::string Tsv(absl::string_view rows) {
  return absl::StrReplaceAll(
      absl::StrCat("class|type/scale|name|relevance|text|help|language|validation|mandatory|other|"
                   "default|random_order|max_answers\n",
                   rows),
      {{"|", "\t"}});
}

ImportResult ReadAsTsv(absl::string_view rows) {
  absl::StatusOr<ImportResult> result = ReadLimesurveyTsv(Tsv(rows));
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : ImportResult();
}

TEST(LimesurveyTsv, ReadsRowsOfEachClass) {
  const ImportResult result = ReadAsTsv(
      "S||language||de\n"
      "S||sid||77\n"
      "S||format||G\n"
      "SL||surveyls_title||Titel||de\n"
      "SL||surveyls_welcometext||<p>Hallo</p>||de\n"
      "SL||surveyls_endtext||Danke||de\n"
      "G|1|Gruppe|1|Zu Ihnen||de\n"
      "Q|L|eins||Eins?|Hilfe|de||Y|Y|a\n"
      "A|0|a||A||de\n"
      "A|0|b||B||de\n"
      "Q|M|zwei|eins == 'a'|Zwei?||de|||||1|2\n"
      "SQ|0|x||X||de\n"
      "SQ|0|y||Y||de\n"
      "Q|S|drei|zwei_x.NAOK == 'Y'|Drei?||de|/^a$/\n"
      "\n"
      "Q|;|vier||Vier?||de\n"
      "SQ|0|r||R||de||||vor\n"
      "SQ|1|k||K||de\n");
  EXPECT_THAT(
      Outline(result.instrument),
      ElementsAre("NOTE welcome 'Hallo'", "NOTE group1_description 'Zu Ihnen'",
                  "SINGLE_CHOICE eins 'Eins?' * a:A b:B other:Sonstiges [first 'a'] (Hilfe)",
                  "TEXT eins_other 'Sonstiges' [if selected(${eins}, 'other')]",
                  "MULTIPLE_CHOICE zwei 'Zwei?' x:X y:Y [if ${eins} = 'a'] [check "
                  "count-selected(.) <= 2] random",
                  "TEXT drei 'Drei?' [if selected(${zwei}, 'x')] [check regex(., '^a$')]",
                  "GROUP vier 'Vier?'", "  TEXT vier_r_k 'R \u2013 K'", "NOTE end_text 'Danke'"));
  EXPECT_EQ(result.instrument.form_id(), "77");
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result), IsEmpty());
}

TEST(LimesurveyTsv, OtherIsTheSameAsInOtherFormats) {
  const ImportResult result = ReadAsTsv(
      "S||language||de\nSL||surveyls_title||Titel||de\nG||Eins||||de\n"
      "Q|!|wo||Wo?||de|||Y|-oth-\nA|0|a||A||de\n"
      "Q|S|weiter|wo == '-oth-' and wo_other != ''|Und?||de\n");
  EXPECT_THAT(Outline(result.instrument),
              ElementsAre("SINGLE_CHOICE wo 'Wo?' a:A other:Sonstiges [first 'other']",
                          "TEXT wo_other 'Sonstiges' [if selected(${wo}, 'other')]",
                          "TEXT weiter 'Und?' [if ${wo} = 'other' and ${wo_other} != '']"));
  EXPECT_THAT(Errors(result), IsEmpty());
  EXPECT_THAT(Warnings(result), IsEmpty());
}

TEST(LimesurveyTsv, OtherLanguagesFollowTheBaseLanguage) {
  const ImportResult result = ReadAsTsv(
      "S||language||de\nS||additional_languages||en\n"
      "SL||surveyls_title||Titel||de\n"
      "G||Eins||||de\nQ|L|a||Frage||de\nA|0|x||Ja||de\n"
      "G||Zwei||||de\nQ|M|b||Wahl||de\nSQ|0|y||Dies||de\n"
      "SL||surveyls_title||Title||en\n"
      "G||One||||en\nQ|L|a||Question||en\nA|0|x||Yes||en\nA|0|z||No||en\n"
      "G||Two||||en\nQ|M|b||Choice||en\nSQ|0|y||This||en\nSQ|0|q||That||en\nQ|S|c||More||en\n"
      "G||Three||||en\n");
  const auto second = [](const type::v1alpha::Text& text) {
    return text.variants_size() < 2 ? "" : text.variants(1).text();
  };
  ASSERT_EQ(result.instrument.sections_size(), 2);
  EXPECT_EQ(second(result.instrument.title()), "Title");
  EXPECT_EQ(second(result.instrument.sections(1).title()), "Two");
  const v1alpha::Question& a = result.instrument.sections(0).questions(0);
  EXPECT_EQ(second(a.text()), "Question");
  EXPECT_EQ(second(a.options(0).label()), "Yes");
  const v1alpha::Question& b = result.instrument.sections(1).questions(0);
  EXPECT_EQ(second(b.options(0).label()), "This");
  EXPECT_THAT(Warnings(result),
              ElementsAre(HasSubstr("15 z The answer is not there in the base language"),
                          HasSubstr("19 q The subquestion is not there"),
                          HasSubstr("20 c The question is not there"),
                          HasSubstr("21 Three The group is not there")));
}

TEST(LimesurveyTsv, WhatIsMisplacedOrUnknownIsFound) {
  const ImportResult result = ReadAsTsv(
      "SL||surveyls_title||T||de\n"
      "Q|S|a||A||de\n"
      "G||Eins||||de\n"
      "SQ|0|s||S||de\n"
      "A|0|t||T||de\n"
      "Q|S|b||B||de\n"
      "Z||z\n"
      "C||c\n"
      "QTA||Frauen\n"
      "AS||Punkte\n");
  EXPECT_THAT(Errors(result),
              ElementsAre(HasSubstr("3 a The question has nothing that it belongs to; put it below "
                                    "a row of the class `G`"),
                          HasSubstr("5 s The subquestion has nothing"),
                          HasSubstr("6 t The answer has nothing")));
  EXPECT_THAT(
      Warnings(result),
      ElementsAre(HasSubstr("Rows of conditions: 1"), HasSubstr("the class `Z`"),
                  HasSubstr("The quota `Frauen` was not taken over"), HasSubstr("the class `AS`")));
  EXPECT_THAT(Errors(ReadAsTsv("G||Eins\n")), Contains(HasSubstr("There is no language")));
}

TEST(LimesurveyTsv, WhatIsNoSuchTableIsRefused) {
  const struct {
    const char* what;
    std::string content;
    const char* message;
  } cases[] = {
      {"nothing", "", "the column `class` is missing"},
      {"commas", "class,type/scale,name,text\n",
       "the column `class` is missing; columns are "
       "separated by tabs"},
      {"no text", "class\ttype/scale\tname\n", "the column `text` is missing"},
      {"Latin-1", "class\ttype/scale\tname\ttext\nG\t\tM\xFCnster\t\n", "line 2"},
      {"UTF-16", std::string("\xFF\xFE") + "c\0l\0", "line 1"},
      {"a quotation mark", Tsv("G||\"Eins\n"), "line 2"},
      {"too large", std::string(kMaxLimesurveyBytes + 1, ' '), "give at most 4194304"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ReadLimesurveyTsv(c.content).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.what << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message)) << c.what;
  }
}

TEST(LimesurveyTsv, AMarkOfTheByteOrderAndQuotedTextsAreRead) {
  absl::StatusOr<ImportResult> result =
      ReadLimesurveyTsv("\xEF\xBB\xBF" + Tsv("SL||surveyls_title||T||de\nG||G||||de\n"
                                             "Q|S|a||\"Mit \"\"so\"\"\nund mehr\"||de\n"));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(Outline(result->instrument), ElementsAre("TEXT a 'Mit \"so\" und mehr'"));
}

}  // namespace
}  // namespace lotse::survey::limesurvey
